package payloads

import (
	"errors"
	"fmt"
	"strings"

	"github.com/timhook/timhook/payloads/jsontree"
)

// Override is a user's change to packets: it sets, adds or removes what a path leads to, in every packet that has the
// path. ParseSet, ParseAdd, ParseRemove and a [Shorthand] make overrides.
type Override struct {
	Path jsontree.Path
	Text string // how the user wrote it, for messages: "--set MsgSeq"

	op       operation
	value    string        // the new value
	json     bool          // value is JSON; otherwise a text that takes the type of what it replaces
	edit     jsontree.Edit // instead of a value: changes the value that is there
	declared bool          // adds the field only where the callback's page has it
}

type operation uint8

const (
	opSet operation = iota
	opAdd
	opRemove
)

// ParseSet reads the argument of --set. "PATH=VALUE" keeps the type of what it replaces: MsgSeq=7 stays a number.
// "PATH:=JSON" takes the value as it is: MsgSeq:='"7"'. See [jsontree.ParsePath] for paths.
func ParseSet(s string) (Override, error) { return parseAssignment(opSet, s) }

// ParseAdd reads the argument of --add: "PATH=VALUE" or "PATH:=JSON" for something that the packet need not have yet. A
// VALUE takes the type that the documentation has for the path, and is a string where it has none.
func ParseAdd(s string) (Override, error) { return parseAssignment(opAdd, s) }

// ParseRemove reads the argument of --remove, a path.
func ParseRemove(s string) (Override, error) {
	path, err := jsontree.ParsePath(s)
	return Override{Path: path, Text: "--remove " + s, op: opRemove}, err
}

func parseAssignment(op operation, s string) (Override, error) {
	name, value, found := strings.Cut(s, "=")
	if !found {
		return Override{}, errors.New("there is no = in it; want PATH=VALUE or PATH:=JSON")
	}
	name, literal := strings.CutSuffix(name, ":")
	path, err := jsontree.ParsePath(name)
	if err != nil {
		return Override{}, err
	}
	o := Override{Path: path, Text: [...]string{"--set ", "--add "}[op] + name, op: op, value: value, json: literal}
	if literal {
		if _, err := jsontree.Parse([]byte(value)); err != nil {
			return Override{}, fmt.Errorf("%s: the value is not JSON: %w; for a text write %s:='%s'",
				name, err, name, jsontree.String(value).JSON())
		}
	}
	return o, nil
}
