package conformance

import (
	"cmp"
	"slices"

	"github.com/timhook/timhook/conformance/judge"
)

// Tally is what is kept of a run that is too long to keep: every result is counted, every cause has its count, and of
// each cause a few results are kept. Its zero value works. It is not for several goroutines at once; each has
// its own, and [Tally.Merge] puts them together.
type Tally struct {
	Keep        int // results of each cause that are kept; 0: 5
	KeepAllUpTo int // a run of at most so many results is kept as a whole; 0: none is

	all    []Result // while there are not more than KeepAllUpTo
	counts map[judge.Outcome]int
	causes map[groupKey]*tallied
	order  []*tallied
	total  int
}

type tallied struct {
	key   groupKey
	count int
	kept  []numbered
}

// numbered is a result with its place in the run.
type numbered struct {
	number int
	Result
}

// mostCauses bounds what a tally holds of a backend that answers something else each time. A result with a further
// cause is counted by its outcome only.
const mostCauses = 200

// Add counts a result, and reports whether it is one of the first of a cause and so worth a line to people.
// Results that could not be judged or were not sent have causes too: the class of the failure, and the reason.
func (t *Tally) Add(r Result) (first bool) {
	t.prepare()
	t.counts[r.Outcome()]++
	t.total++
	t.keepWhole(r)
	for _, k := range groupsOf(r) {
		if t.add(k, 1, numbered{t.total, r}) {
			first = true
		}
	}
	return first
}

// keepWhole keeps every result while the run is short.
func (t *Tally) keepWhole(r Result) {
	if t.total > t.KeepAllUpTo {
		t.all = nil
		return
	}
	if r.Exchange != nil {
		r.Exchange = slim(r.Exchange)
	}
	t.all = append(t.all, r)
}

func (t *Tally) prepare() {
	if t.counts == nil {
		t.counts, t.causes = map[judge.Outcome]int{}, map[groupKey]*tallied{}
	}
}

// groupsOf are the groups that a result shows, each once.
func groupsOf(r Result) []groupKey {
	var list []groupKey
	for _, f := range r.Judgement.Findings {
		if k := groupOf(r, f); !slices.Contains(list, k) {
			list = append(list, k)
		}
	}
	switch {
	case len(list) > 0:
	case r.Skip != "":
		list = []groupKey{{causeKey: causeKey{want: r.Skip}}}
	case r.Outcome() == judge.Error && r.Exchange != nil && r.Exchange.Failure != nil:
		list = []groupKey{{causeKey: causeKey{path: "failure", want: r.Exchange.Failure.Class.String()}}}
	case r.Outcome() == judge.Error:
		list = []groupKey{{causeKey: causeKey{path: "failure"}}}
	}
	return list
}

// add counts a cause. It keeps the first results and, in place of the last of them, the one with the smallest packet.
func (t *Tally) add(k groupKey, count int, results ...numbered) (first bool) {
	c := t.causes[k]
	if c == nil {
		if len(t.order) >= mostCauses {
			return false
		}
		c = &tallied{key: k}
		t.causes[k] = c
		t.order = append(t.order, c)
	}
	c.count += count
	for _, r := range results {
		last := len(c.kept) - 1
		switch {
		case len(c.kept) < t.keep():
			first = true
			c.kept = append(c.kept, r.slimmed())
		case len(r.Packet.Body) < len(c.kept[last].Packet.Body):
			c.kept[last] = r.slimmed()
		}
	}
	return first
}

func (n numbered) slimmed() numbered {
	if n.Exchange != nil {
		n.Exchange = slim(n.Exchange)
	}
	return n
}

func (t *Tally) keep() int {
	if t.Keep > 0 {
		return t.Keep
	}
	return 5
}

// Merge adds what another tally holds.
func (t *Tally) Merge(o *Tally) {
	t.prepare()
	for outcome, n := range o.counts {
		t.counts[outcome] += n
	}
	for _, c := range o.order {
		var moved []numbered
		for _, r := range c.kept {
			moved = append(moved, numbered{t.total + r.number, r.Result})
		}
		t.add(c.key, c.count, moved...)
	}
	whole := slices.Concat(t.all, o.all)
	t.total += o.total
	if t.all = nil; len(whole) == t.total && t.total <= t.KeepAllUpTo {
		t.all = whole
	}
}

// Count is how many results have the outcome.
func (t *Tally) Count(o judge.Outcome) int { return t.counts[o] }

// Total is how many results were added.
func (t *Tally) Total() int { return t.total }

// Results are the results that were kept, each once, in the order of the run.
func (t *Tally) Results() []Result {
	if t.all != nil {
		return slices.Clone(t.all)
	}
	var kept []numbered
	for _, c := range t.order {
		kept = append(kept, c.kept...)
	}
	slices.SortStableFunc(kept, func(a, b numbered) int { return cmp.Compare(a.number, b.number) })
	kept = slices.CompactFunc(kept, func(a, b numbered) bool { return a.number == b.number })
	var list []Result
	for _, k := range kept {
		list = append(list, k.Result)
	}
	return list
}

// Showing is how many results show the cause.
func (t *Tally) Showing(c Cause) int {
	count := 0
	for _, k := range c.groups {
		if group := t.causes[k]; group != nil {
			count += group.count
		}
	}
	return count
}
