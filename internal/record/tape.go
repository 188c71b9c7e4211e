package record

import (
	"bufio"
	"errors"
	"net"
)

var errHeadTooLarge = errors.New("the head is too large")

// tape keeps what is read from a connection, so that a message is known byte for byte although net/http reads it.
type tape struct {
	net.Conn
	scheme string        // that senders address it by
	in     *bufio.Reader // reads through the tape
	kept   []byte        // from the first byte of the message under way
	limit  int           // no more than this many are read; negative: any
	err    error         // of the connection
}

func newTape(c net.Conn, scheme string) *tape {
	t := &tape{Conn: c, scheme: scheme, limit: -1}
	t.in = bufio.NewReader(reader{t})
	return t
}

// reader is the tape's own reading, since the tape's Read is that of its connection.
type reader struct{ *tape }

// Read implements [io.Reader].
func (r reader) Read(p []byte) (int, error) {
	t := r.tape
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

// consumed is how many bytes of what is kept were taken out of the buffer.
func (t *tape) consumed() int { return len(t.kept) - t.in.Buffered() }

// largeTape is from when on the memory of a message is not kept for the next one.
const largeTape = 64 << 10

// next begins a message: what was consumed is forgotten, what was read ahead belongs to it.
func (t *tape) next() {
	ahead := t.kept[t.consumed():]
	if cap(t.kept) > largeTape {
		t.kept = append([]byte(nil), ahead...)
		return
	}
	t.kept = append(t.kept[:0], ahead...)
}
