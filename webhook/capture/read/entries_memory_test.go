package read_test

import (
	"io"
	"runtime"
	"strings"
	"testing"

	"github.com/timhook/timhook/webhook/capture/read"
)

// repeated gives the same byte without end.
type repeated byte

func (c repeated) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = byte(c)
	}
	return len(p), nil
}

// longInput is a text with a very long piece in the middle, which comes through a pipe.
func longInput(before string, fill byte, size int64, after string) read.Input {
	return read.Input{Name: "x", Open: func() (io.ReadCloser, error) {
		r, w := io.Pipe()
		go func() {
			_, err := io.Copy(
				w,
				io.MultiReader(
					strings.NewReader(before),
					io.LimitReader(repeated(fill), size),
					strings.NewReader(after),
				),
			)
			_ = w.CloseWithError(err) // the reader may have gone before the end
		}()
		return r, nil
	}}
}

// TestEndlessLinesCostNoMoreThanIsAllowed counts every byte that is allocated, freed or not.
func TestEndlessLinesCostNoMoreThanIsAllowed(t *testing.T) {
	const maxLine, most, tooLong = 1 << 20, 24 << 20, ": the entry is longer than 1 MiB"
	line := recordLine(t)
	for _, test := range []struct {
		name, before, after string
		fill                byte
		size                int64
		want                string // of the first and the last thing that comes
	}{
		{
			"a line of a capture", line + `{"timhook":"capture/1","start":"`, "\"}\n" + line, 'a', 200 << 20,
			"1 capture line 1|3 capture line 3",
		},
		{
			"a line of packets", packet + "\n" + packet + "\n{\"a\":\"", "\"}\n" + packet, 'a', 200 << 20,
			"1 JSON Lines line 1|4 JSON Lines line 4",
		},
		{"the first line of packets", `{"a":"`, "\"}\n" + packet, 'a', 64 << 20, "error: |error: "},
		{"one packet", "{\n\"CallbackCommand\":\"", "\"}", 'a', 64 << 20, "error: x: line 2" + tooLong + "|error: "},
		{"nothing but brackets", "", "", '[', 64 << 20, "error: |error: "},
		{"a comment", packet + "\n//", "", 'a', 64 << 20, "1 JSON with comments line 1|error: x: line 2" + tooLong},
		{
			"white space in a packet", "{\n\"CallbackCommand\":", "", ' ', 64 << 20,
			"error: x: line 2" + tooLong + "|error: ",
		},
		{
			"an entry of a HAR", `{"log":{"entries":[{"x":"`, `"}]}}`, 'a', 64 << 20,
			"error: x: line 1" + tooLong + "|error: ",
		},
		{
			"another part of a HAR", `{"log":{"pages":"`, `","entries":[]}}`, 'a', 64 << 20,
			"error: x: line 1" + tooLong + "|error: ",
		},
		{
			"a case of a run",
			`{"case":{"case":"a","exchanges":[{"request":{"method":"POST","body":"{}"}}]}}` + "\n" +
				`{"case":{"case":"`,
			`"}}`,
			'a',
			64 << 20,
			"1 run line 1|bad 2",
		},
		{
			"a header field", "POST /im HTTP/1.1\r\nX: ", "\r\n\r\n", 'a', 64 << 20,
			"error: x: line 2" + tooLong + "|error: ",
		},
		{
			"a body", "POST /im HTTP/1.1\r\nContent-Length: 9999999999\r\n\r\n", "", 'a', 64 << 20,
			"error: x: line 4" + tooLong + "|error: ",
		},
		{"a shell word", "curl -d '", "' :80", 'a', 64 << 20, "error: x: line 1" + tooLong + "|error: "},
		{"zeros", "", "", 0, 64 << 20, "error: x: got binary data|error: "},
		{"white space", "", "", ' ', 64 << 20, "error: |error: "},
		{"zeros, packed", "", "", 0, 0, "error: x: got binary data|error: "},
	} {
		t.Run(test.name, func(t *testing.T) {
			input := longInput(test.before, test.fill, test.size, test.after)
			if test.size == 0 {
				input = textInput("x", gzipped(gzipped(strings.Repeat("\x00", 64<<20))))
			}
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			lines := got(read.ReadOptions{MaxLine: maxLine}, input)
			runtime.ReadMemStats(&after)
			if allocated := after.TotalAlloc - before.TotalAlloc; allocated > most {
				t.Errorf("reading allocated %d bytes, want %d at most", allocated, most)
			}
			first, last, _ := strings.Cut(test.want, "|")
			if len(lines) == 0 || !strings.HasPrefix(lines[0], first) || !strings.HasPrefix(lines[len(lines)-1], last) {
				t.Errorf("got %q, want the first %q and the last %q", lines, first, last)
			}
		})
	}
}
