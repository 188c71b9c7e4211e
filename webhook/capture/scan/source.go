// Package scan takes texts apart byte by byte, with the line and the column of each, and with a limit on what an entry
// may take of the memory. It finds where JSON values end, with comments in them, and makes errors that name places.
package scan

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"sync"

	"github.com/timhook/timhook/webhook/capture"
)

// Source is a text that is read byte by byte, with a limit on each entry in it.
type Source struct {
	r            *bufio.Reader
	back         []byte // that come before those of r
	Line, Column int    // of the next byte
	NUL          error  // of a text that holds none: a look ends in front of one, and who takes it gets this error
	most, left   int64
}

// NewSource reads a text whose entries have so many bytes at most.
func NewSource(text io.Reader, most int64) *Source {
	return &Source{r: bufio.NewReaderSize(text, 64<<10), Line: 1, Column: 1, most: most, left: most}
}

// Reset goes on with a line of a text.
func (s *Source) Reset(text []byte, line int) {
	s.r.Reset(bytes.NewReader(text))
	s.back = nil
	s.Line, s.Column = line, 1
}

// Begin starts a new entry.
func (s *Source) Begin() { s.left = s.most }

// Next takes a byte. io.EOF is the end of the text and no fault.
func (s *Source) Next() (byte, error) {
	c, err := s.readByte()
	if err != nil {
		return 0, err
	}
	if s.left--; s.left < 0 {
		return 0, fmt.Errorf("line %d: the entry is longer than %s", s.Line, inMiB(s.most))
	}
	if s.Column++; c == '\n' {
		s.Line, s.Column = s.Line+1, 1
	}
	if c == 0 && s.NUL != nil {
		return 0, s.NUL
	}
	return c, nil
}

func (s *Source) readByte() (c byte, err error) {
	if len(s.back) == 0 {
		return s.r.ReadByte()
	}
	c, s.back = s.back[0], s.back[1:]
	return c, nil
}

// Unread gives back the bytes that were taken last, which began at the given place.
func (s *Source) Unread(text []byte, begin capture.Place) {
	s.back = append(text[:len(text):len(text)], s.back...)
	s.left += int64(len(text))
	s.Line, s.Column = begin.Line, begin.Column
}

// Peek shows up to n bytes, fewer before the end. An error comes again when they are taken.
func (s *Source) Peek(n int) []byte {
	b := s.back[:min(n, len(s.back)):min(n, len(s.back))]
	if n > len(b) {
		more, _ := s.r.Peek(n - len(b))
		if len(b) == 0 {
			b = more
		} else {
			b = append(b, more...)
		}
	}
	if s.NUL != nil {
		b, _, _ = bytes.Cut(b, []byte{0})
	}
	return b
}

// WholeLine takes the rest of a line with its end. At the end of the text it is nil, with io.EOF.
func (s *Source) WholeLine() ([]byte, error) {
	var line []byte
	for {
		c, err := s.Next()
		switch {
		case err != nil && (len(line) == 0 || Failed(err)):
			return nil, err
		case err != nil:
			return line, nil
		}
		if line = append(line, c); c == '\n' {
			return line, nil
		}
	}
}

// Skip takes bytes that peek has shown.
func (s *Source) Skip(n int) {
	for range n {
		_, _ = s.Next()
	}
}

// Failed reports whether an error is a failure of the text. Its end is none.
func Failed(err error) bool { return err != nil && !errors.Is(err, io.EOF) }

func inMiB(n int64) string {
	if n%(1<<20) == 0 {
		return fmt.Sprintf("%d MiB", n>>20)
	}
	return fmt.Sprintf("%d bytes", n)
}

// TextPlace is where the bytes of a text stand that begins at the given place.
func TextPlace(text []byte, begin capture.Place, offset int) capture.Place {
	return Places(text, begin)(offset)
}

// Places finds where the bytes of a text stand that begins at the given place. The lines are counted once, when the
// first place is asked for. It may be used concurrently.
func Places(text []byte, begin capture.Place) func(offset int) capture.Place {
	ends := sync.OnceValue(func() []int {
		var list []int
		for at := 0; ; {
			n := bytes.IndexByte(text[at:], '\n')
			if n < 0 {
				return list
			}
			at += n + 1
			list = append(list, at)
		}
	})
	return func(offset int) capture.Place {
		offset = max(0, min(offset, len(text)))
		line, _ := slices.BinarySearch(ends(), offset+1) // how many lines end at the offset or before it
		if line == 0 {
			return capture.Place{Line: begin.Line, Column: begin.Column + offset}
		}
		return capture.Place{Line: begin.Line + line, Column: 1 + offset - ends()[line-1]}
	}
}
