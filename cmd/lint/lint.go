// Package lint is the verb that judges captures without sending anything.
package lint

import (
	"context"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"github.com/timhook/timhook/cmd/cli"
	"github.com/timhook/timhook/cmd/flags"
	"github.com/timhook/timhook/cmd/inputs"
	"github.com/timhook/timhook/payloads"
	lintreport "github.com/timhook/timhook/report/lint"
)

// options is everything that the verb takes.
type options struct {
	names    []string // of files and folders
	format   string
	reports  []string
	filters  []string
	level    string
	failOn   string
	max      int
	verbose  bool
	quiet    bool
	strict   bool
	progress string
	token    flags.Token
	sdkAppID uint64
	maxFlag  *pflag.Flag
}

// New is the verb.
func New(a *cli.App) *cobra.Command { return command(a, run) }

// command is the verb. A test gives it another run, to look at the options.
func command(a *cli.App, run func(context.Context, *cli.App, *options) error) *cobra.Command {
	var o options
	c := &cobra.Command{
		Use:     "lint FILE|DIR|-...",
		Aliases: []string{"inspect"},
		Short:   "check captured callbacks and answers without sending anything",
		Long: `Check captured requests against the packets that Chat sends, and answers against the ones that it
accepts. Nothing is sent.

` + inputs.Help + `

A problem is one line in the format of compilers, which editors and CI read (VS Code's gcc problem matcher, Vim's
errorformat, Emacs's compilation mode). An error is a MUST, a warning a SHOULD, a note a MAY. Columns count bytes:

  calls.ndjson:3:412: error: packet-wrong-type: /MsgSeq: got the string "41", want Integer, 0..4294967295

timhook list rules shows the rules, timhook explain RULE the source of one.`,
		Example: `  timhook lint captures/2026-11-22.ndjson
  timhook lint captures/ --token env:IM_TOKEN --sdk-app-id 1400000001
  timhook lint packet.json --level may
  timhook lint calls.ndjson#17 -v
  timhook lint calls.ndjson --filter 'Group.*' --format sarif > lint.sarif
  timhook lint captures/ --report junit=lint.xml --report sarif=lint.sarif`,
		RunE:              flags.Run(a, &o, o.accept, run),
		ValidArgsFunction: flags.CompleteFiles,
	}
	return flags.WithFlags(a, flags.ReadsSettings(c), func() {
		o.bind(c)
	})
}

func (o *options) bind(c *cobra.Command) {
	g := flags.NewGroup(c, "Choice")
	g.List(&o.filters, "filter", "only these entries: a callback or glob, or NAME=GLOB where NAME is a query "+
		"parameter, a member of the packet, status, failure or verdict", "PATTERN")
	g.Bool(&o.strict, "strict", "stop at the first entry that cannot be read")

	g = flags.NewGroup(c, "Application")
	g.Token(&o.token, flags.TokenUsage)
	g.Uint64(&o.sdkAppID, "sdk-app-id", 0,
		"SdkAppid that the query has to carry (default any): `N`")

	g = flags.NewGroup(c, "Output")
	g.Enum(&o.format, "format", "text", "format of the problems", flags.ChoicesOf(lintreport.Formats().Docs()))
	g.Reports(&o.reports, lintreport.Formats().Docs())
	levels := []flags.Choice{
		{Name: "must", Doc: "errors"},
		{Name: "should", Doc: "errors and warnings"},
		{Name: "may", Doc: "notes as well"},
	}
	g.Enum(&o.level, "level", "should", "lowest level that is shown; all problems are counted", levels)
	g.Enum(&o.failOn, "fail-on", "must", "lowest level that fails the run", levels[:2])
	o.maxFlag = g.Int(&o.max, "max", 20, 0, 0,
		"problems shown for each rule, 0 for all; json and ndjson hold all by default: `N`")
	g.Verbose(&o.verbose, "show notes, the same as --level may")
	g.Bool(&o.quiet, "quiet", "print no summary", flags.Short("q"))
	g.Progress(&o.progress)
}

// accept reads the arguments.
func (o *options) accept(args []string) error {
	if len(args) == 0 {
		return cli.Usage("record and send --save write captures; - is standard input",
			"want one or more files or folders")
	}
	o.names = args
	return nil
}

// lintLevel is the level that a flag names.
func lintLevel(name string) payloads.Level {
	return map[string]payloads.Level{"must": payloads.Must, "should": payloads.Should, "may": payloads.May}[name]
}
