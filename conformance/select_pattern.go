package conformance

import (
	"fmt"
	"path"
	"strings"
)

// Pattern stands for cases by their names.
type Pattern struct {
	text     string
	callback string
	id       string // empty: a bare word, which is a callback or an id
}

// ParsePattern reads a pattern: CALLBACK/ID, a callback alone for all its cases, or an id alone for those of all callbacks.
// A callback is spelt in full or by its short name. In each part * stands for any text; ** and all stand for every case.
func ParsePattern(text string) (Pattern, error) {
	p := Pattern{text: text}
	p.callback, p.id, _ = strings.Cut(text, "/")
	switch {
	case text == "":
		return p, fmt.Errorf("a pattern is empty, want a name such as send/eventtime-string or neg-*")
	case strings.HasSuffix(text, "/"), strings.Contains(p.id, "/"):
		return p, fmt.Errorf("pattern %q: want CALLBACK/ID, a callback or an id", text)
	}
	for _, part := range []string{p.callback, p.id} {
		if _, err := path.Match(part, "x"); err != nil {
			return p, fmt.Errorf("pattern %q: a [ has no ]", text)
		}
	}
	return p, nil
}

// String is the pattern as it was written.
func (p Pattern) String() string { return p.text }

// IsGlob says whether the pattern has wildcards.
func (p Pattern) IsGlob() bool { return strings.ContainsAny(p.text, "*?[") || p.callback == "all" }

// Matches says whether the case is meant.
func (p Pattern) Matches(c *Case) bool {
	if p.id == "" {
		return p.isCallback(c) || fits(p.callback, c.ID)
	}
	return p.callbackFits(c) && fits(p.id, c.ID)
}

// isCallback says whether the pattern is a bare word for the case's callback.
func (p Pattern) isCallback(c *Case) bool { return p.id == "" && p.callbackFits(c) }

func (p Pattern) callbackFits(c *Case) bool {
	return p.callback == "all" || p.callback == "" || fits(p.callback, c.Command.Name) || fits(p.callback, c.Command.Short)
}

func fits(glob, name string) bool {
	ok, _ := path.Match(glob, name) // its syntax has been looked at
	return ok
}

// PatternsIn reads the patterns of a list: one on each line, with comments behind a # that begins a word.
func PatternsIn(text string) []string {
	var patterns []string
	for line := range strings.Lines(text) {
		if pattern, _ := cutComment(line); pattern != "" {
			patterns = append(patterns, pattern)
		}
	}
	return patterns
}

// cutComment splits a line at the first # that begins a word: names such as example#2 hold one, too.
func cutComment(line string) (before, comment string) {
	line = strings.TrimSpace(strings.TrimPrefix(line, "\ufeff"))
	for i := range len(line) {
		if line[i] == '#' && (i == 0 || line[i-1] == ' ' || line[i-1] == '\t') {
			return strings.TrimSpace(line[:i]), strings.TrimSpace(line[i+1:])
		}
	}
	return line, ""
}
