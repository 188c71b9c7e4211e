package read_test

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/klauspost/compress/zstd"
	"github.com/timhook/timhook/webhook/capture"
	"github.com/timhook/timhook/webhook/capture/read"
)

const packet = `{"CallbackCommand":"Bot.OnGroupMessage"}`

// formats are those that an error about an unknown one lists.
const formats = "want a capture, the NDJSON of a run, a HAR, request packets as JSON (comments are fine), raw " +
	"HTTP messages, curl lines, or a log with packets in it"

// unreadable are inputs of which nothing can be read, and the only line about each.
var unreadable = []struct{ name, text, want string }{
	{"empty", "", "nothing: x: is empty"},
	{"blank", " \n\r\n\t", "nothing: x: holds nothing but white space"},
	{"empty array", "[]", "nothing: x: there is no callback in it (read as JSON)"},
	{
		"HAR without entries", `{"log":{"version":"1.2","entries":[]}}`,
		"nothing: x: there is no callback in it (read as HAR)",
	},
	{"run without exchanges", `{"run":{"verdict":"pass"}}`, "nothing: x: there is no callback in it (read as run)"},
	{"PDF", "%PDF-1.7\n", "error: x: got a PDF, " + formats},
	{"PNG", "\x89PNG\r\n\x1a\n", "error: x: got a PNG picture, " + formats},
	{"pcap", "\xd4\xc3\xb2\xa1\x02\x00", "error: x: got a packet capture (pcap), " + formats},
	{"pcapng", "\x0a\x0d\x0d\x0a\x1c\x00", "error: x: got a packet capture (pcapng), " + formats},
	{"ZIP", "PK\x03\x04", "error: x: got a ZIP archive; unpack it first, " + formats},
	{"HTML", "<!doctype html>", "error: x: got HTML or XML, " + formats},
	{"NULs", strings.Repeat("\x00", 2<<20), "error: x: got binary data, " + formats},
	{
		"a log without a callback", strings.Repeat("2026-11-26 INFO nothing\n", 100_000),
		"nothing: x: there is no callback in it (read as log)",
	},
	{
		"a log in JSON without a callback", strings.Repeat(`{"level":"info"}`+"\n", 100_000),
		"nothing: x: there is no callback in it (read as log)",
	},
	{"prose", "hello\nworld", `error: x: got a text that begins "hello", ` + formats},
	{"white space without end", strings.Repeat(" ", 2<<20), `error: x: got a text that begins "", ` + formats},
	{
		"another object", `{"name":"x","version":1}`,
		`error: x:1: no CallbackCommand in it: got an object with "name", "version"`,
	},
	{"command is a number", "\n{\"CallbackCommand\":7}", `error: x:2: CallbackCommand: got 7, want a string`},
	{"command is empty", `{"CallbackCommand":""}`, `error: x:1: CallbackCommand is empty`},
	{
		"array of others",
		`[1,"a",null,true,[]]`,
		`error: x:1: got a number, want a request packet, which is an object with CallbackCommand; none of 5 ` +
			`entries can be read, so this is no JSON`,
	},
	{
		"cut off", "{\n\"CallbackCommand\":\"Bot.OnGroupMessage\",\n\"a\":[1,2",
		"error: x:1: the text ends before the value does",
	},
	{
		"comma missing", "{\n\"CallbackCommand\":\"Bot.OnGroupMessage\"\n\"a\":1}",
		"error: x:3: column 1: invalid character '\"' after object value (expecting ',' or '}')",
	},
	{
		"string not closed", "{\n\"CallbackCommand\":\"Bot\n}\n",
		"error: x:2: a string is not closed at the end of its line",
	},
	{
		"nested too deep", `{"CallbackCommand":` + strings.Repeat("[", 20_000),
		"error: x:1: the value is nested more than 10,000 levels deep",
	},
	{"HAR cut off", `{"log":{"entries":[`, "error: x:1: the text ends before the value does"},
	{
		"HAR with a string in the place of the log", `{"log":{"entries":"none"}}`,
		`error: x:1: column 19: got '"', want '['`,
	},
	{
		"HTTP body cut off", "POST /im?CallbackCommand=a HTTP/1.1\r\nContent-Length: 9\r\n\r\n{\"",
		"error: x:1: the text ends after 2 bytes of the body, and Content-Length says 9",
	},
	{
		"HTTP chunks cut off", "POST /im?CallbackCommand=a HTTP/1.1\nTransfer-Encoding: chunked\n\n9\n{}",
		`error: x:1: chunks: the text ends after 2 bytes of the body`,
	},
	{
		"curl and a file",
		"curl -d @packet.json :8080",
		"error: x:1: --data @packet.json reads a file, and only the line is here; write the packet behind " +
			"--data-raw, or give that file instead",
	},
	{"curl without URL", "curl -d '{}'", "error: x:1: the curl line has no URL"},
	{
		"curl with two URLs, one of a command", "curl $(cat url) -d '{}' http://x/",
		`error: x:1: the curl line has two URLs, "$…" and "http://x/"; give each its own line`,
	},
	{
		"a command that only the shell knows", "A=1\n$RUN -d '{}' x\ncurl -d '{' x '",
		`error: x:2: got the command "$…", want curl; none of 2 entries can be read, so this is no curl line`,
	},
	{"nothing but comments", "// later\n/* much */\n", "nothing: x: holds nothing but comments"},
	{
		"HAR that is cut", `{"log":{"entries":[` + "\n" + `{"request":{"method":"POST",` + "\n",
		"error: x:2: HAR entry: the archive ends in it, in line 3: the file is cut",
	},
	{
		"HAR with a number for an entry", `{"log":{"entries":[7]}}`,
		"error: x:1: HAR entry: got a number, want an object",
	},
	{
		"HAR without a request", `{"log":{"entries":[{"startedDateTime":"noon"}]}}`,
		`error: x:1: HAR entry: there is no request in it`,
	},
	{"curl with an open quote", "curl -d '{", "error: x:1: a text in single quotes: the text ends before it does"},
	{"capture of another version", `{"timhook":"capture/9","request":{}}`, ""},
}

// TestInputsThatAreNoneOfTheseSayWhatTheyAre is about one clear line each.
func TestInputsThatAreNoneOfTheseSayWhatTheyAre(t *testing.T) {
	for _, test := range unreadable {
		t.Run(test.name, func(t *testing.T) {
			lines := got(read.ReadOptions{}, textInput("x", test.text))
			if test.want == "" {
				if len(lines) != 1 || !strings.HasPrefix(lines[0], "error: x:1: ") {
					t.Errorf("got %q, want one error about line 1", lines)
				}
				return
			}
			if diff := cmp.Diff([]string{test.want}, lines); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

const harEntry = `{"request":{"method":"POST","url":"http://h/","postData":{"text":"{\"CallbackCommand\":\"a\"}"}}}`

// TestReadingGoesOnBehindABadEntry numbers bad entries like good ones, so that FILE#N stays what it is.
func TestReadingGoesOnBehindABadEntry(t *testing.T) {
	line := recordLine(t)
	for _, test := range []struct {
		name, text string
		want       []string
	}{
		{"capture", line + "garbage\n\n" + line + line[:40], []string{"1", "bad 2", "4", "bad 5 torn"}},
		{"capture whose beginning is cut off", line[30:] + line, []string{"bad 1", "2"}},
		{"JSON Lines", packet + "\n{\"a\":\n" + packet + "\n" + packet, []string{"1", "bad 2", "3", "4"}},
		{"JSON", "{\n\"CallbackCommand\":\"\n}\n" + packet, []string{"bad 1", "2"}},
		{"array", "[" + packet + ",7," + packet + "]", []string{"1", "bad 2", "3"}},
		{"HTTP", "POST /a HTTP/1.1\nContent-Length: 9\n\n{\nPOST /b HTTP/1.1\n\n" + packet, []string{"bad 1", "2"}},
		{"HAR that is cut", `{"log":{"entries":[` + harEntry + "," + harEntry[:40], []string{"1", "bad 2"}},
		{"HAR that is cut behind an entry", `{"log":{"entries":[` + harEntry + ",\n", []string{"1", "bad 2"}},
		{"HAR that is no JSON there", `{"log":{"entries":[` + harEntry + ";", []string{"1", "bad 2"}},
		{"curl", "curl -d '{}'\ncurl :80 -d '{}'\n", []string{"bad 1", "2"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			var list []string
			for _, l := range got(read.ReadOptions{All: true}, textInput("x", test.text)) {
				number, rest, _ := strings.Cut(l, " ")
				if number == "bad" {
					number = "bad " + rest[:strings.IndexByte(rest, ':')]
				}
				if strings.Contains(l, "torn") {
					number += " torn"
				}
				list = append(list, number)
			}
			if diff := cmp.Diff(test.want, list); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// TestAFileThatIsNoCaptureDoesNotHideTheOthers of its folder.
func TestAFileThatIsNoCaptureDoesNotHideTheOthers(t *testing.T) {
	gone := read.Input{
		Name: "gone",
		Open: func() (io.ReadCloser, error) { return nil, fmt.Errorf("gone: %w", os.ErrNotExist) },
	}
	inputs := []read.Input{
		textInput("x", packet),
		textInput("package.json", `{"name":"app"}`),
		textInput("y", "%PDF-"),
		gone,
		textInput("z", packet),
	}
	var lines []string
	for e, err := range read.Entries(inputs, read.ReadOptions{}) {
		var bad *read.BadEntry
		if errors.As(err, &bad) {
			lines = append(lines, bad.Error())
		} else {
			lines = append(lines, e.Input)
		}
	}
	want := []string{
		"x", `package.json:1: no CallbackCommand in it: got an object with "name"`,
		"y:1: got a PDF, want a capture, the NDJSON of a run, a HAR, request packets as JSON (comments are fine), " +
			"raw HTTP messages, curl lines, or a log with packets in it",
		"gone:1: file does not exist", "z",
	}
	if diff := cmp.Diff(want, lines); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if lines := got(read.ReadOptions{Strict: true}, inputs...); len(lines) != 2 {
		t.Errorf("with Strict, got %q, want the first and an error", lines)
	}
}

// TestStrictEndsAtTheFirstBadEntry also where it is the first of all.
func TestStrictEndsAtTheFirstBadEntry(t *testing.T) {
	for text, want := range map[string]int{packet + "\n{\"a\":\n" + packet: 2, "{\"a\":\n" + packet: 1} {
		lines := got(read.ReadOptions{Strict: true}, textInput("x", text), textInput("y", packet))
		if len(lines) != want || !strings.HasPrefix(lines[want-1], "bad") {
			t.Errorf("%q: got %q, want %d lines, the last one bad", text, lines, want)
		}
	}
}

// TestOneLineStandsForAThousand is about a file that was taken for a capture and is none.
func TestOneLineStandsForAThousand(t *testing.T) {
	text := `{"timhook":"capture/1"` + strings.Repeat("\nno record", 1_000_000)
	lines := got(read.ReadOptions{}, textInput("x", text))
	if len(lines) != 1 || !strings.Contains(lines[0], "none of 1000 entries can be read, so this is no capture") {
		t.Errorf("got %q, want one error", lines)
	}
}

func TestOnlyTheWantedNumbersAreRead(t *testing.T) {
	text := strings.Repeat(packet+"\n", 5)
	for _, test := range []struct {
		first, last int
		want        string
	}{
		{2, 3, "2 3"},
		{5, 5, "5"},
		{4, 0, "4 5"},
		{0, 1, "1"},
		{6, 9, "nothing: x: there is no entry 6, the last one is 5"},
	} {
		t.Run(fmt.Sprintf("%d to %d", test.first, test.last), func(t *testing.T) {
			input := textInput("x", text)
			input.First, input.Last = test.first, test.last
			lines := got(read.ReadOptions{}, input)
			for i, l := range lines {
				if !strings.HasPrefix(l, "nothing") {
					lines[i], _, _ = strings.Cut(l, " ")
				}
			}
			if list := strings.Join(lines, " "); list != test.want {
				t.Errorf("%d-%d: got %q, want %q", test.first, test.last, list, test.want)
			}
		})
	}
}

func TestTheReaderMayEndAnyTime(t *testing.T) {
	for n := range 4 {
		left := n
		inputs := []read.Input{textInput("x", strings.Repeat(packet+"\n{\n", 5)), textInput("y", packet)}
		for _, err := range read.Entries(inputs, read.ReadOptions{}) {
			_ = err
			if left--; left < 0 {
				break
			}
		}
	}
}

func TestEachInputIsSummedUp(t *testing.T) {
	var list []string
	o := read.ReadOptions{Done: func(in read.Input, s *read.Summary) {
		list = append(
			list,
			in.Name+" "+s.Format+strings.Repeat(" good", s.Entries)+strings.Repeat(" bad", s.Bad),
		)
		for _, p := range s.Passed {
			list = append(list, fmt.Sprintf("%d in line %d: %s", p.Count, p.Line, p.Why))
		}
	}}
	got(o, sample(t, "captures", "chromium.har"), textInput("empty", ""), textInput("lines", packet+"\n{\n"+packet))
	want := []string{
		"chromium.har HAR good good", "1 in line 20: a GET, and every callback is a POST", "empty ",
		"lines JSON Lines good good bad",
	}
	if diff := cmp.Diff(want, list); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func gzipped(text string) string {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, _ = io.WriteString(w, text)
	_ = w.Close()
	return b.String()
}

func zstdOf(t testing.TB, text string, o ...zstd.EOption) string {
	t.Helper()
	var b bytes.Buffer
	w, err := zstd.NewWriter(&b, o...)
	if err == nil {
		_, err = io.WriteString(w, text)
	}
	if err := errors.Join(err, w.Close()); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestCompressedInputsAreKnownByTheirContent in several layers and pieces.
func TestCompressedInputsAreKnownByTheirContent(t *testing.T) {
	half := strings.Repeat(packet+"\n", 2)
	for name, text := range map[string]string{
		"gzip":           gzipped(half + half),
		"gzip twice":     gzipped(gzipped(half + half)),
		"gzip joined":    gzipped(half) + gzipped(half),
		"zstd":           zstdOf(t, half+half),
		"zstd joined":    zstdOf(t, half) + zstdOf(t, half),
		"gzip in zstd":   zstdOf(t, gzipped(half+half)),
		"zstd in gzip":   gzipped(zstdOf(t, half+half)),
		"a line in both": gzipped(half+packet[:9]) + gzipped(packet[9:]+"\n"+packet),
	} {
		t.Run(name, func(t *testing.T) {
			if entries := readAll(t, textInput(name, text)); len(entries) != 4 {
				t.Errorf("%s: got %d entries, want 4", name, len(entries))
			}
		})
	}
}

func TestCompressedInputsThatAreBrokenSaySo(t *testing.T) {
	long := strings.Repeat(packet+"\n", 100_000)
	five := packet
	for range 5 {
		five = gzipped(five)
	}
	for _, test := range []struct{ name, text, want string }{
		{"gzip header", "\x1f\x8b", "error: x: the gzip data is cut off; the file is not whole"},
		{"gzip", gzipped(long)[:400], "error: x: the gzip data is cut off; the file is not whole"},
		{
			"gzip and rubbish", gzipped(packet+"\n") + "rubbish that is no gzip data",
			"error: x: the gzip data is broken, or something follows it that is no gzip data",
		},
		{"zstd", zstdOf(t, long)[:100], "error: x: the zstd data is cut off; the file is not whole"},
		{"five layers", five, "error: x: it is compressed more than 4 times over"},
		{
			"zstd with a large window", zstdOf(t, long, zstd.WithWindowSize(64<<20)),
			"error: x: the zstd data wants more than 32 MiB of memory; compress it without --long and --ultra",
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			lines := got(read.ReadOptions{}, textInput("x", test.text))
			last := lines[len(lines)-1]
			if last != test.want {
				t.Errorf("%s: got %q, want %q", test.name, last, test.want)
			}
			for _, l := range lines[:len(lines)-1] {
				if strings.HasPrefix(l, "error") || strings.HasPrefix(l, "bad") {
					t.Errorf("%s: got %q beside the error at the end", test.name, l)
				}
			}
		})
	}
}

func TestAFileThatCannotBeOpenedEndsAStrictReading(t *testing.T) {
	broken := read.Input{Name: "x", Open: func() (io.ReadCloser, error) { return nil, os.ErrPermission }}
	for _, err := range read.Entries([]read.Input{broken, textInput("y", packet)}, read.ReadOptions{Strict: true}) {
		if !errors.Is(err, os.ErrPermission) {
			t.Errorf("got %v, want the error of opening, and nothing behind it", err)
		}
	}
}

func recordLine(t testing.TB) string {
	t.Helper()
	r := capture.Record{
		Request: capture.Request{
			Method: "POST",
			URL:    "http://127.0.0.1:9000/im",
			Query:  "CallbackCommand=Bot.OnGroupMessage",
			Body:   []byte(packet),
		},
	}
	line, err := r.AppendLine(nil)
	if err != nil {
		t.Fatal(err)
	}
	return string(line)
}
