package conformance

import (
	"fmt"
	"path"
	"strings"

	"github.com/timhook/timhook/payloads/chat"
)

// Pattern chooses cases by their names. Its zero value is not a pattern; see [ParsePattern].
type Pattern struct {
	Text     string // as it was written
	Callback string // as [chat.Matches] has it; "": every one
	ID       string // empty: a bare word, which is a callback or an id
}

// ParsePattern reads a pattern: CALLBACK/ID, a callback alone for all its cases, or an id alone for the cases of all
// callbacks. A callback is spelt in full, by its short name or by that of a family. In each part * matches any text; **
// and all match every case. For example, send/neg-* matches the negative cases of Group.CallbackAfterSendMsg.
func ParsePattern(text string) (Pattern, error) {
	p := Pattern{Text: text}
	p.Callback, p.ID, _ = strings.Cut(text, "/")
	switch {
	case text == "":
		return p, fmt.Errorf("a pattern is empty, want a name such as send/eventtime-string or neg-*")
	case strings.HasSuffix(text, "/"), strings.Contains(p.ID, "/"):
		return p, fmt.Errorf("pattern %q: want CALLBACK/ID, a callback or an id", text)
	}
	for _, part := range []string{p.Callback, p.ID} {
		if _, err := path.Match(part, "x"); err != nil {
			return p, fmt.Errorf("pattern %q: a [ has no ]", text)
		}
	}
	return p, nil
}

// String is the pattern as it was written.
func (p Pattern) String() string { return p.Text }

// IsGlob reports whether the pattern has wildcards.
func (p Pattern) IsGlob() bool {
	return strings.ContainsAny(p.Text, "*?[") || chat.IsFamily(p.Callback)
}

// Matches reports whether the pattern chooses the case.
func (p Pattern) Matches(c *Case) bool {
	if p.ID == "" {
		return p.IsCallback(c) || Fits(p.Callback, c.ID)
	}
	return p.callbackFits(c) && Fits(p.ID, c.ID)
}

// IsCallback reports whether the pattern is a bare word that names the case's callback.
func (p Pattern) IsCallback(c *Case) bool { return p.ID == "" && p.callbackFits(c) }

func (p Pattern) callbackFits(c *Case) bool {
	return p.Callback == "" || chat.Matches(c.Command, p.Callback)
}

// Fits reports whether a name matches a glob, as [path.Match] does. A glob that is not well formed matches nothing.
func Fits(glob, name string) bool {
	ok, _ := path.Match(glob, name)
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
