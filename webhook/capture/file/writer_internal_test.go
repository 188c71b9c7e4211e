package file

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/timhook/timhook/webhook/capture"
)

// TestATornLineThatStaysIsALineOfItsOwn: where it cannot be taken back, the next record begins behind a line feed.
func TestATornLineThatStaysIsALineOfItsOwn(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.ndjson")
	w, err := Open(path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.file.WriteString(`{"timhook":"cap`); err != nil {
		t.Fatal(err)
	}
	w.torn = true
	for range 2 {
		if _, err := w.Append(&capture.Record{}); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	lines := bytes.SplitAfter(data, []byte("\n"))
	if len(lines) != 4 || len(lines[3]) != 0 {
		t.Fatalf("got %q, want three lines", data)
	}
	for _, line := range lines[1:3] {
		if _, err := capture.ParseLine(line); err != nil {
			t.Error(err)
		}
	}
}
