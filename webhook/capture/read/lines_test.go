package read

import (
	"bytes"
	"errors"
	"io"
	"runtime"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

type readLine struct {
	Text         string
	Number       int
	Torn, Faulty bool
}

func readAll(t interface{ Fatal(...any) }, in io.Reader, most int64) (all []readLine) {
	l := newLines(in, most)
	for {
		line, err := l.next()
		if errors.Is(err, io.EOF) {
			return all
		}
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, readLine{string(line.text), line.number, line.torn, line.fault != nil})
	}
}

func TestLinesAreReadWithTheirNumbers(t *testing.T) {
	in := "one\n\ntwo\r\n" + strings.Repeat("x", 10) + "\n" + strings.Repeat("y", 11) + "\nlast"
	want := []readLine{
		{"one", 1, false, false},
		{"", 2, false, false},
		{"two\r", 3, false, false},
		{"xxxxxxxxxx", 4, false, false},
		{"yyyyyyyyyy", 5, false, true},
		{"last", 6, true, false},
	}
	if diff := cmp.Diff(want, readAll(t, strings.NewReader(in), 10)); diff != "" {
		t.Error(diff)
	}
	if got := readAll(t, strings.NewReader(""), 0); got != nil {
		t.Errorf("of nothing: got %v", got)
	}
}

// TestLinesOfAnyLengthJoinToTheInput: around the buffer's length and far beyond.
func TestLinesOfAnyLengthJoinToTheInput(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var in strings.Builder
		for range rapid.IntRange(0, 4).Draw(t, "lines") {
			length := rapid.OneOf(
				rapid.IntRange(0, 20),
				rapid.IntRange(65530, 65540),
				rapid.IntRange(131060, 131080),
			).Draw(t, "length")
			in.WriteString(strings.Repeat("a", length) + "\n")
		}
		in.WriteString(strings.Repeat("b", rapid.SampledFrom([]int{0, 1, 65536, 70000}).Draw(t, "torn")))
		var got strings.Builder
		for i, line := range readAll(t, iotest.HalfReader(strings.NewReader(in.String())), 1<<20) {
			got.WriteString(line.Text)
			if !line.Torn {
				got.WriteString("\n")
			}
			if line.Number != i+1 || line.Faulty {
				t.Fatalf("line %d: got number %d, faulty %v", i+1, line.Number, line.Faulty)
			}
		}
		if got.String() != in.String() {
			t.Fatalf("got %d bytes, want %d", got.Len(), in.Len())
		}
	})
}

// endless gives one line of n bytes and then another one.
type endless struct{ left int64 }

func (e *endless) Read(p []byte) (int, error) {
	if e.left <= 0 {
		return 0, io.EOF
	}
	n := min(int64(len(p)), e.left)
	clear(p[:n])
	e.left -= n
	return int(n), nil
}

func TestALineWithoutEndCostsWhatIsAllowed(t *testing.T) {
	const length, most = 2 << 30, 1 << 20
	l := newLines(io.MultiReader(&endless{left: length}, strings.NewReader("\nnext\n")), most)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	line, err := l.next()
	runtime.ReadMemStats(&after)
	if err != nil || line.fault == nil || line.fault.Error() != "a line of 2147483648 bytes, want 1048576 at most" {
		t.Fatalf("got %v, %v", line.fault, err)
	}
	if used := after.TotalAlloc - before.TotalAlloc; used > 2*most {
		t.Errorf("it took %d bytes, want %d at most", used, 2*most)
	}
	if line, err = l.next(); err != nil || string(line.text) != "next" || line.number != 2 {
		t.Errorf("got %q as line %d (%v), want the next line", line.text, line.number, err)
	}
}

func TestAnErrorOfTheInputEndsTheReading(t *testing.T) {
	broken := errors.New("broken")
	l := newLines(io.MultiReader(strings.NewReader("one\ntwo"), iotest.ErrReader(broken)), 0)
	if line, err := l.next(); err != nil || !bytes.Equal(line.text, []byte("one")) {
		t.Errorf("got %q, %v", line.text, err)
	}
	if _, err := l.next(); !errors.Is(err, broken) {
		t.Errorf("got %v, want %v", err, broken)
	}
}
