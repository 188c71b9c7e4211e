package cmd

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
	"github.com/timhook/timhook/report/safe"
)

// yamlKind is what a value of the configuration is.
type yamlKind string

const (
	yamlText   yamlKind = "a text"
	yamlNumber yamlKind = "a number"
	yamlBool   yamlKind = "true or false"
	yamlNull   yamlKind = "nothing"
	yamlList   yamlKind = "a list"
	yamlMap    yamlKind = "a mapping"
)

// configError is a mistake in the configuration, with the lines that show its place.
type configError struct {
	err   error
	hint  string
	place []string
}

func (e *configError) Error() string   { return e.err.Error() }
func (e *configError) Unwrap() error   { return e.err }
func (e *configError) Hint() string    { return e.hint }
func (e *configError) Place() []string { return e.place }

// yamlValue is a value of the configuration and where it stands.
type yamlValue struct {
	kind    yamlKind
	text    string // of a text, a number or a bool, as it is written
	items   []yamlValue
	members []yamlMember
	at      *token.Token
}

type yamlMember struct {
	name  string
	at    *token.Token
	value yamlValue
}

// largestConfig bounds the file, and with it how deep its values can nest.
const largestConfig = 64 << 10

// parse reads the text of a configuration, which is one mapping or nothing.
func (f *configFile) parse() (root yamlValue, err error) {
	if len(f.text) > largestConfig {
		return root, fmt.Errorf("%s: got %d bytes, want at most %d", f.shown, len(f.text), largestConfig)
	}
	if !utf8.ValidString(f.text) {
		return root, fmt.Errorf("%s: not UTF-8", f.shown)
	}
	file, err := parser.ParseBytes([]byte(f.text), 0)
	if err != nil {
		return root, f.syntaxError(err)
	}
	docs := slices.DeleteFunc(file.Docs, func(d *ast.DocumentNode) bool { return d.Body == nil })
	switch len(docs) {
	case 0:
		return yamlValue{kind: yamlMap}, nil
	case 1:
	default:
		return root, f.wrong(docs[1].Body.GetToken(), "", "a second document; want one")
	}
	root, err = f.read(docs[0].Body)
	if err == nil && root.kind != yamlMap {
		return root, f.wrong(root.at, "", "got %s, want settings such as url: http://127.0.0.1:8080/im", root.kind)
	}
	return root, err
}

func (f *configFile) syntaxError(err error) error {
	var syntax yaml.Error
	if errors.As(err, &syntax) && syntax.GetToken() != nil {
		return f.wrong(syntax.GetToken(), "", "not YAML: %s", syntax.GetMessage())
	}
	return fmt.Errorf("%s: not YAML: %w", f.shown, err)
}

// read turns the parser's tree into plain values. Anchors, tags and merge keys are refused: a setting says itself what it is.
func (f *configFile) read(node ast.Node) (yamlValue, error) {
	v := yamlValue{at: node.GetToken()}
	switch n := node.(type) {
	case *ast.MappingNode:
		v.kind = yamlMap
		return v, f.readMembers(&v, n)
	case *ast.SequenceNode:
		v.kind = yamlList
		for _, item := range n.Values {
			read, err := f.read(item)
			if err != nil {
				return v, err
			}
			v.items = append(v.items, read)
		}
	case *ast.StringNode:
		v.kind, v.text = yamlText, n.Value
	case *ast.LiteralNode:
		v.kind, v.text = yamlText, n.Value.Value
	case *ast.IntegerNode, *ast.FloatNode, *ast.InfinityNode, *ast.NanNode:
		v.kind, v.text = yamlNumber, v.at.Value
	case *ast.BoolNode:
		v.kind, v.text = yamlBool, v.at.Value
	case *ast.NullNode:
		v.kind = yamlNull
	default:
		return v, f.wrong(v.at, "", "anchors, aliases, tags and complex keys are not read here; write the value itself")
	}
	return v, nil
}

func (f *configFile) readMembers(v *yamlValue, n *ast.MappingNode) error {
	for _, m := range n.Values {
		key, isPlain := m.Key.(*ast.StringNode)
		if !isPlain {
			return f.wrong(m.Key.GetToken(), "", "got the key %s, want the name of a flag or a verb", m.Key)
		}
		value, err := f.read(m.Value)
		if err != nil {
			return err
		}
		v.members = append(v.members, yamlMember{key.Value, key.GetToken(), value})
	}
	return nil
}

// get is the member of that name.
func (v yamlValue) get(name string) (yamlValue, bool) {
	for _, m := range v.members {
		if m.name == name {
			return m.value, true
		}
	}
	return yamlValue{}, false
}

// where names a place in the file: timhook.yaml:3.
func (f *configFile) where(at *token.Token) string {
	return fmt.Sprintf("%s:%d", f.shown, at.Position.Line)
}

// wrong is an error about a place, which it shows with a caret.
func (f *configFile) wrong(at *token.Token, hint, format string, args ...any) error {
	err := fmt.Errorf("%s: "+format, append([]any{f.where(at)}, args...)...)
	return &configError{err, hint, f.caret(at)}
}

// caret shows the line of a place and points at it. A token that stands in clear is left out.
func (f *configFile) caret(at *token.Token) []string {
	lines := strings.Split(f.text, "\n")
	number := at.Position.Line
	if number < 1 || number > len(lines) {
		return nil
	}
	line := strings.TrimRight(lines[number-1], "\r")
	if key, _, found := strings.Cut(line, ":"); found && strings.Contains(key, "token") {
		line = key + ": …"
	}
	runes := []rune(line)
	column := min(max(0, at.Position.Column-1), len(runes))
	const widest = 100
	first := max(0, column-widest/2)
	before, rest := safe.Visible(string(runes[first:column])), safe.Visible(string(runes[column:min(len(runes), first+widest)]))
	underlined := max(1, min(displaywidth.String(at.Value), displaywidth.String(rest)))
	margin := fmt.Sprintf("%4d | ", number)
	return []string{
		margin + before + rest,
		strings.Repeat(" ", len(margin)-2) + "| " + strings.Repeat(" ", displaywidth.String(before)) + strings.Repeat("^", underlined),
	}
}
