package httptext

import (
	"bytes"
	"encoding/hex"
	"strconv"

	"github.com/timhook/timhook/internal/pattern"
	"github.com/timhook/timhook/webhook/capture"
	"github.com/timhook/timhook/webhook/capture/scan"
)

var (
	// traceLine is above what went over the connection in the output of curl --trace and --trace-ascii, with the time
	// before it where --trace-time is given.
	traceLine = pattern.Of(`^(?:[0-9:.]+ )?(=>|<=) (?:Send|Recv) (header|data|SSL data), (\d+) bytes`)
	hexLine   = pattern.Of(`^[0-9a-f]{4,}: ((?:[0-9a-f]{2} |   ){16})`)
	dumpLine  = pattern.Of(`^([0-9a-f]{4,}): `)
)

func isTrace(line []byte) bool { return beginsWith(line, "=<0123456789") && traceLine().Match(line) }

// trace is one exchange of a trace.
type trace struct {
	head, body, answer []byte
	isASCII            bool // bytes that are no ASCII are dots
}

// traced reads an exchange of which the first line is taken. A trace in hexadecimal holds all its bytes.
func (r *Reader) traced(found *scan.Found, first []byte) error {
	t := &trace{}
	for line := first; line != nil; line = r.take() {
		m := traceLine().FindSubmatch(line)
		if string(m[1]) == "=>" && string(m[2]) == "header" && len(t.head) > 0 {
			r.line = line // the next exchange
			break
		}
		part, err := r.dump(t, string(m[3]))
		if err != nil {
			return err
		}
		switch {
		case string(m[2]) == "SSL data":
		case string(m[1]) == "<=":
			t.answer = append(t.answer, part...)
		case string(m[2]) == "header":
			t.head = append(t.head, part...)
		default:
			t.body = append(t.body, part...)
		}
		if err := r.startLine(); scan.Failed(err) {
			return err
		}
		if !isTrace(r.line) {
			break
		}
	}
	return t.read(found)
}

// dump takes the lines under a line of a trace, which announces so many bytes.
func (r *Reader) dump(t *trace, size string) (part []byte, err error) {
	for dumpLine().Match(r.source.Peek(10)) {
		line, err := r.source.WholeLine()
		if err != nil {
			return nil, err
		}
		if m := hexLine().FindSubmatch(line); m != nil {
			text, _ := hex.DecodeString(string(bytes.ReplaceAll(m[1], []byte(" "), nil)))
			part = append(part, text...)
			continue
		}
		t.isASCII = true
		m := dumpLine().FindSubmatch(line)
		part = t.to(part, string(m[1]), 16)
		part = append(part, bytes.TrimRight(line[len(m[0]):], "\r\n")...)
	}
	if t.isASCII {
		part = t.to(part, size, 10)
	}
	return part, nil
}

// to fills up to an offset with the line end that a trace in ASCII leaves out.
func (t *trace) to(part []byte, offset string, base int) []byte {
	if at, err := strconv.ParseInt(offset, base, 64); err == nil && at == int64(len(part))+2 {
		return append(part, "\r\n"...)
	}
	return part
}

// read takes the messages of a trace for raw ones.
func (t *trace) read(found *scan.Found) error {
	line := found.Line
	text := bytes.Join([][]byte{t.head, t.body, t.answer}, nil)
	if t.isASCII {
		text = append(bytes.Clone(t.head), t.answer...)
	}
	whole, err := NewReader(scan.NewSource(bytes.NewReader(text), int64(len(text))+1), Options{}).Next()
	if err != nil {
		return scan.BadTextf("the trace holds no message")
	}
	*found = whole
	found.Line = line
	found.Place = func(bool, int) capture.Place { return capture.Place{Line: line, Column: 1} }
	if t.isASCII {
		note(found, "curl --trace-ascii prints dots in the place of bytes: curl --trace FILE writes the body whole")
	}
	return nil
}
