package cmd

import (
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/timhook/timhook/cmd/cli"
	"github.com/timhook/timhook/cmd/record"
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
		e, err := webhook.ParseEndpoint(tc.url)
		if err != nil {
			t.Fatal(err)
		}
		own, err := net.ResolveTCPAddr("tcp", tc.own)
		if err != nil {
			t.Fatal(err)
		}
		if got := record.LeadsTo(e, own); got != tc.want {
			t.Errorf("%s to %s: got %v, want %v", tc.url, tc.own, got, tc.want)
		}
	}
}

// Callbacks do not go round in circles, and nothing is written on the way to that insight.
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
	_, err = linted(t.Context(), "record", "--listen", free, "--forward", "http://"+free+"/im", "-o", file)
	if err == nil || !strings.Contains(err.Error(), "--forward http://"+free+"/im leads back to --listen "+free) || !cli.IsGone(file) {
		t.Errorf("got %v, want to be told of the circle, and no file", err)
	}
}

func TestOnlyACaptureIsAddedTo(t *testing.T) {
	const line = `{"timhook":"capture/1","start":"2026-01-02T03:04:05Z","request":{"method":"POST","url":"/im","header":[],"body":""},"timing":{"connectUs":0,"firstByteUs":0,"wholeUs":1}}`
	for text, want := range map[string]bool{
		"":                                   true,
		line + "\n":                          true,
		line:                                 true,
		line[:5]:                             true,
		line[:40]:                            true,
		" " + line + "\n":                    true,
		"hello\n":                            false,
		"hello":                              false,
		"\n" + line + "\n":                   false,
		"{\n\"timhook\":\"capture/1\"}\n":    false,
		"\x1f\x8b\x08\x00\x00\x00\x00\x00\n": false,
	} {
		path := filepath.Join(t.TempDir(), "f")
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := record.CheckBegun(path); (err == nil) != want {
			t.Errorf("%q: got %v, want it taken: %v", text, err, want)
		}
	}
	if err := record.CheckBegun(filepath.Join(t.TempDir(), "none")); err != nil {
		t.Errorf("a file that is not there: %v", err)
	}
}
