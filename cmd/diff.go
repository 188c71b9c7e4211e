package cmd

import (
	"context"
	"math"
	"runtime/debug"

	"github.com/spf13/cobra"
	"github.com/timhook/timhook/internal/compare"
	"github.com/timhook/timhook/payloads/jsontree"
	"github.com/timhook/timhook/webhook/capture/read"
)

// diffOptions is everything that the verb takes.
type diffOptions struct {
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

func (a *app) diff() *cobra.Command {
	var o diffOptions
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
		RunE: func(c *cobra.Command, args []string) error { return a.runDiff(c.Context(), &o, args) },
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]cobra.Completion, cobra.ShellCompDirective) {
			return nil, cobra.ShellCompDirectiveDefault
		},
	}
	return a.withFlags(c, func() {
		g := flagGroup(c, "Comparing")
		g.flags.Var(&listValue{values: &o.filters}, "filter", "callbacks of that name or glob, or NAME=GLOB of a query parameter, a member of the packet, status, failure or verdict; repeatable: `PATTERN`")
		g.flags.Var(&listValue{values: &o.ignore}, "ignore", "a place in answers and packets, or the name of a header field or parameter, that does not count; repeatable: `PATH`")
		g.flags.BoolVar(&o.requests, "requests", false, "compare the requests too: method, query but for Sign and RequestTime, and packet")
		g.flags.BoolVar(&o.headers, "headers", false, "compare header fields too, but for Date")
		g.flags.BoolVar(&o.spelling, "spelling", false, "report also order of members, white space, and other spellings of the same value")
		g.flags.BoolVar(&o.latency, "latency", false, "show how long the answers took; that alone is no difference")
		g.flags.BoolVar(&o.strict, "strict", false, "stop at the first entry that cannot be read")
		g.done()
		g = flagGroup(c, "Output")
		g.enum(&o.format, "format", "text", "format of the results", []choice{{"text", "for people"}, {"json", "one document"}})
		g.flags.IntVar(&o.most, "max", 100, "how many exchanges are shown of those that differ, and of those that only one side has; 0 for all: `N`")
		g.flags.BoolVarP(&o.quiet, "quiet", "q", false, "show the summary only, and nothing when all is equal")
		g.done()
	})
}

func (a *app) runDiff(ctx context.Context, o *diffOptions, args []string) error {
	if len(args) != 2 {
		return usage("timhook diff before.ndjson after.ndjson", "want two captures or two runs, got %d", len(args))
	}
	d, err := o.differ(a)
	if err != nil {
		return err
	}
	var sides [2][]read.Input
	for i, name := range args {
		if sides[i], err = a.captures([]string{name}); err != nil {
			return err
		}
	}
	if a.environment("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(math.MaxInt64) // the index has a limit of its own
	}
	if err := d.compare(ctx, sides[0], sides[1]); err != nil {
		return err
	}
	d.names = [2]string{args[0], args[1]}
	return a.tellDiff(d)
}

// differ reads the flags.
func (o *diffOptions) differ(a *app) (*differ, error) {
	d := &differ{a: a, o: o, options: compare.Options{Spelling: o.spelling, Headers: o.headers, Requests: o.requests}}
	if o.most < 0 {
		return nil, usage("", "--max: got %d, want 0 or more", o.most)
	}
	for _, text := range o.ignore {
		path, err := jsontree.ParsePath(text)
		if err != nil {
			return nil, usage("", "--ignore: %w", err)
		}
		d.options.Ignore = append(d.options.Ignore, path)
	}
	for _, text := range o.filters {
		filter, err := read.ParseFilter(text)
		if err != nil {
			return nil, usage("", "--filter: %w", err)
		}
		d.filters = append(d.filters, filter)
	}
	return d, nil
}
