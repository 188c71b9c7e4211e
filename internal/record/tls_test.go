package record_test

import (
	"crypto/tls"
	"io"
	"net"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/timhook/timhook/internal/record"
)

// certificate is the one of net/http/httptest, for 127.0.0.1.
func certificate(t *testing.T) *tls.Config {
	t.Helper()
	server := httptest.NewTLSServer(nil)
	defer server.Close()
	return &tls.Config{Certificates: server.TLS.Certificates, MinVersion: tls.VersionTLS12}
}

func TestCallbacksOverTLS(t *testing.T) {
	r := overTCP(t, record.Options{TLS: certificate(t)})
	plain := r.dial()
	defer plain.Close()
	c := tls.Client(plain, &tls.Config{InsecureSkipVerify: true}) //nolint:gosec // the certificate is the test's own
	_, _ = io.WriteString(c, post("{}"))
	_ = c.CloseWrite()
	answer, err := io.ReadAll(c)
	if err != nil || !strings.HasPrefix(string(answer), "HTTP/1.1 200 ") {
		t.Errorf("got %q (%v)", answer, err)
	}
	if records := r.records(); len(records) != 1 || records[0].Request.URL != "https://example.com/im" {
		t.Errorf("got %d records, want one of https", len(records))
	}
}

func TestPlainHTTPToATLSPortIsExplained(t *testing.T) {
	r := overTCP(t, record.Options{TLS: certificate(t)})
	if answer := r.say(t, post("{}")); !strings.HasPrefix(answer, "HTTP/1.1 400 ") || !strings.Contains(answer, "address it as https://") {
		t.Errorf("got %q", answer)
	}
	if r.end(); len(r.notes) != 1 || !strings.Contains(r.notes[0], "address it as https://") {
		t.Errorf("got the notes %q", r.notes)
	}
}

func TestAHandshakeThatDoesNotComeIsLetGo(t *testing.T) {
	r := overTCP(t, record.Options{TLS: certificate(t), Limits: record.Limits{HeadTime: time.Millisecond}})
	c := r.dial().(*net.TCPConn)
	defer c.Close()
	if answer, err := io.ReadAll(c); err != nil || len(answer) > 0 {
		t.Errorf("got %q (%v), want the end", answer, err)
	}
}
