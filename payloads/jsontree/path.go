package jsontree

import (
	"errors"
	"strconv"
	"strings"
)

// Path leads to a value: names of members, indices of items. The step "*" stands for every item or member.
type Path []string

// ParsePath reads a JSON Pointer (/MsgBody/0/MsgType, RFC 6901) or the dotted form (MsgBody.0.MsgType).
func ParsePath(s string) (Path, error) {
	if s == "" || s == "/" {
		return nil, errors.New("the path is empty; want a name such as MsgBody.0.MsgContent.Text or /MsgBody/0/MsgContent/Text")
	}
	steps := strings.Split(s, ".")
	if rest, isPointer := strings.CutPrefix(s, "/"); isPointer {
		steps = strings.Split(rest, "/")
		for i, step := range steps {
			steps[i] = strings.ReplaceAll(strings.ReplaceAll(step, "~1", "/"), "~0", "~")
		}
		return steps, nil
	}
	for _, step := range steps {
		if step == "" {
			return nil, errors.New("path " + strconv.Quote(s) + " has an empty step; write a name that holds a dot as a JSON Pointer, for instance /GroupAttr/0/key")
		}
	}
	return steps, nil
}

// Pointer prints the path as a JSON Pointer; an empty path prints as the empty text, which means the whole value.
func (p Path) Pointer() string {
	var b strings.Builder
	for _, step := range p {
		b.WriteByte('/')
		b.WriteString(strings.ReplaceAll(strings.ReplaceAll(step, "~", "~0"), "/", "~1"))
	}
	return b.String()
}

// String prints the dotted form, or the pointer where a step holds a dot.
func (p Path) String() string {
	for _, step := range p {
		if step == "" || strings.ContainsAny(step, "./") {
			return p.Pointer()
		}
	}
	return strings.Join(p, ".")
}

// Child is the path one step further.
func (p Path) Child(step string) Path { return append(p[:len(p):len(p)], step) }

// At is the value that the path leads to, absent when there is none. It takes no "*".
func (v Value) At(p Path) Value {
	for _, step := range p {
		i := v.index(step)
		if i < 0 {
			return Value{}
		}
		v = v.list[i].Value
	}
	return v
}

// Paths lists the paths of all values below v, in order.
func (v Value) Paths() []Path {
	var paths []Path
	v.walk(nil, func(p Path, _ Value) { paths = append(paths, p) })
	return paths
}

func (v Value) walk(at Path, visit func(Path, Value)) {
	for i, m := range v.list {
		step := m.Name
		if v.kind == KindArray {
			step = strconv.Itoa(i)
		}
		p := at.Child(step)
		visit(p, m.Value)
		m.Value.walk(p, visit)
	}
}

func (v Value) index(step string) int {
	switch v.kind {
	case KindObject:
		for i := len(v.list) - 1; i >= 0; i-- {
			if v.list[i].Name == step {
				return i
			}
		}
	case KindArray:
		if i, err := strconv.Atoi(step); err == nil && i >= 0 && i < len(v.list) && strconv.Itoa(i) == step {
			return i
		}
	}
	return -1
}
