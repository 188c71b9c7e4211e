package effect

import (
	"fmt"
	"math/big"
	"slices"
	"strings"

	"github.com/timhook/timhook/payloads/jsontree"
)

// Usual is what is stored of the ordinary events of one callback, in terms of their packets. The zero value knows
// nothing. After two events or more it tells what is the same each time from what is another each time. It is for one
// goroutine at a time.
type Usual struct {
	learned int
	places  []*place // in the order of what was stored first
}

// place is where a value is stored.
type place struct {
	path    string
	kind    string   // of the value: another one is a difference
	fields  []string // places of the packet that had the value each time
	text    string   // the value, where it was the same each time
	isFixed bool
}

// Learn adds one ordinary event: its packet, and what was stored of it.
func (u *Usual) Learn(packet []byte, s Stored) {
	u.learned++
	sent := fieldsOf(packet)
	for _, p := range u.places {
		i := slices.IndexFunc(s.leaves, p.isOf)
		if i < 0 {
			p.fields, p.isFixed = nil, false
			continue
		}
		l := s.leaves[i]
		p.fields = slices.DeleteFunc(p.fields, func(field string) bool { return !has(sent, field, l) })
		p.isFixed = p.isFixed && p.text == l.value
	}
	if u.learned > 1 {
		return
	}
	for _, l := range s.leaves {
		if l.isEmpty() {
			continue // there is nothing to find again
		}
		p := &place{path: l.path, kind: l.kind, text: l.value, isFixed: true}
		for _, f := range sent {
			if has(sent, f.path, l) {
				p.fields = append(p.fields, f.path)
			}
		}
		u.places = append(u.places, p)
	}
}

// Difference is one thing that is stored otherwise than an ordinary event is.
type Difference struct {
	At        string // JSON Pointer into what is stored; "": the whole
	Got, Want string
}

// Differs is the first difference between what was stored of an event and what its packet says, in terms of ordinary
// events. A value that the packet lacks or has in another place is no difference: what becomes of it is not known.
func (u *Usual) Differs(packet []byte, s Stored) (d Difference, differs bool) {
	if s.IsEmpty() {
		return Difference{Got: "nothing stored", Want: "the event stored, as an ordinary one is"}, true
	}
	sent := fieldsOf(packet)
	for _, p := range u.places {
		if d, differs = p.differs(sent, s); differs {
			return d, true
		}
	}
	return d, false
}

func (p *place) isOf(l leaf) bool {
	return l.path == p.path && (l.kind == "entries") == (p.kind == "entries")
}

func (p *place) differs(sent []leaf, s Stored) (d Difference, differs bool) {
	at := ""
	if p.path != "" {
		at = p.path + ": "
	}
	i := slices.IndexFunc(s.leaves, p.isOf)
	var got leaf
	if i >= 0 {
		got = s.leaves[i]
	}
	if i < 0 && slices.ContainsFunc(s.leaves, func(l leaf) bool { return strings.HasPrefix(l.path+"/", p.path+"/") }) {
		return d, false // a list or an object stands there, as several values do in the place of one
	}
	if p.isFixed && (i < 0 || got.value == p.text && got.kind == p.kind) {
		return d, false // what is the same each time may be left out, as an empty member is
	}
	for _, field := range p.fields {
		value, ok := find(sent, field)
		if !ok || value.isEmpty() || i >= 0 && fits(got, value, p.kind) {
			return d, false
		}
	}
	d.At, d.Got = p.path, at+described(got, i >= 0)
	switch {
	case p.isFixed && (p.kind == "entries" || len(p.fields) == 0):
		d.Want = fmt.Sprintf("%v, as of an ordinary event", leaf{p.path, p.kind, p.text})
	case len(p.fields) > 0:
		want, _ := find(sent, p.fields[0])
		want.kind = p.kind
		d.Want = fmt.Sprintf("%v, which is the packet's %s", want, p.fields[0])
	default:
		return Difference{}, false
	}
	return d, true
}

func described(l leaf, is bool) string {
	if !is {
		return "nothing"
	}
	return l.String()
}

// fits reports whether a stored value is one of the packet, in the kind that it is usually stored in, or as the packet
// has it, which is how an archive of packets stores it. A text that holds the packet's among others, as that of several
// elements does, is in doubt.
func fits(got, sent leaf, kind string) bool {
	if got.kind != kind {
		return got.kind == sent.kind && got.value == sent.value
	}
	return isSame(got.value, sent.value) || kind == "string" && strings.Contains(got.value, sent.value)
}

// has reports whether a place of the packet has the stored value, in whichever kind.
func has(sent []leaf, path string, l leaf) bool {
	value, ok := find(sent, path)
	return ok && (value.kind == "entries") == (l.kind == "entries") && !value.isEmpty() && isSame(value.value, l.value)
}

func find(leaves []leaf, path string) (leaf, bool) {
	i := slices.IndexFunc(leaves, func(l leaf) bool { return l.path == path })
	if i < 0 {
		return leaf{}, false
	}
	return leaves[i], true
}

// isSame compares texts, and numbers by their value however they are spelt.
func isSame(a, b string) bool {
	if a == b {
		return true
	}
	x, isNumber := number(a)
	y, isAnother := number(b)
	return isNumber && isAnother && x.Cmp(y) == 0
}

// number is the value of a JSON number of a size that packets have: 1e999999999 is a number as well.
func number(text string) (*big.Rat, bool) {
	const longest, longestExponent = 30, 3
	at := strings.IndexAny(text, "eE")
	if len(text) > longest || at >= 0 && len(text)-at-1 > longestExponent || strings.ContainsAny(text, "/_xXpP") {
		return nil, false
	}
	return new(big.Rat).SetString(text)
}

// fieldsOf are the values of a packet; none of one that is no JSON.
func fieldsOf(packet []byte) []leaf {
	v, err := jsontree.ParseLoose(packet)
	if err != nil {
		return nil
	}
	return leavesOf(v)
}
