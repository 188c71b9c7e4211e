// Package diffreport holds what a comparison of two captures or two runs has found, and writes it: as text for people
// and as one JSON document.
package diffreport

import (
	"time"

	"github.com/timhook/timhook/internal/compare"
	"github.com/timhook/timhook/internal/secret"
	"github.com/timhook/timhook/webhook/capture"
)

// Comparison is what was found: counts of everything, and the exchanges that are shown.
type Comparison struct {
	Names   [2]string // of the two sides, as they were given
	Most    int       // exchanges kept of those that differ, and of those on one side only; 0: all
	Quiet   bool      // no exchange is kept
	Latency bool      // keep how long the answers took
	Hide    *secret.Known

	Counts Counts

	different []Pair
	only      [2][]Pair
	took      [2][]time.Duration // of the pairs, equal ones included
}

// Counts are in the JSON document as they are here.
type Counts struct {
	Equal      int `json:"equal"`
	Different  int `json:"different"`
	OnlyA      int `json:"onlyA"`
	OnlyB      int `json:"onlyB"`
	Unreadable int `json:"unreadable"`
}

// Differ is true when the two sides are not the same.
func (c Counts) Differ() bool { return c.Different+c.OnlyA+c.OnlyB > 0 }

// Unmatched is true when nothing of one side belongs to anything of the other.
func (c Counts) Unmatched() bool { return c.Equal+c.Different == 0 }

// AddPair takes two exchanges that belong together, and what differs between them.
func (c *Comparison) AddPair(a, b *compare.Exchange, found []compare.Difference) {
	if c.Latency {
		c.took[0], c.took[1] = append(c.took[0], a.Took), append(c.took[1], b.Took)
	}
	if len(found) == 0 {
		c.Counts.Equal++
		return
	}
	if c.Counts.Different++; c.keeps(len(c.different)) {
		p := newPair(b)
		p.A, p.B = c.place(a), c.place(b)
		for _, f := range c.concealed(found) {
			p.Differences = append(p.Differences, newDifference(f))
		}
		c.different = append(c.different, p)
	}
}

// AddOnlyA takes an exchange that only the first side has.
func (c *Comparison) AddOnlyA(x *compare.Exchange) {
	if c.Counts.OnlyA++; c.keeps(len(c.only[0])) {
		p := newPair(x)
		p.A = c.place(x)
		c.only[0] = append(c.only[0], p)
	}
}

// AddOnlyB takes an exchange that only the second side has.
func (c *Comparison) AddOnlyB(x *compare.Exchange) {
	if c.Counts.OnlyB++; c.keeps(len(c.only[1])) {
		p := newPair(x)
		p.B = c.place(x)
		c.only[1] = append(c.only[1], p)
	}
}

// keeps is true while another exchange is kept beside the kept ones.
func (c *Comparison) keeps(kept int) bool { return !c.Quiet && (c.Most == 0 || kept < c.Most) }

// Learn keeps the secrets of a request out of what is shown of its answer, which may quote them.
func (c *Comparison) Learn(r *capture.Request) {
	c.Hide.Learn(r.Secrets(c.Hide.Told())...)
}

// concealed leaves of credentials only that they differ.
func (c *Comparison) concealed(found []compare.Difference) []compare.Difference {
	hide, signs := c.Hide.Patterns(), secret.Policy{}
	for i, f := range found {
		named := f.Part == compare.Header || f.Part == compare.Sent || f.Part == compare.Query
		isTold := c.Hide.Told().HasIn(f.Path)
		for _, text := range []*string{&found[i].Old, &found[i].New} {
			if *text = signs.Mask(hide.Mask(*text)); (isTold || named && secret.Named(f.Path)) && *text != "" {
				*text = secret.Mask
			}
		}
	}
	return found
}
