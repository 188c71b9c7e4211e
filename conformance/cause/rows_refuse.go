package cause

import (
	"slices"

	"github.com/timhook/timhook/conformance/judge"
)

const refused = judge.Refused

// refusing are the checks on what has to be refused.
const refusing = "behave-refuses*"

// methodRows are methods that are not refused.
func methodRows() []row {
	return []row{{
		id: "method-blind", checks: refusing, cases: "neg-method-*",
		text: "the handler does not look at the method: {varied} is accepted like a POST",
		fix: "answer 405 with Allow: POST to every other method, first of all. Go: r.Method != http.MethodPost, or " +
			"the route \"POST /path\"; Node: req.method; PHP: $_SERVER['REQUEST_METHOD']; Express: app.post, not " +
			"app.all or app.use; Flask: methods=['POST'].",
	}}
}

// uncheckedRows are senders that are not checked at all. What follows is not told one by one.
func uncheckedRows() []row {
	const signs = "neg-sign-* neg-both-missing neg-requesttime-missing baseline-unsigned neg-query-none"
	all := func(ids ...string) func(Shown, *Run) bool {
		return func(_ Shown, r *Run) bool {
			return !slices.ContainsFunc(ids, func(id string) bool { return !r.accepted(id) })
		}
	}
	return []row{
		{
			id: "nothing-checked", checks: refusing, cases: signs, explains: signs + " neg-time-* delivery-resume",
			when: all("neg-sign-wrong", "neg-both-missing", "neg-time-expired-hour"),
			text: "you check neither Sign nor RequestTime: forged, unsigned and old callbacks are all accepted",
			fix: "refuse with 403 unless Sign equals hex(SHA-256(token + RequestTime)), compared in constant time, " +
				"and abs(now - RequestTime) <= 60 in seconds; a missing or empty parameter, one that is no number, " +
				"and an empty token are refusals. Do it before anything else, on the query's very texts.",
		},
		{
			id: "sign-unchecked", checks: refusing, cases: signs, explains: signs + " delivery-resume",
			when: all("neg-sign-wrong", "neg-both-missing"),
			text: "Sign is not checked at all: a wrong one and none are accepted like the right one",
			fix: "refuse with 403 unless Sign equals hex(SHA-256(token + RequestTime)), compared in constant time; a " +
				"missing or empty Sign, and an empty token, are refusals too.",
		},
		{
			id: "time-unchecked", checks: refusing, cases: "neg-time-*", explains: "neg-time-*",
			when: all("neg-time-expired-hour", "neg-time-future-hour"),
			text: "RequestTime is not compared with the clock: {varied} is accepted",
			fix: "refuse where abs(now - RequestTime) > 60, in seconds and in both directions, and where RequestTime " +
				"is no decimal number: NaN > 60 is false. An old callback could be sent again by anybody who has " +
				"seen it.",
		},
		{
			id: "appid-unchecked", checks: refusing, cases: "neg-sdkappid-*", explains: "neg-sdkappid-* neg-query-none",
			when: all("neg-sdkappid-wrong"),
			text: "SdkAppid is not checked: {varied} is accepted",
			fix: "refuse with 403 unless the query's SdkAppid is your application's. It is spelt SdkAppid, with a " +
				"small ppid; a missing or empty one is a refusal.",
		},
	}
}

// identityRows are senders that are not checked.
func identityRows() []row {
	return slices.Concat(signRows(), timeRows())
}

// packetRows are bodies that are no packet and are taken for one.
func packetRows() []row {
	return []row{
		{
			id: "json-null", checks: refusing, cases: "neg-json-string-root", label: "null",
			text: "the body null is accepted, which is valid JSON and no packet",
			fix: "after parsing, refuse everything but an object: JavaScript typeof x === 'object' && x !== null && " +
				"!Array.isArray(x); Python isinstance(x, dict); PHP is_array and not array_is_list; Go: " +
				"unmarshalling null into a struct is no error, so check for the fields.",
		},
		{
			id: "json-root", checks: refusing, cases: "neg-json-string-root neg-json-array-root",
			text: "a body that is JSON but no object is accepted: {varied}",
			fix: "after parsing, refuse everything but an object: JavaScript typeof x === 'object' && x !== null && " +
				"!Array.isArray(x); Python isinstance(x, dict); PHP is_array and not array_is_list.",
		},
		{
			id: "json-nan", checks: refusing, cases: "neg-json-nan",
			text: "the parser takes NaN and Infinity, which are no JSON",
			fix: "make it strict. Python: json.loads(body, parse_constant=lambda c: (_ for _ in " +
				"()).throw(ValueError(c))), or any function that raises; Jackson: no ALLOW_NON_NUMERIC_NUMBERS; " +
				"JavaScript: JSON.parse, not eval or JSON5.",
		},
		{
			id: "json-comments", checks: refusing, cases: "neg-json-comments",
			text: "the parser takes comments, which are no JSON",
			fix:  "use a strict parser: not JSON5, hujson, YAML or eval; Jackson without ALLOW_COMMENTS.",
		},
		{
			id: "json-unparsed", checks: refusing, cases: "neg-json-malformed neg-json-truncated",
			text: "a body that is no JSON is accepted: {varied}. Its error is swallowed, or the body is not parsed",
			fix: "answer 400 when parsing fails. PHP: json_decode returns null, so use JSON_THROW_ON_ERROR or check " +
				"json_last_error(); Go: check the error of Unmarshal; JavaScript: no empty catch around JSON.parse; " +
				"Python: no bare except; Express: express.json() leaves req.body empty for another Content-Type.",
		},
		{
			id: "form", checks: refusing, cases: "neg-body-form",
			text: "a form is accepted as a packet",
			fix: "read the raw body as JSON and answer 400 when that fails: Flask request.get_json(force=True), not " +
				"request.form; PHP php://input, not $_POST; Express: no urlencoded() on this route.",
		},
	}
}
