package shrink

import (
	"crypto/sha256"
	"slices"

	"github.com/timhook/timhook/payloads/jsontree"
)

// shrinker goes from one failing text to a smaller one.
type shrinker struct {
	text   string // the smallest so far
	isJSON bool
	root   jsontree.Value // what text reads as
	kept   []stretch      // of text, for keep
	keep   []jsontree.Path

	longest  int // the length of the first text
	maxTries int
	tried    map[bodySum]bool
	fails    func(candidate string) bool
	canceled func() bool
	late     func() bool
	out      Result
}

type bodySum = [sha256.Size]byte

// stretch is a part of the text, from its first byte to the one behind it.
type stretch struct{ start, end int }

// What a step did.
const (
	blanksRemoved  = "white space removed"
	membersRemoved = "members removed"
	itemsRemoved   = "items removed"
	shortened      = "string shortened"
	madePlain      = "string made plain"
	numberSimpler  = "number simplified"
	madeFalse      = "true made false"
	unwrapped      = "container replaced by what it holds"
	kindDropped    = "value replaced by an empty one of another kind"
	linesRemoved   = "lines removed"
	bytesRemoved   = "bytes removed"
)

// run goes through the passes, the one that cuts most first, and begins again after each pass that cut something.
func (s *shrinker) run() {
	passes := []func(){
		s.cutBlanks, s.unwrapDeep, s.cutChildren, s.simplifyValues,
		s.unwrap, s.dropKinds, s.refineValues, s.cutEachBlank,
	}
	if !s.isJSON {
		passes = []func(){s.cutLines, s.cutEnds, s.cutBytes}
	}
	for i := 0; i < len(passes) && !s.out.Exhausted; {
		before := s.text
		passes[i]()
		i++
		if s.text != before {
			i = 0
		}
	}
}

// try makes the candidate the text when it is smaller and fails too. The place is where it differs.
func (s *shrinker) try(what string, at []int, candidate string) bool {
	if !s.smaller(what, candidate) || !s.ask(candidate) {
		return false
	}
	s.note(Step{Path: s.path(at), What: what, Bytes: len(s.text) - len(candidate)})
	s.settle(candidate)
	return true
}

// smaller reports whether a candidate comes before the text in the order that makes shrinking end. The order compares
// how many literals are true, then the length, then the bytes (lexicographically). No step adds a literal true, and no
// order of these three goes down for ever: so there is a last step.
func (s *shrinker) smaller(what, candidate string) bool {
	if what == madeFalse {
		return len(candidate) <= s.longest
	}
	return len(candidate) < len(s.text) || len(candidate) == len(s.text) && candidate < s.text
}

// ask reports whether a text fails. It is false for a text that was asked about before, and once the budget is spent.
func (s *shrinker) ask(candidate string) bool {
	if s.out.Exhausted = s.out.Exhausted || s.canceled() || s.late(); s.out.Exhausted {
		return false
	}
	sum := sha256.Sum256([]byte(candidate))
	if s.tried[sum] {
		return false
	}
	if s.out.Tries >= s.maxTries {
		s.out.Exhausted = true
		return false
	}
	s.tried[sum] = true
	s.out.Tries++
	fails := s.fails(candidate)
	// Where the run ended during a try, its answer does not count.
	s.out.Exhausted = s.canceled()
	return fails && !s.out.Exhausted
}

// note adds a step. One that continues the last step becomes a part of it.
func (s *shrinker) note(step Step) {
	if n := len(s.out.Steps) - 1; n >= 0 {
		last := &s.out.Steps[n]
		if last.What == step.What && slices.Equal(last.Path, step.Path) {
			last.Bytes += step.Bytes
			return
		}
	}
	s.out.Steps = append(s.out.Steps, step)
}

// settle makes a candidate the text, and reports whether it is JSON.
func (s *shrinker) settle(text string) bool {
	root, err := jsontree.ParseLoose([]byte(text))
	if err != nil {
		root = jsontree.Absent()
	}
	s.text, s.root, s.kept = text, root, nil
	for _, p := range s.keep {
		s.lock(root, p)
	}
	return err == nil
}

// drop leaves out what it can of a list: all, each half, each quarter, down to single items. It calls without for items
// from and up to an index, which makes the list shorter when it succeeds.
func (s *shrinker) drop(count func() int, without func(from, to int) bool) {
	for size := count(); size > 0; size /= 2 {
		for at := 0; at < count() && !s.out.Exhausted; {
			if !without(at, min(at+size, count())) {
				at += size
			}
		}
	}
}

// bisect looks for the smallest number that holds, by binary search: it assumes that all above a number that holds do
// too. It asks neither about lo, which is known not to hold, nor about hi, which is known to hold.
func bisect(lo, hi int, holds func(int) bool) {
	for hi-lo > 1 {
		middle := lo + (hi-lo)/2
		if holds(middle) {
			hi = middle
		} else {
			lo = middle
		}
	}
}
