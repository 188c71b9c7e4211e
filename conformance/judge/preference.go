package judge

import (
	"net/http"

	"github.com/timhook/timhook/payloads"
)

// preferences judge what is right either way and would be better otherwise. Each is held in its own setting only.
func preferences() []*Check {
	return []*Check{
		{
			ID:    "behave-keeps-connection",
			Title: "The connection is kept open for the next callback.",
			Level: payloads.Should, Evidence: payloads.Documented,
			Source: Overview + ", persistent connections by default",
			Needs:  NeedsAnswer, HeldFor: OnAccept, Under: KeptOpen,
			Means: "Every event pays for a new connection, and for a TLS handshake, out of the 2 seconds. (inferred; that connections are persistent is documented)",
			Mend:  "speak HTTP/1.1 and do not send Connection: close. Usual causes: a server that speaks HTTP/1.0, a worker that takes one request for each connection, keepalive_timeout 0 in the proxy.",
			Good:  ok(Canonical),
			Bad:   answer("200 OK", "Connection: close\r\n", Canonical),
			Run:   (*Trial).keptOpen,
		},
		{
			ID:    "behave-ignores-unhandled",
			Title: "A callback whose command the backend does not handle is answered OK.",
			Level: payloads.Should, Evidence: payloads.Inferred,
			Source: Overview + ", on failures; new commands appear, and the console switches each on by itself",
			Needs:  NeedsNothing, HeldFor: OnSane, Under: Unhandled,
			Means: "Each such event counts as a failed callback, although nothing is wrong. (documented; what follows from it is not)",
			Mend:  "answer OK and 0 in the default branch, and log the command.",
			Good:  ok(Canonical),
			Bad:   answer("404 Not Found", "", "no handler"),
			Run:   (*Trial).ignoresUnhandled,
		},
		{
			ID:    "behave-method-405",
			Title: "A method other than POST is refused with 405.",
			Level: payloads.May, Evidence: payloads.Inferred,
			Source: "callbacks are POST requests on every page; RFC 9110, 15.5.6",
			Needs:  NeedsAnswer, HeldFor: OnRefuse, Under: OtherMethod,
			Means: "Nothing: Chat sends POST only. (documented)",
			Mend:  "answer 405 with Allow: POST, so that whoever opens the URL in a browser sees what is wrong.",
			Good:  answer("405 Method Not Allowed", "Allow: POST\r\n", ""),
			Bad:   answer("404 Not Found", "", ""),
			Run:   (*Trial).refusesMethod,
		},
		{
			ID:    "behave-path-404",
			Title: "A path that is not the configured one is answered 404.",
			Level: payloads.May, Evidence: payloads.Inferred,
			Source: "no page says so; RFC 9110, 15.5.5",
			Needs:  NeedsAnswer, HeldFor: OnInfo, Under: OtherPath,
			Means: "Nothing, as long as the URL in the console is right. (inferred)",
			Mend:  "handle callbacks on the configured path only: a typing error in the console then shows at once.",
			Good:  answer("404 Not Found", "", ""),
			Bad:   ok(Canonical),
			Run:   (*Trial).notFound,
		},
		{
			ID:    "behave-slash-redirect",
			Title: "The path with a slash more is not redirected.",
			Level: payloads.Should, Evidence: payloads.Inferred,
			Source: Overview + ", on failures: a status other than 200",
			Needs:  NeedsAnswer, HeldFor: OnInfo, Under: ExtraSlash,
			Means: "A URL that is configured with a slash too many fails for every event: nothing says that Chat follows a redirect, and after 301, 302 and 303 the packet would be gone. (inferred)",
			Mend:  "answer 404 there, or handle both spellings; FastAPI: redirect_slashes=False.",
			Good:  answer("404 Not Found", "", ""),
			Bad:   answer("307 Temporary Redirect", "Location: /im\r\n", ""),
			Run:   (*Trial).slashNotRedirected,
		},
	}
}

func (t *Trial) keptOpen() {
	if t.Reaction == Accepted && !t.Exchange.Reused {
		t.Report(whole("a new connection for each of the callbacks, as the old one was closed every time", "one connection for several callbacks"))
	}
}

func (t *Trial) ignoresUnhandled() {
	if (t.Reaction == Refused || t.Reaction == Unclear) && !t.repeats() {
		t.Report(whole(t.reacted(), "OK and 0 to a callback that is not handled"))
	}
}

func (t *Trial) refusesMethod() {
	if s := t.Exchange.Status; t.Reaction == Refused && s != http.StatusMethodNotAllowed && !t.repeats() {
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
