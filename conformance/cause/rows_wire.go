package cause

import "github.com/timhook/timhook/conformance/judge"

// queryRows are queries that are read less widely than Chat may write them.
func queryRows() []row {
	return []row{
		{
			id: "query-order", checks: answering, cases: "query-order-*",
			text: "the order of the query's parameters is taken for fixed: with {varied} the answer is " +
				"{answer}{ordinary}",
			fix: "read the parameters by their names, with the framework's parser; no regular expression, no split " +
				"by position.",
		},
		{
			id: "query-extra", checks: answering, cases: "query-extra-*",
			text: "a parameter that the backend does not know is refused: with {varied} the answer is " +
				"{answer}{ordinary}",
			fix: "ignore unknown parameters: RequestId has been seen, and others may come.",
		},
		{
			id: "query-customer", checks: answering, cases: "query-customer-param",
			text: "a parameter of the configured URL itself is refused or disturbs: with {varied} the answer is " +
				"{answer}{ordinary}",
			fix: "parse the whole query by names: the parameters of the console's URL come together with Chat's.",
		},
		{
			id: "query-contenttype", checks: answering, cases: "query-contenttype-*",
			text: "the parameter contenttype is held to \"json\": with {varied} the answer is {answer}{ordinary}",
			fix:  "do not look at contenttype: it is optional, and JSON has been documented in capitals, too.",
		},
		{
			id: "client-ip", checks: answering, cases: "query-clientip-*",
			text: "ClientIP is held to one form: with {varied} the answer is {answer}{ordinary}",
			fix:  clientIPFix,
		},
		{
			id: "platform", checks: answering, cases: "platform-*",
			text: "OptPlatform is held to a list: with {varied} the answer is {answer}{ordinary}",
			fix: "take OptPlatform as a text that may be missing: RESTAPI, Web, Android, iOS and IOS, Windows, Mac " +
				"and macOS, iPad and IPad, Unknown, and those to come. No enum that throws.",
		},
		{
			id: "sign-zeros", checks: answering, cases: "edge-sign-zero",
			text: "your hash loses its leading zeros: a Sign that begins with 0 is refused: {answer}{ordinary}",
			fix: "write the bytes, not a number: Java HexFormat.of().formatHex(bytes) or String.format(\"%064x\", " +
				"n), not BigInteger.toString(16); Go hex.EncodeToString, not %x of a big.Int; Python hexdigest(), " +
				"not hex(int); C# X2 for each byte.",
		},
		{
			id: "time-edge", checks: answering, cases: "edge-time-55-*",
			text: "the window of RequestTime is narrower than a minute: {varied} draws {answer}{ordinary}",
			fix: "accept a RequestTime that is up to 60 seconds away, in both directions: abs(now - RequestTime) <= " +
				"60, in seconds, with the clock set by NTP.",
		},
		{
			id: "url", checks: answering, cases: "url-*",
			text: "with {varied} the answer is {answer}{ordinary}",
			fix:  "let the route take the path that the console has.",
		},
		{
			id: "command-place", checks: answering, cases: "neg-command-query-missing neg-command-body-missing",
			text: "the command is looked for in one place: with {varied} the answer is {answer}{ordinary}",
			fix: "take CallbackCommand from the query, and from the packet where the query has none; where neither " +
				"names one, answer 400.",
		},
		{
			id: "command-unknown", checks: "behave-ignores-unhandled " + answering, cases: "neg-command-*",
			text: "a command that the backend does not handle draws {answer}{ordinary}",
			fix: `give the dispatch a default branch that answers ` +
				`{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":0} and logs ` +
				"the command: a handler table without an entry (KeyError, undefined is not a function) throws.",
		},
		{
			id: "query-broken", checks: answering, cases: "neg-query-*",
			text: "an odd query is not survived: with {varied} the answer is {answer}{ordinary}",
			fix: "catch the error of decoding: JavaScript decodeURIComponent throws URIError, Java URLDecoder " +
				"IllegalArgumentException. Then answer 400, or leave the broken parameter out.",
		},
	}
}

// headRows are heads of requests that the backend, its framework or something in front of it is particular about.
func headRows() []row {
	return []row{
		{
			id: "content-type-charset", checks: answering, cases: "http-content-type-charset",
			text: "Content-Type is compared as a whole: with a charset behind it the answer is {answer}{ordinary}",
			fix: "compare the media type alone, up to the semicolon, or do not look at Content-Type at all: " +
				"JavaScript type.startsWith('application/json'); Go mime.ParseMediaType.",
		},
		{
			id: "content-type", checks: answering, cases: "http-content-type-*",
			text: "the body is read only under Content-Type application/json: with {varied} the answer is " +
				"{answer}{ordinary}",
			fix: "read the raw body as JSON whatever Content-Type says, and without one: which one Chat sends is not " +
				"documented. Express: express.json({type: () => true}); Flask: get_json(force=True); FastAPI: await " +
				"request.body() and json.loads; Spring: @PostMapping without consumes, a String body; PHP: " +
				"php://input.",
		},
		{
			id: "user-agent", checks: answering, cases: "http-no-user-agent",
			text: "a request without User-Agent draws {answer}{ordinary}: the handler or a filter in front of it " +
				"wants one",
			fix: "do not require User-Agent: whether Chat sends one is not documented. Look for a WAF or bot rule, " +
				"and for code that calls a method on the missing header (null).",
		},
		{
			id: "chunked", checks: answering, cases: "http-chunked",
			text: "a body in chunks, without Content-Length, is not read: the answer is {answer}{ordinary}",
			fix: "read the body by the framework and not by Content-Length: Python http.server reads no chunks by " +
				"itself (use a WSGI/ASGI server); nginx and gunicorn decode them; PHP-FPM behind Apache needs " +
				"mod_proxy_fcgi to buffer.",
		},
		{
			id: "expect-continue", checks: answering, cases: "http-expect-continue",
			text: "Expect: 100-continue is not answered: the answer is {answer}{ordinary}",
			fix:  "let the server send 100 Continue, or ignore the header; lighttpd and some proxies answer 417.",
		},
		{
			id: "slow-body", checks: answering, cases: "http-slow-body",
			text: "a body that takes a second to arrive is not waited for: the answer is {answer}{ordinary}",
			fix: "give the reading of a body 5 s or more: Go Server.ReadTimeout; nginx client_body_timeout; Node " +
				"requestTimeout. And collect all pieces: the first 'data' event or recv is not the whole body.",
		},
		{
			id: "http10", checks: answering, cases: "http-http10 http-connection-close http-gzip-body",
			text: "with {varied} the answer is {answer}{ordinary}",
			fix:  "answer HTTP/1.0 and Connection: close as usual, and 415 to a body with Content-Encoding.",
		},
		{
			id: "keep-alive", checks: answering, cases: "http-keepalive-*",
			text: "a connection that was used before fails: {answer}{ordinary}",
			fix: "answer with the right Content-Length, read each body to its end before the next request, and keep " +
				"idle connections longer than 5 s (Node server.keepAliveTimeout is 5 s by default: set 65 s).",
		},
		{
			id: "method-crash", checks: answering + " behave-refusal-form", cases: "neg-method-*",
			text: "another method than POST is not survived: with {varied} the answer is {answer}{ordinary}",
			fix:  "check the method before the body is read, and answer 405 with Allow: POST.",
		},
		{
			id: "header-huge", checks: answering, cases: "neg-header-huge",
			text: "a header of 64 KB is not survived: the answer is {answer}{ordinary}", fix: "answer 431.",
		},
	}
}

// layoutRows are packets in a layout that a handler without a JSON parser stumbles over, and bodies that are no packet.
func layoutRows() []row {
	return []row{
		{
			id: "branch-silent", checks: "resp-answer behave-survives resp-under-2s behave-refusal-form",
			cases: "neg-*",
			when:  func(s Shown, _ *Run) bool { return s.Reaction == judge.Hung },
			text:  "a branch of the handler never answers: with {varied} no answer comes{ordinary}",
			fix: "end the answer on every path, that of an error above all. Node: res.end in catch; Express: " +
				"next(err), and res.json in each branch; an async handler without catch; Go: no blocking read; an " +
				"empty body ends at once.",
		},
		{
			id: "bom", checks: answering, cases: "body-bom",
			text: "a byte order mark before the packet is not survived: the answer is {answer}{ordinary}",
			fix:  "answer 400, or strip it: Python utf-8-sig; PHP ltrim($body, \"\\xEF\\xBB\\xBF\").",
		},
		{
			id: "layout", checks: answering,
			cases: "body-pretty body-key-order-random body-compact-sorted body-escaped-* " +
				"body-trailing-newline body-raw-utf8 elem-content-first",
			text: "the layout of the JSON is taken for fixed: with {varied} the answer is {answer}{ordinary}",
			fix: "read the packet with a JSON parser: no regular expression or comparison of text over it, no order " +
				"of members, no line by line.",
		},
		{
			id: "many-entries", checks: answering, cases: "neg-json-big-array", when: isAnswered,
			text: "a list of 100,000 entries is not survived, of which each has two fields at most: the answer is " +
				"{answer}{ordinary}",
			fix: "read the fields of an entry with a default, and take no more entries than you have memory and time " +
				"for; then answer 400, or OK.",
		},
		{
			id: "body-unread", checks: answering + " behave-refusal-form",
			cases: "neg-json-* neg-encoding-* neg-body-*",
			when:  func(s Shown, _ *Run) bool { return s.Case != "neg-body-1mb" && s.Case != "neg-body-16mb" },
			text: "the handler throws on a body that is not the object it expects: with {varied} the answer is " +
				"{answer}{ordinary}",
			fix: "answer 400 where the body is empty, no JSON or no object, or lacks its fields. Catch the parser's " +
				"error: Node JSON.parse throws; Python json.loads raises ValueError, RecursionError, " +
				"UnicodeDecodeError; PHP json_decode gives null (JSON_THROW_ON_ERROR). Then check that it is an " +
				"object, and the fields before use. Express: req.body is undefined without a body.",
		},
		{
			id: "body-large", checks: answering, cases: "neg-body-*",
			text: "with {varied} the answer is {answer}{ordinary}",
			fix: "limit the body (1 MB) and answer 413 above it, read it with a timeout, and serve others meanwhile: " +
				"one thread or one worker is not enough.",
		},
	}
}

// circumstanceRows are backends that a crowd, a repetition or an odd request before disturbs.
func circumstanceRows() []row {
	return []row{
		{
			id: "crowd-single", checks: "behave-concurrency", when: func(s Shown, _ *Run) bool { return isSlow(s) },
			text: "the backend answers one request at a time, or too few: among others the answer takes too long " +
				"({answer})",
			fix: "answer several at once: Flask and http.server ThreadingHTTPServer or gunicorn -w 4 --threads 8; " +
				"PHP PHP_CLI_SERVER_WORKERS or php-fpm; Node no sync calls; and answer before the work is done.",
		},
		{
			id: "unread-body", checks: "behave-resumes",
			when: func(s Shown, _ *Run) bool { return LeftBody(s.Exchange) },
			text: "a request was answered with its body unread and the connection kept: its body was then taken for " +
				"the beginning of the next request",
			fix: "read the whole body before every answer, a refusal too, or close the connection behind it. Python " +
				"http.server: self.rfile.read(int(self.headers.get('Content-Length') or 0)) in each do_ method, or " +
				"self.close_connection = True; sockets of your own: skip Content-Length bytes.",
		},
		{
			id: "told-twice", checks: answering, cases: "delivery-pair", label: "same message",
			text: "a message that another callback has told of before is not taken: the answer is {answer}{ordinary}",
			fix: "one message comes by several callbacks: before and after it is sent, to the chatbot and to the " +
				"group, with the same MsgKey, MsgId or MsgSeq. Make CallbackCommand a part of the key under which " +
				"you store, or let the second change nothing, and answer OK.",
		},
		{
			id: "redelivery-conflict", checks: "behave-redelivery",
			text: "a callback that comes a second time is refused or throws: {answer}",
			fix: "answer OK to what you know already. INSERT … ON CONFLICT DO NOTHING (PostgreSQL), INSERT IGNORE " +
				"(MySQL), or catch the error of the unique index; do not remember Sign as used.",
		},
	}
}
