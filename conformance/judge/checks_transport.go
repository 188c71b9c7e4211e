package judge

import (
	"fmt"
	"strings"
	"time"

	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/webhook"
)

// transportChecks judge what carries the response packet.
func transportChecks() []*Check {
	return []*Check{
		{
			ID:    "resp-answer",
			Title: "There is an answer: the connection is neither closed nor left silent.",
			Level: payloads.Must, Evidence: payloads.Documented, HeldFor: OnAccept | OnRefuse,
			Source: Overview + ", on failures and timeouts: Chat waits 2 seconds",
			Impact: "Chat counts the callback as failed. (documented; what follows from the failure is not)",
			Fix: "look into the backend's log at that moment. Usual causes: an exception that nothing catches and " +
				"that ends the process or the connection (Node: a throw in an async handler or a callback; Go: a " +
				"panic; PHP: a fatal error), a worker that was killed for its memory or its time, a server that was " +
				"restarted, a proxy that closes.",
			Run: (*Trial).answered,
		},
		{
			ID:    "resp-under-2s",
			Title: "The whole answer arrives within 2 seconds.",
			Level: payloads.Must, Evidence: payloads.Documented,
			Source: Overview + ", on timeouts: Chat waits 2 seconds",
			Impact: "Chat gives up and counts a timeout; with the console's retry switch on it sends the callback " +
				"again, so that a backend that was only slow processes it twice. (documented; when Chat's clock " +
				"starts is not)",
			Fix: "answer first and work afterwards: put the event on a queue, or into a goroutine, a worker " +
				"thread, setImmediate (Node) or fastcgi_finish_request (PHP). An answer between 1 and 2 s is a " +
				"warning, since a busy network adds to it.",
			Bad: "HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n" + `{"ActionStatus":"OK"`, Run: (*Trial).inTime,
		},
		{
			ID: "resp-framing",
			Title: "The answer is one whole HTTP response: Content-Length right or chunks whole, and nothing after " +
				"its end.",
			Level: payloads.Must, Evidence: payloads.Documented, HeldFor: OnAccept | OnRefuse | OnSurvive,
			Source: Overview + ", persistent connections by default; RFC 9112, section 6",
			Impact: "Chat keeps connections open, so an answer without a clear end is cut, times out, or spoils the " +
				"next one. (inferred)",
			Fix: "let the framework set Content-Length: it counts bytes, not characters, of what is really sent " +
				"(compression included). A connection that is closed in the middle is usually a crash or a proxy's " +
				"limit: look into the backend's log at that moment.",
			Good: "HTTP/1.1 200 OK\r\n" + typeJSON + "Transfer-Encoding: chunked\r\n\r\n" +
				"32\r\n" + Canonical + "\r\n0\r\n\r\n",
			Bad: "HTTP/1.1 200 OK\r\n" + typeJSON + "Content-Length: 50\r\n\r\n" + Canonical + "done",
			Run: (*Trial).framed,
		},
		{
			ID:    "resp-size",
			Title: "The answer is small enough to be read whole.",
			Level: payloads.Must, Evidence: payloads.Inferred,
			Source: "no page gives a limit; what is larger than the limit of this run is not read and cannot be judged",
			Impact: "A response packet has some 50 bytes; how much Chat reads is not documented. (inferred)",
			Fix: "answer the three fields only. An answer of this size is usually a page, a log or a list that a " +
				"catch-all route sent.",
			Bad: ok(`{"ActionStatus":"OK","ErrorInfo":"` + bulk() + `","ErrorCode":0}`), Run: (*Trial).small,
		},
		{
			ID:    "resp-no-redirect",
			Title: "The answer is not a redirect.",
			Level: payloads.Must, Evidence: payloads.Inferred, Needs: NeedsAnswer,
			Source: Overview + ", on failures: a status other than 200",
			Impact: "A status other than 200 is a failed callback; no page promises that Chat follows a redirect, " +
				"and following would turn the POST into a GET for 301, 302 and 303. (inferred)",
			Fix: "configure the URL that the redirect leads to. Usual causes: http to https, a missing or an " +
				"extra slash at the end of the path, a login page in front of the route.",
			Bad: answer("301 Moved Permanently", "Location: https://im.example.com/im/\r\n", ""),
			Run: (*Trial).notRedirected,
		},
		{
			ID:    "resp-status-200",
			Title: "The HTTP status is exactly 200.",
			Level: payloads.Must, Evidence: payloads.Documented, Needs: NeedsAnswer,
			Source: Overview + ", on failures: HTTP status not 200",
			Impact: "Chat counts the callback as failed, whatever the body says. (documented; what follows from the " +
				"failure is not)",
			Fix: "send 200, also instead of 201, 202 and 204. 404 and 405: the route or its method, POST, is " +
				"missing. 401 and 403: the Sign, its token, the clock or SdkAppid. 400, 415 and 422: the request is " +
				"validated more strictly than Chat sends it. 5xx: the backend's log.",
			Bad: answer("201 Created", typeJSON, Canonical), Run: (*Trial).status200,
		},
	}
}

// bulk is more than the limit that samples are read under.
func bulk() string { return fmt.Sprintf("%0256d", 0) }

func (t *Trial) answered() {
	ex := t.Exchange
	refused := OnRefuse.Includes(t.Expect)
	switch {
	case ex.Failure == nil, !t.unanswered() && !refused:
	case t.stalled(): // the framing has the cause
	case t.Reaction == Hung:
		if refused && t.repeats() {
			return
		}
		f := whole(t.late(), t.wantInTime())
		f.fix = hangs
		t.Report(f)
	case refused: // a closed connection is a refusal, in a form that has a check of its own
	case t.Reaction == Dropped:
		t.Report(whole(t.reacted(), "an HTTP answer"))
	}
}

const hangs = "answer every request, and within 2 seconds. Usual causes: an exception that nothing catches and that " +
	"leaves the request unanswered (Express 4: a throw in an async handler), a branch without an answer (no res.end, " +
	"no next), work that is done before the answer: put the event on a queue and answer first; a server that handles " +
	"one request at a time and is busy with another."

func (t *Trial) inTime() {
	ex := t.Exchange
	whole2s, took := t.wantInTime(), ex.Timing.Total-t.Slowed
	switch {
	case t.Deadline < 0:
		t.Skip() // without a limit nothing is late: a debugger may hold the backend
	case ex.Failure != nil && (ex.Failure.Class != webhook.Timeout || t.unanswered() || t.stalled()):
		t.Skip()
	case ex.Failure != nil:
		t.Report(whole(t.late(), whole2s))
	case took > min(t.Deadline, Deadline):
		t.Report(whole("the whole answer after "+rounded(took), whole2s))
	case took >= SlowAfter:
		want := "it within " + SlowAfter.String() + ", well before Chat gives up after " + Deadline.String()
		f := whole("the whole answer after "+rounded(took), want).atMost(payloads.Should)
		if t.decides() {
			f.impact = fmt.Sprintf("The %s waits that long for each %s. (documented: Chat waits for the answer)",
				t.Decision.Asker(), t.Decision.Event())
		}
		t.Report(f)
	}
}

func (t *Trial) late() string {
	ex := t.Exchange
	switch {
	case t.silent():
		return "no answer within " + t.Deadline.String()
	case ex.Status == 0 && ex.Interim > 0:
		return fmt.Sprintf("only %d interim answers within %s", ex.Interim, t.Deadline)
	case !t.hasHead():
		return fmt.Sprintf("only %d bytes of an unfinished head within %s", len(ex.Raw), t.Deadline)
	}
	return fmt.Sprintf("only the head and %d bytes of an unfinished body within %s", len(ex.Body), t.Deadline)
}

func (t *Trial) wantInTime() string {
	want := "the whole answer within " + min(t.Deadline, Deadline).String()
	switch {
	case t.Deadline < Deadline:
		want += ", the limit of this run (Chat waits " + Deadline.String() + ")"
	case t.Deadline > Deadline:
		want += ", as long as Chat waits (this run waits " + t.Deadline.String() + ")"
	}
	return want
}

// rounded keeps a late answer late: 2.0004 s does not read as 2 s.
func rounded(d time.Duration) string {
	if r := d.Round(time.Millisecond); r != Deadline && r != SlowAfter {
		return r.String()
	}
	return d.String()
}

func (t *Trial) small() {
	ex := t.Exchange
	switch {
	case ex.Truncated:
		t.Report(whole(fmt.Sprintf("more than %d bytes of body", len(ex.Body)), "an answer of some 50 bytes"))
	case ex.Failure != nil && ex.Failure.Class == webhook.HeaderTooLarge:
		t.Report(whole(t.largeHead(), "a head of some 200 bytes"))
	case ex.Failure != nil:
		t.Skip()
	}
}

func (t *Trial) largeHead() string {
	return fmt.Sprintf("a head of more than %d bytes", len(t.Exchange.Raw))
}

func (t *Trial) notRedirected() {
	if redirects(t.Exchange.Status) {
		got := t.statusLine()
		if to := t.Exchange.Get("Location"); to != "" {
			path, _, hasQuery := strings.Cut(to, "?") // the query is the request's, Sign included
			got += " to " + t.quote(path)
			if hasQuery {
				got += " with a query"
			}
		}
		t.Report(whole(got, "200"))
	}
}

func (t *Trial) status200() {
	switch {
	case redirects(t.Exchange.Status):
		t.Skip()
	case t.Exchange.Status != 200:
		t.Report(whole(t.statusLine(), "200"))
	}
}

func redirects(status int) bool { return status >= 300 && status < 400 }

func (t *Trial) statusLine() string {
	line := fmt.Sprintf("HTTP status %d", t.Exchange.Status)
	if t.Exchange.Reason != "" {
		line += " " + t.plain(t.Exchange.Reason)
	}
	if t.Exchange.Status >= 502 && t.Exchange.Status <= 504 && t.Exchange.Forwarded() {
		line += " through the proxy " + t.Exchange.Proxy // which may have failed to reach the backend
	}
	return line
}
