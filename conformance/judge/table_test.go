package judge_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/payloads"
)

// row is a body, or where it begins with "HTTP/" or is marked raw, a whole answer, and what it draws.
type row struct {
	name, answer, want string
	raw                bool
}

const head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"

func bodies() []row {
	return []row{
		// Right ones.
		{name: "canonical", answer: judge.Canonical},
		{name: "other order", answer: `{"ErrorCode":0,"ErrorInfo":"","ActionStatus":"OK"}`},
		{name: "white space", answer: " {\r\n\t\"ActionStatus\" : \"OK\" , \"ErrorInfo\":\"\",\"ErrorCode\":0 } \n"},
		{name: "text in ErrorInfo", answer: `{"ActionStatus":"OK","ErrorInfo":"success","ErrorCode":0}`},
		{name: "unicode in ErrorInfo", answer: `{"ActionStatus":"OK","ErrorInfo":"成功 🚀","ErrorCode":0}`},
		{name: "escaped names", answer: `{"Action\u0053tatus":"OK","ErrorInfo":"","ErrorCode":0}`},
		{name: "escaped value", answer: `{"ActionStatus":"\u004fK","ErrorInfo":"\ud83d\ude80","ErrorCode":0}`},
		{name: "minus zero", answer: `{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":-0}`},

		// No JSON object.
		{name: "plain OK", answer: `OK`, want: "FAIL resp-json @0+1"},
		{name: "empty", answer: ``, want: "FAIL resp-json"},
		{name: "blanks", answer: " \n\t ", want: "FAIL resp-json"},
		{name: "success word", answer: `success`, want: "FAIL resp-json @0+1"},
		{name: "null", answer: `null`, want: "FAIL resp-json @0+4"},
		{name: "true", answer: `true`, want: "FAIL resp-json @0+4"},
		{name: "zero", answer: ` 0`, want: "FAIL resp-json @1+1"},
		{name: "string", answer: `"OK"`, want: "FAIL resp-json @0+4"},
		{name: "array", answer: `[{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":0}]`, want: "FAIL resp-unwrapped"},
		{name: "encoded twice", answer: `"{\"ActionStatus\":\"OK\"}"`, want: "FAIL resp-unwrapped"},
		{
			name: "missing brace", answer: `{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":0`,
			want: "FAIL resp-json @49+0",
		},
		{
			name: "missing quote", answer: `{"ActionStatus":"OK,"ErrorInfo":"","ErrorCode":0}`,
			want: "FAIL resp-json @21+1",
		},
		{
			name: "trailing comma", answer: `{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":0,}`,
			want: "FAIL resp-json @49+1",
		},
		{name: "single quotes", answer: `{'ActionStatus':'OK'}`, want: "FAIL resp-json @1+1"},
		{name: "bare names", answer: `{ActionStatus:"OK"}`, want: "FAIL resp-json @1+1"},
		{
			name: "comment", answer: `{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":0/*ok*/}`,
			want: "FAIL resp-json @49+1",
		},
		{
			name: "NaN", answer: `{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":NaN}`,
			want: "FAIL resp-json /ErrorCode @48+1",
		},
		{
			name: "leading zero", answer: `{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":00}`,
			want: "FAIL resp-json @49+1",
		},
		{
			name: "plus sign", answer: `{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":+0}`,
			want: "FAIL resp-json /ErrorCode @48+1",
		},
		{
			name: "hexadecimal", answer: `{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":0x0}`,
			want: "FAIL resp-json @49+1",
		},
		{
			name:   "raw line break in a string",
			answer: "{\"ActionStatus\":\"OK\",\"ErrorInfo\":\"a\nb\",\"ErrorCode\":0}",
			want:   "FAIL resp-json /ErrorInfo @35+1",
		},
		{
			name: "raw NUL in a string", answer: "{\"ActionStatus\":\"OK\",\"ErrorInfo\":\"\x00\",\"ErrorCode\":0}",
			want: "FAIL resp-json /ErrorInfo @34+1",
		},
		{name: "form", answer: `ActionStatus=OK&ErrorCode=0`, want: "FAIL resp-json @0+1"},
		{name: "XML", answer: `<xml><ActionStatus>OK</ActionStatus></xml>`, want: "FAIL resp-json @0+1"},
		{name: "HTML", answer: `<!doctype html><html></html>`, want: "FAIL resp-json @0+1"},
		{name: "JSONP", answer: `cb({"ActionStatus":"OK","ErrorInfo":"","ErrorCode":0})`, want: "FAIL resp-json @0+1"},
		{name: "guarded JSON", answer: ")]}',\n" + judge.Canonical, want: "FAIL resp-json @0+1"},

		// More than one object.
		{name: "text after it", answer: judge.Canonical + "OK", want: "FAIL resp-json @50+2"},
		{name: "two objects", answer: judge.Canonical + "\n" + judge.Canonical + "\n", want: "FAIL resp-json @51+50"},
		{name: "extra brace", answer: judge.Canonical + "}", want: "FAIL resp-json @50+1"},
		{name: "NUL after it", answer: judge.Canonical + "\x00", want: "FAIL resp-json @50+1"},
		{name: "comma and text after it", answer: judge.Canonical + " , :x", want: "FAIL resp-json @51+4"},
		{name: "comma after it", answer: judge.Canonical + ",", want: "FAIL resp-json @50+1"},
		{name: "line breaks after it", answer: judge.Canonical + "\r\n\r\n"},

		// Encodings.
		{name: "byte order mark", answer: "\xEF\xBB\xBF" + judge.Canonical, want: "FAIL resp-json @0+3"},
		{name: "only a byte order mark", answer: "\xEF\xBB\xBF", want: "FAIL resp-json @0+3"},
		{name: "UTF-16 with mark", answer: "\xFF\xFE{\x00}\x00", want: "FAIL resp-json @0+2"},
		{name: "UTF-16 big-endian", answer: "\x00{\x00}", want: "FAIL resp-json @0+2"},
		{name: "UTF-16 little-endian", answer: "{\x00}\x00", want: "FAIL resp-json @0+2"},
		{
			name: "Latin-1", answer: "{\"ActionStatus\":\"OK\",\"ErrorInfo\":\"\xE9\",\"ErrorCode\":0}",
			want: "FAIL resp-json @34+1",
		},
		{
			name: "GBK", answer: "{\"ActionStatus\":\"OK\",\"ErrorInfo\":\"\xB3\xC9\xB9\xA6\",\"ErrorCode\":0}",
			want: "FAIL resp-json @34+1",
		},
		{
			name: "overlong", answer: "{\"ActionStatus\":\"OK\",\"ErrorInfo\":\"\xC0\xAF\",\"ErrorCode\":0}",
			want: "FAIL resp-json @34+1",
		},
		{
			name: "raw surrogate", answer: "{\"ActionStatus\":\"OK\",\"ErrorInfo\":\"\xED\xA0\xBD\",\"ErrorCode\":0}",
			want: "FAIL resp-json @34+1",
		},
		{name: "gzip", answer: "\x1f\x8b\x08\x00\x00\x00\x00\x00", want: "FAIL resp-content-encoding"},
		{name: "replacement character", answer: `{"ActionStatus":"OK","ErrorInfo":"` + "\uFFFD" + `","ErrorCode":0}`},
		{
			name: "escaped lone surrogate", answer: `{"ActionStatus":"OK","ErrorInfo":"\ud83d","ErrorCode":0}`,
			want: "WARN resp-json /ErrorInfo @34+1",
		},

		// Fields twice.
		{
			name: "differing copies", answer: `{"ErrorCode":1,"ActionStatus":"OK","ErrorInfo":"","ErrorCode":0}`,
			want: "FAIL resp-json /ErrorCode @50+13",
		},
		{
			name:   "copies of another type",
			answer: `{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":0,"ErrorCode":"0"}`,
			want:   "FAIL resp-json /ErrorCode @50+15",
		},
		{
			name: "equal copies", answer: `{"ActionStatus":"OK","ActionStatus":"OK","ErrorInfo":"","ErrorCode":0}`,
			want: "WARN resp-json /ActionStatus @21+19",
		},
		{
			name:   "equal copies of a wrong value",
			answer: `{"ErrorInfo":null,"ActionStatus":"OK","ErrorInfo":null,"ErrorCode":0}`,
			want:   "WARN resp-json /ErrorInfo @38+16, FAIL resp-errorinfo-present /ErrorInfo @50+4",
		},
		{
			name: "copies of an extra field", answer: `{"a":1,"a":2,"ActionStatus":"OK","ErrorInfo":"","ErrorCode":0}`,
			want: "INFO resp-extra-fields /a @1+5",
		},

		// Spelling.
		{
			name: "small first letter", answer: `{"actionStatus":"OK","ErrorInfo":"","ErrorCode":0}`,
			want: "FAIL resp-case /actionStatus @1+14",
		},
		{
			name: "lower case", answer: `{"ActionStatus":"OK","ErrorInfo":"","errorcode":0}`,
			want: "FAIL resp-case /errorcode @36+11",
		},
		{
			name: "upper case", answer: `{"ACTIONSTATUS":"OK","ErrorInfo":"","ErrorCode":0}`,
			want: "FAIL resp-case /ACTIONSTATUS @1+14",
		},
		{
			name: "underscore", answer: `{"ActionStatus":"OK","ErrorInfo":"","Error_Code":0}`,
			want: "FAIL resp-case /Error_Code @36+12",
		},
		{
			name: "blank in the name", answer: `{"ActionStatus":"OK","ErrorInfo ":"","ErrorCode":0}`,
			want: "FAIL resp-case /ErrorInfo  @21+12",
		},
		{
			name: "misspelt and of a wrong type", answer: `{"ActionStatus":"OK","ErrorInfo":"","errorCode":"0"}`,
			want: "FAIL resp-case /errorCode @36+11",
		},
		{
			name: "all misspelt", answer: `{"action_status":"OK","error_info":"","error_code":0}`,
			want: "FAIL resp-case /action_status @1+15, FAIL resp-case /error_code @38+12, FAIL resp-case /error_info @22+12",
		},
		{
			name: "both spellings", answer: `{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":0,"errorCode":0}`,
			want: "INFO resp-extra-fields /errorCode @50+13",
		},
		{
			name: "another name", answer: `{"ActionStatus":"OK","ErrorMsg":"","ErrorCode":0}`,
			want: "FAIL resp-errorinfo-present /ErrorInfo",
		},

		// ActionStatus.
		{
			name: "status missing", answer: `{"ErrorInfo":"","ErrorCode":0}`,
			want: "FAIL resp-actionstatus-present /ActionStatus",
		},
		{
			name: "status ok", answer: `{"ActionStatus":"ok","ErrorInfo":"","ErrorCode":0}`,
			want: "FAIL resp-actionstatus-present /ActionStatus @16+4",
		},
		{
			name: "status Ok", answer: `{"ActionStatus":"Ok","ErrorInfo":"","ErrorCode":0}`,
			want: "FAIL resp-actionstatus-present /ActionStatus @16+4",
		},
		{
			name: "status SUCCESS", answer: `{"ActionStatus":"SUCCESS","ErrorInfo":"","ErrorCode":0}`,
			want: "FAIL resp-actionstatus-present /ActionStatus @16+9",
		},
		{
			name: "status with a blank", answer: `{"ActionStatus":"OK ","ErrorInfo":"","ErrorCode":0}`,
			want: "FAIL resp-actionstatus-present /ActionStatus @16+5",
		},
		{
			name: "status empty", answer: `{"ActionStatus":"","ErrorInfo":"","ErrorCode":0}`,
			want: "FAIL resp-actionstatus-present /ActionStatus @16+2",
		},
		{
			name: "status null", answer: `{"ActionStatus":null,"ErrorInfo":"","ErrorCode":0}`,
			want: "FAIL resp-actionstatus-present /ActionStatus @16+4",
		},
		{
			name: "status number", answer: `{"ActionStatus":200,"ErrorInfo":"","ErrorCode":0}`,
			want: "FAIL resp-actionstatus-present /ActionStatus @16+3",
		},
		{
			name: "status boolean", answer: `{"ActionStatus":true,"ErrorInfo":"","ErrorCode":0}`,
			want: "FAIL resp-actionstatus-present /ActionStatus @16+4",
		},
		{
			name: "status array", answer: `{"ActionStatus":["OK"],"ErrorInfo":"","ErrorCode":0}`,
			want: "FAIL resp-actionstatus-present /ActionStatus @16+6",
		},

		// ErrorCode.
		{
			name: "code missing", answer: `{"ActionStatus":"OK","ErrorInfo":""}`,
			want: "FAIL resp-errorcode-present /ErrorCode",
		},
		{
			name: "code string", answer: `{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":"0"}`,
			want: "FAIL resp-errorcode-present /ErrorCode @48+3",
		},
		{
			name: "code 0.0", answer: `{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":0.0}`,
			want: "FAIL resp-errorcode-present /ErrorCode @48+3",
		},
		{
			name: "code 1e0", answer: `{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":1e0}`,
			want: "FAIL resp-errorcode-present /ErrorCode @48+3",
		},
		{
			name: "code 0E+0", answer: `{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":0E+0}`,
			want: "FAIL resp-errorcode-present /ErrorCode @48+4",
		},
		{
			name: "code null", answer: `{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":null}`,
			want: "FAIL resp-errorcode-present /ErrorCode @48+4",
		},
		{
			name: "code boolean", answer: `{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":false}`,
			want: "FAIL resp-errorcode-present /ErrorCode @48+5",
		},
		{
			name: "code array", answer: `{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":[0]}`,
			want: "FAIL resp-errorcode-present /ErrorCode @48+3",
		},
		{
			name: "code object", answer: `{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":{}}`,
			want: "FAIL resp-errorcode-present /ErrorCode @48+2",
		},
		{
			name: "code beyond 64 bits", answer: `{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":9223372036854775808}`,
			want: "FAIL resp-errorcode-present /ErrorCode @48+19",
		},
		{
			name: "code at 64 bits", answer: `{"ActionStatus":"FAIL","ErrorInfo":"","ErrorCode":9223372036854775807}`,
			want: "FAIL resp-errorcode-zero /ErrorCode @50+19",
		},

		// ErrorInfo.
		{
			name: "info missing", answer: `{"ActionStatus":"OK","ErrorCode":0}`,
			want: "FAIL resp-errorinfo-present /ErrorInfo",
		},
		{
			name: "info null", answer: `{"ActionStatus":"OK","ErrorInfo":null,"ErrorCode":0}`,
			want: "FAIL resp-errorinfo-present /ErrorInfo @33+4",
		},
		{
			name: "info number", answer: `{"ActionStatus":"OK","ErrorInfo":0,"ErrorCode":0}`,
			want: "FAIL resp-errorinfo-present /ErrorInfo @33+1",
		},
		{
			name: "info object", answer: `{"ActionStatus":"OK","ErrorInfo":{},"ErrorCode":0}`,
			want: "FAIL resp-errorinfo-present /ErrorInfo @33+2",
		},

		// The pair of them.
		{
			name: "FAIL and 1", answer: `{"ActionStatus":"FAIL","ErrorInfo":"x","ErrorCode":1}`,
			want: "FAIL resp-errorcode-zero /ErrorCode @51+1",
		},
		{
			name: "FAIL and -1", answer: `{"ActionStatus":"FAIL","ErrorInfo":"x","ErrorCode":-1}`,
			want: "FAIL resp-errorcode-zero /ErrorCode @51+2",
		},
		{
			name: "FAIL and 0", answer: `{"ActionStatus":"FAIL","ErrorInfo":"","ErrorCode":0}`,
			want: "FAIL resp-errorcode-zero /ActionStatus @16+6, WARN resp-consistent /ActionStatus @16+6",
		},
		{
			name: "OK and 200", answer: `{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":200}`,
			want: "FAIL resp-errorcode-zero /ErrorCode @48+3, WARN resp-consistent /ActionStatus @16+4",
		},
		{
			name: "ok and 1", answer: `{"ActionStatus":"ok","ErrorInfo":"","ErrorCode":1}`,
			want: "FAIL resp-actionstatus-present /ActionStatus @16+4, FAIL resp-errorcode-zero /ErrorCode @48+1",
		},
		{
			name: "FAIL and a string", answer: `{"ActionStatus":"FAIL","ErrorInfo":"","ErrorCode":"1"}`,
			want: "FAIL resp-errorcode-present /ErrorCode @50+3, FAIL resp-errorcode-zero /ActionStatus @16+6",
		},

		// Several causes, and other packets.
		{
			name: "empty object", answer: `{}`,
			want: "FAIL resp-actionstatus-present /ActionStatus, FAIL resp-errorcode-present /ErrorCode, FAIL resp-errorinfo-present /ErrorInfo",
		},
		{
			name: "wrapped", answer: `{"data":` + judge.Canonical + `}`,
			want: "FAIL resp-unwrapped",
		},
		{
			name: "an extra field", answer: `{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":0,"MsgBody":[]}`,
			want: "INFO resp-extra-fields /MsgBody @50+12",
		},
		{
			name: "an extra field with a slash", answer: `{"a/b~":0,"ActionStatus":"OK","ErrorInfo":"","ErrorCode":0}`,
			want: "INFO resp-extra-fields /a~1b~0 @1+8",
		},
		{
			name:   "nested documented names",
			answer: `{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":0,"r":{"ErrorCode":1,"ErrorCode":2}}`,
			want:   "INFO resp-extra-fields /r @50+33",
		},
	}
}

func answers() []row {
	length := "Content-Length: 50\r\n\r\n" + judge.Canonical
	return []row{
		{name: "HTTP/1.0", answer: "HTTP/1.0 200 OK\r\nContent-Length: 50\r\n\r\n" + judge.Canonical},
		{name: "no reason", answer: "HTTP/1.1 200 \r\n" + length},
		{name: "no type", answer: "HTTP/1.1 200 OK\r\n" + length},
		{
			name:   "odd header case",
			answer: "HTTP/1.1 200 OK\r\ncontent-TYPE: application/json\r\ncontent-length: 50\r\n\r\n" + judge.Canonical,
		},
		{name: "early hints first", answer: "HTTP/1.1 103 Early Hints\r\n\r\n" + head + length},
		{
			name:   "chunks",
			answer: head + "Transfer-Encoding: chunked\r\n\r\n2\r\n{\"\r\n30;x=y\r\n" + judge.Canonical[2:] + "\r\n0\r\nTrailer: 1\r\n\r\n",
		},
		{name: "charset", answer: "HTTP/1.1 200 OK\r\nContent-Type: application/json; charset=\"UTF-8\"\r\n" + length},
		{name: "problem type", answer: "HTTP/1.1 200 OK\r\nContent-Type: application/vnd.im+json\r\n" + length},
		{
			name: "text type", answer: "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n" + length,
			want: "INFO resp-content-type",
		},
		{
			name: "broken type", answer: "HTTP/1.1 200 OK\r\nContent-Type: json\r\n" + length,
			want: "INFO resp-content-type",
		},
		{
			name: "GBK type", answer: "HTTP/1.1 200 OK\r\nContent-Type: application/json;charset=gbk\r\n" + length,
			want: "INFO resp-content-type",
		},

		{name: "201", answer: "HTTP/1.1 201 Created\r\n" + length, want: "FAIL resp-status-200"},
		{name: "204", answer: "HTTP/1.1 204 No Content\r\n\r\n", want: "FAIL resp-status-200"},
		{name: "206", answer: "HTTP/1.1 206 Partial Content\r\n" + length, want: "FAIL resp-status-200"},
		{
			name: "301", answer: "HTTP/1.1 301 Moved\r\nLocation: /x\r\nContent-Length: 0\r\n\r\n",
			want: "FAIL resp-no-redirect",
		},
		{name: "304", answer: "HTTP/1.1 304 Not Modified\r\n\r\n", want: "FAIL resp-no-redirect"},
		{name: "404", answer: "HTTP/1.1 404 Not Found\r\nContent-Length: 4\r\n\r\nnope", want: "FAIL resp-status-200"},
		{name: "500 with a packet", answer: "HTTP/1.1 500 Oops\r\n" + length, want: "FAIL resp-status-200"},
		{name: "999", answer: "HTTP/1.1 999 Denied\r\nContent-Length: 0\r\n\r\n", want: "FAIL resp-status-200"},

		{name: "stray line break", answer: head + length + "\r\n", want: "FAIL resp-framing"},
		{
			name:   "length in characters",
			answer: head + "Content-Length: 55\r\n\r\n" + `{"ActionStatus":"OK","ErrorInfo":"成功","ErrorCode":0}`,
			want:   "FAIL resp-framing",
		},
		{
			name: "length too large", answer: head + "Content-Length: 51\r\n\r\n" + judge.Canonical,
			want: "FAIL resp-framing",
		},
		{name: "no length", answer: head + "\r\n" + judge.Canonical, want: "FAIL resp-framing"},
		{
			name: "negative length", answer: head + "Content-Length: -1\r\n\r\n" + judge.Canonical,
			want: "FAIL resp-framing",
		},
		{
			name:   "chunk too short",
			answer: head + "Transfer-Encoding: chunked\r\n\r\n31\r\n" + judge.Canonical + "\r\n0\r\n\r\n",
			want:   "FAIL resp-framing",
		},
		{
			name:   "both framings",
			answer: head + "Transfer-Encoding: chunked\r\nContent-Length: 50\r\n\r\n32\r\n" + judge.Canonical + "\r\n0\r\n\r\n",
			want:   "FAIL resp-framing",
		},
		{name: "same length twice", answer: head + "Content-Length: 50\r\n" + length, want: "WARN resp-framing"},
		{name: "two lengths", answer: head + "Content-Length: 51\r\n" + length, want: "FAIL resp-framing"},
		{
			name: "bare LF", answer: "HTTP/1.1 200 OK\nContent-Length: 50\n\n" + judge.Canonical,
			want: "WARN resp-framing",
		},
		{name: "folded field", answer: "HTTP/1.1 200 OK\r\nX-A: b\r\n c\r\n" + length, want: "WARN resp-framing"},
		{name: "garbage", raw: true, answer: "\x00\x01\x02\r\n", want: "FAIL resp-framing"},
		{name: "packet without a head", raw: true, answer: judge.Canonical + "\n", want: "FAIL resp-framing"},

		{name: "nothing", raw: true, want: "FAIL resp-answer"},
		{name: "half a head", raw: true, answer: "HTTP/1.1 200 OK\r\nContent", want: "FAIL resp-under-2s"},
		{
			name: "only an interim answer", raw: true, answer: "HTTP/1.1 100 Continue\r\n\r\n",
			want: "FAIL resp-under-2s",
		},
		{
			name: "half a body", answer: head + "Content-Length: 50\r\n\r\n" + judge.Canonical[:49],
			want: "FAIL resp-under-2s",
		},
		{
			name: "large head", answer: "HTTP/1.1 200 OK\r\nX: " + strings.Repeat("x", 100<<10) + "\r\n" + length,
			want: "FAIL resp-size",
		},
		{
			name:   "large body",
			answer: head + fmt.Sprintf("Content-Length: %d\r\n\r\n", 2<<20) + strings.Repeat(" ", 2<<20),
			want:   "FAIL resp-size",
		},
	}
}

func wire(r row) string {
	if r.raw || strings.HasPrefix(r.answer, "HTTP/") {
		return r.answer
	}
	return fmt.Sprintf("%sContent-Length: %d\r\n\r\n%s", head, len(r.answer), r.answer)
}

func TestAnswersDrawExactlyTheseFindings(t *testing.T) {
	rows := append(bodies(), answers()...)
	if len(rows) < 120 {
		t.Fatalf("got %d rows, some were lost", len(rows))
	}
	for _, r := range rows {
		t.Run(r.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				j := judge.Judge(send(t, answering(wire(r))), judge.Options{})
				if got := brief(j); got != r.want {
					t.Errorf("got  %s\nwant %s", got, r.want)
				}
				if j.Outcome != judge.Worst(j.Findings) {
					t.Errorf("got outcome %v, want that of the worst finding", j.Outcome)
				}
			})
		})
	}
}

func TestTheEndOfTheConnectionMayEndTheAnswer(t *testing.T) {
	for answer, want := range map[string]string{
		"HTTP/1.0 200 OK\r\n\r\n" + judge.Canonical:                        "",
		"HTTP/1.1 200 OK\r\n\r\n" + judge.Canonical:                        "",
		"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + judge.Canonical:   "",
		"HTTP/1.1 200 OK\r\n\r\n" + judge.Canonical[:30]:                   "FAIL resp-json @30+0",
		"HTTP/1.1 200 OK\r\nContent-Length: 51\r\n\r\n" + judge.Canonical:  "FAIL resp-framing",
		"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n": "FAIL resp-framing",
		"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n":            "FAIL resp-framing",
		"HTTP/1.1 100 Continue\r\n\r\n":                                    "FAIL resp-framing",
		"":                                                                 "FAIL resp-answer",
	} {
		t.Run(answer, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				client := closing(answer)
				j := judge.Judge(send(t, client), judge.Options{})
				if got := brief(j); got != want {
					t.Errorf("got %s, want %s", got, want)
				}
			})
		})
	}
}

func TestOtherExpectationsJudgeTheReaction(t *testing.T) {
	packet := func(text string) string { return wire(row{answer: text}) }
	forbidden := "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n"
	broken := "HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n"
	for _, c := range []struct {
		name, answer, refuse, sane string
		reaction                   judge.Reaction
	}{
		{"acceptance", packet(judge.Canonical), "FAIL behave-refuses-signature", "", judge.Accepted},
		{
			"acceptance with more fields", packet(`{"x":1,"ErrorCode":0,"ActionStatus":"OK"}`), "FAIL behave-refuses-signature",
			"", judge.Accepted,
		},
		{"403", forbidden, "", "", judge.Refused},
		{"FAIL and 1", packet(`{"ActionStatus":"FAIL","ErrorInfo":"","ErrorCode":1}`), "", "", judge.Refused},
		{"FAIL and 0", packet(`{"ActionStatus":"FAIL","ErrorInfo":"","ErrorCode":0}`), "", "", judge.Refused},
		{"FAIL alone", packet(`{"ActionStatus":"FAIL"}`), "", "", judge.Refused},
		{"OK and 1", packet(`{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":1}`), "", "", judge.Refused},
		{
			"OK and a string", packet(`{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":"0"}`),
			"WARN behave-refusal-form", "", judge.Unclear,
		},
		{
			"ambiguous", packet(`{"ActionStatus":"OK","ErrorCode":1,"ErrorCode":0}`), "WARN behave-refusal-form", "",
			judge.Unclear,
		},
		{
			"ambiguous status", packet(`{"ActionStatus":"FAIL","ErrorCode":0,"ActionStatus":"OK"}`),
			"WARN behave-refusal-form", "", judge.Unclear,
		},
		{"plain text", packet(`bad sign`), "WARN behave-refusal-form", "", judge.Unclear},
		{"204", "HTTP/1.1 204 No Content\r\n\r\n", "WARN behave-refusal-form", "", judge.Unclear},
		{"302", "HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n", "WARN behave-refusal-form", "", judge.Unclear},
		{"500", broken, "WARN behave-refusal-form", "FAIL behave-survives", judge.Broke},
		{"garbage", "garbage\r\n", "FAIL resp-framing", "FAIL behave-survives", judge.Garbled},
		{"silence", "", "FAIL resp-answer", "FAIL behave-survives", judge.Hung},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ex := send(t, answering(c.answer))
				refuse := judge.Judge(ex, judge.Options{Expect: payloads.ExpectRefuse})
				sane := judge.Judge(ex, judge.Options{Expect: payloads.ExpectSurvive})
				info := judge.Judge(ex, judge.Options{Expect: payloads.ExpectInfo})
				if got := brief(refuse); got != c.refuse {
					t.Errorf("REFUSE: got %q, want %q", got, c.refuse)
				}
				if got := brief(sane); got != c.sane {
					t.Errorf("SANE: got %q, want %q", got, c.sane)
				}
				if info.Outcome != judge.Info || len(info.Findings) > 0 || info.Reaction != c.reaction {
					t.Errorf("INFO: got %v %q, backend %v, want INFO, backend %v", info.Outcome, brief(info),
						info.Reaction, c.reaction)
				}
			})
		})
	}
}
