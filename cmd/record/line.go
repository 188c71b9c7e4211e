package record

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/clipperhouse/displaywidth"
	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/internal/record"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/report/words"
)

// seen tells of one exchange. The server calls it for one at a time.
func (s *recordSession) seen(e record.Event) {
	if e.Method == http.MethodPost {
		s.silence.Stop()
	}
	verdict := verdictOf(e)
	if s.o.quiet && (verdict == judge.Pass || verdict == judge.Info) && !e.Unsaved {
		return
	}
	if s.o.format == "ndjson" {
		s.jsonLine(e, verdict)
		return
	}
	s.textLine(e, verdict)
}

// verdictOf is what a line says of an exchange: a backend that is not there is an error, and anything else
// what is worst.
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
	case e.Method != http.MethodPost:
		return judge.Info // no callback, so there is nothing to hold it to
	case e.GivenUp && verdict == judge.Pass:
		return judge.Skip // nobody knows what the answer would have been
	}
	return verdict
}

// The columns of a line. A text that is wider pushes the rest of its line, up to a bound.
const (
	commandWidth = 35 // of the longest callback command
	groupWidth   = 20
	mostWidth    = 60
)

func (s *recordSession) textLine(e record.Event, verdict judge.Outcome) {
	var b strings.Builder
	palette := s.a.Palette(s.a.RawOut)
	took := shownMilliseconds(e.Whole)
	if e.Forwarded {
		took += " (+" + shownMilliseconds(e.Added) + ")"
	}
	status := "---" // what came is no HTTP
	if e.Status > 0 {
		status = strconv.Itoa(e.Status)
	}
	fmt.Fprintf(&b, "%s  %s  %s  %7d bytes  %s  %-18s", e.Time.Format("15:04:05.000"), s.column(commandOf(e), commandWidth), s.column(e.Group, groupWidth), e.Bytes, status, took)
	if s.o.check || e.Unreached {
		word := verdict.String()
		b.WriteString("  " + palette.Outcome(verdict, word))
	}
	b.WriteString("\n")
	for _, line := range s.below(e) {
		b.WriteString("    " + line + "\n")
	}
	fmt.Fprint(s.a.Out, b.String())
}

// commandOf is what stands in the column of the callback command; other requests show their method.
func commandOf(e record.Event) string {
	switch {
	case e.Method != http.MethodPost:
		return e.Method + " (no callback)"
	case e.Command == "":
		return "(no CallbackCommand)"
	}
	return e.Command
}

// column is a text of unknown origin in a column of its own.
func (s *recordSession) column(text string, width int) string {
	text = clipped(s.shown(text), mostWidth)
	return text + strings.Repeat(" ", max(0, width-displaywidth.String(text)))
}

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
func (s *recordSession) below(e record.Event) []string {
	const mostFindings, mostText = 5, 400
	var lines []string
	left := 0
	for _, p := range e.Problems {
		switch {
		case p.Level == payloads.May && !s.o.verbose:
		case len(lines) == mostFindings && !s.o.verbose:
			left++
		default:
			lines = append(lines, fmt.Sprintf("%-6s  %s  %s", p.Level, p.Rule, clipped(s.shown(p.Text()), mostText)))
		}
	}
	if left > 0 {
		lines = append(lines, fmt.Sprintf("and %d more; -v shows all", left))
	}
	if e.Failure != "" {
		lines = append(lines, "the backend: "+clipped(s.shown(e.Failure), mostText))
	}
	if e.Truncated {
		lines = append(lines, "the body is longer than --max-body; its beginning is kept, and nothing was forwarded")
	}
	if e.Gone {
		lines = append(lines, "the sender had left before it was answered")
	}
	if e.Unsaved {
		lines = append(lines, "not in the file")
	}
	return lines
}

// counted is the last word on what came.
func counted(sum record.Summary, checked bool) string {
	text := words.Plural(sum.Callbacks, "callback")
	if checked && sum.Callbacks > 0 {
		if sum.Failed+sum.Warned == 0 {
			text += ", nothing wrong with them"
		} else {
			text += fmt.Sprintf(", %d with a MUST that is broken, %d with a SHOULD", sum.Failed, sum.Warned)
		}
	}
	if sum.Others > 0 {
		text += "; " + words.Plural(sum.Others, "other request")
	}
	if sum.Refused > 0 {
		text += fmt.Sprintf("; %d that made no sense and are not recorded", sum.Refused)
	}
	return text
}

func inMilliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// shownMilliseconds is a latency for people.
func shownMilliseconds(d time.Duration) string { return fmt.Sprintf("%.1fms", inMilliseconds(d)) }
