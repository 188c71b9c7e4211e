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
func httpTampers() []Tamper {
	const must, should, may = payloads.Must, payloads.Should, payloads.May
	const refuse, sane, info = payloads.ExpectRefuse, payloads.ExpectSurvive, payloads.ExpectInfo
	post := "the pages of all four callbacks: POST"
	list := []Tamper{
		{
			ID: "neg-method-get", Level: should, Expect: refuse, Run: method(http.MethodGet, false),
			Doc: "GET with the whole query; 405 is better than another refusal", Source: post,
		},
		{
			ID: "neg-method-head", Level: should, Expect: sane, Run: method(http.MethodHead, false),
			Doc: "HEAD", Source: post,
		},
		{
			ID: "neg-method-put", Level: should, Expect: refuse, Run: method(http.MethodPut, true),
			Doc: "PUT with a valid packet; 405 is better than another refusal", Source: post,
		},
		{
			ID: "neg-method-delete", Level: should, Expect: refuse, Run: method(http.MethodDelete, true),
			Doc: "DELETE with a valid packet", Source: post,
		},
		{
			ID: "neg-method-options", Level: may, Expect: sane, Run: method(http.MethodOptions, false),
			Doc: "OPTIONS", Source: post,
		},
		{
			ID: "neg-path-wrong", Level: may, Expect: info, Run: onPath("/timhook-no-such-path", judge.OtherPath),
			Doc: "another path; 404 is better than another answer", Source: "routing; inferred",
		},
		{
			ID: "neg-path-trailing-slash", Level: may, Expect: info, Run: extraSlash,
			Doc:    "the path and a slash; a redirect is a warning, as it would lose the packet",
			Source: "whether Chat follows redirects is not documented",
		},
		{ID: "neg-query-none", Doc: "no query at all", Source: identity, Level: must, Expect: refuse, Run: noQuery},
		{
			ID: "neg-query-broken-escape", Level: should, Expect: sane,
			Run: once(rawParam("ClientIP", "%zz", "ClientIP=%zz")),
			Doc: "ClientIP=%zz", Source: "robustness",
		},
		{
			ID: "neg-query-long", Level: may, Expect: sane,
			Run: tooMuch(setting("Padding", strings.Repeat("x", 8<<10))),
			Doc: "a query of 8 KB; 414 is right", Source: "robustness",
		},
		{
			ID: "neg-query-semicolon", Level: may, Expect: sane, Run: once(semicolons),
			Doc: "semicolons between the parameters", Source: "the separator of old; Go refuses it",
		},
		{
			ID: "neg-header-huge", Level: may, Expect: sane,
			Run: tooMuch(withHeader("X-Padding", strings.Repeat("x", 64<<10))),
			Doc: "a header field of 64 KB; 431 is right", Source: "robustness",
		},
		{
			ID: "neg-plain-http-on-tls", Level: may, Expect: info, Tags: conformance.TagTransport,
			Needs: conformance.NeedsTLS, Run: plainOnTLS,
			Doc: "plain HTTP to the port of HTTPS", Source: "configuration",
		},
	}
	return under("Negative: HTTP", conformance.TagRobustness, resuming(list))
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
		run.Skip("neither token nor SdkAppid given, so it is not known whether the backend has to refuse this")
		return
	}
	run.Send(ctx, run.Changed("", func(r *webhook.Request) { r.Query = nil }))
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
	run.Send(ctx, attemptTo(run, func(t *webhook.Target) {
		plain := *t.URL
		plain.Scheme = "http"
		t.URL = &plain
	}))
}
