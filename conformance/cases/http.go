package cases

import (
	"context"
	"net/http"
	"strings"

	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/webhook"
)

// httpTampers is section 17 of the catalogue: methods, paths, queries and headers that Chat does not send.
func httpTampers() []tamper {
	post := "the callbacks' pages: POST"
	list := []tamper{
		should("neg-method-get", "GET with the whole query; 405 is better than another refusal", post,
			method(http.MethodGet, false)).expect(refuse),
		should("neg-method-head", "HEAD", post, method(http.MethodHead, false)).expect(survive),
		should("neg-method-put", "PUT with a valid packet; 405 is better than another refusal", post,
			method(http.MethodPut, true)).expect(refuse),
		should("neg-method-delete", "DELETE with a valid packet", post, method(http.MethodDelete, true)).expect(refuse),
		may("neg-method-options", "OPTIONS", post, method(http.MethodOptions, false)).expect(survive),
		may("neg-path-wrong", "another path; 404 is better than another answer", "routing; inferred",
			onPath("/timhook-no-such-path", judge.OtherPath)).expect(info),
		may("neg-path-trailing-slash", "the path and a slash; a redirect is a warning, as it would lose the packet",
			"whether Chat follows redirects is not documented", extraSlash).expect(info),
		must("neg-query-none", "no query at all", identity, noQuery).expect(refuse),
		should("neg-query-broken-escape", "ClientIP=%zz", "robustness",
			once(rawParam("ClientIP", "%zz", "ClientIP=%zz"))).expect(survive),
		may("neg-query-long", "a query of 8 KB; 414 is right", "robustness",
			tooMuch(setting("Padding", strings.Repeat("x", 8<<10)))).expect(survive),
		may("neg-query-semicolon", "semicolons between the parameters", "the separator of old; Go refuses it",
			once(semicolons)).expect(survive),
		may("neg-header-huge", "a header field of 64 KB; 431 is right", "robustness",
			tooMuch(withHeader("X-Padding", strings.Repeat("x", 64<<10)))).expect(survive),
		may("neg-plain-http-on-tls", "plain HTTP to the port of HTTPS", "configuration",
			plainOnTLS).expect(info).tagged(transport).needing(conformance.NeedsTLS),
	}
	return under("Negative: HTTP", robustness, resuming(list))
}

// method sends another method than POST. Some servers answer 501 to a method that they have nothing for.
func method(name string, packet bool) conformance.RunFunc {
	return func(ctx context.Context, run *conformance.CaseRun) {
		a := run.Changed("", func(r *webhook.Request) {
			r.Method = name
			if !packet {
				r.Body = nil
				withoutHeader("Content-Length", "Content-Type")(r)
			}
		})
		a.Statuses = []int{http.StatusNotImplemented}
		if run.Case.Expect == payloads.ExpectRefuse {
			a.Under = judge.OtherMethod
		}
		run.Send(ctx, a)
	}
}

func onPath(path string, under judge.Circumstance) conformance.RunFunc {
	return func(ctx context.Context, run *conformance.CaseRun) {
		a := attemptTo(run, func(t *webhook.Target) { t.URL = atPath(t.URL, path) })
		a.Under = under
		if under == judge.ExtraSlash {
			a.Level = new(payloads.Should) // as observations go, this one is a warning
		}
		run.Send(ctx, a)
	}
}

func extraSlash(ctx context.Context, run *conformance.CaseRun) {
	path := run.Options.Target.URL.Path
	if strings.HasSuffix(path, "/") {
		run.Skip("the path of the URL ends in a slash already")
		return
	}
	onPath(path+"/", judge.ExtraSlash)(ctx, run)
}

func noQuery(ctx context.Context, run *conformance.CaseRun) {
	if run.Options.Target.Token == "" && !run.Options.SDKAppIDGiven {
		run.Skip(conformance.NeitherGiven)
		return
	}
	a := run.Changed("", func(r *webhook.Request) { r.Query = nil })
	if run.Options.Target.Token == "" {
		a.Under = judge.OtherApplication
	}
	run.Send(ctx, a)
}

// semicolons leaves Sign and RequestTime as they are, so that a program that hides secrets still finds the Sign.
func semicolons(r *webhook.Request) {
	last := len(r.Query)
	for last > 0 && (r.Query[last-1].Name == "Sign" || r.Query[last-1].Name == "RequestTime") {
		last--
	}
	front := *r
	front.Query = r.Query[:last]
	_, query, _ := strings.Cut(front.RequestTarget(), "?")
	r.Query = append([]webhook.Param{{Raw: strings.ReplaceAll(query, "&", ";")}}, r.Query[last:]...)
}

// tooMuch sends what a server may stop reading: its answer can get lost when it closes then.
func tooMuch(change func(*webhook.Request)) conformance.RunFunc {
	return func(ctx context.Context, run *conformance.CaseRun) {
		a := run.Changed("", change)
		a.Tolerate = []judge.Reaction{judge.Dropped}
		run.Send(ctx, a)
	}
}

func plainOnTLS(ctx context.Context, run *conformance.CaseRun) {
	client := run.OwnClient(0)
	defer client.Close()
	a := attemptTo(run, func(t *webhook.Target) {
		plain := *t.URL
		plain.Scheme = "http"
		t.URL = &plain
	})
	x := client.Send(ctx, a.Request)
	j := judge.Judge(x, judge.Options{Expect: run.Case.Expect, Deadline: client.Timeout})
	if x.Failure != nil && x.Failure.Class == webhook.Protocol {
		j = judge.Judgement{Outcome: judge.Info} // the server has told that it speaks TLS alone
	}
	run.Record(a, x, j)
}
