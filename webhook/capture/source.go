package capture

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
)

// source is a text that is read byte by byte, with a limit on each entry in it.
type source struct {
	r            *bufio.Reader
	line, column int // of the next byte
	most, left   int64
}

func newSource(text io.Reader, most int64) *source {
	return &source{r: bufio.NewReaderSize(text, 64<<10), line: 1, column: 1, most: most, left: most}
}

// reset goes on with a line of a text.
func (s *source) reset(text []byte, line int) {
	s.r.Reset(bytes.NewReader(text))
	s.line, s.column = line, 1
}

// begin starts a new entry.
func (s *source) begin() { s.left = s.most }

// next takes a byte. io.EOF is the end of the text and no fault.
func (s *source) next() (byte, error) {
	c, err := s.r.ReadByte()
	if err != nil {
		return 0, err
	}
	if s.left--; s.left < 0 {
		return 0, fmt.Errorf("line %d: the entry is longer than %s", s.line, inMiB(s.most))
	}
	if s.column++; c == '\n' {
		s.line, s.column = s.line+1, 1
	}
	return c, nil
}

// peek shows up to n bytes, fewer before the end. An error comes again when they are taken.
func (s *source) peek(n int) []byte {
	b, _ := s.r.Peek(n)
	return b
}

// skip takes bytes that peek has shown.
func (s *source) skip(n int) {
	for range n {
		_, _ = s.next()
	}
}

// failed says that the text cannot be read on, which its end is not.
func failed(err error) bool { return err != nil && !errors.Is(err, io.EOF) }

func inMiB(n int64) string {
	if n%(1<<20) == 0 {
		return fmt.Sprintf("%d MiB", n>>20)
	}
	return fmt.Sprintf("%d bytes", n)
}

// textPlace is where the bytes of a text stand that begins at the given place.
func textPlace(text []byte, begin Place, offset int) Place {
	p := begin
	for _, c := range text[:max(0, min(offset, len(text)))] {
		if p.Column++; c == '\n' {
			p = Place{p.Line + 1, 1}
		}
	}
	return p
}
