package lint

import (
	"fmt"
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"github.com/timhook/timhook/internal/fields"
	"github.com/timhook/timhook/payloads"
)

// queryRules are about the query but for its signature.
func queryRules() []Rule {
	const must, should, may = payloads.Must, payloads.Should, payloads.May
	const documented, inferred = payloads.Documented, payloads.Inferred
	type look = func(*inspection)
	rule := func(id string, level payloads.Level, evidence payloads.Evidence, source, doc string, look look) Rule {
		return Rule{id, doc, level, InQuery, evidence, source, look}
	}
	const params = overview + ", Callback URL parameters"
	const notAll = params + "; some other callbacks have none (1047/67552)"
	return []Rule{
		rule("query-escape", should, inferred, "RFC 3986, 2.1",
			"every % in the query begins an escape of two hexadecimal digits", (*inspection).escapes),
		rule("query-spelling", must, documented, params,
			"the parameters are spelt as documented, SdkAppid with a lower-case ppid", (*inspection).spelling),
		rule("query-repeated", should, inferred, "readers differ on which one counts",
			"no parameter stands twice", (*inspection).repeated),
		rule("query-unknown", may, inferred, params,
			"every parameter is documented or of the configured URL; backends ignore others",
			unlessBare((*inspection).unknown)),
		rule("query-sdkappid-missing", must, documented, params, "SdkAppid is always there", (*inspection).hasSDKAppID),
		rule("query-sdkappid-form", must, documented, params,
			"SdkAppid is a decimal number that begins with no 0", (*inspection).sdkAppIDForm),
		rule("query-sdkappid-other", must, documented, params,
			"SdkAppid is that of the application (where it is given)", (*inspection).sdkAppIDOther),
		rule("query-command-missing", must, documented, params,
			"CallbackCommand is always there", (*inspection).hasCommand),
		rule("query-command-mismatch", must, documented, params,
			"CallbackCommand is the same in the query and in the packet", (*inspection).commandMismatch),
		rule("query-contenttype", may, documented, params, "contenttype is json", (*inspection).contentTypeJSON),
		rule("query-clientip-missing", may, documented, notAll, "ClientIP is there", (*inspection).hasClientIP),
		rule("query-clientip-form", should, documented, params,
			"ClientIP is an IP address", (*inspection).clientIPForm),
		rule("query-optplatform-missing", may, documented, notAll, "OptPlatform is there", (*inspection).hasPlatform),
		rule("query-optplatform-unlisted", may, documented, params,
			"OptPlatform is one of the listed platforms; backends take any other for Unknown",
			(*inspection).platformListed),
	}
}

// unlessBare is for rules that need the request around the packet. Those about the query need none: a packet alone has
// no query, or one that was merged into it.
func unlessBare(look func(*inspection)) func(*inspection) {
	return func(x *inspection) {
		if !x.bare {
			look(x)
		}
	}
}

func (x *inspection) escapes() {
	for _, p := range x.query {
		if p.broken {
			value := x.short(p.value)
			if strings.EqualFold(p.name, "Sign") {
				value = "…" // most of it may be right
			}
			const text = "%s=%s: got a %% without two hexadecimal digits after it, want %%25 for the character itself"
			x.report(fmt.Sprintf(text, x.short(p.name), value))
		}
	}
}

func (x *inspection) spelling() {
	for k := range parameters {
		if got := x.misspelt(k); got != "" {
			x.report(fmt.Sprintf("got the parameter %s, want the spelling %s", got, k))
		}
	}
}

func (x *inspection) repeated() {
	if len(x.query) > len(x.room) {
		x.repeatedOfMany()
		return
	}
	for i, p := range x.query {
		if slices.ContainsFunc(x.query[:i], func(q param) bool { return q.name == p.name }) {
			x.report(x.short(p.name) + " stands twice")
		}
	}
}

// repeatedOfMany is for queries that would take long to compare each with each.
func (x *inspection) repeatedOfMany() {
	seen := make(map[string]bool, len(x.query))
	for _, p := range x.query {
		if seen[p.name] {
			x.report(x.short(p.name) + " stands twice")
		}
		seen[p.name] = true
	}
}

func (x *inspection) unknown() {
	for i := range x.query {
		name := x.query[i].name
		switch {
		case x.query[i].broken, x.isDocumented(name):
		case name == "RequestId", name == "RequestID":
			x.report("the parameter " + name + " is in no document; seen in the wild, in both spellings")
		default:
			text := "the configured URL may have it"
			if k, is := x.meant(name); is {
				text = k.String() + "?"
			}
			x.report("the parameter " + x.short(name) + " is in no document; " + text)
		}
	}
}

func (x *inspection) hasSDKAppID() {
	if x.lacks(sdkAppID) {
		x.report("got no SdkAppid, want the application's" + x.instead(sdkAppID))
	}
}

func (x *inspection) sdkAppIDForm() {
	if id, found := x.get(sdkAppID); found && !isAppID(id) {
		x.report(fmt.Sprintf("got the SdkAppid %s, want a decimal number that begins with no 0", x.quoted(id)))
	}
}

func (x *inspection) sdkAppIDOther() {
	want := x.options.SDKAppID
	if id, found := x.get(sdkAppID); found && want != 0 && isAppID(id) && id != strconv.FormatUint(want, 10) {
		x.report(fmt.Sprintf("got the SdkAppid %s, want %d", x.short(id), want))
	}
}

func (x *inspection) hasCommand() {
	if x.lacks(callbackCommand) {
		want := "the packet's"
		if fields.CommandOf(x.text.Packet) == "" && x.named != "" { // the query alone names it
			want = x.named + ", which this packet is most likely of"
		}
		x.report("got no CallbackCommand, want " + want + x.instead(callbackCommand))
	}
}

func (x *inspection) commandMismatch() {
	if !x.mismatch {
		return
	}
	inQuery, _ := x.get(callbackCommand)
	inPacket := fields.CommandOf(x.text.Packet)
	text := fmt.Sprintf("got the CallbackCommand %s, and the packet has %s", x.quoted(inQuery), x.quoted(inPacket))
	if strings.EqualFold(inQuery, inPacket) {
		text += "; they differ in letter case"
	}
	x.report(text)
}

func (x *inspection) contentTypeJSON() {
	switch value, found := x.get(contentType); {
	case x.lacks(contentType):
		x.report("got no contenttype, want json" + x.instead(contentType))
	case found && value != "json":
		x.report("got the contenttype " + x.quoted(value) + ", want json")
	}
}

// shouldHave reports whether the query of the callback has the parameter; that of an unknown one does as most.
func (x *inspection) shouldHave(k parameter) bool {
	c := x.rules.command(x.named)
	return c == nil || c.Queries(k.String())
}

func (x *inspection) hasClientIP() {
	if x.lacks(clientIP) && x.shouldHave(clientIP) {
		x.report("got no ClientIP" + x.instead(clientIP))
	}
}

func (x *inspection) clientIPForm() {
	value, found := x.get(clientIP)
	if _, err := netip.ParseAddr(value); found && err != nil {
		x.report("got the ClientIP " + x.quoted(value) + ", want an IPv4 or IPv6 address")
	}
}

func (x *inspection) hasPlatform() {
	if x.lacks(optPlatform) && x.shouldHave(optPlatform) {
		x.report("got no OptPlatform" + x.instead(optPlatform))
	}
}

// platforms are those of the Chinese page (269/1522), and macOS, as the English page spells Mac.
func platforms() [9]string {
	return [...]string{"RESTAPI", "Web", "Android", "iOS", "Windows", "Mac", "macOS", "iPad", "Unknown"}
}

func (x *inspection) platformListed() {
	value, found := x.get(optPlatform)
	known := platforms()
	if !found || slices.Contains(known[:], value) || x.command != nil && slices.Contains(x.command.OptPlatforms, value) {
		return
	}
	for _, k := range known {
		if strings.EqualFold(k, value) {
			const text = "got the OptPlatform %s, want the spelling %s; compare without regard to case"
			x.report(fmt.Sprintf(text, x.quoted(value), k))
			return
		}
	}
	x.report("got the OptPlatform " + x.quoted(value) + ", which no page lists")
}

// isAppID reports whether a text is a number as Chat writes those of applications: 1400187352, and 888888 in its pages.
func isAppID(s string) bool { return isDecimal(s) && s[0] != '0' }

func isDecimal(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }
