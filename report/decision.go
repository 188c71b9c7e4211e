package report

import (
	"fmt"
	"slices"

	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/report/why"
	"github.com/timhook/timhook/report/words"
)

// decisionsIn are the decisions of a case, each once.
func decisionsIn(c Case) []string {
	var lines []string
	for _, x := range c.Exchanges {
		if line := why.DecisionLine(x); line != "" && !slices.Contains(lines, line) {
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
			k := key{why.ShortName(one.Callback), one.Does, digits().ReplaceAllString(one.Why, "0"), one.Shown}
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
