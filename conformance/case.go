package conformance

import (
	"bytes"
	"context"
	"slices"
	"strings"
	"time"

	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/webhook"
)

// Case is one thing that the suite tries on a backend: a callback command with a variant, or with a tamper on the wire.
type Case struct {
	Command  *payloads.Command
	ID       string // of the variant or tamper, kebab-case, never renamed
	Section  string // heading of the catalogue
	Doc      string // what varies
	Source   string // page and section
	Level    payloads.Level
	Expect   payloads.Expect
	Tags     Tags
	Needs    Needs
	Waits    time.Duration // how long it waits by design
	Baseline bool          // the ordinary packet: it goes first, and where it fails the others would only repeat that
	Crowd    bool          // it sends so much at once that other cases would suffer: it goes last
	Endpoint bool          // about the endpoint, so that one callback of a selection is enough to play it with
	Run      RunFunc

	Variant *payloads.Variant
	Tamper  string // ID, where it is a tamper's or an example's
	Number  uint64 // which of several packets of the variant
}

// RunFunc is what a case does: it sends attempts through the run, which records and judges them. It returns early when
// ctx is done. Cases run side by side, each with a run of its own.
type RunFunc func(ctx context.Context, run *CaseRun)

// Name names the case as patterns and reports do: "Group.CallbackAfterSendMsg/eventtime-string".
func (c *Case) Name() string { return c.Command.Name + "/" + c.ID }

// Tags are what a case is about.
type Tags uint8

// The tags. A default run leaves Stress out.
const (
	TagCore Tags = 1 << iota
	TagSecurity
	TagRobustness
	TagDelivery
	TagTransport
	TagStress
)

// TagInfo describes a tag for help and completion.
type TagInfo struct {
	Tag       Tags
	Name, Doc string
}

// TagInfos lists the tags.
func TagInfos() []TagInfo {
	return []TagInfo{
		{TagCore, "core", "what Chat sends every day"},
		{TagSecurity, "security", "forged, stale and misaddressed requests"},
		{TagRobustness, "robustness", "what is odd, broken or too large"},
		{TagDelivery, "delivery", "duplicates, order, concurrency, latency"},
		{TagTransport, "transport", "HTTP, connections, TLS, layouts of the JSON"},
		{TagStress, "stress", "large bodies and long waits; only when asked for"},
	}
}

// String lists the names of the tags.
func (t Tags) String() string {
	var names []string
	for _, info := range TagInfos() {
		if t&info.Tag != 0 {
			names = append(names, info.Name)
		}
	}
	return strings.Join(names, ",")
}

// Needs is what a case cannot be judged without.
type Needs uint8

// The needs. A wrong signature shows only on a backend that has the token, a wrong SdkAppid only when the right one
// is known.
const (
	NeedsToken Needs = 1 << iota
	NeedsSDKAppID
	NeedsTLS
)

// VariantCase is the case that sends the packets of a variant. A baseline is the command's first variant.
func VariantCase(c *payloads.Command, v *payloads.Variant, isBaseline bool) *Case {
	sc := &Case{
		Command: c, ID: v.ID, Section: v.Section, Doc: v.Doc, Source: v.Source, Level: v.Level, Expect: v.Expect,
		Tags: TagCore, Baseline: isBaseline, Variant: v, Run: sendVariant,
	}
	if v.Expect == payloads.ExpectSurvive || v.Expect == payloads.ExpectInfo {
		sc.Tags = TagRobustness
	}
	if v.Signing != payloads.SignIfToken {
		sc.Tags, sc.Needs = TagSecurity, NeedsToken
	}
	return sc
}

// sendVariant sends the packets of a variant, one after the other.
func sendVariant(ctx context.Context, run *CaseRun) {
	c := run.Case
	lang := run.Options.Lang
	if mixed := lang == "" || lang == payloads.Mixed; c.Baseline || mixed && c.Variant.Scope != payloads.Domain {
		lang = payloads.Plain // a variant varies one thing: an emoji beside it would be blamed on it
	}
	params := payloads.Params{Seed: run.Options.Seed, Number: c.Number, Lang: lang}
	packets := run.build(c.Command, c.Variant, params)
	for _, p := range packets {
		if p.Command != c.Command && run.Lacks(p.Command) {
			return
		}
	}
	ordinary := run.ordinaryForm(params)
	for i, planned := range Deliveries(packets, run.Options.Target) {
		if planned.Skip != "" {
			run.record(Result{Delivery: planned})
			continue
		}
		a := Attempt{Label: planned.Packet.Label, Packet: planned.Packet, Expect: &planned.Expect}
		a.Request = run.RequestTo(func(t *webhook.Target) { t.Signing = planned.Signing }, planned.Packet)
		a.ordinary = ordinary
		isSame := func(p payloads.Packet) bool { return bytes.Equal(p.Body, a.Packet.Body) }
		if slices.ContainsFunc(packets[:i], isSame) {
			a.Under = judge.Redelivered
		}
		run.Send(ctx, a)
	}
	if !c.Expect.Accepts() {
		run.Resume(ctx)
	}
}
