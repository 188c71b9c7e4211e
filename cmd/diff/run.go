package diff

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/timhook/timhook/cmd/cli"
	"github.com/timhook/timhook/internal/compare"
	"github.com/timhook/timhook/report/safe"
	"github.com/timhook/timhook/webhook/capture/read"
)

// differ compares two sides and keeps what will be shown.
type differ struct {
	a       *cli.App
	o       *options
	options compare.Options
	filters []read.Filter
	names   [2]string

	pairs     []diffPair        // those that differ, as many as are shown
	only      [2][]diffExchange // as many as are shown
	counts    diffCounts
	took      [2][]time.Duration // of the pairs, where it is asked for
	bad       []*read.BadEntry   // the first few
	unmatched bool               // nothing belongs together
}

// diffCounts are in the JSON document as they stand.
type diffCounts struct {
	Equal      int `json:"equal"`
	Different  int `json:"different"`
	OnlyA      int `json:"onlyA"`
	OnlyB      int `json:"onlyB"`
	Unreadable int `json:"unreadable"`
}

// diffPair is two exchanges that differ.
type diffPair struct {
	a, b  diffExchange
	found []compare.Difference
}

// diffExchange says which exchange it is and where.
type diffExchange struct {
	compare.Identity
	input        string
	number, line int
	took         time.Duration
}

func shownExchange(x *compare.Exchange) diffExchange {
	return diffExchange{x.Identity, x.Input, x.Number, x.Line, x.Took}
}

func (d *differ) compare(ctx context.Context, a, b []read.Input) error {
	index := compare.NewIndex(d.options, d.isRun(a) && d.isRun(b))
	for e, err := range read.Entries(a, read.ReadOptions{Strict: d.o.strict}) {
		if err = d.take(ctx, e, err, index.Add); err != nil {
			return err
		}
	}
	pair := func(e *read.Entry) error {
		d.pair(index.Take(e))
		return nil
	}
	for e, err := range read.Entries(b, read.ReadOptions{Strict: d.o.strict}) {
		if err = d.take(ctx, e, err, pair); err != nil {
			return err
		}
	}
	for left := range index.Left() {
		d.counts.OnlyA++
		d.alone(0, left)
	}
	d.unmatched = d.counts.Equal+d.counts.Different == 0
	return nil
}

// isRun says what an input holds, by its first entry.
func (d *differ) isRun(inputs []read.Input) bool {
	for e, err := range read.Entries(inputs, read.ReadOptions{}) {
		if err == nil {
			return e.Kind == read.KindRun
		}
	}
	return false
}

// mostUnreadable is how many entries that cannot be read are told one by one.
const mostUnreadable = 10

// take is what happens to each entry, whichever side it is of.
func (d *differ) take(ctx context.Context, e *read.Entry, err error, use func(*read.Entry) error) error {
	var bad *read.BadEntry
	var nothing *read.Nothing
	switch {
	case ctx.Err() != nil:
		return &cli.ExitError{Code: cli.ExitInterrupted, Meaning: "interrupted; nothing was compared to the end"}
	case errors.As(err, &bad) && !d.o.strict:
		if d.counts.Unreadable++; len(d.bad) < mostUnreadable {
			d.bad = append(d.bad, bad)
		}
		return nil
	case errors.As(err, &nothing):
		d.a.Note("note: %s", safe.Visible(nothing.Error()))
		return nil
	case err != nil:
		return cli.Usage("", "%w", err)
	case slices.ContainsFunc(d.filters, func(f read.Filter) bool { return !f.Matches(e) }):
		return nil
	}
	if err := use(e); err != nil {
		return cli.Usage("compare parts of it, with --filter or as FILE#N-M", "%w", err)
	}
	return nil
}

func (d *differ) pair(old *compare.Exchange, new compare.Exchange) {
	if old == nil {
		d.counts.OnlyB++
		d.alone(1, &new)
		return
	}
	if d.o.latency {
		d.took[0], d.took[1] = append(d.took[0], old.Took), append(d.took[1], new.Took)
	}
	found := d.options.Exchanges(old, &new)
	if len(found) == 0 {
		d.counts.Equal++
		return
	}
	if d.counts.Different++; d.shows(len(d.pairs)) {
		d.pairs = append(d.pairs, diffPair{shownExchange(old), shownExchange(&new), concealed(found)})
	}
}

// concealed says that credentials differ and not what they are.
func concealed(found []compare.Difference) []compare.Difference {
	for i, f := range found {
		isField := f.Part == compare.Header || f.Part == compare.Sent
		if f.Kind == compare.Reordered || !(isField && safe.SecretField(f.Path) || f.Part == compare.Query && strings.EqualFold(f.Path, "Sign")) {
			continue
		}
		for _, text := range []*string{&found[i].Old, &found[i].New} {
			if *text != "" {
				*text = "…"
			}
		}
	}
	return found
}

func (d *differ) alone(side int, x *compare.Exchange) {
	if d.shows(len(d.only[side])) {
		d.only[side] = append(d.only[side], shownExchange(x))
	}
}

// shows says whether another one is shown.
func (d *differ) shows(sofar int) bool { return !d.o.quiet && (d.o.most == 0 || sofar < d.o.most) }

// nothing says why there is nothing to compare.
func (d *differ) nothing() string {
	if len(d.filters) > 0 {
		return "nothing on either side matches --filter"
	}
	return "there is nothing on either side"
}

// exit is what the comparison comes to.
func (d *differ) exit() error {
	switch c := d.counts; {
	case c == diffCounts{}:
		return &cli.ExitError{Code: cli.ExitNothing, Meaning: d.nothing()}
	case d.unmatched:
		return &cli.ExitError{Code: cli.ExitNothing, Meaning: "nothing of the one belongs to anything of the other"}
	case c.Different+c.OnlyA+c.OnlyB > 0:
		return &cli.ExitError{Code: cli.ExitBroken, Meaning: "there are differences"}
	case c.Unreadable > 0:
		err := fmt.Errorf("%w", d.bad[0])
		if c.Unreadable > 1 {
			err = fmt.Errorf("%w, and %d more that cannot be read", err, c.Unreadable-1)
		}
		return cli.Usage("the rest is equal", "%w", err)
	}
	return nil
}
