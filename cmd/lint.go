package cmd

import (
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"github.com/timhook/timhook/payloads"
	lintreport "github.com/timhook/timhook/report/lint"
)

// lintOptions is everything that the verb takes.
type lintOptions struct {
	format   string
	filters  []string
	level    string
	failOn   string
	max      int
	verbose  bool
	quiet    bool
	strict   bool
	token    string
	sdkAppID uint64
	flags    *pflag.FlagSet
}

func (a *app) lint() *cobra.Command {
	var o lintOptions
	c := &cobra.Command{
		Use:     "lint FILE|DIR|-...",
		Aliases: []string{"inspect"},
		Short:   "judge captured callbacks and answers without sending anything",
		Long: `Judge captured request packets against what Chat sends, and answers against what it wants, without sending anything.

FILE is what record or --save wrote, a HAR, a folder of .json packets, a packet as JSON, also with the comments of the documentation,
JSON Lines, a raw HTTP message or a curl line; FILE#N is one of its entries.

A problem is a line as compilers write it, which editors and the problem matchers of CI read (gcc's of VS Code, Vim's
errorformat, Emacs's compilation mode); error is a MUST, warning a SHOULD, note a MAY; columns count bytes:

  calls.ndjson:3:412: error: packet-wrong-type: /MsgSeq: got the string "41", want Integer, 0..4294967295

timhook list rules shows what is looked at, timhook explain RULE where it is from.`,
		Example: `  timhook lint captures/2026-11-22.ndjson
  timhook lint captures/ --token env:IM_TOKEN --sdk-app-id 1400000001
  timhook lint packet.json --level may
  timhook lint calls.ndjson#17 -v
  timhook lint calls.ndjson --filter 'Group.*' --format sarif > lint.sarif`,
		RunE: func(c *cobra.Command, args []string) error { return a.runLint(c.Context(), &o, args) },
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]cobra.Completion, cobra.ShellCompDirective) {
			return nil, cobra.ShellCompDirectiveDefault
		},
	}
	return a.withFlags(c, func() {
		o.bind(c)
	})
}

func (o *lintOptions) bind(c *cobra.Command) {
	o.flags = c.Flags()
	g := flagGroup(c, "Choice")
	g.flags.Var(&listValue{values: &o.filters}, "filter", "only these: a callback or glob, or NAME=GLOB with a query parameter, a member of the packet, status, failure or verdict; repeatable: `PATTERN`")
	g.flags.BoolVar(&o.strict, "strict", false, "end at the first entry that cannot be read")
	g.done()

	g = flagGroup(c, "Application")
	g.flags.StringVar(&o.token, "token", "", tokenUsage)
	g.flags.Uint64Var(&o.sdkAppID, "sdk-app-id", 0, "the application's SdkAppid, to be held against the query's (default: not checked): `N`")
	g.done()

	g = flagGroup(c, "Output")
	g.enum(&o.format, "format", "text", "format of the problems", choicesOf(lintreport.Formats().Docs()))
	g.enum(&o.level, "level", "should", "the weakest problems that are shown; all are counted", []choice{{"must", "errors"}, {"should", "errors and warnings"}, {"may", "notes as well"}})
	g.enum(&o.failOn, "fail-on", "must", "the weakest problems that fail the run", []choice{{"must", "errors"}, {"should", "errors and warnings"}})
	g.flags.IntVar(&o.max, "max", 20, "problems shown of each rule, 0 for all; json and ndjson hold all unless it is given: `N`")
	g.flags.BoolVarP(&o.verbose, "verbose", "v", false, "show notes, as --level may")
	g.flags.BoolVarP(&o.quiet, "quiet", "q", false, "no summary")
	g.done()
}

// lintLevel is the level that a flag names.
func lintLevel(name string) payloads.Level {
	return map[string]payloads.Level{"must": payloads.Must, "should": payloads.Should, "may": payloads.May}[name]
}
