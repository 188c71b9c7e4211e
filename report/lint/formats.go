package lintreport

import (
	"bytes"
	"fmt"

	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/report/safe"
	"github.com/timhook/timhook/report/terminal"
)

// severity is the word of compilers for a level. Editors and problem matchers know it.
func severity(level payloads.Level) string {
	return [...]string{"error", "warning", "note"}[level]
}

func textProblem(l *Writer, p *Problem) {
	word := l.options.Palette.Outcome(judge.OutcomeOf(p.level), severity(p.level))
	text, palette := " "+safe.Visible(p.text), l.options.Palette
	place := fmt.Sprintf("%s:%d:%d: ", safe.Visible(p.File), p.Line, p.Column)
	if front := terminal.Columns(place + severity(p.level) + ": " + p.Rule + ":"); palette.Columns() > 0 &&
		front+terminal.Columns(text) > palette.Columns() {
		text = "\n    " + palette.Hang(l.w, text[1:], 4)
	}
	fmt.Fprintf(l.w, "%s%s: %s:%s\n", place, word, p.Rule, text)
}

func textEnd(l *Writer, _ *Summary) {
	l.leftOff(func(c *ruleCount, n int) {
		fmt.Fprintf(l.w, "... and %d more of %s %s\n", n, severity(c.level), safe.Visible(c.key))
	})
}

func jsonBegin(l *Writer) { fmt.Fprint(l.w, `{"problems":[`) }

func jsonProblem(l *Writer, p *Problem) {
	if l.written++; l.written > 1 {
		fmt.Fprint(l.w, ",")
	}
	fmt.Fprintf(l.w, "\n%s", l.encoded(p))
}

func jsonEnd(l *Writer, s *Summary) {
	if l.written > 0 {
		fmt.Fprintln(l.w)
	}
	fmt.Fprintf(l.w, "],\n\"summary\":%s}\n", l.encoded(s))
}

func lineProblem(l *Writer, p *Problem)       { l.line("problem", p) }
func lineUnreadable(l *Writer, u *Unreadable) { l.line("unreadable", u) }
func lineEnd(l *Writer, s *Summary)           { l.line("summary", s) }

func (l *Writer) line(name string, v any) {
	_ = safe.Encoder(l.w).Encode(map[string]any{name: v}) // the writer keeps its error
}

// encoded is a value as JSON on one line.
func (l *Writer) encoded(v any) []byte {
	var b bytes.Buffer
	if err := safe.Encoder(&b).Encode(v); err != nil && l.w.Err == nil {
		l.w.Err = err
	}
	return bytes.TrimRight(b.Bytes(), "\n")
}
