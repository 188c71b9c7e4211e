package webhook

import (
	"bufio"
	"bytes"
	"net"
	"net/http"
	"syscall"
	"time"
)

// conn is a connection that carries one exchange after another.
type conn struct {
	net.Conn
	key    poolKey
	remote string
	series *Series         // that alone may take it from the pool; nil: anybody may
	socket syscall.RawConn // nil: not a socket, for instance a net.Pipe
	plain  bool            // no TLS, so that all unread bytes are in the socket
	cut    func()          // ends the exchange under way at once

	late []byte // read by quiet

	in          recorder
	buf         *bufio.Reader
	request     http.Request // tells http.ReadResponse the method
	maxResponse int64
}

func newConn(c net.Conn, key poolKey) *conn {
	k := &conn{Conn: c, key: key, remote: c.RemoteAddr().String(), plain: true}
	k.in.src = c
	k.buf = bufio.NewReader(&k.in)
	k.cut = func() { c.SetDeadline(longAgo()) }
	inner := c
	if t, ok := c.(interface{ NetConn() net.Conn }); ok {
		inner, k.plain = t.NetConn(), false
	}
	if s, ok := inner.(syscall.Conn); ok {
		k.socket, _ = s.SyscallConn()
	}
	return k
}

// longAgo is a deadline that has passed whatever the clock says.
func longAgo() time.Time { return time.Unix(1, 0) }

// begin makes k ready for the exchange s.
func (k *conn) begin(s *sending) {
	k.SetDeadline(s.deadline) // covers writing, interim answers, head and body
	k.request.Method = s.x.Request.Method
	k.maxResponse = orDefault(s.MaxResponse, defaultMaxResponse)
	maxHeader := orDefault(s.MaxHeader, defaultMaxHeader)
	// Chunked framing makes an answer longer than its body: keep twice that, read whatever it takes.
	k.in.reset(maxHeader, maxHeader+2*min(k.maxResponse, 1<<40))
}

// quiet reports whether a kept connection is open and nothing has come on it. It does not block, and leaves setting
// deadlines to begin. Of a connection that is no socket it tells only whether it is open.
func (k *conn) quiet() bool {
	if !k.plain || k.socket == nil {
		// With its deadline past, Read returns what TLS has decrypted already, or the reason why nothing more will
		// come, and waits for neither.
		k.SetReadDeadline(longAgo())
		var b [1]byte
		if n, err := k.Conn.Read(b[:]); n > 0 || !IsTimeout(err) {
			k.late = append(k.late, b[:n]...)
			return false
		}
	}
	return k.socket == nil || socketQuiet(k.socket)
}

// MaxUnasked is the most bytes that are kept of what came without a request; see [Exchange].
const MaxUnasked = 4 << 10

// unasked returns the bytes that came on a connection that is not quiet. An orderly end has none. A 408 counts as
// none: a server may send it when it closes a connection that nobody uses (RFC 9110, 15.5.9).
func (k *conn) unasked() []byte {
	k.SetReadDeadline(time.Now().Add(unaskedPatience))
	b := make([]byte, MaxUnasked)
	n := copy(b, k.late)
	more, _ := k.Conn.Read(b[n:])
	b = b[: n+more : n+more]
	if bytes.HasPrefix(b, []byte("HTTP/1.1 408")) || bytes.HasPrefix(b, []byte("HTTP/1.0 408")) {
		return nil
	}
	return b
}

// unaskedPatience is the wait for the rest of a TLS record whose beginning came. Other bytes are there already.
const unaskedPatience = 20 * time.Millisecond
