package shrink

import (
	"slices"
	"strconv"
	"strings"

	"github.com/timhook/timhook/payloads/jsontree"
)

// Places are lists of indices and not paths: of two members with one name a path finds only the last.

// node is the value at a place.
func (s *shrinker) node(at []int) jsontree.Value {
	v := s.root
	for _, i := range at {
		v = v.Members()[i].Value
	}
	return v
}

func (s *shrinker) path(at []int) jsontree.Path {
	var p jsontree.Path
	v := s.root
	for _, i := range at {
		m := v.Members()[i]
		if v.Kind() == jsontree.KindArray {
			p = append(p, strconv.Itoa(i))
		} else {
			p = append(p, m.Name)
		}
		v = m.Value
	}
	return p
}

// visit calls do for every value from the outside in, with the children that each has by then. The place is valid only
// during the call.
func (s *shrinker) visit(do func(at []int)) { s.visitBelow(nil, do) }

func (s *shrinker) visitBelow(at []int, do func(at []int)) {
	do(at)
	for i := 0; i < s.node(at).Len() && !s.out.Exhausted; i++ {
		s.visitBelow(append(at, i), do)
	}
}

// replace tries the text in place of the value.
func (s *shrinker) replace(what string, at []int, text string) bool {
	v := s.node(at)
	return !s.locked(v) && s.try(what, at, s.text[:v.Start()]+text+s.text[v.End():])
}

// lock finds the values that a path of Keep leads to.
func (s *shrinker) lock(v jsontree.Value, p jsontree.Path) {
	switch {
	case v.IsAbsent():
	case len(p) == 0:
		s.kept = append(s.kept, stretch{v.Start(), v.End()})
	case p[0] == "*":
		for _, m := range v.Members() {
			s.lock(m.Value, p[1:])
		}
	default:
		s.lock(v.At(p[:1]), p[1:])
	}
}

// locked reports whether the value holds a kept one, or is a part of it.
func (s *shrinker) locked(v jsontree.Value) bool {
	return slices.ContainsFunc(s.kept, func(k stretch) bool { return k.start < v.End() && v.Start() < k.end })
}

// cutChildren leaves members and items out, from the outside in.
func (s *shrinker) cutChildren() {
	s.visit(func(at []int) {
		what := membersRemoved
		if s.node(at).Kind() == jsontree.KindArray {
			what = itemsRemoved
		}
		count := func() int { return len(s.removable(at)) }
		s.drop(count, func(from, to int) bool {
			return s.try(what, at, s.without(s.node(at), s.removable(at)[from:to]))
		})
	})
}

// removable lists the children that nothing kept is in. Items before a kept one give it its number, so they stay.
func (s *shrinker) removable(at []int) []int {
	v := s.node(at)
	free := make([]int, 0, v.Len())
	for i, m := range v.Members() {
		switch {
		case !s.locked(m.Value):
			free = append(free, i)
		case v.Kind() == jsontree.KindArray:
			free = free[:0]
		}
	}
	return free
}

// without is the text without some children, in ascending order, of a value; what stays keeps its white space.
func (s *shrinker) without(v jsontree.Value, doomed []int) string {
	var b strings.Builder
	b.Grow(len(s.text))
	from, comma := v.Start()+1, ""
	b.WriteString(s.text[:from])
	for i, m := range v.Members() {
		to := m.Value.End()
		if i == v.Len()-1 {
			to = v.End() - 1
		} else {
			to += strings.IndexByte(s.text[to:], ',')
		}
		if len(doomed) > 0 && doomed[0] == i {
			doomed = doomed[1:]
		} else {
			b.WriteString(comma)
			b.WriteString(s.text[from:to])
			comma = ","
		}
		from = to + 1
	}
	b.WriteString(s.text[v.End()-1:])
	return b.String()
}

// unwrap puts what a container holds into its place where it holds one value only.
func (s *shrinker) unwrap() { s.visit(func(at []int) { s.unwrapAt(at, 1) }) }

// unwrapDeep unwraps early where a packet nests far deeper than packets do: level by level, that would take all tries.
func (s *shrinker) unwrapDeep() {
	const deep, outer = 32, 4
	s.visit(func(at []int) {
		if len(at) <= outer {
			s.unwrapAt(at, deep)
		}
	})
}

// unwrapAt finds out how many levels have to stay, where there are at least so many.
func (s *shrinker) unwrapAt(at []int, atLeast int) {
	v := s.node(at)
	levels := []string{""}
	for v.Len() == 1 {
		v = v.Members()[0].Value
		levels = append(levels, s.text[v.Start():v.End()])
	}
	if depth := len(levels) - 1; depth >= atLeast {
		bisect(-1, depth, func(left int) bool { return s.replace(unwrapped, at, levels[depth-left]) })
	}
}

// dropKinds replaces values by empty ones of another kind: some values matter only by being there.
func (s *shrinker) dropKinds() {
	s.visit(func(at []int) {
		for _, empty := range []string{`""`, "null"} {
			if v := s.node(at); len(empty) < v.End()-v.Start() {
				s.replace(kindDropped, at, empty)
			}
		}
	})
}
