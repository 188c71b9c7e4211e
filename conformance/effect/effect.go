// Package effect compares what a backend has stored of an event with what its packet says.
//
// What comes of ordinary events is learned first ([Usual.Learn]): which values of a packet arrive where, and what is
// the same each time. What is different each time and in no packet, such as the id of a row or the time of storing, is
// left out from then on. Another packet is then held to what was learned ([Usual.Differs]). In doubt there is no
// difference.
package effect

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/timhook/timhook/payloads/jsontree"
)

// Stored is what a backend has stored of one event.
type Stored struct {
	json   string
	leaves []leaf
}

// leaf is a value without members, or how many entries a list has.
type leaf struct {
	path  string // JSON Pointer
	kind  string // "string", "number", "bool", "null", or "entries" for the length of a list
	value string
}

// mostLeaves is how many values may be stored of one event. A list of recalled messages has a few hundred.
const mostLeaves = 10_000

// Of reads what was stored, in any form that encoding/json writes.
func Of(x any) (Stored, error) {
	text, err := json.Marshal(x)
	if err != nil {
		return Stored{}, fmt.Errorf("what is stored cannot be written as JSON: %w", err)
	}
	v, err := jsontree.ParseLoose(text)
	if err != nil {
		return Stored{}, fmt.Errorf("what is stored cannot be read as JSON: %w", err)
	}
	s := Stored{json: string(text), leaves: leavesOf(v)}
	if len(s.leaves) > mostLeaves {
		return Stored{}, fmt.Errorf("got %d stored values of one event, want at most %d", len(s.leaves), mostLeaves)
	}
	return s, nil
}

// IsEmpty reports whether nothing is stored: null, or lists, objects and texts without anything in them.
func (s Stored) IsEmpty() bool {
	for _, l := range s.leaves {
		if !l.isEmpty() {
			return false
		}
	}
	return true
}

// Equals reports whether the same is stored.
func (s Stored) Equals(o Stored) bool { return s.json == o.json }

func (l leaf) isEmpty() bool {
	return l.kind == "null" || l.value == "" || l.kind == "entries" && l.value == "0"
}

// String is the value in a message: the string "x", the number 7, 2 entries.
func (l leaf) String() string {
	switch {
	case l.kind == "null":
		return "null"
	case l.kind == "entries" && l.value == "1":
		return "1 entry"
	case l.kind == "entries":
		return l.value + " entries"
	case l.kind == "string":
		return fmt.Sprintf("the string %q", cut(l.value))
	}
	return "the " + l.kind + " " + cut(l.value)
}

// shownBytes of a value are in a message.
const shownBytes = 120

func cut(s string) string {
	if len(s) <= shownBytes {
		return s
	}
	return strings.ToValidUTF8(s[:shownBytes], "") + "…"
}

func leavesOf(v jsontree.Value) []leaf { return appendLeaves(nil, "", v) }

func appendLeaves(list []leaf, path string, v jsontree.Value) []leaf {
	switch v.Kind() {
	case jsontree.KindObject:
		for _, m := range v.Members() {
			list = appendLeaves(list, path+jsontree.Path{m.Name}.Pointer(), m.Value)
		}
		return list
	case jsontree.KindArray:
		list = append(list, leaf{path, "entries", fmt.Sprint(v.Len())})
		for i, m := range v.Members() {
			list = appendLeaves(list, fmt.Sprintf("%s/%d", path, i), m.Value)
		}
		return list
	case jsontree.KindNull:
		return append(list, leaf{path, "null", ""})
	case jsontree.KindNumber:
		return append(list, leaf{path, "number", v.Text()})
	case jsontree.KindBool:
		return append(list, leaf{path, "bool", v.Text()})
	}
	return append(list, leaf{path, "string", v.Text()})
}
