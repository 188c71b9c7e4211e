package webhook

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"
)

// sending is one call of Send.
type sending struct {
	*Client
	series   *Series // nil: none
	x        *Exchange
	deadline time.Time
	route    route

	asked      bool   // the server wants a certificate of the client, who may have none
	withoutTLS bool   // the connection alone is wanted
	other      string // the loopback address that answered in the place of the endpoint's
}

// run tries a kept connection first and a new one if there is none or it was closed meanwhile.
func (s *sending) run(ctx context.Context) *Failure {
	if err := s.x.Request.check(); err != nil {
		return &Failure{Unsendable, err}
	}
	if err := ctx.Err(); err != nil {
		return gaveUp(ctx)
	}
	var failure *Failure
	if s.route, failure = s.findRoute(s.x.Request.Endpoint); failure != nil {
		return failure
	}
	if s.route.proxy != nil {
		s.x.Proxy = proxyAddr(s.route.proxy)
	}
	wire, err := s.render()
	if err != nil {
		return &Failure{Unsendable, err}
	}
	if s.x.Request.keepable() && !s.NoKeepAlive {
		k, unasked := s.idle.take(s.route.key, s.series)
		s.x.Unasked = unasked
		if k != nil {
			s.x.Reused = true
			failure, silent := s.exchange(ctx, k, wire)
			if failure == nil || !silent || failure.Class != Closed && failure.Class != Reset {
				return failure
			}
			s.x.Reused, s.x.Redialed = false, true
		}
	}
	k, failure := s.connect(ctx)
	if failure != nil {
		return failure
	}
	s.x.Timing.Connect = time.Since(s.x.Start)
	failure, silent := s.exchange(ctx, k, wire)
	if silent && s.x.Forwarded() && (failure.Class == Closed || failure.Class == Reset) {
		// A proxy answers for a backend that fails, so this is the proxy itself.
		return &Failure{Proxy, fmt.Errorf("proxy %s: %w%s", s.x.Proxy, failure.Err, perhapsTLS(s.route.proxy))}
	}
	return failure
}

// render returns the bytes to write, or nil for a request in pieces.
func (s *sending) render() ([]byte, error) {
	r := s.x.Request
	if r.Wire != nil {
		if s.route.origin != "" {
			return nil, errors.New("a request in pieces cannot go to a proxy for http, which needs it in another form")
		}
		return nil, nil
	}
	buf := make([]byte, 0, 512+len(r.Body))
	buf = r.appendMessage(buf, s.route.origin, s.route.header)
	return buf, r.checkHead(buf[:len(buf)-len(r.Body)], len(s.route.header))
}

// exchange writes the request to k and reads the answer. silent is true when not a byte came. Afterwards k is kept or
// closed.
func (s *sending) exchange(ctx context.Context, k *conn, wire []byte) (failure *Failure, silent bool) {
	k.begin(s)
	var stop func() bool
	if ctx.Done() != nil {
		stop = context.AfterFunc(ctx, k.cut)
	}
	written, sound, err, writeErr := k.roundTrip(s.x, wire)
	if stop != nil && !stop() {
		sound = false // cut runs, perhaps only just now: the deadline of k is spoilt
	}
	s.x.Sent, s.x.Raw, s.x.RemoteAddr = written, k.in.kept, k.remote
	if k.in.total > 0 {
		s.x.Timing.FirstByte = k.in.first.Sub(s.x.Start)
	}
	switch failure = s.toldInAnswer(s.x); {
	case failure != nil:
	case err != nil:
		failure = s.explain(ctx, k, err, writeErr)
	case s.x.Status == http.StatusProxyAuthRequired && s.x.Forwarded():
		failure = &Failure{Proxy, fmt.Errorf("proxy %s: got status %q, want it to pass the request on",
			s.x.Proxy, "407 "+s.x.Reason)}
	}
	silent = k.in.total == 0
	sound = sound && err == nil && writeErr == nil && s.x.Request.keepable() && !s.NoKeepAlive
	if !sound || !s.idle.put(k, s.series) { // once put back, k may be another's
		k.Close()
	}
	return failure, silent
}

// roundTrip writes wire, or the request's pieces, and reads the answer. An answer that came is
// good even if the request could not be written to its end.
func (k *conn) roundTrip(x *Exchange, wire []byte) (written []byte, sound bool, err, writeErr error) {
	if pieces := x.Request.Wire; pieces != nil || k.socket == nil || len(wire) > smallWrite {
		w := k.writeBehind(pieces, wire)
		sound, err = k.readAnswer(x)
		written, writeErr = w.finish()
		return written, sound, err, writeErr
	}
	n, writeErr := k.Write(wire)
	sound, err = k.readAnswer(x)
	return wire[:n], sound, err, writeErr
}
