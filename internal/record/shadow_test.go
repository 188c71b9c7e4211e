package record_test

import (
	"fmt"
	"io"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/timhook/timhook/internal/record"
	"github.com/timhook/timhook/webhook"
	"github.com/timhook/timhook/webhook/capture"
)

// answerOf is an answer with this body.
func answerOf(body string) string {
	return fmt.Sprintf("HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s", len(body), body)
}

// shadowings collects the differences and notes of a shadow.
type shadowings struct {
	mu   sync.Mutex
	list []record.Shadowed
}

func (s *shadowings) add(e record.Shadowed) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.list = append(s.list, e)
}

// told are the places that differ, and both values.
func (s *shadowings) told() (texts []string) {
	for _, e := range s.list {
		for _, d := range e.Differences {
			texts = append(texts, fmt.Sprintf("%s %s: %s, %s", e.Command, d.Where(), d.Old, d.New))
		}
	}
	return texts
}

func TestAShadowGetsTheSameAndIsCompared(t *testing.T) {
	const right = `{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":0}`
	for _, tt := range []struct {
		name, shadow string
		want         []string
	}{
		{"the same answer", right, nil},
		{"the same values", `{"ErrorCode":0, "ErrorInfo":"", "ActionStatus":"OK"}`, nil},
		{"another answer", `{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":1}`, []string{"Group.CallbackAfterSendMsg /ErrorCode: 0, 1"}},
		{"a text", "OK", []string{"Group.CallbackAfterSendMsg body: " + right + ", OK"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			backend, shadow := newRawBackend(t, "", answerOf(right)), newRawBackend(t, "/second", answerOf(tt.shadow))
			var told shadowings
			r := overTCP(t, record.Options{Forward: backend.url, Shadow: shadow.url, Shadowed: told.add})
			message := post("{\"a\":1}", "X-b:  2\r\n")
			if got := r.say(t, strings.Replace(message, "SdkAppid", "Sign=abc&SdkAppid", 1)); got != answerOf(right) {
				t.Errorf("the sender got %q, want the backend's answer", got)
			}
			sum := r.end()
			to := strings.NewReplacer("SdkAppid", "Sign=abc&SdkAppid", "example.com", shadow.url.Host, "/im?", "/second?")
			if diff := cmp.Diff([]string{to.Replace(message)}, shadow.got()); diff != "" {
				t.Errorf("what the shadow got (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(tt.want, told.told()); diff != "" {
				t.Errorf("what is told (-want +got):\n%s", diff)
			}
			if want := (record.ShadowSummary{Compared: 1, Different: len(tt.want)}); sum.Shadow != want {
				t.Errorf("got %+v, want %+v", sum.Shadow, want)
			}
			var kept []string
			for _, c := range r.saved {
				kept = append(kept, c.Shadow+" "+string(c.Answer.Body))
			}
			want := []string{" " + right}
			if tt.want != nil {
				want = append(want, shadow.url.Public()+" "+tt.shadow)
			}
			if diff := cmp.Diff(want, kept); diff != "" {
				t.Errorf("what is kept (-want +got):\n%s", diff)
			}
		})
	}
}

// hanging is a backend that takes connections and never answers.
func hanging(t *testing.T) *webhook.Endpoint {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go func() { _, _ = io.Copy(io.Discard, c); _ = c.Close() }()
		}
	}()
	e, err := webhook.ParseEndpoint("http://" + l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// A shadow that hangs has a bounded number of requests, and the sender waits for none of them.
func TestAShadowThatHangsDelaysNothing(t *testing.T) {
	const callbacks = 40 // more than a shadow may have under way
	backend := newRawBackend(t, "", answerOf("{}"))
	r := overTCP(t, record.Options{
		Forward: backend.url, Shadow: hanging(t), ShadowClient: &webhook.Client{Timeout: webhook.NoLimit}, Grace: time.Millisecond,
	})
	for range callbacks {
		if got := r.say(t, post("{}")); got != answerOf("{}") {
			t.Fatalf("the sender got %q, want the backend's answer", got)
		}
	}
	sum := r.end()
	if want := (record.ShadowSummary{LeftOut: callbacks}); sum.Shadow != want || sum.Callbacks != callbacks {
		t.Errorf("got %+v of %d, want %+v of %d", sum.Shadow, sum.Callbacks, want, callbacks)
	}
	if len(r.saved) != callbacks {
		t.Errorf("got %d records, want %d", len(r.saved), callbacks)
	}
}

func TestAShadowThatIsNotThereIsToldOnce(t *testing.T) {
	backend := newRawBackend(t, "", answerOf("{}"))
	gone, err := webhook.ParseEndpoint("http://127.0.0.1:1/im")
	if err != nil {
		t.Fatal(err)
	}
	r := overTCP(t, record.Options{Forward: backend.url, Shadow: gone})
	for range 3 {
		if got := r.say(t, post("{}")); got != answerOf("{}") {
			t.Fatalf("the sender got %q, want the backend's answer", got)
		}
	}
	sum := r.end()
	if want := (record.ShadowSummary{Unanswered: 3}); sum.Shadow != want {
		t.Errorf("got %+v, want %+v", sum.Shadow, want)
	}
	if len(r.notes) != 1 || !strings.HasPrefix(r.notes[0], "the shadow gives no answer: ") {
		t.Errorf("got the notes %q, want one", r.notes)
	}
}

// What is too long, and what is no callback, is not sent to the shadow.
func TestAShadowGetsNoOtherRequests(t *testing.T) {
	backend, shadow := newRawBackend(t, "", answerOf("{}")), newRawBackend(t, "", answerOf("{}"))
	r := overTCP(t, record.Options{Forward: backend.url, Shadow: shadow.url, Limits: record.Limits{Body: 4 << 20}})
	r.say(t, "GET /health HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
	r.say(t, post(strings.Repeat(" ", 1<<20)+"{}"))
	sum := r.end()
	if want := (record.ShadowSummary{LeftOut: 1}); sum.Shadow != want || len(shadow.got()) > 0 {
		t.Errorf("got %+v, and the shadow %d requests, want %+v and none", sum.Shadow, len(shadow.got()), want)
	}
}

// A secret stands neither in the lines nor in the file, and a difference of secrets is one.
func TestADifferenceOfSecretsIsMasked(t *testing.T) {
	backend, shadow := newRawBackend(t, "", answerOf(`{"From_Account":"first-secret"}`)), newRawBackend(t, "", answerOf(`{"From_Account":"other-secret"}`))
	var told shadowings
	r := overTCP(t, record.Options{
		Forward: backend.url, Shadow: shadow.url, Shadowed: told.add, Hide: capture.Redaction{Mask: []string{"From_Account"}},
	})
	r.say(t, post("{}"))
	r.end()
	text := fmt.Sprint(told.told())
	for _, c := range r.saved {
		text += string(c.Answer.Body)
	}
	if len(told.list) != 1 || len(r.saved) != 2 || strings.Contains(text, "secret") {
		t.Errorf("got %s in %d records, want one difference and no secret", text, len(r.saved))
	}
}
