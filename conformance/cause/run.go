package cause

import (
	"slices"
	"strings"
	"unicode"

	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/payloads/chat"
	"github.com/timhook/timhook/payloads/jsontree"
)

// Run is what a whole run has shown, for causes that no answer tells by itself. Its zero value has seen nothing.
type Run struct {
	seen      map[seen]judge.Reaction
	contrasts map[string][]Contrast // by Answer
	members   map[string][]string   // of ordinary packets, by callback
	missing   []string              // fields without which a packet crashes the handler
	fields    []string              // names of documented ones, of any callback
	largest   int                   // request packet that was accepted, in bytes
}

// seen is a request of the run. Without a callback it is that of any.
type seen struct{ callback, id string }

// Add notes what a request drew. An acceptance is kept before anything else: that one callback was accepted tells more
// than that another was not.
func (r *Run) Add(s Shown, contrasts []Contrast) {
	if r.seen == nil {
		r.seen, r.contrasts = map[seen]judge.Reaction{}, map[string][]Contrast{}
		r.members, r.fields = map[string][]string{}, documentedFields()
	}
	for _, k := range []seen{{s.Callback, s.id()}, {"", s.id()}} {
		if _, known := r.seen[k]; !known || s.Reaction == judge.Accepted || s.Reaction.Takes() && !r.seen[k].Takes() {
			r.seen[k] = s.Reaction
		}
	}
	if s.Exchange != nil && s.Exchange.Request != nil {
		if s.Reaction.Takes() {
			r.largest = max(r.largest, len(s.Exchange.Request.Body))
		}
		if s.IsOrdinary() && r.members[s.Callback] == nil {
			r.members[s.Callback] = membersOf(s.Exchange.Request.Body)
		}
	}
	if isCrash := s.Reaction == judge.Broke || s.Reaction == judge.Dropped; isCrash && s.Case == "neg-field-missing" &&
		s.Label != "" && !slices.Contains(r.missing, s.Label) {
		r.missing = append(r.missing, s.Label)
	}
	if len(contrasts) > 0 {
		r.contrasts[Answer(s.Exchange)] = contrasts
	}
}

// documentedFields are the names of the fields of all callbacks. A single word may stand in any text.
func documentedFields() []string {
	var names []string
	for _, c := range chat.All() {
		for _, f := range c.Request {
			isCompound := strings.ContainsFunc(f.Name[1:], func(r rune) bool { return r == '_' || unicode.IsUpper(r) })
			if isCompound && !slices.Contains(names, f.Name) {
				names = append(names, f.Name)
			}
		}
	}
	return names
}

// accepted reports whether a case's request was accepted, for any callback.
func (r *Run) accepted(id string) bool { return r != nil && r.seen[seen{"", id}] == judge.Accepted }

// failed reports whether a case was sent and accepted for no callback.
func (r *Run) failed(id string) bool {
	if r == nil {
		return false
	}
	reaction, sent := r.seen[seen{"", id}]
	return sent && !reaction.Takes()
}

// ordinaryAccepted reports whether the ordinary packet of a callback was accepted.
func (r *Run) ordinaryAccepted(callback string) bool {
	return r != nil && r.seen[seen{callback, ordinary}].Takes()
}

// ordinaryClause contrasts a case with the ordinary packet, where that was accepted.
func (r *Run) ordinaryClause(s Shown) string {
	if r.ordinaryAccepted(s.Callback) && !s.IsOrdinary() {
		return ", while the ordinary packet is accepted"
	}
	return ""
}

// contrast says in what the first contrast of those kinds differs that was accepted where the ordinary packet, which s
// is, was not; empty, where none was.
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

// acceptedCallbacks are the short names of those whose ordinary packet was accepted.
func (r *Run) acceptedCallbacks() []string {
	var list []string
	if r == nil {
		return nil
	}
	for k, reaction := range r.seen {
		if k.callback != "" && k.id == ordinary && reaction.Takes() {
			list = append(list, k.callback)
		}
	}
	slices.Sort(list)
	return list
}

// lacking are the fields of every ordinary packet that was accepted which the one of this finding does not have.
func (r *Run) lacking(s Shown) []string {
	var list []string
	for i, callback := range r.acceptedCallbacks() {
		names := r.members[callback]
		if i == 0 {
			list = slices.Clone(names)
		}
		list = slices.DeleteFunc(list, func(name string) bool {
			return !slices.Contains(names, name) || slices.Contains(r.members[s.Callback], name)
		})
	}
	return list[:min(len(list), 6)]
}

// own are the fields of this ordinary packet that no accepted one has.
func (r *Run) own(s Shown) []string {
	if r == nil {
		return nil
	}
	list := slices.DeleteFunc(slices.Clone(r.members[s.Callback]), func(name string) bool {
		return slices.ContainsFunc(r.acceptedCallbacks(), func(other string) bool {
			return slices.Contains(r.members[other], name)
		})
	})
	return list[:min(len(list), 6)]
}

func membersOf(packet []byte) []string {
	var names []string
	v, _ := jsontree.Parse(packet)
	for _, m := range v.Members() {
		names = append(names, m.Name)
	}
	return names
}

// sizeOf is how long the packet is that was sent.
func sizeOf(s Shown) int {
	if s.Exchange == nil || s.Exchange.Request == nil {
		return 0
	}
	if s.Finding.Shrunk != nil && len(s.Finding.Shrunk.Body) > 0 {
		return len(s.Finding.Shrunk.Body)
	}
	return len(s.Exchange.Request.Body)
}

// tooLarge reports whether no packet of that size was accepted in the run, so that the size is what fails it.
func tooLarge(s Shown, r *Run) bool {
	return r != nil && r.largest > 0 && sizeOf(s) > max(r.largest, 2000)
}

// missingFields are the fields that packets of the run crashed the handler without.
func (r *Run) missingFields() []string {
	if r == nil {
		return nil
	}
	return r.missing[:min(len(r.missing), 6)]
}
