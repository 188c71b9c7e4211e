package request_test

import (
	"bufio"
	"bytes"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/timhook/timhook/report/request"
	"github.com/timhook/timhook/webhook"
)

// shells are those of this machine that a POSIX command line has to work in; at least sh.
func shells(t testing.TB) [][]string {
	t.Helper()
	var found [][]string
	seen := map[string]bool{} // sh is often another name of one of the others
	for _, shell := range [][]string{{"sh"}, {"dash"}, {"bash"}, {"busybox", "sh"}, {"zsh", "-f"}, {"ksh"}} {
		path, err := exec.LookPath(shell[0])
		if err != nil {
			continue
		}
		if real, err := filepath.EvalSymlinks(path); err == nil && !seen[real] {
			seen[real] = true
			found = append(found, shell)
		}
	}
	if len(found) == 0 {
		t.Skip("there is no shell here to run the command line in")
	}
	return found
}

func needCurl(t testing.TB) {
	t.Helper()
	if _, err := exec.LookPath("curl"); err != nil {
		t.Skip("curl is not installed here")
	}
}

// run has a shell execute a script in an empty directory and says what it printed. Nothing else may come of it.
func run(t testing.TB, shell []string, script string) string {
	t.Helper()
	dir := t.TempDir()
	path := filepath.Join(dir, "script")
	if err := os.WriteFile(path, []byte(script+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	c := exec.Command(shell[0], append(slices.Clone(shell[1:]), path)...)
	var complaints bytes.Buffer
	c.Dir, c.Stderr, c.Env = dir, &complaints, []string{"PATH=" + os.Getenv("PATH"), "HOME=" + dir}
	out, err := c.Output()
	if err != nil || complaints.Len() > 0 {
		t.Errorf("%s: %v: %s", shell[0], err, complaints.String())
	}
	files, err := os.ReadDir(dir)
	if err != nil || len(files) != 1 {
		t.Fatalf("%s: the script left %v behind, %v", shell[0], files, err)
	}
	return string(out)
}

// received takes one request over a listener and gives every byte of it. It expects a body of that length.
func received(l net.Listener, length int) <-chan []byte {
	got := make(chan []byte, 1)
	go func() {
		defer close(got)
		conn, err := l.Accept()
		if err != nil {
			return
		}
		defer conn.Close()
		var all bytes.Buffer
		r := bufio.NewReader(io.TeeReader(conn, &all))
		if readHead(r) == nil {
			if _, err := io.CopyN(io.Discard, r, int64(length)); err == nil {
				_, _ = io.WriteString(conn, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
				_, _ = io.Copy(io.Discard, r) // anything beyond is too much
			}
		}
		got <- all.Bytes()
	}()
	return got
}

// readHead goes by lines alone: what no parser would take has to arrive too.
func readHead(r *bufio.Reader) error {
	for {
		line, err := r.ReadString('\n')
		if err != nil || line == "\r\n" {
			return err
		}
	}
}

// parts of a request: its first line, its header fields in any order, its body.
type parts struct {
	Line   string
	Fields []string
	Body   string
}

func split(wire []byte) parts {
	head, body, _ := strings.Cut(string(wire), "\r\n\r\n")
	lines := strings.Split(head, "\r\n")
	fields := lines[1:]
	for i := range fields {
		fields[i] = strings.TrimRight(fields[i], " ")
	}
	slices.Sort(fields)
	return parts{lines[0], fields, body}
}

// delivers runs the command line of a request in a shell and holds what arrives to the request's own bytes.
func delivers(t testing.TB, shell []string, l net.Listener, r *webhook.Request) {
	t.Helper()
	line := request.Curl(r)
	got := received(l, len(r.Body))
	run(t, shell, line)
	if t.Failed() {
		_ = l.Close() // nobody may have come
	}
	if diff := cmp.Diff(split(r.AppendWire(nil)), split(<-got)); diff != "" {
		t.Errorf("%s: the bytes differ (-request +curl):\n%.2000s\n%.500s", shell, diff, line)
	}
}

func listen(t testing.TB, network, address string) net.Listener {
	t.Helper()
	l, err := net.Listen(network, address)
	if err != nil {
		t.Skipf("cannot listen on %s: %v", address, err)
	}
	t.Cleanup(func() { _ = l.Close() })
	return l
}
