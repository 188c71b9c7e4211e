package cases

import (
	"bytes"
	"compress/gzip"
	"context"
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
	contentType := func(value string) conformance.RunFunc { return once(withHeader("Content-Type", value)) }
	return []Tamper{
		{
			ID: "http-content-type-json", Tags: conformance.TagCore | conformance.TagTransport,
			Run: contentType("application/json"),
			Doc: "Content-Type: application/json", Source: "public receivers (observed)",
		},
		{
			ID: "http-content-type-charset", Level: should, Expect: same,
			Tags: conformance.TagCore | conformance.TagTransport, Run: contentType("application/json; charset=utf-8"),
			Doc: "Content-Type with charset=utf-8", Source: inferred,
		},
		{
			ID: "http-content-type-absent", Expect: same, Tags: conformance.TagCore | conformance.TagTransport,
			Run: once(withoutHeader("Content-Type")),
			Doc: "no Content-Type", Source: judge.Overview + ", sample request",
		},
		{
			ID: "http-content-type-plain", Level: should, Expect: same, Run: contentType("text/plain"),
			Doc: "Content-Type: text/plain", Source: "the type is not documented; inferred",
		},
		{
			ID: "http-content-type-form", Level: should, Expect: same,
			Run:    contentType("application/x-www-form-urlencoded"),
			Doc:    "a JSON body as application/x-www-form-urlencoded",
			Source: "what some HTTP clients send by default; inferred",
		},
		{
			ID: "http-no-user-agent", Level: should, Expect: same, Tags: conformance.TagCore | conformance.TagTransport,
			Run: once(withoutHeader("User-Agent")),
			Doc: "no User-Agent", Source: "never documented",
		},
		{
			ID: "http-chunked", Level: should, Expect: same, Run: once(chunk),
			Doc: "the body in chunks", Source: "RFC 9112, 7.1; the documentation shows Content-Length",
		},
		{
			ID: "http-keepalive-reuse", Run: reuse,
			Doc:    "50 callbacks on one connection; one that is closed every time is a warning",
			Source: judge.Overview + ", persistent connections",
		},
		{
			ID: "http-keepalive-idle", Level: should, Waits: idleFor, Run: idle,
			Doc: "a second callback on a connection that was idle for 5 s", Source: "the idle time is not documented",
		},
		{
			ID: "http-connection-close", Level: should, Run: once(withHeader("Connection", "close")),
			Doc: "Connection: close", Source: "RFC 9112, 9.6",
		},
		{
			ID: "http-http10", Level: may, Expect: sane, Run: once(func(r *webhook.Request) { r.Proto = "HTTP/1.0" }),
			Doc: "an HTTP/1.0 request", Source: inferred,
		},
		{
			ID: "http-expect-continue", Level: may, Expect: same, Waits: beforeBody, Run: once(expectContinue),
			Doc: "Expect: 100-continue, with the body 300 ms after the head", Source: inferred,
		},
		{
			ID: "http-slow-body", Level: should, Waits: slowBody, Run: once(slowly),
			Doc: "the body in pieces over 1 s", Source: "slow networks; inferred",
		},
		{
			ID: "http-gzip-body", Level: may, Expect: sane, Run: once(compress),
			Doc: "a body with Content-Encoding: gzip", Source: "never seen",
		},
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
func reuse(ctx context.Context, run *conformance.CaseRun) {
	client := run.OwnClient(0)
	client.NoKeepAlive = false
	defer client.Close()
	kept := false
	for i := range reuses {
		a := run.Attempt(fmt.Sprintf("callback %d on the connection", i+1), run.Ordinary())
		a.Client = client
		if i == reuses-1 && !kept {
			a.Under = judge.KeptOpen
		}
		x := run.Send(ctx, a).Exchange
		if x == nil || x.Failure != nil {
			return // 49 more would say the same
		}
		kept = kept || x.Reused
	}
}

func idle(ctx context.Context, run *conformance.CaseRun) {
	client := run.OwnClient(0)
	client.NoKeepAlive = false
	defer client.Close()
	first := run.Attempt("first", run.Ordinary())
	first.Client = client
	run.Send(ctx, first)
	if !run.Pause(ctx, idleFor) {
		return
	}
	second := run.Attempt("after 5 s", run.Ordinary())
	second.Client = client
	run.Send(ctx, second)
}

func tlsTampers() []Tamper {
	return []Tamper{
		{
			ID: "tls-valid-cert", Needs: conformance.NeedsTLS, Run: verified,
			Doc: "the certificate is verified", Source: judge.Overview + ": issued by a public CA",
		},
		{
			ID: "tls-bad-cert", Needs: conformance.NeedsTLS, Run: misdirected,
			Doc:    "the certificate is taken for another host's: the handshake has to fail on this side, as on Chat's",
			Source: judge.Overview + ", on failures",
		},
	}
}

func verified(ctx context.Context, run *conformance.CaseRun) {
	if c := run.Options.Client.TLS; c != nil && c.InsecureSkipVerify {
		run.Skip("certificates are not verified in this run")
		return
	}
	client := run.OwnClient(0)
	defer client.Close()
	a := run.Attempt("", run.Ordinary())
	a.Client = client
	run.Send(ctx, a)
}

var errNotVerified = errors.New("a certificate was accepted for a host that it cannot be for: certificates are not " +
	"verified")

// misdirected is a test of the sender: it passes where no callback gets through.
func misdirected(ctx context.Context, run *conformance.CaseRun) {
	client := run.OwnClient(0)
	defer client.Close()
	client.TLS = new(tls.Config)
	if c := run.Options.Client.TLS; c != nil {
		client.TLS = c.Clone()
	}
	client.TLS.InsecureSkipVerify = false
	client.TLS.ServerName = "another-host.invalid"
	a := run.Attempt("", run.Ordinary())
	x := client.Send(ctx, a.Request)
	j := judge.Judgement{Outcome: judge.Error, Err: errNotVerified}
	switch {
	case x.Failure != nil && x.Failure.Class == webhook.TLS:
		j = judge.Judgement{Outcome: judge.Pass}
	case x.Failure != nil:
		j.Err = x.Failure
	}
	run.Record(a, x, j)
}
