package cause

import (
	"net/http"
	"slices"
	"strings"

	"github.com/timhook/timhook/conformance/judge"
)

// diedRows are backends that went away.
func diedRows() []row {
	const fix = "catch the exception around the whole handler, reading and parsing of the body included, and answer " +
		"400: Node try/catch around JSON.parse and in async handlers (process.on('uncaughtException') is no cure); " +
		"Go: recover, and no panic in a goroutine; Python: except around the handler; PHP: a fatal error, Throwable. " +
		"Its last lines of output name the exception."
	return []row{
		{
			id: "died-among", checks: "behave-stays-up", when: func(s Shown, _ *Run) bool { return s.Among },
			text: "the backend went away while several packets were under way; which of them ended it is not known",
			fix:  fix + " `-j 1` sends one packet at a time.",
		},
		{
			id: "died", checks: "behave-stays-up",
			text: "the backend ends over {varied}", fix: fix,
		},
	}
}

// goneRows are backends that are not there any more, or never answer.
func goneRows() []row {
	return []row{
		{
			id: "no-answer", checks: "resp-answer behave-stays-up", cases: "ordinary", when: isClosed,
			text: "the ordinary packet ends the connection without an answer: the handler has thrown an exception " +
				"that nothing catches, or the process has died",
			fix: "look at the backend's last lines of output: an uncaught exception in the handler comes first. " +
				"Catch it around the whole handler and answer. Node: try/catch around async handlers and " +
				"JSON.parse; Go: a panic; Python: a traceback in the worker; PHP: a fatal error.",
		},
		{
			id: "no-answer-to", each: true, checks: "resp-answer behave-stays-up", when: isClosed,
			text: "with {varied} the connection ends without an answer{ordinary}: the handler throws an exception " +
				"that nothing catches, or the process dies",
			fix: "look at the backend's last lines of output for the uncaught exception. Catch errors around the " +
				"whole handler, reading and parsing of the body included, and answer 400 or 200; then cure what " +
				"threw: {varied}.",
		},
	}
}

// ordinarySignRows are backends that refuse a right Sign. The contrasts show which one they take instead.
func ordinarySignRows() []row {
	const formula = "Sign is the SHA-256 of the token followed by RequestTime, in lower-case hexadecimal; no HMAC, " +
		"no separator. `timhook verify URL --token …` tells of each Sign which formula made it."
	takes := func(id, kind string) func(Shown, *Run) bool {
		return func(s Shown, r *Run) bool {
			alone := r.accepted(id) && len(r.acceptedCallbacks()) == 0
			return s.Signed && alone || r.contrast(s, kind) != ""
		}
	}
	return []row{
		{
			id: "sign-order", cases: ordinary, explains: "neg-sign-reversed",
			when: takes("neg-sign-reversed", "sign-order"),
			text: "you hash in the wrong order: the SHA-256 of RequestTime followed by the token is accepted, the " +
				"right Sign is refused",
			fix: "hash the token first and RequestTime after it: sha256(token + RequestTime). " + formula,
		},
		{
			id: "sign-hmac", cases: ordinary, explains: "neg-sign-hmac", when: takes("neg-sign-hmac", "sign-hmac"),
			text: "you use HMAC: an HMAC-SHA256 is accepted, the right Sign is refused",
			fix: "compute a plain SHA-256: Node createHash('sha256'), not createHmac; PHP hash('sha256', …), not " +
				"hash_hmac; " +
				"Python hashlib.sha256, not hmac; Go sha256.Sum256, not hmac.New. " + formula,
		},
		{
			id: "sign-md5", cases: ordinary, explains: "neg-sign-md5", when: takes("neg-sign-md5", "sign-md5"),
			text: "you use MD5: the MD5 of token and RequestTime is accepted, the right Sign is refused",
			fix:  "compute a SHA-256 instead of the MD5. " + formula,
		},
		{
			id: "sign-case", cases: ordinary, contrast: "sign-case",
			text: "you compare Sign with digits in upper case: {contrast} is accepted, the right Sign is refused",
			fix: "write the hash in lower case: PHP and Go do; C# and Java's %02X, BitConverter and .toUpperCase() " +
				"do not. " +
				formula,
		},
		{
			id: "sign-other", cases: ordinary, contrast: "sign-other",
			text: "you compute another Sign: {contrast} is accepted, the right Sign is refused", fix: formula,
		},
		{
			id: "time-ms", cases: ordinary, explains: "neg-time-ms", contrast: "time",
			text: "you read RequestTime as milliseconds: one in milliseconds is accepted, the right one is refused",
			fix: "RequestTime is in seconds. Compare it with the present in seconds: Node " +
				"Math.floor(Date.now()/1000); Java System.currentTimeMillis()/1000; Go time.Now().Unix().",
		},
		{
			id: "time-text", cases: ordinary, explains: "neg-time-nonnumeric",
			when: takes("neg-time-nonnumeric", "time-text"),
			text: "you do not read RequestTime as seconds: a text that is no number is accepted, the right one is " +
				"refused",
			fix: "read RequestTime as a decimal number of seconds since 1970, in UTC, and refuse what is more than a " +
				"minute away or no number. NaN is the trap: abs(NaN - now) > 60 is false.",
		},
		{
			id: "field-form", cases: ordinary, contrast: "field",
			text: "{contrast}; the answer is {answer}",
			fix: "read the field in both forms and where it is missing: some are only sometimes sent, and old and " +
				"new versions of Chat differ. Go: any or json.Number, and pointers; Pydantic: int | str | None = " +
				"None; Java: Object or JsonNode; TypeScript: check with typeof.",
		},
		{
			id: "field-foreign", cases: ordinary, contrast: foreignKind,
			text: "the handler takes for granted what other callbacks have. {contrast}; the answer is {answer}",
			fix: "read of each callback what its page has (`timhook explain` shows it), after CallbackCommand has " +
				"told which one it is: fields, parameters and units of time differ. What all share, as a log or a " +
				"check in front of the handlers, reads with a default.",
		},
		{
			id: "unsigned-only", cases: ordinary, explains: "neg-both-missing baseline-unsigned", contrast: "unsigned",
			text: "the ordinary packet is accepted only without Sign and RequestTime",
			fix: "the backend may know no token (is its configuration read?), or it refuses parameters that it does " +
				"not know. Accept both parameters, and check them with the token of the console.",
		},
	}
}

// ordinaryRouteRows are backends that do not find the route, or not the method.
func ordinaryRouteRows() []row {
	return []row{
		{
			id: "route-with-query", cases: ordinary, status: "404 405 410 501", contrast: "query",
			text: "the route is compared with the whole URL, and Chat's URL holds a query: without it the path is " +
				"found, with ?SdkAppid=… the answer is {answer}",
			fix: "compare the path alone. Node: new URL(req.url, 'http://x').pathname; Python: " +
				"urlsplit(self.path).path; PHP: parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH); Go: r.URL.Path, " +
				"not r.RequestURI.",
		},
		{
			id: "route-slash", cases: ordinary, contrast: "path",
			text: "the URL differs from the route by a slash: {contrast} is found, this one draws {answer}",
			fix: "test, and enter in the console, the URL with the path that the route has, or let the route take " +
				"both spellings.",
		},
		{
			id: "route-get", cases: ordinary, status: "404 405 501", contrast: "get",
			text: "the route is there for GET and not for POST: a POST draws {answer}",
			fix: "register the route for POST. Express: app.post; Flask: methods=['POST']; FastAPI: @app.post; Go: " +
				"\"POST /path\"; Laravel: Route::post; Spring: @PostMapping.",
		},
		{
			id: "route-root", cases: ordinary, status: "404 405", contrast: "root",
			text: "the backend has its route at / and not at this path: this one draws {answer}",
			fix:  "test the URL with the path of the route, or move the route to this path.",
		},
		{
			id: "route-none", cases: ordinary, status: "404 410",
			text: "there is no route for this path: {answer}, also for the same path without its query",
			fix: "compare the path of the URL with the route: spelling, letter case, a prefix of the framework or " +
				"the proxy, a slash at the end. The route takes POST, and a URL with a query.",
		},
		{
			id: "method-refused", cases: ordinary, status: "405 501",
			text: "the route does not take POST: {answer}",
			fix: "register the route for POST. Express: app.post; Flask: methods=['POST']; FastAPI: @app.post; Go: " +
				"\"POST /path\"; Laravel: Route::post; Spring: @PostMapping; Python http.server: do_POST.",
		},
		{
			id: "csrf", status: "403 419 422", body: "csrf|page expired|authenticitytoken|forgery",
			text: "a protection against CSRF refuses the POST, which carries no token of a form: {answer}",
			fix: "take the route out of it: Django @csrf_exempt; Laravel: validateCsrfTokens(except: […]); Rails: " +
				"skip_forgery_protection; Spring: csrf.ignoringRequestMatchers(…). Sign is what protects this route.",
		},
		{
			id: "login", cases: ordinary, checks: "resp-no-redirect",
			text: "the URL redirects ({got}): to a login, to https, or to the path with another slash",
			fix: "enter the URL that the redirect leads to. If it leads to a login, take the route out of the " +
				"session check: Chat does not log in; Sign is what protects this route.",
		},
	}
}

// ordinaryRows are backends that refuse the ordinary packet, by what was accepted instead.
func ordinaryRows() []row {
	return slices.Concat(refusedRows(), brokenRows())
}

// speaksOfElse is true of a refusal that names a reason other than the sender's proof.
func speaksOfElse(s Shown) bool {
	text := strings.ToLower(said(s.Exchange, s.Secrets))
	if strings.EqualFold(text, http.StatusText(s.Exchange.Status)) || strings.Count(text, " ") == 0 {
		return false
	}
	isWide := func(r rune) bool { return r > 127 }
	return !strings.ContainsFunc(text, isWide) && !containsAny(text, "sign", "token", "auth",
		"forbidden", "denied", "appid", "secret", "credential", "invalid", "verif", "hash", "permission", "access")
}

func containsAny(text string, parts ...string) bool {
	return slices.ContainsFunc(parts, func(part string) bool { return strings.Contains(text, part) })
}

// misspelt reports whether a refusal is wrong in its form, too.
func misspelt(s Shown) bool {
	return slices.ContainsFunc(underOK(s), func(f judge.Finding) bool { return f.Check.ID != "resp-errorcode-zero" })
}

// isAnswered is true of an exchange that did not hang.
func isAnswered(s Shown, _ *Run) bool { return s.Reaction != judge.Hung }

// isClosed is true of a connection that ended without an answer.
func isClosed(s Shown, _ *Run) bool { return s.Reaction == judge.Dropped }

// compareAll is what to look at where a right Sign is refused and no wrong one accepted.
const compareAll = "compare one by one: the token that the backend really has (is its environment read? is it that " +
	"of --token?), the SdkAppid (--sdk-app-id), the formula hex(SHA-256(token + RequestTime)), and the clock: " +
	"RequestTime is in SECONDS (Node's Date.now() and Java's currentTimeMillis() are in milliseconds). `timhook " +
	"verify` checks a Sign and names the wrong part."

// refuses is true of a refusal by a status, or by FAIL or a code under 200.
func refuses(s Shown) bool { return s.Reaction == refused }
