// Package markdown writes Markdown in which a text from outside stays a text.
package markdown

import (
	"cmp"
	"fmt"
	"io"
	"strings"

	"github.com/timhook/timhook/report/safe"
)

// mostText is how many bytes of a text are kept.
const mostText = 800

// Writer writes Markdown and counts its bytes.
type Writer struct {
	w    *safe.StickyWriter
	size int
}

// New writes to w.
func New(w io.Writer) *Writer { return &Writer{w: &safe.StickyWriter{W: w}} }

// Err is the first error of the writer below.
func (m *Writer) Err() error { return m.w.Err }

// Size is how many bytes were written.
func (m *Writer) Size() int { return m.size }

func (m *Writer) write(text string) {
	m.size += len(text)
	fmt.Fprint(m.w, text)
}

// Line writes lines; an empty one parts blocks.
func (m *Writer) Line(lines ...string) {
	for _, l := range lines {
		m.write(l + "\n")
	}
}

// Table begins a table whose columns hold numbers, all but the first.
func (m *Writer) Table(columns ...string) {
	m.Row(columns...)
	m.Line("| --- " + strings.Repeat("| ---: ", len(columns)-1) + "|")
}

// Row is a row of a table. Its cells are Markdown.
func (m *Writer) Row(cells ...string) { m.Line("| " + strings.Join(cells, " | ") + " |") }

// Fold writes a block that is folded at first. The blank lines let the Markdown within be read as such.
func (m *Writer) Fold(title string, block func()) {
	m.Line("", "<details><summary>"+title+"</summary>", "")
	block()
	m.Line("", "</details>")
}

// Mark is the sign of an outcome.
func Mark(outcome string) string {
	switch outcome {
	case "pass":
		return "✅"
	case "fail", "fixed":
		return "❌"
	case "warn":
		return "⚠️"
	case "error":
		return "🚫"
	case "info", "known":
		return "ℹ️"
	}
	return "⏭️"
}

// Text is a text that is nothing but text in Markdown: what begins markup, HTML, a link, a mention or a table cell is a
// character reference. A colon with something behind it would begin an address or an emoji.
func Text(s string) string {
	s = safe.Visible(safe.Cut(s, mostText))
	var b strings.Builder
	for i, r := range s {
		switch {
		case strings.ContainsRune("<>&@\\`*_[]#|~$", r),
			r == ':' && i+1 < len(s) && s[i+1] != ' ',
			r == '.' && strings.HasSuffix(s[:i], "www"):
			fmt.Fprintf(&b, "&#%d;", r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// Code is a text as code in a line, table cells included: HTML's element, since backticks within backticks and a pipe
// in a cell have no spelling that every reader takes.
func Code(s string) string { return "<code>" + Text(cmp.Or(s, " ")) + "</code>" }

// Link is a text that leads to an address of ours.
func Link(text, address string) string { return "[" + Text(text) + "](" + address + ")" }

// Fence writes a block of text behind a fence that is longer than any run of backticks within.
func (m *Writer) Fence(language, text string) {
	longest := 0
	for run, rest := 0, text; rest != ""; rest = rest[1:] {
		if rest[0] != '`' {
			run = 0
			continue
		}
		run++
		longest = max(longest, run)
	}
	fence := strings.Repeat("`", max(3, longest+1))
	m.Line(fence + language)
	m.write(text)
	if !strings.HasSuffix(text, "\n") {
		m.Line("")
	}
	m.Line(fence)
}
