package flags

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/timhook/timhook/payloads/jsontree"
	"github.com/timhook/timhook/report/safe"
	"github.com/timhook/timhook/report/terminal"
)

// JSONError is a packet of the user's own that is not JSON, with the place of the mistake. It is a usage error.
type JSONError struct {
	from   string // "--body packet.json"
	line   int
	text   []byte // of that line
	column int    // in bytes
	err    error
}

// NotJSON finds the place of the error of a parser in a text; from names the text for people.
func NotJSON(from string, text []byte, err error) *JSONError {
	e := &JSONError{from: from, err: err}
	syntax, ok := errors.AsType[*jsontree.SyntaxError](err)
	if !ok {
		return e
	}
	at := min(syntax.Offset, len(text))
	if bare := bytes.TrimRight(text, "\r\n"); at > len(bare) { // behind the last line there is nothing to show
		at = len(bare)
	}
	begin := bytes.LastIndexByte(text[:at], '\n') + 1
	rest, _, _ := bytes.Cut(text[begin:], []byte("\n"))
	e.line, e.text, e.column = 1+bytes.Count(text[:at], []byte("\n")), bytes.TrimRight(rest, "\r"), at-begin
	return e
}

func (e *JSONError) Error() string {
	if e.line == 0 {
		return fmt.Sprintf("%s: not JSON: %v", e.from, e.err)
	}
	return fmt.Sprintf("%s: not JSON: line %d: %v", e.from, e.line, e.err)
}

func (e *JSONError) Unwrap() error { return e.err }

// Hint tells what most packets that people paste have too much of.
func (e *JSONError) Hint() string {
	return "a request packet is one JSON object; the // comments of the documentation have to go"
}

// Place is the line with the mistake, and a caret below it.
func (e *JSONError) Place() []string {
	if e.line == 0 {
		return nil
	}
	const around = 50 // bytes
	first, last := e.column-around, e.column+around
	text := string(e.text)
	if first = max(0, first); first > 0 {
		first = safe.RuneStart(text, first)
	}
	last = safe.RuneStart(text, min(len(text), last))
	column := min(safe.RuneStart(text, e.column), len(text))
	before, rest := safe.Visible(text[first:column]), safe.Visible(text[column:max(column, last)])
	margin := fmt.Sprintf("%4d | ", e.line)
	blank := strings.Repeat(" ", utf8.RuneCountInString(margin)-2)
	return []string{margin + before + rest, blank + "| " + strings.Repeat(" ", terminal.Columns(before)) + "^"}
}
