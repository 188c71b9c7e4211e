package har_test

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/timhook/timhook/internal/har"
	"github.com/timhook/timhook/webhook/capture/scan"
	"pgregory.net/rapid"
)

const (
	request  = `"request":{"method":"POST","url":"http://h/im?a=1","postData":{"text":"{}"}}`
	response = `"response":{"status":200,"content":{"text":"ok"}}`
	dated    = `"startedDateTime":"2026-01-05T02:31:36Z"`
)

// beside is a folder with one file.
func beside(name string) ([]byte, error) {
	if name == "8f3a0c.json" {
		return []byte("{\"in\":\"file\"}"), nil
	}
	return nil, errors.New("there is no such file")
}

// shown is what matters of an entry, in a line.
func shown(f scan.Found) string {
	if f.Err != nil {
		return "error: " + f.Err.Error()
	}
	r := f.Record.Request
	line := r.Method + " ?" + r.Query
	for _, h := range r.Header {
		line += " " + h.Name + ":" + h.Value
	}
	line += fmt.Sprintf(" %s", r.Body)
	if a := f.Record.Answer; a != nil {
		line += fmt.Sprintf(" -> %d %s", a.Status, a.Body)
		if a.Truncated {
			line += "…"
		}
	}
	return line
}

// TestAnEntryIsReadWhateverToolWroteIt costs a note where a member is odd, and never the entry.
func TestAnEntryIsReadWhateverToolWroteIt(t *testing.T) {
	of := func(request string) string { return "{" + dated + `,"request":` + request + "}" }
	post := func(data string) string { return of(`{"method":"POST","url":"http://h/?a=1","postData":` + data + "}") }
	answered := func(response string) string { return "{" + dated + "," + request + `,"response":` + response + "}" }
	const left = "; it is left out"
	for _, test := range []struct {
		name, text, want string
		notes            []string
	}{
		{"a plain one", answered(`{"status":200,"content":{"text":"ok"}}`), "POST ?a=1 {} -> 200 ok", nil},
		{
			"numbers and null as values of fields", of(`{"method":"POST","url":"http://h/?a=1","headers":[` +
				`{"name":"Content-Length","value":417},{"name":"X-Retry","value":null},{"name":"X-List","value":[1]},` +
				`{"value":"x"},7,{"name":"X-Last","value":"y"}]}`),
			"POST ?a=1 Content-Length:417 X-Last:y ",
			[]string{
				"request.headers Content-Length is a number and no text; it is taken as text",
				"request.headers X-Retry is null and no text" + left, "request.headers X-List is an array and no text" + left,
				"request.headers holds an item without a name" + left, "request.headers holds an item without a name" + left,
				"its body was not saved with the archive",
			},
		},
		{
			"an object as header", of(`{"method":"POST","url":"http://h/?a=1","headers":{"B":"2","A":"1"},"postData":{"text":"{}"}}`),
			"POST ?a=1 B:2 A:1 {}",
			[]string{"request.headers is an object and no array; its members are taken"},
		},
		{"pseudo fields", of(`{"method":"POST","url":"http://h/?a=1","headers":[{"name":":authority","value":"h"},` +
			`{"name":":path","value":"/"}],"postData":{"text":"{}"}}`), "POST ?a=1 Host:h {}", nil},
		{
			"a number as URL", of(`{"method":"POST","url":5,"queryString":[{"name":"a","value":"b c"}],"postData":{"text":"{}"}}`),
			"POST ?a=b+c {}",
			[]string{
				"request.url is a number and no text; it is taken as text",
				"the URL has no query; the one of queryString is taken",
			},
		},
		{"a query that is escaped already", of(`{"method":"POST","url":"http://h/","queryString":[{"name":"a","value":"b%20c"}],` +
			`"postData":{"text":"{}"}}`), "POST ?a=b%20c {}", []string{"the URL has no query; the one of queryString is taken"}},
		{
			"a text as query", of(`{"method":"POST","url":"http://h/","queryString":"?a=1","postData":{"text":"{}"}}`),
			"POST ?a=1 {}",
			[]string{"the URL has no query; the text of queryString is taken"},
		},
		{
			"no method", of(`{"url":"http://h/?a=1","postData":{"text":"{}"}}`), "POST ?a=1 {}",
			[]string{"request.method is missing; POST is taken, since there is a body"},
		},
		{"no body", of(`{"method":"POST","url":"http://h/?a=1"}`), "POST ?a=1 ", nil},
		{"null for a body", post("null"), "POST ?a=1 ", nil},
		{
			"a body that was not saved", of(`{"method":"POST","url":"http://h/?a=1","bodySize":377}`), "POST ?a=1 ",
			[]string{"its body was not saved with the archive"},
		},
		{"a text for a body", post(`"{}"`), "POST ?a=1 {}", nil},
		{
			"JSON for a body", post(`{"text":{"a": 1}}`), `POST ?a=1 {"a": 1}`,
			[]string{"postData.text is an object and no text; it is taken as it is spelt"},
		},
		{"a form", post(`{"params":[{"name":"a b","value":"c&d"}]}`), "POST ?a=1 a+b=c%26d", nil},
		{"a file", post(`{"text":"","_file":"8f3a0c.json"}`), `POST ?a=1 {"in":"file"}`, nil},
		{
			"a file that is not there", post(`{"_file":"x"}`),
			`error: the body is the file "x" beside the archive: there is no such file`, nil,
		},
		{"base64", post(`{"text":"/w==","encoding":"base64"}`), "POST ?a=1 \xff", nil},
		{"base64 as timhook names it", post(`{"text":"/w==","_encoding":"base64"}`), "POST ?a=1 \xff", nil},
		{"base64 of other spellings", post(`{"text":"_-\n8","encoding":"BASE64"}`), "POST ?a=1 \xff\xef", nil},
		{
			"a plain text labelled as base64", post(`{"text":"{}","encoding":"base64"}`), "POST ?a=1 {}",
			[]string{"postData is labelled as base64 and is none; the text is taken as it is"},
		},
		{
			"an encoding that is none", answered(`{"status":200,"content":{"text":"ok","encoding":"utf-8"}}`),
			"POST ?a=1 {} -> 200 ok",
			[]string{`content.encoding is "utf-8", and the text is taken as it is`},
		},
		{
			"a text as status", answered(`{"status":"200 OK","statusText":5,"content":{"text":"ok"}}`), "POST ?a=1 {} -> 200 ok",
			[]string{
				"response.status is a text and no number; it is taken as the number 200",
				"response.statusText is a number and no text; it is taken as text",
			},
		},
		{
			"no status", answered(`{"status":"none"}`), "POST ?a=1 {}",
			[]string{"response.status is no status; the answer is left out"},
		},
		{"no answer", answered(`{"status":0,"_error":"net::ERR_TIMED_OUT"}`), "POST ?a=1 {}", nil},
		{
			"an answer that was not saved", answered(`{"status":200,"content":{"size":50}}`), "POST ?a=1 {} -> 200 …",
			[]string{"the answer's body was not saved with the archive"},
		},
		{
			"an answer without content", answered(`{"status":200,"content":null}`), "POST ?a=1 {} -> 200 …",
			[]string{"the answer's body was not saved with the archive"},
		},
		{"an empty answer", answered(`{"status":200,"content":{"size":0}}`), "POST ?a=1 {} -> 200 ", nil},
		{"an answer with no body", answered(`{"status":204}`), "POST ?a=1 {} -> 204 ", nil},
		{
			"JSON as the field of a form", post(`{"params":[{"name":"{\"a\":\"b","value":"c\"}"}]}`), `POST ?a=1 {"a":"b=c"}`,
			[]string{"the body is put together from the fields of a form, since it is JSON"},
		},
		{
			"an answer in a file that is gone", answered(`{"status":200,"content":{"_file":"x"}}`), "POST ?a=1 {} -> 200 …",
			[]string{`the answer's body is left out: the body is the file "x" beside the archive: there is no such file`},
		},
		{
			"anything where nothing is read", `{` + dated + `,"cache":7,"comment":[],"timings":"x","request":{"method":"POST",` +
				`"url":"http://h/?a=1","httpVersion":2,"cookies":{},"headersSize":"x","postData":{"mimeType":5,"text":"{}"}},"response":null}`,
			"POST ?a=1 {}",
			[]string{"timings is a text and no object" + left},
		},
		{
			"NaN, and a tab in a text", `{` + dated + `,"time":NaN,"timings":{"wait":-Infinity},` +
				`"request":{"method":"POST","url":"http://h/?a=1","postData":{"text":"NaN\"	"}}}`, "POST ?a=1 NaN\"\t",
			[]string{"the entry holds what JSON does not know, NaN or a control character; it is read nevertheless"},
		},
		{"no request", "{" + dated + "}", "error: there is no request in it", nil},
		{"no entry", "7", "error: got a number, want an object", nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			f := har.Read([]byte(test.text), beside)
			if got := shown(f); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
			if diff := cmp.Diff(test.notes, f.Notes); diff != "" {
				t.Errorf("notes (-want +got):\n%s", diff)
			}
		})
	}
}

func TestDatesAreReadAsToolsWriteThem(t *testing.T) {
	const without = "so the entry counts as one without a time"
	for _, test := range []struct{ name, member, want, note string }{
		{"RFC 3339", `"2026-01-05T10:31:36.123+08:00"`, "2026-01-05T02:31:36.123Z", ""},
		{"no colon", `"2026-01-05T10:31:36.123+0800"`, "2026-01-05T02:31:36.123Z", ""},
		{"hours alone", `"2026-01-05T10:31:36+08"`, "2026-01-05T02:31:36Z", ""},
		{"a blank", `"2026-01-05 02:31:36.123Z"`, "2026-01-05T02:31:36.123Z", ""},
		{"a comma", `"2026-01-05T02:31:36,123Z"`, "2026-01-05T02:31:36.123Z", ""},
		{"as JavaScript prints it", `"Mon Jan 05 2026 10:31:36 GMT+0800 (China Standard Time)"`, "2026-01-05T02:31:36Z", ""},
		{"milliseconds", `1767580296123`, "2026-01-05T02:31:36.123Z", "startedDateTime is a number, and is taken as milliseconds since 1970"},
		{"seconds as text", `"1767580296"`, "2026-01-05T02:31:36Z", "startedDateTime is a number, and is taken as seconds since 1970"},
		{"no zone", `"2026-01-05T02:31:36"`, "2026-01-05T02:31:36Z", "startedDateTime has no time zone, and is taken as UTC"},
		{"empty", `""`, "", "startedDateTime is empty, " + without},
		{"null", `null`, "", "startedDateTime is empty, " + without},
		{"an object", `{}`, "", "startedDateTime is an object, " + without},
		{"a word", `"noon"`, "", "startedDateTime is no time, " + without},
		{"a small number", `7`, "", "startedDateTime is no time, " + without},
		{"no time, as timhook writes it", `"0001-01-01T00:00:00Z"`, "", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			f := har.Read([]byte(`{"startedDateTime":`+test.member+","+request+"}"), nil)
			got, note := "", strings.Join(f.Notes, "; ")
			if start := f.Record.Start; !start.IsZero() {
				got = start.UTC().Format(time.RFC3339Nano)
			}
			if f.Err != nil || got != test.want || note != test.note {
				t.Errorf("got %q, note %q, %v; want %q, %q", got, note, f.Err, test.want, test.note)
			}
		})
	}
	if f := har.Read([]byte("{"+request+"}"), nil); len(f.Notes) != 1 || f.Notes[0] != "startedDateTime is missing, "+without {
		t.Errorf("got %q", f.Notes)
	}
}

func TestATextIsReadAsToolsSpellIt(t *testing.T) {
	for _, test := range []struct{ name, literal, want string }{
		{"escapes", `"\"\\\/\b\f\n\r\t\u0041"`, "\"\\/\b\f\n\r\tA"},
		{"a pair of surrogates", `"\ud83e\udde7"`, "🧧"},
		{"bytes, as Python has them", `"a\udcff\udc80"`, "a\xff\x80"},
		{"a lone surrogate that is no byte", `"\udc7f\ud83e!"`, "\ufffd\ufffd!"},
		{"two high surrogates and a low one", `"\ud83e\ud83e\udde7"`, "\ufffd🧧"},
		{"a byte behind a pair", `"\ud83e\udde7\udcff"`, "🧧\xff"},
	} {
		t.Run(test.name, func(t *testing.T) {
			f := har.Read([]byte(`{"request":{"method":"POST","postData":{"text":`+test.literal+`}}}`), nil)
			if got := string(f.Record.Request.Body); got != test.want || f.Err != nil {
				t.Errorf("got %q (%v), want %q", got, f.Err, test.want)
			}
		})
	}
}

// TestAnyBodyComesBack in each of the dialects, byte for byte.
func TestAnyBodyComesBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := rapid.String().Draw(t, "text") + string(rapid.SliceOf(rapid.Byte()).Draw(t, "bytes"))
		file := func(string) ([]byte, error) { return []byte(want), nil }
		quoted := func(text string) string { b, _ := json.Marshal(text); return string(b) }
		encoded := base64.StdEncoding.EncodeToString([]byte(want))
		dialects := map[string]string{
			"Python":    `{"text":` + python(want) + `}`,
			"base64":    `{"text":"` + encoded + `","encoding":"base64"}`,
			"timhook's": `{"text":"` + encoded + `","_encoding":"base64"}`,
			"unpadded":  `{"text":"` + strings.TrimRight(encoded, "=") + `","encoding":"Base64"}`,
			"a file":    `{"_file":"x"}`,
		}
		if utf8.ValidString(want) {
			dialects["text"] = `{"text":` + quoted(want) + `}`
			dialects["a label"] = `{"text":` + quoted(want) + `,"encoding":"utf-8"}`
			dialects["short"] = quoted(want)
		}
		for name, data := range dialects {
			f := har.Read([]byte(`{"request":{"method":"POST","postData":`+data+`}}`), file)
			if f.Err != nil || string(f.Record.Request.Body) != want {
				t.Fatalf("%s, %s: got %q (%v), want %q", name, data, f.Record.Request.Body, f.Err, want)
			}
		}
	})
}

// python is a text as mitmproxy writes it.
func python(text string) string {
	var literal strings.Builder
	literal.WriteByte('"')
	for rest := text; rest != ""; {
		r, size := utf8.DecodeRuneInString(rest)
		if r == utf8.RuneError && size == 1 {
			fmt.Fprintf(&literal, `\udc%02x`, rest[0])
		} else {
			spelt, _ := json.Marshal(rest[:size])
			literal.Write(spelt[1 : len(spelt)-1])
		}
		rest = rest[size:]
	}
	literal.WriteByte('"')
	return literal.String()
}

// FuzzRead looks for entries that end the program, and for ones that lose a plain body.
func FuzzRead(f *testing.F) {
	f.Add(`{` + dated + `,` + request + `,` + response + `}`)
	f.Add(`{"request":{"method":"POST","headers":{"a":[]},"postData":{"text":"\udcff","params":[{}]}},"response":{"status":"2e2"}}`)
	f.Fuzz(func(t *testing.T, text string) {
		got := har.Read([]byte(text), beside)
		if got.Err == nil && !json.Valid([]byte(text)) && len(got.Notes) == 0 {
			t.Errorf("got an entry of %q without a note, and it is no JSON", text)
		}
		if a := got.Record.Answer; a != nil && (a.Status < 100 || a.Status > 999) {
			t.Errorf("got the status %d", a.Status)
		}
	})
}
