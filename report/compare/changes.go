package comparereport

import (
	"fmt"
	"strings"

	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/report/why"
	"github.com/timhook/timhook/report/words"
)

// changed is a list of cases that cannot be compared, as it is told.
type changed struct {
	title   string
	outcome judge.Outcome // for its colour
	lines   []string
}

// changes are the lists of cases that cannot be compared.
func (c *Comparison) changes() []changed {
	return []changed{
		{"Not judged now", judge.Error, told(c.NotJudged)},
		{"Only in " + c.After.File, judge.Skip, told(c.Added)},
		{"Only in " + c.Before.File, judge.Skip, told(c.Gone)},
		{"Skipped now", judge.Skip, told(c.Skipped)},
		{"Not judged before", judge.Skip, told(c.Judged)},
	}
}

// mostNamed is how many cases of a list are named.
const mostNamed = 10

// told names cases, those with the same reason and the same outcome now in one line.
func told(list []Change) (lines []string) {
	reason := func(x Change) [2]string { return [2]string{x.Why, x.After} }
	for _, group := range why.Grouped(list, reason) {
		var names []string
		for _, x := range group[:min(len(group), mostNamed)] {
			names = append(names, why.ShortCase(x.Case))
		}
		line := words.Plural(len(group), "case")
		if o := group[0].After; o != "" && o != "skip" && o != "error" {
			line += fmt.Sprintf(" (%s)", o)
		}
		if group[0].Why != "" {
			line += ", " + group[0].Why
		}
		line += ": " + strings.Join(names, ", ")
		if more := len(group) - len(names); more > 0 {
			line += fmt.Sprintf(" and %d more", more)
		}
		lines = append(lines, line)
	}
	return lines
}
