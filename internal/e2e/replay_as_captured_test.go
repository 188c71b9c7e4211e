//go:build unix

package e2e_test

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/timhook/timhook/internal/backend"
	"github.com/timhook/timhook/webhook/capture"
)

func TestTheDocumentationsSamplesReplayWithoutHandWork(t *testing.T) {
	server := httptest.NewServer(backend.Reference(backend.Options{}))
	defer server.Close()
	samples, err := filepath.Abs("testdata/doc-samples")
	if err != nil {
		t.Fatal(err)
	}
	p := start(t, "replay", samples, server.URL+"/im", "--format", "ndjson")
	code, out := p.code(t), p.stdout.String()
	if code != 0 || strings.Count(out, `"expect":"OK",`) != 4 || strings.Count(out, `"outcome":"pass"`) != 8 {
		t.Errorf("got exit code %d, want 0 and four that are accepted\n%s%s", code, &p.stdout, &p.stderr)
	}
	if strings.Count(p.stderr.String(), ": JSON with comments, 1 callback\n") != 4 {
		t.Errorf("got on stderr:\n%s", &p.stderr)
	}
}

// hostileMessages are requests that no encoder would write, each as its bytes.
func hostileMessages() map[string]string {
	post := func(target, head, body string) string {
		return fmt.Sprintf("POST %s HTTP/1.1\r\n%sContent-Length: %d\r\n\r\n%s", target, head, len(body), body)
	}
	query := "/im?SdkAppid=1&&b=%zz&CallbackCommand=Group.CallbackAfterSendMsg&a=%41+&empty=&=x"
	every := make([]byte, 256)
	for i := range every {
		every[i] = byte(i)
	}
	return map[string]string{
		"plain": post(query, "Host: a.example\r\nx-odd-CASE: 1\r\nX-Odd-Case: 2\r\n",
			`{"CallbackCommand":"Group.CallbackAfterSendMsg"}`),
		"invalid UTF-8":      post(query, "Host: a\r\n", "{\"a\":\"\xff\xfe\xc0\x80\"}"),
		"NUL and all bytes":  post(query, "Host: a\r\n", string(every)),
		"one MiB":            post(query, "Host: a\r\n", `{"a":"`+strings.Repeat("é", 1<<19-5)+`"}`),
		"escapes":            post(query, "Host: a\r\n", `{"a":"\/\u002f\u00e9\ud83d\ude80\ud83d"}`),
		"duplicate keys":     post(query, "Host: a\r\n", `{"a":1,"a":2,"CallbackCommand":"x","CallbackCommand":"y"}`),
		"odd spacing":        post(query, "Host: a\r\n", " \r\n\t{ \"a\" :\t1 }\n\n"),
		"a mark of order":    post(query, "Host: a\r\n", "\xef\xbb\xbf{}"),
		"line separators":    post(query, "Host: a\r\n", "{\"a\":\"\u2028\u2029\u202e\"}"),
		"nothing":            post(query, "Host: a\r\n", ""),
		"no query":           post("/im", "Host: a\r\n", `{"CallbackCommand":""}`),
		"spaces in the head": post(query, "Host:a\r\nX-Wide:  \t  y \t\r\n", "{}"),
		"chunks": "POST " + query + " HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" +
			"3;ext=1\r\n{\"a\r\n0a\r\n\":1}      \r\n0\r\nX-Trailer: 1\r\n\r\n",
		"a field of Latin-1":  post(query, "Host: a\r\nX-Latin: \xe9\r\n", "{}"),
		"an old protocol":     strings.Replace(post(query, "Host: a\r\n", "{}"), "HTTP/1.1", "HTTP/1.0", 1),
		"masked by its name?": post(query, "Host: a\r\nX-Sign: abc\r\n", "{}"),
	}
}

// What record has kept, replayed as captured into a second record, is kept there byte for byte.
func TestARecordReplayedAsCapturedIsTheSameRecord(t *testing.T) {
	dir := t.TempDir()
	first := recording(t, dir, "first.ndjson")
	messages := hostileMessages()
	names := slices.Sorted(maps.Keys(messages))
	for _, name := range names {
		if status := ask(t, first.url, messages[name]); status != 200 {
			t.Fatalf("%s: the recorder answered %d", name, status)
		}
	}
	finish(t, first)
	second := recording(t, dir, "second.ndjson")
	file := filepath.Join(dir, "first.ndjson")
	p := start(t, "replay", file, second.url+"/elsewhere", "--as-captured", "--format", "ndjson")
	if code := p.code(t); code != 0 {
		t.Errorf("got exit code %d from replay, want 0\n%s%s", code, &p.stdout, &p.stderr)
	}
	finish(t, second)
	want, got := recordsIn(t, file), recordsIn(t, filepath.Join(dir, "second.ndjson"))
	if len(want) != len(names) || len(got) != len(names) {
		t.Fatalf("got %d and %d records, want %d", len(want), len(got), len(names))
	}
	for i, name := range names {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(want[i].Request, got[i].Request); diff != "" {
				t.Errorf("-first +second:\n%.2000s", diff)
			}
			_, body, _ := strings.Cut(messages[name], "\r\n\r\n")
			if name != "chunks" && string(got[i].Request.Body) != body {
				t.Errorf("got the body %.200q, want %.200q", got[i].Request.Body, body)
			}
			if raw := messages[name]; got[i].Request.Wire != nil && string(got[i].Request.Wire) != raw {
				t.Errorf("got %.300q, want %.300q", got[i].Request.Wire, raw)
			}
		})
	}
}

// ask writes the bytes of a request and returns the status of its answer.
func ask(t *testing.T, url, message string) int {
	t.Helper()
	conn, err := net.Dial("tcp", strings.TrimPrefix(url, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if _, err := io.WriteString(conn, message); err != nil {
		t.Fatal(err)
	}
	answer, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		t.Fatal(err)
	}
	return answer.StatusCode
}

func recordsIn(t *testing.T, path string) []*capture.Record {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var list []*capture.Record
	for line := range bytes.Lines(text) {
		r, err := capture.ParseLine(line)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, r)
	}
	return list
}
