package diffreport

import (
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
}

// Document is the comparison as data.
func (c *Comparison) Document() Document {
	doc := Document{Counts: c.Counts, Different: []Pair{}, OnlyA: []Pair{}, OnlyB: []Pair{}}
	for _, p := range c.pairs {
		pair := newPair(p.b)
		pair.A, pair.B = c.place(p.a), c.place(p.b)
		for _, f := range p.found {
			one := Difference{Part: string(f.Part), Path: f.Path, Line: f.Line, Kind: string(f.Kind)}
			one.Old, one.OldBase64 = safe.TextOrBase64(f.Old)
			one.New, one.NewBase64 = safe.TextOrBase64(f.New)
			pair.Differences = append(pair.Differences, one)
		}
		doc.Different = append(doc.Different, pair)
	}
	for _, x := range c.only[0] {
		pair := newPair(x)
		pair.A = c.place(x)
		doc.OnlyA = append(doc.OnlyA, pair)
	}
	for _, x := range c.only[1] {
		pair := newPair(x)
		pair.B = c.place(x)
		doc.OnlyB = append(doc.OnlyB, pair)
	}
	return doc
}

func newPair(x exchange) Pair {
	return Pair{Callback: x.Callback, Case: x.Case, Group: x.Group, Seq: x.Seq}
}

func (c *Comparison) place(x exchange) *Place {
	p := &Place{Input: x.input, Number: x.number, Line: x.line}
	if c.Latency {
		took := x.took.Microseconds()
		p.TookUS = &took
	}
	return p
}
