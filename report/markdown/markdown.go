// Package markdown writes Markdown that nothing in it can break out of.
package markdown

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/timhook/timhook/report/safe"
)

const mostText = 800 // of any other text from outside

type Writer struct {
	W    *safe.StickyWriter
	Size *int // bytes written so far
}

func (m Writer) Write(text string) {
	*m.Size += len(text)
	fmt.Fprint(m.W, text)
}

// Line writes lines; an empty one parts blocks.
func (m Writer) Line(lines ...string) {
	for _, l := range lines {
		m.Write(l + "\n")
	}
}

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

// Details folds a block. The blank lines let the fence within be read as one.
func (m Writer) Details(title, text string) {
	m.Line("", "<details><summary>"+title+"</summary>", "")
	m.Fence("", text)
	m.Line("", "</details>")
}

// Text is a text that is nothing but text in Markdown: what begins markup, HTML, a link, a mention or a table cell is a
// character reference. A colon with something behind it would begin an address or an emoji.
func Text(s string) string {
	if len(s) > mostText {
		s = s[:safe.RuneStart(s, mostText)] + "…"
	}
	s = safe.Visible(s)
	var b strings.Builder
	for i, r := range s {
		switch {
		case strings.ContainsRune("<>&@\\`*_[]#|~$", r), r == ':' && i+1 < len(s) && s[i+1] != ' ', r == '.' && strings.HasSuffix(s[:i], "www"):
			fmt.Fprintf(&b, "&#%d;", r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// Code is a text as code in a line, table cells included: HTML's element, since backticks within backticks and a pipe in a
// cell have no spelling that every reader takes.
func Code(s string) string { return "<code>" + Text(cmp.Or(s, " ")) + "</code>" }

// Fence writes a block of text behind a fence that is longer than any run of backticks within.
func (m Writer) Fence(language, text string) {
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
	m.Write(text)
	if !strings.HasSuffix(text, "\n") {
		m.Line("")
	}
	m.Line(fence)
}
