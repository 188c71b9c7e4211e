package config

import (
	"fmt"
	"slices"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
)

// Kind is what a value of the configuration is.
type Kind string

const (
	Text   Kind = "a text"
	Number Kind = "a number"
	Bool   Kind = "true or false"
	Null   Kind = "nothing"
	List   Kind = "a list"
	Map    Kind = "a mapping"
)

// Error is a mistake in the configuration, with the lines that show its place.
type Error struct {
	Err    error
	Advice string
	Lines  []string
}

func (e *Error) Error() string   { return e.Err.Error() }
func (e *Error) Unwrap() error   { return e.Err }
func (e *Error) Hint() string    { return e.Advice }
func (e *Error) Place() []string { return e.Lines }

// Value is a value of the configuration and its place.
type Value struct {
	Kind    Kind
	Text    string // of a text, a number or a bool, as it is written
	Items   []Value
	Members []Member
	At      *token.Token
}

type Member struct {
	Name  string
	At    *token.Token
	Value Value
}

// largestConfig bounds the file, and with it how deep its values can nest.
const largestConfig = 64 << 10

// Parse reads the text of a configuration, which is one mapping or nothing.
func (f *File) Parse() (root Value, err error) {
	if len(f.Text) > largestConfig {
		return root, fmt.Errorf("%s: got %d bytes, want at most %d", f.Shown, len(f.Text), largestConfig)
	}
	if err := f.checkText(); err != nil {
		return root, err
	}
	file, err := parser.ParseBytes([]byte(f.Text), 0)
	if err != nil {
		return root, f.syntaxError(err)
	}
	docs := slices.DeleteFunc(file.Docs, func(d *ast.DocumentNode) bool {
		_, isDirective := d.Body.(*ast.DirectiveNode)
		return d.Body == nil || isDirective
	})
	switch len(docs) {
	case 0:
		return Value{Kind: Map}, nil
	case 1:
	default:
		return root, f.Wrong(docs[1].Body.GetToken(), "", "a second document; want one")
	}
	r := reader{f: f, anchors: map[string]anchor{}}
	root, err = r.read(docs[0].Body)
	if err == nil && root.Kind != Map {
		return root, f.Wrong(root.At, "", "got %s, want settings such as url: http://127.0.0.1:8080/im", root.Kind)
	}
	return root, err
}

// IsQuoted is true of a text that is written in quotes.
func (v Value) IsQuoted() bool {
	return v.Kind == Text && v.At != nil && (v.At.Type == token.SingleQuoteType || v.At.Type == token.DoubleQuoteType)
}

// Get is the member of that name.
func (v Value) Get(name string) (Value, bool) {
	for _, m := range v.Members {
		if m.Name == name {
			return m.Value, true
		}
	}
	return Value{}, false
}

// Described is the value for a message.
func (v Value) Described() string {
	if v.Kind == Text {
		return "the text " + `"` + v.Text + `"`
	}
	if v.Text != "" {
		return v.Text
	}
	return string(v.Kind)
}
