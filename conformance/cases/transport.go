package cases

import (
	"bytes"
	"compress/gzip"
	"crypto/tls"
	"errors"
	"fmt"
	"time"

	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/webhook"
)

// transportTampers is section 3 of the catalogue: HTTP, connections, layouts of the JSON, TLS.
func transportTampers() []Tamper {
	list := httpShapes()
	list = append(list, layoutTampers()...)
	list = append(list, tlsTampers()...)
	return under("Envelope: transport", conformance.TagTransport, resuming(list))
}

func httpShapes() []Tamper {
	const should, may, same, sane = payloads.Should, payloads.May, payloads.ExpectSame, payloads.ExpectSurvive
	contentType := func(value string) func(*conformance.CaseRun) { return once(withHeader("Content-Type", value)) }
	return []Tamper{
		{ID: "http-content-type-json", Doc: "Content-Type: application/json", Source: "public receivers (observed)", Tags: conformance.TagCore | conformance.TagTransport, Run: contentType("application/json")},
		{ID: "http-content-type-charset", Doc: "Content-Type with charset=utf-8", Source: inferred, Level: should, Expect: same, Tags: conformance.TagCore | conformance.TagTransport, Run: contentType("application/json; charset=utf-8")},
		{ID: "http-content-type-absent", Doc: "no Content-Type", Source: judge.Overview + ", sample request", Expect: same, Tags: conformance.TagCore | conformance.TagTransport, Run: once(withoutHeader("Content-Type"))},
		{ID: "http-content-type-plain", Doc: "Content-Type: text/plain", Source: "the type is not documented; inferred", Level: should, Expect: same, Run: contentType("text/plain")},
		{ID: "http-content-type-form", Doc: "a JSON body as application/x-www-form-urlencoded", Source: "what some HTTP clients send by default; inferred", Level: should, Expect: same, Run: contentType("application/x-www-form-urlencoded")},
		{ID: "http-no-user-agent", Doc: "no User-Agent", Source: "never documented", Level: should, Expect: same, Tags: conformance.TagCore | conformance.TagTransport, Run: once(withoutHeader("User-Agent"))},
		{ID: "http-chunked", Doc: "the body in chunks", Source: "RFC 9112, 7.1; the documentation shows Content-Length", Level: should, Expect: same, Run: once(chunk)},
		{ID: "http-keepalive-reuse", Doc: "50 callbacks on one connection; one that is closed every time is a warning", Source: judge.Overview + ", persistent connections", Run: reuse},
		{ID: "http-keepalive-idle", Doc: "a second callback on a connection that was idle for 5 s", Source: "the idle time is not documented", Level: should, Waits: idleFor, Run: idle},
		{ID: "http-connection-close", Doc: "Connection: close", Source: "RFC 9112, 9.6", Level: should, Run: once(withHeader("Connection", "close"))},
		{ID: "http-http10", Doc: "an HTTP/1.0 request", Source: inferred, Level: may, Expect: sane, Run: once(func(r *webhook.Request) { r.Proto = "HTTP/1.0" })},
		{ID: "http-expect-continue", Doc: "Expect: 100-continue, with the body 300 ms after the head", Source: inferred, Level: may, Expect: same, Waits: beforeBody, Run: once(expectContinue)},
		{ID: "http-slow-body", Doc: "the body in pieces over 1 s", Source: "slow networks; inferred", Level: should, Waits: slowBody, Run: once(slowly)},
		{ID: "http-gzip-body", Doc: "a body with Content-Encoding: gzip", Source: "never seen", Level: may, Expect: sane, Run: once(compress)},
	}
}

func chunk(r *webhook.Request) {
	half := len(r.Body) / 2
	withoutHeader("Content-Length")(r)
	r.SetHeader("Transfer-Encoding", "chunked")
	r.Body = fmt.Appendf(nil, "%x\r\n%s\r\n%x\r\n%s\r\n0\r\n\r\n", half, r.Body[:half], len(r.Body)-half, r.Body[half:])
}

func compress(r *webhook.Request) {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, err := w.Write(r.Body)
	if err = errors.Join(err, w.Close()); err != nil {
		panic(err) // memory takes everything
	}
	r.SetBody(b.Bytes())
	r.SetHeader("Content-Encoding", "gzip")
}

const (
	idleFor    = 5 * time.Second
	beforeBody = 300 * time.Millisecond
	slowBody   = time.Second
	bodyPieces = 10
	reuses     = 50
)

// head is the request up to its body.
func head(r *webhook.Request) []byte {
	whole := r.AppendWire(nil)
	return whole[:len(whole)-len(r.Body)]
}

func expectContinue(r *webhook.Request) {
	r.SetHeader("Expect", "100-continue")
	r.Wire = []webhook.Piece{{Bytes: head(r)}, {Pause: beforeBody, Bytes: r.Body}}
}

func slowly(r *webhook.Request) {
	pieces := []webhook.Piece{{Bytes: head(r)}}
	for i := range bodyPieces {
		part := r.Body[i*len(r.Body)/bodyPieces : (i+1)*len(r.Body)/bodyPieces]
		pieces = append(pieces, webhook.Piece{Pause: slowBody / bodyPieces, Bytes: part})
	}
	r.Wire = pieces
}

// reuse sends many callbacks on one connection. Only a backend that never keeps it is told so:
// closing now and then is HTTP.
func reuse(s *conformance.CaseRun) {
	client := s.Own(0)
	client.NoKeepAlive = false
	defer client.Close()
	kept := false
	for i := range reuses {
		shot := s.Plain(fmt.Sprintf("callback %d on the connection", i+1), s.Ordinary())
		shot.Client = client
		if i == reuses-1 && !kept {
			shot.Under = judge.KeptOpen
		}
		x := s.Send(shot).Exchange
		if x == nil || x.Failure != nil {
			return // 49 more would say the same
		}
		kept = kept || x.Reused
	}
}

func idle(s *conformance.CaseRun) {
	client := s.Own(0)
	client.NoKeepAlive = false
	defer client.Close()
	first := s.Plain("first", s.Ordinary())
	first.Client = client
	s.Send(first)
	if !s.Pause(idleFor) {
		return
	}
	second := s.Plain("after 5 s", s.Ordinary())
	second.Client = client
	s.Send(second)
}

func tlsTampers() []Tamper {
	return []Tamper{
		{ID: "tls-valid-cert", Doc: "the certificate is verified", Source: judge.Overview + ": issued by a public CA", Needs: conformance.NeedsTLS, Run: verified},
		{ID: "tls-bad-cert", Doc: "the certificate is taken for another host's: the handshake has to fail on this side, as on Chat's", Source: judge.Overview + ", on failures", Needs: conformance.NeedsTLS, Run: misdirected},
	}
}

func verified(s *conformance.CaseRun) {
	if c := s.O.Client.TLS; c != nil && c.InsecureSkipVerify {
		s.Skip("certificates are not verified in this run")
		return
	}
	client := s.Own(0)
	defer client.Close()
	shot := s.Plain("", s.Ordinary())
	shot.Client = client
	s.Send(shot)
}

var errNotVerified = errors.New("a certificate was accepted for a host that it cannot be for: certificates are not verified")

// misdirected is a test of the sender: it passes where no callback gets through.
func misdirected(s *conformance.CaseRun) {
	client := s.Own(0)
	defer client.Close()
	client.TLS = new(tls.Config)
	if c := s.O.Client.TLS; c != nil {
		client.TLS = c.Clone()
	}
	client.TLS.InsecureSkipVerify = false
	client.TLS.ServerName = "another-host.invalid"
	shot := s.Plain("", s.Ordinary())
	r := conformance.Result{Delivery: s.Delivery(shot, ""), Exchange: client.Send(s.Ctx, shot.Request)}
	switch f := r.Exchange.Failure; {
	case f != nil && f.Class == webhook.TLS:
		r.Judgement = judge.Judgement{Outcome: judge.Pass}
	case f != nil:
		r.Judgement = judge.Judgement{Outcome: judge.Error, Err: f}
	default:
		r.Judgement = judge.Judgement{Outcome: judge.Error, Err: errNotVerified}
	}
	s.Record(r)
}
