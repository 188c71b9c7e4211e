package httptext

import (
	"bytes"
	"fmt"
	"strconv"

	"github.com/timhook/timhook/webhook/capture"
	"github.com/timhook/timhook/webhook/capture/scan"
)

// longestSize is how long the line with the size of a chunk is at most.
const longestSize = 256

// chunked takes chunks and trailers. It is nil where none begin here.
func (r *Reader) chunked(begin capture.Place) (*body, error) {
	c := &chunks{}
	for size := int64(1); size > 0; {
		line, _, _ := bytes.Cut(r.source.Peek(longestSize), []byte("\n"))
		var ok bool
		size, ok = chunkSize(line)
		switch {
		case !ok && c.frames == nil:
			return nil, nil
		case !ok && isWhole(c.text):
			odd := "the last chunk, of 0 bytes, is missing behind the body"
			return &body{text: c.text, pieces: madeAt(begin), edited: true, unchunked: true, odd: odd}, nil
		case !ok:
			return nil, r.badChunks("chunks: got %q, want the size of a chunk", string(bytes.TrimSpace(line)))
		}
		if err := r.chunk(c, size); err != nil {
			return nil, err
		}
	}
	return c.body(begin), r.trailers(c)
}

// chunks are taken apart.
type chunks struct {
	text, frames []byte
	isEdited     bool // their lines end in line feeds alone
}

// body is that of the chunks. Line ends that an editor has changed are those of HTTP again.
func (c *chunks) body(begin capture.Place) *body {
	if c.isEdited {
		c.frames = fmt.Appendf(nil, "%x\r\n%s\r\n0\r\n\r\n", len(c.text), c.text)
	}
	return &body{text: c.text, frames: c.frames, pieces: madeAt(begin), edited: c.isEdited}
}

func madeAt(begin capture.Place) []piece { return []piece{{begin: begin, made: true}} }

// chunkSize reads the line in front of a chunk, which may hold extensions behind a semicolon.
func chunkSize(line []byte) (int64, bool) {
	digits, _, _ := bytes.Cut(line, []byte(";"))
	size, err := strconv.ParseInt(string(bytes.TrimSpace(digits)), 16, 64)
	return size, err == nil && size >= 0
}

// chunk takes the line with the size, so many bytes, and the end of the line behind them.
func (r *Reader) chunk(c *chunks, size int64) error {
	line, err := r.source.WholeLine()
	if err != nil {
		return err
	}
	c.take(line)
	for range size {
		b, err := r.source.Next()
		if scan.Failed(err) {
			return err
		}
		if err != nil {
			return scan.BadTextf("chunks: the text ends after %d bytes of the body", len(c.text))
		}
		c.text, c.frames = append(c.text, b), append(c.frames, b)
	}
	if size == 0 {
		return nil
	}
	if line, err = r.source.WholeLine(); scan.Failed(err) {
		return err
	}
	if len(bytes.TrimSpace(line)) > 0 {
		return r.badChunks("chunks: a chunk of %d bytes does not end with its line", size)
	}
	c.take(line)
	return nil
}

func (c *chunks) take(line []byte) {
	c.isEdited = c.isEdited || !bytes.HasSuffix(line, []byte("\r\n"))
	c.frames = append(c.frames, line...)
}

// trailers takes the lines behind the last chunk.
func (r *Reader) trailers(c *chunks) error {
	for !r.atMessage() {
		line, err := r.source.WholeLine()
		if err != nil {
			return ignoreEnd(err)
		}
		if c.take(line); len(bytes.TrimSpace(line)) == 0 {
			return nil
		}
	}
	return nil
}

// badChunks goes to the next message.
func (r *Reader) badChunks(format string, args ...any) error {
	if err := r.nextMessage(); err != nil {
		return err
	}
	return scan.BadTextf(format, args...)
}
