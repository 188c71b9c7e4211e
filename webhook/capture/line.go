package capture

import (
	"cmp"
	"errors"
	"fmt"
	"strings"

	"github.com/timhook/timhook/payloads/jsontree"
)

// LineError is the place where a line stops being a record.
type LineError struct {
	Column  int    // from 1, in bytes
	Problem string // with the JSON Pointer of what it is about: "/request/url: got a number, want a string"
}

func (e *LineError) Error() string { return fmt.Sprintf("column %d: %s", e.Column, e.Problem) }

// fault is what is wrong with a line that was not read: it is no JSON, or of another version, or else err, which is
// about the first member that is wrong.
func (r *lineReader) fault(err error) error {
	if r.line == "" {
		return &LineError{1, "the line is empty"}
	}
	line, noJSON := jsontree.Parse([]byte(r.line))
	if noJSON != nil {
		return cmp.Or(otherVersion(r.line), syntaxError(noJSON))
	}
	if version := line.Get("timhook"); version.Kind() == jsontree.KindString && version.Text() != Version {
		return versionError(version.Text(), version.Start()+1)
	}
	return err
}

func syntaxError(err error) error {
	var syntax *jsontree.SyntaxError
	if !errors.As(err, &syntax) {
		return &LineError{1, err.Error()}
	}
	problem := syntax.Problem
	if syntax.Pointer != "" {
		problem = syntax.Pointer + ": " + problem
	}
	return &LineError{syntax.Offset + 1, problem}
}

// otherVersion is the error about a line that begins with the name of another version. What follows may have any form.
func otherVersion(text string) error {
	const front = `{"timhook":"`
	rest, ok := strings.CutPrefix(text, front)
	version, _, _ := strings.Cut(rest, `"`)
	if !ok || version == Version {
		return nil
	}
	return versionError(version, len(front))
}

func versionError(got string, column int) error {
	return &LineError{column, fmt.Sprintf("/timhook: got %q, this version of timhook reads %q", got, Version)}
}
