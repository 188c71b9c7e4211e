package judge

import (
	"fmt"

	"github.com/timhook/timhook/internal/nearest"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/jsontree"
)

const notDocumented = " What Chat does then is not documented; a reader that expects the documented form cannot " +
	"read the packet, which counts as a failed callback. (inferred)"

// packetChecks judge whether the body is a response packet, and one with the documented names.
func packetChecks() []*Check {
	return []*Check{
		{
			ID:    "resp-content-encoding",
			Title: "The body is not compressed, and no Content-Encoding announces it.",
			Level: payloads.Must, Evidence: payloads.Inferred, Needs: NeedsBody,
			Source: "RFC 9110, 12.5.3: no captured request has an Accept-Encoding (observed)",
			Impact: "Chat asked for no compression. It reads bytes that are not JSON, or fails to decompress a plain " +
				"body. (inferred)",
			Fix: "do not compress this answer, and do not set Content-Encoding. Usual causes: a compressing " +
				"middleware or a CDN that does not look at Accept-Encoding, an answer that was stored compressed, " +
				"gzip_static, a header that was copied from another answer, Content-Encoding: utf-8 in place of " +
				"Content-Type: application/json; charset=utf-8.",
			Bad: answer("200 OK", typeJSON+"Content-Encoding: gzip\r\n", Canonical), Run: (*Trial).decoded,
		},
		{
			ID:    "resp-unwrapped",
			Title: "The packet is the whole body: no object, list or string is wrapped around it.",
			Level: payloads.Must, Evidence: payloads.Documented, Needs: NeedsBody,
			Source: responseFields,
			Impact: "A reader that looks for the documented names does not find them." + notDocumented,
			Fix: "send the packet itself as the body. Usual causes: an envelope that the framework puts around every " +
				"answer (Spring ResponseBodyAdvice, a NestJS interceptor, Result.success(…)), JSON that is encoded " +
				"twice (res.json(JSON.stringify(…)), jsonify(json.dumps(…))), an AWS Lambda form (statusCode, body) " +
				"behind a server that is no API Gateway.",
			Bad: ok(`{"code":0,"msg":"success","data":` + Canonical + `}`), Run: (*Trial).unwrapped,
		},
		{
			ID:    "resp-json",
			Title: "The body is one JSON object in UTF-8, without a byte order mark.",
			Level: payloads.Must, Evidence: payloads.Documented, Needs: NeedsBody,
			Source: Overview + ", on failures: a body that is not JSON cannot be parsed",
			Impact: "Chat cannot parse the answer and counts the callback as failed. (documented; for a byte order " +
				"mark, a repeated field or bytes after the object: inferred)",
			Fix: `answer {"ActionStatus":"OK","ErrorInfo":"","ErrorCode":0} through the JSON encoder, once. ` +
				`Usual causes: a plain OK or an empty body from a default route, an error page, a packet that was ` +
				`encoded twice (a JSON string), print or var_dump before it, a PHP file saved with a byte order ` +
				`mark, two answers written in a row (Node: a missing return after res.json).`,
			Good: ok("{\"ErrorCode\": 0, \"ErrorInfo\": \"\", \"ActionStatus\": \"OK\"}\n"),
			Bad:  answer("200 OK", "Content-Type: text/plain\r\n", "OK"),
			Run:  (*Trial).isJSON,
		},
		{
			ID:    "resp-case",
			Title: "The fields are spelled exactly ActionStatus, ErrorCode and ErrorInfo.",
			Level: payloads.Must, Evidence: payloads.Documented, Needs: NeedsPacket,
			Source: responseFields,
			Impact: "A reader that looks for the documented names does not find the field." + notDocumented,
			Fix: "name the fields explicitly. Usual causes: Go without a json tag, Jackson's or " +
				"System.Text.Json's camel case, a snake_case setting of the serializer.",
			Bad: ok(`{"ActionStatus":"OK","ErrorInfo":"","errorCode":0}`),
			Run: func(t *Trial) { t.reportAll(t.reading.misspelt) },
		},
	}
}

// fieldChecks judge what the three fields say.
func fieldChecks() []*Check {
	return []*Check{
		{
			ID:    "resp-actionstatus-present",
			Title: "ActionStatus is there and is the string OK or FAIL.",
			Level: payloads.Must, Evidence: payloads.Documented, Needs: NeedsPacket,
			Source: responseFields,
			Impact: "The packet does not say whether the callback was processed." + notDocumented,
			Fix:    `send "ActionStatus":"OK", in capitals; not "ok", "SUCCESS", true or 0.`,
			Bad:    ok(`{"ActionStatus":"ok","ErrorInfo":"","ErrorCode":0}`), Run: (*Trial).hasActionStatus,
		},
		{
			ID:    "resp-errorcode-present",
			Title: "ErrorCode is there and is a JSON integer.",
			Level: payloads.Must, Evidence: payloads.Documented, Needs: NeedsPacket,
			Source: responseFields,
			Impact: "The packet has no readable code." + notDocumented,
			Fix: `send the number: "ErrorCode":0. Go: int, not string or float64 with ",string"; Node: ` +
				`Number(code); PHP: (int)$code; Python: int, not None.`,
			Bad: ok(`{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":"0"}`), Run: (*Trial).hasErrorCode,
		},
		{
			ID:    "resp-errorinfo-present",
			Title: "ErrorInfo is there and is a string, empty on success.",
			Level: payloads.Must, Evidence: payloads.Documented, Needs: NeedsPacket,
			Source: responseFields,
			Impact: "A required field is missing or unreadable." + notDocumented,
			Fix: `send "ErrorInfo":"" on success. Usual causes: omitempty in Go, a null default in Java, C# or ` +
				`Python, JSON.stringify dropping undefined in Node.`,
			Bad: ok(`{"ActionStatus":"OK","ErrorCode":0}`), Run: (*Trial).hasErrorInfo,
		},
		{
			ID:    "resp-errorcode-zero",
			Title: "A callback that has to be accepted is answered with ActionStatus OK and ErrorCode 0.",
			Level: payloads.Must, Evidence: payloads.Documented, Needs: NeedsPacket, Where: nothingDecides,
			Source: responseFields + ": ErrorCode 0 is the only value that they name",
			Impact: "The return code of an after-event callback is ignored and nothing is sent again: the event is " +
				"lost. (documented)",
			Fix: "accept the callback; the reason is in ErrorInfo and in the backend's log. FAIL and " +
				"other codes do not ask for redelivery: when the work fails later, keep the event and answer OK.",
			Bad: ok(`{"ActionStatus":"FAIL","ErrorInfo":"busy","ErrorCode":1}`), Run: (*Trial).accepts,
		},
		{
			ID:    "resp-consistent",
			Title: "ActionStatus OK goes with ErrorCode 0, FAIL with another code.",
			Level: payloads.Should, Evidence: payloads.Inferred, Needs: NeedsPacket,
			Source: responseFields + ", which allow FAIL without naming a code for it",
			Impact: "The packet contradicts itself; which of the two Chat or a log reader believes is not " +
				"documented. (inferred)",
			Fix: "set both in one place: OK with 0, FAIL with the code of the failure.",
			Bad: ok(`{"ActionStatus":"FAIL","ErrorInfo":"","ErrorCode":0}`), Run: (*Trial).consistent,
		},
	}
}

func (t *Trial) isJSON() {
	if t.Packet.IsAbsent() && len(t.reading.problems) == 0 {
		t.Skip() // it is compressed or wrapped
	}
	t.reportAll(t.reading.problems)
}

func (t *Trial) reportAll(findings []Finding) {
	for _, f := range findings {
		t.Report(f)
	}
}

// want reports a documented field that is missing or of another kind.
func (t *Trial) want(name, want string, fits func(jsontree.Value) bool) {
	v, judgeable := t.field(name)
	switch {
	case !judgeable:
		t.Skip()
	case v.IsAbsent():
		t.Report(whole(t.nothingLike(name), want).in(name))
	case !fits(v):
		got := t.describe(v)
		if alike := lookalikes(v.Text()); v.Kind() == jsontree.KindString && alike != "" {
			got += " with " + alike
		}
		t.Report(at(v.Start(), v.End(), got, want).in(name))
	}
}

// nothingLike names a member that may be the missing one under another name.
func (t *Trial) nothingLike(name string) string {
	var names []string
	for _, m := range t.Packet.Members() {
		names = append(names, m.Name)
	}
	if near := nearest.Names(name, names[:min(len(names), 32)]); len(near) > 0 && !isDocumented(near[0]) {
		return "nothing (but " + t.quote(near[0]) + ")"
	}
	return "nothing"
}

func (t *Trial) hasActionStatus() {
	t.want(actionStatus, `the string "OK" or "FAIL"`, isStatus)
}

func isStatus(v jsontree.Value) bool {
	return v.Kind() == jsontree.KindString && (v.Text() == "OK" || v.Text() == "FAIL")
}

func (t *Trial) hasErrorCode() {
	t.want(errorCode, "an integer", func(v jsontree.Value) bool {
		_, isInteger := v.Int64()
		return isInteger
	})
}

func (t *Trial) hasErrorInfo() {
	t.want(errorInfo, "a string", func(v jsontree.Value) bool { return v.Kind() == jsontree.KindString })
}

// verdict is the packet's pair of ActionStatus and ErrorCode, each absent when its own check has the cause.
func (t *Trial) verdict() (status, code jsontree.Value) {
	if v, judgeable := t.field(actionStatus); judgeable && isStatus(v) {
		status = v
	}
	if v, judgeable := t.field(errorCode); judgeable {
		if _, isInteger := v.Int64(); isInteger {
			code = v
		}
	}
	return status, code
}

// accepts blames the code where it can. FAIL beside 0 is not an acceptance either: without this finding the answer
// would only draw the contradiction, which is a SHOULD.
func (t *Trial) accepts() {
	status, code := t.verdict()
	n, _ := code.Int64()
	switch {
	case n != 0:
		t.Report(at(code.Start(), code.End(), fmt.Sprint(n), "0").in(errorCode))
	case status.Text() == "FAIL":
		t.Report(at(status.Start(), status.End(), `"FAIL"`, `"OK"`).in(actionStatus))
	case status.IsAbsent() || code.IsAbsent():
		t.Skip()
	}
}

func (t *Trial) consistent() {
	status, code := t.verdict()
	if status.IsAbsent() || code.IsAbsent() {
		t.Skip()
		return
	}
	n, _ := code.Int64()
	if n != 0 && t.decides() {
		return // a decision is written so, and has checks of its own
	}
	if (status.Text() == "OK") != (n == 0) {
		t.Report(at(status.Start(), status.End(), fmt.Sprintf("%q beside ErrorCode %d", status.Text(), n), "OK with "+
			"0, or FAIL with another code").in(actionStatus))
	}
}
