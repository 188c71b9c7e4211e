package safe_test

import (
	"encoding/base64"
	"net/url"
	"strings"
	"testing"

	"github.com/timhook/timhook/internal/secret"
	"github.com/timhook/timhook/report/safe"
)

// A secret that the end of what is kept cuts is no whole one any more, and must not show in any spelling.
func TestAMessageThatWasCutShowsNoBeginningOfASecret(t *testing.T) {
	const value, head = "s3cret-k7Qd2mXz9TnB4vRw", "HTTP/1.1 200 OK\r\n\r\nyou sent "
	for name, spelt := range map[string]string{
		"as it is": value, "in a URL": url.QueryEscape(value), "in base64": base64.StdEncoding.EncodeToString([]byte(value)),
	} {
		t.Run(name, func(t *testing.T) {
			for n := 4; n < len(spelt); n++ {
				p := &secret.Policy{}
				p.Learn(value)
				got := safe.Message(p, []byte(head+spelt[:n]), false, true).Text()
				if strings.Contains(got, spelt[:4]) || !strings.HasPrefix(got, head) {
					t.Errorf("cut after %d bytes: got %q", n, got)
				}
				if whole := safe.Message(p, []byte(head+"words"), false, false).Text(); whole != head+"words" {
					t.Errorf("a whole message: got %q", whole)
				}
			}
		})
	}
}
