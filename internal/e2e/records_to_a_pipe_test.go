//go:build unix

package e2e_test

import (
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// A pipe without a reader is not open. The first signal ends the wait for one.
func TestARecorderThatWaitsForTheReaderOfAPipeCanBeInterrupted(t *testing.T) {
	for _, s := range []syscall.Signal{syscall.SIGINT, syscall.SIGTERM} {
		t.Run(s.String(), func(t *testing.T) {
			t.Parallel()
			pipe, address := filepath.Join(t.TempDir(), "pipe"), freeAddress(t)
			if err := syscall.Mkfifo(pipe, 0o600); err != nil {
				t.Fatal(err)
			}
			p := start(t, "record", "--listen", address, "-o", pipe)
			for until := time.Now().Add(10 * time.Second); !listens(address) && time.Now().Before(until); {
				time.Sleep(10 * time.Millisecond)
			}
			// What goes on to hang is ended by this test.
			defer time.AfterFunc(10*time.Second, func() { _ = p.Process.Kill() }).Stop()
			if code := p.interrupt(t, s); code != 130 {
				t.Errorf("got exit code %d, want 130", code)
			}
			want := "was opened; a pipe is open once another process reads it\n"
			if text := p.stderr.String(); !strings.HasSuffix(text, want) {
				t.Errorf("got %q, want %q at its end", text, want)
			}
		})
	}
}
