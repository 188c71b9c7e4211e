package cause

import (
	"slices"
	"strings"

	"github.com/timhook/timhook/internal/phrase"
	"github.com/timhook/timhook/payloads"
)

// toldRows are answers that name their cause whatever was sent.
func toldRows() []row {
	const status = "resp-status-200 resp-errorcode-zero behave-survives"
	const again = " behave-resumes behave-same-sign behave-concurrency behave-steady"
	const known = "an event that the backend has already, or takes for one, is refused: {answer}"
	const keep = "answer OK to what you know already, and let the unique index hold all that makes an event: " +
		"{key}. INSERT … ON CONFLICT DO NOTHING (PostgreSQL), INSERT IGNORE (MySQL)."
	return []row{
		{
			id: "rate-limit", checks: status + " behave-concurrency behave-steady", status: "429",
			text: "a rate limit refuses callbacks: {answer}",
			fix: "take the route out of the rate limit, or raise it: a group alone sends up to 40 messages a second, " +
				"all from few addresses of Chat.",
		},
		{
			id: "rate-limit", checks: status + " behave-concurrency behave-steady",
			body: "too many requests|rate limit",
			text: "a rate limit refuses callbacks: {answer}",
			fix: "take the route out of the rate limit, or raise it: a group alone sends up to 40 messages a second, " +
				"all from few addresses of Chat.",
		},
		{
			id: "duplicate", checks: status + again, status: "409", text: known, fix: keep,
		},
		{
			id: "duplicate", checks: status + again,
			body: "duplicate entry|duplicate key|already exists|unique constraint|e11000|duplicate " +
				"message|duplicate event|uniqueviolation",
			text: known, fix: keep,
		},
		{
			id: "login-basic", checks: status, status: "401 407",
			when: func(s Shown, _ *Run) bool { return s.Exchange.Get("WWW-Authenticate") != "" },
			text: "the route asks for a login ({answer}, with WWW-Authenticate)",
			fix: "take the route out of the authentication of users (Basic, Bearer, an API gateway): Chat does not " +
				"log in; Sign in the query is its proof.",
		},
		{
			id: "media-type-ordinary", checks: status, cases: ordinary, status: "415",
			text: "the route takes another Content-Type than application/json (a form?): {answer}",
			fix: "take application/json, and better every type and none: Spring @PostMapping without consumes, Flask " +
				"get_json(force=True), FastAPI await request.body(), Express express.json({type: () => true}).",
		},
		{
			id: "emoji", checks: status, body: `incorrect string value|\xf0\x9f|unsupported unicode|not in the ` +
				`character set`,
			text: "a character of four bytes in UTF-8, such as an emoji, is not stored: {answer}",
			fix: "store text in utf8mb4: ALTER TABLE … CONVERT TO CHARACTER SET utf8mb4, and charset=utf8mb4 in the " +
				"connection. MySQL's utf8 has three bytes only.",
		},
		{
			id: "field-required", checks: status, body: "required|missing|must be present|may not be null|mandatory",
			when: func(s Shown, r *Run) bool { return fieldNamed(s, r) != "" },
			text: "a validator wants {field}: {answer}",
			fix: "if the packet has {field} with 0, \"\" or [], the validator takes a zero value for a missing one: " +
				"Go a pointer and no binding:\"required\"; Joi .allow(0, ''); Laravel present instead of required. " +
				"If the packet does not have it, make it optional.",
		},
		{
			id: "field-named", checks: status, cases: ordinary,
			when: func(s Shown, r *Run) bool { return fieldNamed(s, r) != "" },
			text: "the ordinary packet is refused over {field}: {answer}",
			fix: "read {field} more widely: as a number and as a text of digits, every documented value, also 0 and " +
				"the empty text, and where it is missing.",
		},
	}
}

// keyOf names what tells an event from others of its callback.
func keyOf(s Shown) string {
	var names []string
	if s.Command != nil {
		for _, path := range s.Command.Where(payloads.IsConversation | payloads.IsActor | payloads.IsKey) {
			if !strings.Contains(path, ".") {
				names = append(names, path)
			}
		}
		if len(names) > 0 && s.Command.FieldOf("group-id") == nil {
			return phrase.And(names) + ", with the time of the event; Sign may come again"
		}
	}
	return "GroupId, TopicId, MsgSeq (and Random for MsgSeq 0); EventTime, Sign or a MsgId alone may come again"
}

// fieldNamed is the field of the request packet, or a documented one, that the answer names.
func fieldNamed(s Shown, r *Run) string {
	if s.Exchange == nil || s.Exchange.Request == nil {
		return ""
	}
	text := said(s.Exchange, s.Secrets)
	for _, name := range append(membersOf(s.Exchange.Request.Body), r.documented()...) {
		if !isOfAnswers(name) && strings.Contains(text, name) {
			return name
		}
	}
	return ""
}

// isOfAnswers is true of names that an answer may hold without meaning the field.
func isOfAnswers(name string) bool {
	return slices.Contains([]string{"Type", "Info", "CallbackCommand", actionStatus, errorInfo, errorCode}, name)
}

func (r *Run) documented() []string {
	if r == nil {
		return documentedFields()
	}
	return r.fields
}

// successRows are answers under another status of success: what was varied has no part in them.
func successRows() []row {
	return []row{
		{
			id: "status-and-form", checks: "resp-status-200", status: "201 202 203 206",
			when: func(s Shown, _ *Run) bool { return len(underOK(s)) > 0 },
			text: "the status is wrong, and so is the packet: {answer}; {form}",
			fix: "answer 200 (Express: no res.status(201); FastAPI: no status_code; Spring: ResponseEntity.ok). " +
				"Then: {formfix}",
		},
		{
			id: "status-2xx", checks: "resp-status-200", status: "201 202 203 206",
			text: "the answer is right but for its status: {answer}",
			fix: "answer 200. Express: res.json(…) without res.status(201); FastAPI: no status_code=201; Spring: " +
				"ResponseEntity.ok; Laravel: response()->json(…, 200); Django REST: Response(…) without " +
				"HTTP_201_CREATED.",
		},
		{
			id: "status-204", checks: "resp-status-200", status: "204 205",
			text: "the backend answers {answer}, which has no body, and Chat wants a packet",
			fix: `answer 200 with {"ActionStatus":"OK","ErrorInfo":"","ErrorCode":0}. Express: res.json(…), not ` +
				"res.sendStatus(204) or res.end(); Spring: not void; FastAPI: return the dict.",
		},
	}
}

// statusRows are statuses that tell their cause whatever was sent.
func statusRows() []row {
	const status = "resp-status-200 resp-no-redirect behave-survives"
	return []row{
		{
			id: "login-wanted", checks: status, status: "401 407",
			text: "the backend wants a login: {answer}",
			fix: "take the route out of the authentication of users (session, Basic, Bearer, API gateway): Chat " +
				"sends no Authorization header; Sign in the query is its proof.",
		},
		{
			id: "not-acceptable", checks: status, status: "406",
			text: "the backend holds Accept against the request: {answer}",
			fix: "answer application/json whatever Accept says: Spring produces=…, a Rails respond_to, content " +
				"negotiation.",
		},
		{
			id: "media-type", checks: status, status: "415",
			text: "the backend does not take the body's Content-Type: {answer}",
			fix: "take every Content-Type and none: Spring @PostMapping without consumes; Flask " +
				"get_json(force=True); FastAPI: await request.body(); Express: express.json({type: () => true}).",
		},
		{
			id: "length-required", checks: status, status: "411",
			text: "the backend wants Content-Length: {answer}", fix: "read bodies in chunks, too.",
		},
		{
			id: "validation", each: true, checks: status, status: "422",
			text: "a validator refuses {varied}: {answer}{ordinary}",
			fix: "loosen the model: fields optional, numbers and strings alike, unknown fields ignored. Pydantic " +
				"`Any = None` and extra='ignore'; Laravel rules without required; class-validator without " +
				"forbidNonWhitelisted.",
		},
		{
			id: "gateway", checks: status, status: "502 503 504",
			text: "a proxy or gateway answers instead of the backend: {answer}",
			fix: "see whether the backend behind it runs, listens where the proxy looks, and stays within its time " +
				"limit; the proxy's error log names the reason.",
		},
		{
			id: "https", checks: status, status: "426",
			text: "the backend wants another protocol: {answer}", fix: "use the https URL.",
		},
		{
			id: "forbidden", each: true, checks: status, status: "403",
			text: "with {varied} the answer is {answer}{ordinary}",
			fix: "see who refuses: your own check, or a filter in front of it (WAF, bot protection, list of " +
				"addresses) that takes {varied} for an attack. Your own check looks at SdkAppid, Sign and " +
				"RequestTime only.",
		},
	}
}
