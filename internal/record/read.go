package record

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/timhook/timhook/webhook"
	"github.com/timhook/timhook/webhook/capture"
)

// message is a request as it came.
type message struct {
	capture.Request
	head   []byte    // as it stood on the wire
	frames []byte    // likewise what follows it
	last   bool      // no other message follows on the connection
	read   time.Time // when its last byte was there
}

// badRequest is a message that is no HTTP/1.x, or more of it than is taken.
type badRequest struct {
	status int
	err    error
}

func (b *badRequest) Error() string { return b.err.Error() }
func (b *badRequest) Unwrap() error { return b.err }

func refuse(status int, format string, args ...any) error {
	return &badRequest{status, fmt.Errorf(format, args...)}
}

// await waits for the first byte of a message. Empty lines in front of it are skipped (RFC 9112, 2.2).
func (t *recordingConn) await(deadline time.Time) error {
	if err := t.SetReadDeadline(deadline); err != nil {
		return err
	}
	t.limit = -1
	for range 16 {
		b, err := t.in.Peek(1)
		if err != nil {
			return err
		}
		if b[0] != '\r' && b[0] != '\n' {
			break
		}
		_, _ = t.in.Discard(1) // it was peeked at
	}
	t.next()
	return nil
}

// readMessage reads one message. An error that is no [*badRequest] is the connection's.
func (t *recordingConn) readMessage(l Limits) (*message, error) {
	if err := t.SetReadDeadline(time.Now().Add(l.HeadTime)); err != nil {
		return nil, err
	}
	t.limit = l.Head
	r, err := http.ReadRequest(t.in)
	t.limit = -1
	if err != nil {
		return nil, t.headFailed(err, l)
	}
	head := t.consumed()
	if err := checkFraming(r, t.kept[:head]); err != nil {
		return nil, err
	}
	m := &message{last: r.Close}
	if err := t.readBody(m, r, l); err != nil {
		return nil, err
	}
	m.read = time.Now()
	m.head, m.frames = t.kept[:head:head], t.kept[head:t.consumed():t.consumed()]
	if len(r.TransferEncoding) == 0 {
		m.frames = m.frames[:min(len(m.frames), len(m.Body))] // one byte too many was read of a body that is too long
	}
	m.Request = capture.NewRequest(capture.Raw{
		Scheme: t.scheme, Host: t.LocalAddr().String(),
		Head: m.head, Body: m.Body, Frames: m.frames, Truncated: m.Truncated,
	})
	return m, m.check(r)
}

// headFailed tells a head that is wrong from one that did not come to its end.
func (t *recordingConn) headFailed(err error, l Limits) error {
	switch {
	case errors.Is(err, errHeadTooLarge):
		return refuse(http.StatusRequestHeaderFieldsTooLarge, "the head is longer than %d bytes", l.Head)
	case webhook.IsTimeout(t.err) && !t.isMiscounted():
		return refuse(http.StatusRequestTimeout, "the head was not complete within %v", l.HeadTime)
	case t.err != nil && t.consumed() == len(t.kept) && !t.isMiscounted():
		return fmt.Errorf("the connection ended within the head: %w", t.err)
	case len(t.kept) > 1 && t.kept[0] == 0x16 && t.kept[1] == 3:
		return refuse(http.StatusBadRequest, "a TLS handshake came where HTTP is spoken; "+
			"address it as http://, or give --tls-cert and --tls-key")
	}
	problem := withoutQuote(err)
	if t.follows {
		return refuse(http.StatusBadRequest, "not HTTP: %s; it came behind a request on the same connection, "+
			"whose Content-Length may count too few bytes or be missing", problem)
	}
	return refuse(http.StatusBadRequest, "not HTTP: %s", problem)
}

// isMiscounted is true of what came behind a message and cannot begin one, such as the body of a head without a length.
func (t *recordingConn) isMiscounted() bool {
	if !t.follows || len(t.kept) == 0 {
		return false
	}
	first := t.kept[0] | 0x20
	return first < 'a' || first > 'z' // a method is a word
}

// withoutQuote is an error of net/http without the quoted part of the message, which may hold the Sign or credentials.
// What it says of the length or the coding of the body is kept.
func withoutQuote(err error) string {
	if target, ok := errors.AsType[*url.Error](err); ok {
		err = fmt.Errorf("the address in the request line: %w", target.Err)
	}
	problem := strings.TrimPrefix(err.Error(), "net/http: ")
	text, _, cut := strings.Cut(problem, `"`)
	if !cut || strings.Contains(text, "Content-Length") || strings.Contains(text, "transfer encoding") {
		return problem
	}
	return strings.TrimRight(text, " :")
}

// check asks for what net/http's server asks for beyond its parser.
func (m *message) check(r *http.Request) error {
	if r.ProtoMajor != 1 {
		return refuse(http.StatusHTTPVersionNotSupported, "got %s, want HTTP/1.1 or HTTP/1.0", r.Proto)
	}
	if err := webhook.CheckHeader(m.Header); err != nil {
		return refuse(http.StatusBadRequest, "%w", err)
	}
	if r.ProtoAtLeast(1, 1) && webhook.IndexField(m.Header, "Host") < 0 {
		return refuse(http.StatusBadRequest, "no Host field")
	}
	return nil
}

// readBody reads a body up to the limit.
func (t *recordingConn) readBody(m *message, r *http.Request, l Limits) error {
	if err := t.SetReadDeadline(time.Now().Add(l.BodyTime)); err != nil {
		return err
	}
	expects := r.ProtoAtLeast(1, 1) && strings.EqualFold(r.Header.Get("Expect"), "100-continue")
	if expects && t.in.Buffered() == 0 && r.Body != http.NoBody {
		if r.ContentLength > l.Body {
			m.Truncated, m.last = true, true
			return nil
		}
		_ = t.SetWriteDeadline(time.Now().Add(l.WriteTime))
		if _, err := io.WriteString(t, "HTTP/1.1 100 Continue\r\n\r\n"); err != nil {
			return err
		}
	}
	var err error
	if m.Body, err = io.ReadAll(io.LimitReader(r.Body, l.Body+1)); err != nil {
		return t.bodyFailed(m, err, l)
	}
	if len(m.Body) == 0 {
		m.Body = nil
	}
	switch {
	case int64(len(m.Body)) > l.Body:
		m.Body, m.Truncated, m.last = m.Body[:l.Body:l.Body], true, true
	case len(r.TransferEncoding) > 0 && !bytes.HasSuffix(t.kept[:t.consumed()], []byte("\r\n\r\n")):
		// net/http takes a bare line feed for the end of the trailers; a backend may see them go on.
		return refuse(http.StatusBadRequest, "the chunks of the body do not end in an empty line")
	}
	return nil
}

func (t *recordingConn) bodyFailed(m *message, err error, l Limits) error {
	switch {
	case webhook.IsTimeout(t.err):
		const text = "the body was not complete within %v: got %d bytes"
		return refuse(http.StatusRequestTimeout, text, l.BodyTime, len(m.Body))
	case t.err != nil:
		return fmt.Errorf("the connection ended within the body after %d bytes: %w", len(m.Body), t.err)
	}
	return refuse(http.StatusBadRequest, "the chunks of the body cannot be read: %s", withoutQuote(err))
}
