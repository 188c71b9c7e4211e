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
		Long: `Compare two captures or two runs, exchange by exchange: the values of the answers. timhook compare
compares the verdicts of two runs.

Two exchanges are compared when they are about the same event (application, callback, group, topic and MsgSeq; the
messages of a recall; the attributes of a change), a second delivery with the second delivery. In two runs the name
of the case decides. A and B are any input of replay: files, folders, or - for standard input. FILE#N-M is a part of
one.`,
		Example: `  timhook diff before.ndjson after.ndjson
  timhook diff monday.ndjson tuesday.ndjson --filter 'Group.*' --ignore /ErrorInfo
  timhook diff recorded.ndjson replayed.ndjson --requests --ignore EventTime --ignore 'MsgBody.*.MsgContent'
  timhook diff main.ndjson branch.ndjson --format json`,
		RunE:              flags.Run(a, &o, o.accept, run),
		ValidArgsFunction: flags.CompleteFiles,
	}
	return flags.WithFlags(a, flags.ReadsMask(c), func() {
		g := flags.NewGroup(c, "Comparing")
		g.List(&o.filters, "filter", "only these entries: a callback or glob, or NAME=GLOB where NAME is a query "+
			"parameter, a member of the packet, status, failure or verdict", "PATTERN")
		g.List(&o.ignore, "ignore",
			"leave out this place in answers and packets, or the header field or parameter of this name", "PATH")
		g.Bool(&o.requests, "requests",
			"compare the requests too: method, packet, and query without Sign and RequestTime")
		g.Bool(&o.headers, "headers", "compare header fields too, except Date")
		g.Bool(&o.spelling, "spelling",
			"report other spellings of the same value too: order of members, white space, escapes")
		g.Bool(&o.latency, "latency", "show the latency of the answers; it never counts as a difference")
		g.Bool(&o.strict, "strict", "stop at the first entry that cannot be read")
		g = flags.NewGroup(c, "Output")
		g.Enum(&o.format, "format", "text", "format of the results",
			[]flags.Choice{{Name: "text", Doc: "for people"}, {Name: "json", Doc: "one document"}})
		g.Int(&o.most, "max", 100, 0, 0,
			"exchanges shown that differ, and that only one side has; 0 for all: `N`")
		g.Bool(&o.quiet, "quiet", "print the summary only, and nothing when all is equal", flags.Short("q"))
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
