package read_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/timhook/timhook/webhook/capture"
	"github.com/timhook/timhook/webhook/capture/read"
)

// callOf is what a shell line reads as: request line, header fields and body, or the error.
func callOf(line string) string {
	for e, err := range read.Entries([]read.Input{textInput("x", line)}, read.ReadOptions{}) {
		if err != nil {
			return "error " + err.Error()
		}
		return callText(e)
	}
	return "nothing"
}

func callText(e *read.Entry) string {
	text := e.Request.Method + " " + e.Request.URL
	if e.Request.Query != "" {
		text += "?" + e.Request.Query
	}
	if e.Request.Proto != "" {
		text += " " + e.Request.Proto
	}
	for _, f := range e.Request.Header {
		text += "|" + f.Name + ": " + f.Value
	}
	return text + "|" + string(e.Request.Body)
}

func TestCurlLinesSayWhatCurlSends(t *testing.T) {
	const form = "|Content-Type: application/x-www-form-urlencoded|Content-Length: "
	for _, test := range []struct{ line, want string }{
		{`curl -d {} h/im?a=1`, "POST http://h/im?a=1|Host: h" + form + "2|{}"},
		{`curl http://h`, "GET http://h/|Host: h|"},
		{`$ curl  -sS -i -m 2 -XPUT https://h:9/a#b --data-raw '@x'`, "PUT https://h:9/a|Host: h:9" + form + "2|@x"},
		{`curl.exe -sSd 'a' -d 'b' --url h`, "POST http://h/|Host: h" + form + "3|a&b"},
		{`/usr/bin/curl h --json '{"a":1' --json '}' -H 'Accept: x'`, "POST http://h/|Host: h|Accept: x|Content-Type: application/json|Content-Length: 7|{\"a\":1}"},
		{`curl h -d 中文"}"`, "POST http://h/|Host: h" + form + "7|中文}"},
		{`curl h -G -d a=1 --data-urlencode 'b=c d' --data-urlencode '=e&' --data-urlencode 'f g'`, "GET http://h/?a=1&b=c+d&e%26&f+g|Host: h|"},
		{`curl h -I`, "HEAD http://h/|Host: h|"},
		{`curl -0 h -H Host: -H 'X-A;' -H 'X-B:' -H X-C:c -H 'nothing'`, "GET http://h/ HTTP/1.0|X-A: |X-C: c|"},
		{`curl h -A agent -e 'ref;auto' -b a=1 -b jar -u me:pw --compressed`, "GET http://h/|Host: h|User-Agent: agent|Referer: ref|Cookie: a=1|Authorization: Basic bWU6cHc=|Accept-Encoding: deflate, gzip, br, zstd|"},
		{`curl u@h --oauth2-bearer t`, "GET http://u@h/|Host: h|Authorization: Bearer t|"},
		{`curl --unix-socket /s.sock http://localhost/im -o /dev/null -w '%{http_code}' --retry 3 --no-progress-meter --http1.1 -k`, "GET unix:/s.sock:/im|Host: localhost|"},
		{`curl --request-target '/a?b' http://h/c`, "GET http://h/a?b|Host: h|"},
		{`curl --request-target '/a?b' h/c -G -d d`, "GET http://h/a?b|Host: h|"},
		{`curl -0 h --http1.1`, "GET http://h/|Host: h|"},
		{`curl h -d "a\"b\$c\\d\e` + "\\\n" + `f"'g'\h$'\x69\152\u4e2d\ud83e\udde7\n\'\cA\q'$"i"`, "POST http://h/|Host: h" + form + "27|a\"b$c\\d\\efghij中🧧\n'\x01\\qi"},
		{"curl h \\\r\n  -d 'a\nb' 2>&1 >/dev/null | jq . # said", "POST http://h/|Host: h" + form + "3|a\nb"},
		{`printf 'a\0\377%%\n' | curl --data-binary @- h`, "POST http://h/|Host: h" + form + "5|a\x00\xff%\n"},
		{`printf -- '%s-' a b | curl -d @- h`, "POST http://h/|Host: h" + form + "4|a-b-"},
		{`echo -n 'a'  b | curl -d @- h`, "POST http://h/|Host: h" + form + "3|a b"},
		{"echo 'a\nb' | curl -d @- h", "POST http://h/|Host: h" + form + "2|ab"},
		{"echo a | curl --data-binary @- h", "POST http://h/|Host: h" + form + "2|a\n"},
		{`now=$(date +%s); A=1 curl "http://h/im?a=1&Sign=$(printf '%s' "$x" | cut -c1-64)&b=2&RequestTime=$now"`, "GET http://h/im?a=1&b=2|Host: h|"},
		{`curl "$TIMHOOK_URL&SdkAppid=1&$(timhook sign)"`, "GET ?SdkAppid=1|"},
		{"#!/bin/sh\nset -e\n\ncurl h\n", "GET http://h/|Host: h|"},
		{`curl h -d "$TOKEN"`, "error x:1: --data holds $TOKEN; write what it stands for, no shell is run"},
		{"curl h -H \"a: `id`\"", "error x:1: --header holds `id`; write what it stands for, no shell is run"},
		{`curl "http://${HOST}/im"`, "error x:1: the URL holds ${HOST}; write what it stands for, no shell is run"},
		{`curl a b`, `error x:1: the curl line has two URLs, "a" and "b"; give each its own line`},
		{`curl h -d @-`, "error x:1: --data @- reads standard input, and no printf or echo in front of curl says what that is; write the packet behind --data-raw"},
		{`echo a; cat f | curl h -d @-`, `error x:1: the body comes from "cat", which is not run; write the packet behind --data-raw`},
		{`curl h -d @- <<EOF`, "error x:1: < is not understood; write the packet behind --data-binary, in quotes"},
		{`curl h -F a=b`, "error x:1: --form makes no callback, or reads a file; write the packet behind --data-binary"},
		{`curl h -H`, "error x:1: curl's -H has no value behind it"},
		{`curl h --header`, "error x:1: curl's --header has no value behind it"},
		{`curl h -H @file`, "error x:1: -H @file reads a file; write the header fields into the line"},
		{`curl h -d 'a`, "error x:1: a text in single quotes: the text ends before it does"},
		{"curl h -d '\x00'", "error x: got binary data, want a capture, the NDJSON of a run, a HAR, request packets as JSON (comments are fine), raw HTTP messages or curl lines"},
		{`curl h -d $'\0'`, "error x:1: got an escaped NUL, which no shell word holds"},
		{`curl h -H $'X: a\nb'`, `error x:1: header X: got '\n' at byte 1 of the value, want one line of text`},
		{`printf '%d' 1 | curl h -d @-`, `error x:1: printf's "%d" is not understood, want %s and %%`},
		{`curl h --next -d a`, "error x:1: --next makes several requests of one line; give each its own line"},
	} {
		if diff := cmp.Diff(test.want, callOf(test.line)); diff != "" {
			t.Errorf("%s\n(-want +got):\n%s", test.line, diff)
		}
	}
}

// TestACurlBodyIsFoundInItsLine where it stands there as it is.
func TestACurlBodyIsFoundInItsLine(t *testing.T) {
	for _, test := range []struct {
		text   string
		offset int
		want   capture.Place
	}{
		{"\ncurl h \\\n -d '{\n\"a\":1}'", 3, capture.Place{Line: 4, Column: 2}},
		{"curl h -d {}", 1, capture.Place{Line: 1, Column: 12}},
		{"curl h -d \"{}\"", 0, capture.Place{Line: 1, Column: 12}},
		{"\ncurl h -d $'{}'", 0, capture.Place{Line: 2, Column: 1}},
		{"\ncurl h -d '{'\\''}'", 0, capture.Place{Line: 2, Column: 1}},
	} {
		if e := readAll(t, textInput("x", test.text))[0]; e.Place(false, test.offset) != test.want {
			t.Errorf("%q: byte %d stands at %v, want %v", test.text, test.offset, e.Place(false, test.offset), test.want)
		}
	}
}

// TestCurlItselfSendsWhatIsRead compares with the real one, in a real shell.
func TestCurlItselfSendsWhatIsRead(t *testing.T) {
	if _, err := exec.LookPath("curl"); err != nil {
		t.Skip("curl is not installed here")
	}
	for _, line := range []string{
		`curl -s -d '{"a":"\/ü"}' -H 'Content-Type: application/json' 'http://ADDR/im?a=%20&b'`,
		`curl -s --data-raw "@a\"\$\\b\n" -X PUT http://ADDR/im?a#b -H 'X-Empty;' -H X-Tight:a`,
		`printf 'a\000b%%\377' | curl -s --data-binary @- http://ADDR`,
		`curl -s -d a -d b --data-urlencode 'c=d e&f' http://ADDR/im`,
		`curl -sG -d a=1 -d b http://ADDR/im?c`,
		`curl -s -u me:secret --data '' http://ADDR/im -A 'my agent' -e ref -b 'c=1'`,
		`echo 'a
b' | curl -s -d @- http://ADDR/im`,
	} {
		sent := sentByCurl(t, line)
		want := callText(readAll(t, textInput("sent", sent))[0])
		got := callText(readAll(t, textInput("line", strings.ReplaceAll(line, "ADDR", addressIn(sent))))[0])
		if diff := cmp.Diff(piecesOf(want), piecesOf(got)); diff != "" {
			t.Errorf("%s\n(-sent +read):\n%s", line, diff)
		}
	}
}

// piecesOf leaves out the fields that curl decides about, and their order.
func piecesOf(call string) map[string]int {
	pieces := map[string]int{}
	for piece := range strings.SplitSeq(call, "|") {
		if name, _, _ := strings.Cut(piece, ":"); name != "Accept" && (name != "User-Agent" || !strings.Contains(piece, "curl/")) {
			pieces[piece]++
		}
	}
	return pieces
}

func addressIn(message string) string {
	_, rest, _ := strings.Cut(message, "\r\nHost: ")
	address, _, _ := strings.Cut(rest, "\r\n")
	return address
}

// sentByCurl has a shell run the line and gives what comes over the wire.
func sentByCurl(t *testing.T, line string) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	sent := make(chan []byte, 1)
	go func() {
		conn, err := l.Accept()
		if err != nil {
			close(sent)
			return
		}
		defer conn.Close()
		message := wholeRequest(conn)
		_, _ = io.WriteString(conn, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
		sent <- message
	}()
	dir := t.TempDir()
	script := filepath.Join(dir, "script")
	if err := os.WriteFile(script, []byte(strings.ReplaceAll(line, "ADDR", l.Addr().String())+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithTimeout(t.Context(), 30*time.Second)
	defer stop()
	if out, err := exec.CommandContext(ctx, "sh", script).CombinedOutput(); err != nil {
		t.Fatalf("%s: %v: %s", line, err, out)
	}
	return string(<-sent)
}

// wholeRequest reads up to the end that Content-Length gives.
func wholeRequest(conn net.Conn) []byte {
	var message []byte
	buf := make([]byte, 4096)
	for {
		n, err := conn.Read(buf)
		message = append(message, buf[:n]...)
		head, body, whole := bytes.Cut(message, []byte("\r\n\r\n"))
		if err != nil && !errors.Is(err, io.EOF) || err != nil || whole && len(body) >= contentLength(head) {
			return message
		}
	}
}

func contentLength(head []byte) int {
	_, rest, found := bytes.Cut(head, []byte("\r\nContent-Length: "))
	n := 0
	for _, c := range rest {
		if !found || c < '0' || c > '9' {
			break
		}
		n = 10*n + int(c-'0')
	}
	return n
}

// FuzzCurl reads whatever stands behind curl.
func FuzzCurl(f *testing.F) {
	for _, line := range []string{`h -d '{}'`, `"$(a $(b))${c}$1" -d $'\u1234\'`, "h \\\n -H 'a: b' | cat; curl i", "-", "--", "h -d a 2>&1"} {
		f.Add(line)
	}
	f.Fuzz(func(t *testing.T, line string) {
		for e := range read.Entries([]read.Input{textInput("x", "curl h ; curl "+line)}, read.ReadOptions{}) {
			if e != nil && e.Request.Method == "" {
				t.Fatalf("got a request without a method: %+v", e)
			}
		}
	})
}
