package charset

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"unicode/utf16"
	"unicode/utf8"
)

// wide gives UTF-16 as UTF-8. Half a character ends it with an error: nothing is put in the place of what is lost.
type wide struct {
	in    *bufio.Reader
	order binary.ByteOrder
	at    int64  // bytes that were taken
	ready []byte // that were not given yet
	end   error
}

// Read implements [io.Reader].
func (w *wide) Read(p []byte) (int, error) {
	for len(w.ready) == 0 {
		if w.end != nil {
			return 0, w.end
		}
		for range 1024 {
			if w.end = w.next(); w.end != nil {
				break
			}
		}
	}
	n := copy(p, w.ready)
	if w.ready = w.ready[n:]; len(w.ready) == 0 {
		w.ready = nil
	}
	return n, nil
}

// next takes a character.
func (w *wide) next() error {
	at := w.at
	first, err := w.unit()
	switch {
	case err != nil:
		return err
	case first == 0xfeff && at == 0: // the byte order mark
		return nil
	case !utf16.IsSurrogate(first):
		w.ready = utf8.AppendRune(w.ready, first)
		return nil
	}
	second, err := w.unit()
	if err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	char := utf16.DecodeRune(first, second)
	if err != nil || char == utf8.RuneError {
		return fmt.Errorf("the UTF-16 text is broken: half a character at byte %d", at)
	}
	w.ready = utf8.AppendRune(w.ready, char)
	return nil
}

// unit takes two bytes.
func (w *wide) unit() (rune, error) {
	var b [2]byte
	n, err := io.ReadFull(w.in, b[:])
	w.at += int64(n)
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return 0, fmt.Errorf("the UTF-16 text is broken: it ends after an odd number of bytes (%d)", w.at)
	}
	return rune(w.order.Uint16(b[:])), err
}
