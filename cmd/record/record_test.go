package record

import (
	"bytes"
	"encoding/json"
	"io"
	"net"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/timhook/timhook/cmd/cli"
	"github.com/timhook/timhook/internal/lint"
	"github.com/timhook/timhook/internal/record"
	"github.com/timhook/timhook/payloads"
)

// recordingTo is a session whose lines go to a buffer.
func recordingTo(out, err io.Writer, o *options) *recordSession {
	a := cli.New(strings.NewReader(""), out, err, func(string) string { return "" })
	return &recordSession{a: a, o: o, listener: fixedListener{}, silence: time.AfterFunc(time.Hour, func() {})}
}

// lockedBuffer may be written to and read by several goroutines.
type lockedBuffer struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.Write(p)
}

func (b *lockedBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.String()
}

// fixedListener has an address and nothing else.
type fixedListener struct{ net.Listener }

func (fixedListener) Addr() net.Addr { return &net.TCPAddr{IP: net.IPv4zero, Port: 9000} }

const recordToken = "k7Qd2mXz9TnB4vRw"

// hostileEvent holds in each text what a terminal would act on, the token where it would be cut in two, and a long text.
func hostileEvent() record.Event {
	nasty := "a\x1b[31m\u202eb\r\nc\xff##[error]"
	return record.Event{
		Time: time.Date(2026, 11, 22, 23, 0, 1, 2e6, time.UTC), Method: "POST", Command: strings.Repeat("x", 55) + recordToken, Group: nasty,
		Bytes: 1 << 20, Truncated: true, Status: 413, Whole: 14200 * time.Microsecond, Added: 300 * time.Microsecond, Forwarded: true,
		Failure: nasty, Gone: true, Unsaved: true, Problems: []lint.Problem{
			{Rule: "packet-json", Level: payloads.Must, Path: "/" + nasty, Message: nasty + recordToken},
			{Rule: "a-note", Level: payloads.May, Message: "not worth a line"},
			{Rule: "resp-json", Level: payloads.Should, Subject: lint.InAnswer, Message: strings.Repeat("y", 395) + recordToken},
		},
	}
}

func TestALiveLineIsHarmlessWhateverASenderSays(t *testing.T) {
	var out, errs bytes.Buffer
	s := recordingTo(&out, &errs, &options{check: true, format: "text"})
	s.a.Out.Hide(recordToken)
	s.seen(hostileEvent())
	_ = s.a.Out.Flush()
	shown := `a\x1b[31m\u202eb\r\nc\xff##\x5berror]`
	want := strings.Join([]string{
		"23:00:01.002  " + strings.Repeat("x", 55) + "[toke...  " + shown + "  1048576 bytes  413  14.2ms (+0.3ms)     FAIL",
		"    MUST    packet-json  /" + shown + ": " + shown + "[token]",
		"    SHOULD  resp-json  answer: " + strings.Repeat("y", 392) + "...",
		"    the backend: " + shown,
		"    the body is longer than --max-body; its beginning is kept, and nothing was forwarded",
		"    the sender had left before it was answered",
		"    not in the file",
	}, "\n") + "\n"
	if diff := cmp.Diff(want, out.String()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestALineOfJSONHoldsTheSame(t *testing.T) {
	var out, errs bytes.Buffer
	s := recordingTo(&out, &errs, &options{check: true, format: "ndjson"})
	s.a.Out.Hide(recordToken)
	s.seen(hostileEvent())
	_ = s.a.Out.Flush()
	var line recordLine
	if err := json.Unmarshal(out.Bytes(), &line); err != nil {
		t.Fatalf("%v in %q", err, &out)
	}
	if bytes.Contains(out.Bytes(), []byte(recordToken)) || bytes.ContainsAny(out.Bytes(), "\x1b\r") || strings.Contains(out.String(), "\u202e") || bytes.Count(out.Bytes(), []byte("\n")) != 1 {
		t.Errorf("got %q, want one harmless line without the token", &out)
	}
	if line.Verdict != "fail" || line.Status != 413 || line.Ms != 14.2 || *line.AddedMs != 0.3 || line.Saved || !line.Gone || len(line.Findings) != 3 {
		t.Errorf("got %+v", line)
	}
}

func TestQuietShowsFindingsOnly(t *testing.T) {
	var out, errs bytes.Buffer
	s := recordingTo(&out, &errs, &options{check: true, format: "text", quiet: true})
	s.seen(record.Event{Method: "POST", Command: "right", Status: 200})
	s.seen(record.Event{Method: "GET", Group: "right", Status: 405})
	s.seen(record.Event{Method: "POST", Command: "refused", Status: 502, Failure: "connection refused", Unreached: true})
	s.seen(record.Event{Method: "POST", Command: "unsaved", Status: 200, Unsaved: true})
	s.seen(record.Event{Method: "POST", Command: "unheard", Status: 502, Failure: "exchange given up", GivenUp: true})
	if got := out.String(); strings.Contains(got, "right") || strings.Count(got, "SKIP") != 1 || !strings.Contains(got, "refused") || !strings.Contains(got, "unsaved") {
		t.Errorf("got %q", got)
	}
}

func TestManyFindingsAreCutShort(t *testing.T) {
	var out, errs bytes.Buffer
	e := record.Event{Method: "GET", Status: 405}
	for range 8 {
		e.Problems = append(e.Problems, lint.Problem{Rule: "r", Level: payloads.Must, Message: "wrong"})
	}
	s := recordingTo(&out, &errs, &options{check: true, format: "text"})
	s.seen(e)
	if n := strings.Count(out.String(), "wrong"); n != 5 || !strings.Contains(out.String(), "and 3 more; -v shows all") || !strings.Contains(out.String(), "GET (no callback)") {
		t.Errorf("got %d findings in %q, want 5", n, &out)
	}
	s.o.verbose = true
	out.Reset()
	if s.seen(e); strings.Count(out.String(), "wrong") != 8 {
		t.Errorf("got %q, want all with -v", &out)
	}
}

func TestWhoeverWaitsInVainIsToldOnceWhatToLookAt(t *testing.T) {
	for _, arrives := range []bool{false, true} {
		synctest.Test(t, func(t *testing.T) {
			var out bytes.Buffer
			var errs lockedBuffer // the hint comes from a timer
			s := recordingTo(&out, &errs, &options{format: "text"})
			s.welcome(record.Options{})
			time.Sleep(29 * time.Second)
			s.seen(record.Event{Method: "GET"}) // a browser that somebody tries with
			if arrives {
				s.seen(record.Event{Method: "POST"})
			}
			if errs.String() == "" || strings.Contains(errs.String(), "hint: ") {
				t.Errorf("got %q, want how to begin and no hint yet", &errs)
			}
			time.Sleep(time.Hour)
			s.silence.Stop()
			synctest.Wait()
			if n := strings.Count(errs.String(), "hint: no callback in 30s; "); (n == 1) == arrives {
				t.Errorf("a callback has come: %t; got %d hints in %q", arrives, n, &errs)
			}
			if !strings.Contains(errs.String(), "timhook send all http://127.0.0.1:9000/im") {
				t.Errorf("got %q, want a command to try it with", &errs)
			}
		})
	}
}
