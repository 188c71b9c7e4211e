package record

import (
	"net"
	"path/filepath"
	"strings"
	"testing"

	"github.com/timhook/timhook/cmd/cli"
	"github.com/timhook/timhook/cmd/verbtest"
	"github.com/timhook/timhook/webhook"
)

func TestForwardingToItselfIsRecognised(t *testing.T) {
	for _, tc := range []struct {
		url, own string
		want     bool
	}{
		{"http://127.0.0.1:9000/im", "127.0.0.1:9000", true},
		{":9000", "127.0.0.1:9000", true},
		{"http://localhost:9000", "127.0.0.1:9000", true},
		{"http://0.0.0.0:9000", "127.0.0.1:9000", true},
		{"http://127.0.0.1:9000", "[::]:9000", true},
		{"https://[::1]:9000/", "[::1]:9000", true},
		{"http://192.0.2.1:80", "192.0.2.1:80", true},
		{"http://192.0.2.1", "192.0.2.1:80", true},
		{"http://127.0.0.1:9001", "127.0.0.1:9000", false},
		{"http://192.0.2.1:9000", "[::]:9000", false},
		{"http://127.0.0.2:9000", "127.0.0.1:9000", false},
		{"http://[::1]:9000", "127.0.0.1:9000", false},
		{"http://localhost:9000", "192.0.2.1:9000", false},
		{"http://backend.example:9000", "127.0.0.1:9000", false},
		{"unix:/127.0.0.1:9000", "127.0.0.1:9000", false},
	} {
		t.Run(tc.url+" from "+tc.own, func(t *testing.T) {
			e, err := webhook.ParseEndpoint(tc.url)
			if err != nil {
				t.Fatal(err)
			}
			own, err := net.ResolveTCPAddr("tcp", tc.own)
			if err != nil {
				t.Fatal(err)
			}
			if got := leadsTo(e, own); got != tc.want {
				t.Errorf("got %t, want %t", got, tc.want)
			}
		})
	}
}

// A server that forwards to itself would send each callback again and again. It writes no file either.
func TestRecordDoesNotForwardToItself(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	free := l.Addr().String()
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	own := "http://" + free + "/im"
	for name, args := range map[string][]string{
		forwardFlag: {"--forward", own}, shadowFlag: {"--forward", "http://192.0.2.1/im", "--shadow", own},
	} {
		t.Run(name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "calls.ndjson")
			o, err := verbtest.Parse(t, command, append(args, "--listen", free, "-o", file)...)
			if err != nil {
				t.Fatal(err)
			}
			err = run(t.Context(), verbtest.App(), o)
			want := "--" + name + " " + own + " leads back to --listen " + free
			if err == nil || !strings.Contains(err.Error(), want) || !cli.IsGone(file) {
				t.Errorf("got %v, want %q, and no file", err, want)
			}
		})
	}
}
