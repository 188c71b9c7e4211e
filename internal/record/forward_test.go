package record_test

import (
	"io"
	"net"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/timhook/timhook/internal/lint"
	"github.com/timhook/timhook/internal/record"
	"github.com/timhook/timhook/webhook"
	"github.com/timhook/timhook/webhook/capture"
)

const okAnswer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"

func TestRequestsGoOnAsTheyCame(t *testing.T) {
	tests := []struct{ name, target, message, want string }{
		{
			"ordinary", "", "POST /im?Sign=1&a=%2F HTTP/1.1\r\nx-B: 2\r\nhost: chat\r\nX-a: 1\r\nContent-Length: 2\r\n\r\n{}",
			"POST /im?Sign=1&a=%2F HTTP/1.1\r\nx-B: 2\r\nhost: HOST\r\nX-a: 1\r\nContent-Length: 2\r\n\r\n{}",
		},
		{"a path of its own", "/hook", "POST /im?a=1 HTTP/1.1\r\nHost: a\r\n\r\n", "POST /hook?a=1 HTTP/1.1\r\nHost: HOST\r\n\r\n"},
		{"a query of its own", "/?t=1&u", "POST /im?a=1&&b HTTP/1.1\r\nHost: a\r\n\r\n", "POST /im?t=1&u&a=1&&b HTTP/1.1\r\nHost: HOST\r\n\r\n"},
		{"a query and none", "/?t=1", "POST /im HTTP/1.1\r\nHost: a\r\n\r\n", "POST /im?t=1 HTTP/1.1\r\nHost: HOST\r\n\r\n"},
		{"no query", "", "POST /im HTTP/1.1\r\nHost: a\r\n\r\n", "POST /im HTTP/1.1\r\nHost: HOST\r\n\r\n"},
		{"an empty query", "", "POST /im? HTTP/1.1\r\nHost: a\r\n\r\n", "POST /im? HTTP/1.1\r\nHost: HOST\r\n\r\n"},
		{"another method", "", "GET /health HTTP/1.1\r\nHost: a\r\n\r\n", "GET /health HTTP/1.1\r\nHost: HOST\r\n\r\n"},
		{"an absolute target", "", "POST http://a/im?b=1 HTTP/1.1\r\nHost: a\r\n\r\n", "POST /im?b=1 HTTP/1.1\r\nHost: HOST\r\n\r\n"},
		{"an absolute target without a path", "", "POST http://a?b=1 HTTP/1.1\r\nHost: a\r\n\r\n", "POST /?b=1 HTTP/1.1\r\nHost: HOST\r\n\r\n"},
		{
			"chunks", "/hook", "POST /im HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n01;x=y\r\n{\r\n1\r\n}\r\n0\r\nX-Sum: 1\r\n\r\n",
			"POST /hook HTTP/1.1\r\nHost: HOST\r\nTransfer-Encoding: chunked\r\n\r\n01;x=y\r\n{\r\n1\r\n}\r\n0\r\nX-Sum: 1\r\n\r\n",
		},
		{
			"odd spacing", "/hook", "POST /im HTTP/1.1\r\nA:1\r\nhOST:   a:80  \r\nB: 2\r\n  3\r\nContent-Length:2\n\r\n{}",
			"POST /hook HTTP/1.1\r\nA:1\r\nhOST:   HOST  \r\nB: 2\r\n  3\r\nContent-Length:2\n\r\n{}",
		},
		{"a folded host", "", "POST /im HTTP/1.1\r\nHost: a\r\n b\r\nA: 1\r\n\r\n", "POST /im HTTP/1.1\r\nHost: HOST\r\nA: 1\r\n\r\n"},
		{"an empty host", "", "POST /im HTTP/1.1\r\nA:\r\nHost:\r\n\r\n", "POST /im HTTP/1.1\r\nA:\r\nHost: HOST\r\n\r\n"},
		{"HTTP/1.0", "", "POST /im HTTP/1.0\r\nContent-Length: 2\r\n\r\n{}", "POST /im HTTP/1.0\r\nContent-Length: 2\r\n\r\n{}"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			b := newRawBackend(t, tt.target, okAnswer)
			r := overTCP(t, record.Options{Forward: b.url, Hide: capture.Redaction{KeepSign: true}})
			if got := r.say(t, tt.message); got != okAnswer {
				t.Errorf("got the answer %q, want %q", got, okAnswer)
			}
			want := []string{strings.ReplaceAll(tt.want, "HOST", b.url.Host)}
			if diff := cmp.Diff(want, b.got()); diff != "" {
				t.Errorf("what the backend got (-want +got):\n%s", diff)
			}
			if records := r.records(); len(records) != 1 || asCaptured(t, records[0]) != tt.message {
				t.Errorf("got %d records, want one of the message as it came", len(records))
			}
		})
	}
}

func TestAnswersAreRelayedAsTheyCame(t *testing.T) {
	tests := []struct {
		name, answer string
		follows      bool // another exchange follows on the connection
		body         string
	}{
		{"ordinary", "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}", true, "{}"},
		{"odd names and an odd reason", "HTTP/1.1 299 Fine, I Guess\r\ncontent-LENGTH:2\r\nx-b:  1\r\nX-A:\r\n\r\n{}", true, "{}"},
		{"chunks", "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n01;a=b\r\n{\r\n1\r\n}\r\n0\r\nX-T: 1\r\n\r\n", true, "{}"},
		{"interim answers", "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}", true, "{}"},
		{"no content", "HTTP/1.1 204 No Content\r\n\r\n", true, ""},
		{"until the end", "HTTP/1.1 200 OK\r\n\r\nuntil the end", false, "until the end"},
		{"HTTP/1.0", "HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\n{}", false, "{}"},
		{"bare line feeds", "HTTP/1.1 200 OK\nContent-Length: 2\n\n{}", false, "{}"},
		{"a closing field", "HTTP/1.1 200 OK\r\nConnection: Close\r\nContent-Length: 2\r\n\r\n{}", false, "{}"},
		{"stray bytes", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}stray", false, "{}"},
		{"no HTTP", "nonsense\r\n\r\n", false, ""},
		{"invalid UTF-8", "HTTP/1.1 200 \xff\r\nA: \xfe\r\nContent-Length: 2\r\n\r\n\xc0\x00", true, "\xc0\x00"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			b := newRawBackend(t, "", tt.answer)
			r := overTCP(t, record.Options{Forward: b.url})
			want := 1
			if tt.follows {
				want = 2
			}
			if got := r.say(t, post("{}")+post("{}")); got != strings.Repeat(tt.answer, want) {
				t.Errorf("got %q, want %q %d times", got, tt.answer, want)
			}
			records := r.records()
			if len(records) != want {
				t.Fatalf("got %d records, want %d", len(records), want)
			}
			if a := records[0].Answer; tt.name == "no HTTP" {
				if a != nil || records[0].FailureClass != "malformed" {
					t.Errorf("got %+v and the failure %q, want no answer and that it is malformed", a, records[0].FailureClass)
				}
			} else if string(a.Body) != tt.body {
				t.Errorf("got the body %q, want %q", a.Body, tt.body)
			}
		})
	}
}

func TestABackendThatIsNotThereIsSaidToTheSender(t *testing.T) {
	gone, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_ = gone.Close()
	to, err := webhook.ParseEndpoint("http://" + gone.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	r := overTCP(t, record.Options{Forward: to})
	answer := r.say(t, post("{}")+post("{}"))
	if n := strings.Count(answer, "HTTP/1.1 502 Bad Gateway\r\n"); n != 2 || !strings.Contains(answer, `{"ActionStatus":"FAIL","ErrorInfo":"timhook record: the backend gave no answer: `) {
		t.Errorf("got %q, want 502 twice with the reason", answer)
	}
	records := r.records()
	if len(records) != 2 || records[0].Answer != nil || records[0].FailureClass != "connect" || records[0].Failure == "" {
		t.Fatalf("got %d records, want two with the failure and no answer", len(records))
	}
	if e := r.events[0]; e.Status != 502 || e.Failure == "" || !e.Forwarded {
		t.Errorf("got %+v, want the failure", e)
	}
}

// Whoever ends a recording while the backend takes its time says nothing about the backend.
func TestAnAnswerThatWasNotWaitedForIsNobodysFault(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	to, err := webhook.ParseEndpoint("http://" + l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	r := overTCP(t, record.Options{Forward: to, Client: &webhook.Client{Timeout: time.Minute}, Check: new(lint.Options), Grace: time.Nanosecond})
	sender := r.dial()
	defer sender.Close()
	if _, err := io.WriteString(sender, post(`{"CallbackCommand":"Group.CallbackAfterTeleport"}`)); err != nil {
		t.Fatal(err)
	}
	silent, err := l.Accept()
	if err != nil {
		t.Fatal(err)
	}
	defer silent.Close()
	if _, err := silent.Read(make([]byte, 1)); err != nil {
		t.Fatal(err)
	}
	records := r.records()
	if len(records) != 1 || records[0].FailureClass != "canceled" || records[0].Answer != nil {
		t.Fatalf("got %+v, want one record of an exchange that was given up", records)
	}
	e := r.events[0]
	if e.Unreached || !e.GivenUp || e.Failure == "" {
		t.Errorf("got %+v, want the failure, and the backend blamed for nothing", e)
	}
	for _, p := range e.Problems {
		if p.Subject == lint.InAnswer {
			t.Errorf("got %s", p.Text())
		}
	}
}

func TestMethodsThatChatDoesNotUseAreAnsweredAndRecorded(t *testing.T) {
	for _, method := range []string{"GET", "HEAD", "OPTIONS", "CONNECT"} {
		t.Run(method, func(t *testing.T) {
			target := "/"
			if method == "CONNECT" {
				target = "a:1"
			}
			r := overTCP(t, record.Options{})
			answer := r.say(t, method+" "+target+" HTTP/1.1\r\nHost: a\r\n\r\n"+post("{}"))
			if !strings.HasPrefix(answer, "HTTP/1.1 405 Method Not Allowed\r\n") || !strings.Contains(answer, "Allow: POST\r\n") {
				t.Errorf("got %q, want 405", answer)
			}
			if !strings.Contains(answer, "HTTP/1.1 200 OK\r\n") {
				t.Errorf("got %q, want the callback behind it to be answered", answer)
			}
			if has := strings.Contains(answer, "want POST"); has == (method == "HEAD") {
				t.Errorf("got a body: %t", has)
			}
			if n := len(r.records()); n != 2 {
				t.Errorf("got %d records, want 2", n)
			}
			if sum := r.end(); sum.Callbacks != 1 || sum.Others != 1 {
				t.Errorf("got %+v, want one callback and one other", sum)
			}
		})
	}
}

func TestPipelinedCallbacksAreAnsweredInTheirOrder(t *testing.T) {
	b := newRawBackend(t, "", "HTTP/1.1 201 A\r\nContent-Length: 0\r\n\r\n", "HTTP/1.1 202 B\r\nContent-Length: 0\r\n\r\n", "HTTP/1.1 203 C\r\nContent-Length: 0\r\n\r\n")
	r := overTCP(t, record.Options{Forward: b.url})
	got := r.say(t, post("1")+"\r\n"+post("22")+post("333"))
	if want := "HTTP/1.1 201 A\r\nContent-Length: 0\r\n\r\nHTTP/1.1 202 B\r\nContent-Length: 0\r\n\r\nHTTP/1.1 203 C\r\nContent-Length: 0\r\n\r\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	var bodies []string
	for _, kept := range r.records() {
		bodies = append(bodies, string(kept.Request.Body))
	}
	if !slices.Equal(bodies, []string{"1", "22", "333"}) {
		t.Errorf("got %q", bodies)
	}
}

func TestAReplyOfOnesOwn(t *testing.T) {
	r := overTCP(t, record.Options{Reply: []byte(`{"ErrorCode":7}`)})
	if got := r.say(t, post("{}")); !strings.HasSuffix(got, "\r\n\r\n{\"ErrorCode\":7}") {
		t.Errorf("got %q", got)
	}
	a := r.records()[0].Answer
	if a == nil || string(a.Body) != `{"ErrorCode":7}` || a.Wire != nil {
		t.Errorf("got the answer %+v, want the reply as it was sent", a)
	}
}
