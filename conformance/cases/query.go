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
func queryTampers() []tamper {
	list := slices.Concat(parameterTampers(), clientIPTampers(), platformTampers(), urlTampers())
	return under("Envelope: query and URL", core, list)
}

const sibling = "sibling callbacks leave it out (1047/67552)"

func parameterTampers() []tamper {
	return []tamper{
		must("query-order-documented", "the parameters in the documented order", "the callbacks' pages",
			addressed(func(t *webhook.Target) { t.Order = webhook.OrderDocumented })),
		should("query-order-sorted", "the parameters sorted by the bytes of their names", captured,
			addressed(func(t *webhook.Target) { t.Order = webhook.OrderSorted })).expect(same),
		should("query-order-sign-first", "Sign and RequestTime before the others", "no order is promised; inferred",
			once(signFirst)).expect(same),
		should("query-extra-requestid", "a further parameter RequestId with a UUID", captured,
			withRequestID("RequestId")).expect(same),
		should("query-extra-requestid-upper", "a further parameter RequestID with a UUID", captured,
			withRequestID("RequestID")).expect(same),
		should("query-extra-unknown", "a further parameter Foo=bar", "parameters may be added; inferred",
			once(setting("Foo", "bar"))).expect(same),
		should("query-customer-param", "the URL in the console has a query of its own, such as ?token=abc",
			captured, customerParam).expect(same),
		must("query-contenttype-absent", "no contenttype", judge.Overview+": optional",
			once(without("contenttype"))).expect(same),
		should("query-contenttype-upper", "contenttype=JSON",
			"the parameter table of Group.CallbackAfterGroupAttrChanged (1047/60394)",
			once(setting("contenttype", "JSON"))).expect(same),
	}
}

func clientIPTampers() []tamper {
	return allOf(parameter("ClientIP"), []tamper{
		must("query-clientip-ipv4", "a public IPv4 address", captured, once(setting("ClientIP", "203.0.113.24"))),
		must("query-clientip-loopback", "127.0.0.1, as in the documentation", "the callbacks' pages",
			once(setting("ClientIP", "127.0.0.1"))),
		should("query-clientip-ipv6", "an IPv6 address with its colons as they are", inferred+"; never captured",
			once(rawParam("ClientIP", "2001:db8::7", "ClientIP=2001:db8::7"))).alike(),
		should("query-clientip-ipv6-escaped", "an IPv6 address with its colons as %3A", inferred,
			once(rawParam("ClientIP", "2001:db8::7", "ClientIP=2001%3Adb8%3A%3A7"))).alike(),
		may("query-clientip-ipv4-mapped", "::ffff:203.0.113.24", "servers that listen on both; inferred",
			once(setting("ClientIP", "::ffff:203.0.113.24"))).alike(),
		should("query-clientip-absent", "no ClientIP", sibling, once(without("ClientIP"))).alike(),
		may("query-clientip-empty", "ClientIP without a value", inferred, once(setting("ClientIP", ""))).alike(),
	})
}

func platformTampers() []tamper {
	platform := func(id, value, source string) tamper {
		return must(id, "OptPlatform="+value, source, once(setting("OptPlatform", value))).alike()
	}
	unlisted := func(value string) choice { return choice{value, setting("OptPlatform", value)} }
	return allOf(parameter("OptPlatform"), []tamper{
		platform("platform-restapi", "RESTAPI", judge.Overview),
		platform("platform-web", "Web", judge.Overview),
		platform("platform-android", "Android", judge.Overview),
		platform("platform-ios", "iOS", judge.Overview),
		platform("platform-ios-upper", "IOS", judge.Overview+": so spelt for State.StateChange").at(payloads.Should),
		platform("platform-windows", "Windows", judge.Overview),
		platform("platform-mac", "Mac", "the Chinese overview (269/1522)"),
		platform("platform-macos", "macOS", judge.Overview),
		platform("platform-ipad", "iPad", judge.Overview),
		platform("platform-ipad-cap", "IPad", "older pages and a public Java SDK (observed)").at(payloads.Should),
		platform("platform-unknown", "Unknown", judge.Overview),
		should("platform-unlisted", "OptPlatform values that no page lists: Linux, HarmonyOS, miniProgram",
			"new platforms will come; inferred",
			choices(unlisted("Linux"), unlisted("HarmonyOS"), unlisted("miniProgram"))).alike(),
		should("platform-absent", "no OptPlatform", sibling, once(without("OptPlatform"))).alike(),
	})
}

func urlTampers() []tamper {
	return []tamper{
		must("url-with-path", "the configured URL with its path", "the console's example (269/32431)", withPath),
		may("url-root", "POST /; judged where that is the configured path", judge.Overview+", sample request",
			atRoot),
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
