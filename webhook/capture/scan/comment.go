package scan

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/timhook/timhook/webhook/capture"
)

// Value is one JSON value as a text spells it. Comments in it, and commas that nothing follows, are blanks here,
// so that every byte has kept its place.
type Value struct {
	Text  []byte
	Begin capture.Place
	Loose bool // something was made blank
}

// deepest is how far values may be nested.
const deepest = 10_000

// Gap takes white space, byte order marks and comments, which it tells of, and shows the byte behind them.
func (s *Source) Gap() (c byte, commented bool, err error) {
	for {
		next := s.Peek(3)
		switch {
		case len(next) == 0:
			_, err := s.Next()
			return 0, commented, err
		case string(next) == "\xef\xbb\xbf":
			s.Skip(3)
		case isBlank(next[0]):
			_, err = s.Next()
		case isComment(next):
			commented = true
			err = s.comment(nil)
		default:
			return next[0], commented, nil
		}
		if Failed(err) {
			return 0, commented, err
		}
	}
}

func isBlank(c byte) bool { return c == ' ' || c == '\t' || c == '\r' || c == '\n' }

func isComment(b []byte) bool { return len(b) > 1 && b[0] == '/' && (b[1] == '/' || b[1] == '*') }

// comment takes a comment and puts blanks for it behind text. One that begins with // ends before the end of its line;
// the end of the text ends either.
func (s *Source) comment(text *[]byte) error {
	block := s.Peek(2)[1] == '*'
	for at := 0; ; at++ {
		next := s.Peek(2)
		if len(next) == 0 || !block && next[0] == '\n' {
			return nil
		}
		if closes := at > 1 && string(next) == "*/"; block && closes {
			return s.blank(text, 2)
		}
		if err := s.blank(text, 1); err != nil {
			return err
		}
	}
}

// blank takes n bytes and puts blanks for them behind text, which may be nil.
func (s *Source) blank(text *[]byte, n int) error {
	for range n {
		c, err := s.Next()
		if err != nil {
			return err
		}
		if c != '\n' && c != '\r' {
			c = ' '
		}
		if text != nil {
			*text = append(*text, c)
		}
	}
	return nil
}

// What is wrong with a value whose end is not found.
var (
	ErrTextEnds = errors.New("the text ends before the value does")
	errTooDeep  = errors.New("the value is nested more than 10,000 levels deep")
	ErrLineEnds = errors.New("a string is not closed at the end of its line")
)

// IsCut reports whether an error is about a value, and not about the text that holds it.
func IsCut(err error) bool {
	return errors.Is(err, ErrTextEnds) || errors.Is(err, errTooDeep) || errors.Is(err, ErrLineEnds)
}

// Value takes the JSON value that begins here; brackets and quotes show where it ends. With an error that isCut knows
// comes its beginning; any other is one of the text.
func (s *Source) Value() (Value, error) {
	v := scanned{Value: Value{Begin: capture.Place{Line: s.Line, Column: s.Column}}, comma: -1}
	for {
		next := s.Peek(2)
		if len(next) == 0 {
			if _, err := s.Next(); Failed(err) {
				return v.Value, err
			}
			return v.Value, v.unended()
		}
		if v.scalarEnds(next[0]) {
			return v.Value, nil
		}
		if err := v.piece(s, next); err != nil || v.ended {
			return v.Value, err
		}
	}
}

// scanned is a value of which the end is not found yet.
type scanned struct {
	Value
	depth int
	last  byte // that is no blank
	comma int  // index of last in text if it is a comma behind a value, or -1
	ended bool
	// hides is the first // behind which members seem to stand, as in a sample that has lost its line ends.
	hides capture.Place
}

// unended is why the text ends within the value.
func (v *scanned) unended() error {
	if v.hides.Line == 0 {
		return ErrTextEnds
	}
	return fmt.Errorf("%w: in line %d, column %d, // makes a comment of all that follows on the line; "+
		"give each comment a line end, or take the comments out", ErrTextEnds, v.hides.Line, v.hides.Column)
}

// noteComment looks at the comment that begins here.
func (v *scanned) noteComment(s *Source) {
	line, _, _ := bytes.Cut(s.Peek(4096), []byte("\n"))
	holds := bytes.Contains(line, []byte(`":`)) || bytes.HasSuffix(bytes.TrimSpace(line), []byte("}"))
	if v.hides.Line == 0 && line[1] == '/' && holds {
		v.hides = capture.Place{Line: s.Line, Column: s.Column}
	}
}

// piece takes a comment, a string or a byte of something else.
func (v *scanned) piece(s *Source, next []byte) error {
	switch {
	case isComment(next):
		v.Loose = true
		v.noteComment(s)
		return s.comment(&v.Text)
	case next[0] == '"':
		return v.quoted(s)
	}
	return v.plain(s)
}

// scalarEnds reports whether a number or word ends before c.
func (v *scanned) scalarEnds(c byte) bool {
	return v.depth == 0 && len(v.Text) > 0 && (isBlank(c) || strings.IndexByte(`,[]{}/"`, c) >= 0)
}

// plain takes a byte outside of strings.
func (v *scanned) plain(s *Source) error {
	c, err := s.Next()
	if err != nil {
		return err
	}
	v.Text = append(v.Text, c)
	switch c {
	case ' ', '\t', '\r', '\n':
		return nil
	case '{', '[':
		if v.depth++; v.depth > deepest {
			return errTooDeep
		}
	case '}', ']':
		if v.comma >= 0 {
			v.Text[v.comma], v.Loose = ' ', true
		}
		v.depth--
		v.ended = v.depth <= 0
	}
	v.comma = -1
	if c == ',' && strings.IndexByte("{[,:", v.last) < 0 {
		v.comma = len(v.Text) - 1
	}
	v.last = c
	return nil
}

// quoted takes a string. No string goes over the end of a line, so that one that is not closed does not take all that
// follows for itself.
func (v *scanned) quoted(s *Source) error {
	v.comma, v.last = -1, '"'
	escaped := false
	for at := 0; ; at++ {
		if next := s.Peek(1); len(next) > 0 && next[0] == '\n' {
			return ErrLineEnds
		}
		c, err := s.Next()
		if errors.Is(err, io.EOF) {
			return ErrTextEnds
		}
		if err != nil {
			return err
		}
		v.Text = append(v.Text, c)
		if c == '"' && at > 0 && !escaped {
			v.ended = v.depth == 0
			return nil
		}
		escaped = c == '\\' && !escaped
	}
}
