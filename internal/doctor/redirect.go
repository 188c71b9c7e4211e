package doctor

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/webhook"
)

const redirectLook = "redirect"

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
	l.Found = fmt.Sprintf("%d leads to %s, and Chat does not follow", x.Status, shortened(to.Public()))
	l.Fix = "enter that URL in the console"
	bare := func(path string) string { return strings.TrimSuffix(path, "/") }
	switch {
	case isSame(from, to):
		l.Cause, l.Fix = "it leads to the same URL again, without end", "answer the callback itself, with HTTP 200"
	case from.Scheme == "http" && to.Scheme == "https" && bare(from.Path) == bare(to.Path) && isSameHost(from, to):
		l.Cause = "the server sends http to https"
	case from.Addr == to.Addr && bare(from.Path) == bare(to.Path):
		l.Cause = "the route has a slash at its end, and the URL has none, or the other way round"
		l.Fix += ", or let the route take both"
	case from.Addr == to.Addr && from.Scheme == to.Scheme:
		l.Cause = "another path answers, as a login does in front of a route"
		l.Fix = "if it is a login, take the route out of its check: Sign protects it. Otherwise " + l.Fix
	case isSameHost(from, to):
		l.Cause = "another port answers"
	default:
		l.Cause = "another host answers, as a login for all of a company does"
		l.Fix = "if it is a login, take the route out of its check: Sign protects it. If it is your backend, " + l.Fix
	}
	return l
}

// mostOfURL is how much of a URL is shown: a login may have a page of parameters in it.
const mostOfURL = 120

func shortened(text string) string {
	if len(text) <= mostOfURL {
		return text
	}
	return text[:mostOfURL] + "…"
}

func isSame(a, b *webhook.Endpoint) bool {
	return a.Scheme == b.Scheme && a.Addr == b.Addr && a.Path == b.Path
}

func isSameHost(a, b *webhook.Endpoint) bool {
	here, _ := hostAndPort(a)
	there, _ := hostAndPort(b)
	return here == there
}
