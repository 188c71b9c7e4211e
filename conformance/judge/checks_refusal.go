package judge

import (
	"github.com/timhook/timhook/payloads"
)

// refusal is the refusal that samples show.
func refusal() string {
	return answer("403 Forbidden", typeJSON, `{"ActionStatus":"FAIL","ErrorInfo":"sign","ErrorCode":1}`)
}

// refusalChecks judge answers to requests that have to be refused, one check for each [Flaw].
func refusalChecks() []*Check {
	list := []*Check{
		{
			ID:    "behave-refuses-signature",
			Title: "A request with a missing or wrong Sign is refused.",
			Flaw:  FlawSignature, Source: Overview + ", Webhook Authentication",
			Impact: "Anybody who knows the URL can invent events. (documented: the backend is to check Sign)",
			Fix: "compare Sign with the hex SHA-256 of the token followed by RequestTime, in constant time, before " +
				"you read the body. Refuse with 403 where Sign or RequestTime is missing or empty, where Sign is " +
				"shorter or longer, and where the backend itself has no token. Usual causes: a check that runs only " +
				"if Sign is present, a token that was not read from the configuration, a middleware that does not " +
				"cover this route.",
		},
		{
			ID:    "behave-refuses-stale",
			Title: "A request whose RequestTime is not within a minute of now is refused.",
			Flaw:  FlawTime, Source: "Webhook Authentication (269/32431): one minute; RequestTime: " + Overview,
			Impact: "Anybody who finds a signed URL, in a log for example, can send any event with it at any time. " +
				"(documented: the backend is to check RequestTime)",
			Fix: "read RequestTime as whole seconds since 1970 and refuse it with 403 if it is no number, or more " +
				"than 60 seconds from now, before or after. Usual causes: no comparison with the clock at all, a " +
				"window of several minutes, milliseconds taken for seconds, now - RequestTime < 60 without the " +
				"absolute value.",
		},
		{
			ID:    "behave-refuses-identity",
			Title: "A request whose SdkAppid is missing or another application's is refused.",
			Flaw:  FlawIdentity, Source: "SdkAppid: the request parameters of each callback's page",
			Impact: "Events of another application are stored as yours. (documented: the backend is to check " +
				"SdkAppid)",
			Fix: "compare SdkAppid with the SDKAppID of your application, as text, and answer 403 where it differs, " +
				"is missing or is there twice. Usual causes: no comparison at all, a check that runs only if " +
				"SdkAppid is present, a parser that takes 0123 or the last of two values.",
		},
		{
			ID:    "behave-refuses-body",
			Title: "A body that is not one JSON object is refused.",
			Flaw:  FlawBody, Source: Overview + ": the packet is one JSON object; RFC 8259",
			Impact: "The backend answers OK to an event that it could not read: the event is lost. (inferred)",
			Fix: "answer 400 where the parser fails or the result is no object. Usual causes: an exception of the " +
				"parser that is caught and ignored; PHP: json_decode returns null, use JSON_THROW_ON_ERROR and " +
				"is_array; Python: json.loads reads NaN and Infinity, pass parse_constant=…, and check isinstance(x, " +
				"dict); Node: typeof null is \"object\"; Go: null and [] leave a struct empty, and Decode reads only " +
				"the first value.",
		},
		{
			ID:    "behave-refuses-method",
			Title: "A method other than POST is not accepted as a callback.",
			Flaw:  FlawMethod, Source: "callbacks are POST requests on every page",
			Impact: "A link in a browser or a crawler counts as an event. (inferred: Chat sends POST only)",
			Fix: "answer 405 with Allow: POST to every other method. Go: check r.Method, or register \"POST /im\"; " +
				"Express: app.post, not app.all or app.use; Flask: methods=[\"POST\"]; PHP: check " +
				"$_SERVER['REQUEST_METHOD'].",
		},
	}
	for _, c := range list {
		c.Level, c.Evidence, c.HeldFor = payloads.Must, payloads.Documented, OnRefuse
		c.Good, c.Bad, c.Run = refusal(), ok(Canonical), (*Trial).refuses
	}
	return list
}

const wantRefusal = "a refusal: HTTP 4xx, or HTTP 200 with FAIL or an ErrorCode that is not 0"

func (t *Trial) refuses() {
	switch t.Reaction {
	case Accepted:
		t.Report(whole("HTTP 200 with ActionStatus OK and ErrorCode 0", wantRefusal))
	case Hung:
		t.Skip() // that there is no answer has a check of its own
	}
}
