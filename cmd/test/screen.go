package test

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/timhook/timhook/cmd/cli"
	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/report"
	"github.com/timhook/timhook/report/safe"
	"github.com/timhook/timhook/report/terminal"
	"github.com/timhook/timhook/report/why"
	"github.com/timhook/timhook/report/words"
)

// screen is what a terminal shows between two runs of --watch: the verdict, what failed, and how to go on.
type screen struct {
	a     *cli.App
	lines []string // of the last run; those that do not fit are left out at the end
}

func newScreen(a *cli.App) *screen { return &screen{a: a} }

const (
	usedRows   = 3 // the keys, a blank line in front of them, and what is left out
	casesShare = 2 // of the screen may be lines of cases, the half; the rest is for what to do about them
)

// take makes the lines of a run: the verdict, the failing cases, what fails the run beside them, and what to do.
func (s *screen) take(t *testRun, doc *report.Document) {
	doc = why.Masked(s.a.Out, doc)
	rows := s.a.Rows(s.a.RawOut) - usedRows
	s.lines = s.text(func(text report.Text) { text.Verdict(doc) })
	failing := failingFirst(doc.Cases)
	shown := failing[:min(len(failing), rows/casesShare)]
	if len(shown) > 0 {
		s.lines = append(s.lines, "")
	}
	for _, c := range shown {
		s.lines = append(s.lines, s.caseLine(c))
	}
	if left := len(failing) - len(shown); left > 0 {
		s.lines = append(s.lines, "       and "+words.Plural(left, "further case"))
	}
	for _, problem := range doc.Problems {
		s.lines = append(s.lines, s.text(func(text report.Text) { text.Problem(problem) })...)
	}
	s.lines = append(s.lines, s.ofServer(t)...)
	for _, f := range doc.Findings {
		if o := words.OutcomeNamed(f.Outcome); o == judge.Fail || o == judge.Warn {
			s.lines = append(s.lines, s.finding(f)...)
		}
	}
	if len(s.lines) > rows {
		s.lines = append(s.lines[:max(0, rows-1)], "… --report html=FILE has all of it")
	}
}

// caseLine is a case in one row: its outcome, its name, and the first check that it breaks.
func (s *screen) caseLine(c report.Case) string {
	palette, o := s.a.Palette(s.a.RawOut), words.OutcomeNamed(c.Outcome)
	reason := ""
	for _, x := range c.Exchanges {
		if reason == "" && x.Outcome == c.Outcome {
			reason = x.Error
			if len(x.Found) > 0 {
				reason = x.Found[0].Check + ": " + x.Found[0].Message
			}
		}
	}
	word := fmt.Sprintf("%-5s", o)
	line := safe.Visible(fmt.Sprintf("%-36s  %s", why.ShortCase(c.Name), reason))
	return palette.Outcome(o, word) + "  " + terminal.Wrap(line, palette.Columns()-len(word)-2)[0]
}

// finding is what is wrong and what to do about it.
func (s *screen) finding(f report.Finding) []string {
	palette := s.a.Palette(s.a.RawOut)
	row := func(name, text string) []string {
		if text == "" {
			return nil
		}
		const behind = len("Cause  ")
		text = palette.Hang(s.a.Out, safe.Visible(text), behind)
		return strings.Split(palette.Strong(fmt.Sprintf("%-*s", behind, name))+text, "\n")
	}
	head := palette.Outcome(words.OutcomeNamed(f.Outcome), safe.Visible(f.Check))
	return slices.Concat([]string{"", head}, row("Cause", cmp.Or(f.Cause, f.Message)), row("Fix", f.Fix))
}

// failingFirst are the cases that get a line: those that fail the run, then warnings, each in the order of the run.
func failingFirst(cases []report.Case) (list []report.Case) {
	for _, outcomes := range [][]judge.Outcome{{judge.Fail, judge.Error, judge.Fixed}, {judge.Warn}} {
		for _, c := range cases {
			if slices.Contains(outcomes, words.OutcomeNamed(c.Outcome)) {
				list = append(list, c)
			}
		}
	}
	return list
}

// ofServer is the end of what a server command has written that died or never listened.
func (s *screen) ofServer(t *testRun) (list []string) {
	if t.server == nil || t.ended == nil {
		return nil
	}
	const most = 8
	lines, _ := t.server.Output.Lines()
	for _, line := range lines[max(0, len(lines)-most):] {
		shown := "  " + s.a.Palette(s.a.RawOut).Hang(s.a.Out, safe.Visible(line), 2)
		list = append(list, strings.Split(shown, "\n")...)
	}
	return list
}

// text is what a report writes for people, line by line, in the width of the terminal.
func (s *screen) text(write func(report.Text)) []string {
	var out bytes.Buffer
	hiding := s.a.Out.Over(&out)
	write(report.Text{W: hiding, Palette: s.a.Palette(s.a.RawOut), Brief: true})
	_ = hiding.Flush()
	return strings.Split(strings.TrimRight(out.String(), "\n"), "\n")
}

// draw puts the lines in the place of what is on the terminal.
func (s *screen) draw(watching string) {
	palette := s.a.Palette(s.a.RawOut)
	const home = "\x1b[H\x1b[2J"
	keys := palette.Faint(watching+" · ") + "r runs again · q quits"
	fmt.Fprint(s.a.Out, home+strings.Join(s.lines, "\n")+"\n\n"+keys)
	_ = s.a.Out.Flush()
}

// leave makes room for what follows the lines.
func (s *screen) leave() {
	if s != nil {
		fmt.Fprint(s.a.Out, "\r\x1b[K")
		_ = s.a.Out.Flush()
	}
}
