package report

import (
	"fmt"
	"slices"
	"strings"

	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/payloads"
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

// tookLine is how long the answer took. Where it decides, somebody waits for it: "the sender waits 12ms".
func tookLine(x Exchange) string {
	if x.Decision == nil {
		return words.Seconds(x.Answer.WholeMS / 1000)
	}
	return "the " + x.Decision.Asker + " waits " + words.Seconds(x.Decision.WaitsMS/1000)
}

// decisionLine is the decision in a sentence; empty where the answer decides nothing.
func decisionLine(x Exchange) string {
	if x.Decision == nil {
		return ""
	}
	return x.Decision.Sentence
}

// decisionIn is the decision on the answer that shows a finding, unless its impact says so already.
func decisionIn(f Finding) string {
	line := decisionLine(f.Sample)
	if strings.HasPrefix(f.Impact, line) {
		return ""
	}
	return line
}

// decisionsIn are the decisions of a case, each once.
func decisionsIn(c Case) []string {
	var lines []string
	for _, x := range c.Exchanges {
		if line := decisionLine(x); line != "" && !slices.Contains(lines, line) {
			lines = append(lines, line)
		}
	}
	return lines
}

// decided is one decision on the events of a callback, and the answers that have it.
type decided struct {
	callback, sentence, asker string
	waits                     []float64
}

// String is one line: "before-send, 138 answers: Chat would let this message through. The sender waits 3ms, at most
// 40ms."
func (d decided) String() string {
	slices.Sort(d.waits)
	n := len(d.waits)
	waits := words.Seconds(d.waits[n/2] / 1000)
	if most := words.Seconds(d.waits[n-1] / 1000); most != waits {
		waits += ", at most " + most
	}
	return fmt.Sprintf("%s, %s: %s The %s waits %s.", d.callback, words.Plural(n, "answer"), d.sentence, d.asker, waits)
}

// decisionLines are the decisions of a run, callback by callback, those that differ only in names as one. That an odd
// packet got an answer which decides nothing is left out where it is right so.
func decisionLines(d *Document) []string {
	type key struct {
		callback, does, why string
		shown               int64
	}
	var keys []key
	all := map[key]*decided{}
	for _, c := range d.Cases {
		for _, x := range c.Exchanges {
			one := x.Decision
			if one == nil || one.Does == payloads.Failed.String() && x.Outcome == "pass" {
				continue
			}
			k := key{shortName(one.Callback), one.Does, digits.ReplaceAllString(one.Why, "0"), one.Shown}
			if all[k] == nil {
				keys = append(keys, k)
				all[k] = &decided{callback: k.callback, sentence: one.Sentence, asker: one.Asker}
			}
			all[k].waits = append(all[k].waits, one.WaitsMS)
		}
	}
	var lines []string
	for _, k := range keys {
		if len(lines) == mostLines {
			return append(lines, fmt.Sprintf("and %d further decisions", len(keys)-mostLines))
		}
		lines = append(lines, all[k].String())
	}
	return lines
}
