package file

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"strings"

	"github.com/timhook/timhook/webhook/capture"
	"github.com/timhook/timhook/webhook/capture/read"
)

var errNoCapture = errors.New("its last line is none of a capture; give another file")

// front is how each line begins that a capture is written with.
const front = `{"timhook":"`

// repair completes or takes out a torn last line and returns its size from then on.
func repair(file *os.File, size int64) (int64, error) {
	tail, err := lastLine(file, size)
	if err != nil || len(tail) == 0 {
		return size, err
	}
	if _, err := capture.ParseLine(tail); err == nil {
		_, err = file.WriteString("\n")
		return size + 1, err
	}
	if !isTorn(tail) {
		return size, &fs.PathError{Op: "open", Path: file.Name(), Err: errNoCapture}
	}
	size -= int64(len(tail))
	return size, cut(file, size)
}

// isTorn reports whether the text may be the beginning of a line, perhaps with zeros behind it, as a file system leaves
// them that had made room for more than it could write.
func isTorn(text []byte) bool {
	begun := string(bytes.TrimRight(text, "\x00"))
	return strings.HasPrefix(begun, front) || strings.HasPrefix(front, begun)
}

// lastLine is the text behind the last line feed.
func lastLine(file *os.File, size int64) ([]byte, error) {
	const block = 64 << 10
	for length := min(size, block); ; length = min(size, 4*length) {
		text := make([]byte, length)
		if _, err := file.ReadAt(text, size-length); err != nil && !errors.Is(err, io.EOF) {
			return nil, err
		}
		if i := bytes.LastIndexByte(text, '\n'); i >= 0 {
			return text[i+1:], nil
		}
		switch {
		case length == size:
			return text, nil
		case length >= 2*read.DefaultMaxLine:
			return nil, &fs.PathError{Op: "open", Path: file.Name(), Err: errNoCapture}
		}
	}
}

// countLines counts the lines of a file up to a size.
func countLines(file *os.File, size int64) (int, error) {
	lines, block := 0, make([]byte, min(size, 1<<20))
	for at := int64(0); at < size; {
		n, err := file.ReadAt(block[:min(int64(len(block)), size-at)], at)
		if lines += bytes.Count(block[:n], []byte("\n")); n == 0 && err != nil {
			return 0, err
		}
		at += int64(n)
	}
	return lines, nil
}

// cut shortens a file. Windows does not let a file be cut that is open for appending only, but by its name.
func cut(file *os.File, size int64) error {
	if err := file.Truncate(size); err != nil {
		return os.Truncate(file.Name(), size)
	}
	return nil
}
