// Package terminal lays texts out for a terminal: in colour, and in lines that fit its width. What is written to a pipe
// or a file is neither coloured nor broken.
package terminal

import (
	"io"
	"strings"

	"github.com/fatih/color"
	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/report/safe"
)

// Palette is how texts look on one stream: coloured or not, and wrapped to the width of a terminal or not. The words
// alone mean the same. The zero value is that of a pipe or a file: no colour, no wrapping.
type Palette struct {
	on      bool
	columns int
}

// NewPalette is a palette that colours when on is true. It does not look at the environment.
func NewPalette(on bool) Palette { return Palette{on: on} }

// Within is the palette for a terminal of so many columns; 0: no terminal.
func (p Palette) Within(columns int) Palette {
	p.columns = columns
	return p
}

// Columns is the width of the terminal; 0: no terminal, so nothing is wrapped or cut.
func (p Palette) Columns() int { return p.columns }

// Hang is a text for a writer that begins behind so many columns of a line. On a terminal it goes on below its own
// beginning, or with an indent of four where there is little room. What the writer hides is masked first: it would not
// recognise a secret that is broken.
func (p Palette) Hang(w io.Writer, text string, behind int) string {
	text = safe.SecretsOf(w).Mask(text)
	const least = 24 // columns, which a text should have at least
	if p.columns == 0 || behind+Columns(text) <= p.columns {
		return text
	}
	lines, front := Wrap(text, p.columns-behind), ""
	if p.columns-behind < least {
		behind = 4
		lines, front = Wrap(text, p.columns-behind), "\n    "
	}
	return front + strings.Join(lines, "\n"+strings.Repeat(" ", behind))
}

// Outcome colours a word in the colour of an outcome.
func (p Palette) Outcome(o judge.Outcome, word string) string {
	switch o {
	case judge.Pass:
		return p.paint(word, color.FgGreen)
	case judge.Fail, judge.Error, judge.Fixed:
		return p.paint(word, color.FgRed, color.Bold)
	case judge.Warn:
		return p.paint(word, color.FgYellow)
	case judge.Info, judge.Known:
		return p.paint(word, color.FgCyan)
	}
	return p.Faint(word)
}

// Faint is for texts that a reader may skip.
func (p Palette) Faint(s string) string { return p.paint(s, color.Faint) }

// Strong is for texts that a reader must not miss.
func (p Palette) Strong(s string) string { return p.paint(s, color.Bold) }

func (p Palette) paint(s string, attributes ...color.Attribute) string {
	if !p.on {
		return s
	}
	c := color.New(attributes...)
	c.EnableColor()
	return c.Sprint(s)
}
