package conformance

import "slices"

// Tally is what is kept of a run that is too long to keep: every result is counted, every cause has its count, and of
// each cause a few results are kept whole. Its zero value works. It is not for several goroutines at once; each has
// its own, and [Tally.Merge] puts them together.
type Tally struct {
	Keep int // results of each cause that are kept; 0: 5

	counts map[Outcome]int
	causes map[causeKey]*tallied
	order  []*tallied
}

type tallied struct {
	key   causeKey
	count int
	kept  []Result
}

// mostCauses bounds what a backend that says something else each time can make a tally hold; what goes beyond it is
// counted by its outcome only.
const mostCauses = 200

// Add counts a result.
func (t *Tally) Add(r Result) {
	if t.counts == nil {
		t.counts, t.causes = map[Outcome]int{}, map[causeKey]*tallied{}
	}
	t.counts[r.Outcome()]++
	var seen []causeKey
	for _, f := range r.Judgement.Findings {
		k := keyOf(f)
		if slices.Contains(seen, k) {
			continue
		}
		seen = append(seen, k)
		t.add(k, 1, r)
	}
}

func (t *Tally) add(k causeKey, count int, results ...Result) {
	c := t.causes[k]
	if c == nil {
		if len(t.order) >= mostCauses {
			return
		}
		c = &tallied{key: k}
		t.causes[k] = c
		t.order = append(t.order, c)
	}
	c.count += count
	for _, r := range results {
		if len(c.kept) >= t.keep() {
			return
		}
		if r.Exchange != nil {
			r.Exchange = slim(r.Exchange)
		}
		c.kept = append(c.kept, r)
	}
}

func (t *Tally) keep() int {
	if t.Keep > 0 {
		return t.Keep
	}
	return 5
}

// Merge adds what another tally holds.
func (t *Tally) Merge(o *Tally) {
	if t.counts == nil {
		t.counts, t.causes = map[Outcome]int{}, map[causeKey]*tallied{}
	}
	for outcome, n := range o.counts {
		t.counts[outcome] += n
	}
	for _, c := range o.order {
		t.add(c.key, c.count, c.kept...)
	}
}

// Count is how many results have the outcome.
func (t *Tally) Count(o Outcome) int { return t.counts[o] }

// Total is how many results were added.
func (t *Tally) Total() int {
	total := 0
	for _, n := range t.counts {
		total += n
	}
	return total
}

// Results are those that were kept, each once.
func (t *Tally) Results() []Result {
	var kept []Result
	for _, c := range t.order {
		for _, r := range c.kept {
			if !slices.ContainsFunc(kept, func(k Result) bool { return k.Exchange == r.Exchange }) {
				kept = append(kept, r)
			}
		}
	}
	return kept
}

// Showing is how many results show what the finding is about.
func (t *Tally) Showing(f Finding) int {
	if c := t.causes[keyOf(f)]; c != nil {
		return c.count
	}
	return 0
}
