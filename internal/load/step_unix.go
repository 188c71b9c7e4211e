//go:build unix

package load

import (
	"context"
	"io"
	"os"
	"syscall"
)

// canStep is true where sockets can be read and written without waiting.
const canStep = true

// state is the step that the exchange on a socket has reached.
type state uint8

const (
	checking state = iota // whether the kept connection is quiet
	writing
	blocked // the request could not be written in one go
	reading
	notQuiet // the connection was not quiet, and nothing was written
)

// beginSteps makes the socket's steps ready: all of them happen in [worker.readSteps].
func (w *worker) beginSteps(ctx context.Context) {
	w.state = checking
	if !w.begun.Reused {
		w.state = writing
	}
	if w.armed.IsZero() {
		w.arm(ctx, w.conn.SetReadDeadline)
	}
}

// readSteps goes on until bytes of the answer have come, or an error.
func (w *worker) readSteps(ctx context.Context) error {
	for {
		w.err = nil
		err := w.socket.Read(w.advance)
		switch {
		case err != nil && w.rearm(ctx, err):
		case err != nil:
			return err
		case w.state == blocked:
			w.writeRest()
			w.state = reading
		case w.state == notQuiet:
			return errNotQuiet
		default:
			return w.err
		}
	}
}

// steps goes as far as it can without waiting and reports whether the step is done. To look whether a kept connection
// is quiet costs nothing: right after the request is written, a read would find nothing yet.
func (w *worker) steps(ctx context.Context, fd uintptr) bool {
	switch w.state {
	case checking:
		if w.readNow(int(fd)) {
			w.state = notQuiet
			return true
		}
		if !w.writeNow(ctx, int(fd)) {
			return true
		}
		return false
	case writing:
		if !w.writeNow(ctx, int(fd)) {
			return true
		}
	}
	return w.readNow(int(fd))
}

// readNow reads without waiting. It reports false when there is nothing yet.
func (w *worker) readNow(fd int) bool {
	for {
		n, err := syscall.Read(fd, w.in[w.got:])
		switch {
		case err == syscall.EINTR:
			continue
		case err == syscall.EAGAIN:
			return false
		case err != nil:
			w.err = os.NewSyscallError("read", err)
		case n == 0:
			w.err = io.EOF
		default:
			w.got += n
		}
		return true
	}
}

// writeNow writes the request and passes the turn on. It reports false when the socket does not take all of it.
func (w *worker) writeNow(ctx context.Context, fd int) bool {
	n, err := syscall.Write(fd, w.out)
	for err == syscall.EINTR {
		n, err = syscall.Write(fd, w.out)
	}
	w.passTurn(ctx)
	w.written = max(0, n)
	w.state = reading
	if err != nil && err != syscall.EAGAIN {
		w.begun.WriteErr = os.NewSyscallError("write", err)
		return true
	}
	if w.written < len(w.out) {
		w.state = blocked
		return false
	}
	return true
}

// writeRest waits until the socket takes the rest of the request.
func (w *worker) writeRest() {
	_ = w.conn.SetWriteDeadline(w.deadline)
	n, err := w.conn.Write(w.out[w.written:])
	w.written += n
	w.begun.WriteErr = err
}
