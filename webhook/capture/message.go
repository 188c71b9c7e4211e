package capture

import (
	"strconv"
	"strings"

	"github.com/timhook/timhook/webhook"
)

// appendMessage appends the request as its fields give it.
func (r *Request) appendMessage(dst []byte) []byte {
	dst = append(dst, r.Method...)
	dst = append(dst, ' ')
	dst = append(dst, r.path()...)
	if r.Query != "" {
		dst = append(append(dst, '?'), r.Query...)
	}
	dst = append(dst, ' ')
	if r.Proto == "" {
		dst = append(dst, HTTP11...)
	} else {
		dst = append(dst, r.Proto...)
	}
	return appendRest(dst, r.Header, r.Body)
}

// path is the part of the URL that the request line has.
func (r *Request) path() string {
	if socket, ok := strings.CutPrefix(r.URL, "unix:"); ok {
		if _, path, ok := strings.Cut(socket, ":/"); ok {
			return "/" + path
		}
		return "/"
	}
	_, rest, _ := strings.Cut(r.URL, "://")
	if i := strings.IndexByte(rest, '/'); i >= 0 {
		return rest[i:]
	}
	return "/"
}

// appendMessage appends the answer as its fields give it.
func (a *Answer) appendMessage(dst []byte) []byte {
	dst = append(dst, a.Proto...)
	dst = append(dst, ' ')
	dst = strconv.AppendInt(dst, int64(a.Status), 10)
	dst = append(dst, ' ')
	dst = append(dst, a.Reason...)
	return appendRest(dst, a.Header, a.Body)
}

// appendRest ends the first line, and appends the header, the empty line behind it and the body.
func appendRest(dst []byte, header []webhook.HeaderField, body []byte) []byte {
	dst = webhook.AppendFields(append(dst, "\r\n"...), header)
	return append(append(dst, "\r\n"...), body...)
}
