package replay

import (
	"strconv"
	"strings"
	"time"

	"github.com/timhook/timhook/payloads/jsontree"
)

// Shift moves MsgTime, which is in seconds, and EventTime, which is in milliseconds and a number or a string, by a
// distance. Their spelling stays and so does every other byte; a value that is no whole number above 0 is no time.
func Shift(body []byte, by time.Duration) []byte {
	tree, err := jsontree.ParseLoose(body)
	if err != nil || by == 0 {
		return body
	}
	var edits []edit
	for _, m := range tree.Members() {
		unit := unitOf(m.Name)
		n, ok := timeIn(m.Value)
		if unit == 0 || !ok {
			continue
		}
		moved := n + int64(by/unit)
		start, end := m.Value.Start(), m.Value.End()
		if m.Value.Kind() == jsontree.KindString {
			start, end = start+1, end-1
		}
		edits = append(edits, edit{start: start, end: end, text: strconv.FormatInt(moved, 10)})
	}
	return apply(body, edits)
}

// unitOf is the unit of a member of a request packet; 0 where it is no time.
func unitOf(name string) time.Duration {
	switch name {
	case "MsgTime":
		return time.Second
	case "EventTime":
		return time.Millisecond
	}
	return 0
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

// eventTime is the time of a packet's event: EventTime, or else MsgTime.
func eventTime(body []byte) (time.Time, bool) {
	tree, err := jsontree.ParseLoose(body)
	if err != nil {
		return time.Time{}, false
	}
	if n, ok := timeIn(tree.Get("EventTime")); ok {
		return time.UnixMilli(n), true
	}
	if n, ok := timeIn(tree.Get("MsgTime")); ok {
		return time.Unix(n, 0), true
	}
	return time.Time{}, false
}
