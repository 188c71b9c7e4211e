//go:build unix

package e2e_test

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/timhook/timhook/internal/backend"
)

// countingBackend is the reference backend, which counts.
func countingBackend(t *testing.T) (url string, count func() int64) {
	t.Helper()
	reference := backend.Reference(backend.Options{})
	var seen atomic.Int64
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		seen.Add(1)
		reference.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	return server.URL + "/im", seen.Load
}

func TestWatchingRunsAgainWhenAFileHasChanged(t *testing.T) {
	t.Parallel()
	url, count := countingBackend(t)
	dir := t.TempDir()
	p := startListenedTo(t, dir, "test", url, "--run", "send/baseline-minimal", "--watch", "-o", "out.txt")
	watching := func() {
		t.Helper()
		if _, err := p.until(regexp.MustCompile(`^watching `)); err != nil {
			t.Fatal(err)
		}
	}
	watching()
	first := count()
	if err := os.WriteFile(filepath.Join(dir, "server.go"), []byte("package main\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	watching()
	if second := count(); first == 0 || second != 2*first {
		t.Errorf("the backend saw %d requests after the first run and %d after the second", first, second)
	}
	p.drain()
	if code := p.interrupt(t, os.Interrupt); code != 130 {
		t.Errorf("got exit code %d, want 130\n%s", code, &p.stderr)
	}
}

// Output that goes to a file below the working directory starts no other run, neither directly nor through a pipe.
func TestWatchingIgnoresItsOwnOutput(t *testing.T) {
	for _, tt := range []struct{ name, line string }{
		{"to a file", `exec timhook "$@" >log.txt 2>&1`},
		{"through tee", `timhook "$@" 2>&1 | tee log.txt`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			url, count := countingBackend(t)
			dir := t.TempDir()
			c := exec.Command("sh", "-c", tt.line, "sh", "test", url, "--run", "send/baseline-minimal", "--watch")
			c.Dir, c.SysProcAttr = dir, &syscall.SysProcAttr{Setpgid: true}
			if err := c.Start(); err != nil {
				t.Fatal(err)
			}
			defer func() {
				_ = syscall.Kill(-c.Process.Pid, syscall.SIGKILL)
				_ = c.Wait()
			}()
			runs := func() int {
				text, _ := os.ReadFile(filepath.Join(dir, "log.txt"))
				return bytes.Count(text, []byte("watching "))
			}
			wait := func(want int, limit time.Duration) {
				for until := time.Now().Add(limit); runs() < want && time.Now().Before(until); {
					time.Sleep(50 * time.Millisecond)
				}
			}
			wait(1, 20*time.Second)
			wait(2, 3*time.Second)
			if got := runs(); got != 1 {
				t.Fatalf("got %d runs, want 1 before a file has changed", got)
			}
			first := count()
			if err := os.WriteFile(filepath.Join(dir, "server.go"), []byte("package main\n"), 0o600); err != nil {
				t.Fatal(err)
			}
			wait(2, 20*time.Second)
			if got := runs(); got != 2 || count() != 2*first {
				t.Errorf("got %d runs and %d requests, want 2 and %d", got, count(), 2*first)
			}
		})
	}
}
