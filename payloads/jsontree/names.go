package jsontree

import "sync"

// fewMembers are looked through as fast as they are found in a map. No packet of Chat has more.
const fewMembers = 32

// names finds the members of a long list, so that looking up each of them does not cost the square of their number.
type names struct {
	list []Member // that was parsed; an edited value has another
	once sync.Once
	last map[string]int // the place of the last member of each name
}

// last is the place of the last member of that name in an object, -1 where there is none.
func (v Value) last(name string) int {
	if v.kind != KindObject {
		return -1
	}
	if n := v.names; n != nil && len(n.list) == len(v.list) && &n.list[0] == &v.list[0] {
		n.once.Do(n.read)
		if i, ok := n.last[name]; ok {
			return i
		}
		return -1
	}
	for i := len(v.list) - 1; i >= 0; i-- {
		if v.list[i].Name == name {
			return i
		}
	}
	return -1
}

func (n *names) read() {
	n.last = make(map[string]int, len(n.list))
	for i, m := range n.list {
		n.last[m.Name] = i
	}
}
