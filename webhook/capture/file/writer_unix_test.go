//go:build darwin || dragonfly || freebsd || linux || netbsd || openbsd

package file_test

import (
	"bufio"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/timhook/timhook/webhook/capture"
	"github.com/timhook/timhook/webhook/capture/file"
)

func TestASecondWriterIsKeptOut(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.ndjson")
	first := open(t, path, file.Options{})
	appendAll(t, first, 1, 1)
	_, err := file.Open(path, file.Options{})
	var at *fs.PathError
	if !errors.As(err, &at) || at.Err.Error() != "another process writes to it" {
		t.Errorf("got %v, want to be told that the file is in use", err)
	}
	closeWriter(t, first)
	second := open(t, path, file.Options{})
	appendAll(t, second, 2, 2)
	closeWriter(t, second)
	if got := bodies(t, path); got != "1 2" {
		t.Errorf("got %s", got)
	}
}

const limitedFile = "TIMHOOK_TEST_LIMITED_FILE"

// TestAFullDiskTearsNoLine runs in a process of its own, whose files have a limit.
func TestAFullDiskTearsNoLine(t *testing.T) {
	if path := os.Getenv(limitedFile); path != "" {
		fillUp(t, path)
		return
	}
	path := filepath.Join(t.TempDir(), "a.ndjson")
	child := exec.Command(os.Args[0], "-test.run", "^"+t.Name()+"$")
	child.Env = append(os.Environ(), limitedFile+"="+path)
	if out, err := child.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	// The limits let ten records in, then none, whether a byte of it fits or all but one, and then one more.
	if got := bodies(t, path); got != "0 1 2 3 4 5 6 7 8 9 99" {
		t.Errorf("got %s", got)
	}
}

// fillUp appends records at every distance from the limit.
func fillUp(t *testing.T, path string) {
	w := open(t, path, file.Options{})
	appendAll(t, w, 0, 9)
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	full := info.Size()
	line, _ := numberedRecord(99).AppendLine(nil)
	limit := func(size int64) {
		var now syscall.Rlimit
		if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &now); err != nil {
			t.Fatal(err)
		}
		setLimit(&now, size)
		if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &now); err != nil {
			t.Fatal(err)
		}
	}
	for fits := range len(line) {
		limit(full + int64(fits))
		if _, err := w.Append(numberedRecord(99)); !errors.Is(err, syscall.EFBIG) {
			t.Fatalf("room for %d of %d bytes: got %v, want %v", fits, len(line), err, syscall.EFBIG)
		}
		if info, err := os.Stat(path); err != nil || info.Size() != full {
			t.Fatalf("room for %d of %d bytes: got %d bytes in the file, want %d", fits, len(line), info.Size(), full)
		}
	}
	limit(full + int64(len(line)))
	appendAll(t, w, 99, 99)
	closeWriter(t, w)
}

// TestAPipeWhoseReaderIsGoneIsAnError: it would fill up otherwise, and then hold the writer up for good.
func TestAPipeWhoseReaderIsGoneIsAnError(t *testing.T) {
	path := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		t.Fatal(err)
	}
	opened := make(chan *os.File, 1)
	go func() {
		defer close(opened)
		if file, err := os.Open(path); err == nil {
			opened <- file
		}
	}()
	w := open(t, path, file.Options{MaxSize: 1 << 20})
	reader := <-opened
	if reader == nil {
		t.Fatal("the pipe could not be opened for reading")
	}
	appendAll(t, w, 1, 1)
	line, err := bufio.NewReader(reader).ReadBytes('\n')
	if r, bad := capture.ParseLine(line); err != nil || bad != nil || string(r.Request.Body) != "1" {
		t.Errorf("got %q, %v, %v", line, err, bad)
	}
	if err := reader.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Append(numberedRecord(2)); !errors.Is(err, syscall.EPIPE) {
		t.Errorf("got %v, want %v", err, syscall.EPIPE)
	}
	closeWriter(t, w)
}

func TestADeviceIsWrittenToAsItIs(t *testing.T) {
	w := open(t, "/dev/null", file.Options{})
	appendAll(t, w, 1, 2)
	closeWriter(t, w)
	if _, err := os.Stat("/dev/full"); err != nil {
		t.Skip("there is no /dev/full here")
	}
	w = open(t, "/dev/full", file.Options{})
	for range 2 {
		if _, err := w.Append(numberedRecord(1)); err == nil || !strings.Contains(err.Error(), "no space left") {
			t.Errorf("got %v, want the device to be full", err)
		}
	}
	closeWriter(t, w)
}
