package doctor

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/internal/phrase"
	"github.com/timhook/timhook/report/words"
	"github.com/timhook/timhook/webhook"
)

const (
	keepAliveLook = "keep-alive"
	latencyLook   = "latency"
	clockLook     = "clock"
)

// whole are the exchanges of the ordinary callbacks that were answered to their end.
func (e *examination) whole() (list []*webhook.Exchange) {
	for _, r := range e.answers {
		if r.Exchange != nil && r.Exchange.Failure == nil {
			list = append(list, r.Exchange)
		}
	}
	return list
}

// keepAlive looks at whether the second callback came over the connection of the first.
func (e *examination) keepAlive(context.Context) Look {
	l := Look{Name: keepAliveLook, Outcome: judge.Pass}
	list := e.whole()
	switch {
	case e.Client.NoKeepAlive:
		l.Outcome, l.Found = judge.Skip, "--no-keepalive gives each callback a connection of its own"
		return l
	case len(list) < 2:
		l.Outcome, l.Found = judge.Skip, "there are no two answers"
		return l
	case list[0].Forwarded():
		l.Outcome, l.Found = judge.Skip, "the connection is that of the proxy"
		return l
	}
	isNew := func(x *webhook.Exchange) bool { return !x.Reused }
	at := slices.IndexFunc(list[1:], isNew)
	if at < 0 {
		l.Found = fmt.Sprintf("%d callbacks came over one connection", len(list))
		return l
	}
	l.Outcome = judge.Warn
	l.Found = fmt.Sprintf("callback %d needed a new connection", at+2)
	switch before := list[at]; {
	case strings.EqualFold(before.Get("Connection"), "close"):
		l.Cause = "the answer says Connection: close"
	case before.Proto == "HTTP/1.0":
		l.Cause = "the server speaks HTTP/1.0"
	case list[at+1].Redialed:
		l.Cause = "the server closed the connection as the next callback came, without a word before"
	default:
		l.Cause = "the server closed the connection behind its answer, without saying so"
	}
	if check, err := judge.Lookup("behave-keeps-connection"); err == nil {
		l.Fix = check.Fix
	}
	return l
}

// latency looks at how long the answers took, of the two seconds that Chat waits.
func (e *examination) latency(context.Context) Look {
	l := Look{Name: latencyLook, Outcome: judge.Pass}
	var took []time.Duration
	for _, x := range e.whole() {
		took = append(took, x.Timing.Total)
	}
	if len(took) == 0 {
		l.Outcome, l.Found = judge.Skip, "there is no whole answer"
	} else {
		l.Found = figures(took)
	}
	for _, f := range e.findings() { // also about an answer that is not whole
		if belongsTo(f) == latencyLook && e.isOrdinary(f) {
			late := explained(l, f)
			late.Found = l.Found + "; " + late.Found
			return late
		}
	}
	return l
}

func figures(took []time.Duration) string {
	slices.Sort(took)
	median, worst := took[(len(took)-1)/2], took[len(took)-1]
	return fmt.Sprintf("median %s, worst %s of %s; Chat waits %v", words.Seconds(median.Seconds()),
		words.Seconds(worst.Seconds()), words.Plural(len(took), "answer"), judge.Deadline)
}

// The distances of a clock. RequestTime counts for a minute either way (Webhook Authentication, 269/32431).
const (
	window     = time.Minute
	nearWindow = 30 * time.Second
	precise    = 2 * time.Second // Date has whole seconds, and the request took its time
)

// clock compares the backend's clock with the one here.
func (e *examination) clock(context.Context) Look {
	l := Look{Name: clockLook, Outcome: judge.Pass}
	off, x, ok := e.skew()
	if !ok {
		l.Outcome, l.Found = judge.Skip, "no answer has a Date, so the backend's clock cannot be seen"
		return l
	}
	direction := "ahead of"
	if off < 0 {
		direction = "behind"
	}
	l.Found = fmt.Sprintf("the backend's clock is %s %s this one", distance(off.Abs()), direction)
	switch {
	case off.Abs() <= precise:
		l.Found = "the backend's clock and this one agree"
		return l
	case off.Abs() >= window:
		l.Outcome = judge.Fail
		l.Cause = "RequestTime counts for a minute: a backend that checks it refuses every callback"
	case off.Abs() >= nearWindow:
		l.Outcome = judge.Warn
		l.Cause = "RequestTime counts for a minute either way, and the clocks alone take most of it"
	default:
		l.Outcome = judge.Info
	}
	l.Fix = "let both machines take their time from NTP: timedatectl set-ntp true; containers have their host's"
	if front := inFront(x); front != "" {
		l.Found += ", by the Date of " + front
	}
	return l
}

// distance is in days where it is long.
func distance(d time.Duration) string {
	if days := int(d / (24 * time.Hour)); days > 1 {
		return words.Plural(days, "day")
	}
	return d.String()
}

// skew is how far the backend's clock is ahead, by the Date of the first answer that has one.
func (e *examination) skew() (off time.Duration, x *webhook.Exchange, ok bool) {
	for _, x := range e.whole() {
		date, err := http.ParseTime(x.Get("Date"))
		if err != nil {
			continue
		}
		answered := x.Start.Add(x.Timing.FirstByte)
		return date.Add(time.Second / 2).Sub(answered).Round(time.Second), x, true
	}
	return 0, nil, false
}

// inFront names what stands between here and the backend and may have written Date itself; empty: nothing shows.
func inFront(x *webhook.Exchange) string {
	var signs []string
	for _, name := range []string{"Via", "CF-Ray", "X-Cache", "Age"} {
		if x.Get(name) != "" {
			signs = append(signs, name)
		}
	}
	if len(signs) == 0 {
		return ""
	}
	return "a proxy in front (" + phrase.And(signs) + ")"
}
