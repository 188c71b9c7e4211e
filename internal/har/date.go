package har

import (
	"strconv"
	"strings"
	"time"
)

// dates are the ways in which tools write a time with its zone.
var dates = [...]string{
	time.RFC3339Nano, "2006-01-02T15:04:05Z0700", "2006-01-02T15:04:05Z07", "2006-01-02T15:04Z07:00",
	"2006-01-02 15:04:05Z07:00", "2006-01-02 15:04:05Z0700", "2006-01-02 15:04:05 Z07:00", "2006-01-02 15:04:05 Z0700",
	"2006-01-02 15:04:05 -0700 MST", time.RFC1123, time.RFC1123Z, "Mon Jan 02 2006 15:04:05 GMT-0700",
}

// zoneless are those without one.
var zoneless = [...]string{
	"2006-01-02T15:04:05", "2006-01-02 15:04:05", "2006-01-02T15:04", "2006-01-02 15:04", "2006/01/02 15:04:05",
}

// date is when the request was sent; the zero time where that is not known.
func (e *entry) date(o object) time.Time {
	const without = "so the entry counts as one without a time"
	raw := o["startedDateTime"]
	switch {
	case len(raw) == 0:
		e.note("startedDateTime is missing, %s", without)
		return time.Time{}
	case string(raw) == "null", string(raw) == `""`:
		e.note("startedDateTime is empty, %s", without)
		return time.Time{}
	case raw[0] == '{', raw[0] == '[', raw[0] == 't', raw[0] == 'f':
		e.note("startedDateTime is %s, %s", kindOf(raw), without)
		return time.Time{}
	case raw[0] == '"':
		raw = unquoted(raw)
	}
	text := strings.TrimSpace(string(raw))
	if n, err := strconv.ParseFloat(text, 64); err == nil {
		return e.epoch(n)
	}
	text, _, _ = strings.Cut(text, " (") // a browser's name of the zone
	for _, layout := range dates {
		if t, err := time.Parse(layout, text); err == nil {
			return t
		}
	}
	for _, layout := range zoneless {
		if t, err := time.Parse(layout, text); err == nil {
			e.note("startedDateTime has no time zone, and is taken as UTC")
			return t
		}
	}
	e.note("startedDateTime is no time, %s", without)
	return time.Time{}
}

// epoch is a time as a number: milliseconds as of JavaScript, or seconds.
func (e *entry) epoch(n float64) time.Time {
	const oneDayInMillis, mostMillis = 86_400_000, 253_402_300_800_000 // up to the year 9999
	unit := "milliseconds"
	if n < 100_000_000_000 {
		n, unit = n*1000, "seconds"
	}
	if !(n > oneDayInMillis && n < mostMillis) {
		e.note("startedDateTime is no time, so the entry counts as one without a time")
		return time.Time{}
	}
	e.note("startedDateTime is a number, and is taken as %s since 1970", unit)
	return time.UnixMilli(int64(n)).UTC()
}
