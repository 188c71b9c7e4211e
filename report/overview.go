package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/chat"
	"github.com/timhook/timhook/report/why"
)

// Overview writes a run of the suite: a table of callbacks and tags where it is wanted, the cases that did not pass and
// that no finding is about, then the findings and the summary.
func (t Text) Overview(doc *Document, results []conformance.SuiteResult, withTable bool) {
	if t.Verbose > 0 {
		for _, c := range doc.Cases {
			t.Case(c)
		}
	}
	if withTable {
		t.table(results)
	}
	for _, o := range []judge.Outcome{judge.Error, judge.Fixed, judge.Known} {
		t.notPassed(results, o)
	}
	t.End(doc)
}

// mostLines is how many cases of one outcome have a line; reports have them all.
const mostLines = 10

// notPassed writes the cases of an outcome that no finding is about.
func (t Text) notPassed(results []conformance.SuiteResult, wanted judge.Outcome) {
	if t.Verbose > 0 && wanted != judge.Fixed {
		return // they are among the cases already
	}
	count := 0
	for _, r := range results {
		if r.Outcome() != wanted {
			continue
		}
		switch count++; {
		case count > mostLines:
		case wanted == judge.Fixed:
			t.result("", wanted, r.Case.Name(), fixedLine(why.NewSuiteCase(r)))
		default:
			t.Case(why.NewSuiteCase(r))
		}
	}
	if count > mostLines {
		fmt.Fprintf(t.W, "%s  and %d more\n", t.Palette.Outcome(wanted, fmt.Sprintf("%-5s", wanted)), count-mostLines)
	}
}

// table counts for each callback and tag how many of the cases that were played are as they should be.
func (t Text) table(results []conformance.SuiteResult) {
	played := slices.DeleteFunc(slices.Clone(results), func(r conformance.SuiteResult) bool {
		return r.Outcome() == judge.Skip
	})
	if len(played) == 0 {
		return
	}
	tags := slices.DeleteFunc(conformance.TagInfos(), func(info conformance.TagInfo) bool {
		return !slices.ContainsFunc(played, func(r conformance.SuiteResult) bool { return r.Case.Tags&info.Tag != 0 })
	})
	for tags := range slices.Chunk(tags, t.tagsBeside(len(tags), callbackWidth(played))) {
		t.tableOf(played, tags)
	}
}

const tagWidth = 12 // columns

// callbackWidth is that of the longest name, with a blank.
func callbackWidth(played []conformance.SuiteResult) int {
	width := 7
	for _, r := range played {
		width = max(width, len(r.Case.Command.Short)+1)
	}
	return width
}

// tagsBeside is how many of the tags have room beside each other.
func (t Text) tagsBeside(tags, width int) int {
	if columns := t.Palette.Columns(); columns > 0 {
		return max(1, min(tags, (columns-width)/tagWidth))
	}
	return max(1, tags)
}

func (t Text) tableOf(played []conformance.SuiteResult, tags []conformance.TagInfo) {
	width := callbackWidth(played)
	fmt.Fprintf(t.W, "%-*s", width, "")
	for _, info := range tags {
		fmt.Fprintf(t.W, "%*s", tagWidth, info.Name)
	}
	fmt.Fprintln(t.W)
	for _, c := range chat.All() {
		line := fmt.Sprintf("%-*s", width, c.Short)
		for _, info := range tags {
			line += t.cell(played, c, info.Tag)
		}
		if line = strings.TrimRight(line, " "); line != c.Short {
			fmt.Fprintln(t.W, line)
		}
	}
}

// cell is "3/4" where four cases were played and three are as they should be, in the colour of the worst.
func (t Text) cell(played []conformance.SuiteResult, c *payloads.Command, tag conformance.Tags) string {
	all, good := 0, 0
	worst := judge.Pass
	for _, r := range played {
		if r.Case.Command.Name != c.Name || r.Case.Tags&tag == 0 {
			continue
		}
		all++
		switch o := r.Outcome(); o {
		case judge.Pass, judge.Info:
			good++
		case judge.Error, judge.Fail:
			worst = o
		default:
			worst = cmp.Or(worst, o)
		}
	}
	if all == 0 {
		return strings.Repeat(" ", tagWidth)
	}
	text := fmt.Sprintf("%*s", tagWidth, fmt.Sprintf("%d/%d", good, all))
	if worst != judge.Pass {
		return t.Palette.Outcome(worst, text)
	}
	return text
}
