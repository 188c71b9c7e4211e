package backend

import (
	"bytes"
	"net/http"
	"strings"
)

// looseFaults take for a callback what is none, as lax parsers and swallowed errors do.
func looseFaults() []Fault {
	body, method := []string{"behave-refuses-body"}, []string{"behave-refuses-method"}
	isBody := func(texts ...string) condition {
		return func(c call) bool {
			for _, text := range texts {
				if string(bytes.TrimSpace(c.packet)) == text {
					return true
				}
			}
			return false
		}
	}
	isNaN := func(c call) bool {
		return bytes.Contains(c.packet, []byte(":NaN")) || bytes.Contains(c.packet, []byte(":Infinity"))
	}
	isOther := func(name string) func(*keptAnswer, request) bool {
		return func(k *keptAnswer, r request) bool {
			return k.status == http.StatusMethodNotAllowed && r.Method == name
		}
	}
	return []Fault{
		blamed("takes-nan", "reads NaN and Infinity, as Python's json does", "neg-json-nan", []string{"parse_constant"},
			body,
			forgiving(isNaN, notObject)),
		blamed("takes-null", "takes null for an object, as typeof null is "+
			"one", "neg-json-string-root", []string{"null"}, body,
			forgiving(isBody("null"), notObject)),
		blamed("swallows-errors", "does not look at the error of its JSON parser", "neg-json-malformed",
			[]string{"JSON_THROW_ON_ERROR"}, body,
			forgiving(func(c call) bool { return bytes.HasPrefix(c.packet, []byte("{")) && !isNaN(c) }, notObject)),
		blamed("takes-put", "answers PUT like POST", "neg-method-put", []string{"r.Method"}, method,
			spoiling(isOther(http.MethodPut), accept)),
		blamed("takes-get", "answers GET like POST", "neg-method-get", []string{"r.Method"}, method,
			spoiling(isOther(http.MethodGet), accept)),
		blamed("uri-malformed", "throws over a broken escape in the query", "neg-query-broken-escape",
			[]string{"decodeURIComponent"}, []string{survivesTrip},
			throws(func(c call) bool { return strings.Contains(c.URL.RawQuery, "%zz") })),
		blamed("empty-object-500", "throws over an empty object", "neg-body-empty-object",
			[]string{"fields before use"},
			[]string{survivesTrip}, throws(isBody("{}"))),
	}
}

// encoderFaults write their answer in a way that is no JSON, or not quite the packet.
func encoderFaults() []Fault {
	json, code := []string{"resp-json"}, []string{"resp-errorcode-present"}
	const notice = "<br />\n<b>Warning</b>:  Undefined array key \"CloudCustomData\" in <b>/srv/im.php</b> on line " +
		"<b>9</b><br />\n"
	return []Fault{
		blamed("php-warning", "writes a warning of PHP before the packet", "", []string{"display_errors"},
			[]string{"resp-json", "resp-not-echo"},
			respond(200, "text/html", notice+accepted)),
		blamed("omit-empty", "leaves out what is zero or empty, as Go's omitempty does", "", []string{"omitempty"},
			append(code, "resp-errorinfo-present"), body(`{"ActionStatus":"OK"}`)),
		blamed("go-print", "prints a map of Go", "", []string{"json.Marshal"}, json,
			body("map[ActionStatus:OK ErrorCode:0 ErrorInfo:]")),
		blamed("php-dump", "prints its answer with var_dump", "", []string{"var_dump"}, json,
			body("array(3) {\n  [\"ActionStatus\"]=>\n  string(2) \"OK\"\n}\n")),
		blamed("xml-answer", "answers XML, as other platforms want it", "", []string{"XML"}, json,
			respond(200, "text/xml", "<xml><ActionStatus>OK</ActionStatus><ErrorCode>0</ErrorCode></xml>")),
		blamed("js-object", "writes the source of an object, with bare names", "", []string{"JSON.stringify"}, json,
			body(`{ActionStatus: 'OK', ErrorInfo: '', ErrorCode: 0}`)),
		blamed("comma-template", "fills a template of JSON that ends in a comma", "", []string{"comma"}, json,
			body(accepted[:len(accepted)-1]+",}")),
		blamed("gbk-info", "encodes ErrorInfo in GBK", "", []string{"UTF-8"}, json,
			with("ErrorInfo", "\"\xb3\xc9\xb9\xa6\"")),
		blamed("code-quoted-by-template", "writes ErrorCode in quotes, beside a blank", "", []string{"a string"}, code,
			body(`{"ActionStatus": "OK", "ErrorInfo": "", "ErrorCode": "0"}`)),
		blamed("own-envelope", "answers in the form of its own API", "", []string{"ActionStatus"},
			[]string{"resp-actionstatus-present", "resp-errorcode-present", "resp-errorinfo-present"},
			body(`{"success":true,"data":[]}`)),
	}
}

// dyingFaults leave the connection, or let it wait, over some packets.
func dyingFaults() []Fault {
	gone := func(http.ResponseWriter, request) { panic(http.ErrAbortHandler) }
	over := func(some condition, spoil spoiler) wrapper {
		return spoiling(func(k *keptAnswer, r request) bool { return k.accepts() && some(callOf(r)) }, spoil)
	}
	isFace := func(c call) bool { return bytes.Contains(c.packet, []byte("TIMFaceElem")) }
	return []Fault{
		blamed("dies-of-emoji", "closes the connection over an emoji", "text-emoji-bmp-out", []string{"utf8mb4"},
			[]string{"resp-answer"}, over(func(c call) bool {
				return hasRune(c.packet, func(r rune) bool { return r > 0xffff })
			}, gone)),
		blamed("never-ends-face", "never ends the answer in the branch for stickers", "elem-face", []string{"MsgBody"},
			[]string{"resp-answer"}, over(isFace, silent)),
	}
}
