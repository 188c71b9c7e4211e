package record

import (
	"net"
	"os"
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
	file := filepath.Join(t.TempDir(), "calls.ndjson")
	o, err := verbtest.Parse(t, command, "--listen", free, "--forward", "http://"+free+"/im", "-o", file)
	if err != nil {
		t.Fatal(err)
	}
	err = run(t.Context(), verbtest.App(), o)
	want := "--forward http://" + free + "/im leads back to --listen " + free
	if err == nil || !strings.Contains(err.Error(), want) || !cli.IsGone(file) {
		t.Errorf("got %v, want %q, and no file", err, want)
	}
}

func TestOnlyACaptureIsAddedTo(t *testing.T) {
	const line = `{"timhook":"capture/1","start":"2026-01-02T03:04:05Z",` +
		`"request":{"method":"POST","url":"/im","header":[],"body":""},` +
		`"timing":{"connectUs":0,"firstByteUs":0,"wholeUs":1}}`
	for _, tt := range []struct {
		name, text string
		want       bool
	}{
		{"an empty file", "", true},
		{"a line", line + "\n", true},
		{"a line without its end", line, true},
		{"the first bytes of a line", line[:5], true},
		{"half a line", line[:40], true},
		{"a line behind a blank", " " + line + "\n", true},
		{"notes", "hello\n", false},
		{"notes without an end", "hello", false},
		{"an empty line", "\n" + line + "\n", false},
		{"an object of several lines", "{\n\"timhook\":\"capture/1\"}\n", false},
		{"a compressed file", "\x1f\x8b\x08\x00\x00\x00\x00\x00\n", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "f")
			if err := os.WriteFile(path, []byte(tt.text), 0o600); err != nil {
				t.Fatal(err)
			}
			if err := checkBegun(path); (err == nil) != tt.want {
				t.Errorf("got %v, want it taken: %t", err, tt.want)
			}
		})
	}
	if err := checkBegun(filepath.Join(t.TempDir(), "none")); err != nil {
		t.Errorf("a file that is not there: %v", err)
	}
}
