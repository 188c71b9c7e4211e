package config

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/clipperhouse/displaywidth"
	"github.com/goccy/go-yaml/token"
	"github.com/timhook/timhook/report/safe"
)

// Where names a place in the file: timhook.yaml:3.
func (f *File) Where(at *token.Token) string {
	return fmt.Sprintf("%s:%d", f.Shown, at.Position.Line)
}

// Wrong is an error about a place, which it shows with a caret.
func (f *File) Wrong(at *token.Token, hint, format string, args ...any) error {
	err := fmt.Errorf("%s: "+format, append([]any{f.Where(at)}, args...)...)
	return &Error{err, cmp.Or(hint, f.oddHint(at)), f.Caret(at)}
}

// line is the line of that number.
func (f *File) line(number int) string {
	lines := strings.Split(f.Text, "\n")
	if 1 <= number && number <= len(lines) {
		return strings.TrimRight(lines[number-1], "\r")
	}
	return ""
}

// Caret shows the line of a place and points at it. A secret in clear is masked.
func (f *File) Caret(at *token.Token) []string {
	whole := f.line(at.Position.Line)
	if whole == "" {
		return nil
	}
	line, shown := f.withoutSecrets(at.Position.Line)
	runes := []rune(line)
	column := min(max(0, at.Position.Column-1), len(runes))
	const widest = 100
	first := max(0, column-widest/2)
	before, rest := safe.Visible(string(runes[first:column])),
		safe.Visible(string(runes[column:min(len(runes), first+widest)]))
	underlined := max(1, min(displaywidth.String(at.Value), displaywidth.String(rest)))
	if line != whole && column+len([]rune(at.Value)) > len([]rune(whole[:shown])) {
		underlined = 1 // the length of a secret is one, too
	}
	margin := fmt.Sprintf("%4d | ", at.Position.Line)
	return []string{
		margin + before + rest,
		strings.Repeat(" ", len(margin)-2) + "| " + strings.Repeat(" ", displaywidth.String(before)) +
			strings.Repeat("^", underlined),
	}
}
