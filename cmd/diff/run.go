package diff

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/timhook/timhook/cmd/cli"
	"github.com/timhook/timhook/cmd/inputs"
	"github.com/timhook/timhook/internal/compare"
	diffreport "github.com/timhook/timhook/report/diff"
	"github.com/timhook/timhook/report/safe"
	"github.com/timhook/timhook/webhook/capture/read"
)

// differ reads two sides and compares them.
type differ struct {
	note    func(format string, args ...any) // a line on stderr
	options compare.Options
	filters []read.Filter
	strict  bool // end at the first entry that cannot be read
	found   diffreport.Comparison
	odd     inputs.Notes
	bad     []*read.BadEntry // entries that cannot be read, the first few of them
}

func (d *differ) compare(ctx context.Context, a, b []read.Input) error {
	index := compare.NewIndex(d.options, d.isRun(a) && d.isRun(b))
	for e, err := range read.Entries(a, read.ReadOptions{Strict: d.strict, Done: d.done}) {
		if err = d.take(ctx, e, err, index.Add); err != nil {
			return err
		}
	}
	pair := func(e *read.Entry) error {
		old, new := index.Take(e)
		if old == nil {
			d.found.AddOnlyB(&new)
			return nil
		}
		d.found.AddPair(old, &new, d.options.Exchanges(old, &new))
		return nil
	}
	for e, err := range read.Entries(b, read.ReadOptions{Strict: d.strict, Done: d.done}) {
		if err = d.take(ctx, e, err, pair); err != nil {
			return err
		}
	}
	for left := range index.Left() {
		d.found.AddOnlyA(left)
	}
	return nil
}

// done tells what an input held beside callbacks.
func (d *differ) done(in read.Input, found *read.Summary) { d.tellNotes(inputs.PassedOver(in, found)) }

func (d *differ) tellNotes(lines []string) {
	for _, line := range lines {
		d.note("%s", safe.Visible(line))
	}
}

// isRun is true of inputs whose first entry is of a run and not of a capture.
func (d *differ) isRun(list []read.Input) bool {
	for e, err := range read.Entries(list, read.ReadOptions{}) {
		if err == nil {
			return e.Kind == read.KindRun
		}
	}
	return false
}

// mostUnreadable is how many unreadable entries have a note each.
const mostUnreadable = 10

// take is what happens to each entry, whichever side it is of.
func (d *differ) take(ctx context.Context, e *read.Entry, err error, use func(*read.Entry) error) error {
	if ctx.Err() != nil {
		return &cli.Exit{Code: cli.ExitInterrupted, Meaning: "interrupted; nothing was compared to the end"}
	}
	if bad, isBad := errors.AsType[*read.BadEntry](err); isBad && !d.strict {
		if d.found.Counts.Unreadable++; len(d.bad) < mostUnreadable {
			d.bad = append(d.bad, bad)
		}
		return nil
	}
	if nothing, isNothing := errors.AsType[*read.EmptyInput](err); isNothing {
		d.note("note: %s", safe.Visible(nothing.Error()))
		return nil
	}
	if err != nil {
		return cli.Usage("", "%w", err)
	}
	if slices.ContainsFunc(d.filters, func(f read.Filter) bool { return !f.Matches(e) }) {
		return nil
	}
	d.odd.Entry(e)
	d.found.Learn(&e.Request)
	if err := use(e); err != nil {
		return cli.Usage("compare parts of it, with --filter or as FILE#N-M", "%w", err)
	}
	return nil
}

// tell shows what was found. Sides that are equal but for entries that cannot be read have no results, only an error.
func (d *differ) tell(a *cli.App, format string) error {
	err := d.exit()
	if _, isExit := errors.AsType[*cli.Exit](err); err != nil && !isExit {
		return err
	}
	d.tellNotes(d.odd.Lines())
	for _, bad := range d.bad {
		d.note("note: left out, since it cannot be read: %s", safe.Visible(bad.Error()))
	}
	if more := d.found.Counts.Unreadable - len(d.bad); more > 0 {
		d.note("note: and %d more", more)
	}
	switch {
	case format == "json":
		return cmp.Or(safe.WriteJSON(a.Out, d.found.Document()), err)
	case !d.found.Quiet || err != nil:
		d.found.Text(a.Out, a.Palette(a.RawOut))
	}
	return err
}

// exit is what the comparison comes to.
func (d *differ) exit() error {
	switch c := d.found.Counts; {
	case c == diffreport.Counts{} && len(d.filters) > 0:
		return &cli.Exit{Code: cli.ExitNothing, Meaning: "nothing on either side matches --filter"}
	case c == diffreport.Counts{}:
		return &cli.Exit{Code: cli.ExitNothing, Meaning: "there is nothing on either side"}
	case c.Unmatched():
		return &cli.Exit{Code: cli.ExitNothing, Meaning: "nothing of the one belongs to anything of the other"}
	case c.Differ():
		return &cli.Exit{Code: cli.ExitBroken, Meaning: "there are differences"}
	case c.Unreadable > 0:
		err := error(d.bad[0])
		if c.Unreadable > 1 {
			err = fmt.Errorf("%w, and %d more that cannot be read", err, c.Unreadable-1)
		}
		return cli.Usage("the rest is equal", "%w", err)
	}
	return nil
}
