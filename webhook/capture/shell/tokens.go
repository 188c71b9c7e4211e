package shell

import (
	"bytes"
	"strings"

	"github.com/timhook/timhook/webhook/capture/scan"
)

// tokens takes the words and the operators of a POSIX shell.
type tokens struct {
	*scan.Source
	known    variables
	prompted bool       // a prompt stands in front of the line, and perhaps in front of those with which it goes on
	fenced   bool       // a fence ends the text
	isCurl   bool       // the command that is being read is curl
	glued    bool       // no blank stands between the last word and what follows
	stream   string     // the number of the stream that is redirected
	idle     string     // what a line that was to go on holds instead: "empty", "a comment"
	inner    []pipeline // of commands in words, that call curl
}

// next takes a word, or an operator: | ; > < << <<- <<< ( ) or the end of a line. Several ends of a command count as
// ";".
func (t *tokens) next() (op string, w word, err error) {
	for {
		next := t.Peek(3)
		switch {
		case len(next) == 0:
			_, err := t.Next()
			return "end", w, err
		case next[0] == ' ', next[0] == '\t', next[0] == '\r':
			t.Skip(1)
			t.glued = false
		case next[0] == '\\' && lineEnd(next[1:]) > 0:
			t.continueLine(1 + lineEnd(next[1:]))
			t.glued, t.idle = false, "empty"
		case next[0] == '#':
			if t.idle != "" {
				t.idle = "a comment"
			}
			for c := t.Peek(1); len(c) > 0 && c[0] != '\n'; c = t.Peek(1) {
				if _, err := t.Next(); err != nil {
					return "", w, err
				}
			}
		case strings.IndexByte("|;&\n<>()", next[0]) >= 0 && !isSubstitution(next):
			if next[0] != '\n' {
				t.idle = ""
			}
			op, err := t.operator(next)
			t.glued = false
			return op, w, err
		default:
			w, err := t.word()
			t.glued, t.idle = true, ""
			if behind := string(t.Peek(1)); allDigits(w.text) && err == nil && (behind == ">" || behind == "<") {
				t.stream = w.text
				continue
			}
			return "", w, err
		}
	}
}

// continueLine takes a backslash and the end of its line, and the prompt of the next one.
func (t *tokens) continueLine(n int) {
	t.Skip(n)
	if next := t.Peek(2); t.prompted && string(next) == "> " {
		t.Skip(2)
	}
}

// isSubstitution reports whether the output of a command stands here as if it was a file (bash, <(…)).
func isSubstitution(b []byte) bool { return len(b) > 1 && (b[0] == '<' || b[0] == '>') && b[1] == '(' }

func allDigits(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }

// operator takes what ends a word. A parenthesis of a process substitution begins a word and does not come here.
func (t *tokens) operator(next []byte) (string, error) {
	c, isDouble := next[0], len(next) > 1 && next[1] == next[0]
	switch {
	case c == '<' && string(next) == "<<<", c == '<' && string(next) == "<<-":
		t.Skip(3)
		return string(next), nil
	case c == '<' && isDouble:
		t.Skip(2)
		return "<<", nil
	case c == '>' && isDouble:
		t.Skip(2)
		return ">>", nil
	case c == '&' && bytes.HasPrefix(next, []byte("&>")):
		t.Skip(2)
		return ">", nil
	case c == '&' && !isDouble && t.glued:
		if err := t.checkAmpersand(); err != nil {
			return "", err
		}
	case isDouble && strings.IndexByte("|&;", c) >= 0, bytes.HasPrefix(next, []byte(">&")),
		bytes.HasPrefix(next, []byte(">|")):
		t.Skip(1)
	}
	t.Skip(1)
	if c == '&' || c == '|' && isDouble {
		return ";", nil
	}
	return string(c), nil
}

// checkAmpersand refuses an & that joins two parameters of a URL and is not quoted: the shell ends the command there.
func (t *tokens) checkAmpersand() error {
	name, _, found := strings.Cut(string(t.Peek(64)[1:]), "=")
	if !found || !isName(name) {
		return nil
	}
	return scan.BadTextf("column %d: the & is not quoted, so that the shell ends the URL in front of %s; "+
		"put the URL in single quotes", t.Column, name)
}
