package record

import (
	"bytes"
	"io"
	"net"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/timhook/timhook/cmd/cli"
	"github.com/timhook/timhook/internal/record"
)

// recordingTo is a session whose lines go to a buffer.
func recordingTo(out, err io.Writer, o *options) *session {
	a := cli.New(strings.NewReader(""), out, err, func(string) string { return "" })
	s := newSession(a, o, record.Options{})
	s.listener = fixedListener{}
	return s
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

func TestWhoeverWaitsInVainIsToldOnceWhatToLookAt(t *testing.T) {
	for _, arrives := range []bool{false, true} {
		synctest.Test(t, func(t *testing.T) {
			var out bytes.Buffer
			var errs lockedBuffer // the hint comes from a timer
			s := recordingTo(&out, &errs, &options{format: "text"})
			s.welcome()
			time.Sleep(29 * time.Second)
			s.seen(record.Event{Method: "GET", Other: "a GET"}) // a browser that somebody tries with
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
