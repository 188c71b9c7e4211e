package webhook

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net/http"
)

// readAnswer reads interim answers and the final one into x. sound is true when the connection may carry another
// request.
func (k *conn) readAnswer(x *Exchange) (sound bool, err error) {
	for {
		start := k.consumed()
		resp, err := http.ReadResponse(k.buf, &k.request)
		if err != nil {
			return false, k.headFailed(x, start, err)
		}
		if isInterim(resp.StatusCode) {
			x.Interim++ // their number is bounded by MaxHeader, as their length is
			continue
		}
		parseHead(x, k.in.kept[start:k.consumed()])
		if resp.StatusCode < 100 {
			return false, broken{fmt.Errorf("malformed HTTP status code %q", resp.Status)}
		}
		k.in.unbound()
		if x.Body, x.Truncated, err = readBody(resp, k.maxResponse); err != nil {
			return false, k.bodyFailed(resp, x, err)
		}
		return k.ended(resp, x), nil
	}
}

// Reread reads once more what came in answer to a request of that method, as a capture keeps it: the framing and the
// bytes behind the answer are in no other field of it. ok is false of bytes that are no whole answer.
func Reread(method string, raw []byte) (x *Exchange, ok bool) {
	k := &conn{maxResponse: int64(len(raw))}
	k.in = recorder{src: &resumed{read: raw, err: io.EOF}, limit: -1, keep: int64(len(raw))}
	k.buf = bufio.NewReader(&k.in)
	k.request.Method = method
	x = &Exchange{Raw: raw}
	if _, err := k.readAnswer(x); err != nil {
		return nil, false
	}
	x.Stray = raw[k.consumed():]
	return x, true
}

// isInterim reports whether another answer follows. After 101 no more HTTP follows.
func isInterim(status int) bool {
	return 100 <= status && status < 200 && status != http.StatusSwitchingProtocols
}

// consumed returns how many bytes of the exchange were taken out of the buffer.
func (k *conn) consumed() int64 { return k.in.total - int64(k.buf.Buffered()) }

// ended notes the bytes behind the answer. sound is true when the connection may carry another request.
func (k *conn) ended(resp *http.Response, x *Exchange) (sound bool) {
	if n := k.buf.Buffered(); n > 0 && !x.Truncated {
		stray, _ := k.buf.Peek(n)
		x.Stray = append([]byte(nil), stray...)
	}
	return !resp.Close && !x.Truncated && len(x.Stray) == 0 && resp.StatusCode >= 200
}

// readBody reads a body up to limit bytes and reports whether there was more.
func readBody(resp *http.Response, limit int64) (body []byte, truncated bool, err error) {
	if resp.Body == http.NoBody {
		return nil, false, nil
	}
	const guess = 512
	// A length that is only claimed costs little memory. One byte more than limit shows that there is more.
	size := min(max(resp.ContentLength, guess), limit, 64<<10)
	body = make([]byte, 0, size+1)
	for {
		n, err := resp.Body.Read(body[len(body):cap(body)])
		body = body[:len(body)+n]
		switch {
		case int64(len(body)) > limit:
			return body[:limit:limit], true, nil
		case err == io.EOF:
			return body, false, nil
		case err != nil:
			return body, false, err
		}
		if len(body) == cap(body) {
			body = append(body, 0)[:len(body)]
		}
	}
}

// broken is the error for bytes that are no HTTP.
type broken struct{ error }

func (b broken) Unwrap() error { return b.error }

// headFailed keeps the part of the head that came. Its error is that of a wrong head, or of the connection when the
// head was cut.
func (k *conn) headFailed(x *Exchange, start int64, err error) error {
	wrong := parseHead(x, k.in.kept[start:])
	if k.in.err == nil || wrong {
		return broken{err}
	}
	return k.in.err
}

// bodyFailed is headFailed for the body. The body's reader asks for more bytes only when it lacks some, so an error
// of the connection means that the body was cut.
func (k *conn) bodyFailed(resp *http.Response, x *Exchange, err error) error {
	if k.in.err == nil {
		return broken{err}
	}
	if n := resp.ContentLength; n >= 0 {
		return &cutBody{k.in.err, int64(len(x.Body)), n}
	}
	return k.in.err
}

// cutBody is a body that ended before the length that was announced.
type cutBody struct {
	error
	got, want int64
}

func (c *cutBody) Unwrap() error { return c.error }

var errUnfinished = errors.New("the exchange ended before the request was written")
