package cases

import (
	"fmt"
	"math/rand/v2"

	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/webhook"
)

const (
	inferred = "inferred"
	captured = "captured requests (observed)"
)

// queryTampers is section 2 of the catalogue: which parameters the query has, in which order, and what they say.
func queryTampers() []Tamper {
	const same = payloads.ExpectSame
	sibling := "sibling callbacks leave it out (1047/67552)"
	list := []Tamper{
		{ID: "query-order-documented", Doc: "the parameters in the documented order", Source: "the pages of all four callbacks", Run: addressed(func(t *webhook.Target) { t.Order = webhook.OrderDocumented })},
		{ID: "query-order-sorted", Doc: "the parameters sorted by the bytes of their names", Source: captured, Level: payloads.Should, Expect: same, Run: addressed(func(t *webhook.Target) { t.Order = webhook.OrderSorted })},
		{ID: "query-order-sign-first", Doc: "Sign and RequestTime before the others", Source: "no order is promised; inferred", Level: payloads.Should, Expect: same, Run: once(signFirst)},
		{ID: "query-extra-requestid", Doc: "a further parameter RequestId with a UUID", Source: captured, Level: payloads.Should, Expect: same, Run: withRequestID("RequestId")},
		{ID: "query-extra-requestid-upper", Doc: "a further parameter RequestID with a UUID", Source: captured, Level: payloads.Should, Expect: same, Run: withRequestID("RequestID")},
		{ID: "query-extra-unknown", Doc: "a further parameter Foo=bar", Source: "parameters may be added; inferred", Level: payloads.Should, Expect: same, Run: once(setting("Foo", "bar"))},
		{ID: "query-customer-param", Doc: "the configured URL carries ?token=abc, or the query that it really has", Source: captured, Level: payloads.Should, Expect: same, Run: customerParam},
		{ID: "query-contenttype-absent", Doc: "no contenttype", Source: judge.Overview + ": optional", Expect: same, Run: once(without("contenttype"))},
		{ID: "query-contenttype-upper", Doc: "contenttype=JSON", Source: "the parameter table of Group.CallbackAfterGroupAttrChanged (1047/60394)", Level: payloads.Should, Expect: same, Run: once(setting("contenttype", "JSON"))},
		{ID: "query-clientip-ipv4", Doc: "a public IPv4 address", Source: captured, Run: once(setting("ClientIP", "203.0.113.24"))},
		{ID: "query-clientip-loopback", Doc: "127.0.0.1, as in the documentation", Source: "the pages of all four callbacks", Run: once(setting("ClientIP", "127.0.0.1"))},
		{ID: "query-clientip-ipv6", Doc: "an IPv6 address with its colons as they are", Source: inferred + "; never captured", Level: payloads.Should, Expect: same, Run: once(rawParam("ClientIP", "2001:db8::7", "ClientIP=2001:db8::7"))},
		{ID: "query-clientip-ipv6-escaped", Doc: "an IPv6 address with its colons as %3A", Source: inferred, Level: payloads.Should, Expect: same, Run: once(rawParam("ClientIP", "2001:db8::7", "ClientIP=2001%3Adb8%3A%3A7"))},
		{ID: "query-clientip-ipv4-mapped", Doc: "::ffff:203.0.113.24", Source: "servers that listen on both; inferred", Level: payloads.May, Expect: same, Run: once(setting("ClientIP", "::ffff:203.0.113.24"))},
		{ID: "query-clientip-absent", Doc: "no ClientIP", Source: sibling, Level: payloads.Should, Expect: same, Run: once(without("ClientIP"))},
		{ID: "query-clientip-empty", Doc: "ClientIP without a value", Source: inferred, Level: payloads.May, Expect: same, Run: once(setting("ClientIP", ""))},
		{ID: "platform-absent", Doc: "no OptPlatform", Source: sibling, Level: payloads.Should, Expect: same, Run: once(without("OptPlatform"))},
		{ID: "url-with-path", Doc: "the configured URL with its path", Source: "the console's example (269/32431)", Run: withPath},
		{ID: "url-root", Doc: "POST /; judged where that is the configured path", Source: judge.Overview + ", sample request", Level: payloads.May, Run: atRoot},
	}
	return under("Envelope: query and URL", conformance.TagCore, inCatalogueOrder(list, "query-clientip-empty", platformTampers()))
}

// inCatalogueOrder puts more tampers behind the one with that id.
func inCatalogueOrder(list []Tamper, after string, more []Tamper) []Tamper {
	var all []Tamper
	for _, t := range list {
		all = append(all, t)
		if t.ID == after {
			all = append(all, more...)
		}
	}
	return all
}

func platformTampers() []Tamper {
	const should = payloads.Should
	var list []Tamper
	for _, p := range []struct {
		id, value, source string
		level             payloads.Level
	}{
		{"platform-restapi", "RESTAPI", judge.Overview, payloads.Must},
		{"platform-web", "Web", judge.Overview, payloads.Must},
		{"platform-android", "Android", judge.Overview, payloads.Must},
		{"platform-ios", "iOS", judge.Overview, payloads.Must},
		{"platform-ios-upper", "IOS", judge.Overview + ": so spelt for State.StateChange", should},
		{"platform-windows", "Windows", judge.Overview, payloads.Must},
		{"platform-mac", "Mac", "the Chinese overview (269/1522)", payloads.Must},
		{"platform-macos", "macOS", judge.Overview, payloads.Must},
		{"platform-ipad", "iPad", judge.Overview, payloads.Must},
		{"platform-ipad-cap", "IPad", "older pages and a public Java SDK (observed)", should},
		{"platform-unknown", "Unknown", judge.Overview, payloads.Must},
	} {
		list = append(list, Tamper{ID: p.id, Doc: "OptPlatform=" + p.value, Source: p.source, Level: p.level, Expect: payloads.ExpectSame, Run: once(setting("OptPlatform", p.value))})
	}
	var unlisted []choice
	for _, name := range []string{"Linux", "HarmonyOS", "miniProgram"} {
		unlisted = append(unlisted, choice{name, setting("OptPlatform", name)})
	}
	return append(list, Tamper{
		ID: "platform-unlisted", Doc: "OptPlatform values that no page lists: Linux, HarmonyOS, miniProgram", Source: "new platforms will come; inferred",
		Level: should, Expect: payloads.ExpectSame, Run: choices(unlisted...),
	})
}

func rawParam(name, value, raw string) func(*webhook.Request) {
	return func(r *webhook.Request) { setParam(r, webhook.Param{Name: name, Value: value, Raw: raw}) }
}

func signFirst(r *webhook.Request) {
	var first, rest []webhook.Param
	for _, p := range r.Query {
		if p.Name == "Sign" || p.Name == "RequestTime" {
			first = append(first, p)
		} else {
			rest = append(rest, p)
		}
	}
	r.Query = append(first, rest...)
}

func withRequestID(name string) func(*conformance.CaseRun) {
	return func(s *conformance.CaseRun) { s.Send(s.Changed("", setting(name, uuid(s)))) }
}

// uuid is the same one for the same seed and case.
func uuid(s *conformance.CaseRun) string {
	pcg := rand.NewPCG(s.O.Seed, conformance.SeedOf(s.Case.Name()))
	a, b := pcg.Uint64(), pcg.Uint64()
	return fmt.Sprintf("%08x-%04x-4%03x-%04x-%012x", a>>32, a>>16&0xffff, a&0xfff, 0x8000|b>>48&0x3fff, b&0xffffffffffff)
}

// customerParam leaves a query that the URL really has alone: a private ?token= of the backend must not come twice.
func customerParam(s *conformance.CaseRun) {
	p := s.Ordinary()
	s.SendRequest("", p, s.RequestTo(func(t *webhook.Target) {
		if t.URL.RawQuery == "" {
			url := *t.URL
			url.RawQuery = "token=abc"
			t.URL = &url
		}
	}, p))
}

func withPath(s *conformance.CaseRun) {
	if s.O.Target.URL.Path == "/" {
		s.Skip("the URL has no path")
		return
	}
	s.Send(s.Plain("", s.Ordinary()))
}

func atRoot(s *conformance.CaseRun) {
	p := s.Ordinary()
	shot := conformance.Attempt{Packet: p, Request: s.RequestTo(func(t *webhook.Target) { t.URL = atPath(t.URL, "/") }, p)}
	if s.O.Target.URL.Path != "/" {
		shot = shot.Expecting(payloads.ExpectInfo)
	}
	s.Send(shot)
}

// atPath is the same place under another path.
func atPath(url *webhook.Endpoint, path string) *webhook.Endpoint {
	other := *url
	other.Path = path
	return &other
}
