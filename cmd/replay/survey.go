package replay

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/timhook/timhook/cmd/cli"
	"github.com/timhook/timhook/cmd/flags"
	"github.com/timhook/timhook/cmd/inputs"
	"github.com/timhook/timhook/internal/replay"
	"github.com/timhook/timhook/payloads/jsontree"
	replayreport "github.com/timhook/timhook/report/replay"
	"github.com/timhook/timhook/report/safe"
	"github.com/timhook/timhook/webhook"
	"github.com/timhook/timhook/webhook/capture/read"
)

// source has the files that the arguments name, and of them the entries that the flags choose.
func (o *options) source(a *cli.App) (replay.Source, error) {
	names := o.names
	keep, err := o.keep()
	if err != nil {
		return replay.Source{}, err
	}
	if o.failed && len(names) == 0 {
		if names, err = failedNames(); err != nil {
			return replay.Source{}, err
		}
	}
	if len(names) == 0 {
		return replay.Source{}, cli.Usage(inputs.CapturesHint+"; --failed needs none",
			"no FILE to send again")
	}
	list, err := inputs.Captures(a, names)
	return replay.Source{Inputs: list, Read: read.ReadOptions{Strict: o.strict}, Keep: keep, First: o.count}, err
}

// ignored are the places in answers whose difference does not count.
func (o *options) ignored() ([]jsontree.Path, error) {
	var list []jsontree.Path
	for _, text := range o.ignore {
		path, err := jsontree.ParsePath(text)
		if err != nil {
			return nil, cli.Usage("", "--ignore %s: %w", text, err)
		}
		list = append(list, path)
	}
	return list, nil
}

// keep puts the filters together: an entry is kept if it is of one of the callbacks that are named, where any is, and
// matches each NAME=GLOB.
func (o *options) keep() (func(*read.Entry) bool, error) {
	list, err := inputs.Filters(o.filters)
	if err != nil {
		return nil, err
	}
	var callbacks, others []read.Filter
	for i, f := range list {
		if strings.Contains(o.filters[i], "=") {
			others = append(others, f)
		} else {
			callbacks = append(callbacks, f)
		}
	}
	return func(e *read.Entry) bool {
		matches := func(f read.Filter) bool { return f.Matches(e) }
		return (len(callbacks) == 0 || slices.ContainsFunc(callbacks, matches)) &&
			!slices.ContainsFunc(others, func(f read.Filter) bool { return !matches(f) }) &&
			(!o.failed || replay.Failed(e))
	}, nil
}

// mostBad is how many unreadable entries have a note each.
const mostBad = 10

// survey reads everything once. It also returns its notes on the inputs, for later: a usage error is to be the only
// line.
func (o *options) survey(
	ctx context.Context, a *cli.App, settings *replay.Options, source replay.Source,
) (*replay.Survey, []string, error) {
	var notes []string
	var first error
	bad := 0
	source.Bad = func(err error) {
		first = cmp.Or(first, err)
		if _, isNothing := errors.AsType[*read.EmptyInput](err); isNothing {
			notes = append(notes, "note: "+err.Error())
		} else if bad++; bad <= mostBad {
			notes = append(notes, "note: left out: "+err.Error())
		}
	}
	source.Read.Done = func(in read.Input, found *read.Summary) {
		if !o.output.Quiet {
			notes = append(notes, inputs.Describe(in, found))
		}
		notes = append(notes, inputs.PassedOver(in, found)...)
	}
	var odd inputs.Notes
	p := a.StartCounter(o.output.Progress, cli.Counting{Done: "read", Bytes: inputs.Bytes(source.Inputs)})
	source.Took = func(e *read.Entry) { odd.Entry(e); p.Add(1) }
	source.Inputs = inputs.Counted(p, inputs.UntilDone(ctx, source.Inputs))
	found, err := settings.Survey(source)
	p.Stop()
	switch {
	case ctx.Err() != nil:
		return nil, nil, cli.ErrStopped()
	case err != nil:
		return nil, nil, inputs.ReadingError(err)
	case found.Total == 0 && first != nil:
		return nil, nil, inputs.ReadingError(first)
	case found.Total == 0:
		return nil, nil, o.nothing()
	}
	if bad > mostBad {
		notes = append(notes, fmt.Sprintf("note: left out: %d more that cannot be read", bad-mostBad))
	}
	settings.Signed = found.Signed > 0
	return found, append(notes, odd.Lines()...), nil
}

// nothing is the end where there is nothing to send.
func (o *options) nothing() error {
	switch {
	case o.failed:
		return cli.ErrNothing("no callback in it failed")
	case len(o.filters) > 0:
		return cli.ErrNothing("no callback matches --filter")
	}
	return cli.ErrNothing("there is no callback in it")
}

// announce writes to stderr what is going to be sent.
func announce(a *cli.App, notes []string, ahead replayreport.Announcement, quiet bool) {
	lines := notes
	if !quiet {
		lines = append(lines, ahead.Lines()...)
	}
	for _, line := range append(lines, ahead.Warnings()...) {
		a.Note("%s", safe.Visible(line))
	}
}

// print shows the requests instead of sending them.
func (o *options) print(ctx context.Context, a *cli.App, sent *replay.Run, ahead replayreport.Announcement) error {
	if total := ahead.Total(); total > flags.MostPackets {
		return cli.Usage("take some of them: -n N, or --filter",
			"--dry-run prints at most %d requests, and these are %d", flags.MostPackets, total)
	}
	var list []*webhook.Request
	now := time.Now()
	for d := range sent.Deliveries() {
		if d.Skip == "" {
			list = append(list, ahead.Options.Request(d, now))
		}
	}
	if err := sent.Err(); err != nil {
		return inputs.ReadingError(err)
	}
	if err := flags.PrintRequests(ctx, a, &o.output, list, now); err != nil {
		return fmt.Errorf("print the requests: %w", err)
	}
	return nil
}
