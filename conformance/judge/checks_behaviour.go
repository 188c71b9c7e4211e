package judge

import (
	"fmt"
	"slices"

	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/webhook"
)

// behaviourChecks judge answers to callbacks that a right backend refuses, or may refuse.
func behaviourChecks() []*Check {
	return append(refusalChecks(), []*Check{
		{
			ID:    "behave-refusal-form",
			Title: "A refusal can be recognised: HTTP 4xx, or HTTP 200 with FAIL or an ErrorCode that is not 0.",
			Level: payloads.Should, Evidence: payloads.Inferred, HeldFor: OnRefuse | OnSurvive,
			Source: "no page defines a refusal; these are the forms that public receivers use",
			Impact: "The callback counts as failed either way. (documented) A crash, plain text or a closed " +
				"connection looks like a failure of the backend in its log and in the console. (inferred)",
			Fix: `refuse on purpose: HTTP 403 and {"ActionStatus":"FAIL","ErrorInfo":"bad sign","ErrorCode":1}. ` +
				`A 5xx means that the check threw an exception. A connection that is closed on purpose (nginx: ` +
				`return ` +
				`444) looks like a crash.`,
			Good: ok(`{"ActionStatus":"FAIL","ErrorInfo":"sign","ErrorCode":1}`),
			Bad:  answer("500 Internal Server Error", "", "sign"), Run: (*Trial).refusalForm,
		},
		{
			ID:    "behave-survives",
			Title: "An unexpected request gets an answer: no 5xx, no hang, no dropped connection.",
			Level: payloads.Must, Evidence: payloads.Inferred, HeldFor: OnSurvive,
			Source: Overview + ", on failures: HTTP status not 200, access timeout",
			Impact: "The callback counts as failed (documented), and a request of an unexpected shape takes the " +
				"handler down. (inferred)",
			Fix: "answer OK to what you do not handle and 400 to what you cannot read. Usual causes: a type " +
				"assertion or a cast without a check, a field that is taken for granted, an integer of 32 bits, an " +
				"exception without a handler.",
			Good: answer("400 Bad Request", typeJSON, `{"ActionStatus":"FAIL","ErrorInfo":"packet","ErrorCode":1}`),
			Bad:  answer("500 Internal Server Error", "", ""), Run: (*Trial).survives,
		},
	}...)
}

func (t *Trial) refusalForm() {
	switch {
	case t.Expect == payloads.ExpectSurvive && !t.closesOnPurpose(), t.Reaction == Accepted, t.Reaction == Hung,
		t.Exchange.Failure != nil && t.misframed() != "":
		t.Skip()
	case t.Reaction == Refused, t.Reaction == Decided:
	default:
		if !t.tolerated() && !t.repeats() {
			t.Report(whole(t.reacted(), wantRefusal))
		}
	}
}

func (t *Trial) survives() {
	switch t.Reaction {
	case Broke, Dropped, Garbled, Hung:
		switch {
		case t.closesOnPurpose():
			t.Skip()
		case !t.tolerated() && !t.repeats():
			t.Report(whole(t.reacted(), "any answer below 500"))
		}
	}
}

// closesOnPurpose reports whether the backend closed the connection on a request that it may refuse in any way, as
// nginx does with its status 444. If it has crashed, the callback afterwards shows that.
func (t *Trial) closesOnPurpose() bool {
	return t.Reaction == Dropped && t.unanswered() && t.isOdd()
}

// tolerated reports whether the case takes this reaction as right.
func (t *Trial) tolerated() bool {
	return slices.Contains(t.Tolerate, t.Reaction) ||
		t.Exchange.Failure == nil && slices.Contains(t.Statuses, t.Exchange.Status)
}

// reacted describes an answer of an unwanted kind.
func (t *Trial) reacted() string {
	ex := t.Exchange
	switch {
	case t.Reaction == Hung:
		return t.late()
	case ex.Failure != nil && ex.Failure.Class == webhook.Connect:
		return "no connection: " + t.plain(ex.Failure.Error())
	case ex.Failure != nil && ex.Failure.Class == webhook.HeaderTooLarge:
		return t.largeHead()
	case ex.Failure != nil:
		return t.brokenOff(ex.Failure)
	case ex.Status == 200:
		return fmt.Sprintf("HTTP status 200 with %s", t.quote(string(ex.Body)))
	}
	return t.statusLine()
}
