package replayreport

import (
	"fmt"
	"io"
	"strings"

	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/internal/compare"
	"github.com/timhook/timhook/internal/replay"
	"github.com/timhook/timhook/payloads/jsontree"
	"github.com/timhook/timhook/report/safe"
	"github.com/timhook/timhook/report/terminal"
	"github.com/timhook/timhook/webhook/capture"
	"github.com/timhook/timhook/webhook/capture/read"
)

// Text writes the lines of entries, beside those of their results, and counts for [Text.Problems].
type Text struct {
	W       io.Writer
	Palette terminal.Palette
	Failed  bool            // tell what became of entries that failed before
	Diff    bool            // compare answers with the captured ones
	Ignore  []jsontree.Path // places in answers that are not compared

	counts      [replay.Changed + 1]int
	differences []compare.Difference // between the entry's answer and the last one that came now
	differing   int                  // entries
}

// mostDifferences of one answer are shown, and those of so many answers.
const (
	mostDifferences = 20
	mostDiffering   = 100
)

// Compare compares an answer with the captured one, and notes in the result what differs, for reports.
func (t *Text) Compare(e *read.Entry, result *conformance.Result) {
	x := result.Exchange
	if !t.Diff || x == nil || result.Outcome() == judge.Error || e.Answer == nil && e.Failure == "" {
		return // nothing to compare
	}
	t.differences = compare.Options{Ignore: t.Ignore}.Answers(e.Answer, capture.NewAnswer(x))
	old, new := safe.PolicyOf(e.WebhookRequest(x.Request.Endpoint)), safe.PolicyOf(x.Request)
	for i, d := range t.differences {
		t.differences[i].Old, t.differences[i].New = old.Mask(d.Old), new.Mask(d.New)
	}
	for _, d := range t.differences[:min(len(t.differences), mostDifferences)] {
		if result.Note != "" {
			result.Note += "; "
		}
		result.Note += "differs from the captured answer at " + differenceText(d)
	}
}

// Entry writes what became of an entry once all its results are there.
func (t *Text) Entry(e *read.Entry, results []conformance.Result) {
	name := results[0].Name()
	if t.Failed {
		t.before(name, e, results)
	}
	found := t.differences
	if t.differences = nil; len(found) == 0 {
		return
	}
	if t.differing++; t.differing > mostDiffering {
		return
	}
	for _, d := range found[:min(len(found), mostDifferences)] {
		t.line("DIFF", name, differenceText(d))
	}
	if more := len(found) - mostDifferences; more > 0 {
		t.line("DIFF", name, fmt.Sprintf("%d more", more))
	}
}

// before writes what became of an entry that failed before.
func (t *Text) before(name string, e *read.Entry, results []conformance.Result) {
	c := replay.Compare(e, results)
	t.counts[c]++
	was, is := replay.Checks(e.Findings), replay.Checks(replay.Findings(results))
	switch c {
	case replay.Still:
		t.line(c.String(), name, was)
	case replay.Fixed:
		t.line(c.String(), name, "was "+was)
	case replay.Changed:
		t.line(c.String(), name, "was "+was+", now "+is)
	}
}

func (t *Text) line(word, name, text string) {
	name = safe.Visible(name)
	text = t.Palette.Hang(t.W, safe.Visible(text), 13+terminal.Columns(name))
	fmt.Fprintf(t.W, "  %-7s  %s  %s\n", word, name, t.Palette.Faint(text))
}

// Problems are what fails the run beside its findings. Total is how many callbacks the run had.
func (t *Text) Problems(total int) []string {
	var list []string
	if still, changed := t.counts[replay.Still], t.counts[replay.Changed]; still+changed > 0 {
		list = append(list, fmt.Sprintf("of what failed before, %d still failing, %d failing otherwise and %d fixed",
			still, changed, t.counts[replay.Fixed]))
	}
	if t.differing > 0 {
		list = append(list, fmt.Sprintf("%d of %d answers differ from the captured ones; "+
			"--ignore PATH leaves a place out", t.differing, total))
	}
	return list
}

func differenceText(d compare.Difference) string {
	switch d.Kind {
	case compare.Added:
		return d.Where() + ": new " + shortened(d.New)
	case compare.Removed:
		return d.Where() + ": gone, was " + shortened(d.Old)
	case compare.Reordered:
		return d.Where() + ": reordered"
	}
	return d.Where() + ": was " + shortened(d.Old) + ", now " + shortened(d.New)
}

// shortened keeps a value to a part of a line.
func shortened(s string) string {
	const most = 100
	if len(s) <= most {
		return s
	}
	return strings.ToValidUTF8(s[:most], "") + "…"
}
