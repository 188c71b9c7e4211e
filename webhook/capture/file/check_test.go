package file_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/timhook/timhook/webhook/capture/file"
)

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
		{"an object of another program", `{"name":"app"}` + "\n", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "f")
			if err := os.WriteFile(path, []byte(tt.text), 0o600); err != nil {
				t.Fatal(err)
			}
			w, err := file.Open(path, file.Options{})
			if (err == nil) != tt.want {
				t.Errorf("got %v, want it taken: %t", err, tt.want)
			}
			if err == nil {
				closeWriter(t, w)
				return
			}
			if kept, err := os.ReadFile(path); string(kept) != tt.text {
				t.Errorf("got %q (%v), want the file as it was", kept, err)
			}
		})
	}
}
