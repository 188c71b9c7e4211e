package httptext

import (
	"bytes"
	"strings"

	"github.com/timhook/timhook/internal/pattern"
)

// aside takes lines that stand between messages, and what follows the line if that goes on.
func (r *Reader) aside(line []byte) (bool, error) {
	text := bytes.TrimSpace(line)
	switch {
	case isBlankOrComment(text):
		r.define(string(text))
		return true, nil
	case isAnswer(text), isTrace(text):
		r.printed = r.printed || !IsStatusLine(text)
		return false, nil
	case isScript(text):
		return true, r.skipScript(text)
	case isPrinted(text), isPrompt(text):
		r.printed = true
		return true, nil
	case isRequest(text):
		r.printed = r.printed || isSent(text) || isLogged(text)
		return false, nil
	}
	r.printed = r.printed || !r.hasBegun // the text tells of messages
	return r.printed, nil
}

// isBlankOrComment knows lines that an editor, or Markdown around its text, has between messages.
func isBlankOrComment(text []byte) bool {
	for _, begin := range []string{"#", "//", "@", "```", "import ", "run "} {
		if bytes.HasPrefix(text, []byte(begin)) {
			return true
		}
	}
	return len(text) == 0
}

// isPrompt knows a command that a terminal shows above its output.
func isPrompt(text []byte) bool {
	return bytes.HasPrefix(text, []byte("$ ")) || bytes.HasPrefix(text, []byte("% ")) ||
		bytes.HasPrefix(text, []byte("PS ")) && bytes.IndexByte(text, '>') > 0
}

func isComment(text []byte) bool {
	return bytes.HasPrefix(text, []byte("#")) || bytes.HasPrefix(text, []byte("//"))
}

// script is what JetBrains runs before a request (<) and on its answer (>), in place or from a file, and where it keeps
// answers (>> and <>).
var script = pattern.Of(`^(<|>)\s*\{%|^> ?\S*\.(js|mjs|ts)\s*$|^>>!? |^<> `)

func isScript(text []byte) bool { return beginsWith(text, "<>") && script().Match(text) }

// beginsWith reports whether a text begins with one of the characters. It spares most lines a pattern.
func beginsWith(text []byte, chars string) bool {
	return len(text) > 0 && strings.IndexByte(chars, text[0]) >= 0
}

// assertion is what other tools write behind a request: Hurl the status that it wants, httpYac a line for each check.
var assertion = pattern.Of(`^HTTP(/[0-9.]+)? (\d{3}|\*)$|^\?\? `)

func isAssertion(text []byte) bool { return beginsWith(text, "H?") && assertion().Match(text) }

// skipScript goes to the end of a script that begins with the text.
func (r *Reader) skipScript(text []byte) error {
	if !bytes.Contains(text, []byte("{%")) {
		return nil
	}
	for !bytes.Contains(text, []byte("%}")) && !bytes.HasPrefix(r.source.Peek(3), []byte("###")) {
		var err error
		if text, err = r.source.WholeLine(); err != nil {
			return ignoreEnd(err)
		}
	}
	return nil
}

// define keeps the value of a variable: "@host = http://127.0.0.1:8080".
func (r *Reader) define(text string) {
	name, value, found := strings.Cut(strings.TrimPrefix(text, "@"), "=")
	name = strings.TrimSpace(name)
	if !strings.HasPrefix(text, "@") || !found || name == "" || strings.ContainsAny(name, " \t") {
		return
	}
	var unknown names
	if value = r.expand(strings.TrimSpace(value), &unknown); len(value) <= longestValue {
		r.variables[name] = value
	}
}
