package report

import (
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"io"
	"slices"
	"strconv"
	"time"

	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/report/safe"
)

//go:embed page.html
var pageHTML string

//go:embed pageparts.html
var pageParts string

//go:embed page.css
var pageCSS string

//go:embed page.js
var pageJS string

// page is what the template shows. Every text in it is visible; the template escapes it for HTML.
type page struct {
	Policy, Title, Backend, Started, StartedAt, Took, Signed string
	Version, Catalogue, SDKAppID                             string
	Repeats                                                  []string
	Style                                                    template.CSS
	Script                                                   template.JS
	Verdict                                                  badge
	Counts                                                   []countedBadge
	Notes                                                    []note
	Callbacks, Outcomes, Levels                              []string
	Findings                                                 []pageFinding
	Matrix                                                   *matrix
	Latency                                                  *latency
	Cases                                                    []pageCase
}

// badge is an outcome as a word with a mark and a colour, none of which stands for it alone.
type badge struct{ Name, Word, Mark, Class string }

type countedBadge struct {
	badge
	Count int
}

type note struct {
	Bad        bool
	Name, Text string
}

// writeHTML writes one page that needs no network, no scripts and no other file. The scripts, where they may run, filter.
func writeHTML(w io.Writer, d *Document) error {
	d = maskedFor(w, d)
	t, err := template.New("page").Parse(pageParts + pageHTML)
	if err != nil {
		return err
	}
	out := &safe.StickyWriter{W: w}
	if err := t.Execute(out, newPage(d)); err != nil {
		return fmt.Errorf("write the page: %w", err)
	}
	return out.Err
}

func newPage(d *Document) page {
	p := page{
		Policy: policy(), Title: "timhook: " + verdictLine(d) + " · " + safe.Visible(d.Backend), Backend: safe.Visible(d.Backend),
		Started: d.Started.UTC().Format("2006-01-02 15:04:05 UTC"), StartedAt: d.Started.UTC().Format(time.RFC3339), Took: seconds(d.Seconds), Signed: "no",
		Version: safe.Visible(d.Version), Catalogue: safe.Visible(d.Catalogue), Repeats: repeats(d),
		Style: template.CSS(pageCSS), Script: template.JS(pageJS), Verdict: newBadge(d.Verdict), //nolint:gosec // both are ours
	}
	if d.more() == 0 { // both would take the few cases that are listed for the run
		p.Matrix, p.Latency = newMatrix(d), newLatency(d)
	}
	if d.Signed {
		p.Signed = "yes"
	}
	if d.SDKAppID != 0 {
		p.SDKAppID = strconv.FormatUint(d.SDKAppID, 10)
	}
	for _, o := range judge.Outcomes() {
		if n := d.Counts[word(o)]; n > 0 {
			p.Counts = append(p.Counts, countedBadge{newBadge(word(o)), n})
			p.Outcomes = append(p.Outcomes, word(o))
		}
	}
	p.Notes = notes(d)
	ids := map[string]string{}
	for i, c := range d.Cases {
		shown := newPageCase(i, c)
		p.Cases = append(p.Cases, shown)
		ids[c.Name] = shown.ID
		p.Callbacks = addOnce(p.Callbacks, safe.Visible(c.Callback))
		p.Levels = addOnce(p.Levels, safe.Visible(c.Level))
	}
	for i, f := range d.Findings {
		p.Findings = append(p.Findings, newPageFinding(i, f, d, ids))
		p.Levels = addOnce(p.Levels, safe.Visible(f.Level))
		p.Outcomes = addOnce(p.Outcomes, newBadge(f.Outcome).Name)
	}
	return p
}

func addOnce(list []string, s string) []string {
	if slices.Contains(list, s) {
		return list
	}
	return append(list, s)
}

// policy forbids the page everything but its own style and script, in case something hostile got in nevertheless.
func policy() string {
	hash := sha256.Sum256([]byte(pageJS))
	return "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; script-src 'sha256-" +
		base64.StdEncoding.EncodeToString(hash[:]) + "'"
}

func newBadge(outcome string) badge {
	o := outcomeNamed(outcome)
	marks := [...]string{"✓", "✕", "!", "i", "•", "✕", "–", "?"}
	return badge{Name: word(o), Word: o.String(), Mark: marks[o], Class: word(o)}
}

// notes are what a reader should know of the whole run.
func notes(d *Document) []note {
	var list []note
	if d.Ended != "" {
		list = append(list, note{true, "Ended early:", safe.Visible(d.Ended)})
	}
	for _, p := range d.Problems {
		list = append(list, note{true, "Problem:", safe.Visible(p)})
	}
	for _, h := range d.Hints {
		list = append(list, note{false, "Hint:", safe.Visible(h)})
	}
	if line := unlistedLine(d); line != "" {
		list = append(list, note{false, "Long run:", line})
	}
	for _, s := range skippedFor(d.Cases) {
		list = append(list, note{false, fmt.Sprintf("Skipped %d:", s.count), safe.Visible(s.text)})
	}
	return list
}
