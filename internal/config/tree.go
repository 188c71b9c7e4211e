package config

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/clipperhouse/displaywidth"
	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
	"github.com/timhook/timhook/internal/secret"
	"github.com/timhook/timhook/report/safe"
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
	if !utf8.ValidString(f.Text) {
		return root, fmt.Errorf("%s: not UTF-8", f.Shown)
	}
	file, err := parser.ParseBytes([]byte(f.Text), 0)
	if err != nil {
		return root, f.syntaxError(err)
	}
	docs := slices.DeleteFunc(file.Docs, func(d *ast.DocumentNode) bool { return d.Body == nil })
	switch len(docs) {
	case 0:
		return Value{Kind: Map}, nil
	case 1:
	default:
		return root, f.Wrong(docs[1].Body.GetToken(), "", "a second document; want one")
	}
	root, err = f.read(docs[0].Body)
	if err == nil && root.Kind != Map {
		return root, f.Wrong(root.At, "", "got %s, want settings such as url: http://127.0.0.1:8080/im", root.Kind)
	}
	return root, err
}

func (f *File) syntaxError(err error) error {
	var syntax yaml.Error
	if errors.As(err, &syntax) && syntax.GetToken() != nil {
		return f.Wrong(syntax.GetToken(), "", "not YAML: %s", syntax.GetMessage())
	}
	return fmt.Errorf("%s: not YAML: %w", f.Shown, err)
}

// read turns the parser's tree into plain values. Anchors, tags and merge keys are refused: a setting says itself what
// it is.
func (f *File) read(node ast.Node) (Value, error) {
	v := Value{At: node.GetToken()}
	switch n := node.(type) {
	case *ast.MappingNode:
		v.Kind = Map
		return v, f.readMembers(&v, n)
	case *ast.SequenceNode:
		v.Kind = List
		for _, item := range n.Values {
			read, err := f.read(item)
			if err != nil {
				return v, err
			}
			v.Items = append(v.Items, read)
		}
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
		return v, f.Wrong(v.At, "", "anchors, aliases, tags and complex keys are not read here; write the value itself")
	}
	return v, nil
}

func (f *File) readMembers(v *Value, n *ast.MappingNode) error {
	for _, m := range n.Values {
		key, isPlain := m.Key.(*ast.StringNode)
		if !isPlain {
			return f.Wrong(m.Key.GetToken(), "", "got the key %s, want the name of a flag or a verb", m.Key)
		}
		value, err := f.read(m.Value)
		if err != nil {
			return err
		}
		v.Members = append(v.Members, Member{key.Value, key.GetToken(), value})
	}
	return nil
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

// Where names a place in the file: timhook.yaml:3.
func (f *File) Where(at *token.Token) string {
	return fmt.Sprintf("%s:%d", f.Shown, at.Position.Line)
}

// Wrong is an error about a place, which it shows with a caret.
func (f *File) Wrong(at *token.Token, hint, format string, args ...any) error {
	err := fmt.Errorf("%s: "+format, append([]any{f.Where(at)}, args...)...)
	return &Error{err, hint, f.Caret(at)}
}

// withoutSecrets masks what a line holds behind a key that holds secrets, and the secrets of a URL in it. A key that is
// not known holds one if its name sounds like it.
func (f *File) withoutSecrets(line string) string {
	for i := range len(line) {
		name := line[strings.LastIndexAny(line[:i], " \"'[{,")+1 : i]
		public, known := f.Public[name]
		if line[i] == ':' && !public && (known || secret.Named(name)) {
			return line[:i] + ": " + secret.Mask
		}
	}
	return new(secret.Policy).URL(line, "")
}

// Caret shows the line of a place and points at it. A secret in clear is masked.
func (f *File) Caret(at *token.Token) []string {
	lines := strings.Split(f.Text, "\n")
	number := at.Position.Line
	if number < 1 || number > len(lines) {
		return nil
	}
	whole := strings.TrimRight(lines[number-1], "\r")
	line := f.withoutSecrets(whole)
	runes := []rune(line)
	column := min(max(0, at.Position.Column-1), len(runes))
	const widest = 100
	first := max(0, column-widest/2)
	before, rest := safe.Visible(string(runes[first:column])),
		safe.Visible(string(runes[column:min(len(runes), first+widest)]))
	underlined := max(1, min(displaywidth.String(at.Value), displaywidth.String(rest)))
	if line != whole {
		underlined = 1 // the length of a secret is one, too
	}
	margin := fmt.Sprintf("%4d | ", number)
	return []string{
		margin + before + rest,
		strings.Repeat(" ", len(margin)-2) + "| " + strings.Repeat(" ", displaywidth.String(before)) +
			strings.Repeat("^", underlined),
	}
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
