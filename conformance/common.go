package conformance

import (
	"slices"

	"github.com/timhook/timhook/conformance/cause"
	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/internal/fields"
	"github.com/timhook/timhook/payloads/chat"
)

// leastCommon is how many cases have to have something in common before it is taken for their cause.
const leastCommon = 3

// common puts causes together whose packets drew the same answer and have a trait in common that no accepted packet
// has. For example, a backend that fails over two elements in a message fails in cases about file names, too.
func (r *Report) common(causes []Cause) []Cause {
	groups := map[groupKey][]int{}
	var order []groupKey
	for i := range causes {
		c := &causes[i]
		isOnPacket := c.Check.Under == judge.Plain && c.First.Expect.Accepts() && c.First.Exchange != nil
		if !isOnPacket || !cause.IsAnswering(c.Check.ID) {
			continue
		}
		k := byAnswer(c)
		if len(groups[k]) == 0 {
			order = append(order, k)
		}
		groups[k] = append(groups[k], i)
	}
	taken := map[int]bool{}
	var accepted *acceptedTraits
	for _, k := range order {
		var of []*Cause
		for _, i := range groups[k] {
			of = append(of, &causes[i])
		}
		if tooFew(of) {
			continue
		}
		if accepted == nil {
			accepted = r.acceptedTraits()
		}
		for j, isTaken := range share(of, accepted) {
			taken[groups[k][j]] = isTaken
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

// tooFew reports whether the causes show too few cases to have something in common, or an ordinary packet, which has
// no trait.
func tooFew(causes []*Cause) bool {
	var all []Result
	for _, c := range causes {
		if c.kind() == ordinaryKind {
			return true
		}
		all = append(all, c.Cases...)
	}
	return distinct(all) < leastCommon
}

// share looks for the trait that most of the cases have in common, gives its cause to one of the causes that it is
// found in whole, and reports which of the others went into that one.
func share(causes []*Cause, accepted *acceptedTraits) (taken []bool) {
	taken = make([]bool, len(causes))
	traits := make([][]cause.Traits, len(causes))
	var failed []cause.Traits
	commands := map[string]bool{}
	for i, c := range causes {
		for _, result := range c.Cases {
			traits[i] = append(traits[i], cause.TraitsOf(result.Exchange.Request.Body, accepted.declared))
			commands[commandOf(result)] = true
		}
		failed = append(failed, traits[i]...)
	}
	var best *cause.Common
	var found []int
	most := leastCommon - 1
	for _, one := range cause.CommonOf(failed, accepted.of(commands)) {
		var in []int
		var cases []Result
		for i, c := range causes {
			if !slices.ContainsFunc(traits[i], func(t cause.Traits) bool { return !one.Holds(t) }) {
				in = append(in, i)
				cases = append(cases, c.Cases...)
			}
		}
		if n := distinct(cases); n > most {
			best, found, most = one, in, n
		}
	}
	if best == nil {
		return taken
	}
	root := found[0]
	isTold := func(i int) bool { return best.IsToldBy(causes[i].kind()) }
	if at := slices.IndexFunc(found, isTold); at >= 0 {
		root = found[at]
	} else {
		c := causes[root]
		c.Why = best.Cause(c.First.shown(c.Finding), c.Why)
	}
	for _, i := range found {
		if i != root {
			causes[root].take(*causes[i])
			taken[i] = true
		}
	}
	return taken
}

// acceptedTraits are the traits of the packets that were accepted, by their callback.
type acceptedTraits struct {
	declared *fields.Declared
	by       map[string][]cause.Traits
}

func (r *Report) acceptedTraits() *acceptedTraits {
	a := &acceptedTraits{fields.Of(chat.All()), map[string][]cause.Traits{}}
	for _, result := range r.Results {
		if result.Under == judge.Plain && result.Judgement.Reaction.Takes() && result.Exchange != nil {
			name := commandOf(result)
			a.by[name] = append(a.by[name], cause.TraitsOf(result.Exchange.Request.Body, a.declared))
		}
	}
	return a
}

func (a *acceptedTraits) of(commands map[string]bool) []cause.Traits {
	var list []cause.Traits
	for name := range commands {
		list = append(list, a.by[name]...)
	}
	return list
}

func commandOf(r Result) string {
	if r.Packet.Command == nil {
		return ""
	}
	return r.Packet.Command.Name
}
