package doctor

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/internal/phrase"
	"github.com/timhook/timhook/report/words"
	"github.com/timhook/timhook/webhook"
)

const (
	redirectLook  = "redirect"
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

// redirected reports whether the first answer sends elsewhere.
func (e *examination) redirected() bool {
	list := e.whole()
	return len(list) > 0 && list[0].Status/100 == 3 && list[0].Status != http.StatusNotModified
}

// destination is the URL that the first answer sends to; nil: none that can be a callback URL.
func (e *examination) destination() *webhook.Endpoint {
	if !e.redirected() {
		return nil
	}
	base, err := url.Parse(e.Target.URL.String())
	if err != nil || e.isSocket() {
		return nil
	}
	to, err := base.Parse(e.whole()[0].Get("Location"))
	if err != nil || e.whole()[0].Get("Location") == "" {
		return nil
	}
	to.RawQuery, to.Fragment = e.Target.URL.RawQuery, "" // the query that came back is that of one callback
	there, err := webhook.ParseEndpoint(to.String())
	if err != nil {
		return nil
	}
	return there
}

// redirect looks at whether the URL is the backend's own.
func (e *examination) redirect(context.Context) Look {
	l := Look{Name: redirectLook, Outcome: judge.Pass, Found: "the URL answers itself"}
	if !e.redirected() {
		if len(e.whole()) == 0 {
			l.Outcome, l.Found = judge.Skip, "there is no answer"
		}
		return l
	}
	x := e.whole()[0]
	to := e.destination()
	l.Outcome, l.Found = judge.Fail, fmt.Sprintf("%d leads elsewhere, and Chat does not follow", x.Status)
	if to == nil {
		l.Cause = "there is no Location that could be a callback URL"
		l.Fix = "answer the callback itself, with HTTP 200"
		return l
	}
	from := e.Target.URL
	l.Found = fmt.Sprintf("%d leads to %s, and Chat does not follow", x.Status, to.Public())
	l.Fix = "enter that URL in the console"
	bare := func(path string) string { return strings.TrimSuffix(path, "/") }
	switch {
	case from.Scheme == "http" && to.Scheme == "https" && bare(from.Path) == bare(to.Path) && isSameHost(from, to):
		l.Cause = "the server sends http to https"
	case from.Addr == to.Addr && bare(from.Path) == bare(to.Path):
		l.Cause = "the route has a slash at its end, and the URL has none, or the other way round"
		l.Fix += ", or let the route take both"
	case from.Addr == to.Addr && from.Scheme == to.Scheme:
		l.Cause = "another path answers, as a login does in front of a route"
		l.Fix = "if it is a login, take the route out of its check: Sign protects it. Otherwise " + l.Fix
	default:
		l.Cause = "another host or port answers"
	}
	return l
}

func isSameHost(a, b *webhook.Endpoint) bool {
	here, _ := hostAndPort(a)
	there, _ := hostAndPort(b)
	return here == there
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
	for _, f := range e.findings() {
		if belongsTo(f) == latencyLook && e.isOrdinary(f) {
			return explained(l, f)
		}
	}
	var took []time.Duration
	for _, x := range e.whole() {
		took = append(took, x.Timing.Total)
	}
	if len(took) == 0 {
		l.Outcome, l.Found = judge.Skip, "there is no answer"
		return l
	}
	slices.Sort(took)
	median, worst := took[(len(took)-1)/2], took[len(took)-1]
	l.Found = fmt.Sprintf("median %s, worst %s of %s; Chat waits %v", words.Seconds(median.Seconds()),
		words.Seconds(worst.Seconds()), words.Plural(len(took), "answer"), judge.Deadline)
	if worst > judge.SlowAfter {
		l.Outcome = judge.Warn
		l.Cause = "a busy hour, or the way from Chat to here, costs the rest"
		l.Fix = "answer first, and do the work behind the answer"
	}
	return l
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
	l.Found = fmt.Sprintf("the backend's clock is %v %s this one", off.Abs(), direction)
	switch {
	case off.Abs() <= precise:
		l.Found = "the backend's clock and this one agree"
		return l
	case off.Abs() >= window:
		l.Outcome = judge.Fail
		l.Cause = "RequestTime counts for a minute: a backend that checks it refuses every callback"
	case off.Abs() >= nearWindow:
		l.Outcome = judge.Warn
		l.Cause = "RequestTime counts for a minute, and most of it is gone before a callback comes"
	default:
		l.Outcome = judge.Info
	}
	l.Fix = "let both machines take their time from NTP: timedatectl set-ntp true; containers have their host's"
	if front := inFront(x); front != "" {
		l.Found += ", by the Date of " + front
	}
	return l
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
