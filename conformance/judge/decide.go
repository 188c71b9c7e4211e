package judge

import (
	"fmt"

	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/jsontree"
	"github.com/timhook/timhook/webhook"
)

// decide draws the decision from the answer of a callback whose answer decides; nil from others.
func (t *Trial) decide() *Decision {
	if !t.decides() {
		return nil
	}
	d := &Decision{answer: &t.Command.Answer, Policy: t.Policy, Waits: max(0, t.Exchange.Timing.Total-t.Slowed)}
	took := t.Exchange.Timing.Total - t.Slowed
	switch ex := t.Exchange; {
	case ex.Failure != nil:
		d.fail(payloads.Inferred, t.reacted())
		if ex.Failure.Class == webhook.Timeout {
			d.Evidence = payloads.Documented // the console's text names the timeout
		}
	case ex.Status != 200:
		d.fail(payloads.Inferred, t.statusLine())
	case t.stage < NeedsPacket:
		d.fail(payloads.Inferred, "its body is no response packet")
	case took > Deadline && t.Deadline >= 0: // without a limit nothing is late
		d.fail(payloads.Documented, "it came after "+rounded(took)+", and Chat waits "+Deadline.String())
	default:
		t.decideByCode(d)
	}
	return d
}

// decides reports whether the callback's answer changes what Chat does.
func (t *Trial) decides() bool { return decides(t.Command) }

// shownDecision leaves out requests that are not Chat's: nothing happens after the answer to a forged one.
func (t *Trial) shownDecision() *Decision {
	if t.Decision == nil || OnRefuse.Includes(t.Expect) || t.Expect == payloads.ExpectSurvive && t.isOdd() {
		return nil
	}
	return t.Decision
}

func (d *Decision) fail(sure payloads.Evidence, why string) {
	d.Does, d.Evidence, d.Why = payloads.Failed, max(d.Evidence, sure), why
}

// decideByCode reads ErrorCode, and beside 0 the other members.
func (t *Trial) decideByCode(d *Decision) {
	status, code := t.verdict()
	if v, judgeable := t.field(errorInfo); judgeable && v.Kind() == jsontree.KindString {
		d.Text = t.plain(v.Text())
	}
	if code.IsAbsent() {
		d.fail(payloads.Inferred, "its ErrorCode cannot be read")
		return
	}
	d.Code, _ = code.Int64()
	if status.Text() != "OK" {
		d.Evidence = payloads.Inferred // every sample of a decision has OK
	}
	c, documented := d.answer.Of(d.Code)
	items := d.answer.FieldThat(payloads.PerItem)
	switch {
	case d.Code == 0:
		t.decideByMembers(d)
	case items != nil:
		d.ignored = true
		d.fail(evidenceOf(documented), fmt.Sprintf("ErrorCode %d says only that the backend failed: %s decides", d.Code,
			items.Name))
	case d.onlyReplies():
		d.fail(evidenceOf(documented), fmt.Sprintf("beside ErrorCode %d it is not read", d.Code))
	case documented:
		d.Does, d.Shown, d.guessed = c.Does, c.Error, c.Error != 0 && c.Evidence == payloads.Inferred
		if c.Does == payloads.Refuse && c.Error == 0 {
			d.Shown = d.Code
		}
		if c.Error == 0 {
			d.Evidence = max(d.Evidence, c.Evidence)
		}
	default:
		d.Does, d.Evidence, d.Shown = payloads.Refuse, payloads.Inferred, plainRefusal(d.answer)
		d.strange = true
	}
}

func evidenceOf(documented bool) payloads.Evidence {
	if documented {
		return payloads.Documented
	}
	return payloads.Inferred
}

// onlyReplies is true of an answer that carries a text back and lets nothing happen or not happen: neither the
// console's policy nor a refusal has to do with it.
func (d *Decision) onlyReplies() bool {
	return d.answer != nil && d.answer.FieldThat(payloads.Reply) != nil
}

// plainRefusal is the error of a refusal that carries no code of its own.
func plainRefusal(a *payloads.Answer) int64 {
	for _, c := range a.Codes {
		if c.Does == payloads.Refuse && c.Error != 0 {
			return c.Error
		}
	}
	return 0
}
