package cause

import (
	"strings"

	"github.com/timhook/timhook/conformance/judge"
)

// framingRows are answers whose end is not where the head says, by what came.
func framingRows() []row {
	got := func(part string) func(Shown, *Run) bool {
		return func(s Shown, _ *Run) bool { return strings.Contains(s.Finding.Got, part) }
	}
	const count = "Content-Length is the number of bytes, not of characters: Python len(text.encode()); Node " +
		"Buffer.byteLength(text); PHP strlen, not mb_strlen; Go len of the bytes. Or leave it to the framework."
	return []row{
		{
			id: "head-with-body", checks: "resp-framing", cases: "neg-method-head",
			text: "a HEAD is answered with a body: {got}",
			fix: "refuse every method but POST with 405 first, and write no body for HEAD; the server's own HEAD " +
				"handling does.",
		},
		{
			id: "length-short", checks: "resp-framing", when: got("after the end of the answer"),
			text: "Content-Length is smaller than the body: {got}", fix: count,
		},
		{
			id: "length-short", checks: "resp-framing", when: got("nobody asked for"),
			text: "more is written than Content-Length says: {got}", fix: count,
		},
		{
			id: "length-long", checks: "resp-framing", when: got("Content-Length announces"),
			text: "Content-Length is larger than the body: {got}", fix: count,
		},
		{
			id: "length-and-chunks", checks: "resp-framing", when: got("both Content-Length and Transfer-Encoding"),
			text: "the answer has two ends: {got}",
			fix:  "send one of them; let the framework choose, and set neither header by hand.",
		},
		{
			id: "chunks", checks: "resp-framing", when: got("chunk"),
			text: "the body in chunks does not end: {got}",
			fix:  "end the answer (res.end(), return from the handler), and let the framework write the chunks.",
		},
		{
			id: "no-length", checks: "resp-framing", when: got("neither a Content-Length"),
			text: "nothing says where the answer ends: {got}",
			fix:  "let the framework set Content-Length; a handler that writes to the socket itself has to send it.",
		},
		{
			id: "not-http", checks: "resp-framing", when: got("not HTTP"),
			text: "what answers speaks no HTTP: {got}",
			fix:  "write the status line and the head before the packet (HTTP/1.1 200 OK), or ask the right port.",
		},
	}
}

// lateRows are answers that came, and late.
func lateRows() []row {
	return []row{{
		id: "late-crowd", checks: "resp-under-2s", cases: "delivery-concurrent-mixed delivery-burst-40",
		text: "among others the answer comes late ({got}): the backend answers one request at a time, or few",
		fix: "answer several at once: Java HttpServer.setExecutor(Executors.newCachedThreadPool()); gunicorn -w 4 " +
			"--threads 8; Python ThreadingHTTPServer; php -S with PHP_CLI_SERVER_WORKERS, or php-fpm; Node no " +
			"synchronous calls.",
	}, {
		id: "late", checks: "resp-under-2s", when: func(s Shown, _ *Run) bool { return s.Reaction != judge.Hung },
		text: "the answer comes late: {got}",
		fix: "answer first and work afterwards: put the event on a queue, a goroutine, a worker thread, setImmediate " +
			"(Node), fastcgi_finish_request (PHP), BackgroundTasks (FastAPI); no request to another service before " +
			"the answer.",
	}}
}

// sizeRows are packets that fail for their size, whatever they hold: nothing as large was accepted in the run.
func sizeRows() []row {
	return []row{{
		id: "size", checks: "resp-status-200 resp-answer behave-survives resp-under-2s resp-framing behave-stays-up",
		cases: "text-max* text-long-line ccd-large* attr-value-4000 attr-total-16000 elem-* neg-json-depth-* " +
			"neg-body-1mb neg-body-16mb body-composite* baseline-maximal body-escaped-* at-thirty*",
		when: tooLarge,
		text: "bodies of {bytes} bytes and more are not taken, while smaller ones are: the answer is {answer}",
		fix: "take bodies of up to 1 MB, and read them whole, to Content-Length or the end: Express " +
			"express.json({limit: '1mb'}); nginx client_max_body_size 1m; PHP post_max_size; Node: collect all " +
			"'data' events; Go: io.ReadAll, not one Read; Python rfile.read(length). Texts of 12 KB need TEXT, not " +
			"VARCHAR(255).",
	}}
}

// filterRows are texts that something in front of the handler, or a check in it, takes for an attack.
func filterRows() []row {
	return []row{{
		id: "filter", checks: "resp-status-200", cases: "text-* ccd-* attr-* account-* groupid-* elem-* body-* query-*",
		status: "403 406", body: "block|denied|attack|waf|malicious|firewall|security|<html|illegal",
		text: "a filter takes a text of a user for an attack: with {varied} the answer is {answer}{ordinary}",
		fix: "take the route out of the filter (WAF, mod_security, a sanitizer): users may write what they want, and " +
			"Chat passes it on as it is.",
	}}
}
