package capture_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/timhook/timhook/webhook/capture"
	"github.com/timhook/timhook/webhook/capture/file"
	"pgregory.net/rapid"
)

// TestWhatIsWrittenIsReadBackFromTheFile is the identity over a real file.
func TestWhatIsWrittenIsReadBackFromTheFile(t *testing.T) {
	dir := t.TempDir()
	n := 0
	rapid.Check(t, func(rt *rapid.T) {
		n++
		path := filepath.Join(dir, fmt.Sprint(n))
		want := rapid.SliceOfN(anyRecord(), 1, 4).Draw(rt, "records")
		w, err := file.Open(path, file.Options{})
		if err != nil {
			rt.Fatal(err)
		}
		for _, r := range want {
			if _, err := w.Append(r); err != nil {
				rt.Fatal(err)
			}
		}
		if err := w.Close(); err != nil {
			rt.Fatal(err)
		}
		data, err := os.ReadFile(path)
		if err != nil {
			rt.Fatal(err)
		}
		var got []*capture.Record
		for line := range bytes.Lines(data) {
			r, err := capture.ParseLine(line)
			if err != nil {
				rt.Fatal(err)
			}
			got = append(got, r)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			rt.Fatal(diff)
		}
	})
}
