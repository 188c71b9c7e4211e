package record

import (
	"bufio"
	"errors"
	"net"
)

var errHeadTooLarge = errors.New("the head is too large")

// recordingConn keeps the bytes that are read from a connection, so that every byte of a message is known although
// net/http reads it.
type recordingConn struct {
	net.Conn
	scheme string        // that senders address it by
	in     *bufio.Reader // reads through [reader]
	kept   []byte        // from the first byte of the message under way
	limit  int           // no more than this many are read; negative: any
	err    error         // of the connection

	follows bool // a message has come before the one under way
}

func newRecordingConn(c net.Conn, scheme string) *recordingConn {
	t := &recordingConn{Conn: c, scheme: scheme, limit: -1}
	t.in = bufio.NewReader(reader{t})
	return t
}

// reader reads from the connection and keeps the bytes. The connection's own Read keeps none.
type reader struct{ *recordingConn }

// Read implements [io.Reader].
func (r reader) Read(p []byte) (int, error) {
	t := r.recordingConn
	if t.limit >= 0 {
		if len(t.kept) >= t.limit {
			return 0, errHeadTooLarge
		}
		p = p[:min(len(p), t.limit-len(t.kept))]
	}
	n, err := t.Conn.Read(p)
	t.kept = append(t.kept, p[:n]...)
	t.err = err
	return n, err
}

// consumed is how many of the kept bytes were taken out of the buffer.
func (t *recordingConn) consumed() int { return len(t.kept) - t.in.Buffered() }

// mostReused is from when on the memory of a message is not kept for the next one.
const mostReused = 64 << 10

// next begins a message: it forgets the consumed bytes; those that were read ahead belong to the message.
func (t *recordingConn) next() {
	ahead := t.kept[t.consumed():]
	if cap(t.kept) > mostReused {
		t.kept = append([]byte(nil), ahead...)
		return
	}
	t.kept = append(t.kept[:0], ahead...)
}
