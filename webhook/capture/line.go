package capture

import (
	"bytes"
	"fmt"
	"strings"
)

// LineError says where a line stops being a record.
type LineError struct {
	Column  int    // from 1, in bytes
	Problem string // with the JSON Pointer of what it is about: "/request/url: got a number, want a string"
}

func (e *LineError) Error() string { return fmt.Sprintf("column %d: %s", e.Column, e.Problem) }

// ParseLine reads a line that [Record.AppendLine] wrote, or any other spelling of the same JSON: members may stand in any
// order, and those that are not known are kept. The error is a *[LineError]. The record's texts share one copy of the line.
func ParseLine(line []byte) (*Record, error) {
	r := new(Record)
	if err := r.parse(string(trimEnd(line))); err != nil {
		return nil, err
	}
	return r, nil
}

// trimEnd leaves out the end of the line, which white space before it belongs to.
func trimEnd(line []byte) []byte { return bytes.TrimRight(line, " \t\r\n") }

// parse reads the line in one pass if it stands as this version writes it, and as JSON otherwise. Both give the same.
func (r *Record) parse(text string) error {
	if q := (quick{text: text}); q.record(r) {
		return nil
	}
	*r = Record{}
	return (&reader{text: text, into: r}).read()
}

// otherVersion is the error of a line that says in front that it is of another version, and may look in any way.
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
