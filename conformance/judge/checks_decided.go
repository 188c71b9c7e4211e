package judge

import (
	"fmt"
	"slices"
	"strings"

	"github.com/timhook/timhook/internal/phrase"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/jsontree"
)

const answerCodes = "response fields on the callback's page, and its codes"

// decidingChecks judge answers that decide, and those that only look like one.
func decidingChecks() []*Check {
	return slices.Concat(codeChecks(), rewriteChecks(), nameChecks(), itemChecks(), steadyChecks())
}

// codeChecks judge ErrorCode and the text beside it, where they decide.
func codeChecks() []*Check {
	return []*Check{
		{
			ID:    "answer-code-documented",
			Title: "ErrorCode is one that the callback's page gives a meaning.",
			Level: payloads.Must, Evidence: payloads.Documented, Needs: NeedsPacket, Where: codeDecides,
			Source: answerCodes,
			Impact: "What Chat does is not documented. Most likely it refuses, and the client sees neither code nor " +
				"text. (inferred)",
			Fix: "answer 0 or one of the codes that this callback knows. 2 is known for messages alone. Codes with a " +
				"text of your own: 10100..10200 for groups and topics, 120001..130000 for one-to-one messages and " +
				"official accounts, 38000..39000 in ResultItem for friends.",
			Bad: ok(`{"ActionStatus":"OK","ErrorInfo":"no links","ErrorCode":120001}`), Run: (*Trial).codeIsKnown,
		},
		{
			ID:    "answer-status-ok",
			Title: "An answer that refuses has ActionStatus OK.",
			Level: payloads.Should, Evidence: payloads.Observed, Needs: NeedsPacket, Where: codePrevents,
			Source: "the sample answers of the pages; a sample of Tencent's own has FAIL beside 1",
			Impact: "FAIL means that the backend failed. ErrorCode means that it decided. Chat most likely goes " +
				"by the code. (inferred)",
			Fix: "send ActionStatus OK with every decision, and FAIL only where the backend could not decide.",
			Bad: ok(`{"ActionStatus":"FAIL","ErrorInfo":"","ErrorCode":1}`), Run: (*Trial).decidesWithOK,
		},
		{
			ID:    "answer-code-text",
			Title: "A code of your own comes with a text in ErrorInfo.",
			Level: payloads.Should, Evidence: payloads.Documented, Needs: NeedsPacket, Where: codeRefuses,
			Source: answerCodes + ": ErrorCode and ErrorInfo reach the client",
			Impact: "The client gets the code and an empty text, so that its user learns nothing. (documented)",
			Fix:    "say in ErrorInfo why; or answer 1, which shows no text.",
			Bad:    ok(`{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":10101}`), Run: (*Trial).codeHasText,
		},
		{
			ID:    "behave-refusal-told",
			Title: "A forged request is refused by status 4xx or FAIL, and not by a decision.",
			Level: payloads.May, Evidence: payloads.Inferred, Needs: NeedsPacket, HeldFor: OnRefuse, Where: decides,
			Source: "no page defines a refusal of forged requests",
			Impact: "Nothing: the answer is counted as a refusal. But it reads like a decision on the event, so that " +
				"neither this test nor your log can tell that Sign was checked. (inferred)",
			Fix:  "answer a request with a wrong Sign, time or SdkAppid with 403 before anything decides on its event.",
			Good: refusal(),
			Bad:  ok(`{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":1}`), Run: (*Trial).refusesAsSuch,
		},
	}
}

// code is ErrorCode where it can be read; ok is false where an earlier check has the cause.
func (t *Trial) code() (v jsontree.Value, n int64, ok bool) {
	_, v = t.verdict()
	if v.IsAbsent() {
		t.Skip()
		return v, 0, false
	}
	n, _ = v.Int64()
	return v, n, true
}

// becauseOf gives a finding the effect that its answer has as a whole.
func (t *Trial) becauseOf(f Finding, why string) Finding {
	f.impact = t.Decision.Sentence()
	if why != "" {
		f.impact += " " + why
	}
	sure := t.Decision.Evidence
	if why != "" {
		sure = max(sure, t.check.Evidence)
	}
	f.impact += " (" + sure.String() + ")"
	return f
}

func (t *Trial) codeIsKnown() {
	v, n, ok := t.code()
	if !ok {
		return
	}
	if _, documented := t.Command.Answer.Of(n); !documented {
		f := at(v.Start(), v.End(), fmt.Sprint(n), "0, "+phrase.Or(codesOf(t.Command.Answer.Codes))).in(errorCode)
		f.fix = "answer 0 or a code of this callback: " + effectsOf(t.Command.Answer.Codes) + "."
		t.Report(t.becauseOf(f, ""))
	}
}

// effectsOf are codes with what each of them does.
func effectsOf(codes []payloads.Code) string {
	list := make([]string, len(codes))
	for i, c := range codes {
		does := " says that nothing came of it"
		switch {
		case c.Does == payloads.Drop:
			does = " drops the message"
		case c.Does == payloads.Refuse && c.Error != 0:
			does = " refuses, without your text"
		case c.Does == payloads.Refuse:
			does = " refuses with your text"
		}
		list[i] = c.String() + does
	}
	return strings.Join(list, "; ")
}

// codesOf are ranges as documentation prints them.
func codesOf(codes []payloads.Code) []string {
	var list []string
	for _, c := range codes {
		list = append(list, c.String())
	}
	return list
}

func (t *Trial) decidesWithOK() {
	status, _ := t.verdict()
	_, n, ok := t.code()
	if !ok {
		return
	}
	if _, documented := t.Command.Answer.Of(n); n != 0 && documented && status.Text() == "FAIL" {
		got := fmt.Sprintf("\"FAIL\" beside ErrorCode %d", n)
		t.Report(t.becauseOf(at(status.Start(), status.End(), got, `"OK" beside a decision`).in(actionStatus), ""))
	}
}

func (t *Trial) codeHasText() {
	_, n, ok := t.code()
	if !ok {
		return
	}
	c, documented := t.Command.Answer.Of(n)
	info, judgeable := t.field(errorInfo)
	switch {
	case !judgeable || info.Kind() != jsontree.KindString:
		t.Skip()
	case documented && isOwnCode(c) && strings.TrimSpace(info.Text()) == "":
		f := at(info.Start(), info.End(), fmt.Sprintf("no text beside ErrorCode %d", n), "a text for the client")
		t.Report(t.becauseOf(f.in(errorInfo), ""))
	}
}

func (t *Trial) refusesAsSuch() {
	status, _ := t.verdict()
	if t.Reaction == Decided && status.Text() != "FAIL" {
		t.Report(whole("a decision: "+t.Decision.word(), "HTTP 4xx, or FAIL"))
	}
}
