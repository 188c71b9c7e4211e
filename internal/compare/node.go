package compare

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"slices"
	"strconv"
	"strings"

	"github.com/timhook/timhook/payloads/jsontree"
)

// node is a value without its ignored parts. Nodes of one sum are equal, so that a body nested 10,000 levels deep
// is read once and not once for each level.
type node struct {
	value jsontree.Value
	at    *place
	sum   sum
	nth   int // among the members of its name
	kids  []node
}

// place is a path that its extensions share. nil is the top.
type place struct {
	up   *place
	step string
	deep int // number of steps
}

func (p *place) child(step string) *place {
	if p == nil {
		return &place{nil, step, 1}
	}
	return &place{p, step, p.deep + 1}
}

func (p *place) path() jsontree.Path {
	if p == nil {
		return nil
	}
	path := make(jsontree.Path, p.deep)
	for ; p != nil; p = p.up {
		path[p.deep-1] = p.step
	}
	return path
}

type sum [sha256.Size]byte

// tree makes the nodes of a value.
func (o Options) tree(v jsontree.Value, at *place) node {
	n := node{value: v, at: at}
	seen := map[string]int{}
	for i, m := range v.Members() {
		step := m.Name
		if v.Kind() == jsontree.KindArray {
			step = strconv.Itoa(i)
		}
		below := at.child(step)
		if o.ignores(below) {
			continue
		}
		kid := o.tree(m.Value, below)
		if v.Kind() == jsontree.KindObject {
			kid.nth = seen[step]
			seen[step]++
		}
		n.kids = append(n.kids, kid)
	}
	n.sum = o.sumOf(n)
	return n
}

// ignoresName is for a header field or a parameter of the query, which has a name and no path.
func (o Options) ignoresName(name string) bool {
	return slices.ContainsFunc(o.Ignore, func(p jsontree.Path) bool {
		return len(p) == 1 && strings.EqualFold(p[0], name)
	})
}

func (o Options) ignores(at *place) bool {
	return slices.ContainsFunc(o.Ignore, func(pattern jsontree.Path) bool {
		return len(pattern) == at.deep && matches(pattern, at)
	})
}

func matches(pattern jsontree.Path, at *place) bool {
	for ; at != nil; at = at.up {
		if step := pattern[at.deep-1]; step != "*" && step != at.step {
			return false
		}
	}
	return true
}

// sumOf is the same for values that count as the same. With [Options.Spelling], the order of members and the spelling
// of values count.
func (o Options) sumOf(n node) sum {
	kind := n.value.Kind()
	b := []byte{byte(kind)}
	if kind != jsontree.KindArray && kind != jsontree.KindObject {
		return sha256.Sum256(append(b, o.scalar(n.value)...))
	}
	kids := n.kids
	if kind == jsontree.KindObject && !o.Spelling {
		kids = slices.Clone(kids)
		slices.SortStableFunc(kids, func(a, b node) int { return cmp.Compare(a.at.step, b.at.step) })
	}
	for _, kid := range kids {
		if kind == jsontree.KindObject {
			b = append(binary.AppendUvarint(b, uint64(len(kid.at.step))), kid.at.step...)
		}
		b = append(b, kid.sum[:]...)
	}
	return sha256.Sum256(b)
}

// scalar is a text that equal values have in common.
func (o Options) scalar(v jsontree.Value) string {
	switch {
	case o.Spelling:
		return v.JSON()
	case v.Kind() == jsontree.KindNumber:
		return number(v.Text())
	}
	return v.Text()
}
