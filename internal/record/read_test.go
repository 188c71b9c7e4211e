package record_test

import (
	"strings"
	"testing"

	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/internal/record"
	"github.com/timhook/timhook/webhook"
	"github.com/timhook/timhook/webhook/capture"
)

// asCaptured is what a record gives back when it is sent again.
func asCaptured(t *testing.T, r *capture.Record) string {
	t.Helper()
	line, err := r.AppendLine(nil)
	if err != nil {
		t.Fatal(err)
	}
	read, err := capture.ParseLine(line)
	if err != nil {
		t.Fatal(err)
	}
	to, err := webhook.ParseEndpoint("http://127.0.0.1:1")
	if err != nil {
		t.Fatal(err)
	}
	return string(read.WebhookRequest(to).AppendWire(nil))
}

func TestEveryByteOfARequestIsKept(t *testing.T) {
	const plain = "POST /im?a=1 HTTP/1.1\r\nHost: example.com\r\n"
	chunked := plain + "Transfer-Encoding: chunked\r\n\r\n"
	tests := []struct{ name, message, body string }{
		{"ordinary", post(`{"CallbackCommand":"Bot.OnGroupMessage"}`), `{"CallbackCommand":"Bot.OnGroupMessage"}`},
		{"no body", plain + "\r\n", ""},
		{"an empty body", post(""), ""},
		{"invalid UTF-8", post("{\"a\":\"\xff\xfe\xc0\"}"), "{\"a\":\"\xff\xfe\xc0\"}"},
		{"NUL", post("{\"a\":\"\x00\"}\x00"), "{\"a\":\"\x00\"}\x00"},
		{"a byte order mark", post("\ufeff{}"), "\ufeff{}"},
		{"escapes", post(`{"a":"\/\u002f\u4f60\ud83d\ude00"}`), `{"a":"\/\u002f\u4f60\ud83d\ude00"}`},
		{"repeated names and odd spacing", post("{ \"a\" :1,\r\n\t\"a\":  2 }\n"), "{ \"a\" :1,\r\n\t\"a\":  2 }\n"},
		{"a megabyte", post(strings.Repeat("x", 1<<20)), strings.Repeat("x", 1<<20)},
		{"order and case of the fields", plain + "x-B: 2\r\nX-a: 1\r\nX-B: 3\r\nCONTENT-length: 2\r\n\r\n{}", "{}"},
		{"odd spacing in the head", plain + "A:1\r\nB:  2  \r\nContent-Length:2\r\n\r\n{}", "{}"},
		{"bare line feeds", strings.ReplaceAll(plain, "\r", "") + "Content-Length: 2\n\n{}", "{}"},
		{"a folded field", plain + "A: 1\r\n  2\r\nContent-Length: 2\r\n\r\n{}", "{}"},
		{"bytes that are no UTF-8 in the head", "POST /\xff?\xfe=\xfd HTTP/1.1\r\nHost: \xfchost\r\nContent-Length: 2\r\n\r\n{}", "{}"},
		{"an empty query", "POST /im? HTTP/1.1\r\nHost: a\r\n\r\n", ""},
		{"odd queries", "POST /im?a&&=&%zz=%&a=1?2 HTTP/1.1\r\nHost: a\r\n\r\n", ""},
		{"an absolute target", "POST http://example.com/im?a=1 HTTP/1.1\r\nHost: a\r\n\r\n", ""},
		{"chunks", chunked + "1\r\n{\r\n1;name=\"x\"\r\n}\r\n0\r\n\r\n", "{}"},
		{"chunks with leading zeros and a trailer", chunked + "0002\r\n{}\r\n000\r\nX-Sum: 1\r\n\r\n", "{}"},
		{"no chunks", chunked + "0\r\n\r\n", ""},
		{"HTTP/1.0", "POST /im HTTP/1.0\r\nContent-Length: 2\r\n\r\n{}", "{}"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := overTCP(t, record.Options{})
			answer := r.say(t, tt.message)
			if !strings.HasPrefix(answer, "HTTP/1.1 200 OK\r\n") || !strings.HasSuffix(answer, "\r\n\r\n"+judge.Canonical) {
				t.Errorf("got the answer %q, want the canonical packet", answer)
			}
			records := r.records()
			if len(records) != 1 {
				t.Fatalf("got %d records, want 1", len(records))
			}
			if got := string(records[0].Request.Body); got != tt.body {
				t.Errorf("got the body %.200q, want %.200q", got, tt.body)
			}
			if got := asCaptured(t, records[0]); got != tt.message {
				t.Errorf("got the message\n%.400q, want\n%.400q", got, tt.message)
			}
		})
	}
}

func TestWhatIsNoHTTPIsRefusedAndNotRecorded(t *testing.T) {
	const plain, hidden = "POST /im HTTP/1.1\r\nHost: a\r\n", "d79d7ad8337e3eea"
	tests := []struct{ name, message, status, note string }{
		{"garbage", "\x00\x1b[31mSSH-2.0\r\n\r\n", "400", "not HTTP"},
		{"a TLS handshake", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\n\n", "400", "address it as http://"},
		{"HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "505", "HTTP/2.0"},
		{"no host", "POST /im HTTP/1.1\r\n\r\n", "400", "no Host field"},
		{"two hosts", plain + "Host: b\r\n\r\n", "400", "Host"},
		{"a field without a colon", plain + "nonsense\r\n\r\n", "400", "not HTTP"},
		{"a credential without a colon", plain + "Authorization " + hidden + "\r\n\r\n", "400", "malformed MIME header"},
		{"a blank in the target", "POST /im? &Sign=" + hidden + " HTTP/1.1\r\nHost: a\r\n\r\n", "400", "malformed HTTP version"},
		{"a target that is none", "POST http://[im?Sign=" + hidden + " HTTP/1.1\r\nHost: a\r\n\r\n", "400", "not HTTP"},
		{"an escape that is none", "POST /%zz?Sign=" + hidden + " HTTP/1.1\r\nHost: a\r\n\r\n", "400", "request line: invalid URL escape"},
		{"a CR before the length", plain + "A: " + hidden + "\rContent-Length: 2\r\n\r\n{}", "400", "malformed MIME header"},
		{"a trailer that is none", plain + "Transfer-Encoding: chunked\r\n\r\n0\r\nAuthorization " + hidden + "\r\n\r\n", "400", "chunks of the body"},
		{"no protocol", "POST /im?Sign=" + hidden + "\r\n\r\n", "400", "malformed HTTP request"},
		{"a protocol that is none", "POST /im HTTP/" + hidden + "\r\n\r\n", "400", "not HTTP"},
		{"a blank in a name", plain + "A : 1\r\n\r\n", "400", "header name"},
		{"NUL in a field", plain + "A: \x00\r\n\r\n", "400", "not HTTP"},
		{"CR in a field", plain + "A: 1\r2\r\n\r\n", "400", "not HTTP"},
		{"a length that is none", plain + "Content-Length: 1x\r\n\r\n", "400", "Content-Length"},
		{"two lengths", plain + "Content-Length: 1\r\nContent-Length: 2\r\n\r\n{}", "400", "Content-Length"},
		{"a size of a chunk that is none", plain + "Transfer-Encoding: chunked\r\n\r\nzz\r\n", "400", "chunks"},
		{"a chunk longer than its size", plain + "Transfer-Encoding: chunked\r\n\r\n1\r\nab\r\n0\r\n\r\n", "400", "chunks"},
		{"chunks that end in a bare line feed", plain + "Transfer-Encoding: chunked\r\n\r\n0\r\n\n\r\n\r\n", "400", "chunks"},
		{"chunks in HTTP/1.0", "POST /im HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n", "400", "Transfer-Encoding in HTTP/1.0"},
		{"another coding in HTTP/1.0", "POST /im HTTP/1.0\r\ntransfer-encoding:gzip\r\nContent-Length: 2\r\n\r\n{}", "400", "Transfer-Encoding in HTTP/1.0"},
		{"no length in HTTP/1.0", "POST /im HTTP/1.0\r\n\r\n{}", "400", "no Content-Length"},
		{"a length and chunks", plain + "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n", "400", "both"},
		{"chunks and a length", plain + "Transfer-Encoding: chunked\r\nCONTENT-LENGTH: 12\r\n\r\n2\r\n{}\r\n0\r\n\r\n", "400", "both"},
		{"another coding", plain + "Transfer-Encoding: gzip\r\n\r\n", "400", `unsupported transfer encoding: "gzip"`},
		{"two codings", plain + "Transfer-Encoding: chunked\r\nTransfer-Encoding: gzip\r\n\r\n", "400", `["chunked" "gzip"]`},
		{"a huge head", plain + strings.Repeat("X: "+strings.Repeat("x", 1000)+"\r\n", 70) + "\r\n", "431", "longer than 65536"},
		{"an endless line", "POST /" + strings.Repeat("x", 1<<17), "431", "longer than 65536"},
		{"half a head", plain + "Content-Len", "", "within the head"},
		{"half a body", plain + "Content-Length: 10\r\n\r\n{}", "", "within the body after 2 bytes"},
		{"half a chunk", plain + "Transfer-Encoding: chunked\r\n\r\n5\r\nab", "", "within the body"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := overTCP(t, record.Options{})
			answer := r.say(t, tt.message)
			want := ""
			if tt.status != "" {
				want = "HTTP/1.1 " + tt.status + " "
			}
			if !strings.HasPrefix(answer, want) || want == "" && answer != "" {
				t.Errorf("got the answer %q, want %q", answer, want)
			}
			if records := r.records(); len(records) != 0 {
				t.Errorf("got %d records, want none", len(records))
			}
			if len(r.notes) != 1 || !strings.Contains(r.notes[0], tt.note) || strings.Contains(r.notes[0], hidden) {
				t.Errorf("got the notes %q, want one with %q and no secret", r.notes, tt.note)
			}
			if sum := r.end(); sum.Refused != 1 || sum.Callbacks != 0 {
				t.Errorf("got %+v, want one refused", sum)
			}
		})
	}
}

// The body of a head without a length is taken for the next request. That is said whatever becomes of the connection.
func TestABodyBehindAHeadWithoutALength(t *testing.T) {
	r := overTCP(t, record.Options{})
	answer := r.say(t, "POST /im HTTP/1.1\r\nHost: a\r\n\r\n{}")
	const want = "whose Content-Length may count too few bytes or be missing"
	if sum := r.end(); sum.Refused != 1 || sum.Callbacks+sum.Others != 1 { // the notes are all there behind it
		t.Errorf("got %+v, want one recorded and one refused", sum)
	}
	if !strings.Contains(answer, "HTTP/1.1 400 ") || len(r.notes) != 1 || !strings.Contains(r.notes[0], want) {
		t.Errorf("got the answer %q and the notes %q, want one with %q", answer, r.notes, want)
	}
}

func TestConnectionsThatSayNothingAreNoNews(t *testing.T) {
	r := overTCP(t, record.Options{})
	if answer := r.say(t, "") + r.say(t, "\r\n\r\n"); answer != "" {
		t.Errorf("got %q, want nothing", answer)
	}
	if sum := r.end(); len(r.notes) != 0 || sum.Refused != 0 {
		t.Errorf("got the notes %q and %+v, want nothing", r.notes, sum)
	}
}
