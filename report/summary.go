package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/report/safe"
	"github.com/timhook/timhook/report/terminal"
	"github.com/timhook/timhook/report/why"
	"github.com/timhook/timhook/report/words"
)

// summary writes what a person asks next: what was skipped, what was slow, how many cases have which outcome, and what
// repeats the run.
func (t Text) summary(d *Document) {
	for _, s := range skippedFor(d) {
		t.note(fmt.Sprintf("skipped %d: %s", s.count, s.text))
	}
	for _, line := range unverifiedLines(d) {
		t.note("not verified: " + line)
	}
	if len(d.Cases) > 1 { // the line of a single one says it
		for _, line := range decisionLines(d) {
			t.note("decided: " + line)
		}
	}
	t.notes(d)
	if line := unlistedLine(d); line != "" {
		t.note(line)
	}
	if n := survivors(d.Cases); n > 0 && d.more() == 0 {
		t.note(words.Plural(n, "case") + " passed though the answer neither accepts nor refuses: nothing broke")
	}
	if slow := slowestOf(d); len(slow) > 0 {
		var parts []string
		for _, c := range slow {
			parts = append(parts, why.ShortCase(c.Name)+" "+words.Seconds(c.Seconds))
		}
		t.note("slowest: " + strings.Join(parts, ", "))
	}
	t.Hints(d)
	for _, p := range d.Problems {
		t.Problem(p)
	}
	if d.Rerun != "" {
		name := t.Palette.Strong("Run again")
		for _, line := range terminal.ShellLines(safe.Visible(d.Rerun), t.roomBehind(11)) {
			fmt.Fprintf(t.W, "%s  %s\n", name, line)
			name = "         "
		}
	}
	t.Verdict(d)
}

// Problem writes what fails a run beside its cases.
func (t Text) Problem(problem string) {
	word := t.Palette.Outcome(judge.Fail, "FAIL")
	for _, line := range terminal.Wrap(safe.Visible(problem), t.roomBehind(6)) {
		fmt.Fprintf(t.W, "%s  %s\n", word, line)
		word = "    "
	}
}

// notes writes the notes in a few lines, and all of them with -v. Those of a check that a finding is about are only
// counted: they say again what stands above.
func (t Text) notes(d *Document) {
	all := notedIn(d, t.Verbose > 0 || t.Repeats)
	findings := withoutNotes(d.Findings)
	shown := slices.DeleteFunc(slices.Clone(all), func(n noted) bool {
		isAbout := func(f Finding) bool { return strings.HasPrefix(n.text, f.Check+": ") }
		return slices.ContainsFunc(findings, isAbout)
	})
	shown = shown[:min(len(shown), mostLines)]
	if t.Verbose > 0 || t.Repeats {
		shown = all
	}
	for _, n := range shown {
		t.note("note: " + n.String())
	}
	if left := len(all) - len(shown); left > 0 {
		t.note(fmt.Sprintf("note: and %d more, with -v", left))
	}
}

// Hints writes what to look at first.
func (t Text) Hints(d *Document) {
	for _, h := range d.Hints {
		t.hanging("hint: "+h, func(line string) string { return line })
	}
}

// Verdict writes the last line: verdict, counts, backend and time. On a terminal it takes a second line where one is
// too short. What repeats the run stands behind it where it is asked for, as it does in a report.
func (t Text) Verdict(d *Document) {
	o, room := words.OutcomeNamed(d.Verdict), t.Palette.Columns()
	run := safe.Visible(d.Backend + " · " + words.Seconds(d.Seconds))
	if d.Others > 0 {
		run += " · " + words.Plural(d.Others, "other callback") + ": --callbacks"
	}
	if t.Repeats {
		run = safe.Visible(strings.Join(append(append([]string{run}, repeats(d)...), d.Version), " · "))
	}
	verdict, counts := VerdictLine(d), counted(d, terminal.Palette{})
	if room == 0 || terminal.Columns(verdict+counts+run)+4 <= room {
		fmt.Fprintf(t.W, "%s  %s  %s\n", t.Palette.Outcome(o, verdict), counted(d, t.Palette), t.Palette.Faint(run))
		return
	}
	for i, line := range terminal.Wrap(verdict+"  "+counts, room) {
		if i == 0 {
			line = t.Palette.Outcome(o, line)
		}
		fmt.Fprintln(t.W, line)
	}
	t.note(run)
}

// VerdictLine is the verdict in capitals, for instance "PASS". For a run that ended early it gives the reason as well,
// since PASS alone would promise too much.
func VerdictLine(d *Document) string {
	if d.Ended == "" {
		return words.OutcomeNamed(d.Verdict).String()
	}
	return words.OutcomeNamed(d.Verdict).String() + ", ended early: " + safe.Visible(d.Ended)
}

// repeats is what makes the same packets again; nothing, where they were captured, or
// where that is not known.
func repeats(d *Document) []string {
	if !d.isMade() {
		return nil
	}
	return []string{fmt.Sprintf("seed %d", *d.Seed), "now " + d.Now.Format(time.RFC3339Nano)}
}

// counted is how many cases have which outcome: "10 pass, 2 fail, 42 not verified, 3 notes".
func counted(d *Document, p terminal.Palette) string {
	var counts []string
	add := func(o judge.Outcome, n int, text string) {
		if n > 0 {
			counts = append(counts, p.Outcome(o, text))
		}
	}
	left := unverifiedCount(d)
	for _, o := range caseOutcomes() {
		n := d.Counts[words.Outcome(o)]
		if o == judge.Skip {
			add(o, left, fmt.Sprintf("%d not verified", left))
			n -= left
		}
		add(o, n, fmt.Sprintf("%d %s", n, words.Outcome(o)))
	}
	if len(counts) == 0 {
		return "nothing was sent"
	}
	if d.more() == 0 { // of cases that are not listed, the notes are not known
		add(judge.Info, d.Notes, words.Plural(d.Notes, "note"))
	}
	return strings.Join(counts, ", ")
}

// skippedFor counts skipped cases by reason, in the order of the run, without those that were not verified.
func skippedFor(d *Document) repeated {
	var list repeated
	for _, c := range d.Cases {
		isUnverified := func(u Unverified) bool { return slices.Contains(u.Cases, c.Name) }
		if c.Skipped != "" && !slices.ContainsFunc(d.Unverified, isUnverified) {
			list.add(c.Skipped)
		}
	}
	return list
}

func survivors(cases []Case) int {
	count := 0
	for _, c := range cases {
		if c.Outcome == "pass" && slices.ContainsFunc(c.Exchanges, survived) {
			count++
		}
	}
	return count
}

// fixedLine is what to do about a known failure that its case does not show any more.
func fixedLine(c Case) string {
	entry := ""
	if c.Known != "" {
		entry = " " + c.Known
	}
	return "the known failure" + entry + " does not show any more: remove it from the list"
}

const (
	shownSlowest = 5
	longRun      = 1 // seconds; below, nobody asks what took long
)

// slowestOf are the cases of a long run that took longest, the slowest first.
func slowestOf(d *Document) []Case {
	list := slices.DeleteFunc(slices.Clone(d.Cases), func(c Case) bool { return c.Skipped != "" })
	if d.Seconds <= longRun || len(list) <= shownSlowest || d.more() > 0 {
		return nil
	}
	slices.SortStableFunc(list, func(a, b Case) int { return cmp.Compare(b.Seconds, a.Seconds) })
	return list[:shownSlowest]
}
