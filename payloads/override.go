package payloads

import (
	"fmt"
	"strings"

	"github.com/timhook/timhook/payloads/jsontree"
)

// Override is one change that a user asks for. It applies to every packet that has its path.
type Override struct {
	Path  jsontree.Path
	Text  string // how the user wrote it, for messages
	op    operation
	value string // JSON when literal, otherwise a text that takes the type of what it replaces
	json  bool
	edit  jsontree.Edit // instead of a value, and only of values that are there
	// declared restricts an added field to the commands whose page has it.
	declared bool
}

type operation uint8

const (
	opSet operation = iota
	opAdd
	opRemove
)

// ParseSet reads "PATH=VALUE", which keeps the type of what it replaces, or "PATH:=JSON", which does not.
func ParseSet(s string) (Override, error) { return parseAssignment(opSet, s) }

// ParseAdd reads "PATH=VALUE" or "PATH:=JSON" for something that the packet does not have yet.
// A text added to a field of the documentation takes the field's type; elsewhere it is a string.
func ParseAdd(s string) (Override, error) { return parseAssignment(opAdd, s) }

// ParseRemove reads a path.
func ParseRemove(s string) (Override, error) {
	path, err := jsontree.ParsePath(s)
	return Override{Path: path, Text: "--remove " + s, op: opRemove}, err
}

func parseAssignment(op operation, s string) (Override, error) {
	name, value, found := strings.Cut(s, "=")
	if !found {
		return Override{}, fmt.Errorf("%q has no =; want PATH=VALUE or PATH:=JSON", s)
	}
	name, literal := strings.CutSuffix(name, ":")
	path, err := jsontree.ParsePath(name)
	if err != nil {
		return Override{}, err
	}
	o := Override{Path: path, Text: [...]string{"--set ", "--add "}[op] + name, op: op, value: value, json: literal}
	if literal {
		if _, err := jsontree.Parse([]byte(value)); err != nil {
			return Override{}, fmt.Errorf("%s: the value is not JSON: %w; for a text write %s:='%s'", name, err, name, jsontree.String(value).JSON())
		}
	}
	return o, nil
}
