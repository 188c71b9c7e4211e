//go:build unix

package e2e_test

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"sync/atomic"
	"testing"

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
