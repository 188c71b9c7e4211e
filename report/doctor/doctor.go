// Package doctorreport writes what doctor has looked at.
package doctorreport

import (
	"io"

	"github.com/timhook/timhook/internal/doctor"
	"github.com/timhook/timhook/report/formats"
	"github.com/timhook/timhook/report/safe"
	"github.com/timhook/timhook/report/terminal"
	"github.com/timhook/timhook/report/why"
	"github.com/timhook/timhook/report/words"
)

// Document is an examination as plain data. Members are added, never renamed.
type Document struct {
	Verdict  string    `json:"verdict"` // pass, warn, fail, or error where the backend was not reached
	Backend  string    `json:"backend"` // the URL; what it holds as secrets is masked
	Looks    []Look    `json:"looks"`   // in the order in which a request meets them
	Settings []Setting `json:"settings"`
	Next     string    `json:"next"` // the command line that is useful now
	NextWhy  string    `json:"nextWhy"`
	Seconds  float64   `json:"seconds"`
	Version  string    `json:"version"`
}

// Look is one thing that was looked at.
type Look struct {
	Name    string `json:"look"`
	Outcome string `json:"outcome"` // pass, warn, fail, info, skip or error
	Found   string `json:"found"`
	Cause   string `json:"cause,omitempty"`
	Fix     string `json:"fix,omitempty"`
}

// Setting is a flag with its value, and where that came from: the command line, a variable, a line of the
// configuration, or the default.
type Setting struct {
	Name  string `json:"name"`
	Value string `json:"value"` // never a token
	From  string `json:"from"`
}

// NewDocument is the document of an examination.
func NewDocument(r *doctor.Result) *Document {
	d := &Document{Verdict: words.Outcome(r.Verdict()), Looks: []Look{}, NextWhy: r.Next.Why}
	for _, l := range r.Looks {
		d.Looks = append(d.Looks, Look{l.Name, words.Outcome(l.Outcome), l.Found, l.Cause, l.Fix})
	}
	return d
}

// Write writes a document.
type Write = func(w io.Writer, p terminal.Palette, d *Document) error

// Formats lists the formats.
func Formats() formats.Table[Write] {
	return formats.Table[Write]{
		{Name: "text", Doc: "a line for each look, with cause and fix", Write: writeText},
		{Name: "json", Doc: "one document: looks, settings, next", Write: writeJSON},
	}
}

func writeJSON(w io.Writer, _ terminal.Palette, d *Document) error {
	return safe.WriteJSON(w, why.Masked(w, d))
}
