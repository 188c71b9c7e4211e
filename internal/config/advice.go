package config

import (
	"cmp"
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/token"
)

// checkText refuses what no reader of YAML could read rightly, where its own complaint would name another cause.
func (f *File) checkText() error {
	for i, line := range strings.Split(f.Text, "\n") {
		at := &token.Token{Value: line, Position: &token.Position{Line: i + 1, Column: 1}}
		blanks := strings.TrimLeft(line, " \t")
		first, _ := utf8.DecodeRuneInString(blanks)
		switch {
		case !utf8.ValidString(line):
			return f.Wrong(at, "save the file as UTF-8", "this line is not UTF-8")
		case strings.HasPrefix(line, "<<<<<<< ") || strings.HasPrefix(line, ">>>>>>> "):
			return f.Wrong(at, "", "a merge conflict that is not resolved")
		case unicode.IsSpace(first) && first > unicode.MaxASCII && strings.TrimSpace(line) != "":
			at.Value, at.Position.Column = string(first), len(line)-len(blanks)+1
			return f.Wrong(at, "indent with ordinary blanks", "%s in front of the text", nameOf(first))
		}
	}
	return nil
}

// complaints are what the parser says, and what its words mean for people.
func complaints() []struct{ says, means, hint string } {
	const quotes = "if a text begins with this character, put it in quotes: 'x'"
	return []struct{ says, means, hint string }{
		{
			"found character '\t'", "a tab indents this line, and YAML indents with blanks",
			"put blanks in the place of tabs",
		},
		{
			"mapping value is not allowed", "a colon with a blank behind it begins a value, and there can be none",
			"put a text with a colon in quotes, as in header: 'X-Key: value'; otherwise compare the indentation with " +
				"the next line",
		},
		{"value is not allowed in this context", "this line is indented like none above it", ""},
		{"undefined alias name", "* begins the name of an anchor, and there is none", quotes},
		{"is a reserved character", "a text cannot begin with this character", quotes},
		{"unexpected directive", "a text cannot begin with this character", quotes},
		{"could not find flow map content", "{ begins a mapping, and this is none", quotes},
		{"unexpected scalar value type", "this is no value", quotes},
		{"already defined", "this key is there twice", ""},
		{"end character of", "the text in quotes has no end", ""},
		{"sequence end token", "the list has no ]", ""},
	}
}

func (f *File) syntaxError(err error) error {
	var syntax yaml.Error
	if !errors.As(err, &syntax) || syntax.GetToken() == nil {
		return fmt.Errorf("%s: not YAML: %w", f.Shown, err)
	}
	for _, c := range complaints() {
		if strings.Contains(syntax.GetMessage(), c.says) {
			return f.Wrong(syntax.GetToken(), cmp.Or(f.oddHint(syntax.GetToken()), c.hint), "not YAML: %s", c.means)
		}
	}
	return f.Wrong(syntax.GetToken(), "", "not YAML: %s", syntax.GetMessage())
}

// Odd names a character in a text that is often taken for another; empty: there is none.
func Odd(text string) string {
	for _, r := range text {
		if want := lookalike(r); want != "" {
			return fmt.Sprintf("there is %s; want %s", nameOf(r), want)
		}
	}
	return ""
}

// oddHint says what is odd about the line of a place.
func (f *File) oddHint(at *token.Token) string {
	if odd := Odd(f.line(at.Position.Line)); odd != "" {
		return odd
	}
	text := strings.TrimSpace(f.line(at.Position.Line))
	name, rest, found := strings.Cut(text, ":")
	switch {
	case found && rest != "" && rest[0] != ' ' && !strings.ContainsAny(name, " '\"[{"):
		return "a blank is missing behind the colon: " + name + ": …"
	case !found && strings.Contains(text, "="):
		return "a setting is NAME: VALUE, with a colon"
	}
	return ""
}

func lookalike(r rune) string {
	switch r {
	case '“', '”', '„', '‟', '＂':
		return `"`
	case '‘', '’', '‚', '‛', '＇':
		return "'"
	case '：', '﹕', '︰':
		return "a colon and a blank"
	case '，', '、':
		return "a comma"
	}
	if r > unicode.MaxASCII && (unicode.IsSpace(r) || unicode.Is(unicode.Cf, r)) {
		return "a blank"
	}
	return ""
}

func nameOf(r rune) string {
	switch {
	case r == '\u00a0' || r == '\u202f':
		return fmt.Sprintf("a no-break space (%U)", r)
	case unicode.IsSpace(r) || unicode.Is(unicode.Cf, r):
		return fmt.Sprintf("an unusual blank (%U)", r)
	}
	return fmt.Sprintf("%c (%U)", r, r)
}
