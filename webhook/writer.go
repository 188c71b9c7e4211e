package webhook

import "time"

// smallWrite is what fits the send buffer of any socket, so that writing it cannot wait for a
// backend that answers before it reads.
const smallWrite = 16 << 10

// writer writes a request while the answer is read already, so that an early answer (such as 413)
// is seen. Small requests on sockets do without.
type writer struct {
	k    *conn
	sent []byte
	err  error
	stop chan struct{} // closed to end a pause
	done chan struct{} // closed when everything is written or writing failed
}

// writeBehind starts writing wire or, if there are any, pieces.
func (k *conn) writeBehind(pieces []Piece, wire []byte) *writer {
	w := &writer{k: k, stop: make(chan struct{}), done: make(chan struct{})}
	if pieces == nil {
		pieces = []Piece{{Bytes: wire}}
	}
	go w.run(pieces)
	return w
}

func (w *writer) run(pieces []Piece) {
	defer close(w.done)
	for _, piece := range pieces {
		if !w.wait(piece.Pause) {
			w.err = errUnfinished
			return
		}
		var n int
		n, w.err = w.k.Write(piece.Bytes)
		if w.sent == nil {
			w.sent = piece.Bytes[:n:n] // most requests are one piece, which may be large
		} else {
			w.sent = append(w.sent, piece.Bytes[:n]...)
		}
		if w.err != nil {
			return
		}
	}
}

// wait reports whether the pause went by undisturbed.
func (w *writer) wait(pause time.Duration) bool {
	if pause <= 0 {
		return true
	}
	timer := time.NewTimer(pause)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-w.stop:
		return false
	}
}

// finish ends the writing if it is still under way, since the exchange is over, and returns what
// was written.
func (w *writer) finish() ([]byte, error) {
	close(w.stop)
	select {
	case <-w.done:
	default:
		w.k.SetWriteDeadline(longAgo())
		<-w.done
	}
	return w.sent, w.err
}
