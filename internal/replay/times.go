package replay

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/timhook/timhook/internal/fields"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/jsontree"
)

// times knows which fields of packets are times.
type times struct{ declared *fields.Declared }

func newTimes(commands []*payloads.Command) times { return times{fields.Of(commands)} }

// shift moves the times of a packet by a distance: EventTime, for example, which is in milliseconds and a number or
// a string. Their spelling stays and so does every other byte; a value that is no whole number above 0 is no time.
func (t times) shift(body []byte, by time.Duration) []byte {
	tree, err := jsontree.ParseLoose(body)
	if err != nil || by == 0 {
		return body
	}
	var edits []edit
	isTime := fields.Has(payloads.IsSeconds | payloads.IsMilliseconds)
	for _, f := range t.declared.In(tree, fields.CommandOf(tree), isTime) {
		n, ok := timeIn(f.Value)
		if !ok {
			continue
		}
		moved := n + int64(by/unitOf(f.Kind))
		start, end := f.Value.Start(), f.Value.End()
		if f.Value.Kind() == jsontree.KindString {
			start, end = start+1, end-1
		}
		edits = append(edits, edit{start: start, end: end, text: strconv.FormatInt(moved, 10)})
	}
	slices.SortFunc(edits, func(a, b edit) int { return a.start - b.start })
	return apply(body, edits)
}

func unitOf(k payloads.Kind) time.Duration {
	if k.Role.Has(payloads.IsMilliseconds) {
		return time.Millisecond
	}
	return time.Second
}

// latest is a bound far behind every date that a backend can mean, and far from an overflow.
const latest = 1 << 52

func timeIn(v jsontree.Value) (int64, bool) {
	if v.Kind() != jsontree.KindNumber && v.Kind() != jsontree.KindString || strings.HasPrefix(v.Text(), "+") {
		return 0, false
	}
	n, err := strconv.ParseInt(v.Text(), 10, 64)
	return n, err == nil && n > 0 && n < latest
}

// event is the time of a packet's event: the first in milliseconds, or else the first in seconds.
func (t times) event(body []byte) (time.Time, bool) {
	tree, err := jsontree.ParseLoose(body)
	if err != nil {
		return time.Time{}, false
	}
	for _, role := range []payloads.Role{payloads.IsMilliseconds, payloads.IsSeconds} {
		f := t.declared.First(tree, fields.CommandOf(tree), fields.Has(role))
		switch n, ok := timeIn(f.Value); {
		case ok && unitOf(f.Kind) == time.Second:
			return time.Unix(n, 0), true
		case ok:
			return time.UnixMilli(n), true
		}
	}
	return time.Time{}, false
}
