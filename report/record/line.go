// Package recordreport writes what a server that records tells of each exchange, and of all of them at the end.
package recordreport

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/clipperhouse/displaywidth"
	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/internal/lint"
	"github.com/timhook/timhook/internal/record"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/report/safe"
	"github.com/timhook/timhook/report/terminal"
	"github.com/timhook/timhook/report/words"
)

// Lines writes a line for each exchange as it ends, and below it what is wrong.
type Lines struct {
	W       io.Writer
	Palette terminal.Palette
	JSON    bool // lines for programs
	Judged  bool // the server judges what it records
	Verbose bool // show all findings, notes too
	Quiet   bool // leave out exchanges that nothing is wrong with
}

// Exchange writes one exchange.
func (l Lines) Exchange(e record.Event) {
	verdict := verdictOf(e)
	switch {
	case l.Quiet && (verdict == judge.Pass || verdict == judge.Info) && !e.Unsaved:
	case l.JSON:
		l.json(e, verdict)
	default:
		l.text(e, verdict)
	}
}

// verdictOf is the verdict of an exchange: an error where the backend is not there, and otherwise that of the worst
// problem.
func verdictOf(e record.Event) judge.Outcome {
	verdict := judge.Pass
	for _, p := range e.Problems {
		switch {
		case p.Level == payloads.Must:
			verdict = judge.Fail
		case p.Level == payloads.Should && verdict == judge.Pass:
			verdict = judge.Warn
		}
	}
	switch {
	case e.Unreached:
		return judge.Error
	case e.Other != "":
		return judge.Info // there is nothing to hold it to
	case e.GivenUp && verdict == judge.Pass:
		return judge.Skip // the answer would have come later
	}
	return verdict
}

// The columns of a line. A text that is wider pushes the rest of its line, up to a bound.
const (
	commandWidth = 35 // of the longest callback command
	groupWidth   = 20
	mostWidth    = 60
)

func (l Lines) text(e record.Event, verdict judge.Outcome) {
	var b strings.Builder
	took := milliseconds(e.Whole)
	if e.Forwarded {
		took += " (+" + milliseconds(e.Added) + ")"
	}
	status := "---" // what came is no HTTP
	if e.Status > 0 {
		status = strconv.Itoa(e.Status)
	}
	command, group := l.column(commandOf(e), commandWidth), l.column(e.Group, groupWidth)
	figures := fmt.Sprintf("%7d bytes  %s  %-18s", e.Bytes, status, took)
	when := e.Time.Format("15:04:05.000") + entryOf(e)
	front := when + "  " + command + "  " + group + "  "
	if room := l.Palette.Columns(); room > 0 && terminal.Columns(front+figures+"  ERROR") > room { // in two lines
		names := strings.TrimSpace(strings.TrimSpace(command) + "  " + group)
		front = l.Palette.Hang(l.W, when+"  "+names, 0) + "\n    "
		figures = fmt.Sprintf("%d bytes  %s  %s", e.Bytes, status, took)
	}
	b.WriteString(front + figures)
	if l.Judged || e.Unreached {
		b.WriteString("  " + l.Palette.Outcome(verdict, verdict.String()) + atFault(e, verdict))
	}
	b.WriteString("\n")
	for _, line := range l.below(e) {
		b.WriteString("    " + l.Palette.Hang(l.W, line, 4) + "\n")
	}
	_, _ = io.WriteString(l.W, b.String()) // the writer keeps its error
}

// entryOf is the N of FILE#N, under which other verbs find the exchange.
func entryOf(e record.Event) string {
	if e.Entry.Number == 0 {
		return ""
	}
	return fmt.Sprintf("  %-4s", "#"+strconv.Itoa(e.Entry.Number))
}

// atFault is who has to change something: the sender, whose request is not as Chat's are, or the backend.
func atFault(e record.Event, verdict judge.Outcome) string {
	switch request, answer := e.AtFault(); {
	case verdict != judge.Fail && verdict != judge.Warn:
		return ""
	case request && answer:
		return " (request and answer)"
	case request:
		return " (request)"
	case answer:
		return " (answer)"
	}
	return ""
}

// commandOf is the text of the column of the callback command; other requests show their method.
func commandOf(e record.Event) string {
	switch {
	case e.Other != "":
		return e.Method + " (no callback)"
	case e.Command == "":
		return "(no CallbackCommand)"
	}
	return e.Command
}

// column is a text of unknown origin in a column of its own.
func (l Lines) column(text string, width int) string {
	text = clipped(l.shown(text), mostWidth)
	return text + strings.Repeat(" ", max(0, width-displaywidth.String(text)))
}

// shown makes a text from outside fit for a terminal. Secrets are masked first, since a text may be cut inside one.
func (l Lines) shown(text string) string { return safe.Visible(safe.SecretsOf(l.W).Mask(text)) }

// clipped cuts a text that is visible and masked already.
func clipped(text string, most int) string {
	if len(text) <= most {
		return text
	}
	for most > 0 && !utf8.RuneStart(text[most]) {
		most--
	}
	return text[:most] + "..."
}

// below are the lines that say what is wrong with an exchange.
func (l Lines) below(e record.Event) []string {
	const mostFindings, mostText = 5, 400
	var lines []string
	left := 0
	for _, p := range e.Problems {
		switch {
		case p.Level == payloads.May && !l.Verbose:
		case len(lines) == mostFindings && !l.Verbose:
			left++
		default:
			text := p.Text()
			if p.Subject != lint.InAnswer {
				text = "request: " + text
			}
			lines = append(lines, fmt.Sprintf("%-6s  %s  %s", p.Level, p.Rule, clipped(l.shown(text), mostText)))
		}
	}
	if left > 0 {
		lines = append(lines, fmt.Sprintf("and %d more; -v shows all", left))
	}
	if e.Decision != "" {
		lines = append(lines, fmt.Sprintf("%s The %s waits %s.", clipped(l.shown(e.Decision), mostText), e.Asker,
			milliseconds(e.Whole)))
	}
	if e.Other != "" {
		lines = append(lines, "passed over: "+clipped(l.shown(e.Other), mostText))
	}
	if e.Failure != "" {
		lines = append(lines, "the backend: "+clipped(l.shown(e.Failure), mostText))
	}
	if e.Truncated {
		lines = append(lines, "the body is longer than --max-body; its beginning is kept, and nothing was forwarded")
	}
	if e.Gone {
		lines = append(lines, "the sender closed the connection before the answer")
	}
	if e.Unsaved {
		lines = append(lines, "not in the file")
	}
	return lines
}

// milliseconds is a latency for people.
func milliseconds(d time.Duration) string { return fmt.Sprintf("%.1fms", words.MS(d)) }
