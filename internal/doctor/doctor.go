// Package doctor looks at what lies between Chat and a right answer: the name, the port, TLS, redirects, the clock, the
// connection, the time, and whether Sign and SdkAppid are checked.
//
// [Examine] sends a handful of ordinary callbacks and three forged ones and returns a [Look] for each of these things.
// It judges nothing itself: the answers go through package conformance, as those of send and test do.
package doctor

import (
	"context"
	"net/netip"
	"time"

	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/report"
	"github.com/timhook/timhook/webhook"
)

// Look is one thing that was looked at.
type Look struct {
	Name    string        // one word, for example "keep-alive"
	Outcome judge.Outcome // Error where the backend was not reached, Skip where it could not be looked at
	Found   string
	Cause   string // where it is not right; empty: Found says it
	Fix     string // the change that cures it; empty: nothing is wrong
}

// Options say what is examined. Client, Target and Command are required.
type Options struct {
	Client        *webhook.Client
	Target        webhook.Target
	SDKAppIDGiven bool              // the target's SdkAppid is the backend's own, so that another one has to be refused
	Command       *payloads.Command // the callback that is sent
	Params        payloads.Params   // of its packets
	Proxies       []string          // variables of the environment that name proxies and are set
	Limit         time.Duration     // for all of it; 0: [usualLimit]

	// Lookup is the resolver; nil: the system's.
	Lookup func(ctx context.Context, host string) ([]netip.Addr, error)
}

const usualLimit = 30 * time.Second

// Requests is how many callbacks are sent at most: ordinary ones, then one with a wrong Sign, one without a Sign and
// one for another application.
const (
	Requests = ordinary + 3
	ordinary = 4
)

// Result is what was found, in the order in which a request meets it.
type Result struct {
	Looks []Look
	Next  Next
}

// Verdict is the outcome of all looks: the first of Fail, Error and Warn that one has, and otherwise Pass.
func (r *Result) Verdict() judge.Outcome {
	for _, o := range []judge.Outcome{judge.Fail, judge.Error, judge.Warn} {
		for _, l := range r.Looks {
			if l.Outcome == o {
				return o
			}
		}
	}
	return judge.Pass
}

// examination is one call of [Examine].
type examination struct {
	Options
	host, port string
	proxy      string       // host:port of the proxy that the way leads through; empty: none
	addresses  []netip.Addr // of the host
	answers    []conformance.Result
	forged     map[string]conformance.Result // by the case that they are of
	report     *report.Document              // of answers and forged
}

// Examine looks at a backend. It ends early, with the looks that it has, when ctx is done.
func Examine(ctx context.Context, o Options) *Result {
	e := &examination{Options: o}
	e.host, e.port = hostAndPort(o.Target.URL)
	if e.Limit == 0 {
		e.Limit = usualLimit
	}
	limited, cancel := context.WithTimeout(ctx, e.Limit)
	defer cancel()
	r := &Result{}
	for _, look := range e.looks() {
		l := look(limited)
		if ctx.Err() != nil { // the look tells of that alone
			break
		}
		r.Looks = append(r.Looks, l)
		if l.ends() {
			break
		}
	}
	r.Next = e.next(r)
	return r
}

// looks are in the order in which a request meets them: what ends one of them would end all that follow.
func (e *examination) looks() []func(context.Context) Look {
	return []func(context.Context) Look{
		e.throughProxy, e.name, e.accepts, e.secured, e.answer, e.redirect, e.keepAlive, e.latency, e.clock, e.sign,
		e.application,
	}
}

// ends reports whether nothing behind a look can be looked at.
func (l Look) ends() bool {
	switch l.Name {
	case nameLook, portLook:
		return l.Outcome == judge.Error
	case tlsLook:
		return l.Outcome == judge.Fail || l.Outcome == judge.Error
	case proxyLook:
		return l.Outcome == judge.Fail
	}
	return false
}

const (
	proxyLook  = "proxy"
	nameLook   = "name"
	portLook   = "port"
	tlsLook    = "tls"
	answerLook = "answer"
)
