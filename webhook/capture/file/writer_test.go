package file_test

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/timhook/timhook/webhook/capture"
	"github.com/timhook/timhook/webhook/capture/file"
)

// numberedRecord is one that can be told from others.
func numberedRecord(n int) *capture.Record {
	return &capture.Record{
		Start:   time.Unix(1795324455, 0).UTC(),
		Request: capture.Request{Method: "POST", URL: "http://h/im", Body: fmt.Append(nil, n)},
	}
}

func open(t testing.TB, path string, o file.Options) *file.Writer {
	t.Helper()
	w, err := file.Open(path, o)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func appendAll(t testing.TB, w *file.Writer, from, to int) {
	t.Helper()
	for n := from; n <= to; n++ {
		if _, err := w.Append(numberedRecord(n)); err != nil {
			t.Fatal(err)
		}
	}
}

func closeWriter(t testing.TB, w *file.Writer) {
	t.Helper()
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
}

// bodies are those of the records in a file, every line of which has to be one.
func bodies(t testing.TB, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for line := range bytes.Lines(data) {
		r, err := capture.ParseLine(line)
		if err != nil || line[len(line)-1] != '\n' {
			t.Fatalf("%s: got the line %q (%v)", path, line, err)
		}
		all = append(all, string(r.Request.Body))
	}
	return strings.Join(all, " ")
}

func TestRecordsAreAppendedToAFileOfTheOwner(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.ndjson")
	for _, from := range []int{1, 3} {
		w := open(t, path, file.Options{})
		appendAll(t, w, from, from+1)
		if w.Path() != path || w.Repaired() != 0 {
			t.Errorf("got %s, %d bytes repaired", w.Path(), w.Repaired())
		}
		closeWriter(t, w)
		closeWriter(t, w) // again does nothing
		if _, err := w.Append(numberedRecord(0)); !errors.Is(err, fs.ErrClosed) {
			t.Errorf("Append after Close: got %v", err)
		}
	}
	if got := bodies(t, path); got != "1 2 3 4" {
		t.Errorf("got %s", got)
	}
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if mode := info.Mode().Perm(); runtime.GOOS != "windows" && mode != 0o600 {
		t.Errorf("got mode %v, want 0600", mode)
	}
}

// TestATornLastLineIsMended cuts a file at every byte.
func TestATornLastLineIsMended(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.ndjson")
	var whole []byte
	var ends []int
	for n := 1; n <= 3; n++ {
		whole, _ = numberedRecord(n).AppendLine(whole)
		ends = append(ends, len(whole))
	}
	for size := range len(whole) + 1 {
		for _, zeros := range []int{0, 5} {
			if err := os.WriteFile(path, append(bytes.Clone(whole[:size]), make([]byte, zeros)...), 0o600); err != nil {
				t.Fatal(err)
			}
			w := open(t, path, file.Options{})
			appendAll(t, w, 9, 9)
			closeWriter(t, w)
			want, kept := "9", 0
			for i, end := range ends {
				if size >= end || size == end-1 && zeros == 0 {
					want, kept = strings.Join([]string{"1", "1 2", "1 2 3"}[i:i+1], "")+" 9", end
				}
			}
			if got := bodies(t, path); got != want {
				t.Fatalf("cut at %d of %v, %d zeros: got %s, want %s", size, ends, zeros, got, want)
			}
			if cut := int64(max(0, size-kept) + zeros); w.Repaired() != cut {
				t.Fatalf(
					"cut at %d of %v, %d zeros: got %d bytes repaired, want %d",
					size,
					ends,
					zeros,
					w.Repaired(),
					cut,
				)
			}
		}
	}
}

func TestALongTornLineIsMended(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.ndjson")
	r := numberedRecord(1)
	r.Request.Body = bytes.Repeat([]byte("x"), 300<<10)
	first, _ := numberedRecord(7).AppendLine(nil)
	line, _ := r.AppendLine(nil)
	if err := os.WriteFile(path, append(first, line[:len(line)-3]...), 0o600); err != nil {
		t.Fatal(err)
	}
	w := open(t, path, file.Options{})
	closeWriter(t, w)
	if got := bodies(t, path); got != "7" || w.Repaired() != int64(len(line)-3) {
		t.Errorf("got %.20q, %d bytes repaired, want 7, %d", got, w.Repaired(), len(line)-3)
	}
}

// TestWhatIsNoCaptureIsLeftAlone: a file named by mistake loses nothing.
func TestWhatIsNoCaptureIsLeftAlone(t *testing.T) {
	path := filepath.Join(t.TempDir(), "notes.txt")
	for text, line := range map[string]string{
		"buy milk": "last", "a\nb": "first", "{\"timhook\": 1": "last", `{"log":{}}`: "last", "a\n[1]": "first",
	} {
		t.Run(text, func(t *testing.T) {
			if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
			_, err := file.Open(path, file.Options{})
			var at *fs.PathError
			if !errors.As(err, &at) || at.Err.Error() != "its "+line+" line is none of a capture; give another file" {
				t.Errorf("%q: got %v", text, err)
			}
			if got, _ := os.ReadFile(path); string(got) != text {
				t.Errorf("%q became %q", text, got)
			}
		})
	}
}

func TestAFileThatCannotBeOpenedIsAnError(t *testing.T) {
	dir := t.TempDir()
	for _, path := range []string{dir, filepath.Join(dir, "none", "a.ndjson")} {
		t.Run(filepath.Base(path), func(t *testing.T) {
			var at *fs.PathError
			if _, err := file.Open(path, file.Options{}); !errors.As(err, &at) {
				t.Errorf("%s: got %v, want a *fs.PathError", path, err)
			}
		})
	}
}

func TestManyAppendAtOnce(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a.ndjson")
	w := open(t, path, file.Options{MaxSize: 4 << 10})
	var writers sync.WaitGroup
	for k := range 8 {
		writers.Go(func() {
			for i := range 50 {
				if _, err := w.Append(numberedRecord(100*k + i)); err != nil {
					t.Error(err)
				}
			}
		})
	}
	writers.Wait()
	closeWriter(t, w)
	files, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil || len(files) < 10 {
		t.Fatalf("got %d files (%v), want many", len(files), err)
	}
	seen := map[string]bool{}
	for _, file := range files {
		if info, err := os.Stat(file); err != nil || info.Size() > 4<<10 {
			t.Errorf("%s: got %d bytes (%v), want 4096 at most", file, info.Size(), err)
		}
		for _, body := range strings.Fields(bodies(t, file)) {
			seen[body] = true
		}
	}
	if len(seen) != 400 {
		t.Errorf("got %d records, want 400", len(seen))
	}
}

func TestFilesAreBegunBySizeAndByAge(t *testing.T) {
	line, _ := numberedRecord(1).AppendLine(nil)
	size := int64(len(line))
	synctest.Test(t, func(t *testing.T) {
		dir := t.TempDir()
		path := filepath.Join(dir, "day.ndjson")
		o := file.Options{MaxSize: 2 * size, MaxAge: time.Hour}
		w := open(t, path, o)
		appendAll(t, w, 1, 3) // the third is too much
		time.Sleep(time.Hour - 1)
		appendAll(t, w, 4, 4)
		time.Sleep(time.Nanosecond)
		appendAll(t, w, 5, 5) // nothing is left of the room, nor of the hour
		time.Sleep(time.Hour)
		appendAll(t, w, 6, 6)
		closeWriter(t, w)
		w = open(t, path, o)
		if want := filepath.Join(dir, "day.4.ndjson"); w.Path() != want {
			t.Errorf("opened again: got %s, want %s", w.Path(), want)
		}
		appendAll(t, w, 7, 8)
		closeWriter(t, w)
		var got []string
		for _, name := range []string{"day", "day.2", "day.3", "day.4", "day.5"} {
			got = append(got, bodies(t, filepath.Join(dir, name+".ndjson")))
		}
		if diff := cmp.Diff([]string{"1 2", "3 4", "5", "6 7", "8"}, got); diff != "" {
			t.Error(diff)
		}
	})
}

func TestARecordLongerThanAFileHasOneOfItsOwn(t *testing.T) {
	dir := t.TempDir()
	w := open(t, filepath.Join(dir, "a"), file.Options{MaxSize: 1})
	appendAll(t, w, 1, 2)
	closeWriter(t, w)
	if got := bodies(t, filepath.Join(dir, "a")) + ", " + bodies(t, filepath.Join(dir, "a.2")); got != "1, 2" {
		t.Errorf("got %s", got)
	}
}

func TestWhereNoFurtherFileCanBeBegunThePresentOneGoesOn(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a.ndjson")
	w := open(t, path, file.Options{MaxSize: 1})
	if err := os.Mkdir(filepath.Join(dir, "a.2.ndjson"), 0o700); err != nil {
		t.Fatal(err)
	}
	appendAll(t, w, 1, 3)
	if err := w.Close(); err == nil || !strings.Contains(err.Error(), "a.2.ndjson") {
		t.Errorf("got %v, want to be told of a.2.ndjson", err)
	}
	if got := bodies(t, path); got != "1 2 3" {
		t.Errorf("got %s", got)
	}
}

// TestARecordThatCannotBeWrittenSpoilsNothing: its error is about it alone.
func TestARecordThatCannotBeWrittenSpoilsNothing(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.ndjson")
	w := open(t, path, file.Options{})
	appendAll(t, w, 1, 1)
	bad := numberedRecord(2)
	bad.Extra = "{"
	if _, err := w.Append(bad); err == nil {
		t.Error("got no error")
	}
	appendAll(t, w, 3, 3)
	closeWriter(t, w)
	if got := bodies(t, path); got != "1 3" {
		t.Errorf("got %s", got)
	}
}
