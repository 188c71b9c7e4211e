package diff

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/timhook/timhook/cmd/cli"
	"github.com/timhook/timhook/internal/compare"
	"github.com/timhook/timhook/report/safe"
)

// tellDiff shows what was found. What is equal but for entries that cannot be read has no results, only an error.
func tellDiff(a *cli.App, d *differ) error {
	err := d.exit()
	if exit := new(cli.ExitError); err != nil && !errors.As(err, &exit) {
		return err
	}
	for _, bad := range d.bad {
		a.Note("note: left out, since it cannot be read: %s", safe.Visible(bad.Error()))
	}
	if more := d.counts.Unreadable - len(d.bad); more > 0 {
		a.Note("note: and %d more", more)
	}
	switch {
	case d.o.format == "json":
		return cmp.Or(diffJSON(a, d), err)
	case !d.o.quiet || err != nil:
		diffText(a, d)
	}
	return err
}

// shownDifferences is how many differences of one exchange are shown, and excerptWidth how many bytes of a value.
const (
	shownDifferences = 20
	excerptWidth     = 120
)

func diffText(a *cli.App, d *differ) {
	palette := a.Palette(a.RawOut)
	for _, p := range d.pairs {
		fmt.Fprintf(a.Out, "%s  %s\n", palette.Strong(safe.Visible(p.b.String())), palette.Faint(p.a.where()+"  "+p.b.where()))
		for _, f := range p.found[:min(len(p.found), shownDifferences)] {
			fmt.Fprintf(a.Out, "  %s\n", safe.Visible(differenceLine(f)))
		}
		if more := len(p.found) - shownDifferences; more > 0 {
			fmt.Fprintf(a.Out, "  and %d more\n", more)
		}
		if d.o.latency {
			fmt.Fprintf(a.Out, "  latency  %s -> %s\n", inTime(p.a.took), inTime(p.b.took))
		}
	}
	if more := d.counts.Different - len(d.pairs); more > 0 && !d.o.quiet {
		fmt.Fprintf(a.Out, "and %d more that differ\n", more)
	}
	for side, list := range d.only {
		diffOnly(a, d, side, list, palette)
	}
	diffSummary(a, d, palette)
}

// differenceLine is a difference in one line, not yet made visible.
func differenceLine(f compare.Difference) string {
	old, new := f.Excerpts(excerptWidth)
	switch f.Kind {
	case compare.Added:
		return fmt.Sprintf("%s  + %s", f.Where(), new)
	case compare.Removed:
		return fmt.Sprintf("%s  - %s", f.Where(), old)
	case compare.Reordered:
		return fmt.Sprintf("%s  in another order: %s -> %s", f.Where(), old, new)
	}
	return fmt.Sprintf("%s  %s -> %s", f.Where(), old, new)
}

func (x diffExchange) where() string { return fmt.Sprintf("%s:%d", safe.Visible(x.input), x.line) }

func diffOnly(a *cli.App, d *differ, side int, list []diffExchange, palette safe.Palette) {
	if len(list) == 0 {
		return
	}
	fmt.Fprintf(a.Out, "only in %s\n", safe.Visible(d.names[side]))
	for _, x := range list {
		fmt.Fprintf(a.Out, "  %s  %s\n", safe.Visible(x.String()), palette.Faint(x.where()))
	}
	total := [...]int{d.counts.OnlyA, d.counts.OnlyB}[side]
	if more := total - len(list); more > 0 {
		fmt.Fprintf(a.Out, "  and %d more\n", more)
	}
}

func diffSummary(a *cli.App, d *differ, palette safe.Palette) {
	c := d.counts
	verdict := "EQUAL"
	switch {
	case d.unmatched:
		verdict = "UNMATCHED"
	case c.Different+c.OnlyA+c.OnlyB > 0:
		verdict = "DIFFERENT"
	}
	line := fmt.Sprintf("%d different, %d equal", c.Different, c.Equal)
	for side, n := range []int{c.OnlyA, c.OnlyB} {
		if n > 0 {
			line += fmt.Sprintf(", %d only in %s", n, safe.Visible(d.names[side]))
		}
	}
	fmt.Fprintf(a.Out, "%s  %s\n", palette.Strong(verdict), line)
	if len(d.took[0]) > 0 {
		fmt.Fprintf(a.Out, "latency  median %s -> %s, p95 %s -> %s\n",
			inTime(quantile(d.took[0], 50)), inTime(quantile(d.took[1], 50)), inTime(quantile(d.took[0], 95)), inTime(quantile(d.took[1], 95)))
	}
}

// quantile sorts the list and is its value at that percentage of it.
func quantile(list []time.Duration, percent int) time.Duration {
	slices.Sort(list)
	return list[(len(list)*percent+99)/100-1]
}

func inTime(d time.Duration) string {
	if d < 10*time.Millisecond {
		return d.Round(10 * time.Microsecond).String()
	}
	return d.Round(time.Millisecond).String()
}
