package capture

import (
	"bytes"
	"fmt"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/timhook/timhook/webhook"
)

// ParseLine reads a line that [Record.AppendLine] wrote, or any other spelling of the same JSON: members may stand in
// any order, and those that are not known are kept. The error is a *[LineError]. The record's texts share one copy of
// the line.
func ParseLine(line []byte) (*Record, error) {
	line = bytes.TrimRight(line, " \t\r\n")
	r := &lineReader{
		line: string(line),
		dec:  jsontext.NewDecoder(bytes.NewBuffer(line), jsontext.AllowDuplicateNames(true)),
	}
	record := new(Record)
	if err := r.record(record); err != nil || r.version != Version || r.offset() < len(line) {
		return nil, r.fault(err)
	}
	return record, nil
}

// lineReader reads a line in one pass. Each of its methods takes the value that comes next.
type lineReader struct {
	line    string // of which the record's texts are parts
	dec     *jsontext.Decoder
	version plainText
}

// offset is how much of the line was read.
func (r *lineReader) offset() int { return int(r.dec.InputOffset()) }

func (r *lineReader) record(into *Record) error {
	return r.object(&into.Extra, []lineMember{
		{"timhook", &r.version, true},
		{"start", &into.Start, true},
		{"request", &into.Request, true},
		{"answer", &into.Answer, false},
		{"timing", &into.Timing, true},
		{"failure", &into.Failure, false},
		{"failureClass", &into.FailureClass, false},
		{"redacted", &into.Redacted, false},
		{"shadow", &into.Shadow, false},
		{"verdict", &into.Verdict, false},
		{"findings", &into.Findings, false},
	})
}

func (r *lineReader) request(into *Request) error {
	return r.object(&into.Extra, []lineMember{
		{"method", &into.Method, true},
		{"url", &into.URL, true},
		{"query", &into.Query, false},
		{"proto", &into.Proto, false},
		{"header", &into.Header, true},
		{"truncated", &into.Truncated, false},
		{"wire", (*onlyBytes)(&into.Wire), false},
		{"body", &into.Body, true},
	})
}

func (r *lineReader) answer(into *Answer) error {
	return r.object(&into.Extra, []lineMember{
		{"proto", &into.Proto, true},
		{"status", &into.Status, true},
		{"reason", &into.Reason, false},
		{"header", &into.Header, true},
		{"truncated", &into.Truncated, false},
		{"wire", (*onlyBytes)(&into.Wire), false},
		{"body", &into.Body, true},
	})
}

func (r *lineReader) timing(into *Timing) error {
	return r.object(&into.Extra, []lineMember{
		{"connectUs", &into.Connect, true},
		{"firstByteUs", &into.FirstByte, true},
		{"wholeUs", &into.Total, true},
		{"addedUs", &into.Added, false},
	})
}

func (r *lineReader) finding() (f Finding, err error) {
	err = r.object(&f.Extra, []lineMember{
		{"check", &f.Check, true},
		{"path", &f.Path, false},
		{"want", &f.Want, false},
	})
	return f, err
}

// field reads a header field, which is an array of its name and its value, and of a mark where both are in base64.
func (r *lineReader) field() (f webhook.HeaderField, err error) {
	if err := r.open('[', "an array"); err != nil {
		return f, err
	}
	start, n := r.offset(), 0
	var items [3]value
	for ; r.dec.PeekKind() != ']'; n++ {
		if items[min(n, 2)], err = r.string(); err != nil {
			return f, err
		}
	}
	if _, err := r.dec.ReadToken(); err != nil {
		return f, err
	}
	if n == 2 {
		return webhook.HeaderField{Name: items[0].text(), Value: items[1].text()}, nil
	}
	path := string(r.dec.StackPointer())
	if n != 3 || items[2].text() != mark64 {
		return f, &LineError{start, fmt.Sprintf("%s: got %d items, want a name and a value", path, n)}
	}
	name, err := items[0].base64(path + "/0")
	if err != nil {
		return f, err
	}
	value, err := items[1].base64(path + "/1")
	return webhook.HeaderField{Name: string(name), Value: string(value)}, err
}
