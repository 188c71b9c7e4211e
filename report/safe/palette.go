package safe

import (
	"github.com/fatih/color"
	"github.com/timhook/timhook/conformance/judge"
)

// Palette colours texts for one stream, or leaves them as they are. The words alone mean the same.
type Palette struct{ on bool }

// NewPalette is a palette that colours when on is true. It does not look at the environment.
func NewPalette(on bool) Palette { return Palette{on} }

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
