package cause

import "github.com/timhook/timhook/conformance/judge"

// Run is what a whole run has shown, for causes that no answer tells by itself. Its zero value has seen nothing.
type Run struct {
	seen      map[seen]judge.Reaction
	contrasts map[string][]Contrast // by Answer
}

// seen is a request of the run. Without a callback it is that of any.
type seen struct{ callback, id string }

// Add notes what a request drew. An acceptance is kept before anything else: that one callback was accepted tells more
// than that another was not.
func (r *Run) Add(s Shown, contrasts []Contrast) {
	if r.seen == nil {
		r.seen, r.contrasts = map[seen]judge.Reaction{}, map[string][]Contrast{}
	}
	for _, k := range []seen{{s.Callback, s.id()}, {"", s.id()}} {
		if _, known := r.seen[k]; !known || s.Reaction == judge.Accepted {
			r.seen[k] = s.Reaction
		}
	}
	if len(contrasts) > 0 {
		r.contrasts[Answer(s.Exchange)] = contrasts
	}
}

// accepted reports whether a case's request was accepted, for any callback.
func (r *Run) accepted(id string) bool { return r != nil && r.seen[seen{"", id}] == judge.Accepted }

// ordinaryAccepted reports whether the ordinary packet of a callback was accepted.
func (r *Run) ordinaryAccepted(callback string) bool {
	return r != nil && r.seen[seen{callback, ordinary}] == judge.Accepted
}

// ordinaryClause contrasts a case with the ordinary packet, where that was accepted.
func (r *Run) ordinaryClause(s Shown) string {
	if r.ordinaryAccepted(s.Callback) && !s.IsOrdinary() {
		return ", while the ordinary packet is accepted"
	}
	return ""
}

// contrast says in what the first contrast of those kinds differs that was accepted where the ordinary packet, which s is,
// was not; empty, where none was.
func (r *Run) contrast(s Shown, kinds string) string {
	if r == nil || kinds == "" || !s.IsOrdinary() {
		return ""
	}
	for _, c := range r.contrasts[Answer(s.Exchange)] {
		if c.Helps && matches(kinds, c.Kind) {
			return c.Varied
		}
	}
	return ""
}
