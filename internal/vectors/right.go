package vectors

import (
	"slices"
	"strings"
	"time"

	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/signer"
	"github.com/timhook/timhook/webhook"
)

// answered are the callbacks of which the set has a right request each: one for each form of the answer.
func answered() []string {
	return []string{
		"send", "state", "before-send", "before-invite", "friend-request", "c2c-after-send", "send-failed",
		"bot-signal",
	}
}

// ordinaryID is the ID of the ordinary request of a callback.
func ordinaryID(short string) string { return "right-" + short }

// right are requests that are accepted.
func (m maker) right() []wanted {
	list := make([]wanted, 0, 32)
	for _, short := range answered() {
		list = append(list, wanted{of: short, Request: Request{
			ID: ordinaryID(short), Doc: "a sample packet of " + short, Source: "the callback's page",
		}})
	}
	return slices.Concat(list, rightQueries(), m.rightTimes(), rightBodies())
}

const (
	must   = payloads.Must
	should = payloads.Should
	may    = payloads.May
)

// accepted makes a request that has to be accepted.
func accepted(id, doc, source, of string, level payloads.Level) wanted {
	return wanted{Request: Request{ID: "right-" + id, Doc: doc, Source: source, Case: of, Level: level}}
}

func rightQueries() []wanted {
	sorted := accepted("query-sorted", "the parameters sorted by their names", observed, "query-order-sorted", should)
	sorted.order = webhook.OrderSorted
	return []wanted{
		sorted,
		accepted("query-sign-first", "Sign and RequestTime before the others", inferred, "query-order-sign-first",
			should).with(signFirst),
		accepted("query-extra", "a further parameter", inferred, "query-extra-unknown", should).
			with(adding(webhook.Param{Name: "Foo", Value: "bar"})),
		accepted("query-escaped", "an IPv6 address with its colons as %3A", inferred, "query-clientip-ipv6-escaped",
			should).with(rawly("ClientIP", "2001:db8::24", "ClientIP=2001%3Adb8%3A%3A24")),
		accepted("query-short", "neither ClientIP nor OptPlatform", observed, "query-clientip-absent", should).
			with(without("ClientIP", "OptPlatform")),
		accepted("query-no-command", "no CallbackCommand in the query; the packet has it", inferred,
			"neg-command-query-missing", may).with(without("CallbackCommand")),
	}
}

func (m maker) rightTimes() []wanted {
	dated := func(id, doc, source, of string, level payloads.Level, late time.Duration) wanted {
		w := accepted(id, doc, source, of, level)
		w.late = late
		return w
	}
	list := []wanted{
		dated("time-55-old", "RequestTime is 55 s old", window, "edge-time-55-old", must, -55*time.Second),
		dated("time-55-ahead", "RequestTime is 55 s ahead", window, "edge-time-55-future", should, 55*time.Second),
	}
	if late, found := m.zeroSign(); found {
		list = append(list, dated("sign-zero", "a Sign that begins with 0", signed+": Sign has 64 digits",
			"edge-sign-zero", must, late))
	}
	return list
}

func rightBodies() []wanted {
	charset := func(r *webhook.Request) { r.SetHeader("content-type", "application/json; charset=utf-8") }
	return []wanted{
		accepted("body-spaced", "a packet with line ends and blanks", object, "", must).
			with(respelt(`":`, "\" :\r\n\t")),
		accepted("body-unknown-field", "a packet with a field that no page has", inferred, "", should).
			with(respelt(`{`, `{"AddedLater":{"a":[1,null]},`)),
		accepted("body-unicode", "a packet with Chinese, an emoji and an escaped one", object, "", must).
			with(respelt("red packet", `红包 🧧 \ud83e\udde7`)),
		accepted("content-type-charset", "Content-Type: application/json; charset=utf-8", inferred, "", should).
			with(charset),
		accepted("command-unknown", "a callback that no page has; it is accepted and has no effect", inferred,
			"neg-command-unknown", may).with(renamed("Group.CallbackAfterTeleport")),
	}
}

// zeroSign is the smallest distance from now, at most 50 s, of a RequestTime whose Sign begins with 0. One second in 16
// has one, so that nearly every time has one.
func (m maker) zeroSign() (late time.Duration, found bool) {
	for off := range int64(50) {
		for _, at := range []int64{m.now - off, m.now + off} {
			if strings.HasPrefix(signer.Sign(Token, at), "0") {
				return time.Duration(at-m.now) * time.Second, true
			}
		}
	}
	return 0, false
}

func signFirst(r *webhook.Request) {
	n := len(r.Query) - 2
	r.Query = slices.Concat(r.Query[n:], r.Query[:n])
}

// rawly replaces a parameter by one that is spelt so.
func rawly(name, value, raw string) func(*webhook.Request) {
	return func(r *webhook.Request) {
		setting(name, value)(r)
		i := slices.IndexFunc(r.Query, func(p webhook.Param) bool { return p.Name == name })
		r.Query[i].Raw = raw
	}
}

// respelt replaces the first such text of the packet.
func respelt(old, text string) func(*webhook.Request) {
	return func(r *webhook.Request) { r.SetBody([]byte(strings.Replace(string(r.Body), old, text, 1))) }
}

// renamed names another callback, in query and packet.
func renamed(name string) func(*webhook.Request) {
	return func(r *webhook.Request) {
		i := slices.IndexFunc(r.Query, func(p webhook.Param) bool { return p.Name == "CallbackCommand" })
		respelt(r.Query[i].Value, name)(r)
		r.Query[i].Value = name
	}
}
