package conformance

import (
	"cmp"
	"strings"

	"github.com/timhook/timhook/conformance/cause"
	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/payloads"
)

// causeKey is what findings of one requirement, place and kind of mismatch have in common.
type causeKey struct{ check, path, want string }

func keyOf(f judge.Finding) causeKey { return causeKey{f.Check.ID, f.Path, f.Want} }

// groupKey is what findings of one cause have in common: the answer too, and what was varied, where that tells cures
// apart.
type groupKey struct {
	causeKey
	answer, kind string
}

func groupOf(r Result, f judge.Finding) groupKey {
	if g := r.JudgedUnder.Gone; f.Check.Under == judge.WentAway && g != nil && g.Said != "" {
		return groupKey{causeKey: keyOf(f), answer: cause.Words(g.Said)} // one death is seen from several places
	}
	if e := r.JudgedUnder.Effect; f.Check.Under == judge.Stored && e != nil { // the answer tells nothing of it
		key := groupKey{causeKey: causeKey{check: f.Check.ID, path: e.At}}
		if s := r.shown(f); e.Breaks != judge.EffectOnce {
			key.kind = cause.Kind(s.Command, s.Case, s.Label)
		}
		return key
	}
	if f.Check.IsOnDecision() { // the answer is another one for each request, and so are the names in it
		return groupKey{causeKey: keyOf(f), kind: decidedKind(r, f)}
	}
	if f.Check.ID == "resp-framing" {
		return groupKey{causeKey: keyOf(f), answer: cause.Plain(f.Got)} // whatever the body says
	}
	if f.Check.Under == judge.AfterNegative && cause.LeftBody(r.Exchange) {
		return groupKey{causeKey: keyOf(f), answer: "left body"} // how the server calls the packet is chance
	}
	return groupKey{keyOf(f), cause.Answer(r.Exchange), kindOf(r, f)}
}

// decidedKind is what was varied, where a decision is due to it.
func decidedKind(r Result, f judge.Finding) string {
	if s := r.shown(f); f.Check.ID == judge.SameAsOrdinary {
		return cause.Kind(s.Command, s.Case, s.Label)
	}
	return ""
}

// kindOf is what was varied, where it counts: a refusal, a crash and an acceptance are due to it. The form of an answer
// is not, and neither is what happened only among other callbacks.
func kindOf(r Result, f judge.Finding) string {
	if f.Check.Under != judge.Plain && f.Check.Under != judge.WentAway {
		return ""
	}
	s := r.shown(f)
	if f.Check.ID == "behave-refusal-form" {
		return cause.Flaw(s.Case, r.Judgement.Reaction)
	}
	isOdd := r.Expect == payloads.ExpectRefuse || r.Expect == payloads.ExpectSurvive
	switch r.Judgement.Reaction {
	case judge.Refused, judge.Broke, judge.Dropped, judge.Garbled, judge.Hung:
	case judge.Accepted, judge.Decided:
		if !isOdd {
			return ""
		}
	default:
		return ""
	}
	if s.IsOrdinary() {
		return ordinaryKind
	}
	return cause.Kind(s.Command, s.Case, s.Label)
}

const ordinaryKind = "ordinary"

// shown is a finding as its cause is looked up.
func (r Result) shown(f judge.Finding) cause.Shown {
	s := cause.Shown{
		Finding: f, Label: r.Label, Varied: r.Varied, Reaction: r.Judgement.Reaction, Exchange: r.Exchange,
	}
	if r.Packet.Command != nil {
		s.Callback, s.Command = r.Packet.Command.Short, r.Packet.Command
	}
	_, s.Case, _ = strings.Cut(r.Name(), "/")
	switch {
	case r.isContrast:
		s.Case = "contrast"
	case r.From != "" && r.Expect.Accepts():
		s.Case = "" // it came from Chat, as ordinary ones do
	case r.From != "":
		s.Case, s.Varied = "captured", "this packet"
	case r.Packet.Variant != nil && r.Tamper == "":
		s.Varied = cmp.Or(s.Varied, r.Packet.Variant.Doc)
	}
	s.Secrets = r.JudgedUnder.Secrets
	if g := r.JudgedUnder.Gone; g != nil {
		s.Said, s.Among = g.Said, g.IsDoubtful()
	}
	if r.Exchange != nil && r.Exchange.Request != nil {
		s.Signed = param(r.Exchange.Request.Query, "Sign") >= 0
	}
	return s
}
