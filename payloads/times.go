package payloads

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/timhook/timhook/payloads/jsontree"
)

// TimeUnit is what a number counts that tells a time: seconds, milliseconds, microseconds or nanoseconds since
// 1970-01-01 UTC. Each of them is told by its size alone as long as the time is one of this century.
type TimeUnit int64

// The units, as so many of them are in a second. 0 is a number that is no time of this century in any of them.
const (
	Seconds      TimeUnit = 1
	Milliseconds TimeUnit = 1_000
	Microseconds TimeUnit = 1_000_000
	Nanoseconds  TimeUnit = 1_000_000_000
)

// UnitOf is the unit in which a number is a time of this century; 0 where there is none.
func UnitOf(n int64) TimeUnit {
	const year2001, year2100 = 978_307_200, 4_102_444_800
	for _, u := range [...]TimeUnit{Seconds, Milliseconds, Microseconds, Nanoseconds} {
		if n/int64(u) >= year2001 && n/int64(u) <= year2100 {
			return u
		}
	}
	return 0
}

// String is the name of the unit, in the plural.
func (u TimeUnit) String() string {
	switch u {
	case Seconds:
		return "seconds"
	case Milliseconds:
		return "milliseconds"
	case Microseconds:
		return "microseconds"
	case Nanoseconds:
		return "nanoseconds"
	}
	return "no unit"
}

// inUnit is what is wrong with a time that is to be of a unit: "got 1764156000, which is in seconds; want
// milliseconds"; empty where nothing is.
func inUnit(n int64, want TimeUnit) string {
	switch got := UnitOf(n); {
	case got == want:
		return ""
	case got == 0:
		return fmt.Sprintf("got %d, which is no time of this century in %s", n, want)
	case got > want:
		return fmt.Sprintf("got %d, which is in %s; want %s, %d", n, got, want, n/int64(got/want))
	default:
		return fmt.Sprintf("got %d, which is in %s; want %s", n, got, want)
	}
}

// EventTimeRule is about the unit of EventTime, which is the same in all callbacks but pushes.
func EventTimeRule() Rule {
	return rule("event-time-milliseconds", Should, "field table: milliseconds",
		"EventTime is a time of this century in milliseconds", eventTimeInMilliseconds)
}

func eventTimeInMilliseconds(p Value, report Report) {
	if n, err := strconv.ParseInt(p.Get("EventTime").Text(), 10, 64); err == nil {
		reportUnit(path("EventTime"), n, Milliseconds, report)
	}
}

// SecondsRule is about the times at some dotted paths, in which "*" stands for the entries of a list.
func SecondsRule(at ...string) Rule {
	check := func(p Value, report Report) {
		for _, dotted := range at {
			everyAt(nil, p, strings.Split(dotted, "."), func(here jsontree.Path, v Value) {
				if n, isInt := v.Int64(); isInt && n >= 0 { // below 0 it is out of bounds
					reportUnit(here, n, Seconds, report)
				}
			})
		}
	}
	return rule("times-in-seconds", Should, "field table: seconds",
		"all times of the packet are times of this century in seconds", check)
}

// everyAt visits what a path leads to, "*" for each entry of a list.
func everyAt(at jsontree.Path, v Value, steps []string, visit func(jsontree.Path, Value)) {
	switch {
	case len(steps) == 0:
		visit(slices.Clone(at), v)
	case steps[0] == "*":
		for i, e := range v.Items() {
			everyAt(append(at, strconv.Itoa(i)), e.Value, steps[1:], visit)
		}
	default:
		if part := v.Get(steps[0]); !part.IsAbsent() {
			everyAt(append(at, steps[0]), part, steps[1:], visit)
		}
	}
}

// messageTimeInSeconds judges the message's time, and those of the messages that are merged in it.
func messageTimeInSeconds(p Value, report Report) {
	if n, isInt := p.Get("MsgTime").Int64(); isInt && n >= 0 { // below 0 it is out of bounds
		reportUnit(path("MsgTime"), n, Seconds, report)
	}
	for i, e := range p.Get("MsgBody").Items() {
		content := e.Value.Get("MsgContent")
		if content.Kind() != jsontree.KindObject {
			continue
		}
		for j, m := range content.Get("MsgList").Items() {
			if n, isInt := m.Value.Get("MsgTimeStamp").Int64(); isInt && n >= 0 {
				at := path("MsgBody", strconv.Itoa(i), "MsgContent", "MsgList", strconv.Itoa(j), "MsgTimeStamp")
				reportUnit(at, n, Seconds, report)
			}
		}
	}
}

func reportUnit(at jsontree.Path, n int64, want TimeUnit, report Report) {
	if wrong := inUnit(n, want); wrong != "" {
		report(at, "%s", wrong)
	}
}

// eventAfterMessage compares the two times of a packet. A time in another unit is a problem of its own rule alone.
func eventAfterMessage(p Value, report Report) {
	const day = 86_400
	event, err := strconv.ParseInt(p.Get("EventTime").Text(), 10, 64)
	message, isInt := p.Get("MsgTime").Int64()
	if err != nil || !isInt || UnitOf(event) != Milliseconds || UnitOf(message) != Seconds {
		return
	}
	switch d := event/1000 - message; {
	case d < 0:
		report(path("EventTime"), "is %d s before MsgTime, want it at or just after", -d)
	case d > day:
		report(path("EventTime"), "is %d s after MsgTime, want it at or just after", d)
	}
}
