package backend

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"
)

// bodyFaults answer a body that is no JSON object in UTF-8.
func bodyFaults() []Fault {
	trips, wrapped, coded := []string{"resp-json"}, []string{"resp-unwrapped"}, []string{"resp-content-encoding"}
	return []Fault{
		fault("plain-ok", "answers a plain OK", trips, respond(200, "text/plain", "OK")),
		fault("empty-body", "answers HTTP 200 without a body", trips, respond(200, "text/plain", "")),
		fault("html-page", "answers HTTP 200 with an HTML page", trips,
			respond(200, "text/html", "<!doctype html><title>welcome</title>")),
		fault("bom", "writes a byte order mark before the packet", trips, body("\xEF\xBB\xBF"+accepted)),
		fault("utf16", "encodes the packet in UTF-16", trips, body(inUTF16(accepted))),
		fault("latin1", "encodes the packet in Latin-1", trips, with("ErrorInfo", "\"bien re\xE7u\"")),
		fault("trailing-bytes", "writes a text after the packet", trips, body(accepted+"\nOK")),
		fault("two-objects", "writes the packet twice", trips, body(accepted+accepted)),
		fault("array-root", "wraps the packet in an array", wrapped, body("["+accepted+"]")),
		fault("string-root", "encodes the packet twice, as a JSON string", wrapped, body(strconv.Quote(accepted))),
		fault("data-envelope", "puts the packet under data, in the form of the backend's own API", wrapped,
			body(`{"code":0,"msg":"success","data":`+accepted+`}`)),
		fault("body-string", "answers as an AWS Lambda function does, the packet as a string under body", wrapped,
			body(`{"statusCode":200,"body":`+strconv.Quote(accepted)+`}`)),
		fault("gzip-unasked", "compresses the packet although nothing asks for that", coded,
			coding("gzip", gzipped(accepted))),
		fault("gzip-unannounced", "compresses the packet and does not announce it", coded, body(gzipped(accepted))),
		fault("gzip-header-only", "announces gzip over a plain packet", coded, coding("gzip", accepted)),
		fault("coding-utf8", "writes the charset into Content-Encoding", coded, coding("utf-8", accepted)),
		fault("null-root", "answers null", trips, body("null")),
		fault("cut-json", "leaves the closing brace out", trips, body(accepted[:len(accepted)-1])),
		fault("single-quotes", "prints a Python dict", trips,
			body(`{'ActionStatus': 'OK', 'ErrorInfo': '', 'ErrorCode': 0}`)),
		fault("duplicate-key", "writes ErrorCode twice, with different values", trips,
			body(`{"ErrorCode":1,`+accepted[1:])),
		fault("duplicate-key-equal", "writes ErrorCode twice, with the same value", trips,
			body(`{"ErrorCode":0,`+accepted[1:])),
		fault("lone-surrogate", "cuts a text in the middle of an emoji", trips, with("ErrorInfo", `"saved \ud83d"`)),
	}
}

// coding answers the text under a Content-Encoding.
func coding(name, text string) wrapper {
	return onAcceptance(func(w http.ResponseWriter, _ request) {
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Content-Encoding", name)
		_, _ = io.WriteString(w, text)
	})
}

func gzipped(text string) string {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, err := io.WriteString(w, text)
	if err = errors.Join(err, w.Close()); err != nil {
		panic(err) // memory takes everything
	}
	return b.String()
}

// inUTF16 encodes text in UTF-16, big-endian and without a mark.
func inUTF16(text string) string {
	var out []byte
	for _, unit := range utf16.Encode([]rune(text)) {
		out = append(out, byte(unit>>8), byte(unit))
	}
	return string(out)
}

// fieldFaults answer a JSON object whose fields are wrong.
func fieldFaults() []Fault {
	status, code := []string{"resp-actionstatus-present"}, []string{"resp-errorcode-present"}
	info, spelling := []string{"resp-errorinfo-present"}, []string{"resp-case"}
	refuses, contradicts := []string{"resp-errorcode-zero"}, []string{"resp-errorcode-zero", "resp-consistent"}
	all := slices.Concat(status, code, info)
	return []Fault{
		fault("keys-lowercase", "spells the fields in lower case", spelling,
			body(named("actionstatus", "errorinfo", "errorcode"))),
		fault("keys-camel", "spells the fields with a small first letter", spelling,
			body(named("actionStatus", "errorInfo", "errorCode"))),
		fault("keys-snake", "spells the fields with underscores", spelling,
			body(named("action_status", "error_info", "error_code"))),
		fault("empty-object", "answers an empty object", all, body(`{}`)),
		fault("other-packet", "answers in the form of the backend's own API", all,
			body(`{"code":0,"msg":"success","data":null}`)),
		fault("action-missing", "leaves ActionStatus out", status, body(`{"ErrorInfo":"","ErrorCode":0}`)),
		fault("action-lowercase-value", "answers ok in lower case", status, with("ActionStatus", `"ok"`)),
		fault("action-success", "answers SUCCESS", status, with("ActionStatus", `"SUCCESS"`)),
		fault("action-number", "sends ActionStatus as a number", status, with("ActionStatus", `0`)),
		fault("action-bool", "sends ActionStatus as a boolean", status, with("ActionStatus", `true`)),
		fault("code-missing", "leaves ErrorCode out", code, body(`{"ActionStatus":"OK","ErrorInfo":""}`)),
		fault("code-string", "sends ErrorCode as a string", code, with("ErrorCode", `"0"`)),
		fault("code-float", "sends ErrorCode with a fraction", code, with("ErrorCode", `0.0`)),
		fault("code-exponent", "sends ErrorCode with an exponent", code, with("ErrorCode", `0e0`)),
		fault("code-null", "sends ErrorCode as null", code, with("ErrorCode", `null`)),
		fault("code-bool", "sends ErrorCode as a boolean", code, with("ErrorCode", `false`)),
		fault("code-huge", "sends an ErrorCode beyond 64 bits", code, with("ErrorCode", `99999999999999999999`)),
		fault("info-missing", "leaves ErrorInfo out", info, body(`{"ActionStatus":"OK","ErrorCode":0}`)),
		fault("info-null", "sends ErrorInfo as null", info, with("ErrorInfo", `null`)),
		fault("info-number", "sends ErrorInfo as a number", info, with("ErrorInfo", `0`)),
		fault("code-nonzero", "refuses every callback with FAIL and 1", refuses,
			body(`{"ActionStatus":"FAIL","ErrorInfo":"busy","ErrorCode":1}`)),
		fault("ok-nonzero", "answers OK with an ErrorCode that is not 0", contradicts, with("ErrorCode", `200`)),
		fault("fail-zero", "answers FAIL with ErrorCode 0", contradicts, with("ActionStatus", `"FAIL"`)),
	}
}

// named is the accepted packet with other names of its members.
func named(status, info, code string) string {
	return strings.NewReplacer("ActionStatus", status, "ErrorInfo", info, "ErrorCode", code).Replace(accepted)
}

// with answers the accepted packet with another value of one member.
func with(member, value string) wrapper {
	start := strings.Index(accepted, member) + len(member) + len(`":`)
	end := start + strings.IndexAny(accepted[start:], ",}")
	return body(accepted[:start] + value + accepted[end:])
}

// softFaults answer a packet that a strict reader may object to.
func softFaults() []Fault {
	contentType, echo := []string{"resp-content-type"}, []string{"resp-not-echo"}
	return []Fault{
		fault("content-type-html", "labels the packet as HTML", contentType, respond(200, "text/html", accepted)),
		fault("content-type-charset", "labels the packet as GBK", contentType,
			respond(200, "application/json; charset=gbk", accepted)),
		fault("extra-field", "adds a field of its own", []string{"resp-extra-fields"},
			with("ErrorCode", `0,"data":{"saved":true}`)),
		fault("stack-trace", "answers a stack trace in ErrorInfo", echo, with("ErrorInfo", `"panic: runtime error\n\n`+
			`goroutine 7 [running]:\nmain.hook(0x0)\n\t/srv/im/hook.go:31 +0x1d"`)),
		fault("echo-request", "answers the request packet along with its own",
			[]string{"resp-extra-fields", "resp-not-echo"},
			onAcceptance(echoRequest)),
	}
}

func echoRequest(w http.ResponseWriter, r request) {
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write([]byte(`{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":0,"Request":`))
	_, _ = w.Write(r.packet)
	_, _ = w.Write([]byte("}"))
}
