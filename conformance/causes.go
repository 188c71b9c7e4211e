package conformance

import (
	"cmp"
	"slices"
	"strings"

	"github.com/timhook/timhook/conformance/cause"
	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/payloads"
)

// Cause is one thing that is wrong: one requirement, place and kind of mismatch, and the same answer but for its ids,
// numbers and times, in as many cases as show it.
type Cause struct {
	judge.Finding
	Why   cause.Cause // and what to do about it, by what was varied and answered
	First Result      // the smallest request packet that shows it, among those that show it most strongly
	Cases []Result    // all of them, First included

	SameCheck bool    // the cases have only the check in common
	NotSent   []*Case // of a suite: cases that were left out, since the ordinary packet of their callback fails so

	place  int        // of its first finding in the run
	groups []groupKey // that it was made of
}

// Outcome is what the cause makes of the run: Known when nothing but known failures show it.
func (c Cause) Outcome() judge.Outcome { return outcomeOf(c.Finding, c.First) }

// Advice is what Chat does with such an answer and what to change in the backend: by the cause, where that is known.
func (c Cause) Advice() (impact, fix string) {
	impact, fix = c.Finding.Advice()
	return impact, cmp.Or(c.Why.Fix, fix)
}

// outcomeOf is what a finding makes of its result. It is not stronger than the result's own outcome: under
// [payloads.ExpectInfo] no finding is a failure.
func outcomeOf(f judge.Finding, r Result) judge.Outcome {
	switch {
	case r.IsKnown(f):
		return judge.Known
	case r.Outcome() == judge.Info:
		return judge.Info
	}
	return judge.OutcomeOf(f.Level)
}

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
			key.kind = cause.Kind(s.Case, s.Label)
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
		return cause.Kind(s.Case, s.Label)
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
	return cause.Kind(s.Case, s.Label)
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

// Causes groups the findings of a run. The strongest come first; among equals what breaks most callbacks, and taste
// last; otherwise they are in the order of the run.
func (r *Report) Causes() []Cause {
	causes := r.grouped(groupOf)
	causes = widened(narrowed(sameAnswer(repeatingOrdinary(causes))))
	slices.SortStableFunc(causes, func(a, b Cause) int { return cmp.Compare(a.place, b.place) })
	var seen cause.Run
	for _, result := range r.Results {
		// a valid callback after an odd one says nothing about that
		itself := result.Under == judge.Plain || result.Under == judge.Unhandled
		if itself && result.Skip == "" {
			seen.Add(result.shown(judge.Finding{}), result.Contrasts)
		}
	}
	for i := range causes {
		causes[i].Why = cause.Of(causes[i].First.shown(causes[i].Finding), &seen)
	}
	causes = unsteady(crowded(explained(sameRow(r.common(causes)))))
	r.addNotSent(causes)
	slices.SortStableFunc(causes, func(a, b Cause) int {
		return cmp.Or(cmp.Compare(a.Outcome(), b.Outcome()), cmp.Compare(a.Why.Rank, b.Why.Rank))
	})
	return sameCheck(causes)
}

// alike groups the findings of a run by requirement, place and kind of mismatch alone, the strongest first.
func (r *Report) alike() []Cause {
	causes := r.grouped(func(_ Result, f judge.Finding) groupKey { return groupKey{causeKey: keyOf(f)} })
	slices.SortStableFunc(causes, func(a, b Cause) int { return cmp.Compare(a.Outcome(), b.Outcome()) })
	return causes
}

// grouped puts the findings with the same key together, in the order of the run.
func (r *Report) grouped(key func(Result, judge.Finding) groupKey) []Cause {
	var causes []Cause
	at, last := map[groupKey]int{}, map[groupKey]int{}
	for n, result := range r.Results {
		for _, f := range result.Judgement.Findings {
			k := key(result, f)
			i, seen := at[k]
			if !seen {
				i = len(causes)
				at[k] = i
				causes = append(causes, Cause{Finding: f, First: result, place: n, groups: []groupKey{k}})
			}
			c := &causes[i]
			if !seen || last[k] != n { // one answer may show the same thing twice
				c.Cases = append(c.Cases, result)
			}
			last[k] = n
			c.lead(f, result)
		}
	}
	return causes
}

// lead puts a result in front that shows the cause more strongly, or with a smaller packet.
func (c *Cause) lead(f judge.Finding, r Result) {
	stronger := cmp.Compare(outcomeOf(f, r), c.Outcome())
	smaller := len(r.Packet.Body) - len(c.First.Packet.Body)
	if g, h := r.JudgedUnder.Gone, c.First.JudgedUnder.Gone; g != nil && h != nil && g.IsDoubtful() != h.IsDoubtful() {
		smaller = -1 // what certainly ended the backend is what ends it
		if g.IsDoubtful() {
			smaller = 1
		}
	} else if f.Check.IsOnDecision() && c.First.shown(f).IsOrdinary() {
		smaller = 0 // what a smaller packet varies has no part in it
	} else if !r.Expect.Accepts() && !c.First.Expect.Accepts() {
		smaller = 0 // the size of an odd request says nothing: the first case is the plainest
	}
	if cmp.Or(stronger, smaller) < 0 {
		c.Finding, c.First = f, r
	}
}

// take adds the cases of another cause.
func (c *Cause) take(other Cause) {
	c.Cases = append(c.Cases, other.Cases...)
	c.place = min(c.place, other.place)
	c.groups = append(c.groups, other.groups...)
	c.NotSent = append(c.NotSent, other.NotSent...)
	if o := other.Outcome(); o < c.Outcome() { // a MUST that a narrower case shows as a SHOULD
		c.Level = other.Level
	}
}

// mostOfACheck is how many causes of one check are shown each by itself: a backend that fails in more ways has one
// fault that shows in many, or is not ready to be tested.
const mostOfACheck = 10

// sameCheck puts the further causes of a check together.
func sameCheck(causes []Cause) []Cause {
	type kind struct {
		check   *judge.Check
		outcome judge.Outcome
	}
	counts, last := map[kind]int{}, map[kind]int{}
	var list []Cause
	for _, c := range causes {
		k := kind{c.Check, c.Outcome()}
		if counts[k]++; counts[k] > mostOfACheck {
			list[last[k]].take(c)
			list[last[k]].SameCheck = true
			continue
		}
		last[k] = len(list)
		list = append(list, c)
	}
	return list
}

// addNotSent adds each case that was left out for a baseline's failure to the first cause of that check in its own
// callback.
func (r *Report) addNotSent(causes []Cause) {
	for _, s := range r.Suite {
		if s.Repeats == nil {
			continue
		}
		i := slices.IndexFunc(causes, func(c Cause) bool {
			isOwn := func(x Result) bool { return x.Packet.Command == s.Case.Command }
			return c.Check == s.Repeats && slices.ContainsFunc(c.Cases, isOwn)
		})
		if i >= 0 {
			causes[i].NotSent = append(causes[i].NotSent, s.Case)
		}
	}
}
