package replay

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/chat"
	"github.com/timhook/timhook/webhook"
	"github.com/timhook/timhook/webhook/capture"
	"github.com/timhook/timhook/webhook/capture/read"
)

// commandName is the callback command of an entry; "unknown" where it has none.
func commandName(e *read.Entry) string { return cmp.Or(e.Command(), "unknown") }

// unsendable is why an entry is left out; empty when it is not.
func unsendable(e *read.Entry) string {
	switch {
	case !e.Lone && e.Request.Method != "POST":
		return fmt.Sprintf("the method is %s, and callbacks are POSTs", e.Request.Method)
	case e.Hides("body"):
		return "its body is not known: a variable stands there, or the body was not saved"
	case e.Request.Truncated:
		return fmt.Sprintf("only the first %d bytes of its body were captured", len(e.Request.Body))
	}
	return ""
}

// delivery is an entry with the expectation of its answer: a right backend accepts it as a packet of that command,
// unless it leaves the documentation or is signed in a way that a backend has to refuse.
func (o *Options) delivery(e *read.Entry, packet payloads.Packet) conformance.Delivery {
	if o.ClientIP != nil {
		packet.ClientIP = *o.ClientIP
	}
	if o.Platform != nil {
		packet.OptPlatform = *o.Platform
	}
	target := o.Target
	if o.AsCaptured {
		target.Signing, target.At = webhook.SignAuto, webhook.RequestTime{}
	}
	d := conformance.Deliveries([]payloads.Packet{packet}, target)[0]
	if d.Expect.Accepts() && packet.Command.Request == nil {
		d.Expect = payloads.ExpectSurvive
		d.Note = packet.Command.Name + " is no callback command that timhook knows, so it only has to be survived"
		if near := chat.NearCommand(packet.Command.Name); near != "" {
			d.Note += "; " + near + "?"
		}
		if strings.Contains(e.Command(), ".") {
			d.Under = judge.Unhandled // the overview's rules are those of all callbacks
		}
	}
	switch {
	case o.AsCaptured && e.Lone:
		d.Signing, d.Note = webhook.SignOff, "nothing but its packet was captured"
	case o.AsCaptured:
		o.asCaptured(e, &d)
	case !e.Lone:
		signing := d.Signing
		d.Request = func(now time.Time) *webhook.Request { return o.request(e, packet.Body, signing, now) }
	}
	return d
}

// asCaptured leaves every byte. Refusing the old signature is no mistake of the backend.
func (o *Options) asCaptured(e *read.Entry, d *conformance.Delivery) {
	d.Request = func(time.Time) *webhook.Request { return e.WebhookRequest(o.Target.URL) }
	for _, param := range webhook.ParseQuery(e.Request.Query) {
		if param.Name != "Sign" {
			continue
		}
		d.Expect = payloads.ExpectInfo
		d.Note = "its Sign is of the time of the capture, which a backend that has the token refuses"
		if param.Value == capture.Masked {
			d.Note = "its Sign was masked when it was captured, and a backend that has the token refuses it"
		}
		return
	}
	switch {
	case o.Signed:
		d.Expect = payloads.ExpectInfo
		d.Note = "it came without a Sign, and others with one: a backend that has the token refuses it"
	case len(e.Redacted) > 0:
		d.Note = "masked when it was captured: " + strings.Join(e.Redacted, ", ")
	}
}
