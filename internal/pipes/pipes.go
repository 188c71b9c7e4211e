// Package pipes connects clients and servers within a process, so that a test can have both in a synctest bubble.
// Only tests import it. A name that is dialled is never looked up.
package pipes

import (
	"bufio"
	"context"
	"io"
	"net"
	"net/http"
	"sync"
	"syscall"
)

// Listener hands a server the far ends of the connections that Dial makes.
type Listener struct {
	conns chan net.Conn
	once  sync.Once
	done  chan struct{}
}

// Listen makes a listener, as net.Listen does.
func Listen() *Listener { return &Listener{conns: make(chan net.Conn), done: make(chan struct{})} }

// Dial waits until the server accepts, as long as ctx lasts and the listener is open.
func (l *Listener) Dial(ctx context.Context, _, _ string) (net.Conn, error) {
	near, far := net.Pipe()
	select {
	case l.conns <- far:
		return near, nil
	case <-l.done:
		return nil, syscall.ECONNREFUSED
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// Accept is one of the methods of a net.Listener.
func (l *Listener) Accept() (net.Conn, error) {
	select {
	case c := <-l.conns:
		return c, nil
	case <-l.done:
		return nil, net.ErrClosed
	}
}

// Close makes Dial and Accept fail from now on.
func (l *Listener) Close() error {
	l.once.Do(func() { close(l.done) })
	return nil
}

// Addr is the same for all pipes.
func (l *Listener) Addr() net.Addr { return &net.UnixAddr{Name: "pipe", Net: "pipe"} }

// Dial makes a connection, like the Dial of a net.Dialer.
type Dial = func(ctx context.Context, network, address string) (net.Conn, error)

// Answering answers the first request of every connection with these bytes, and then waits for the client to go.
func Answering(answer string) Dial {
	return serving(func(c net.Conn) {
		if answerOnce(c, answer) == nil {
			_, _ = c.Read(make([]byte, 1))
		}
	})
}

// Closing answers the first request of every connection with these bytes, and closes the connection behind them.
func Closing(answer string) Dial {
	return serving(func(c net.Conn) { _ = answerOnce(c, answer) })
}

func serving(behave func(net.Conn)) Dial {
	return func(context.Context, string, string) (net.Conn, error) {
		near, far := net.Pipe()
		go func() {
			defer far.Close()
			behave(far)
		}()
		return near, nil
	}
}

func answerOnce(c net.Conn, answer string) error {
	request, err := http.ReadRequest(bufio.NewReader(c))
	if err != nil {
		return err
	}
	if _, err := io.Copy(io.Discard, request.Body); err != nil {
		return err
	}
	_, err = io.WriteString(c, answer)
	return err
}
