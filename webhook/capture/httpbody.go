package capture

import (
	"bytes"
	"io"
	"net/http/httputil"
	"strconv"
	"strings"

	"github.com/timhook/timhook/webhook"
)

// messageBody is the body of a message in a text.
type messageBody struct {
	text   []byte
	frames []byte // the chunks that it came in
	begin  Place
}

func (b *messageBody) place(line int) func(bool, int) Place {
	if b.frames != nil || b.begin.Line == 0 {
		return func(bool, int) Place { return Place{line, 1} }
	}
	return func(_ bool, offset int) Place { return textPlace(b.text, b.begin, offset) }
}

// body takes the body that a head announces. Where it announces none, the body ends before the next message, and
// before the white space in front of that.
func (s *source) body(head []byte) (*messageBody, error) {
	b := &messageBody{begin: Place{s.line, s.column}}
	_, fields := splitHead(head)
	if strings.EqualFold(fieldValue(fields, "Transfer-Encoding"), "chunked") {
		return b, s.chunked(b)
	}
	length := fieldValue(fields, "Content-Length")
	if length == "" {
		return b, s.untilNext(b)
	}
	n, err := strconv.ParseInt(length, 10, 64)
	if err != nil || n < 0 {
		if err := s.nextMessage(); err != nil {
			return b, err
		}
		return b, badTextf("Content-Length: got %q, want a number", short(length))
	}
	return b, s.counted(b, n)
}

// fieldValue is the value of a field, empty where there is none.
func fieldValue(fields []webhook.HeaderField, name string) string {
	for _, f := range fields {
		if strings.EqualFold(f.Name, name) {
			return strings.TrimSpace(f.Value)
		}
	}
	return ""
}

func (s *source) counted(b *messageBody, n int64) error {
	for int64(len(b.text)) < n {
		c, err := s.next()
		if failed(err) {
			return err
		}
		if err != nil {
			return badTextf("the text ends after %d bytes of the body, and Content-Length says %d", len(b.text), n)
		}
		b.text = append(b.text, c)
	}
	return nil
}

func (s *source) untilNext(b *messageBody) error {
	for !s.atMessage() {
		line, err := s.textLine()
		if err != nil {
			return err
		}
		b.text = append(b.text, line...)
	}
	b.text = orNil(bytes.TrimRight(b.text, " \t\r\n"))
	if bytes.HasPrefix(b.text, []byte("< ")) {
		return badTextf("the body is the file %q; put its text here in the place of that line", short(string(b.text[2:])))
	}
	return nil
}

// chunked takes the chunks and the trailers.
func (s *source) chunked(b *messageBody) error {
	var frames bytes.Buffer
	text, err := io.ReadAll(httputil.NewChunkedReader(io.TeeReader(byteReader{s}, &frames)))
	if err != nil {
		if next := s.nextMessage(); next != nil {
			return next
		}
		return badTextf("chunks: %w", err)
	}
	b.text = orNil(text)
	for {
		line, err := s.textLine()
		if failed(err) {
			return err
		}
		frames.Write(line)
		if b.frames = frames.Bytes(); len(bytes.TrimRight(line, "\r\n")) == 0 {
			return nil
		}
	}
}

// byteReader gives one byte at a time, so that nothing behind the chunks is taken.
type byteReader struct{ s *source }

func (r byteReader) Read(p []byte) (int, error) {
	if len(p) == 0 {
		return 0, nil
	}
	c, err := r.s.next()
	if err != nil {
		return 0, err
	}
	p[0] = c
	return 1, nil
}

func orNil(b []byte) []byte {
	if len(b) == 0 {
		return nil
	}
	return b
}
