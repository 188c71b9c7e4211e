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
	const refuse, sane, info = payloads.ExpectRefuse, payloads.ExpectSane, payloads.ExpectInfo
	post := "the pages of all four callbacks: POST"
	list := []Tamper{
		{ID: "neg-method-get", Doc: "GET with the whole query; 405 is better than another refusal", Source: post, Level: should, Expect: refuse, Play: method(http.MethodGet, false)},
		{ID: "neg-method-head", Doc: "HEAD", Source: post, Level: should, Expect: sane, Play: method(http.MethodHead, false)},
		{ID: "neg-method-put", Doc: "PUT with a valid packet; 405 is better than another refusal", Source: post, Level: should, Expect: refuse, Play: method(http.MethodPut, true)},
		{ID: "neg-method-delete", Doc: "DELETE with a valid packet", Source: post, Level: should, Expect: refuse, Play: method(http.MethodDelete, true)},
		{ID: "neg-method-options", Doc: "OPTIONS", Source: post, Level: may, Expect: sane, Play: method(http.MethodOptions, false)},
		{ID: "neg-path-wrong", Doc: "another path; 404 is better than another answer", Source: "routing; inferred", Level: may, Expect: info, Play: onPath("/timhook-no-such-path", judge.OtherPath)},
		{ID: "neg-path-trailing-slash", Doc: "the path and a slash; a redirect is a warning, as it would lose the packet", Source: "whether Chat follows redirects is not documented", Level: may, Expect: info, Play: extraSlash},
		{ID: "neg-query-none", Doc: "no query at all", Source: identity, Level: must, Expect: refuse, Play: noQuery},
		{ID: "neg-query-broken-escape", Doc: "ClientIP=%zz", Source: "robustness", Level: should, Expect: sane, Play: once(rawParam("ClientIP", "%zz", "ClientIP=%zz"))},
		{ID: "neg-query-long", Doc: "a query of 8 KB; 414 is right", Source: "robustness", Level: may, Expect: sane, Play: tooMuch(setting("Padding", strings.Repeat("x", 8<<10)))},
		{ID: "neg-query-semicolon", Doc: "semicolons between the parameters", Source: "the separator of old; Go refuses it", Level: may, Expect: sane, Play: once(semicolons)},
		{ID: "neg-header-huge", Doc: "a header field of 64 KB; 431 is right", Source: "robustness", Level: may, Expect: sane, Play: tooMuch(withHeader("X-Padding", strings.Repeat("x", 64<<10)))},
		{ID: "neg-plain-http-on-tls", Doc: "plain HTTP to the port of HTTPS", Source: "configuration", Level: may, Expect: info, Tags: conformance.TagTransport, Needs: conformance.NeedsTLS, Play: plainOnTLS},
	}
	return under("Negative: HTTP", conformance.TagRobustness, resuming(list))
}

// method sends another method than POST. Some servers answer 501 to a method that they have nothing for.
func method(name string, packet bool) func(*conformance.Scene) {
	return func(s *conformance.Scene) {
		shot := s.Changed("", func(r *webhook.Request) {
			r.Method = name
			if !packet {
				r.Body = nil
				withoutHeader("Content-Length", "Content-Type")(r)
			}
		})
		shot.Statuses = []int{http.StatusNotImplemented}
		if s.Case.Expect == payloads.ExpectRefuse {
			shot.Setting = judge.OtherMethod
		}
		s.Fire(shot)
	}
}

func onPath(path string, setting judge.Setting) func(*conformance.Scene) {
	return func(s *conformance.Scene) {
		p := s.Ordinary()
		r := s.RequestTo(func(t *webhook.Target) { t.URL = atPath(t.URL, path) }, p)
		shot := conformance.Shot{Packet: p, Request: r, Setting: setting}
		if setting == judge.ExtraSlash {
			shot.Level = new(payloads.Should) // as observations go, this one is a warning
		}
		s.Fire(shot)
	}
}

func extraSlash(s *conformance.Scene) {
	path := s.O.Target.URL.Path
	if strings.HasSuffix(path, "/") {
		s.Skip("the path of the URL ends in a slash already")
		return
	}
	onPath(path+"/", judge.ExtraSlash)(s)
}

func noQuery(s *conformance.Scene) {
	if s.O.Target.Token == "" && !s.O.SDKAppIDGiven {
		s.Skip("neither token nor SdkAppid given, so it is not known whether the backend has to refuse this")
		return
	}
	s.Fire(s.Changed("", func(r *webhook.Request) { r.Query = nil }))
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
func tooMuch(change func(*webhook.Request)) func(*conformance.Scene) {
	return func(s *conformance.Scene) {
		shot := s.Changed("", change)
		shot.Tolerate = []judge.Reaction{judge.Dropped}
		s.Fire(shot)
	}
}

func plainOnTLS(s *conformance.Scene) {
	p := s.Ordinary()
	r := s.RequestTo(func(t *webhook.Target) {
		plain := *t.URL
		plain.Scheme = "http"
		t.URL = &plain
	}, p)
	s.Fire(conformance.Shot{Packet: p, Request: r})
}
