package judge

import (
	"fmt"
	"net/http"
	"time"

	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/webhook"
)

// circumstanceChecks judge what a single answer cannot show: the circumstance is blamed for it.
func circumstanceChecks() []*Check {
	return []*Check{
		{
			ID:    "behave-redelivery",
			Title: "A callback that is delivered again gets the same answer as the first time.",
			Level: payloads.Must, Evidence: payloads.Documented, Under: Redelivered,
			Source: Overview + ", on retries: with the console's retry switch on, a callback is sent again after a " +
				"timeout",
			Impact: "Chat sends again what it got no answer to in time, although the backend may have processed it. " +
				"An error then counts as a second failure. (documented; how often it is repeated is not)",
			Fix: "answer OK to an event that is stored already, and change nothing. Usual causes: a unique index " +
				"whose violation becomes a 500, a Sign that is remembered as used, a lock on the message id.",
			Bad: answer("500 Internal Server Error", typeJSON, `{"ActionStatus":"FAIL","ErrorInfo":"duplicate `+
				`key","ErrorCode":1}`),
			Run: func(t *Trial) { t.mustAccept("the same answer as to the first delivery: OK and 0") },
		},
		{
			ID:    "behave-concurrency",
			Title: "Callbacks that come at the same time are all accepted in time.",
			Level: payloads.Must, Evidence: payloads.Inferred, Under: Concurrent,
			Source: Overview + ", on connections: Chat keeps several; groups take up to 40 messages a second (Use " +
				"Limits, 1047/34381)",
			Impact: "Chat sends callbacks at the same time over several connections; those that fail under load are " +
				"lost. (documented: a failed callback is not sent again by default)",
			Fix: "answer first and work afterwards; do not hold a lock or a database transaction over the " +
				"answer; allow more workers and connections. Usual causes: a single-threaded server, a pool of one " +
				"connection, SQLite locks, a rate limit.",
			Bad: answer("503 Service Unavailable", "", "busy"),
			Run: func(t *Trial) { t.mustAccept("OK and 0, as for the same callback alone") },
		},
		{
			ID:    "behave-resumes",
			Title: "After a forged, broken or unexpected request the next valid callback is accepted.",
			Level: payloads.Must, Evidence: payloads.Inferred, Under: AfterNegative,
			Source: Overview + ", on failures; one bad request must not cost the events that follow",
			Impact: "The events after such a request are lost. (documented: a failed callback is not sent again by " +
				"default)",
			Fix: "look for what the request before left behind: a crashed worker, a connection in an undefined " +
				"state because the body was not read, an address that was blocked, a lock that was not released.",
			Bad: answer("502 Bad Gateway", "", "worker died"),
			Run: func(t *Trial) { t.mustAccept("OK and 0, as before that request") },
		},
		{
			ID:    "behave-steady",
			Title: "The same request gets the same answer each time.",
			Level: payloads.Must, Evidence: payloads.Inferred, HeldFor: OnAll, Under: Repeated,
			Source: Overview + ", on failures; a callback that fails now and then is lost now and then",
			Impact: "The backend is flaky: which events are lost is up to chance. (inferred)",
			Fix: "compare what differs between a good and a bad answer: the instance behind the load balancer, a " +
				"race in the handler, a connection of a pool that has gone away, a time limit that is just met.",
			Bad: answer("500 Internal Server Error", "", "now and then"), Run: (*Trial).steady,
		},
		{
			ID:    "behave-same-sign",
			Title: "A callback is accepted although another one had the same Sign.",
			Level: payloads.Must, Evidence: payloads.Inferred, Under: SameSign,
			Source: Overview + ", on authentication: Sign is the SHA-256 of token and RequestTime, which counts " +
				"seconds",
			Impact: "All events of one second carry the same RequestTime and therefore the same Sign; all but the " +
				"first would be lost. (inferred: the algorithm leaves no other way)",
			Fix: "do not use Sign as a nonce. To recognise duplicates, remember the message (GroupId, MsgSeq), not " +
				"the signature.",
			Bad: refusal(),
			Run: func(t *Trial) {
				t.mustAccept("OK and 0: the Sign was used before, and so it is for every event of a second")
			},
		},
	}
}

// preferences judge answers that are right either way, under circumstances where one of them is better.
func preferences() []*Check {
	return []*Check{
		{
			ID:    "behave-keeps-connection",
			Title: "The connection is kept open for the next callback.",
			Level: payloads.Should, Evidence: payloads.Documented, Needs: NeedsAnswer, Under: KeptOpen,
			Source: Overview + ", persistent connections by default",
			Impact: "Every event pays for a new connection, and for a TLS handshake, out of the 2 seconds. " +
				"(inferred; that connections are persistent is documented)",
			Fix: "speak HTTP/1.1 and do not send Connection: close. Usual causes: a server that speaks HTTP/1.0, " +
				"a worker that takes one request for each connection, keepalive_timeout 0 in the proxy.",
			Bad: answer("200 OK", "Connection: close\r\n", Canonical), Run: (*Trial).keptOpen,
		},
		{
			ID:    "behave-one-write",
			Title: "Head and body of the answer come together, and not 40 ms apart.",
			Level: payloads.May, Evidence: payloads.Inferred, Needs: NeedsAnswer, Under: Halting,
			Source: "RFC 9293, 3.8.6.3: delayed acknowledgements; RFC 896: Nagle's algorithm",
			Impact: "Each callback on a kept connection takes 40 ms longer than it has to: the second segment waits " +
				"until Chat's system acknowledges the first. (inferred)",
			Fix: "write head and body in one call, or set TCP_NODELAY. Python's http.server: wbufsize = -1 in the " +
				"handler; a raw socket: one sendall, setsockopt(TCP_NODELAY); Java: setTcpNoDelay(true) or a " +
				"BufferedOutputStream; nginx: tcp_nodelay on.",
			Bad: ok(Canonical), Run: (*Trial).halts,
		},
		{
			ID:    "behave-ignores-unhandled",
			Title: "A callback whose command the backend does not handle is answered OK.",
			Level: payloads.Should, Evidence: payloads.Inferred, HeldFor: OnSurvive, Under: Unhandled,
			Source: Overview + ", on failures; new commands appear, and the console switches each on by itself",
			Impact: "Each such event counts as a failed callback, although nothing is wrong. (documented; what " +
				"follows from it is not)",
			Fix: "answer OK and 0 in the default branch, and log the command.",
			Bad: answer("404 Not Found", "", "no handler"), Run: (*Trial).ignoresUnhandled,
		},
		{
			ID:    "behave-answers-trial",
			Title: "The console's trial request is answered with status 200.",
			Level: payloads.Should, Evidence: payloads.Observed, Needs: NeedsAnswer, HeldFor: OnSurvive,
			Under:  ConsoleTrial,
			Source: "no page describes the request; two public receivers expect an empty object and answer 200",
			Impact: "The console may say that the URL does not work and not save it. (inferred)",
			Fix: "answer 200 with OK and 0 to a signed request whose packet is an empty object: take the command " +
				"from the query, and let missing fields pass.",
			Bad: answer("400 Bad Request", typeJSON, `{"ActionStatus":"FAIL","ErrorInfo":"GroupId","ErrorCode":1}`),
			Run: (*Trial).answersTrial,
		},
		{
			ID:    "behave-method-405",
			Title: "A method other than POST is refused with 405.",
			Level: payloads.May, Evidence: payloads.Inferred, Needs: NeedsAnswer, HeldFor: OnRefuse, Under: OtherMethod,
			Source: "callbacks are POST requests on every page; RFC 9110, 15.5.6",
			Impact: "Nothing: Chat sends POST only. (documented)",
			Fix:    "answer 405 with Allow: POST, so that a browser shows what is wrong.",
			Good:   answer("405 Method Not Allowed", "Allow: POST\r\n", ""),
			Bad:    answer("404 Not Found", "", ""), Run: (*Trial).refusesMethod,
		},
		{
			ID:    "behave-path-404",
			Title: "A path that is not the configured one is answered 404.",
			Level: payloads.May, Evidence: payloads.Inferred, Needs: NeedsAnswer, HeldFor: OnInfo, Under: OtherPath,
			Source: "no page; RFC 9110, 15.5.5",
			Impact: "Nothing, as long as the URL in the console is right. (inferred)",
			Fix:    "handle callbacks on the configured path only: a typing error in the console then shows at once.",
			Good:   answer("404 Not Found", "", ""),
			Bad:    ok(Canonical), Run: (*Trial).notFound,
		},
		{
			ID:    "behave-slash-redirect",
			Title: "The path with an extra slash at its end is not redirected.",
			Level: payloads.Should, Evidence: payloads.Inferred, Needs: NeedsAnswer, HeldFor: OnInfo, Under: ExtraSlash,
			Source: Overview + ", on failures: a status other than 200",
			Impact: "A URL with a slash too many in the console fails for every event: no page promises that Chat " +
				"follows a redirect, and after 301, 302 and 303 the packet would be gone. (inferred)",
			Fix:  "answer 404 there, or handle both spellings; FastAPI: redirect_slashes=False.",
			Good: answer("404 Not Found", "", ""),
			Bad:  answer("307 Temporary Redirect", "Location: /im\r\n", ""), Run: (*Trial).slashNotRedirected,
		},
	}
}

func (t *Trial) mustAccept(want string) {
	if !t.Reaction.Takes() {
		t.Report(whole(t.reacted(), want))
	}
}

// steady compares with what the same request drew before.
func (t *Trial) steady() {
	others := 0
	for _, r := range t.Earlier {
		if r != t.Reaction {
			others++
		}
	}
	if others > 0 {
		request := "the same bytes"
		if t.SignedAnew {
			request = "the same packet, signed anew,"
		}
		t.Report(whole(
			fmt.Sprintf("%s, while %d of %d further tries of %s drew another reaction: the backend is flaky",
				t.reacted(), others, len(t.Earlier), request),
			"the same reaction to the same request",
		))
	}
}

func (t *Trial) keptOpen() {
	if t.Reaction.Takes() && !t.Exchange.Reused {
		const got = "a new connection for each of the callbacks, as the old one was closed every time"
		t.Report(whole(got, "one connection for several callbacks"))
	}
}

// Halts reports whether an answer on a kept connection came in two pieces, with the pause of a late acknowledgement
// between them: 40 ms on Linux, up to 200 ms elsewhere. The exchange must be one of this process, so that its times are
// known.
func Halts(x *webhook.Exchange) bool {
	const least, most = 35 * time.Millisecond, 250 * time.Millisecond
	pause := x.Timing.Total - x.Timing.FirstByte
	return x.Reused && x.Failure == nil && least <= pause && pause <= most
}

func (t *Trial) halts() {
	if Halts(t.Exchange) {
		pause := (t.Exchange.Timing.Total - t.Exchange.Timing.FirstByte).Round(time.Millisecond)
		const got = "the end of the answer %s after its beginning, as on most callbacks before it on this connection"
		t.Report(whole(fmt.Sprintf(got, pause), "the whole answer at once"))
	}
}

func (t *Trial) ignoresUnhandled() {
	if t.Reaction != Refused && t.Reaction != Unclear || t.repeats() {
		return
	}
	f := whole(t.reacted(), "OK and 0 to a callback that is not handled")
	if t.Reaction == Refused && t.Exchange.Status == http.StatusOK {
		f = f.atMost(payloads.May) // no page asks for OK: it is a whole answer of the documented form
	}
	t.Report(f)
}

func (t *Trial) answersTrial() {
	if (t.Reaction == Refused || t.Reaction == Unclear) && t.Exchange.Status != http.StatusOK && !t.repeats() {
		t.Report(whole(t.reacted(), "200 with OK and 0"))
	}
}

func (t *Trial) refusesMethod() {
	refuses := t.Reaction == Refused || t.Reaction == Decided
	if s := t.Exchange.Status; refuses && s != http.StatusMethodNotAllowed && !t.repeats() {
		t.Report(whole(t.statusLine(), "405 and Allow: POST"))
	}
}

func (t *Trial) notFound() {
	if t.Exchange.Status != http.StatusNotFound && !t.repeats() {
		t.Report(whole(t.statusLine(), "404"))
	}
}

func (t *Trial) slashNotRedirected() {
	if redirects(t.Exchange.Status) && !t.repeats() {
		t.Report(whole(t.statusLine(), "an answer of the backend itself"))
	}
}
