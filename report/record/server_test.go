package recordreport

import (
	"crypto/tls"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/timhook/timhook/internal/lint"
	"github.com/timhook/timhook/internal/record"
	"github.com/timhook/timhook/webhook"
)

func TestAServerSaysHowItIsReached(t *testing.T) {
	backend, err := webhook.ParseEndpoint("http://127.0.0.1:8080/im?key=secret")
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name   string
		server Server
		want   []string
	}{
		{
			"that answers by itself",
			Server{
				Address: &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 9000},
				Path:    "a.ndjson",
			},
			[]string{
				"recording on http://127.0.0.1:9000 into a.ndjson; end it with Ctrl-C",
				`answering {"ActionStatus":"OK","ErrorInfo":"","ErrorCode":0}`,
				"for Chat: point a tunnel at 127.0.0.1:9000 and enter its public address as the callback URL " +
					"in Chat's console; to try it: timhook send all http://127.0.0.1:9000/im",
			},
		},
		{
			"that forwards, on all addresses, over TLS",
			Server{
				Address: &net.TCPAddr{IP: net.IPv6unspecified, Port: 9}, Path: "a\x1b[31m",
				Options: record.Options{Forward: backend, TLS: &tls.Config{MinVersion: tls.VersionTLS12}},
			},
			[]string{
				`recording on https://[::]:9 into a\x1b[31m; end it with Ctrl-C`,
				"forwarding to http://127.0.0.1:8080/im?key=masked",
				"for Chat: point a tunnel at 127.0.0.1:9 and enter its public address as the callback URL " +
					"in Chat's console; to try it: timhook send all https://127.0.0.1:9/im -k",
			},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, tt.server.Begin(true)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if got := tt.server.Begin(false); !cmp.Equal(got, tt.want[:2]) {
				t.Errorf("got %q without hints, want the first two lines", got)
			}
			if hint := tt.server.Silent(30 * time.Second); !strings.HasSuffix(hint,
				tt.want[2][strings.Index(tt.want[2], "timhook"):]) {
				t.Errorf("got %q, want the same command to try it with", hint)
			}
		})
	}
}

func TestAServerSumsUp(t *testing.T) {
	backend, err := webhook.ParseEndpoint("http://127.0.0.1:8080/im")
	if err != nil {
		t.Fatal(err)
	}
	judged := record.Options{Check: &lint.Options{}}
	forwarding := record.Options{Forward: backend}
	for _, tt := range []struct {
		name    string
		options record.Options
		sum     record.Summary
		last    string
		want    []string
	}{
		{"nothing", judged, record.Summary{}, "a", []string{"0 callbacks"}},
		{"nothing to forward", forwarding, record.Summary{}, "a", []string{"0 callbacks"}},
		{
			"callbacks without a mistake", judged,
			record.Summary{Callbacks: 2},
			"a",
			[]string{
				"2 callbacks, no problems",
				"to send them again: timhook replay a http://127.0.0.1:8080/im",
			},
		},
		{
			"mistakes, others and noise", judged,
			record.Summary{
				Callbacks: 3, Failed: 1, Warned: 2, BadRequests: 1, BadAnswers: 3, Others: 1, Refused: 4,
			},
			"a",
			[]string{
				"3 callbacks, 1 break a MUST, 2 a SHOULD (request: 1, answer: 3); " +
					"1 other request; 4 unreadable requests, not recorded",
				"to send them again: timhook replay a http://127.0.0.1:8080/im",
			},
		},
		{
			"a file that was rotated", forwarding,
			record.Summary{Callbacks: 1, AddedP50: 123 * time.Microsecond, AddedP99: 4567 * time.Microsecond},
			"b c",
			[]string{
				"1 callback", "recording added 0.1ms (p50), 4.6ms (p99)",
				"to send them again: timhook replay a ... 'b c' http://127.0.0.1:8080/im",
			},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, Server{Path: "a", Options: tt.options}.End(tt.sum, tt.last)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}
