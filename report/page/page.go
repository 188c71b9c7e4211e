// Package page has what the HTML pages share: style, badges, notes and the scale of their pictures.
package page

import (
	"crypto/sha256"
	_ "embed"
	"encoding/base64"

	"github.com/timhook/timhook/report/words"
)

//go:embed parts.html
var Parts string

//go:embed page.css
var CSS string

//go:embed page.js
var JS string

// Badge is an outcome as a word with a mark and a colour, none of which stands for it alone.
type Badge struct{ Name, Word, Mark, Class string }

type CountedBadge struct {
	Badge
	Count int
}

type Note struct {
	Bad        bool
	Name, Text string
}

// Policy forbids the page everything but its own style and script, in case something hostile got in nevertheless.
func Policy() string {
	hash := sha256.Sum256([]byte(JS))
	return "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; script-src 'sha256-" +
		base64.StdEncoding.EncodeToString(hash[:]) + "'"
}

func NewBadge(outcome string) Badge {
	o := words.OutcomeNamed(outcome)
	marks := [...]string{"✓", "✕", "!", "i", "•", "✕", "–", "?"}
	return Badge{Name: words.Outcome(o), Word: o.String(), Mark: marks[o], Class: words.Outcome(o)}
}

type Row struct{ Name, Value string }
