package conformance

import (
	"bytes"
	"context"

	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/payloads"
)

// decidedBefore is the decision on the same packet when it was sent before; nil where it was not, or nothing decides.
func (run *CaseRun) decidedBefore(a Attempt) *judge.Decision {
	if a.Under != judge.Redelivered {
		return nil
	}
	run.mu.Lock()
	defer run.mu.Unlock()
	for _, r := range run.results {
		if r.Judgement.Decision != nil && bytes.Equal(r.Packet.Body, a.Packet.Body) {
			return r.Judgement.Decision
		}
	}
	return nil
}

// ordinaryForm is what the case's packet would be if nothing varied: the same people and the same message, so that a
// backend decides alike. It is nil for a case that does not vary the form alone, or whose callback decides nothing.
func (run *CaseRun) ordinaryForm(params payloads.Params) []byte {
	c := run.Case
	if c.Expect != payloads.ExpectSame || !c.Command.Answer.Decides() || len(c.Variant.Steps) > 0 {
		return nil
	}
	same := *c.Variant
	same.Set = nil
	return run.build(c.Command, &same, params)[0].Body
}

// compareWithOrdinary judges an answer anew whose decision differs from that on the callback's ordinary packet although
// only the form of the packet was varied: the same packet in its ordinary form is sent, to see whether what it says is
// the reason. What is sent for that is no result of its own.
func (run *CaseRun) compareWithOrdinary(ctx context.Context, a Attempt, r *Result) {
	usual, d := run.suite.usual[run.Case.Command.Name], r.Judgement.Decision
	isCompared := r.Expect == payloads.ExpectSame && r.Under == judge.Plain && a.Request.Wire == nil
	if !isCompared || usual == nil || d == nil || d.Does == usual.Does || d.Does == payloads.Failed {
		return
	}
	packet := a.Packet
	if a.ordinary != nil {
		packet.Body = a.ordinary
	}
	other := run.suite.engine.resend(ctx, *r, run.Request(packet)).Decision
	if other == nil || other.Does == payloads.Failed || other.Agrees(d) {
		return
	}
	// A backend that takes the second of them for the same event once more decides this one otherwise now, too.
	again := run.suite.engine.resend(ctx, *r, run.suite.shifted(*r, 0)).Decision
	if again == nil || !again.Agrees(d) {
		return
	}
	r.JudgedUnder.Usual = other
	r.Judgement = judge.Judge(r.Exchange, r.JudgedUnder)
}
