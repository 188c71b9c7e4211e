//go:build unix

package e2e_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/timhook/timhook/webhook"
	"github.com/timhook/timhook/webhook/capture"
	"github.com/timhook/timhook/webhook/capture/scan"
	"github.com/timhook/timhook/webhook/capture/shell"
)

// handwritten are lines that once were read otherwise, or could be.
var handwritten = []shellLine{
	{name: "JSON", text: `curl -s -d '{"a":"\/ü"}' -H 'Content-Type: application/json' 'http://ADDR/im?a=%20&b'`},
	{name: "raw data", text: `curl -s --data-raw "@a\"\$\\b\n" -X PUT http://ADDR/im?a#b -H 'X-Empty;' -H X-Tight:a`},
	{name: "printf", text: `printf 'a\000b%%\377' | curl -s --data-binary @- http://ADDR`},
	{name: "a form", text: `curl -s -d a -d b --data-urlencode 'c=d e&f' http://ADDR/im`},
	{name: "a query", text: `curl -sG -d a=1 -d b http://ADDR/im?c`},
	{name: "credentials", text: `curl -s -u me:secret --data '' http://ADDR/im -A 'my agent' -e ref -b 'c=1'`},
	{name: "credentials in the URL", text: `curl -s -d a 'http://me:s%41cret@ADDR/im'`},
	{name: "echo", text: "echo 'a\nb' | curl -s -d @- http://ADDR/im"},
	{name: "a URL of escaped brackets", text: `curl -s -d a 'http://ADDR/\{im\}?a=\[b\]'`},
	{name: "no pattern", text: `curl -sg -d a 'http://ADDR/{im}?a=[b]'`},
	{name: "steps stay", text: `curl -s --path-as-is -d a 'http://ADDR/a/../b/./c'`},
	{name: "a file of fields", text: `curl -s -d a http://ADDR/im -H @fields`},
	{
		name: "a file for a field",
		text: `curl -s --data-urlencode a@packet.json --data-urlencode @packet.json http://ADDR/im`,
	},
}

// TestLinesAreReadAsCurlSendsThem has a shell and curl run 300 generated lines against record, and reads each beside
// that: both give the same request, or both refuse the line.
func TestLinesAreReadAsCurlSendsThem(t *testing.T) {
	if _, err := exec.LookPath("curl"); err != nil {
		t.Skip("curl is not installed; CI installs it")
	}
	bash, ansi := "sh", false
	if path, err := exec.LookPath("bash"); err == nil {
		bash, ansi = path, true
	}
	dir := t.TempDir()
	r := recording(t, dir, "calls.ndjson")
	calls := &recordedCalls{file: filepath.Join(dir, "calls.ndjson")}
	generated := 300
	if raceDetector() { // one goroutine reads them
		generated = 30
	}
	sent, lines := 0, slices.Concat(handwritten, shellLines(1, generated, ansi))
	for _, line := range lines {
		t.Run(line.name, func(t *testing.T) {
			text := strings.ReplaceAll(line.text, "ADDR", strings.TrimPrefix(r.url, "http://"))
			runErr := runLine(t, bash, text)
			records := calls.next(t)
			got, readErr := callRead(t, text)
			if line.refuse {
				if len(records) > 0 || readErr == nil {
					t.Fatalf("%s\nshell and curl: %v, %d requests; reader: %v; want both to refuse it",
						text, runErr, len(records), readErr)
				}
				return
			}
			if len(records) != 1 {
				t.Fatalf("%s\nshell and curl: %v, %d requests; want one", text, runErr, len(records))
			}
			if readErr != nil {
				t.Fatalf("%s\ncurl sends it, and the reader says: %v", text, readErr)
			}
			if diff := cmp.Diff(messageOf(records[0]), messageOf(got)); diff != "" {
				t.Errorf("%s\n(-sent +read):\n%s", text, diff)
			}
			sent++
		})
	}
	finish(t, r)
	if want := len(lines) * 8 / 10; sent < want {
		t.Errorf("%d lines of %d were sent, want %d at least", sent, len(lines), want)
	}
}

// recordedCalls are the lines of a capture that grows. An exchange is in it before its answer goes out.
type recordedCalls struct {
	file string
	read int
}

func (c *recordedCalls) next(t *testing.T) (list []capture.Record) {
	t.Helper()
	all, err := os.ReadFile(c.file)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		t.Fatal(err)
	}
	for line := range bytes.Lines(all[c.read:]) {
		record, err := capture.ParseLine(line)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, *record)
	}
	c.read = len(all)
	return list
}

// runLine has a shell run the line in a folder of its own, and fails when the line does more than calling curl.
func runLine(t *testing.T, shell, line string) error {
	t.Helper()
	dir := t.TempDir()
	files := map[string]string{"script": line + "\n", besideLines: besideLinesText, "fields": "X-Own-9: a\nx-own-8:d\n"}
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	ctx, stop := context.WithTimeout(t.Context(), 30*time.Second)
	defer stop()
	c := exec.CommandContext(ctx, shell, "script")
	c.Dir, c.Env = dir, []string{"PATH=" + os.Getenv("PATH"), "HOME=" + dir, "LC_ALL=C.UTF-8"}
	out, err := c.CombinedOutput()
	if left, list := os.ReadDir(dir); list != nil || len(left) != len(files) {
		t.Fatalf("%s\nleft %v behind (%v), want the files that were there", line, left, list)
	}
	if err != nil {
		return errors.New(err.Error() + ": " + string(out))
	}
	return nil
}

// callRead is what the reader makes of a line, with the secrets masked that record masks.
func callRead(t *testing.T, line string) (record capture.Record, err error) {
	t.Helper()
	script := shell.NewScript(scan.NewSource(strings.NewReader(line+"\n"), 1<<20))
	script.Beside = func(name string) ([]byte, error) {
		switch name {
		case besideLines:
			return []byte(besideLinesText), nil
		case "fields":
			return []byte("X-Own-9: a\nx-own-8:d\n"), nil
		}
		return nil, os.ErrNotExist
	}
	call, err := script.Next()
	if err != nil {
		t.Fatalf("%s\n%v", line, err)
	}
	if another, err := script.Next(); err == nil && call.Err == nil {
		t.Fatalf("%s\nread as two calls, the second one %+v", line, another)
	}
	if len(call.Hidden) > 0 {
		return call.Record, fmt.Errorf("hidden: %q", call.Hidden)
	}
	record = *call.Record.Redact(capture.Redaction{})
	return record, call.Err
}

// sentMessage is a request in its parts. Fields that curl adds and changes from version to version are left out: its
// own User-Agent, and Accept where it says nothing.
type sentMessage struct {
	Line   string
	Own    []string // fields of the line's own, in their order
	Fields []string // all others, sorted
	Body   string
}

var escapes = regexp.MustCompile(`%[0-9A-Fa-f]{2}`)

func messageOf(r capture.Record) (m sentMessage) {
	to, _ := webhook.ParseEndpoint(r.Request.URL)
	if to == nil {
		to = &webhook.Endpoint{Path: "/"}
	}
	wire := string(r.WebhookRequest(to).AppendWire(nil))
	head, body, _ := strings.Cut(wire, "\r\n\r\n")
	lines := strings.Split(head, "\r\n")
	m.Line = escapes.ReplaceAllStringFunc(lines[0], strings.ToUpper) // curl 7.88 writes small letters, curl 8 does not
	m.Body = body
	for _, line := range lines[1:] {
		name, value, _ := strings.Cut(line, ":")
		value = strings.Trim(value, " \t")
		field := name + ": " + value
		lower := strings.ToLower(name)
		switch {
		case lower == "accept" && value == "*/*", lower == "user-agent" && strings.HasPrefix(value, "curl/"):
		case strings.HasPrefix(lower, "x-own"), strings.HasPrefix(lower, "trace"):
			m.Own = append(m.Own, field)
		default:
			m.Fields = append(m.Fields, field)
		}
	}
	slices.Sort(m.Fields)
	return m
}
