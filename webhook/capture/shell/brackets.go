package shell

import (
	"bytes"
	"strings"
)

// bracketed takes a text in brackets, of which the opening one comes next, and gives what stands between them. Quotes
// and here documents in it hold brackets of their own.
func (w *wordReader) bracketed(what string) (string, error) {
	b := brackets{tokens: w.tokens}
	err := b.take()
	if err != nil {
		return "", unclosed(err, what)
	}
	return string(b.text[1 : len(b.text)-1]), nil
}

// brackets is a text in brackets that is being taken.
type brackets struct {
	*tokens
	text []byte
	ends []string // of here documents that begin behind this line
}

func (b *brackets) one() (byte, error) {
	c, err := b.Next()
	if err == nil {
		b.text = append(b.text, c)
	}
	return c, err
}

// take takes the text up to the bracket that closes the first one.
func (b *brackets) take() error {
	open, err := b.one()
	if err != nil {
		return err
	}
	closing := map[byte]byte{'(': ')', '{': '}'}[open]
	for last := open; ; {
		next := b.Peek(3)
		if string(next[:min(2, len(next))]) == "<<" && string(next) != "<<<" && closing == ')' {
			b.text = append(b.text, "<<"...)
			b.Skip(2)
			b.hereEnd()
			continue
		}
		if len(next) > 0 && next[0] == open {
			if err := b.take(); err != nil {
				return err
			}
			continue
		}
		c, err := b.one()
		switch {
		case err != nil:
			return err
		case c == closing:
			return nil
		case c == '\\':
			_, err = b.one()
		case c == '\'' || c == '"' || c == '`':
			err = b.quoted(c, c != '\'' || last == '$')
		case c == '\n':
			err = b.documents()
		}
		if err != nil {
			return err
		}
		last = c
	}
}

// quoted takes a text up to its closing quote, which a backslash may escape.
func (b *brackets) quoted(quote byte, escapes bool) error {
	for {
		if next := b.Peek(2); quote == '"' && string(next) == "$(" {
			if _, err := b.one(); err != nil {
				return err
			}
			if err := b.take(); err != nil {
				return err
			}
			continue
		}
		c, err := b.one()
		switch {
		case err != nil || c == quote:
			return err
		case c == '\\' && escapes:
			if _, err := b.one(); err != nil {
				return err
			}
		}
	}
}

// hereEnd notes the end of a here document.
func (b *brackets) hereEnd() {
	line := b.Peek(128)
	end := strings.TrimLeft(string(line), "- \t")
	if at := strings.IndexAny(end, " \t\r\n;|&<>()"); at >= 0 {
		end = end[:at]
	}
	if end = strings.Trim(end, `'"\`); end != "" {
		b.ends = append(b.ends, end)
	}
}

// documents takes the here documents that begin here.
func (b *brackets) documents() error {
	for ; len(b.ends) > 0; b.ends = b.ends[1:] {
		for {
			var line []byte
			for !bytes.HasSuffix(line, []byte("\n")) {
				c, err := b.one()
				if err != nil {
					return err
				}
				line = append(line, c)
			}
			if strings.Trim(string(line), "\t\r\n") == b.ends[0] {
				break
			}
		}
	}
	return nil
}
