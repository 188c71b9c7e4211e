package cases

import (
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
		{ID: "neg-method-get", Doc: "GET with the whole query; 405 is better than another refusal", Source: post, Level: should, Expect: refuse, Run: method(http.MethodGet, false)},
		{ID: "neg-method-head", Doc: "HEAD", Source: post, Level: should, Expect: sane, Run: method(http.MethodHead, false)},
		{ID: "neg-method-put", Doc: "PUT with a valid packet; 405 is better than another refusal", Source: post, Level: should, Expect: refuse, Run: method(http.MethodPut, true)},
		{ID: "neg-method-delete", Doc: "DELETE with a valid packet", Source: post, Level: should, Expect: refuse, Run: method(http.MethodDelete, true)},
		{ID: "neg-method-options", Doc: "OPTIONS", Source: post, Level: may, Expect: sane, Run: method(http.MethodOptions, false)},
		{ID: "neg-path-wrong", Doc: "another path; 404 is better than another answer", Source: "routing; inferred", Level: may, Expect: info, Run: onPath("/timhook-no-such-path", judge.OtherPath)},
		{ID: "neg-path-trailing-slash", Doc: "the path and a slash; a redirect is a warning, as it would lose the packet", Source: "whether Chat follows redirects is not documented", Level: may, Expect: info, Run: extraSlash},
		{ID: "neg-query-none", Doc: "no query at all", Source: identity, Level: must, Expect: refuse, Run: noQuery},
		{ID: "neg-query-broken-escape", Doc: "ClientIP=%zz", Source: "robustness", Level: should, Expect: sane, Run: once(rawParam("ClientIP", "%zz", "ClientIP=%zz"))},
		{ID: "neg-query-long", Doc: "a query of 8 KB; 414 is right", Source: "robustness", Level: may, Expect: sane, Run: tooMuch(setting("Padding", strings.Repeat("x", 8<<10)))},
		{ID: "neg-query-semicolon", Doc: "semicolons between the parameters", Source: "the separator of old; Go refuses it", Level: may, Expect: sane, Run: once(semicolons)},
		{ID: "neg-header-huge", Doc: "a header field of 64 KB; 431 is right", Source: "robustness", Level: may, Expect: sane, Run: tooMuch(withHeader("X-Padding", strings.Repeat("x", 64<<10)))},
		{ID: "neg-plain-http-on-tls", Doc: "plain HTTP to the port of HTTPS", Source: "configuration", Level: may, Expect: info, Tags: conformance.TagTransport, Needs: conformance.NeedsTLS, Run: plainOnTLS},
	}
	return under("Negative: HTTP", conformance.TagRobustness, resuming(list))
}

// method sends another method than POST. Some servers answer 501 to a method that they have nothing for.
func method(name string, packet bool) func(*conformance.CaseRun) {
	return func(s *conformance.CaseRun) {
		shot := s.Changed("", func(r *webhook.Request) {
			r.Method = name
			if !packet {
				r.Body = nil
				withoutHeader("Content-Length", "Content-Type")(r)
			}
		})
		shot.Statuses = []int{http.StatusNotImplemented}
		if s.Case.Expect == payloads.ExpectRefuse {
			shot.Under = judge.OtherMethod
		}
		s.Send(shot)
	}
}

func onPath(path string, setting judge.Circumstance) func(*conformance.CaseRun) {
	return func(s *conformance.CaseRun) {
		p := s.Ordinary()
		r := s.RequestTo(func(t *webhook.Target) { t.URL = atPath(t.URL, path) }, p)
		shot := conformance.Attempt{Packet: p, Request: r, Under: setting}
		if setting == judge.ExtraSlash {
			shot.Level = new(payloads.Should) // as observations go, this one is a warning
		}
		s.Send(shot)
	}
}

func extraSlash(s *conformance.CaseRun) {
	path := s.O.Target.URL.Path
	if strings.HasSuffix(path, "/") {
		s.Skip("the path of the URL ends in a slash already")
		return
	}
	onPath(path+"/", judge.ExtraSlash)(s)
}

func noQuery(s *conformance.CaseRun) {
	if s.O.Target.Token == "" && !s.O.SDKAppIDGiven {
		s.Skip("neither token nor SdkAppid given, so it is not known whether the backend has to refuse this")
		return
	}
	s.Send(s.Changed("", func(r *webhook.Request) { r.Query = nil }))
}

// semicolons leaves Sign and RequestTime as they are, so that whoever hides secrets still finds the Sign.
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
func tooMuch(change func(*webhook.Request)) func(*conformance.CaseRun) {
	return func(s *conformance.CaseRun) {
		shot := s.Changed("", change)
		shot.Tolerate = []judge.Reaction{judge.Dropped}
		s.Send(shot)
	}
}

func plainOnTLS(s *conformance.CaseRun) {
	p := s.Ordinary()
	r := s.RequestTo(func(t *webhook.Target) {
		plain := *t.URL
		plain.Scheme = "http"
		t.URL = &plain
	}, p)
	s.Send(conformance.Attempt{Packet: p, Request: r})
}
