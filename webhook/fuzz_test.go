package webhook_test

import (
	"bytes"
	"net"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/timhook/timhook/webhook"
)

// Whatever a backend sends, an exchange ends in time, within bounds, with what came.
func FuzzAnswer(f *testing.F) {
	for _, answer := range []string{
		okAnswer, okAnswer + okAnswer, "", "HTTP/1.1 100 Continue\r\n\r\n" + okAnswer, "HTTP/1.0 200 OK\n\nx", "garbage",
		"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;e=1\r\nhello\r\n0\r\nA: b\r\n\r\n",
		"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\nxx",
		"HTTP/1.1 200 OK\r\n a\r\nB : c\r\n\r\n", "HTTP/1.1 101 X\r\n\r\nxyz", "HTTP/1.1 204 X\r\nContent-Length: 5\r\n\r\nhello",
		"HTTP/1.1 200 OK\r\nA: " + strings.Repeat("b", 5000) + "\r\n\r\n",
	} {
		f.Add([]byte(answer), true, "POST")
		f.Add([]byte(answer), false, "HEAD")
	}
	f.Fuzz(func(t *testing.T, answer []byte, closes bool, method string) {
		if method != "POST" {
			method = "HEAD"
		}
		synctest.Test(t, func(t *testing.T) {
			dial, dials := scripted(func(c net.Conn) {
				answers(string(answer))(c)
				if !closes {
					c.Read(make([]byte, 1))
				}
			})
			client := &webhook.Client{Dial: dial, MaxResponse: 1000, MaxHeader: 2000}
			r := request(t, "http://backend.example")
			r.Method = method
			if method == "HEAD" {
				r.SetBody(nil)
			}
			checkFuzzed(t, send(t, client, r), answer)
			if dials.Load() != 1 {
				t.Errorf("got %d connections, want 1", dials.Load())
			}
			client.Close()
			time.Sleep(time.Hour)
		})
	})
}

func checkFuzzed(t *testing.T, x *webhook.Exchange, answer []byte) {
	if !bytes.HasPrefix(answer, x.Raw) {
		t.Errorf("Raw is not the beginning of what was sent: %q", x.Raw)
	}
	if len(x.Raw) > 4000 || len(x.Body) > 1000 {
		t.Errorf("kept %d bytes, a body of %d", len(x.Raw), len(x.Body))
	}
	if x.Timing.Total > 2*time.Second {
		t.Errorf("took %v", x.Timing.Total)
	}
	if x.Failure == nil && (x.Status < 100 || x.Proto == "") {
		t.Errorf("a whole answer without a status line: %d %q", x.Status, x.Proto)
	}
	if !bytes.HasSuffix(x.Raw, x.Stray) {
		t.Errorf("stray bytes %q are not the end of %q", x.Stray, x.Raw)
	}
}
