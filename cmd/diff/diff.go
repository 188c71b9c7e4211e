// Package diff is the verb that compares two captures or two runs.
package diff

import (
	"context"
	"math"

	"github.com/spf13/cobra"
	"github.com/timhook/timhook/cmd/cli"
	"github.com/timhook/timhook/cmd/flags"
	"github.com/timhook/timhook/cmd/inputs"
	"github.com/timhook/timhook/internal/compare"
	"github.com/timhook/timhook/payloads/jsontree"
	diffreport "github.com/timhook/timhook/report/diff"
	"github.com/timhook/timhook/webhook/capture/read"
)

// options is everything that the verb takes.
type options struct {
	names    [2]string // of the two sides
	ignore   []string
	filters  []string
	requests bool
	headers  bool
	spelling bool
	latency  bool
	strict   bool
	format   string
	most     int
	quiet    bool
}

// New is the verb.
func New(a *cli.App) *cobra.Command { return command(a, run) }

// command is the verb. A test gives it another run, to look at the options.
func command(a *cli.App, run func(context.Context, *cli.App, *options) error) *cobra.Command {
	var o options
	c := &cobra.Command{
		Use:   "diff A B",
		Short: "compare the answers of two captures or two runs, exchange by exchange",
		Long: `Compare two captures or two runs, exchange by exchange: the answers by value, and what the runs made of them.

Exchanges belong together when they are about the same event (application, callback, group, topic and MsgSeq; the list of a recall;
the attributes of a change), the second delivery to the second one. Those of two runs belong together by the name of their case.
A and B are what replay reads: files, folders, or - for standard input; FILE#N-M is a part of one.`,
		Example: `  timhook diff before.ndjson after.ndjson
  timhook diff monday.ndjson tuesday.ndjson --filter 'Group.*' --ignore /ErrorInfo
  timhook diff recorded.ndjson replayed.ndjson --requests --ignore EventTime --ignore 'MsgBody.*.MsgContent'
  timhook diff main.ndjson branch.ndjson --format json`,
		RunE:              flags.Run(a, &o, o.accept, run),
		ValidArgsFunction: flags.CompleteFiles,
	}
	return flags.WithFlags(a, c, func() {
		g := flags.NewGroup(c, "Comparing")
		g.List(&o.filters, "filter", "callbacks of that name or glob, or NAME=GLOB of a query parameter, "+
			"a member of the packet, status, failure or verdict", "PATTERN")
		g.List(&o.ignore, "ignore",
			"a place in answers and packets, or the name of a header field or parameter, that does not count", "PATH")
		g.Bool(&o.requests, "requests",
			"compare the requests too: method, query but for Sign and RequestTime, and packet")
		g.Bool(&o.headers, "headers", "compare header fields too, but for Date")
		g.Bool(&o.spelling, "spelling",
			"report also order of members, white space, and other spellings of the same value")
		g.Bool(&o.latency, "latency", "show how long the answers took; that alone is no difference")
		g.Bool(&o.strict, "strict", "stop at the first entry that cannot be read")
		g = flags.NewGroup(c, "Output")
		g.Enum(&o.format, "format", "text", "format of the results",
			[]flags.Choice{{Name: "text", Doc: "for people"}, {Name: "json", Doc: "one document"}})
		g.Int(&o.most, "max", 100, 0, 0,
			"how many exchanges are shown of those that differ, and of those that only one side has; 0 for all: `N`")
		g.Bool(&o.quiet, "quiet", "show the summary only, and nothing when all is equal", flags.Short("q"))
	})
}

// accept reads the arguments.
func (o *options) accept(args []string) error {
	if len(args) != 2 {
		return cli.Usage("timhook diff before.ndjson after.ndjson", "want two captures or two runs, got %d", len(args))
	}
	o.names = [2]string(args)
	return nil
}

func run(ctx context.Context, a *cli.App, o *options) error {
	d, err := newDiffer(a, o)
	if err != nil {
		return err
	}
	var sides [2][]read.Input
	for i, name := range o.names {
		if sides[i], err = inputs.Captures(a, []string{name}); err != nil {
			return err
		}
	}
	a.LimitMemory(math.MaxInt64) // the index has a limit of its own
	if err := d.compare(ctx, sides[0], sides[1]); err != nil {
		return err
	}
	return d.tell(a, o.format)
}

// newDiffer reads the flags.
func newDiffer(a *cli.App, o *options) (*differ, error) {
	d := &differ{
		note: a.Note, strict: o.strict,
		options: compare.Options{Spelling: o.spelling, Headers: o.headers, Requests: o.requests},
		found: diffreport.Comparison{
			Names: o.names, Most: o.most, Quiet: o.quiet, Latency: o.latency, Hide: a.Out.Known,
		},
	}
	for _, text := range o.ignore {
		path, err := jsontree.ParsePath(text)
		if err != nil {
			return nil, cli.Usage("", "--ignore: %w", err)
		}
		d.options.Ignore = append(d.options.Ignore, path)
	}
	var err error
	d.filters, err = inputs.Filters(o.filters)
	return d, err
}
