package shell

import (
	"errors"
	"io"
	"strings"

	"github.com/timhook/timhook/webhook/capture/scan"
)

// dollar takes what begins with a dollar sign or a backquote. No shell is run: what it would expand is a hole, but for
// variables that the script sets.
func (w *wordReader) dollar(first, second byte) error {
	switch {
	case first == '`':
		return w.backquoted()
	case second == '\'':
		w.Skip(2)
		w.one.quoted = true
		return w.escapes()
	case second == '"':
		w.Skip(1) // a text to be translated, which is itself where there is no translation
		return nil
	case second == '(':
		w.Skip(1)
		text, err := w.bracketed("a $(")
		if err == nil {
			w.hole("$("+text+")", text)
		}
		return err
	case second == '{':
		w.Skip(1)
		text, err := w.bracketed("a ${")
		if err == nil {
			w.braced(text)
		}
		return err
	case isNameByte(second), strings.IndexByte("@*#?$!-", second) >= 0 && second != 0:
		return w.variable()
	}
	return w.take()
}

func isNameByte(c byte) bool {
	return c == '_' || c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z'
}

func (w *wordReader) variable() error {
	name := []byte("$")
	w.Skip(1)
	for next := w.Peek(1); len(next) > 0 && (isNameByte(next[0]) || len(name) == 1); next = w.Peek(1) {
		c, err := w.Next()
		if err != nil {
			return err
		}
		if name = append(name, c); !isNameByte(c) || c <= '9' && len(name) == 2 {
			break
		}
	}
	w.value(string(name[1:]), string(name))
	return nil
}

// value adds the value of a variable, or a hole of the given name.
func (w *wordReader) value(name, shown string) {
	value, isKnown := w.known[name]
	if !isKnown {
		w.hole(shown, "")
		return
	}
	w.add(value)
}

// add adds a text that stands elsewhere. Without quotes around it, each blank in it ends a word.
func (w *wordReader) add(value word) {
	w.one.holes = append(w.one.holes, value.holes...)
	w.one.notes = append(w.one.notes, value.notes...)
	if w.quote != 0 {
		w.text = append(w.text, value.text...)
		return
	}
	for i, part := range strings.FieldsFunc(value.text, isBlank) {
		if i > 0 || isBlank(rune(value.text[0])) && len(w.text) > 0 {
			w.one.splits = append(w.one.splits, len(w.text))
		}
		w.text = append(w.text, part...)
	}
}

func isBlank(c rune) bool { return c == ' ' || c == '\t' || c == '\n' }

// braced adds what ${…} stands for: a variable, or its default where the script sets none.
func (w *wordReader) braced(text string) {
	end := strings.IndexFunc(text, func(c rune) bool { return c > 0x7f || !isNameByte(byte(c)) })
	if end < 0 {
		w.value(text, "${"+text+"}")
		return
	}
	name, rest := text[:end], text[end:]
	for _, operator := range []string{":-", ":=", "-", "="} {
		fallback, found := strings.CutPrefix(rest, operator)
		if !found || name == "" {
			continue
		}
		if value, isSet := w.known[name]; isSet && (value.text != "" || operator[0] != ':') {
			w.add(value)
			return
		}
		if value, ok := w.within(fallback); ok && !value.isOpen() {
			w.add(value)
			return
		}
	}
	w.hole("${"+text+"}", "")
}

// within reads the text of a default, with the quotes in it.
func (w *wordReader) within(text string) (word, bool) {
	inner := w.inside(text, w.Line)
	one := &wordReader{tokens: inner}
	if w.quote == '"' {
		one.quote, one.here = '"', true
		if strings.Contains(text, `"`) {
			return word{}, false
		}
	}
	for !one.ended {
		if err := one.piece(inner.Peek(3)); err != nil {
			return word{}, false
		}
	}
	_, err := inner.Next()
	return one.done(), errors.Is(err, io.EOF)
}

// inside reads a text that stands within this one, with what is known here.
func (t *tokens) inside(text string, line int) *tokens {
	inner := scan.NewSource(strings.NewReader(text), int64(len(text))+1)
	inner.Line = line
	return &tokens{Source: inner, known: t.known}
}

// parsed gives the commands of a text that stands within this one.
func (t *tokens) parsed(text string, line int) (list []pipeline, err error) {
	l := &lines{tokens: t.inside(text, line)}
	for err == nil {
		var more []pipeline
		more, err = l.next()
		list = append(list, more...)
	}
	if errors.Is(err, io.EOF) {
		err = nil
	}
	return list, err
}

// hole adds what only a shell knows. A command whose output it is may be one that is understood.
func (w *wordReader) hole(shown, command string) {
	h := hole{name: shown}
	if command != "" && !strings.HasPrefix(command, "(") {
		if list, err := w.parsed(command, w.Line-strings.Count(command, "\n")); err == nil {
			h.run = list
		}
		for _, p := range h.run {
			if p.callsCurl() {
				w.tokens.inner = append(w.tokens.inner, p)
			}
		}
	}
	w.one.holes = append(w.one.holes, h)
	w.text = append(w.text, holeByte...)
}

// substituted takes <(…), which stands for the name of a file that holds what a command prints.
func (w *wordReader) substituted() error {
	sign := string(w.Peek(1))
	w.Skip(1)
	text, err := w.bracketed("a " + sign + "(")
	if err != nil {
		return err
	}
	w.hole(sign+"("+text+")", text)
	return nil
}

// backquoted takes `…`.
func (w *wordReader) backquoted() error {
	w.Skip(1)
	var text []byte
	for {
		c, err := w.Next()
		switch {
		case errors.Is(err, io.EOF):
			return scan.BadTextf("a text in backquotes, which a shell would run: the text ends before it does " +
				"(a line that goes on ends in \\)")
		case err != nil:
			return err
		case c == '`':
			w.hole("`"+string(text)+"`", string(text))
			return nil
		}
		text = append(text, c)
	}
}
