// Package page writes HTML pages that need no network and no other file.
package page

import (
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"io"
	"time"

	"github.com/timhook/timhook/report/safe"
	"github.com/timhook/timhook/report/words"
)

//go:embed frame.html
var frame string

//go:embed parts.html
var parts string

//go:embed page.css
var style string

//go:embed page.js
var script string

// Frame is what all pages have: the run in short at the top, the findings, and at the bottom what makes the run again.
// Its texts went through [safe.Visible]; the templates escape them for HTML.
type Frame struct {
	Heading   string // "timhook load"
	What      string // "load"
	Counted   string // what Counts are numbers of: "Callbacks"
	Sentence  string // the result in words; empty where the verdict is all
	Ending    string // the verdict, and why the run ended early
	Backend   string
	Started   time.Time // in UTC
	Took      string
	Signed    bool
	Version   string
	Catalogue string
	Repeats   []string // what makes the same packets again
	MoreStyle string
	Verdict   Badge
	Counts    []CountedBadge
	Notes     []Note
	Findings  []Finding
}

// Badge is an outcome as a word, a mark and a colour, so that nobody needs to see the colour.
type Badge struct{ Name, Word, Mark, Class string }

// CountedBadge is an outcome and how often it came.
type CountedBadge struct {
	Badge
	Count int
}

// Note is what a reader should know of the whole run.
type Note struct {
	Bad        bool
	Name, Text string
}

// Row is a value and its name.
type Row struct {
	Name, Value string
	Code        bool // the value is one for machines
	Link        bool // the value is an address
}

// Finding is what is wrong with one answer.
type Finding struct {
	Case, CaseID, Transcript, Curl    string
	Callbacks, Outcomes, Levels, Text string // for the filter
	Rows                              []Row
	Parts                             []Part
}

// Part is one thing that is wrong.
type Part struct {
	ID, Level, Check, Title, Message          string
	HasPlace                                  bool
	Before, Under, Rest, More, Blanks, Carets string
	Offset                                    int
	Same                                      string // "Same cause in 12 more: …"
	Others                                    []string
	Outcome                                   Badge
}

// Class is the class of the strongest part, which comes first.
func (f Finding) Class() string { return f.Parts[0].Outcome.Class }

// ID is that of the first part.
func (f Finding) ID() string { return f.Parts[0].ID }

// NewBadge is the badge of an outcome's word.
func NewBadge(outcome string) Badge {
	o := words.OutcomeNamed(outcome)
	marks := [...]string{"✓", "✕", "!", "i", "•", "✕", "–", "?"}
	return Badge{Name: words.Outcome(o), Word: o.String(), Mark: marks[o], Class: words.Outcome(o)}
}

// Write writes a page. Its template body calls "top" and "bottom", which are the frame, and defines "facts", which
// stand among those of the frame; p is a struct with a [Frame] in it.
func Write(w io.Writer, body string, p any) error {
	t, err := template.New("page").Parse(frame + parts + body)
	if err != nil {
		return err
	}
	out := &safe.StickyWriter{W: w}
	if err := t.Execute(out, p); err != nil {
		return fmt.Errorf("write the page: %w", err)
	}
	return out.Err
}

// Style is the style sheet.
func (f Frame) Style() template.CSS { return template.CSS(style + f.MoreStyle) } //nolint:gosec // both are ours

// Script filters findings and cases, where a browser lets it run.
func (f Frame) Script() template.JS { return template.JS(script) } //nolint:gosec // it is ours

// Policy forbids the page everything but its own style and script: the second line of defence against hostile texts.
func (f Frame) Policy() string {
	hash := sha256.Sum256([]byte(script))
	return "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; " +
		"script-src 'sha256-" + base64.StdEncoding.EncodeToString(hash[:]) + "'"
}
