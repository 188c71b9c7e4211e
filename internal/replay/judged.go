package replay

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/webhook"
	"github.com/timhook/timhook/webhook/capture"
	"github.com/timhook/timhook/webhook/capture/read"
)

// commandName is the callback command of an entry, or what stands for it where it has none.
func commandName(e *read.Entry) string { return cmp.Or(e.Command(), "unknown") }

// commandOf is the declared command, or a bare one of which nothing is known but its name.
func (p *Plan) commandOf(e *read.Entry) *payloads.Command {
	if p.declared == nil {
		p.declared = payloads.All() // once, since they are made anew at each call
	}
	name := commandName(e)
	for _, c := range p.declared {
		if c.Name == name {
			return c
		}
	}
	return &payloads.Command{Name: name, Short: name}
}

// isLone says that the entry is a packet and nothing else: no request that it came in is known.
func isLone(e *read.Entry) bool {
	return e.Kind == read.KindPacket || e.Kind == read.KindComment || e.Kind == read.KindLines
}

// unsendable is why an entry is left out; empty when it is not.
func unsendable(e *read.Entry) string {
	switch {
	case !isLone(e) && e.Request.Method != "POST":
		return fmt.Sprintf("the method is %s, and callbacks are POSTs", e.Request.Method)
	case e.Request.Truncated:
		return fmt.Sprintf("only the first %d bytes of its body were captured", len(e.Request.Body))
	}
	return ""
}

// judged is the delivery of an entry with what it is held to: as a packet of that command, unless it leaves the
// documentation or is signed in a way that a backend has to refuse.
func (p *Plan) judged(e *read.Entry, packet payloads.Packet) conformance.Delivery {
	if p.ClientIP != nil {
		packet.ClientIP = *p.ClientIP
	}
	if p.Platform != nil {
		packet.OptPlatform = *p.Platform
	}
	target := p.Target
	if p.AsCaptured {
		target.Signing, target.At = webhook.SignAuto, webhook.RequestTime{}
	}
	d := conformance.Plan([]payloads.Packet{packet}, target)[0]
	if d.Expect.Accepts() && packet.Command.Request == nil {
		d.Expect, d.Note = payloads.ExpectSurvive, packet.Command.Name+" is no callback command that timhook knows, so it only has to be survived"
	}
	switch {
	case p.AsCaptured && isLone(e):
		d.Signing, d.Note = webhook.SignOff, "nothing but its packet was captured"
	case p.AsCaptured:
		p.asCaptured(e, &d)
	case !isLone(e):
		signing := d.Signing
		d.Request = func(now time.Time) *webhook.Request { return p.request(e, packet.Body, signing, now) }
	}
	return d
}

// asCaptured leaves every byte. Whether the old signature still holds is nothing that the backend is to blame for.
func (p *Plan) asCaptured(e *read.Entry, d *conformance.Delivery) {
	d.Request = func(time.Time) *webhook.Request { return e.WebhookRequest(p.Target.URL) }
	for _, param := range webhook.ParseQuery(e.Request.Query) {
		if param.Name != "Sign" {
			continue
		}
		d.Expect, d.Note = payloads.ExpectInfo, "its Sign is of the time of the capture, which a backend that has the token refuses"
		if param.Value == capture.Masked {
			d.Note = "its Sign was masked when it was captured, and a backend that has the token refuses it"
		}
		return
	}
	switch {
	case p.Signed:
		d.Expect, d.Note = payloads.ExpectInfo, "it came without a Sign, and others with one: a backend that has the token refuses it"
	case len(e.Redacted) > 0:
		d.Note = "masked when it was captured: " + strings.Join(e.Redacted, ", ")
	}
}

// Request is what a delivery of the plan sends at that moment.
func Request(p *Plan, d conformance.Delivery, now time.Time) *webhook.Request {
	if d.Request != nil {
		return d.Request(now)
	}
	target := p.Target
	target.Signing = d.Signing
	return target.Request(conformance.CallbackOf(d.Packet), now)
}
