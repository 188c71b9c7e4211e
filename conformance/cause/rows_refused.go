package cause

import "bytes"

// refusedRows are refusals of the ordinary packet.
func refusedRows() []row {
	return []row{
		{
			id: "wrapped-refusal", checks: "resp-unwrapped", cases: ordinary, body: `"fail"|\"fail\"`,
			text: "the packet is wrapped, and it is a refusal: {got}",
			fix:  "{fix} And see why it refuses: " + compareAll,
		},
		{
			id: "code-not-zero", cases: ordinary, checks: "resp-errorcode-zero",
			when: func(s Shown, _ *Run) bool { return saysOK(s.Exchange) },
			text: "ErrorCode holds an HTTP status or a code of the house ({got}) beside ActionStatus OK",
			fix:  `send "ErrorCode":0: 0 is the only code of success.`,
		},
		{
			id: "sample-only", cases: ordinary, contrast: "sample",
			text: "the sample of the documentation's page is accepted, and the ordinary packet, which lacks its " +
				"optional fields, draws {answer}",
			fix: "require no field that Chat sends only sometimes: MsgId, CloudCustomData, TopicId, OnlineOnlyFlag " +
				"and EventTime may be missing.",
		},
		{
			id: "agent-filter", cases: ordinary, contrast: "agent",
			text: "a filter in front of the route refuses the User-Agent: that of a browser is accepted",
			fix: "take the route out of the filter (WAF, bot protection, a check of User-Agent): which User-Agent " +
				"Chat sends, if any, is not documented.",
		},
		{
			id: "accept-demanded", cases: ordinary, contrast: "accept",
			text: "the backend answers only to a request with Accept: application/json",
			fix:  "answer JSON whatever Accept says, and also where there is none: Chat is not known to send one.",
		},
		{
			id: "type-demanded", cases: ordinary, contrast: "type",
			text: "the ordinary packet draws {answer}; with {contrast} it is accepted",
			fix: "read the body as JSON whatever Content-Type says: application/json, with a charset, another one or " +
				"none. Express: express.json({type: () => true}); Flask: get_json(force=True).",
		},
		{
			id: "query-order", cases: ordinary, contrast: "order",
			text: "the order of the query's parameters is taken for fixed: sorted by name they are accepted",
			fix:  "read the parameters by their names.",
		},
		{
			id: "other-service", cases: ordinary, checks: "resp-framing",
			when: func(s Shown, _ *Run) bool {
				return s.Exchange != nil && len(s.Exchange.Raw) > 0 && !bytes.HasPrefix(s.Exchange.Raw, []byte("HTTP/"))
			},
			text: "what answers on this port does not speak HTTP: it is another service, or the backend's answer " +
				"does not begin with HTTP/1.1 and a status",
			fix: "look which program listens on the port (`ss -ltnp`, `lsof -i`), and give the URL of the backend. " +
				"A server that writes answers by hand begins them with `HTTP/1.1 200 OK`.",
		},
		{
			id: "answer-none", cases: ordinary, checks: "resp-framing",
			when: func(s Shown, _ *Run) bool { return s.Exchange != nil && s.Exchange.Status == 0 },
			text: "the connection ends without an answer: the handler has thrown an exception that nothing catches, " +
				"or the process has died",
			fix: "look at the backend's last lines of output: an uncaught exception in the handler comes first.",
		},
		{
			id: "appid-spelling", cases: ordinary, contrast: "spelling",
			text: "a parameter of the query is looked for under another spelling: with {contrast} it is accepted",
			fix: "read the parameter as Chat spells it: SdkAppid, with a small ppid; Sign, RequestTime and " +
				"CallbackCommand with these capitals.",
		},
	}
}

// brokenRows are ordinary packets that fail, by what was answered.
func brokenRows() []row {
	return []row{
		{
			id: "refused-stale", cases: ordinary, status: "4xx 200",
			body: "expired|stale|timestamp|too old|timeout|out of date|request time|requesttime|clock|skew|window",
			when: func(s Shown, _ *Run) bool { return s.Signed && refuses(s) },
			text: "a RequestTime of now is refused: {answer}{clock}",
			fix: "compare RequestTime with the clock in the same unit and zone: both in SECONDS since 1970 in UTC " +
				"(Node Math.floor(Date.now()/1000); Java System.currentTimeMillis()/1000; PHP time(); no local " +
				"time, no added zone), abs(now - RequestTime) <= 60, and the machine's clock set by NTP.",
		},
		{
			id: "refused-words", cases: ordinary, status: "4xx 200",
			when: func(s Shown, _ *Run) bool { return s.Signed && refuses(s) && speaksOfElse(s) },
			text: "the ordinary packet is refused, and the answer says why: {answer}. It speaks of no signature",
			fix: "accept it: a group, a user or a message that the backend does not know is no reason to refuse, " +
				"since Chat tells what has happened already. If it is about the sender after all, compare token, " +
				"SdkAppid and the formula hex(SHA-256(token + RequestTime)).",
		},
		{
			id: "sign-unknown-form", cases: ordinary, status: "401 403", body: "actionstatus",
			when: func(s Shown, _ *Run) bool { return s.Signed && refuses(s) && misspelt(s) },
			text: "the rightly signed ordinary packet is refused: {answer}. None of the usual wrong formulas is " +
				"accepted either. And the answer's form is wrong: {form}",
			fix: compareAll + " Then: {formfix}",
		},
		{
			id: "sign-unknown", cases: ordinary, status: "401 403 200",
			when: func(s Shown, _ *Run) bool { return s.Signed && refuses(s) },
			text: "the rightly signed ordinary packet is refused: {answer}. None of the usual wrong formulas is " +
				"accepted either{clock}",
			fix: compareAll,
		},
		{
			id: "refused-unsigned", cases: ordinary, status: "401 403 200",
			when: func(s Shown, _ *Run) bool { return !s.Signed && refuses(s) },
			text: "the ordinary packet is refused, and it carries no Sign, since no token was given: {answer}",
			fix: "give the token of the console with --token and the application with --sdk-app-id. If the backend " +
				"checks neither, its log says why it refuses.",
		},
		{
			id: "ordinary-400", cases: ordinary, status: "4xx",
			text: "the ordinary packet is refused: {answer}",
			fix: "the answer's text and the backend's log say what it misses. Usual causes: a field that is required " +
				"but only sometimes sent, EventTime or Random of another type, a body that is not read (Express " +
				"without express.json()), a parameter under another spelling (SdkAppid, with a small ppid).",
		},
		{
			id: "ordinary-5xx", cases: ordinary, status: "5xx",
			text: "the handler throws over the ordinary packet: {answer}",
			fix: "the backend's log at that moment holds the exception. Usual causes: a field that is taken for " +
				"granted, a type assertion, a body that nothing has parsed, a database that is not there.",
		},
	}
}
