package report

import (
	"fmt"
	"strings"

	"github.com/timhook/timhook/report/safe"
	"github.com/timhook/timhook/report/why"
	"github.com/timhook/timhook/report/words"
)

// requestText is a request as it goes over the wire, but for masks and line breaks.
func requestText(s Sent) string {
	if s.Method == "" {
		return ""
	}
	var b strings.Builder
	target := s.URL
	if s.Query != "" {
		target += "?" + s.Query
	}
	fmt.Fprintf(&b, "%s %s\n", s.Method, target)
	fieldLines(&b, s.Header)
	bodyText(&b, s.Content)
	return b.String()
}

// answerText is an answer as it came over the wire, but for masks and line breaks.
func answerText(a Answer) string {
	var b strings.Builder
	if a.Status != 0 {
		fmt.Fprintf(&b, "%s %d %s\n", a.Proto, a.Status, a.Reason)
		fieldLines(&b, a.Header)
		bodyText(&b, a.Content)
	}
	if a.Failure != "" {
		fmt.Fprintf(&b, "(%s)\n", a.Failure)
	}
	return b.String()
}

func fieldLines(b *strings.Builder, fields [][2]string) {
	for _, f := range fields {
		fmt.Fprintf(b, "%s: %s\n", f[0], f[1])
	}
}

func bodyText(b *strings.Builder, c safe.Content) {
	text := c.Text()
	if text == "" {
		return
	}
	b.WriteString("\n" + text + "\n")
	if c.Cut {
		fmt.Fprintf(b, "… (%s in all)\n", words.Bytes(c.Bytes))
	}
}

// visibleLines makes up to most bytes of a text visible and keeps its lines. The prefix keeps a line from being a
// command to a program that reads logs: GitHub's runner obeys lines that begin with two colons.
func visibleLines(text, prefix string, most int) string {
	var b strings.Builder
	to := safe.RuneStart(text, most)
	for line := range strings.Lines(text[:to]) {
		b.WriteString(strings.TrimRight(prefix+safe.Visible(strings.TrimRight(line, "\r\n")), " ") + "\n")
	}
	if more := safe.Remainder(text, to); more != "" {
		b.WriteString(prefix + more + "\n")
	}
	return b.String()
}

// shownBytes of a request or an answer are in a transcript.
const shownBytes = 8 << 10

// transcript is an exchange for people: the request, the answer, and what was found in it.
func transcript(x Exchange) string {
	var b strings.Builder
	if x.Label != "" {
		fmt.Fprintf(&b, "-- %s\n", safe.Visible(x.Label))
	}
	b.WriteString(visibleLines(requestText(x.Request), "> ", shownBytes))
	b.WriteString(visibleLines(answerText(x.Answer), "< ", shownBytes))
	if line := why.DecisionLine(x); line != "" {
		fmt.Fprintf(&b, "-- %s\n", safe.Visible(line))
	}
	for _, found := range x.Found {
		fmt.Fprintf(&b, "-- %s\n", safe.Visible(fmt.Sprintf("%s (%s): %s", found.Check, found.Level, found.Message)))
	}
	return b.String()
}
