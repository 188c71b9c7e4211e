package judge

import (
	"fmt"
	"slices"

	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/jsontree"
)

// Wanted is a decision that the backend's owner expects.
type Wanted struct {
	Does payloads.Decision
	Code int64 // that the client has to see; 0: any
}

// String is the decision as flags spell it: "refuse", "refuse:10101".
func (w Wanted) String() string {
	if w.Code == 0 {
		return w.Does.String()
	}
	return fmt.Sprintf("%v:%d", w.Does, w.Code)
}

// IsMet reports whether a decision is the wanted one.
func (w Wanted) IsMet(d *Decision) bool { return d.Is(w.Does) && (w.Code == 0 || w.Code == d.Shown) }

const (
	expectedCheck  = "answer-expected"
	fixedCheck     = "answer-fixed"
	SameAsOrdinary = "answer-same-as-ordinary" // the check on what a case varies
)

// steadyChecks compare a decision with another one, or with what the backend's owner wants, and an answer with the
// request.
func steadyChecks() []*Check {
	const once = `{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":1}`
	return []*Check{
		{
			ID:    "answer-steady",
			Title: "The same packet is decided alike when it comes twice.",
			Level: payloads.Should, Evidence: payloads.Inferred, Needs: NeedsPacket, Under: Redelivered, Where: decides,
			Source: Overview + ", on retries: callbacks before an event are not sent again, so that two are two events",
			Impact: "Whether the event happens is up to chance, or to what came before. (inferred)",
			Fix: "decide by the packet alone. Usual causes: duplicates that are answered OK without a decision, a " +
				"limit on how often somebody may ask, instances with different rules. Where a limit is meant this is " +
				"right: list the case with --known-failing.",
			Bad: ok(once), Run: (*Trial).steadilyDecided,
		},
		{
			ID:    SameAsOrdinary,
			Title: "Another form of the same packet is decided as its ordinary form.",
			Level: payloads.Must, Evidence: payloads.Inferred, Needs: NeedsPacket, Where: decides,
			Source: "the case's own source: Chat sends the packet in either form",
			Impact: "Events in this form are decided otherwise than the backend's rules say. (inferred)",
			Fix: "read the field that the case varies in both forms before anything decides. Usual causes: a field " +
				"that is missing, or of another type, which a rule then takes for empty.",
			Bad: ok(once), Run: (*Trial).sameAsOrdinary,
		},
		{
			ID:    fixedCheck,
			Title: "ErrorInfo is empty in the answer to a callback that carries an ErrorCode itself.",
			Level: payloads.Must, Evidence: payloads.Documented, Needs: NeedsPacket, Where: isFixed,
			Source: "Webhook for Exceptions When Group Messages Are Sent (1047/49462), response fields, which fix " +
				"all three: OK, 0 and an empty ErrorInfo",
			Impact: "The answer is not the one that the page fixes. Most likely nothing comes of it. (inferred)",
			Fix: `send "ErrorInfo":"" and no text of success. Where it is the request's own text, the request was ` +
				`decoded into the struct of the answer: make the answer anew.`,
			Bad: ok(`{"ActionStatus":"OK","ErrorInfo":"stored","ErrorCode":0}`), Run: (*Trial).leavesInfoEmpty,
		},
		{
			ID:    "answer-echo",
			Title: "The answer has a result of its own, and not the one that the request carries.",
			Level: payloads.Should, Evidence: payloads.Inferred, Needs: NeedsPacket, Where: namesResult,
			Source: "the callback's page: ErrorInfo of the request is that of the message",
			Impact: "An ErrorCode copied from the request means that the backend failed. (documented) A copied " +
				"text most likely does nothing. (inferred)",
			Fix: "make the answer anew: do not decode the request into the struct of the answer, and do not send the " +
				"request back with fields added.",
			Bad: ok(`{"ActionStatus":"OK","ErrorInfo":"send msg succeed","ErrorCode":0}`), Run: (*Trial).echoes,
		},
		{
			ID:    expectedCheck,
			Title: "The decision is the one that --expect-decision names.",
			Level: payloads.Must, Evidence: payloads.Documented, HeldFor: OnAccept | OnSurvive, Where: decides,
			Source: "--expect-decision, expect-decision in timhook.yaml",
			Impact: "The backend decides otherwise than its owner says. (documented there)",
			Fix: "look into the rule that decided; the packet is shown beside the answer. Where the decision is " +
				"right, change the expectation.",
			Bad: ok(once), Run: (*Trial).asExpected,
		},
	}
}

// word is the decision in a few words: "refuse (10101)".
func (d *Decision) word() string {
	switch {
	case d.Does == payloads.Failed:
		return d.Does.String() + " (" + d.Why + ")"
	case d.Does == payloads.PerItem:
		return fmt.Sprintf("%v (%d of %d refused)", d.Does, d.refused(), len(d.Items))
	case len(d.Names) > 0:
		return d.Does.String() + " (" + few(d.Names) + ")"
	case d.Shown != 0:
		return fmt.Sprintf("%v (%d)", d.Does, d.Shown)
	}
	return d.Does.String()
}

func (t *Trial) steadilyDecided() {
	if t.Usual == nil || t.Usual.Does == payloads.Failed || t.Decision.Does == payloads.Failed {
		t.Skip() // an answer that fails has checks of its own
	} else if !t.Decision.Agrees(t.Usual) {
		t.Report(t.becauseOf(whole(t.Decision.word(), t.Usual.word()+", as for the same packet before"), ""))
	}
}

func (t *Trial) sameAsOrdinary() {
	switch {
	case t.Usual == nil || t.Under == Redelivered || t.Expect != payloads.ExpectSame || t.request.IsAbsent():
		t.Skip()
	case !t.Decision.Agrees(t.Usual):
		want := t.Usual.word() + ", as for the same packet in its ordinary form"
		t.Report(t.becauseOf(whole(t.Decision.word(), want), ""))
	}
}

// asExpected leaves a decision alone that an earlier finding is about.
func (t *Trial) asExpected() {
	switch {
	case t.Wanted == nil, t.shownDecision() == nil:
		t.Skip()
	case t.Wanted.IsMet(t.Decision):
	case Worst(t.findings) == Fail:
		t.Skip()
	default:
		t.Report(t.becauseOf(whole(t.Decision.word(), t.Wanted.String()+", as you expect"), ""))
	}
}

// leavesInfoEmpty leaves an answer alone that is no acceptance.
func (t *Trial) leavesInfoEmpty() {
	info, judgeable := t.field(errorInfo)
	if !judgeable || info.Kind() != jsontree.KindString || t.Reaction != Accepted {
		t.Skip()
		return
	}
	if info.Text() == "" {
		return
	}
	got := t.describe(info)
	if info.Text() == t.request.Get(errorInfo).Text() {
		got += ", which is the request's"
	}
	t.Report(at(info.Start(), info.End(), got, "an empty string").in(errorInfo))
}

// isFound reports whether a check has found something.
func (t *Trial) isFound(id string) bool {
	return slices.ContainsFunc(t.findings, func(f Finding) bool { return f.Check.ID == id })
}

// echoes looks at members that request and answer both have.
func (t *Trial) echoes() {
	request := t.request
	for _, name := range [...]string{errorCode, errorInfo} {
		if name == errorInfo && t.isFound(fixedCheck) {
			continue
		}
		sent, back := request.Get(name), t.Packet.Get(name)
		isResult := sent.Text() != "" && sent.Text() != "0" && sent.Kind() != jsontree.KindNull
		if isResult && back.JSON() == sent.JSON() {
			got := t.describe(back) + ", which is the request's"
			t.Report(at(back.Start(), back.End(), got, "the answer's own").in(name))
			return
		}
	}
	isEchoed := t.sentBack()
	for _, m := range t.Packet.Members() {
		if isEchoed(m) {
			f := at(m.Offset(), m.Value.End(), "the request's "+t.plain(m.Name), "an answer without it")
			f.Path = t.pointer(jsontree.Path{m.Name}.Pointer())
			t.Report(f)
			return
		}
	}
}

// sentBack tells the members that no answer has, and that came from the request, where a check is about that.
func (t *Trial) sentBack() (isEchoed func(jsontree.Member) bool) {
	if !namesResult(t.Command) {
		return func(jsontree.Member) bool { return false }
	}
	asked := map[string]string{} // a large value is not written again for each time that an answer repeats its name
	return func(m jsontree.Member) bool {
		if isDocumented(m.Name) || m.Name == callbackCommand || t.Command.Field(m.Name) == nil {
			return false
		}
		text, known := asked[m.Name]
		if !known {
			text = t.request.Get(m.Name).JSON()
			asked[m.Name] = text
		}
		return text == m.Value.JSON()
	}
}

// callbackCommand is what a backend may send back to say what the answer is about.
const callbackCommand = "CallbackCommand"
