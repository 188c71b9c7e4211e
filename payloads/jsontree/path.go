package jsontree

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Path leads from a value to one inside it. Its steps are names of members and indices of items: MsgBody, 0, MsgType.
// To [Value.Replace], the step "*" is every member or item.
type Path []string

// ParsePath reads a path as users write it: as a JSON Pointer, /MsgBody/0/MsgType (RFC 6901), or with dots,
// MsgBody.0.MsgType, or as in JavaScript, JSONPath and jq, MsgBody[0].MsgType. A name with a dot or a bracket in it
// needs the pointer. The error is for the user.
func ParsePath(s string) (Path, error) {
	if s == "" || s == "/" {
		return nil, errors.New("the path is empty; want a name such as MsgBody.0.MsgContent.Text or " +
			"/MsgBody/0/MsgContent/Text")
	}
	if rest, isPointer := strings.CutPrefix(s, "/"); isPointer {
		steps := strings.Split(rest, "/")
		for i, step := range steps {
			steps[i] = strings.ReplaceAll(strings.ReplaceAll(step, "~1", "/"), "~0", "~")
		}
		return steps, nil
	}
	inner := s
	if rest, isRoot := strings.CutPrefix(s, "$"); isRoot && strings.IndexAny(rest, ".[") == 0 {
		inner = rest // the $ of JSONPath is the whole value
	}
	var steps []string
	for _, step := range strings.Split(strings.TrimPrefix(inner, "."), ".") {
		steps = append(steps, bracketed(step)...)
	}
	for _, step := range steps {
		if step == "" {
			return nil, fmt.Errorf("path %q has an empty step; write a name that holds a dot as a JSON Pointer, "+
				"for instance /GroupAttr/0/key", s)
		}
	}
	return steps, nil
}

// bracketed are the steps in one with indices in brackets, as in MsgBody[0] or MsgBody[*], or behind a root or a dot,
// which have no name in front. A name with other brackets stays as it is.
func bracketed(step string) []string {
	name, rest, found := strings.Cut(step, "[")
	indices, closed := strings.CutSuffix(rest, "]")
	if !found || !closed {
		return []string{step}
	}
	var steps []string
	if name != "" {
		steps = append(steps, name)
	}
	for index := range strings.SplitSeq(indices, "][") {
		if index != "*" && strings.Trim(index, "0123456789") != "" || index == "" {
			return []string{step}
		}
		steps = append(steps, index)
	}
	return steps
}

// Pointer is the path as a JSON Pointer. That of an empty path, which leads to the whole value, is the empty text.
func (p Path) Pointer() string {
	var b strings.Builder
	for _, step := range p {
		b.WriteByte('/')
		b.WriteString(strings.ReplaceAll(strings.ReplaceAll(step, "~", "~0"), "/", "~1"))
	}
	return b.String()
}

// String is the path with dots, or the pointer where the dots would be read otherwise: a name has a dot or an index
// in brackets in it, or begins like a root. A slash looks like a pointer's.
func (p Path) String() string {
	dotted := strings.Join(p, ".")
	if read, err := ParsePath(dotted); err == nil && slices.Equal(read, p) && !strings.Contains(dotted, "/") {
		return dotted
	}
	return p.Pointer()
}

// Child is the path with one more step. It shares no memory with the children of other steps.
func (p Path) Child(step string) Path { return append(p[:len(p):len(p)], step) }

// At is the value that the path leads to, absent where there is none. A step "*" is a name like any other.
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

// Paths lists the paths of all values inside v, in the order of the text.
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

// index is the place in the list of the member or item that a step names, -1 where there is none.
func (v Value) index(step string) int {
	switch v.kind {
	case KindObject:
		return v.last(step)
	case KindArray:
		if i, err := strconv.Atoi(step); err == nil && i >= 0 && i < len(v.list) && strconv.Itoa(i) == step {
			return i
		}
	}
	return -1
}
