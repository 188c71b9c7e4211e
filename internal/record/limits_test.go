package record_test

import (
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/timhook/timhook/internal/record"
)

// drip writes a byte every second until the other side closes.
func drip(c net.Conn, text string) {
	for i := range len(text) {
		if _, err := io.WriteString(c, text[i:i+1]); err != nil {
			return
		}
		time.Sleep(time.Second)
	}
}

// until reads all that comes and says how long that took.
func until(t *testing.T, c net.Conn) (string, time.Duration) {
	t.Helper()
	start := time.Now()
	answer, err := io.ReadAll(c)
	if err != nil {
		t.Error(err)
	}
	return string(answer), time.Since(start)
}

func TestSlowSendersAreLetGo(t *testing.T) {
	tests := []struct {
		name, message, status string
		took                  time.Duration
	}{
		{"nothing", "", "", 10 * time.Second},
		{"a slow head", post(`{"a":1}`), "408", 10*time.Second + 500*time.Millisecond},
		{"a slow body", "\x00" + post(strings.Repeat("x", 100)), "408", 10*time.Second + 500*time.Millisecond},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				r := overPipes(t, record.Options{})
				c := r.dial()
				var dripping sync.WaitGroup
				defer dripping.Wait()
				dripping.Go(func() {
					if whole, ok := strings.CutPrefix(tt.message, "\x00"); ok { // the head at once
						head, body, _ := strings.Cut(whole, "\r\n\r\n")
						_, _ = io.WriteString(c, head+"\r\n\r\n")
						drip(c, body)
						return
					}
					drip(c, tt.message)
				})
				answer, took := until(t, c)
				if !strings.HasPrefix(answer, "HTTP/1.1 "+tt.status) && tt.status != "" || tt.status == "" && answer != "" {
					t.Errorf("got %q, want status %q", answer, tt.status)
				}
				if took != tt.took {
					t.Errorf("it took %v, want %v", took, tt.took)
				}
				if n := len(r.records()); n != 0 {
					t.Errorf("got %d records, want none", n)
				}
			})
		})
	}
}

func TestIdleConnectionsAreKeptForAWhile(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := overPipes(t, record.Options{})
		c := r.dial()
		ask := func() string {
			go func() { _, _ = io.WriteString(c, post("{}")) }()
			buf := make([]byte, 4096)
			n, _ := c.Read(buf)
			return string(buf[:n])
		}
		first := ask()
		time.Sleep(74 * time.Second)
		if second := ask(); first != second || !strings.HasPrefix(first, "HTTP/1.1 200 ") {
			t.Errorf("got %q and %q, want the same answer twice", first, second)
		}
		if rest, took := until(t, c); rest != "" || took != 75*time.Second {
			t.Errorf("got %q and the end after %v, want nothing and 75 s", rest, took)
		}
	})
}

// A sender that reads nothing holds its connection no longer than an answer may take.
func TestSendersThatDoNotReadAreLetGo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := overPipes(t, record.Options{})
		c := r.dial()
		_, _ = io.WriteString(c, post("{}"))
		time.Sleep(10*time.Second + 501*time.Millisecond)
		synctest.Wait()
		if len(r.events) != 1 || !r.events[0].Gone {
			t.Errorf("got %+v, want one exchange whose sender is gone", r.events)
		}
		if n := len(r.records()); n != 1 {
			t.Errorf("got %d records, want the exchange all the same", n)
		}
	})
}

func TestSlowConnectionsMakeRoomAndBusyOnesDoNot(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		hold := make(chan struct{})
		backend := newHandlerBackend(t, func(w http.ResponseWriter, q *http.Request) { <-hold })
		r := overPipes(t, record.Options{Forward: backend.url, Client: backend.client, Limits: record.Limits{Connections: 2}})
		slow, busy := r.dial(), r.dial()
		go func() { _, _ = io.WriteString(slow, "POST / HT") }()
		go func() { _, _ = io.WriteString(busy, post("{}")) }()
		synctest.Wait()
		second := r.dial()
		go func() { _, _ = io.WriteString(second, post("{}")) }()
		if answer, took := until(t, slow); answer != "" || took != 0 {
			t.Errorf("got %q after %v on the slow connection, want its end at once", answer, took)
		}
		synctest.Wait()
		third := r.dial()
		if answer, took := until(t, third); !strings.HasPrefix(answer, "HTTP/1.1 503 ") || took != 0 {
			t.Errorf("got %q after %v, want 503 at once while all are busy", answer, took)
		}
		close(hold)
		for _, c := range []net.Conn{busy, second} {
			if answer := answerTo(c, ""); !strings.HasPrefix(answer, "HTTP/1.1 200 ") {
				t.Errorf("got %q on a busy connection, want its answer", answer)
			}
		}
		if sum := r.end(); sum.Callbacks != 2 || sum.Refused != 2 {
			t.Errorf("got %+v, want 2 callbacks and 2 refused", sum)
		}
	})
}

func TestABodyThatIsTooLongIsRefusedAndItsBeginningKept(t *testing.T) {
	const head = "POST /im HTTP/1.1\r\nHost: a\r\n"
	long := strings.Repeat("x", 5000)
	tests := []struct{ name, message, body, captured string }{
		{"a length", head + "Content-Length: 5000\r\n\r\n" + long, long[:4096], head + "Content-Length: 5000\r\n\r\n" + long[:4096]},
		{"chunks", head + "Transfer-Encoding: chunked\r\n\r\n1000\r\n" + long[:4096] + "\r\n388\r\n" + long[4096:] + "\r\n0\r\n\r\n", long[:4096], ""},
		{"a question before it", head + "Expect: 100-continue\r\nContent-Length: 5000\r\n\r\n", "", head + "Expect: 100-continue\r\nContent-Length: 5000\r\n\r\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			b := newRawBackend(t, "", okAnswer)
			r := overTCP(t, record.Options{Forward: b.url, Limits: record.Limits{Body: 4096}})
			if answer := r.say(t, tt.message); !strings.HasPrefix(answer, "HTTP/1.1 413 ") || !strings.Contains(answer, "Connection: close\r\n") {
				t.Errorf("got %q, want 413 and the end", answer)
			}
			records := r.records()
			if len(records) != 1 || !records[0].Request.Truncated || string(records[0].Request.Body) != tt.body {
				t.Fatalf("got %d records, want one with the beginning of the body", len(records))
			}
			if got := asCaptured(t, records[0]); tt.captured != "" && got != tt.captured {
				t.Errorf("got the message\n%.200q, want\n%.200q", got, tt.captured)
			}
			if got := b.got(); len(got) != 0 {
				t.Errorf("the backend got %q, want nothing", got)
			}
		})
	}
}

func TestSendersThatAskFirstAreToldToGoOn(t *testing.T) {
	r := overTCP(t, record.Options{})
	c := r.dial()
	defer c.Close()
	_, _ = io.WriteString(c, "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-Continue\r\nContent-Length: 2\r\n\r\n")
	const goOn = "HTTP/1.1 100 Continue\r\n\r\n"
	buf := make([]byte, len(goOn))
	if _, err := io.ReadFull(c, buf); err != nil || string(buf) != goOn {
		t.Fatalf("got %q (%v), want %q", buf, err, goOn)
	}
	_, _ = io.WriteString(c, "{}")
	_ = c.(*net.TCPConn).CloseWrite()
	if answer, err := io.ReadAll(c); err != nil || !strings.HasPrefix(string(answer), "HTTP/1.1 200 ") {
		t.Errorf("got %q (%v)", answer, err)
	}
}
