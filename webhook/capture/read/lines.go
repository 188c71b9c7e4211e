package read

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
)

// DefaultMaxLine bounds a line where nothing else is said: a record with bodies of 16 MiB fits.
const DefaultMaxLine = 64 << 20

// textLine is one line of an input.
type textLine struct {
	text   []byte // without its line feed; good until the next line is read
	number int    // from 1
	torn   bool   // it is the last one, and no line feed ends it
	fault  error  // it is longer than allowed; text is its beginning
}

// lines reads an input line by line. Of a line that is too long it holds no more than is allowed, however long it is.
type lines struct {
	in     *bufio.Reader
	max    int64
	number int
	long   [][]byte // pieces of a line that is longer than the buffer of in
	held   int64    // bytes in long
}

func newLines(in io.Reader, most int64) *lines {
	if most <= 0 {
		most = DefaultMaxLine
	}
	return &lines{in: bufio.NewReaderSize(in, 64<<10), max: most}
}

// next returns the next line, or [io.EOF] behind the last, or the error of the input.
// When the input fails within a line, what came of the line is lost.
func (l *lines) next() (textLine, error) {
	l.long, l.held = nil, 0
	whole := int64(0)
	for {
		piece, err := l.in.ReadSlice('\n')
		whole += int64(len(piece))
		switch {
		case err == nil:
			return l.line(piece[:len(piece)-1], whole-1, false), nil
		case errors.Is(err, bufio.ErrBufferFull):
			l.hold(piece)
		case errors.Is(err, io.EOF) && whole > 0:
			return l.line(piece, whole, true), nil
		default:
			return textLine{}, err
		}
	}
}

// hold keeps a piece, since its buffer is used again.
func (l *lines) hold(piece []byte) {
	room := l.max - l.held
	if piece = piece[:min(int64(len(piece)), room)]; len(piece) > 0 {
		l.long = append(l.long, bytes.Clone(piece))
		l.held += int64(len(piece))
	}
}

// line puts a line together from what is held and its last piece.
func (l *lines) line(last []byte, whole int64, torn bool) textLine {
	l.number++
	t := textLine{text: last, number: l.number, torn: torn}
	if whole > l.max {
		t.fault = fmt.Errorf("a line of %d bytes, want %d at most", whole, l.max)
		if t.text = last[:min(int64(len(last)), l.max)]; len(l.long) > 0 {
			t.text = l.long[0]
		}
		return t
	}
	if len(l.long) > 0 {
		t.text = bytes.Join(append(l.long, last), nil)
	}
	return t
}
