package config

import (
	"github.com/goccy/go-yaml/ast"
)

// reader turns the parser's tree into plain values.
type reader struct {
	f       *File
	anchors map[string]anchor
	values  int
}

// anchor is a value that may be repeated, and how many values it consists of.
type anchor struct {
	value Value
	size  int
}

// mostValues bounds what repetitions of repetitions make of a short file.
const mostValues = 10_000

// read reads a value. Tags are refused: a setting says itself what it is.
func (r *reader) read(node ast.Node) (Value, error) {
	v := Value{At: node.GetToken()}
	if r.values++; r.values > mostValues {
		return v, r.f.Wrong(v.At, "", "more than %d values, with those that aliases repeat", mostValues)
	}
	switch n := node.(type) {
	case *ast.MappingNode:
		v.Kind = Map
		return v, r.readMembers(&v, n)
	case *ast.SequenceNode:
		v.Kind = List
		for _, item := range n.Values {
			read, err := r.read(item)
			if err != nil {
				return v, err
			}
			v.Items = append(v.Items, read)
		}
	case *ast.AnchorNode:
		before := r.values
		read, err := r.read(n.Value)
		r.anchors[n.Name.GetToken().Value] = anchor{read, r.values - before}
		return read, err
	case *ast.AliasNode:
		repeated, found := r.anchors[n.Value.GetToken().Value]
		if r.values += repeated.size; !found {
			return v, r.f.Wrong(v.At, "", "no value before it has this anchor")
		}
		return repeated.value, nil
	case *ast.StringNode:
		v.Kind, v.Text = Text, n.Value
	case *ast.LiteralNode:
		v.Kind, v.Text = Text, n.Value.Value
	case *ast.IntegerNode, *ast.FloatNode, *ast.InfinityNode, *ast.NanNode:
		v.Kind, v.Text = Number, v.At.Value
	case *ast.BoolNode:
		v.Kind, v.Text = Bool, v.At.Value
	case *ast.NullNode:
		v.Kind = Null
	default:
		return v, r.f.Wrong(v.At, "", "tags and complex keys are not read here; write the value itself")
	}
	return v, nil
}

// readMembers reads a mapping. What << takes from another one comes behind its own members, and counts less.
func (r *reader) readMembers(v *Value, n *ast.MappingNode) error {
	var merged []Member
	for _, m := range n.Values {
		value, err := r.read(m.Value)
		if err != nil {
			return err
		}
		switch key := m.Key.(type) {
		case *ast.StringNode:
			v.Members = append(v.Members, Member{key.Value, key.GetToken(), value})
		case *ast.MergeKeyNode:
			from := []Value{value}
			if value.Kind == List {
				from = value.Items
			}
			for _, other := range from {
				if other.Kind != Map {
					return r.f.Wrong(value.At, "", "<<: got %s, want a mapping such as *common", other.Kind)
				}
				merged = append(merged, other.Members...)
			}
		default:
			return r.f.Wrong(m.Key.GetToken(), "", "got the key %s, want the name of a flag or a verb", m.Key)
		}
	}
	for _, m := range merged {
		if _, found := v.Get(m.Name); !found {
			v.Members = append(v.Members, m)
		}
	}
	return nil
}
