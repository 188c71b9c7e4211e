package record

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/HdrHistogram/hdrhistogram-go"
	"github.com/timhook/timhook/internal/backend"
	"github.com/timhook/timhook/internal/fields"
	"github.com/timhook/timhook/payloads/chat"
	"github.com/timhook/timhook/webhook"
)

// Server receives callbacks. It serves once.
type Server struct {
	o        Options
	answers  backend.Answers  // of the recorder's own
	declared *fields.Declared // of all callbacks
	conns    registry
	stop     context.CancelFunc // ends the serving
	shadow   shadow
	lines    chan func() // calls of Seen and Note, which may wait for a terminal that is paused

	mu      sync.Mutex // guards the rest
	summary Summary
	came    map[string]bool         // by the name of each callback of the catalogue: it did
	added   *hdrhistogram.Histogram // microseconds
	lost    int                     // exchanges that could not be kept, since the last one that was
}

// New makes a server.
func New(o Options) *Server {
	o.Limits = o.Limits.filled()
	if o.Client == nil {
		o.Client = new(webhook.Client)
	}
	if o.ShadowClient == nil {
		o.ShadowClient = new(webhook.Client)
	}
	if o.Grace == 0 {
		o.Grace = 2 * time.Second
	}
	const most = int64(time.Minute / time.Microsecond)
	came := map[string]bool{}
	for _, c := range chat.All() {
		came[c.Name] = false
	}
	return &Server{
		came: came, o: o, answers: backend.NewAnswers(), declared: fields.Of(chat.All()),
		conns:  registry{most: o.Limits.Connections},
		shadow: shadow{slots: make(chan struct{}, mostShadowed)},
		lines:  make(chan func(), queued), added: hdrhistogram.New(1, most, 2),
	}
}

// queued is how many lines a terminal may be behind before callbacks wait for it.
const queued = 4096

// Serve takes connections until ctx is done, waits for the exchanges under way and closes the listener. The summary is
// valid even if an error ends it early.
func (s *Server) Serve(ctx context.Context, l net.Listener) (Summary, error) {
	ctx, s.stop = context.WithCancel(ctx)
	defer s.stop()
	hard, cut := context.WithCancel(context.WithoutCancel(ctx))
	defer cut()
	defer context.AfterFunc(ctx, func() { _ = l.Close() })()
	var serving, telling sync.WaitGroup
	telling.Go(func() {
		for tell := range s.lines {
			tell()
		}
	})
	err := s.accept(ctx, l, func(c net.Conn) { serving.Go(func() { s.serve(hard, c) }) })
	s.stop()
	s.conns.close()
	stopped := make(chan struct{})
	go func() { serving.Wait(); s.shadow.going.Wait(); close(stopped) }()
	patience := time.NewTimer(s.o.Grace)
	defer patience.Stop()
	select {
	case <-stopped:
	case <-patience.C:
		cut()
		s.conns.cut()
		<-stopped
	}
	close(s.lines)
	telling.Wait()
	return s.sum(), err
}

// accept hands on connections until ctx is done.
func (s *Server) accept(ctx context.Context, l net.Listener, serve func(net.Conn)) error {
	pause := time.Millisecond
	for {
		c, err := l.Accept()
		switch {
		case ctx.Err() != nil:
			if err == nil {
				_ = c.Close()
			}
			return nil
		case errors.Is(err, net.ErrClosed):
			return fmt.Errorf("accept a connection: %w", err)
		case err != nil: // too many open files, for instance; it passes
			s.note("a connection was not accepted: %v", err)
			if !sleep(ctx, pause) {
				return nil
			}
			pause = min(2*pause, time.Second)
			continue
		}
		pause = time.Millisecond
		serve(c)
	}
}

func sleep(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}

// serve takes one message after the other from a connection.
func (s *Server) serve(ctx context.Context, raw net.Conn) {
	c := &conn{Conn: raw}
	defer raw.Close()
	if err := s.conns.add(c); err != nil {
		s.turnAway(raw, err)
		return
	}
	defer s.conns.remove(c)
	wire, err := s.handshake(ctx, raw)
	if err != nil {
		s.refused(raw, err)
		return
	}
	t := newRecordingConn(wire, s.scheme())
	wait := s.o.Limits.HeadTime // a connection is opened for a request
	for {
		if t.await(time.Now().Add(wait)) != nil || !s.conns.enter(c, reading) {
			return
		}
		m, err := t.readMessage(s.o.Limits)
		if err != nil {
			s.misread(t, err)
			return
		}
		s.conns.enter(c, answered)
		if !s.exchange(ctx, t, m) {
			s.leave(t, m)
			return
		}
		t.next()
		t.follows = true
		if !s.conns.enter(c, waiting) {
			return
		}
		wait = s.o.Limits.IdleTime
	}
}

func (s *Server) scheme() string {
	if s.o.TLS != nil {
		return "https"
	}
	return "http"
}

// handshake puts TLS on a connection, if it is asked for.
func (s *Server) handshake(ctx context.Context, c net.Conn) (net.Conn, error) {
	if s.o.TLS == nil {
		return c, nil
	}
	t := tls.Server(c, s.o.TLS)
	ctx, cancel := context.WithTimeout(ctx, s.o.Limits.HeadTime)
	defer cancel()
	err := t.HandshakeContext(ctx)
	if header, ok := errors.AsType[tls.RecordHeaderError](err); ok && header.Conn != nil {
		_ = c.SetWriteDeadline(time.Now().Add(s.o.Limits.WriteTime))
		packet := failPacket("timhook record listens with TLS here; address it as https://")
		_, _ = c.Write(reply(nil, http.StatusBadRequest, packet).Raw)
		err = errors.New("plain HTTP came where TLS is spoken; address it as https://")
	}
	return t, err
}

// misread answers a message that could not be read, unless the connection is the reason.
func (s *Server) misread(t *recordingConn, err error) {
	if bad, ok := errors.AsType[*badRequest](err); ok {
		_ = t.SetWriteDeadline(time.Now().Add(s.o.Limits.WriteTime))
		_, _ = t.Write(reply(nil, bad.status, failPacket("timhook record: "+bad.Error())).Raw)
		defer t.linger()
	}
	s.refused(t, err)
}

// turnAway answers a connection that there is no room for.
func (s *Server) turnAway(c net.Conn, err error) {
	if !errors.Is(err, errFull) {
		return // the serving ends
	}
	if s.o.TLS == nil {
		_ = c.SetWriteDeadline(time.Now().Add(s.o.Limits.WriteTime))
		_, _ = c.Write(reply(nil, http.StatusServiceUnavailable, failPacket("timhook record: "+err.Error())).Raw)
	}
	s.refused(c, err)
}

// leave ends a connection behind its last message. Bytes there are no part of the message by its own head, and may be
// the body that the head has miscounted.
func (s *Server) leave(t *recordingConn, m *message) {
	behind, _ := t.in.Peek(t.in.Buffered()) // they are in the buffer
	n := len(bytes.Trim(behind, "\r\n")) + t.linger()
	if n > 0 && m.last && !m.Truncated {
		s.refused(t, fmt.Errorf("more than the Content-Length of a request counts, or without one: %d B", n))
	}
}

// linger lets a sender read its answer before it learns that the connection is closed: closing while its bytes are
// unread resets it, and the answer is lost. It returns how many bytes came meanwhile, line ends left out.
func (t *recordingConn) linger() (came int) {
	if half, ok := t.Conn.(interface{ CloseWrite() error }); ok {
		_ = half.CloseWrite()
	}
	const patience, most = 500 * time.Millisecond, 16 << 20
	_ = t.SetReadDeadline(time.Now().Add(patience))
	buf := make([]byte, 16<<10)
	for read := 0; read < most; {
		n, err := t.Conn.Read(buf)
		came += len(bytes.Trim(buf[:n], "\r\n"))
		if read += n; err != nil {
			break
		}
	}
	return came
}
