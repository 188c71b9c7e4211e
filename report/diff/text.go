package diffreport

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/timhook/timhook/internal/compare"
	"github.com/timhook/timhook/internal/secret"
	"github.com/timhook/timhook/report/safe"
	"github.com/timhook/timhook/report/terminal"
)

// shownDifferences is how many differences of one exchange are shown, and excerptWidth how many bytes of a value.
const (
	shownDifferences = 20
	excerptWidth     = 120
)

// Text writes the comparison for people: exchange by exchange, then a summary.
func (c *Comparison) Text(w io.Writer, palette terminal.Palette) {
	for _, p := range c.different {
		where := palette.Hang(w, p.A.where()+"  "+p.B.where(), terminal.Columns(p.name())+2)
		fmt.Fprintf(w, "%s  %s\n", palette.Strong(p.name()), palette.Faint(where))
		for _, f := range p.Differences[:min(len(p.Differences), shownDifferences)] {
			fmt.Fprintf(w, "  %s\n", palette.Hang(w, safe.Visible(differenceLine(f.text)), 2))
		}
		if more := len(p.Differences) - shownDifferences; more > 0 {
			fmt.Fprintf(w, "  and %d more\n", more)
		}
		if c.Latency {
			fmt.Fprintf(w, "  latency  %s -> %s\n", inTime(p.A.took()), inTime(p.B.took()))
		}
	}
	if more := c.Counts.Different - len(c.different); more > 0 && !c.Quiet {
		fmt.Fprintf(w, "and %d more that differ\n", more)
	}
	c.onlyText(w, palette, 0, c.Counts.OnlyA)
	c.onlyText(w, palette, 1, c.Counts.OnlyB)
	c.summary(w, palette)
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
	if old == secret.Mask && new == secret.Mask {
		return f.Where() + "  two secrets that differ"
	}
	return fmt.Sprintf("%s  %s -> %s", f.Where(), old, new)
}

// onlyText writes the exchanges that only one side has, of which there are total.
func (c *Comparison) onlyText(w io.Writer, palette terminal.Palette, side, total int) {
	list := c.only[side]
	if len(list) == 0 {
		return
	}
	fmt.Fprintf(w, "only in %s\n", safe.Visible(c.Names[side]))
	for _, x := range list {
		where := palette.Hang(w, cmp.Or(x.A, x.B).where(), terminal.Columns(x.name())+4)
		fmt.Fprintf(w, "  %s  %s\n", x.name(), palette.Faint(where))
	}
	if more := total - len(list); more > 0 {
		fmt.Fprintf(w, "  and %d more\n", more)
	}
}

func (c *Comparison) summary(w io.Writer, palette terminal.Palette) {
	n := c.Counts
	verdict := "EQUAL"
	switch {
	case n.Unmatched():
		verdict = "UNMATCHED"
	case n.Differ():
		verdict = "DIFFERENT"
	}
	line := fmt.Sprintf("%d different, %d equal", n.Different, n.Equal)
	for side, n := range []int{n.OnlyA, n.OnlyB} {
		if n > 0 {
			line += fmt.Sprintf(", %d only in %s", n, safe.Visible(c.Names[side]))
		}
	}
	fmt.Fprintf(w, "%s  %s\n", palette.Strong(verdict), palette.Hang(w, line, len(verdict)+2))
	if a, b := c.took[0], c.took[1]; len(a) > 0 {
		fmt.Fprintf(w, "latency  median %s -> %s, p95 %s -> %s\n",
			inTime(quantile(a, 50)), inTime(quantile(b, 50)), inTime(quantile(a, 95)), inTime(quantile(b, 95)))
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
