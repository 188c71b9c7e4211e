package webhook

import (
	"bytes"
	"errors"
	"strconv"
	"strings"
	"time"
)

// Param is one query parameter.
//
// Raw, when not empty, is the parameter as it is on the wire: "name=value", escaped, or broken on purpose. Name and
// Value only describe it then. The zero Param is an empty piece of the query, as between the ampersands of
// "a=1&&b=2".
type Param struct{ Name, Value, Raw string }

// HeaderField is one header field in the spelling of the wire.
type HeaderField struct{ Name, Value string }

// Request is an HTTP request whose every byte is decided.
//
// The fields may be edited freely before sending; that is how tampering on the wire works. Body
// and the Content-Length field are independent: [Request.SetBody] changes both, assigning to Body
// makes the field lie.
type Request struct {
	Method   string
	Endpoint *Endpoint
	Query    []Param // the whole query, parameters of the configured URL included
	Header   []HeaderField
	Body     []byte
	Proto    string // "": HTTP/1.1
	// Wire, when not nil, is written instead of everything above except Endpoint (and Method,
	// which still decides whether the answer has a body). It is the way to send broken, sliced or
	// stalled requests; the connection is used for nothing else.
	Wire []Piece
}

// Piece is a part of a request's bytes, written in one go after a pause.
type Piece struct {
	Pause time.Duration // before the bytes
	Bytes []byte
}

// RequestTarget returns the text between method and protocol, for instance "/im?SdkAppid=1".
func (r *Request) RequestTarget() string { return string(r.appendTarget(nil)) }

// URL returns the whole URL, Sign included. Over a Unix socket its host is localhost.
func (r *Request) URL() string {
	return string(r.appendTarget([]byte(r.Endpoint.Scheme + "://" + r.Endpoint.Host)))
}

func (r *Request) appendTarget(dst []byte) []byte {
	dst = append(dst, r.Endpoint.Path...)
	if len(r.Query) == 0 {
		return dst
	}
	return appendQuery(append(dst, '?'), r.Query)
}

// SetBody changes the body and, where there is one, the Content-Length field.
func (r *Request) SetBody(body []byte) {
	r.Body = body
	if i := IndexField(r.Header, "Content-Length"); i >= 0 {
		r.Header[i].Value = strconv.Itoa(len(body))
	}
}

// SetHeader replaces the first field of that name, in the spelling given, or appends it.
func (r *Request) SetHeader(name, value string) {
	if i := IndexField(r.Header, name); i >= 0 {
		r.Header[i] = HeaderField{name, value}
		return
	}
	r.Header = append(r.Header, HeaderField{name, value})
}

// AppendWire appends exactly the bytes that [Client.Send] writes when no proxy is in the way.
func (r *Request) AppendWire(dst []byte) []byte {
	if r.Wire == nil {
		return r.appendMessage(dst, "", nil)
	}
	for _, piece := range r.Wire {
		dst = append(dst, piece.Bytes...)
	}
	return dst
}

// appendMessage appends the request with origin ("http://host", for a proxy) in front of its
// target and more fields after its own.
func (r *Request) appendMessage(dst []byte, origin string, more []HeaderField) []byte {
	dst = append(dst, r.Method...)
	dst = append(dst, ' ')
	dst = append(dst, origin...)
	dst = r.appendTarget(dst)
	dst = append(dst, ' ')
	if r.Proto == "" {
		dst = append(dst, "HTTP/1.1"...)
	} else {
		dst = append(dst, r.Proto...)
	}
	dst = append(dst, "\r\n"...)
	dst = AppendFields(dst, r.Header)
	dst = AppendFields(dst, more)
	dst = append(dst, "\r\n"...)
	return append(dst, r.Body...)
}

// AppendFields appends header fields, each with the line end behind it.
func AppendFields(dst []byte, fields []HeaderField) []byte {
	for i := range fields {
		dst = append(dst, fields[i].Name...)
		dst = append(dst, ": "...)
		dst = append(dst, fields[i].Value...)
		dst = append(dst, "\r\n"...)
	}
	return dst
}

// check refuses what has nowhere to go.
func (r *Request) check() error {
	if r.Endpoint == nil || r.Endpoint.Addr == "" || r.Endpoint.Network == "" {
		return errors.New("request has no endpoint")
	}
	return nil
}

// checkHead refuses a head that has more lines than it should, so that nothing from outside can smuggle in a header
// field or a second request. Wire is the way to send these on purpose.
func (r *Request) checkHead(head []byte, more int) error {
	lines := 2 + len(r.Header) + more
	ends := func(c byte) int { return bytes.Count(head, []byte{c}) }
	if ends('\n') == lines && ends('\r') == lines && bytes.IndexByte(head, 0) < 0 {
		return nil
	}
	if err := CheckHeader(r.Header); err != nil {
		return err
	}
	return errors.New("method, URL or query of the request holds a line break or NUL")
}

// keepable reports whether the connection can carry another request after this one: the backend has to see the end of
// this one where it is.
func (r *Request) keepable() bool {
	if r.Wire != nil || r.Proto != "" {
		return false
	}
	lengths := 0
	for i := range r.Header {
		switch f := &r.Header[i]; {
		case strings.EqualFold(f.Name, "Transfer-Encoding"):
			return false
		case strings.EqualFold(f.Name, "Connection"):
			if !strings.EqualFold(f.Value, "keep-alive") {
				return false
			}
		case strings.EqualFold(f.Name, "Content-Length"):
			if n, err := strconv.Atoi(f.Value); err != nil || n != len(r.Body) {
				return false
			}
			lengths++
		}
	}
	return lengths == 1 || lengths == 0 && len(r.Body) == 0
}

// IndexField returns the index of the first field with that name in any case, -1 where there is none.
func IndexField(fields []HeaderField, name string) int {
	for i := range fields {
		if strings.EqualFold(fields[i].Name, name) {
			return i
		}
	}
	return -1
}
