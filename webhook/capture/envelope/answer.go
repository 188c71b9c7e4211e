package envelope

import (
	"bytes"
	"cmp"
	"strconv"
	"strings"

	"github.com/timhook/timhook/webhook/capture"
	"github.com/timhook/timhook/webhook/capture/scan"
)

// answered reads the answer that is kept beside a request. One that cannot be read is left out.
func (r *reader) answered(o *object, f *scan.Found) {
	v := o.first(answer)
	if kind(v) != '{' {
		return
	}
	status, reason := 0, ""
	for name, value := range values(v) {
		switch strings.ToLower(name) {
		case "status", "statuscode", "status_code", "code":
			number := value
			if kind(value) == '{' {
				number, _ = member(value, "code")
			}
			code, rest, _ := strings.Cut(plainText(number), " ")
			if n, err := strconv.Atoi(code); err == nil && n > 99 && n < 1000 {
				status, reason = n, cmp.Or(rest, reason)
			}
		case "statustext", "reason", "statusmessage":
			reason = plainText(value)
		}
	}
	inside := objectOf(v)
	c := inside.content(r.format.coding)
	switch {
	case status == 0:
		return
	case c.err != nil:
		f.Notes = append(f.Notes, "the answer is left out: "+c.err.Error())
		return
	case c.hidden, c.note == readAsJSON:
		return
	}
	a := &capture.Answer{Proto: capture.HTTP11, Status: status, Reason: reason, Header: headerOf(inside.first(header))}
	if message := c.Text; bytes.HasPrefix(message, []byte("HTTP/")) {
		_, rest := headAndBody(message)
		c.Piece = c.As(rest)
	}
	if len(c.Text) > 0 {
		a.Body = bytes.Clone(c.Text)
	}
	f.Record.Answer = a
	ofBody := f.Place
	f.Place = func(isAnswer bool, offset int) capture.Place {
		if isAnswer || ofBody == nil {
			return r.place(c.Offset(offset))
		}
		return ofBody(isAnswer, offset)
	}
}
