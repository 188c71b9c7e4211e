package diffreport

import (
	"fmt"
	"time"

	"github.com/timhook/timhook/internal/compare"
	"github.com/timhook/timhook/report/safe"
)

// Document is the comparison as data. Members are added, never renamed.
type Document struct {
	Counts    Counts `json:"counts"`
	Different []Pair `json:"different"`
	OnlyA     []Pair `json:"onlyA"`
	OnlyB     []Pair `json:"onlyB"`
}

// Pair is two exchanges, or the one of only one side.
type Pair struct {
	Callback    string       `json:"callback"`
	Case        string       `json:"case,omitempty"`
	Group       string       `json:"group,omitempty"`
	Seq         string       `json:"seq,omitempty"`
	A           *Place       `json:"a,omitempty"`
	B           *Place       `json:"b,omitempty"`
	Differences []Difference `json:"differences,omitempty"`
}

// Place is where an exchange was read.
type Place struct {
	Input  string `json:"input"`
	Number int    `json:"number"`
	Line   int    `json:"line"`
	TookUS *int64 `json:"tookUs,omitempty"` // with --latency
}

// Difference holds texts as they are, those that are no UTF-8 in base64.
type Difference struct {
	Part      string `json:"part"`
	Path      string `json:"path"`
	Line      int    `json:"line,omitempty"`
	Kind      string `json:"kind"`
	Old       string `json:"old"`
	OldBase64 string `json:"oldBase64,omitempty"`
	New       string `json:"new"`
	NewBase64 string `json:"newBase64,omitempty"`

	text compare.Difference // the same for [Comparison.Text]
}

// Document is the comparison as data.
func (c *Comparison) Document() Document {
	list := func(pairs []Pair) []Pair { return append([]Pair{}, pairs...) } // never null
	return Document{c.Counts, list(c.different), list(c.only[0]), list(c.only[1])}
}

func newDifference(f compare.Difference) Difference {
	d := Difference{text: f, Part: string(f.Part), Path: f.Path, Line: f.Line, Kind: string(f.Kind)}
	d.Old, d.OldBase64 = safe.TextOrBase64(f.Old)
	d.New, d.NewBase64 = safe.TextOrBase64(f.New)
	return d
}

func newPair(x *compare.Exchange) Pair {
	return Pair{Callback: x.Callback, Case: x.Case, Group: x.Group, Seq: x.Seq}
}

func (c *Comparison) place(x *compare.Exchange) *Place {
	p := &Place{Input: x.Input, Number: x.Number, Line: x.Line}
	if c.Latency {
		took := x.Took.Microseconds()
		p.TookUS = &took
	}
	return p
}

func (p Pair) name() string {
	return safe.Visible(compare.Identity{Callback: p.Callback, Case: p.Case, Group: p.Group, Seq: p.Seq}.String())
}

func (p *Place) where() string { return fmt.Sprintf("%s:%d", safe.Visible(p.Input), p.Line) }

func (p *Place) took() time.Duration { return time.Duration(*p.TookUS) * time.Microsecond }
