// Package comparereport compares the verdicts of two runs: what broke, what is fixed and what got slower. It writes
// them as text, as Markdown for a pull request, and as one JSON document.
package comparereport

import (
	"time"

	"github.com/timhook/timhook/report"
)

// Comparison is what two runs come to. Members are added, never renamed.
type Comparison struct {
	Verdict string `json:"verdict"` // broke, notJudged, nothing, slower, warned, fixed or same: the first that applies
	Before  Run    `json:"before"`
	After   Run    `json:"after"`
	// Differs are what the runs have not in common beside the backend's answers: the seed, the catalogue.
	Differs  []string `json:"differs"`
	Compared int      `json:"compared"` // cases that both runs judged
	// Broke are requirements that hold in the one run and not in the other, one for each cause, the strongest first,
	// with the cases that show the change. One that is listed as known is among them, and breaks nothing.
	Broke []report.Finding `json:"broke"`
	Fixed []report.Finding `json:"fixed"` // the other way round, as the run before has them
	// Slower are the callbacks past the limits, and Latency all of which both runs have answers.
	Slower  []Latency `json:"slower"`
	Latency []Latency `json:"latency"`
	// The cases that cannot be compared. NotJudged held before, and were not judged after.
	NotJudged []Change `json:"notJudged"`
	Added     []Change `json:"added"`
	Gone      []Change `json:"gone"`
	Skipped   []Change `json:"skipped"` // after
	Judged    []Change `json:"judged"`  // after, and not before

	Limits Slower `json:"limits"`
}

// Run is one of the two.
type Run struct {
	File      string         `json:"file"`
	Verdict   string         `json:"verdict"`
	Counts    map[string]int `json:"counts"`
	Seed      *uint64        `json:"seed,omitempty"`
	Catalogue string         `json:"catalogue"`
	Version   string         `json:"version"`
	Backend   string         `json:"backend"`
	Started   time.Time      `json:"started,omitzero"`
	Ended     string         `json:"ended,omitempty"` // why it ended early
}

// Change is a case that only one of the runs has judged.
type Change struct {
	Case   string `json:"case"`
	Before string `json:"before,omitempty"` // outcome; empty: it was not played
	After  string `json:"after,omitempty"`
	Why    string `json:"why,omitempty"` // it was skipped, or not judged
}

// New compares two runs, which have the names of their files.
func New(names [2]string, before, after *report.Document, limits Slower) *Comparison {
	c := &Comparison{
		Before: newRun(names[0], before), After: newRun(names[1], after), Limits: limits,
		Broke: []report.Finding{}, Fixed: []report.Finding{}, Slower: []Latency{}, Latency: []Latency{},
		NotJudged: []Change{}, Added: []Change{}, Gone: []Change{}, Skipped: []Change{}, Judged: []Change{},
	}
	a, b := newSide(before), newSide(after)
	c.Differs = differences(c.Before, c.After, before, after)
	c.Broke = append(c.Broke, changedIn(a, b, broke)...)
	c.Fixed = append(c.Fixed, changedIn(b, a, isFixed)...)
	c.match(a, b)
	c.measure(a, b)
	c.Verdict = c.verdict()
	return c
}

func newRun(name string, d *report.Document) Run {
	return Run{
		File: name, Verdict: d.Verdict, Counts: d.Counts, Seed: d.Seed, Catalogue: d.Catalogue, Version: d.Version,
		Backend: d.Backend, Started: d.Started, Ended: d.Ended,
	}
}

// Breaks reports whether a requirement broke: a MUST, and with shoulds a SHOULD.
func (c *Comparison) Breaks(shoulds bool) bool {
	for _, f := range c.Broke {
		if f.Outcome == "fail" || shoulds && f.Outcome == "warn" {
			return true
		}
	}
	return false
}

func (c *Comparison) verdict() string {
	switch {
	case c.Breaks(false):
		return "broke"
	case len(c.NotJudged) > 0:
		return "notJudged"
	case c.Compared == 0:
		return "nothing"
	case len(c.Slower) > 0:
		return "slower"
	case c.Breaks(true):
		return "warned"
	case len(c.Fixed) > 0:
		return "fixed"
	}
	return "same"
}
