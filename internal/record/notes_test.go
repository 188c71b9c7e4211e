package record_test

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/timhook/timhook/internal/lint"
	"github.com/timhook/timhook/internal/pipes"
	"github.com/timhook/timhook/internal/record"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/chat"
	"github.com/timhook/timhook/webhook/capture"
	"github.com/timhook/timhook/webhook/capture/file"
)

func TestCallbacksAreJudgedAsLintDoes(t *testing.T) {
	command := chat.All()[0]
	packets, err := command.Build(&command.Variants()[0], payloads.Params{Seed: 1, Now: time.Now()})
	if err != nil {
		t.Fatal(err)
	}
	right := post(string(packets[0].Body))
	right = strings.Replace(right, "Group.CallbackAfterSendMsg", command.Name+"&contenttype=json&ClientIP=203.0.113.1&OptPlatform=Web", 1)
	tests := []struct {
		name, message string
		rule          string // one of those that it breaks; empty: none
		hide          capture.Redaction
	}{
		{"right", right, "", capture.Redaction{}},
		{"no packet", post("["), "packet-json", capture.Redaction{}},
		{"another method, which is no callback", "GET / HTTP/1.1\r\nHost: a\r\n\r\n", "", capture.Redaction{}},
		{
			"another product's", "POST /im HTTP/1.1\r\nHost: a\r\nX-GitHub-Event: push\r\nContent-Length: 2\r\n\r\n{}", "",
			capture.Redaction{},
		},
		{"a callback with another method", "GET /?SdkAppid=1 HTTP/1.1\r\nHost: a\r\n\r\n", "request-method", capture.Redaction{}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := overTCP(t, record.Options{Check: new(lint.Options), Hide: tt.hide})
			r.say(t, tt.message)
			sum := r.end()
			broken := 0
			found := false
			for _, p := range r.events[0].Problems {
				if p.Level == payloads.Must {
					broken = 1
				}
				found = found || p.Rule == tt.rule
			}
			if broken != sum.Failed || found != (tt.rule != "") || tt.rule == "" && sum.Failed+sum.Warned > 0 {
				t.Errorf("got %+v and %+v, want %q", sum, r.events[0].Problems, tt.rule)
			}
		})
	}
}

// The token is checked against the Sign as it came, although the file holds none.
func TestSignIsCheckedBeforeItIsMasked(t *testing.T) {
	const token = "k7Qd2mXz9TnB4vRw"
	message := strings.Replace(post("{}"), " HTTP/1.1", "&Sign="+strings.Repeat("0", 64)+"&RequestTime=1741000000 HTTP/1.1", 1)
	r := overTCP(t, record.Options{Check: &lint.Options{Token: token}, Hide: capture.Redaction{Secrets: []string{token}}})
	r.say(t, message)
	records := r.records()
	if q := records[0].Request.Query; !strings.Contains(q, "Sign="+capture.Masked) {
		t.Errorf("got the query %q in the file, want Sign masked", q)
	}
	var rules []string
	for _, p := range r.events[0].Problems {
		if strings.Contains(p.Rule, "sign") && p.Level == payloads.Must {
			return
		}
		rules = append(rules, p.Rule)
	}
	t.Errorf("got the rules %q, want one about the Sign", rules)
}

func TestOfManyMessagesThatMakeNoSenseSomeAreTold(t *testing.T) {
	r := overTCP(t, record.Options{})
	for range 25 {
		r.say(t, "nonsense\r\n\r\n")
	}
	if sum := r.end(); sum.Refused != 25 || len(r.notes) != 21 || !strings.Contains(r.notes[20], "no longer told") {
		t.Errorf("got %+v and %d notes, want 25 refused, 20 told, and that there are more", sum, len(r.notes))
	}
}

func TestALateBackendIsSaidToTheSender(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newHandlerBackend(t, func(w http.ResponseWriter, q *http.Request) {
			_, _ = io.Copy(io.Discard, q.Body)
			<-q.Context().Done()
		})
		r := overPipes(t, record.Options{Forward: b.url, Client: b.client})
		if answer := answerTo(r.dial(), post("{}")); !strings.HasPrefix(answer, "HTTP/1.1 504 Gateway Timeout\r\n") {
			t.Errorf("got %q, want 504", answer)
		}
		kept := r.records()[0]
		if kept.FailureClass != "timeout" || kept.Timing.Total != 10*time.Second {
			t.Errorf("got %q after %v, want a timeout after 10 s", kept.FailureClass, kept.Timing.Total)
		}
		if r.events[0].Unreached {
			t.Error("a backend that is late counts as one that is not there")
		}
	})
}

// A connection that has carried a callback is kept longer than one that never did, however long it is idle.
func TestConnectionsThatCarriedCallbacksGoLast(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := overPipes(t, record.Options{Limits: record.Limits{Connections: 3}})
		proved := r.dial()
		answerTo(proved, post("{}"))
		time.Sleep(time.Second)
		first := r.dial()
		time.Sleep(time.Second)
		r.dial()
		time.Sleep(time.Second)
		fourth := r.dial()
		if rest, took := until(t, first); rest != "" || took != 0 {
			t.Errorf("got %q after %v, want the oldest silent connection to go", rest, took)
		}
		for _, c := range []net.Conn{proved, fourth} {
			if answer := answerTo(c, post("{}")); !strings.HasPrefix(answer, "HTTP/1.1 200 ") {
				t.Errorf("got %q, want an answer", answer)
			}
		}
	})
}

func TestAPausedTerminalHoldsUpNobody(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	resumed, ended := make(chan struct{}), make(chan int)
	seen := 0
	ctx, stop := context.WithCancel(t.Context())
	go func() {
		_, _ = record.New(record.Options{
			Seen: func(record.Event) { <-resumed; seen++ }, Save: func(*capture.Record) (file.At, error) { return file.At{}, errors.New("full") }, Note: func(string) { <-resumed },
		}).Serve(ctx, l)
		ended <- seen
	}()
	c, err := net.Dial("tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	_ = c.SetDeadline(time.Now().Add(10 * time.Second))
	for range 100 {
		if answer := answerTo(c, post("{}")); !strings.HasPrefix(answer, "HTTP/1.1 200 ") {
			t.Fatalf("got %q while the terminal is paused", answer)
		}
	}
	close(resumed)
	stop()
	if n := <-ended; n != 100 {
		t.Errorf("%d lines were shown, want 100", n)
	}
}

// brittle is a listener whose first connections fail.
type brittle struct {
	net.Listener
	errs []error
}

func (b *brittle) Accept() (net.Conn, error) {
	if len(b.errs) > 0 {
		err := b.errs[0]
		b.errs = b.errs[1:]
		return nil, err
	}
	return b.Listener.Accept()
}

func TestAFailureToAcceptPasses(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		full := errors.New("too many open files")
		l := pipes.Listen()
		r := begin(t, record.Options{}, &brittle{l, []error{full, full}}, dialling(t, l))
		start := time.Now()
		if answer := answerTo(r.dial(), post("{}")); !strings.HasPrefix(answer, "HTTP/1.1 200 ") {
			t.Errorf("got %q", answer)
		}
		if took := time.Since(start); took != 3*time.Millisecond {
			t.Errorf("it took %v, want pauses of 1 and 2 ms", took)
		}
		if r.end(); len(r.notes) != 2 || !strings.Contains(r.notes[0], "too many open files") {
			t.Errorf("got the notes %q", r.notes)
		}
	})
}

func TestAListenerThatIsClosedFromOutsideIsAnError(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_ = l.Close()
	if _, err := record.New(record.Options{}).Serve(context.Background(), l); !errors.Is(err, net.ErrClosed) {
		t.Errorf("got %v, want %v", err, net.ErrClosed)
	}
}

func TestTheConversationOfACallbackIsTold(t *testing.T) {
	for body, want := range map[string]string{
		`{"CallbackCommand":"Group.CallbackAfterSendMsg","GroupId":"@TGS#1"}`:                      "@TGS#1",
		`{"CallbackCommand":"C2C.CallbackAfterSendMsg","From_Account":"mina","To_Account":"otis"}`: "otis",
		`{"CallbackCommand":"State.StateChange","Info":{"To_Account":"mina"}}`:                     "",
		`{"CallbackCommand":"Group.CallbackNew","GroupId":"@TGS#2"}`:                               "@TGS#2",
	} {
		r := overTCP(t, record.Options{})
		r.say(t, strings.Replace(post(body), "CallbackCommand=Group.CallbackAfterSendMsg&", "", 1))
		r.end()
		if len(r.events) != 1 || r.events[0].Group != want {
			t.Errorf("%s: got %+v, want the conversation %q", body, r.events, want)
		}
	}
}
