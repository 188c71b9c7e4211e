package httptext

import (
	"bytes"
	"io"
	"net/http/httputil"
	"strconv"
	"strings"

	"github.com/timhook/timhook/webhook"
	"github.com/timhook/timhook/webhook/capture"
	"github.com/timhook/timhook/webhook/capture/scan"
)

// messageBody is the body of a message in a text.
type messageBody struct {
	text   []byte
	frames []byte // the chunks that it came in
	begin  capture.Place
}

func (b *messageBody) place(line int) func(bool, int) capture.Place {
	if b.frames != nil || b.begin.Line == 0 {
		return func(bool, int) capture.Place { return capture.Place{Line: line, Column: 1} }
	}
	return func(_ bool, offset int) capture.Place { return scan.TextPlace(b.text, b.begin, offset) }
}

// readBody takes the body that a head announces. Where it announces none, the body ends before the next message, and
// before the white space in front of that.
func readBody(s *scan.Source, head []byte) (*messageBody, error) {
	b := &messageBody{begin: capture.Place{Line: s.Line, Column: s.Column}}
	_, fields := capture.SplitHead(head)
	if strings.EqualFold(fieldValue(fields, "Transfer-Encoding"), "chunked") {
		return b, chunked(s, b)
	}
	length := fieldValue(fields, "Content-Length")
	if length == "" {
		return b, untilNext(s, b)
	}
	n, err := strconv.ParseInt(length, 10, 64)
	if err != nil || n < 0 {
		if err := nextMessage(s); err != nil {
			return b, err
		}
		return b, scan.BadTextf("Content-Length: got %q, want a number", length)
	}
	return b, counted(s, b, n)
}

// fieldValue is the value of a field, empty where there is none.
func fieldValue(fields []webhook.HeaderField, name string) string {
	if i := webhook.IndexField(fields, name); i >= 0 {
		return strings.TrimSpace(fields[i].Value)
	}
	return ""
}

func counted(s *scan.Source, b *messageBody, n int64) error {
	text, err := io.ReadAll(io.LimitReader(byteReader{s}, n))
	if len(text) > 0 {
		b.text = text
	}
	if err == nil && int64(len(text)) < n {
		return scan.BadTextf("the text ends after %d bytes of the body, and Content-Length says %d", len(text), n)
	}
	return err
}

func untilNext(s *scan.Source, b *messageBody) error {
	for !atMessage(s) {
		line, err := s.WholeLine()
		if err != nil {
			return err
		}
		b.text = append(b.text, line...)
	}
	if b.text = bytes.TrimRight(b.text, " \t\r\n"); len(b.text) == 0 {
		b.text = nil
	}
	if bytes.HasPrefix(b.text, []byte("< ")) {
		return scan.BadTextf("the body is the file %q; put its text here in the place of that line", string(b.text[2:]))
	}
	return nil
}

// chunked takes the chunks and the trailers.
func chunked(s *scan.Source, b *messageBody) error {
	var frames bytes.Buffer
	text, err := io.ReadAll(httputil.NewChunkedReader(io.TeeReader(byteReader{s}, &frames)))
	if err != nil {
		if next := nextMessage(s); next != nil {
			return next
		}
		return scan.BadTextf("chunks: %w", err)
	}
	if len(text) > 0 {
		b.text = text
	}
	for {
		line, err := s.WholeLine()
		if scan.Failed(err) {
			return err
		}
		frames.Write(line)
		if b.frames = frames.Bytes(); len(bytes.TrimRight(line, "\r\n")) == 0 {
			return nil
		}
	}
}

// byteReader gives one byte at a time, so that nothing behind the chunks is taken.
type byteReader struct{ s *scan.Source }

func (r byteReader) Read(p []byte) (int, error) {
	if len(p) == 0 {
		return 0, nil
	}
	c, err := r.s.Next()
	if err != nil {
		return 0, err
	}
	p[0] = c
	return 1, nil
}
