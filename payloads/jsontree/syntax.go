package jsontree

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// SyntaxError says where a text stops being JSON.
type SyntaxError struct {
	Offset   int    // bytes before the fault
	Pointer  string // JSON Pointer to the value that holds the fault, or far down to one around it; empty at the top
	Problem  string // what is wrong, lower case
	Trailing bool   // one whole value came first; the fault is what follows it
}

func (e *SyntaxError) Error() string {
	where := fmt.Sprintf("byte %d", e.Offset)
	if e.Pointer != "" {
		where += ", " + e.Pointer
	}
	return where + ": " + e.Problem
}

const byteOrderMark = "\xef\xbb\xbf"

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
		return &SyntaxError{Offset: len(p.src), Pointer: shallow(p.dec.StackPointer()), Problem: "the text ends before the value does"}
	case errors.As(err, &syntactic):
		at := int(syntactic.ByteOffset)
		problem := strings.TrimPrefix(syntactic.Err.Error(), "jsontext: ")
		if escape := p.src[at:min(at+6, len(p.src))]; strings.HasPrefix(problem, "invalid surrogate pair") {
			problem = "lone surrogate `" + escape + "` in string" // without what follows it, which is no part of the fault
		}
		return &SyntaxError{Offset: at, Pointer: shallow(syntactic.JSONPointer), Problem: problem + p.advice(at)}
	}
	return &SyntaxError{Offset: int(p.dec.InputOffset()), Problem: strings.TrimPrefix(err.Error(), "jsontext: ")}
}

// advice names the two habits of JSON's dialects that the documentation's own samples teach.
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

// shallow goes up from a place that is too deep to be read, as in a text that nests 10,000 arrays.
func shallow(pointer jsontext.Pointer) string {
	const longest = 256
	s := string(pointer)
	if len(s) <= longest {
		return s
	}
	return s[:max(0, strings.LastIndexByte(s[:longest+1], '/'))]
}
