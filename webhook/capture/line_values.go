package capture

import (
	"encoding/base64"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/timhook/timhook/payloads/jsontree"
	"github.com/timhook/timhook/webhook"
)

// read reads a value into a variable.
func (r *lineReader) read(into any, encoded bool) (err error) {
	switch into := into.(type) {
	case *plainText:
		var text string
		text, err = r.text(false)
		*into = plainText(text)
	case *string:
		*into, err = r.text(encoded)
	case *[]byte:
		*into, err = r.bytes(encoded)
	case *onlyBytes:
		*into, err = r.bytes(true)
	case *[]string:
		*into, err = list(r, func() (string, error) { return r.text(encoded) })
	case *[]webhook.HeaderField:
		*into, err = list(r, r.field)
	case *[]Finding:
		*into, err = list(r, r.finding)
	case *Request:
		err = r.request(into)
	case **Answer:
		*into = new(Answer)
		err = r.answer(*into)
	case *Timing:
		err = r.timing(into)
	default:
		err = r.scalar(into)
	}
	return err
}

// scalar reads a value that is no text and holds no others.
func (r *lineReader) scalar(into any) error {
	v, err := r.value()
	if err != nil {
		return err
	}
	want := ""
	switch into := into.(type) {
	case *bool:
		if *into = v.raw == "true"; !*into && v.raw != "false" {
			want = "true or false"
		}
	case *int:
		if *into, err = strconv.Atoi(v.raw); err != nil {
			want = "an integer"
		}
	case *time.Duration:
		*into, want = microseconds(v.raw)
	case *time.Time:
		if v.raw[0] != '"' {
			want = "a string"
		} else if *into, err = parseStart(v.text()); err != nil {
			want = "a time such as 2026-01-02T03:04:05.678901234+08:00"
		}
	}
	if want != "" {
		return r.wrong(v, want)
	}
	return nil
}

// microseconds reads an integer. For any other literal, want is what has to be in its place.
func microseconds(literal string) (d time.Duration, want string) {
	const most = int64(1<<63-1) / int64(time.Microsecond)
	n, err := strconv.ParseInt(literal, 10, 64)
	switch {
	case err != nil:
		return 0, "an integer"
	case n > most || n < -most:
		return 0, "a number of microseconds"
	}
	return time.Duration(n) * time.Microsecond, ""
}

// parseStart reads RFC 3339.
func parseStart(s string) (t time.Time, err error) {
	err = t.UnmarshalText([]byte(s))
	return zoned(t), err
}

func (r *lineReader) string() (value, error) {
	v, err := r.value()
	if err == nil && v.raw[0] != '"' {
		err = r.wrong(v, "a string")
	}
	return v, err
}

// text is a string, or the text that one has in base64.
func (r *lineReader) text(encoded bool) (string, error) {
	v, err := r.string()
	switch {
	case err != nil:
		return "", err
	case encoded:
		data, err := v.base64(string(r.dec.StackPointer()))
		return string(data), err
	}
	return v.text(), nil
}

// bytes are those of a string, or those that one has in base64. They belong to the caller; none are nil.
func (r *lineReader) bytes(encoded bool) ([]byte, error) {
	v, err := r.string()
	switch {
	case err != nil || v.raw == `""`:
		return nil, err
	case encoded:
		return v.base64(string(r.dec.StackPointer()))
	}
	return jsontext.AppendUnquote([]byte(nil), v.raw)
}

// value takes any value.
func (r *lineReader) value() (value, error) {
	raw, err := r.dec.ReadValue()
	end := r.offset()
	return value{r.line[end-len(raw) : end], end - len(raw)}, err
}

// wrong is the error about the value that was taken last.
func (r *lineReader) wrong(v value, want string) error {
	return v.wrong(string(r.dec.StackPointer()), want)
}

// value is a value of a line as it is spelt there.
type value struct {
	raw   string // a part of the line
	start int    // offset of its first byte
}

// text is the meaning of a string. Without escapes it is a part of the line, and costs no copy.
func (v value) text() string {
	if strings.IndexByte(v.raw, '\\') < 0 {
		return v.raw[1 : len(v.raw)-1]
	}
	text, _ := jsontext.AppendUnquote([]byte(nil), v.raw) // the decoder has checked it
	return string(text)
}

// base64 decodes a string; an empty one is nil.
func (v value) base64(path string) ([]byte, error) {
	if v.raw == `""` {
		return nil, nil
	}
	data, err := base64.StdEncoding.DecodeString(v.text())
	if err != nil {
		return nil, v.wrong(path, "base64")
	}
	return data, nil
}

// wrong is the error about a value in whose place another one is wanted. The path is its JSON Pointer.
func (v value) wrong(path, want string) error {
	tree, _ := jsontree.Parse([]byte(v.raw)) // it is JSON
	got := tree.Kind().String()
	if tree.Kind() == jsontree.KindString || tree.Kind() == jsontree.KindNumber {
		got += " " + shortened(v.raw)
	}
	if path != "" {
		path += ": "
	}
	return &LineError{v.start + 1, fmt.Sprintf("%sgot %s, want %s", path, got, want)}
}

// shortened is the beginning of a long literal.
func shortened(literal string) string {
	const most = 40
	if len(literal) <= most {
		return literal
	}
	return strings.ToValidUTF8(literal[:most], "") + "…"
}
