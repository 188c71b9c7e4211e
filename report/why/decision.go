package why

import (
	"strings"

	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/report/words"
)

// Decision is what Chat would do with the event of a callback whose answer decides on it.
type Decision struct {
	Callback string        `json:"callback"` // a case may send others than its own
	Does     string        `json:"does"`     // allow, refuse, drop, rewrite, partly, per-item, reply or failed
	Sentence string        `json:"sentence"` // "Chat would refuse this message; the sender sees 10101 and your text."
	Evidence string        `json:"evidence"` // documented or inferred: how sure that is
	Code     int64         `json:"code"`     // ErrorCode of the answer
	Shown    int64         `json:"shown,omitempty"`
	Names    []string      `json:"names,omitempty"` // members that take effect, or whom the event leaves out
	Items    []DecidedItem `json:"items,omitempty"`
	Why      string        `json:"why,omitempty"` // of failed
	Asker    string        `json:"asker"`         // who asked for the event, waits for the answer, and sees an error
	WaitsMS  float64       `json:"waitsMs"`
}

// DecidedItem is the decision on one entry of the request's list.
type DecidedItem struct {
	Name    string `json:"name"`
	Code    int64  `json:"code"` // 0: allowed
	Text    string `json:"text,omitempty"`
	Missing bool   `json:"missing,omitempty"`
}

// newDecision is nil where the answer decides nothing.
func newDecision(r conformance.Result) *Decision {
	j := r.Judgement.Decision
	if j == nil {
		return nil
	}
	hide := policyIn(r)
	d := &Decision{
		Callback: r.Packet.Command.Name, Does: j.Does.String(), Sentence: hide.Mask(j.Sentence()),
		Evidence: j.Evidence.String(), Code: j.Code, Shown: j.Shown, Why: hide.Mask(j.Why), Asker: j.Asker(),
		WaitsMS: words.MS(j.Waits),
	}
	for _, name := range j.Names {
		d.Names = append(d.Names, hide.Mask(name))
	}
	for _, i := range j.Items {
		d.Items = append(d.Items, DecidedItem{hide.Mask(i.Name), i.Code, hide.Mask(i.Text), i.Missing})
	}
	return d
}

// TookLine is how long the answer took. Where it decides, somebody waits for it: "the sender waits 12ms".
func TookLine(x Exchange) string {
	if x.Decision == nil {
		return words.Seconds(x.Answer.WholeMS / 1000)
	}
	return "the " + x.Decision.Asker + " waits " + words.Seconds(x.Decision.WaitsMS/1000)
}

// DecisionLine is the decision in a sentence; empty where the answer decides nothing.
func DecisionLine(x Exchange) string {
	if x.Decision == nil {
		return ""
	}
	return x.Decision.Sentence
}

// EffectLine is what Chat would do with an answer, in a sentence: the decision or, for a callback after an event, that
// ErrorCode 0 is not acted on. It is empty for any other answer, whose finding has its impact.
func EffectLine(x Exchange) string {
	if x.Decision == nil && x.Outcome == "pass" && x.Reaction == judge.Accepted.String() {
		return "Chat would ignore the result: ErrorCode is 0, and the event has happened already."
	}
	return DecisionLine(x)
}

// DecisionIn is the decision on the answer that shows a finding, unless its impact says so already.
func DecisionIn(f Finding) string {
	line := DecisionLine(f.Sample)
	if strings.HasPrefix(f.Impact, line) {
		return ""
	}
	return line
}
