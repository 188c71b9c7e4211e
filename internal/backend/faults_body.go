package backend

import (
	"net/http"
	"unicode/utf16"
)

// bodyFaults answer what is no JSON object in UTF-8.
func bodyFaults() []Fault {
	trips := []string{"resp-json"}
	return []Fault{
		{"plain-ok", "answers a plain OK", trips, respond(200, "text/plain", "OK")},
		{"empty-body", "answers HTTP 200 without a body", trips, respond(200, "text/plain", "")},
		{"html-page", "answers HTTP 200 with an HTML page", trips, respond(200, "text/html", "<!doctype html><title>welcome</title>")},
		{"bom", "writes a byte order mark before the packet", trips, body("\xEF\xBB\xBF" + accepted)},
		{"utf16", "encodes the packet in UTF-16", trips, body(inUTF16(accepted))},
		{"latin1", "encodes the packet in Latin-1", trips, body(`{"ActionStatus":"OK","ErrorInfo":"bien re` + "\xE7" + `u","ErrorCode":0}`)},
		{"trailing-bytes", "writes a text after the packet", trips, body(accepted + "\nOK")},
		{"two-objects", "writes the packet twice", trips, body(accepted + accepted)},
		{"array-root", "wraps the packet in an array", trips, body("[" + accepted + "]")},
		{"string-root", "encodes the packet twice, as a JSON string", trips, body(`"{\"ActionStatus\":\"OK\",\"ErrorInfo\":\"\",\"ErrorCode\":0}"`)},
		{"null-root", "answers null", trips, body("null")},
		{"cut-json", "leaves the closing brace out", trips, body(accepted[:len(accepted)-1])},
		{"single-quotes", "prints a Python dict", trips, body(`{'ActionStatus': 'OK', 'ErrorInfo': '', 'ErrorCode': 0}`)},
		{"duplicate-key", "writes ErrorCode twice, with different values", trips, body(`{"ErrorCode":1,"ActionStatus":"OK","ErrorInfo":"","ErrorCode":0}`)},
		{"duplicate-key-equal", "writes ErrorCode twice, with the same value", trips, body(`{"ErrorCode":0,"ActionStatus":"OK","ErrorInfo":"","ErrorCode":0}`)},
		{"lone-surrogate", "cuts a text in the middle of an emoji", trips, body(`{"ActionStatus":"OK","ErrorInfo":"saved \ud83d","ErrorCode":0}`)},
	}
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
	status, code, info := []string{"resp-actionstatus-present"}, []string{"resp-errorcode-present"}, []string{"resp-errorinfo-present"}
	spelling, refuses := []string{"resp-case"}, []string{"resp-errorcode-zero"}
	contradicts := []string{"resp-errorcode-zero", "resp-consistent"}
	all := []string{"resp-actionstatus-present", "resp-errorcode-present", "resp-errorinfo-present"}
	return []Fault{
		{"keys-lowercase", "spells the fields in lower case", spelling, body(`{"actionstatus":"OK","errorinfo":"","errorcode":0}`)},
		{"keys-camel", "spells the fields with a small first letter", spelling, body(`{"actionStatus":"OK","errorInfo":"","errorCode":0}`)},
		{"keys-snake", "spells the fields with underscores", spelling, body(`{"action_status":"OK","error_info":"","error_code":0}`)},
		{"empty-object", "answers an empty object", all, body(`{}`)},
		{"other-packet", "answers in the form of the backend's own API", all, body(`{"code":0,"msg":"success","data":null}`)},
		{"action-missing", "leaves ActionStatus out", status, body(`{"ErrorInfo":"","ErrorCode":0}`)},
		{"action-lowercase-value", "answers ok in lower case", status, body(`{"ActionStatus":"ok","ErrorInfo":"","ErrorCode":0}`)},
		{"action-success", "answers SUCCESS", status, body(`{"ActionStatus":"SUCCESS","ErrorInfo":"","ErrorCode":0}`)},
		{"action-number", "sends ActionStatus as a number", status, body(`{"ActionStatus":0,"ErrorInfo":"","ErrorCode":0}`)},
		{"action-bool", "sends ActionStatus as a boolean", status, body(`{"ActionStatus":true,"ErrorInfo":"","ErrorCode":0}`)},
		{"code-missing", "leaves ErrorCode out", code, body(`{"ActionStatus":"OK","ErrorInfo":""}`)},
		{"code-string", "sends ErrorCode as a string", code, body(`{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":"0"}`)},
		{"code-float", "sends ErrorCode with a fraction", code, body(`{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":0.0}`)},
		{"code-exponent", "sends ErrorCode with an exponent", code, body(`{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":0e0}`)},
		{"code-null", "sends ErrorCode as null", code, body(`{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":null}`)},
		{"code-bool", "sends ErrorCode as a boolean", code, body(`{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":false}`)},
		{"code-huge", "sends an ErrorCode beyond 64 bits", code, body(`{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":99999999999999999999}`)},
		{"info-missing", "leaves ErrorInfo out", info, body(`{"ActionStatus":"OK","ErrorCode":0}`)},
		{"info-null", "sends ErrorInfo as null", info, body(`{"ActionStatus":"OK","ErrorInfo":null,"ErrorCode":0}`)},
		{"info-number", "sends ErrorInfo as a number", info, body(`{"ActionStatus":"OK","ErrorInfo":0,"ErrorCode":0}`)},
		{"code-nonzero", "refuses every callback with FAIL and 1", refuses, body(`{"ActionStatus":"FAIL","ErrorInfo":"busy","ErrorCode":1}`)},
		{"ok-nonzero", "answers OK with an ErrorCode that is not 0", contradicts, body(`{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":200}`)},
		{"fail-zero", "answers FAIL with ErrorCode 0", contradicts, body(`{"ActionStatus":"FAIL","ErrorInfo":"","ErrorCode":0}`)},
	}
}

// softFaults answer what a strict reader may frown at.
func softFaults() []Fault {
	echo := []string{"resp-not-echo"}
	return []Fault{
		{"content-type-html", "says that the packet is HTML", []string{"resp-content-type"}, respond(200, "text/html", accepted)},
		{"content-type-charset", "says that the packet is in GBK", []string{"resp-content-type"}, respond(200, "application/json; charset=gbk", accepted)},
		{"extra-field", "adds a field of its own", []string{"resp-extra-fields"}, body(`{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":0,"data":{"saved":true}}`)},
		{"stack-trace", "answers a stack trace in ErrorInfo", echo, body(`{"ActionStatus":"OK","ErrorInfo":"panic: runtime error\n\ngoroutine 7 [running]:\nmain.hook(0x0)\n\t/srv/im/hook.go:31 +0x1d","ErrorCode":0}`)},
		{"echo-request", "answers the request packet along with its own", []string{"resp-extra-fields", "resp-not-echo"}, onAcceptance(echoRequest)},
	}
}

func echoRequest(w http.ResponseWriter, r request) {
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write([]byte(`{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":0,"Request":`))
	_, _ = w.Write(r.packet)
	_, _ = w.Write([]byte("}"))
}
