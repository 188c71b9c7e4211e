package cases

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/webhook"
)

// transportTampers is section 3 of the catalogue: HTTP, connections, layouts of the JSON, TLS.
func transportTampers() []tamper {
	list := slices.Concat(allOfEndpoint(httpShapes()), layoutTampers(), allOfEndpoint(tlsTampers()))
	return under("Envelope: transport", transport, resuming(list))
}

func httpShapes() []tamper {
	contentType := func(value string) conformance.RunFunc { return once(withHeader("Content-Type", value)) }
	return []tamper{
		must("http-content-type-json", "Content-Type: application/json", "public receivers (observed)",
			contentType("application/json")).tagged(core | transport),
		should("http-content-type-charset", "Content-Type with charset=utf-8",
			inferred,
			contentType("application/json; charset=utf-8")).expect(same).tagged(core | transport),
		should("http-content-type-absent", "no Content-Type", judge.Overview+", sample request",
			once(withoutHeader("Content-Type"))).expect(same).tagged(core | transport),
		should("http-content-type-plain", "Content-Type: text/plain", "the type is not documented; inferred",
			contentType("text/plain")).expect(same),
		should("http-content-type-form", "a JSON body as application/x-www-form-urlencoded",
			"what some HTTP clients send by default; inferred",
			contentType("application/x-www-form-urlencoded")).expect(same),
		should("http-no-user-agent", "no User-Agent", "never documented",
			once(withoutHeader("User-Agent"))).expect(same).tagged(core | transport),
		should("http-chunked", "the body in chunks", "RFC 9112, 7.1; the documentation shows Content-Length",
			once(chunk)).expect(same),
		must("http-keepalive-reuse", "50 callbacks on one connection; a warning if the backend closes it after each",
			judge.Overview+", persistent connections", reuse),
		should("http-keepalive-idle", "a second callback on a connection that was idle for 5 s",
			"the idle time is not documented", idle).waiting(idleFor),
		should("http-connection-close", "Connection: close", "RFC 9112, 9.6", once(withHeader("Connection", "close"))),
		may("http-http10", "an HTTP/1.0 request", inferred,
			once(func(r *webhook.Request) { r.Proto = "HTTP/1.0" })).expect(survive),
		may("http-expect-continue", "Expect: 100-continue, with the body 300 ms after the head", inferred,
			once(expectContinue)).expect(same).waiting(beforeBody),
		should("http-slow-body", "the body in pieces over 1 s", "slow networks; inferred",
			once(slowly)).waiting(slowBody),
		may("http-gzip-body", "a body with Content-Encoding: gzip", "never seen", once(compress)).expect(survive),
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
	idleFor     = 5 * time.Second
	beforeBody  = 300 * time.Millisecond
	slowBody    = time.Second
	bodyPieces  = 10
	reuses      = 50
	reusesLeast = 3
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

// reuse sends many callbacks on one connection. Only a backend that never keeps it draws a
// finding: HTTP allows to close now and then.
func reuse(ctx context.Context, run *conformance.CaseRun) {
	client := run.OwnClient(0)
	client.NoKeepAlive = false
	defer client.Close()
	kept := false
	n := run.Share(reuses, reusesLeast)
	for i := range n {
		a := run.Attempt(fmt.Sprintf("callback %d on the connection", i+1), run.Ordinary())
		a.Client = client
		if i == n-1 && !kept {
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

func tlsTampers() []tamper {
	return []tamper{
		must("tls-valid-cert", "the certificate is verified", judge.Overview+": issued by a public CA",
			verified).needing(conformance.NeedsTLS),
		must("tls-bad-cert",
			"the certificate is checked against another host name: the client has to refuse it, as Chat would",
			judge.Overview+", on failures", misdirected).needing(conformance.NeedsTLS),
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
