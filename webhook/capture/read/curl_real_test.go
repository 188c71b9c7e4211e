package read_test

import (
	"context"
	"errors"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/timhook/timhook/webhook"
	"github.com/timhook/timhook/webhook/capture/read"
)

// handwritten are lines that once were read otherwise, or could be.
var handwritten = []shellLine{
	{name: "JSON", text: `curl -s -d '{"a":"\/ü"}' -H 'Content-Type: application/json' 'http://ADDR/im?a=%20&b'`},
	{name: "raw data", text: `curl -s --data-raw "@a\"\$\\b\n" -X PUT http://ADDR/im?a#b -H 'X-Empty;' -H X-Tight:a`},
	{name: "printf", text: `printf 'a\000b%%\377' | curl -s --data-binary @- http://ADDR`},
	{name: "a form", text: `curl -s -d a -d b --data-urlencode 'c=d e&f' http://ADDR/im`},
	{name: "a query", text: `curl -sG -d a=1 -d b http://ADDR/im?c`},
	{name: "credentials", text: `curl -s -u me:secret --data '' http://ADDR/im -A 'my agent' -e ref -b 'c=1'`},
	{name: "echo", text: "echo 'a\nb' | curl -s -d @- http://ADDR/im"},
}

// TestAHundredLinesAreReadAsCurlSendsThem has a shell run each generated line, and reads it beside that: both send the
// same, or both refuse it.
func TestAHundredLinesAreReadAsCurlSendsThem(t *testing.T) {
	if _, err := exec.LookPath("curl"); err != nil {
		t.Skip("curl is not installed here")
	}
	shell, ansi := "sh", false
	if path, err := exec.LookPath("bash"); err == nil {
		shell, ansi = path, true
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	sent := recorded(l)
	lines, posts := append(handwritten, shellLines(1, 100, ansi)...), 0
	for _, line := range lines {
		t.Run(line.name, func(t *testing.T) {
			text := strings.ReplaceAll(line.text, "ADDR", l.Addr().String())
			runErr := runLine(t, shell, text)
			call := callRead(t, text)
			if line.refuse {
				if runErr == nil || call.err == nil {
					t.Fatalf("%s\nshell and curl: %v, reader: %v; want both to refuse it", text, runErr, call.err)
				}
				return
			}
			if runErr != nil {
				t.Fatalf("%s\nshell and curl: %v, want no error", text, runErr)
			}
			var wire []byte
			select {
			case wire = <-sent:
			case <-time.After(10 * time.Second):
				t.Fatalf("%s\nnothing was sent", text)
			}
			if call.err != nil {
				t.Fatalf("%s\ncurl sends it, and the reader says: %v", text, call.err)
			}
			if diff := cmp.Diff(messageOf(wire), messageOf(call.wire)); diff != "" {
				t.Errorf("%s\n(-sent +read):\n%s", text, diff)
			}
			if strings.HasPrefix(string(wire), "POST ") {
				posts++
			}
		})
	}
	select {
	case wire := <-sent:
		t.Errorf("a line that was to be refused sent %q", wire)
	default:
	}
	if posts < 60 {
		t.Errorf("%d lines of %d sent a POST, want 60 at least", posts, len(lines))
	}
}

// recorded answers every request that comes over the listener and gives its bytes.
func recorded(l net.Listener) <-chan []byte {
	sent := make(chan []byte, 1000) // more than lines are run
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			_ = conn.SetDeadline(time.Now().Add(10 * time.Second))
			sent <- wholeRequest(conn)
			_, _ = io.WriteString(conn, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
			_ = conn.Close()
		}
	}()
	return sent
}

// runLine has a shell run the line in an empty folder, and fails when the line does more than calling curl.
func runLine(t *testing.T, shell, line string) error {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "script"), []byte(line+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithTimeout(t.Context(), 30*time.Second)
	defer stop()
	c := exec.CommandContext(ctx, shell, "script")
	c.Dir, c.Env = dir, []string{"PATH=" + os.Getenv("PATH"), "HOME=" + dir, "LC_ALL=C.UTF-8"}
	out, err := c.CombinedOutput()
	if files, list := os.ReadDir(dir); list != nil || len(files) != 1 {
		t.Fatalf("%s\nleft %v behind (%v), want the script alone", line, files, list)
	}
	if err != nil {
		return errors.New(err.Error() + ": " + string(out))
	}
	return nil
}

// readCall is what the reader makes of a line.
type readCall struct {
	wire []byte // as the request would be sent again
	err  error
}

func callRead(t *testing.T, line string) (call readCall) {
	t.Helper()
	count := 0
	for e, err := range read.Entries([]read.Input{textInput("line", line)}, read.ReadOptions{All: true}) {
		if count++; err != nil {
			call.err = err
			continue
		}
		to, err := webhook.ParseEndpoint(e.Request.URL)
		if err != nil {
			t.Fatalf("%s\nURL: %v", line, err)
		}
		call.wire = e.WebhookRequest(to).AppendWire(nil)
	}
	if count != 1 {
		t.Fatalf("%s\nread as %d entries, want one", line, count)
	}
	return call
}

// sentMessage is a request in its parts. Fields that curl adds and changes from version to version are left out: its
// own User-Agent, and Accept where it says nothing.
type sentMessage struct {
	Line   string
	Own    []string // fields of the line's own, in their order
	Fields []string // all others, sorted
	Body   string
}

func messageOf(wire []byte) (m sentMessage) {
	head, body, _ := strings.Cut(string(wire), "\r\n\r\n")
	lines := strings.Split(head, "\r\n")
	m.Line, m.Body = lines[0], body
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
