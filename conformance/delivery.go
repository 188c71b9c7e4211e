package conformance

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/webhook"
)

// Delivery is one callback to be sent and what a right backend does with it.
type Delivery struct {
	Packet     payloads.Packet
	Tamper     string // id of what was done to it on the wire; empty for a variant's own packet
	Varied     string // what the case varies, in words; empty: the variant's own words
	Label      string // which of several requests of its case this is; empty where there is one
	Redelivery string // "retry" after a timeout, "again" where it is sent twice; empty for the first
	Expect     payloads.Expect
	Level      payloads.Level // the most that a finding on it weighs
	Signing    webhook.Signing
	Skip       string // why it cannot be sent; empty when it can
	Note       string // why Expect is not the variant's own
	From       string // where a captured packet was read: "calls.ndjson#3"; it takes the place of a variant in the name
	Under      judge.Circumstance

	// Request makes what is sent in place of the target's request for Packet; nil: that one.
	Request func(now time.Time) *webhook.Request
	Due     time.Duration // when it is to be sent, from the start of the run; 0: as soon as a job is free

	owner *payloads.Command // whose case it is, where the packet may be another's; nil: the packet's
}

// Name names its case as lists, patterns and reports do: "Group.CallbackAfterSendMsg/eventtime-string".
func (c Delivery) Name() string {
	if c.owner != nil {
		return c.owner.Name + "/" + c.Tamper
	}
	if c.Tamper != "" {
		return c.Packet.Command.Name + "/" + c.Tamper
	}
	if c.From != "" {
		return c.Packet.Command.Name + "/" + c.From
	}
	return c.Packet.Name()
}

// Deliveries turns packets into deliveries to a target. What a right backend does depends on the target too: without
// a token, for example, it is not known which signatures the backend refuses. It also depends on overrides, which may
// make a packet leave the documentation.
func Deliveries(packets []payloads.Packet, t webhook.Target) []Delivery {
	cases := make([]Delivery, len(packets))
	for i, p := range packets {
		cases[i] = plan(p, t)
	}
	return cases
}

func plan(p payloads.Packet, t webhook.Target) Delivery {
	c := Delivery{Packet: p, Expect: payloads.ExpectOK, Signing: t.Signing}
	if v := p.Variant; v != nil {
		c.Expect, c.Level = v.Expect, v.Level
		c.sign(v.Signing, t)
	}
	if c.Signing != webhook.SignAuto || t.At != (webhook.RequestTime{}) {
		c.expectBySignature(t)
	}
	if c.Expect.Accepts() {
		c.expectByShape()
	}
	return c
}

const noToken = "no token given (--token)"

// sign chooses the signature of variants that are about the signature itself.
func (c *Delivery) sign(s payloads.Signing, t webhook.Target) {
	switch {
	case s == payloads.Signed && t.Token == "":
		c.Skip = noToken
	case s == payloads.Unsigned && t.Token == "":
		c.Expect, c.Note = payloads.ExpectOK, "no token given, so this is an ordinary packet"
	case s == payloads.Unsigned:
		c.Signing = webhook.SignOff
	}
}

// expectBySignature changes the expectation where the signature is wrong on purpose: to refuse it is a MUST, also where
// the packet is a MAY. Between 55 and 65 seconds either way right backends differ (Webhook Authentication, 269/32431):
// that is only reported.
func (c *Delivery) expectBySignature(t webhook.Target) {
	signed := c.Signing != webhook.SignOff && c.Signing != webhook.SignMissing && c.Signing != webhook.SignWrong
	distance := time.Duration(0)
	if signed {
		distance = requestAge(c.Signing, t, time.Now()).Abs()
	}
	switch {
	case t.Token == "" && (c.Signing == webhook.SignAuto || c.Signing == webhook.SignOff):
		return
	case t.Token == "":
		c.Skip = noToken
	case !signed:
		c.expect(payloads.ExpectRefuse, fmt.Sprintf("signing %s: a backend that has the token refuses this", c.Signing))
	case distance > 65*time.Second:
		const why = "RequestTime is %v away: a backend that has the token refuses this"
		c.expect(payloads.ExpectRefuse, fmt.Sprintf(why, distance.Round(time.Second)))
	case distance > 55*time.Second:
		const why = "RequestTime is at the edge of the one-minute window, where right backends differ"
		c.expect(payloads.ExpectInfo, why)
	}
}

// expect replaces the variant's own expectation, with the reason.
func (c *Delivery) expect(e payloads.Expect, why string) {
	if c.Expect != e {
		c.Expect, c.Note = e, why
	}
	c.Level = payloads.Must
}

// requestAge is how old RequestTime is in a request that is signed in that way now; negative when it lies ahead.
func requestAge(s webhook.Signing, t webhook.Target, now time.Time) time.Duration {
	bare := webhook.Target{URL: &webhook.Endpoint{}, Token: t.Token, Signing: s, At: t.At}
	query := bare.Request(webhook.Callback{}, now).Query
	for _, param := range slices.Backward(query) {
		if unix, err := strconv.ParseInt(param.Value, 10, 64); err == nil && param.Name == "RequestTime" {
			return now.Sub(time.Unix(unix, 0))
		}
	}
	return 0
}

// expectByShape asks less of a backend where the packet leaves the documentation at a place that its variant does not.
func (c *Delivery) expectByShape() {
	for _, problem := range c.Packet.Command.Validate(c.Packet.Body) {
		byVariant := c.Packet.Variant != nil && slices.Contains(c.Packet.Variant.OffSpec, problem.Path)
		if problem.JustifiesRefusal() && !byVariant {
			const why = "the packet leaves the documentation (%s), so it only has to be survived"
			c.Expect, c.Note = payloads.ExpectSurvive, fmt.Sprintf(why, problem)
			return
		}
	}
}

// CallbackOf is the packet as webhook addresses it.
func CallbackOf(p payloads.Packet) webhook.Callback {
	return webhook.Callback{
		Command: p.Command.Name, ClientIP: p.ClientIP, OptPlatform: p.OptPlatform, Body: p.Body, Order: p.Command.Query,
	}
}
