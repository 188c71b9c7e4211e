package judge

import (
	"cmp"
	"slices"

	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/jsontree"
	"github.com/timhook/timhook/webhook"
)

// Trial is one exchange before its judge: read once for all checks, and the place to report to.
type Trial struct {
	Options  // with Deadline filled in
	Exchange *webhook.Exchange
	Packet   jsontree.Value // the response packet; absent when the body is not one JSON object
	Reaction Reaction
	Decision *Decision // nil: the answer decides nothing

	masked   []string // Secrets, and the request's Sign: no finding's text holds one
	check    *Check   // that is running
	stage    Stage
	reading  reading
	request  jsontree.Value // the packet, where the checks of its callback look at it; absent: it cannot be seen
	skipping bool
	findings []Finding

	repeatsBaseline bool // a check stronger than MAY was skipped, since the answer repeats the baseline's failure
}

func newTrial(ex *webhook.Exchange, o Options) *Trial {
	t := &Trial{Options: o, Exchange: ex, masked: slices.Concat(o.Secrets, signs(ex.Request))}
	t.Deadline = cmp.Or(o.Deadline, Deadline)
	if ex.Failure == nil && ex.Status == 200 && !ex.Truncated {
		t.reading = t.read(ex.Body)
		t.Packet = t.reading.packet
	}
	t.Reaction = t.react()
	t.stage = t.reached()
	if HoldsMore(o.Command) {
		t.request = requestIn(ex)
	}
	if t.Decision = t.decide(); t.Decision != nil && t.Decision.isTaken(t.Expect) {
		t.Reaction = Decided
	}
	return t
}

func (t *Trial) reached() Stage {
	ex := t.Exchange
	switch {
	case ex.Failure != nil:
		return NeedsNothing
	case ex.Status != 200 || ex.Truncated || t.misframed() != "":
		return NeedsAnswer
	case t.Packet.IsAbsent():
		return NeedsBody
	}
	return NeedsPacket
}

// Report adds a finding of the running check. A level that is stronger than the check's becomes the check's.
func (t *Trial) Report(f Finding) {
	f.Check = t.check
	if d := t.Decision; f.impact == "" && d != nil && d.Does == payloads.Failed && t.shownDecision() != nil {
		f = t.becauseOf(f, "") // what comes of an answer that fails is known here
	}
	f.Level = max(f.Level, t.check.Level)
	if t.check.ID != expectedCheck { // which is as strong as its owner says
		f.Level = max(f.Level, t.Level)
	}
	t.findings = append(t.findings, f)
}

// Skip marks the running check as skipped: another check has the cause.
func (t *Trial) Skip() { t.skipping = true }

// repeats reports whether the answer repeats the baseline's failure, and then skips the running check.
func (t *Trial) repeats() bool {
	if t.Baseline == NoReaction || t.Reaction != t.Baseline {
		return false
	}
	t.repeatsBaseline = t.repeatsBaseline || t.check.Level < payloads.May
	t.Skip()
	return true
}

// result is what came of one check.
type result uint8

const (
	met result = iota
	skipped
	broken
)

func (t *Trial) run(c *Check) result {
	if c.Needs > t.stage {
		return skipped
	}
	before := len(t.findings)
	t.check, t.skipping = c, false
	c.Run(t)
	switch {
	case len(t.findings) > before:
		return broken
	case t.skipping:
		return skipped
	}
	return met
}

// field is the member of that exact name. It is not ok where the field has a finding of an earlier check.
func (t *Trial) field(name string) (v jsontree.Value, ok bool) {
	if slices.Contains(t.reading.blamed, name) {
		return jsontree.Value{}, false
	}
	return t.Packet.Get(name), true
}
