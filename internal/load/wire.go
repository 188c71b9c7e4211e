package load

import (
	"context"
	"errors"
	"syscall"
	"time"

	"github.com/timhook/timhook/webhook"
)

// heardKind is what an exchange on the wire ended with.
type heardKind uint8

const (
	needsJudging heardKind = iota // the bytes in the buffer have to be judged in full
	plain                         // a right answer
	closedEarly                   // nothing was sent: the connection was closed, or had unasked bytes
)

// wire is a worker's connection with its buffers. One write carries the request, and mostly one read the answer.
type wire struct {
	conn     *webhook.Conn
	socket   syscall.RawConn // nil: the connection's own methods are used
	fresh    bool            // it has carried nothing yet
	deadline time.Time       // of the exchange under way
	armed    time.Time       // the deadline that is set on the connection for reading; it may be an earlier exchange's

	out       []byte // the request
	written   int
	in        []byte // the answer
	got       int
	firstByte time.Time
	now       time.Time // of the last read

	state   state // of a socket's steps
	err     error // of the last one
	advance func(fd uintptr) bool
}

const answerRoom = 4 << 10

// errNotQuiet is for a kept connection that was closed, or had unasked bytes, before the request was written.
var errNotQuiet = errors.New("the kept connection is not quiet")

// use takes a new connection.
func (w *worker) use(conn *webhook.Conn) {
	w.conn, w.socket, w.armed, w.fresh = conn, nil, time.Time{}, true
	if canStep {
		w.socket = conn.Socket()
	}
}

// talk writes the request and reads until the answer is recognised, or turns out to be something else.
func (w *worker) talk(ctx context.Context) heardKind {
	w.written, w.got, w.firstByte = 0, 0, time.Time{}
	if !w.begin(ctx) {
		return closedEarly
	}
	for {
		err := w.read(ctx)
		w.now = time.Now()
		switch {
		case err == errNotQuiet:
			return closedEarly
		case err != nil:
			w.begun.ReadErr = err
			return needsJudging
		}
		if w.firstByte.IsZero() {
			w.firstByte = w.now
		}
		switch w.look(w.in[:w.got]) {
		case right:
			return plain
		case odd:
			return needsJudging
		}
		if w.got == len(w.in) {
			return needsJudging
		}
	}
}

// begin sends the request unless the connection was closed early. The answer to a request that could not be sent is
// read, too: a backend may refuse a long one halfway.
func (w *worker) begin(ctx context.Context) bool {
	if w.socket != nil {
		w.beginSteps(ctx)
		return true
	}
	if w.begun.Reused && !w.conn.Quiet() {
		return false
	}
	w.arm(ctx, w.conn.SetDeadline)
	w.passTurn(ctx) // a pipe's Write waits for its reader
	w.written, w.begun.WriteErr = w.conn.Write(w.out)
	return true
}

func (w *worker) read(ctx context.Context) error {
	if w.socket != nil {
		return w.readSteps(ctx)
	}
	n, err := w.conn.Read(w.in[w.got:])
	w.got += n
	if n > 0 {
		return nil // the end, if it came beside the last bytes, shows again at the next read
	}
	return err
}

// arm sets the deadline of the exchange.
func (w *worker) arm(ctx context.Context, set func(time.Time) error) {
	w.armed = w.deadline
	_ = set(w.deadline)
	if ctx.Err() != nil {
		_ = set(time.Unix(1, 0)) // the cut of the interruption may have come before
	}
}

// rearm sets the deadline of the exchange if an earlier exchange's deadline has passed, and reports whether it did.
// So most exchanges set none.
func (w *worker) rearm(ctx context.Context, err error) bool {
	if !webhook.IsTimeout(err) || w.armed.Equal(w.deadline) || ctx.Err() != nil {
		return false
	}
	w.arm(ctx, w.conn.SetReadDeadline)
	return true
}
