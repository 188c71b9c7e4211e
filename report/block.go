package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/timhook/timhook/report/safe"
	"github.com/timhook/timhook/report/terminal"
	"github.com/timhook/timhook/report/words"
)

// End writes the findings, what else fails the run, and the summary.
func (t Text) End(d *Document) {
	d = Masked(t.W, d)
	t.Findings(d.Findings)
	if len(d.Cases) > 1 || len(d.Findings) > 0 {
		fmt.Fprintln(t.W)
	}
	t.summary(d)
}

// Findings writes findings, those on one answer as one block. What fails nothing is no block: the summary has its note.
func (t Text) Findings(findings []Finding) {
	for _, group := range grouped(withoutNotes(findings), answerOf) {
		fmt.Fprintln(t.W)
		t.block(group)
	}
}

func withoutNotes(findings []Finding) []Finding {
	return slices.DeleteFunc(slices.Clone(findings), func(f Finding) bool { return isNote(f.Outcome) })
}

// answered is the answer that shows a finding.
type answered struct {
	caseName, label, delivery, request, outcome string
	start                                       time.Time
	status                                      int
	body                                        string
}

func answerOf(f Finding) answered {
	x := f.Sample
	return answered{f.Case, x.Label, x.Delivery, x.Request.Text(), x.Outcome, x.Start, x.Answer.Status, x.Answer.Text()}
}

// of are the texts of some findings.
func of(findings []Finding, text func(Finding) string) []string {
	var list []string
	for _, f := range findings {
		if s := text(f); s != "" {
			list = append(list, s)
		}
	}
	return list
}

// block writes the findings on one answer: what they have in common once, and the place of each.
func (t Text) block(group []Finding) {
	first := group[0]
	t.heads(group)
	t.rows("Requirement", of(group, func(f Finding) string { return f.Title }))
	t.rows("Source", of(group, sourceLine))
	t.row("Sent", sentLine(first))
	t.rows("Shrunk", of(group, func(f Finding) string { return f.Shrunk }))
	t.row("Got", gotLine(first.Sample))
	t.places(group)
	if line := decisionIn(first); line != "" {
		t.row("Decision", line)
	}
	t.rows("Cause", of(group, func(f Finding) string { return f.Cause }))
	t.row("Impact", first.Impact) // the strongest: those of weaker findings say less about the same answer
	t.rows("Fix", of(group, func(f Finding) string { return f.Fix }))
	t.corrected(group)
	t.others(group)
	t.command("Reproduce", first.Reproduce)
	if longest := t.longestCurl(); first.Curl != "" && len(first.Curl) <= longest {
		t.command("As curl", first.Curl)
	}
	if t.Repeats {
		t.rows("Known as", of(group, knownAs))
	}
}

// longestCurl is how long a line may be that people copy.
const longestCurl = 4 << 10

// longestCurl is less on a terminal, where a long body would push the finding off the screen. Reproduce sends it, too.
func (t Text) longestCurl() int {
	if t.Palette.Columns() > 0 {
		return 1 << 10
	}
	return longestCurl
}

// heads writes a line for each check. On a terminal a rule leads from the first to the margin.
func (t Text) heads(group []Finding) {
	room, name := t.roomBehind(3), "  "+safe.Visible(group[0].Case)
	headOf := func(f Finding) string {
		return safe.Visible(fmt.Sprintf("%s  %s  %s", words.OutcomeNamed(f.Outcome), f.Check, f.Level))
	}
	fits := room == 0 || terminal.Columns(headOf(group[0])+name) <= room
	var seen []string
	for i, f := range group {
		head, rule := headOf(f), ""
		if slices.Contains(seen, head) {
			continue
		}
		seen = append(seen, head)
		if i == 0 && fits {
			head += name
		}
		if left := room - terminal.Columns(head) - 1; left > 0 && i == 0 {
			rule = " " + strings.Repeat("─", left)
		}
		fmt.Fprintf(t.W, "── %s%s\n", t.Palette.Outcome(words.OutcomeNamed(f.Outcome), head), t.Palette.Faint(rule))
	}
	if !fits {
		t.row("Case", group[0].Case)
	}
}

// corrected writes the answer as it should have been, where that is known.
func (t Text) corrected(group []Finding) {
	for _, f := range group {
		if f.Corrected == "" {
			continue
		}
		t.row("Corrected", f.Corrected)
		if !f.CorrectedSure {
			t.row("", "(a guess: compare it with what the backend means)")
		}
		return
	}
}

// others writes which other cases show the same.
func (t Text) others(group []Finding) {
	for _, name := range []string{"Same cause", "Same check"} {
		var those []Finding
		for _, f := range group {
			if f.Count > 1 && sameWord(f) == name {
				those = append(those, f)
			}
		}
		texts := of(those, moreCases)
		if len(compacted(texts)) > 1 {
			texts = of(those, func(f Finding) string { return f.Check + ": " + moreCases(f) })
		}
		t.rows(name, texts)
	}
	t.rows("Not sent", of(group, notSentLine))
}

// moreCases are the other cases with a finding: "12 more: random-int32-over (bot, send), neg-put (attr)".
func moreCases(f Finding) string {
	text := fmt.Sprintf("%d more", f.Count-1)
	if list := cmp.Or(strings.Join(f.Listed, ", "), f.Spread); list != "" {
		text += ": " + list
	}
	return text
}

// sameWord is what the other cases with a finding have in common.
func sameWord(f Finding) string {
	if f.SameCheck {
		return "Same check"
	}
	return "Same cause"
}

// othersLine is moreCases, and empty where no other case has the finding.
func othersLine(f Finding) string {
	if f.Count <= 1 {
		return ""
	}
	return moreCases(f)
}

// correctedLine is the answer as it should have been.
func correctedLine(f Finding) string {
	if f.Corrected == "" || f.CorrectedSure {
		return f.Corrected
	}
	return f.Corrected + " (a guess)"
}

func sourceLine(f Finding) string {
	if f.Source == "" {
		return ""
	}
	return fmt.Sprintf("%s (%s)", f.Source, f.Evidence)
}

func notSentLine(f Finding) string {
	if f.NotSent == 0 {
		return ""
	}
	return words.Plural(f.NotSent, "case") + ", since the ordinary packet fails"
}

// knownAs is the entry of --known-failing that names a finding and nothing else.
func knownAs(f Finding) string { return knownEntry(f.Case, f.Check) }

func knownEntry(name, check string) string { return shortCase(name) + ":" + check }

func sentLine(f Finding) string {
	r := f.Sample.Request
	line := fmt.Sprintf("%s %s · %s · expected: %s",
		r.Method, cmp.Or(r.Given, r.URL), words.Bytes(r.Bytes), f.Sample.Expect)
	if f.Doc != "" {
		line += " · " + f.Doc
	}
	if f.Sample.Label != "" {
		line += " (" + f.Sample.Label + ")"
	}
	return line
}

// longestReason is how much of a reason phrase is shown, in bytes: a few backends put their error message there.
const longestReason = 60

func gotLine(x Exchange) string {
	a, took := x.Answer, tookLine(x)
	if a.Failure != "" && a.Status == 0 {
		return a.Failure + " · " + took
	}
	line := fmt.Sprintf("%d %s · %s · %s", a.Status, safe.Cut(a.Reason, longestReason), took, words.Bytes(a.Bytes))
	if a.Failure != "" {
		line += " · " + a.Failure
	}
	return line
}
