package test

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/timhook/timhook/cmd/cli"
	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/report"
	"github.com/timhook/timhook/report/safe"
)

// testText writes for people: an overview that fits on a screen, then the findings and the summary.
func testText(a *cli.App, t *testRun, doc *report.Document) {
	o := &t.plan.o.output
	palette := a.Palette(a.RawOut)
	text := report.Text{W: a.Out, Palette: palette, Verbose: o.Verbose, Brief: true}
	if o.Verbose > 0 {
		for _, c := range doc.Cases {
			text.Case(c)
		}
	}
	if !o.Quiet {
		matrix(a, t.results, palette)
	}
	notPassed(a, t, text, judge.Error)
	notPassed(a, t, text, judge.Fixed)
	notPassed(a, t, text, judge.Known)
	text.End(doc)
}

// mostLines is how many cases of one outcome are told one by one; reports have them all.
const mostLines = 10

// notPassed tells of the cases that no finding stands for.
func notPassed(a *cli.App, t *testRun, text report.Text, wanted judge.Outcome) {
	if text.Verbose > 0 && wanted != judge.Fixed {
		return
	}
	count := 0
	for _, r := range t.results {
		if r.Outcome() != wanted {
			continue
		}
		switch count++; {
		case count > mostLines:
		case wanted == judge.Fixed:
			fmt.Fprintf(a.Out, "%s  %-58s  %s\n", text.Palette.Outcome(wanted, "FIXED"), r.Case.Name(), safe.Visible("passes: take it off the list ("+r.Listed.From+")"))
		default:
			text.Case(report.NewSuiteCase(r))
		}
	}
	if count > mostLines {
		fmt.Fprintf(a.Out, "%s  and %d more\n", text.Palette.Outcome(wanted, fmt.Sprintf("%-5s", wanted)), count-mostLines)
	}
}

// matrix counts for each callback and tag how many of the cases that were played are as they should be.
func matrix(a *cli.App, results []conformance.SuiteResult, p safe.Palette) {
	played := slices.DeleteFunc(slices.Clone(results), func(r conformance.SuiteResult) bool { return r.Outcome() == judge.Skip })
	if len(played) == 0 {
		return
	}
	tags := slices.DeleteFunc(conformance.TagInfos(), func(info conformance.TagInfo) bool {
		return !slices.ContainsFunc(played, func(r conformance.SuiteResult) bool { return r.Case.Tags&info.Tag != 0 })
	})
	fmt.Fprintf(a.Out, "%-6s", "")
	for _, info := range tags {
		fmt.Fprintf(a.Out, "%12s", info.Name)
	}
	fmt.Fprintln(a.Out)
	for _, c := range payloads.All() {
		line := fmt.Sprintf("%-6s", c.Short)
		for _, info := range tags {
			line += cell(played, c, info.Tag, p)
		}
		if line = strings.TrimRight(line, " "); line != c.Short {
			fmt.Fprintln(a.Out, line)
		}
	}
}

func cell(played []conformance.SuiteResult, c *payloads.Command, tag conformance.Tags, p safe.Palette) string {
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
		return strings.Repeat(" ", 12)
	}
	text := fmt.Sprintf("%12s", fmt.Sprintf("%d/%d", good, all))
	if worst != judge.Pass {
		return p.Outcome(worst, text)
	}
	return text
}
