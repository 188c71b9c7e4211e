package cases

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"

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
	list := slices.Concat(parameterTampers(), clientIPTampers(), platformTampers(), urlTampers())
	return under("Envelope: query and URL", conformance.TagCore, list)
}

const sibling = "sibling callbacks leave it out (1047/67552)"

func parameterTampers() []Tamper {
	const same = payloads.ExpectSame
	return []Tamper{
		{
			ID: "query-order-documented", Run: addressed(func(t *webhook.Target) { t.Order = webhook.OrderDocumented }),
			Doc: "the parameters in the documented order", Source: "the pages of all four callbacks",
		},
		{
			ID: "query-order-sorted", Level: payloads.Should, Expect: same,
			Run: addressed(func(t *webhook.Target) { t.Order = webhook.OrderSorted }),
			Doc: "the parameters sorted by the bytes of their names", Source: captured,
		},
		{
			ID: "query-order-sign-first", Level: payloads.Should, Expect: same, Run: once(signFirst),
			Doc: "Sign and RequestTime before the others", Source: "no order is promised; inferred",
		},
		{
			ID: "query-extra-requestid", Level: payloads.Should, Expect: same, Run: withRequestID("RequestId"),
			Doc: "a further parameter RequestId with a UUID", Source: captured,
		},
		{
			ID: "query-extra-requestid-upper", Level: payloads.Should, Expect: same, Run: withRequestID("RequestID"),
			Doc: "a further parameter RequestID with a UUID", Source: captured,
		},
		{
			ID: "query-extra-unknown", Level: payloads.Should, Expect: same, Run: once(setting("Foo", "bar")),
			Doc: "a further parameter Foo=bar", Source: "parameters may be added; inferred",
		},
		{
			ID: "query-customer-param", Level: payloads.Should, Expect: same, Run: customerParam,
			Doc: "the configured URL carries ?token=abc, or the query that it really has", Source: captured,
		},
		{
			ID: "query-contenttype-absent", Expect: same, Run: once(without("contenttype")),
			Doc: "no contenttype", Source: judge.Overview + ": optional",
		},
		{
			ID: "query-contenttype-upper", Level: payloads.Should, Expect: same,
			Run: once(setting("contenttype", "JSON")),
			Doc: "contenttype=JSON", Source: "the parameter table of Group.CallbackAfterGroupAttrChanged (1047/60394)",
		},
	}
}

func clientIPTampers() []Tamper {
	const same = payloads.ExpectSame
	return []Tamper{
		{
			ID: "query-clientip-ipv4", Run: once(setting("ClientIP", "203.0.113.24")),
			Doc: "a public IPv4 address", Source: captured,
		},
		{
			ID: "query-clientip-loopback", Run: once(setting("ClientIP", "127.0.0.1")),
			Doc: "127.0.0.1, as in the documentation", Source: "the pages of all four callbacks",
		},
		{
			ID: "query-clientip-ipv6", Level: payloads.Should, Expect: same,
			Run: once(rawParam("ClientIP", "2001:db8::7", "ClientIP=2001:db8::7")),
			Doc: "an IPv6 address with its colons as they are", Source: inferred + "; never captured",
		},
		{
			ID: "query-clientip-ipv6-escaped", Level: payloads.Should, Expect: same,
			Run: once(rawParam("ClientIP", "2001:db8::7", "ClientIP=2001%3Adb8%3A%3A7")),
			Doc: "an IPv6 address with its colons as %3A", Source: inferred,
		},
		{
			ID: "query-clientip-ipv4-mapped", Level: payloads.May, Expect: same,
			Run: once(setting("ClientIP", "::ffff:203.0.113.24")),
			Doc: "::ffff:203.0.113.24", Source: "servers that listen on both; inferred",
		},
		{
			ID: "query-clientip-absent", Level: payloads.Should, Expect: same, Run: once(without("ClientIP")),
			Doc: "no ClientIP", Source: sibling,
		},
		{
			ID: "query-clientip-empty", Level: payloads.May, Expect: same, Run: once(setting("ClientIP", "")),
			Doc: "ClientIP without a value", Source: inferred,
		},
	}
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
		list = append(list, Tamper{
			ID: p.id, Level: p.level, Expect: payloads.ExpectSame, Run: once(setting("OptPlatform", p.value)),
			Doc: "OptPlatform=" + p.value, Source: p.source,
		})
	}
	var unlisted []choice
	for _, name := range []string{"Linux", "HarmonyOS", "miniProgram"} {
		unlisted = append(unlisted, choice{name, setting("OptPlatform", name)})
	}
	return append(list, Tamper{
		ID: "platform-unlisted", Level: should, Expect: payloads.ExpectSame, Run: choices(unlisted...),
		Doc:    "OptPlatform values that no page lists: Linux, HarmonyOS, miniProgram",
		Source: "new platforms will come; inferred",
	}, Tamper{
		ID: "platform-absent", Level: should, Expect: payloads.ExpectSame, Run: once(without("OptPlatform")),
		Doc: "no OptPlatform", Source: sibling,
	})
}

func urlTampers() []Tamper {
	return []Tamper{
		{
			ID: "url-with-path", Run: withPath,
			Doc: "the configured URL with its path", Source: "the console's example (269/32431)",
		},
		{
			ID: "url-root", Level: payloads.May, Run: atRoot,
			Doc: "POST /; judged where that is the configured path", Source: judge.Overview + ", sample request",
		},
	}
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

func withRequestID(name string) conformance.RunFunc {
	return func(ctx context.Context, run *conformance.CaseRun) {
		run.Send(ctx, run.Changed("", setting(name, uuid(run))))
	}
}

// uuid is the same one for the same seed and case.
func uuid(run *conformance.CaseRun) string {
	pcg := rand.NewPCG(run.Options.Seed, conformance.SeedOf(run.Case.Name()))
	a, b := pcg.Uint64(), pcg.Uint64()
	return fmt.Sprintf("%08x-%04x-4%03x-%04x-%012x",
		a>>32, a>>16&0xffff, a&0xfff, 0x8000|b>>48&0x3fff, b&0xffffffffffff)
}

// customerParam leaves a query that the URL really has alone: a private ?token= of the backend must not come twice.
func customerParam(ctx context.Context, run *conformance.CaseRun) {
	run.Send(ctx, attemptTo(run, func(t *webhook.Target) {
		if t.URL.RawQuery == "" {
			url := *t.URL
			url.RawQuery = "token=abc"
			t.URL = &url
		}
	}))
}

func withPath(ctx context.Context, run *conformance.CaseRun) {
	if run.Options.Target.URL.Path == "/" {
		run.Skip("the URL has no path")
		return
	}
	run.Send(ctx, run.Attempt("", run.Ordinary()))
}

func atRoot(ctx context.Context, run *conformance.CaseRun) {
	a := attemptTo(run, func(t *webhook.Target) { t.URL = atPath(t.URL, "/") })
	if run.Options.Target.URL.Path != "/" {
		a = a.Expecting(payloads.ExpectInfo)
	}
	run.Send(ctx, a)
}

// atPath is the same place under another path.
func atPath(url *webhook.Endpoint, path string) *webhook.Endpoint {
	other := *url
	other.Path = path
	return &other
}
