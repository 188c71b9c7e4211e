package diff

import (
	"github.com/timhook/timhook/cmd/cli"
	"github.com/timhook/timhook/report/safe"
)

// diffDocument is the comparison as data. Members are added, never renamed.
type diffDocument struct {
	Counts    diffCounts     `json:"counts"`
	Different []diffPairJSON `json:"different"`
	OnlyA     []diffPairJSON `json:"onlyA"`
	OnlyB     []diffPairJSON `json:"onlyB"`
}

// diffPairJSON is two exchanges, or the one of only one side.
type diffPairJSON struct {
	Callback    string           `json:"callback"`
	Case        string           `json:"case,omitempty"`
	Group       string           `json:"group,omitempty"`
	Seq         string           `json:"seq,omitempty"`
	A           *diffPlaceJSON   `json:"a,omitempty"`
	B           *diffPlaceJSON   `json:"b,omitempty"`
	Differences []differenceJSON `json:"differences,omitempty"`
}

type diffPlaceJSON struct {
	Input  string `json:"input"`
	Number int    `json:"number"`
	Line   int    `json:"line"`
	TookUS *int64 `json:"tookUs,omitempty"` // with --latency
}

// differenceJSON holds texts as they are, those that are no UTF-8 in base64.
type differenceJSON struct {
	Part      string `json:"part"`
	Path      string `json:"path"`
	Line      int    `json:"line,omitempty"`
	Kind      string `json:"kind"`
	Old       string `json:"old"`
	OldBase64 string `json:"oldBase64,omitempty"`
	New       string `json:"new"`
	NewBase64 string `json:"newBase64,omitempty"`
}

func diffJSON(a *cli.App, d *differ) error {
	doc := diffDocument{Counts: d.counts, Different: []diffPairJSON{}, OnlyA: []diffPairJSON{}, OnlyB: []diffPairJSON{}}
	for _, p := range d.pairs {
		pair := newDiffPair(p.b)
		pair.A, pair.B = d.placeJSON(p.a), d.placeJSON(p.b)
		for _, f := range p.found {
			one := differenceJSON{Part: string(f.Part), Path: f.Path, Line: f.Line, Kind: string(f.Kind)}
			one.Old, one.OldBase64 = safe.TextOrBase64(f.Old)
			one.New, one.NewBase64 = safe.TextOrBase64(f.New)
			pair.Differences = append(pair.Differences, one)
		}
		doc.Different = append(doc.Different, pair)
	}
	for _, x := range d.only[0] {
		pair := newDiffPair(x)
		pair.A = d.placeJSON(x)
		doc.OnlyA = append(doc.OnlyA, pair)
	}
	for _, x := range d.only[1] {
		pair := newDiffPair(x)
		pair.B = d.placeJSON(x)
		doc.OnlyB = append(doc.OnlyB, pair)
	}
	return a.WriteInert(doc)
}

func newDiffPair(x diffExchange) diffPairJSON {
	return diffPairJSON{Callback: x.Callback, Case: x.Case, Group: x.Group, Seq: x.Seq}
}

func (d *differ) placeJSON(x diffExchange) *diffPlaceJSON {
	p := &diffPlaceJSON{Input: x.input, Number: x.number, Line: x.line}
	if d.o.latency {
		took := x.took.Microseconds()
		p.TookUS = &took
	}
	return p
}
