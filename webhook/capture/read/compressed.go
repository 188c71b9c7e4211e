package read

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"

	"github.com/klauspost/compress/zstd"
)

const (
	mostLayers = 4        // of compression, one within the other
	zstdWindow = 32 << 20 // what zstd itself uses up to its level 20
)

// unpacked takes off what gzip and zstd have put around a text, whatever its name is.
func unpacked(file io.Reader) (io.ReadCloser, error) {
	layers := &stack{}
	text := bufio.NewReaderSize(file, 64<<10)
	for range mostLayers + 1 {
		magic, err := text.Peek(4)
		if err != nil && !errors.Is(err, io.EOF) {
			return nil, errors.Join(err, layers.Close())
		}
		format, inner, err := layers.open(magic, text)
		if err != nil {
			return nil, errors.Join(&packedError{format, err}, layers.Close())
		}
		if inner == nil {
			layers.Reader = text
			return layers, nil
		}
		text = bufio.NewReaderSize(&layer{format, inner}, 64<<10)
	}
	return nil, errors.Join(fmt.Errorf("it is compressed more than %d times over", mostLayers), layers.Close())
}

// stack is a text with what has to be closed after it.
type stack struct {
	io.Reader
	close []func()
}

func (s *stack) Close() error {
	for _, f := range s.close {
		f()
	}
	return nil
}

// open is nil where the text is not compressed.
func (s *stack) open(magic []byte, text io.Reader) (format string, inner io.Reader, err error) {
	switch {
	case bytes.HasPrefix(magic, []byte{0x1f, 0x8b}):
		r, err := gzip.NewReader(text)
		return "gzip", r, err
	case bytes.HasPrefix(magic, []byte{0x28, 0xb5, 0x2f, 0xfd}):
		r, err := zstd.NewReader(text, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true),
			zstd.WithDecoderMaxWindow(zstdWindow))
		if err != nil {
			return "zstd", nil, err
		}
		s.close = append(s.close, r.Close)
		return "zstd", r, nil
	}
	return "", nil, nil
}

// layer names the format in its errors.
type layer struct {
	format string
	r      io.Reader
}

func (l *layer) Read(p []byte) (int, error) {
	n, err := l.r.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		err = &packedError{l.format, err}
	}
	return n, err
}

// packedError is a fault in what holds a text, and not in the text.
type packedError struct {
	format string
	err    error
}

func (e *packedError) Error() string {
	switch {
	case errors.Is(e.err, io.ErrUnexpectedEOF), errors.Is(e.err, io.EOF):
		return fmt.Sprintf("the %s data is cut off; the file is not whole", e.format)
	case errors.Is(e.err, zstd.ErrWindowSizeExceeded), errors.Is(e.err, zstd.ErrDecoderSizeExceeded):
		return "the zstd data wants more than 32 MiB of memory; compress it without --long and --ultra"
	case errors.Is(e.err, gzip.ErrHeader):
		return "the gzip data is broken, or something follows it that is no gzip data"
	}
	return fmt.Sprintf("the %s data is broken: %v", e.format, e.err)
}

func (e *packedError) Unwrap() error {
	if errors.Is(e.err, io.EOF) {
		return io.ErrUnexpectedEOF // nobody should take it for the end of the text
	}
	return e.err
}
