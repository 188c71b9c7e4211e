package inputs

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
	"github.com/timhook/timhook/cmd/cli"
	"github.com/timhook/timhook/webhook/capture/read"
)

// folder makes files, empty but for their names, and goes there.
func folder(t *testing.T, names ...string) {
	t.Helper()
	t.Chdir(t.TempDir())
	for _, name := range names {
		if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(name), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

func inputNames(inputs []read.Input) []string {
	var names []string
	for _, in := range inputs {
		names = append(names, in.Name)
	}
	return names
}

func TestAFolderIsReadInTheOrderOfItsNames(t *testing.T) {
	folder(t, "c/a.10.ndjson", "c/a.9.ndjson.gz", "c/a.ndjson", "c/a.010.ndjson", "c/B.HAR", "c/d/z.json.zst",
		"c/b.txt",
		"c/http-client.env.json", "c/http-client.private.env.json", "c/.hidden.json", "c/.git/x.json", "c/readme.md", "c/gz", "c/x.gz", "c/ndjson", "c/.json")
	inputs, err := Captures(emptyApp(), []string{"c", "c/readme.md", "./c/a.ndjson"})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"c/B.HAR", "c/a.ndjson", "c/a.9.ndjson.gz", "c/a.010.ndjson", "c/a.10.ndjson", "c/b.txt",
		"c/d/z.json.zst", "c/readme.md", "./c/a.ndjson",
	}
	if diff := cmp.Diff(want, inputNames(inputs)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestArgumentsThatNameNoCapture(t *testing.T) {
	folder(t, "a.json", "empty/readme.md")
	for arg, want := range map[string]string{
		"none.json":  "none.json: no such file or directory",
		"none#1":     "none: no such file or directory",
		"empty":      "empty: there is no capture in this folder, want files whose names end in .ndjson, .jsonl, .json, .jsonc, .har, .http, .rest, .curl, .sh, .txt, each with or without .gz or .zst at the end",
		"empty#1":    "empty#1: #N counts the entries of a file, and empty is a folder",
		"a.json#0":   `a.json#0: got "0" after the #, want the number of an entry, or a range such as 3-5`,
		"a.json#x":   `a.json#x: got "x" after the #, want the number of an entry, or a range such as 3-5`,
		"a.json#":    `a.json#: got "" after the #, want the number of an entry, or a range such as 3-5`,
		"a.json#3-2": `a.json#3-2: got "3-2" after the #, want the number of an entry, or a range such as 3-5`,
	} {
		_, err := Captures(emptyApp(), []string{arg})
		var u *cli.UsageError
		if !errors.As(err, &u) || err.Error() != want {
			t.Errorf("%s: got %v, want a usage error %q", arg, err, want)
		}
	}
}

func TestNumbersBehindAFile(t *testing.T) {
	folder(t, "a", "b#2", "#1")
	for arg, want := range map[string]read.Input{
		"a": {Name: "a"}, "a#2": {Name: "a", First: 2, Last: 2}, "a#2-30": {Name: "a", First: 2, Last: 30},
		"b#2": {Name: "b#2"}, "b#2#7": {Name: "b#2", First: 7, Last: 7}, "#1": {Name: "#1"},
	} {
		inputs, err := Captures(emptyApp(), []string{arg})
		if err != nil || len(inputs) != 1 || inputs[0].Name != want.Name || inputs[0].First != want.First ||
			inputs[0].Last != want.Last {
			t.Errorf("%s: got %+v, %v; want %+v", arg, inputs, err, want)
		}
	}
}

func TestStandardInputHasNumbersToo(t *testing.T) {
	inputs, err := Captures(emptyApp(), []string{"-#1-9"})
	if err != nil || len(inputs) != 1 || inputs[0].Name != "standard input" || inputs[0].Last != 9 {
		t.Errorf("got %+v, %v; want the first nine entries of standard input", inputs, err)
	}
}

// TestAStreamIsReadMoreThanOnce with a size at which a part of it goes to a file, by readers that take turns.
func TestAStreamIsReadMoreThanOnce(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	const most = 1000
	for _, size := range []int{0, 10, most, most + 1, 100 * most} {
		text := bytes.Repeat([]byte("0123456789abcde\n"), size/16+1)[:size]
		s := &spool{in: iotest.HalfReader(bytes.NewReader(text)), most: most}
		first, _ := s.open()
		head := make([]byte, size/2)
		if _, err := io.ReadFull(first, head); err != nil {
			t.Fatal(err)
		}
		second, _ := s.open()
		whole, err := io.ReadAll(second)
		if err != nil || !bytes.Equal(whole, text) {
			t.Errorf("%d bytes: the second reader got %d, %v", size, len(whole), err)
		}
		rest, err := io.ReadAll(first)
		if err != nil || !bytes.Equal(append(head, rest...), text) {
			t.Errorf("%d bytes: the first reader got %d, %v", size, len(head)+len(rest), err)
		}
		if (s.file != nil) != (size > most) || len(s.held) > most {
			t.Errorf("%d bytes: %d held in memory, in a file %v", size, len(s.held), s.file != nil)
		}
		s.close()
		if left, err := os.ReadDir(os.Getenv("TMPDIR")); err != nil || len(left) > 0 {
			t.Errorf("%d bytes: left behind %v, %v", size, left, err)
		}
	}
}

// TestALongStreamIsNotHeldInMemory counts every byte that is allocated, freed or not, since a buffer grows in pieces.
func TestALongStreamIsNotHeldInMemory(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	const size, most = 64 << 20, 24 << 20
	a := cli.New(io.LimitReader(zeros{}, size), io.Discard, io.Discard, os.Getenv)
	inputs, err := Captures(a, []string{"-"})
	if err != nil {
		t.Fatal(err)
	}
	in, _ := inputs[0].Open()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	n, err := io.Copy(io.Discard, in)
	runtime.ReadMemStats(&after)
	for _, end := range a.AtEnd {
		end()
	}
	if allocated := after.TotalAlloc - before.TotalAlloc; n != size || err != nil || allocated > most {
		t.Errorf("read %d bytes and allocated %d, %v; want %d bytes, and %d allocated at most", n, allocated, err, size,
			most)
	}
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }

func TestStandardInputIsForOneOnly(t *testing.T) {
	a := emptyApp()
	_, err := Captures(a, []string{"-", "-"})
	if err == nil || err.Error() != "the argument - and the argument - both want standard input" {
		t.Errorf("got %v, want that both want it", err)
	}
}

// TestAnInputThatFailsOnceFailsAgain so that a second pass does not take the beginning for the whole.
func TestAnInputThatFailsOnceFailsAgain(t *testing.T) {
	broken := errors.New("broken")
	s := &spool{in: io.MultiReader(strings.NewReader("ab"), iotest.ErrReader(broken))}
	for range 2 {
		r, _ := s.open()
		if text, err := io.ReadAll(r); string(text) != "ab" || !errors.Is(err, broken) {
			t.Errorf("got %q, %v; want the text and the error behind it", text, err)
		}
	}
}

func TestReadingErrorsHaveTheirExitCodes(t *testing.T) {
	var exit *cli.Exit
	if err := ReadingError(&read.EmptyInput{Input: "x", Why: "is empty"}); !errors.As(err, &exit) ||
		exit.Code != cli.ExitNothing || exit.Meaning != "nothing ran: x: is empty" {
		t.Errorf("got %v, want exit 4", err)
	}
	var u *cli.UsageError
	if err := ReadingError(errors.New("x: broken")); !errors.As(err, &u) || err.Error() != "x: broken" {
		t.Errorf("got %v, want a usage error", err)
	}
	if err := ReadingError(nil); err != nil {
		t.Errorf("got %v, want nothing", err)
	}
}

func TestAnInputIsDescribedInOneLine(t *testing.T) {
	for want, s := range map[string]read.Summary{
		"x: HAR, 12 callbacks":                             {Kind: read.KindHAR, Format: "HAR", Entries: 12},
		"x: JSON Lines, 1 callback, 2 that cannot be read": {Kind: read.KindLines, Format: "JSON Lines", Entries: 1, Bad: 2},
		"x: nothing": {},
	} {
		if got := Describe(read.Input{Name: "x"}, &s); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

// emptyApp has an empty input and environment.
func emptyApp() *cli.App {
	return cli.New(strings.NewReader(""), io.Discard, io.Discard, func(string) string { return "" })
}
