package record

import (
	"errors"
	"net"
	"sync"
	"time"
)

// conn is a connection and its phase.
type conn struct {
	net.Conn
	phase  phase
	since  time.Time
	proved bool // a whole request has come on it
}

type phase uint8

const (
	waiting  phase = iota // for the first byte of a request
	reading               // the rest of it
	answered              // the request is whole; it is being answered
)

// registry knows the connections that are open.
type registry struct {
	most   int
	mu     sync.Mutex
	open   map[*conn]bool
	closed bool
}

var errFull = errors.New("all connections are busy")

// add takes a connection up. When there is no room, the one that has kept its place for longest without a whole request
// makes it: slow senders are the first to go, and where all are at work, there is no place.
func (r *registry) add(c *conn) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.closed {
		return net.ErrClosed
	}
	if len(r.open) >= r.most {
		slowest := r.slowest()
		if slowest == nil {
			return errFull
		}
		delete(r.open, slowest)
		_ = slowest.Close()
	}
	if r.open == nil {
		r.open = map[*conn]bool{}
	}
	c.since = time.Now()
	r.open[c] = true
	return nil
}

func (r *registry) slowest() *conn {
	var slowest *conn
	for c := range r.open {
		if c.phase != answered && (slowest == nil || c.slower(slowest)) {
			slowest = c
		}
	}
	return slowest
}

// slower reports whether c has a weaker claim to its place. A connection without a whole request has the weakest.
func (c *conn) slower(than *conn) bool {
	if c.proved != than.proved {
		return !c.proved
	}
	return c.since.Before(than.since)
}

func (r *registry) remove(c *conn) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.open, c)
}

// enter moves a connection on to its next phase. It reports false if the connection was closed instead.
func (r *registry) enter(c *conn, p phase) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if !r.open[c] || r.closed && p != answered {
		return false
	}
	c.phase, c.since, c.proved = p, time.Now(), c.proved || p == answered
	return true
}

// close ends the connections that no request is under way on, and takes no more.
func (r *registry) close() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.closed = true
	for c := range r.open {
		if c.phase == waiting {
			_ = c.Close()
		}
	}
}

// cut ends all.
func (r *registry) cut() {
	r.mu.Lock()
	defer r.mu.Unlock()
	for c := range r.open {
		_ = c.Close()
	}
}
