package judge

import (
	"slices"
	"time"

	"github.com/timhook/timhook/payloads"
)

// Policy is the console's handling of callbacks before an event that fail (Webhook Overview, 1047/34354). It is
// documented for messages; that other events have it too is inferred.
type Policy uint8

// The policies.
const (
	PassOnFailure  Policy = iota // the event happens as if it had been allowed: the default
	BlockOnFailure               // it does not happen, and who asked for it sees [BlockedError]
)

// String returns the word for flags: "pass" or "block".
func (p Policy) String() string { return [...]string{"pass", "block"}[p] }

// BlockedError is what who asked for an event sees that failed under [BlockOnFailure] (Error Codes, 1047/34348).
const BlockedError = 80003

// Decision is what Chat would do with the event that an answer is about. Text in it comes from a backend: it is
// bounded, free of secrets, and everything that does not print is escaped.
type Decision struct {
	Does     payloads.Decision
	Evidence payloads.Evidence // how sure it is that Chat does this
	Code     int64             // ErrorCode of the answer
	Text     string            // ErrorInfo of the answer
	Shown    int64             // the error that who asked for the event sees; 0: none
	Names    []string          // Rewrite: members of the answer that take effect; Partly: whom the event leaves out
	Items    []Item            // PerItem: one for each entry of the request's list
	Why      string            // Failed: what is wrong with the answer
	Policy   Policy            // Failed: what the console is set to
	Waits    time.Duration     // how long who asked for the event waits for the answer; 0: not known

	answer  *payloads.Answer
	ignored bool // Failed: whatever the policy is, the event happens
	strange bool // Refuse: no page has the code
	guessed bool // Refuse: no page prints what is shown
	all     bool // Partly: Names are all of the request's
}

// Item is the decision on one entry of a request's list.
type Item struct {
	Name    string // of the entry, for instance a UserID
	Code    int64  // ResultCode; 0: allowed
	Text    string // ResultInfo
	Missing bool   // the answer has no item for the entry
}

// IsRefused reports whether the entry is refused.
func (i Item) IsRefused() bool { return i.Code != 0 }

// refused counts the items that are.
func (d *Decision) refused() int {
	n := 0
	for _, i := range d.Items {
		if i.IsRefused() {
			n++
		}
	}
	return n
}

// Is reports whether the decision is one that was asked for. Decisions on each item are also Allow, Refuse or Partly,
// as all of them are allowed, refused, or some of either.
func (d *Decision) Is(want payloads.Decision) bool {
	if d.Does != payloads.PerItem || want == payloads.PerItem {
		return d.Does == want
	}
	switch n := d.refused(); {
	case n == 0:
		return want == payloads.Allow
	case n == len(d.Items):
		return want == payloads.Refuse
	}
	return want == payloads.Partly
}

// prevents reports whether nothing of the event happens, as the backend wanted it.
func (d *Decision) prevents() bool {
	return d.Does == payloads.Drop || d.all || d.Is(payloads.Refuse)
}

// isTaken reports whether the answer was meant to keep the event from happening, in whatever form. A code that decides
// nothing, or that holds a reply back, is taken for a decision where the request was Chat's; from others it is a
// refusal like any.
func (d *Decision) isTaken(expect payloads.Expect) bool {
	if d.strange || d.Code != 0 && (d.ignored || d.onlyReplies()) {
		return expect.Accepts()
	}
	return d.prevents()
}

// Agrees reports whether two answers decide alike. The texts may differ, which are for people, and the order of names.
func (d *Decision) Agrees(other *Decision) bool {
	alike := func(a, b Item) bool { return a.Name == b.Name && a.Code == b.Code }
	return d.Does == other.Does && d.Shown == other.Shown && slices.EqualFunc(d.Items, other.Items, alike) &&
		slices.Equal(slices.Sorted(slices.Values(d.Names)), slices.Sorted(slices.Values(other.Names)))
}
