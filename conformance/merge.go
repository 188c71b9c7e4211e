package conformance

import (
	"slices"
	"strings"

	"github.com/timhook/timhook/conformance/cause"
	"github.com/timhook/timhook/conformance/judge"
)

// merge adds causes to others that they belong to. Only causes with the same key are compared, so that a backend that
// answers something else each time costs no more than one that answers the same.
type merge struct {
	key     func(*Cause) groupKey     // nil: all are compared
	isRoot  func(*Cause) bool         // what others may belong to; nil: each
	belongs func(root, c *Cause) bool // of two that belong to each other the first takes the second
}

// in adds each cause to the first that it belongs to.
func (m merge) in(causes []Cause) []Cause {
	keys, roots := make([]groupKey, len(causes)), map[groupKey][]int{}
	for i := range causes {
		c := &causes[i]
		if m.key != nil {
			keys[i] = m.key(c)
		}
		if m.isRoot == nil || m.isRoot(c) {
			roots[keys[i]] = append(roots[keys[i]], i)
		}
	}
	taken := make([]bool, len(causes))
	for i := range causes {
		c := &causes[i]
		for _, r := range roots[keys[i]] {
			root := &causes[r]
			if r != i && !taken[r] && m.belongs(root, c) && (r < i || !m.takes(c, root)) {
				root.take(*c)
				taken[i] = true
				break
			}
		}
	}
	var left []Cause
	for i, c := range causes {
		if !taken[i] {
			left = append(left, c)
		}
	}
	return left
}

// takes reports whether one of two causes with the same key would take the other.
func (m merge) takes(root, c *Cause) bool {
	return (m.isRoot == nil || m.isRoot(root)) && m.belongs(root, c)
}

// byAnswer is the [merge] key of findings whose requirement, place, mismatch and answer are the same.
func byAnswer(c *Cause) groupKey {
	return groupKey{causeKey: c.groups[0].causeKey, answer: c.groups[0].answer}
}

func (c *Cause) kind() string { return c.groups[0].kind }

// repeatingOrdinary adds to the failure of an ordinary packet what drew the same answer whatever it varied.
func repeatingOrdinary(causes []Cause) []Cause {
	isRoot := func(c *Cause) bool { return c.kind() == ordinaryKind && c.First.Expect.Accepts() }
	return merge{byAnswer, isRoot, func(_, c *Cause) bool { return !isRoot(c) && c.First.Expect.Accepts() }}.in(causes)
}

// sameAnswer puts findings of one check together whose answers say the same in words: then they are one cause whatever
// was varied, and the kind that most of the cases are of names it.
func sameAnswer(causes []Cause) []Cause {
	slices.SortStableFunc(causes, func(a, b Cause) int { return len(b.Cases) - len(a.Cases) })
	isNarrow := func(c *Cause) bool { return c.kind() != cause.Wide }
	return merge{byAnswer, isNarrow, func(root, c *Cause) bool {
		return root.kind() != c.kind() && c.First.Expect.Accepts() &&
			cause.IsTelling(c.First.Exchange, c.First.JudgedUnder.Secrets)
	}}.in(causes)
}

// narrowed adds what a case shows that varies many things to a cause with the same answer that varies one, of the same
// callback where there is one.
func narrowed(causes []Cause) []Cause {
	isNarrow := func(c *Cause) bool { return c.kind() != cause.Wide }
	isWide := func(_, c *Cause) bool { return !isNarrow(c) }
	ofTheCallback := func(root, c *Cause) bool {
		isSame := func(r Result) bool { return r.Packet.Command == c.First.Packet.Command }
		return isWide(root, c) && slices.ContainsFunc(root.Cases, isSame)
	}
	return merge{byAnswer, isNarrow, isWide}.in(merge{byAnswer, isNarrow, ofTheCallback}.in(causes))
}

// mostOfAFamily is how many cases of a family may fail for reasons of their own.
const mostOfAFamily = 4

// widened adds what a few cases of a family show to what most of it shows with the same answer. For example, a backend
// that takes every element for a text fails on a large file too, but not for its size.
func widened(causes []Cause) []Cause {
	return merge{key: byAnswer, belongs: func(root, c *Cause) bool {
		family := cause.Family(caseID(c.First))
		isOther := func(r Result) bool { return cause.Family(caseID(r)) != family }
		return family != "" && root.kind() == family && c.kind() != family && c.First.Expect.Accepts() &&
			!slices.ContainsFunc(c.Cases, isOther) && distinct(root.Cases) >= mostOfAFamily
	}}.in(causes)
}

func caseID(r Result) string {
	_, id, _ := strings.Cut(r.Name(), "/")
	return id
}

// distinct is how many cases the results are of, each counted once for all callbacks.
func distinct(results []Result) int {
	ids := map[string]bool{}
	for _, r := range results {
		ids[caseID(r)] = true
	}
	return len(ids)
}

// sameRow puts findings together that have drawn the same answer, and whose cause is the same row of the table whatever
// was varied.
func sameRow(causes []Cause) []Cause {
	isOne := func(c *Cause) bool { return c.Why.IsOne }
	return merge{byAnswer, isOne, func(root, c *Cause) bool { return root.Why.ID == c.Why.ID }}.in(causes)
}

// explained adds to a cause what follows from it. For example, a backend that hashes in the wrong order accepts the
// Sign that is hashed in that order.
func explained(causes []Cause) []Cause {
	explains := func(c *Cause) bool { return c.Why.Explains != "" }
	return merge{nil, explains, func(root, c *Cause) bool {
		return c.Why.ID != root.Why.ID && !slices.ContainsFunc(c.Cases, func(r Result) bool {
			return !root.Why.DoesExplain(r.shown(c.Finding))
		})
	}}.in(causes)
}

// mostHangs is how many kinds of cases may hang each for a reason of its own. Where more do, they are one cause.
const mostHangs = 4

// crowded puts timeouts together that so many kinds of cases show that what they vary is not their cause.
func crowded(causes []Cause) []Cause {
	counts := map[causeKey]int{}
	hangs := func(c *Cause) bool { return c.First.Judgement.Reaction == judge.Hung && c.Check.Under == judge.Plain }
	for i := range causes {
		if c := &causes[i]; hangs(c) {
			counts[c.groups[0].causeKey]++
		}
	}
	areMany := func(c *Cause) bool { return hangs(c) && counts[c.groups[0].causeKey] > mostHangs }
	byCheck := func(c *Cause) groupKey { return groupKey{causeKey: c.groups[0].causeKey} }
	causes = merge{byCheck, areMany, func(_, c *Cause) bool { return hangs(c) }}.in(causes)
	for i := range causes {
		if c := &causes[i]; areMany(c) && c.Why.Rank != 0 {
			c.Why = cause.ManyHangs(len(c.Cases), c.Why.Rank)
		}
	}
	return causes
}

// unsteady adds to the finding that the backend is unsteady what drew the same answer: that is its unsteadiness too.
func unsteady(causes []Cause) []Cause {
	byOutcome := func(c *Cause) groupKey {
		return groupKey{answer: cause.Answer(c.First.Exchange), kind: c.First.Judgement.Reaction.String()}
	}
	isUnsteady := func(c *Cause) bool {
		return c.Check.Under == judge.Repeated && isFailure(c.First.Judgement.Reaction)
	}
	return merge{byOutcome, isUnsteady, func(_, c *Cause) bool { return c.Check.Under != judge.Repeated }}.in(causes)
}

func isFailure(r judge.Reaction) bool {
	return r == judge.Broke || r == judge.Dropped || r == judge.Hung || r == judge.Garbled
}
