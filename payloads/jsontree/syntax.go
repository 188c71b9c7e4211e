package jsontree

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// SyntaxError reports the place at which a text stops being JSON.
type SyntaxError struct {
	Offset   int    // bytes before the fault
	Pointer  string // JSON Pointer to the value with the fault, empty at the top; cut where it would be longer than 256
	Problem  string // what is wrong, in lower case: "invalid character 'x' at start of value"
	Trailing bool   // a whole value came first, and the fault is that something follows it
}

func (e *SyntaxError) Error() string {
	where := fmt.Sprintf("byte %d", e.Offset)
	if e.Pointer != "" {
		where += ", " + e.Pointer
	}
	return where + ": " + e.Problem
}

const byteOrderMark = "\xef\xbb\xbf"

// explain makes the decoder's error one for users.
func (p *parser) explain(err error) *SyntaxError {
	var syntactic *jsontext.SyntacticError
	switch {
	case p.src == "":
		return &SyntaxError{Problem: "the text is empty, want a JSON value"}
	case strings.Trim(p.src, blanks) == "":
		return &SyntaxError{Problem: "there is nothing but white space, want a JSON value"}
	case strings.HasPrefix(p.src, byteOrderMark):
		return &SyntaxError{Problem: "begins with a byte order mark, which JSON forbids"}
	case errors.Is(err, io.ErrUnexpectedEOF):
		const problem = "the text ends before the value does"
		return &SyntaxError{Offset: len(p.src), Pointer: shallow(p.dec.StackPointer()), Problem: problem}
	case errors.As(err, &syntactic):
		at := int(syntactic.ByteOffset)
		problem := strings.TrimPrefix(syntactic.Err.Error(), "jsontext: ")
		if escape := p.src[at:min(at+6, len(p.src))]; strings.HasPrefix(problem, "invalid surrogate pair") {
			problem = "lone surrogate `" + escape + "` in string" // the decoder quotes what follows it too
		}
		return &SyntaxError{Offset: at, Pointer: shallow(syntactic.JSONPointer), Problem: problem + p.advice(at)}
	}
	return &SyntaxError{Offset: int(p.dec.InputOffset()), Problem: strings.TrimPrefix(err.Error(), "jsontext: ")}
}

// advice explains comments and trailing commas, which the samples of Tencent's pages have.
func (p *parser) advice(at int) string {
	rest := p.src[min(at, len(p.src)):]
	switch {
	case strings.HasPrefix(rest, "//"), strings.HasPrefix(rest, "/*"):
		return "; JSON has no comments"
	case strings.HasPrefix(rest, ","):
		if after := strings.TrimLeft(rest[1:], blanks); strings.HasPrefix(after, "}") || strings.HasPrefix(after, "]") {
			return "; no comma may stand before a closing bracket"
		}
	}
	return ""
}

// shallow is the pointer to a value around a place that is too deep to read about, as in a text of 10,000 nested
// arrays.
func shallow(pointer jsontext.Pointer) string {
	const longest = 256
	s := string(pointer)
	if len(s) <= longest {
		return s
	}
	return s[:max(0, strings.LastIndexByte(s[:longest+1], '/'))]
}
