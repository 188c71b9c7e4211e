package report

import (
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"slices"
	"strconv"
	"time"

	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/report/page"
	"github.com/timhook/timhook/report/safe"
	"github.com/timhook/timhook/report/words"
)

//go:embed page.html
var pageHTML string

// runPage is what the template shows. Every text in it is visible; the template escapes it for HTML.
type runPage struct {
	Policy, Title, Backend, Started, StartedAt, Took, Signed string
	Version, Catalogue, SDKAppID                             string
	Repeats                                                  []string
	Style                                                    template.CSS
	Script                                                   template.JS
	Verdict                                                  page.Badge
	Counts                                                   []page.CountedBadge
	Notes                                                    []page.Note
	Callbacks, Outcomes, Levels                              []string
	Findings                                                 []PageFinding
	Matrix                                                   *matrix
	Latency                                                  *latency
	Cases                                                    []pageCase
}

// writeHTML writes one page that needs no network, no scripts and no other file. The scripts, where they may run, filter.
func writeHTML(w io.Writer, d *Document) error {
	d = MaskedFor(w, d)
	t, err := template.New("page").Parse(page.Parts + pageHTML)
	if err != nil {
		return err
	}
	out := &safe.StickyWriter{W: w}
	if err := t.Execute(out, newPage(d)); err != nil {
		return fmt.Errorf("write the page: %w", err)
	}
	return out.Err
}

func newPage(d *Document) runPage {
	p := runPage{
		Policy: page.Policy(), Title: "timhook: " + VerdictLine(d) + " · " + safe.Visible(d.Backend), Backend: safe.Visible(d.Backend),
		Started: d.Started.UTC().Format("2006-01-02 15:04:05 UTC"), StartedAt: d.Started.UTC().Format(time.RFC3339), Took: words.Seconds(d.Seconds), Signed: "no",
		Version: safe.Visible(d.Version), Catalogue: safe.Visible(d.Catalogue), Repeats: repeats(d),
		Style: template.CSS(page.CSS), Script: template.JS(page.JS), Verdict: page.NewBadge(d.Verdict), //nolint:gosec // both are ours
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
		if n := d.Counts[words.Outcome(o)]; n > 0 {
			p.Counts = append(p.Counts, page.CountedBadge{Badge: page.NewBadge(words.Outcome(o)), Count: n})
			p.Outcomes = append(p.Outcomes, words.Outcome(o))
		}
	}
	p.Notes = Notes(d)
	ids := map[string]string{}
	for i, c := range d.Cases {
		shown := newPageCase(i, c)
		p.Cases = append(p.Cases, shown)
		ids[c.Name] = shown.ID
		p.Callbacks = addOnce(p.Callbacks, safe.Visible(c.Callback))
		p.Levels = addOnce(p.Levels, safe.Visible(c.Level))
	}
	for i, f := range d.Findings {
		p.Findings = append(p.Findings, NewPageFinding(i, f, d, ids))
		p.Levels = addOnce(p.Levels, safe.Visible(f.Level))
		p.Outcomes = addOnce(p.Outcomes, page.NewBadge(f.Outcome).Name)
	}
	return p
}

func addOnce(list []string, s string) []string {
	if slices.Contains(list, s) {
		return list
	}
	return append(list, s)
}

// Notes are what a reader should know of the whole run.
func Notes(d *Document) []page.Note {
	var list []page.Note
	if d.Ended != "" {
		list = append(list, page.Note{Bad: true, Name: "Ended early:", Text: safe.Visible(d.Ended)})
	}
	for _, p := range d.Problems {
		list = append(list, page.Note{Bad: true, Name: "Problem:", Text: safe.Visible(p)})
	}
	for _, h := range d.Hints {
		list = append(list, page.Note{Bad: false, Name: "Hint:", Text: safe.Visible(h)})
	}
	if line := unlistedLine(d); line != "" {
		list = append(list, page.Note{Bad: false, Name: "Long run:", Text: line})
	}
	for _, s := range skippedFor(d.Cases) {
		list = append(list, page.Note{Bad: false, Name: fmt.Sprintf("Skipped %d:", s.count), Text: safe.Visible(s.text)})
	}
	return list
}
