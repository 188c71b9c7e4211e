//go:build darwin || dragonfly || freebsd || linux || netbsd || openbsd

package file_test

import (
	"bufio"
	"context"
	"errors"
	"io"
	"io/fs"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

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

// A pipe without a reader would hold up the signal that ends the run.
func TestWaitingForTheReaderOfAPipeEndsWithTheContext(t *testing.T) {
	path := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		t.Fatal(err)
	}
	enough := errors.New("enough")
	ctx, stop := context.WithCancelCause(t.Context())
	time.AfterFunc(10*time.Millisecond, func() { stop(enough) })
	if _, err := file.OpenContext(ctx, path, file.Options{}); !errors.Is(err, enough) {
		t.Errorf("got %v, want the cause", err)
	}
	reader, err := os.Open(path) // it lets the writer in, which then closes the pipe
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	if got, err := io.ReadAll(reader); err != nil || len(got) > 0 {
		t.Errorf("got %q, %v, want the end of the pipe", got, err)
	}
	w, err := file.OpenContext(t.Context(), filepath.Join(t.TempDir(), "a"), file.Options{})
	if err != nil {
		t.Fatal(err)
	}
	closeWriter(t, w)
}

func TestOnlyTheNullDeviceIsTaken(t *testing.T) {
	w := open(t, os.DevNull, file.Options{})
	appendAll(t, w, 1, 2)
	closeWriter(t, w)
	dir := t.TempDir()
	link, socket := filepath.Join(dir, "link"), filepath.Join(dir, "socket")
	if err := os.Symlink("/dev/zero", link); err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("unix", socket)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	for _, path := range []string{"/dev/zero", "/dev/full", "/dev/random", "/dev/tty", link, socket} {
		t.Run(filepath.Base(path), func(t *testing.T) {
			if _, err := os.Stat(path); err != nil {
				t.Skip(err)
			}
			_, err := file.Open(path, file.Options{})
			if err == nil || !strings.HasSuffix(err.Error(), ": it is a device and keeps nothing; give a file") {
				t.Errorf("got %v, want it refused as a device", err)
			}
		})
	}
}

func TestAFileThatOthersMayOpenIsNarrowed(t *testing.T) {
	for _, tt := range []struct {
		before, after os.FileMode
	}{{0o644, 0o600}, {0o666, 0o600}, {0o640, 0o600}, {0o777, 0o700}, {0o600, 0o600}, {0, 0o600}} {
		t.Run(tt.before.String(), func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "a.ndjson")
			if tt.before != 0 {
				closeWriter(t, open(t, path, file.Options{}))
				if err := os.Chmod(path, tt.before); err != nil {
					t.Fatal(err)
				}
			}
			w := open(t, path, file.Options{})
			if want := tt.before != 0 && tt.before != tt.after; w.Narrowed() != want {
				t.Errorf("got it told: %t, want %t", w.Narrowed(), want)
			}
			closeWriter(t, w)
			if got := modeOf(t, path); got != tt.after {
				t.Errorf("got %v, want %v", got, tt.after)
			}
		})
	}
}

// Each file of a rotation is held to the same rules as the first.
func TestRotationAddsToNoOtherFile(t *testing.T) {
	dir := t.TempDir()
	path, second := filepath.Join(dir, "a.ndjson"), filepath.Join(dir, "a.2.ndjson")
	w := open(t, path, file.Options{MaxSize: 1})
	appendAll(t, w, 1, 1)
	if err := os.WriteFile(second, []byte("milk\neggs\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	appendAll(t, w, 2, 2)
	if err := w.Close(); err == nil || !strings.Contains(err.Error(), "its first line is none of a capture") {
		t.Errorf("got %v, want to be told of the other file", err)
	}
	text, err := os.ReadFile(second)
	if got := bodies(t, path); got != "1 2" || string(text) != "milk\neggs\n" || modeOf(t, second) != 0o644 {
		t.Errorf("got %s, and %q of mode %v (%v); want both records in the first file", got, text, modeOf(t, second), err)
	}
	if err := os.Remove(second); err != nil {
		t.Fatal(err)
	}
	closeWriter(t, open(t, second, file.Options{}))
	if err := os.Chmod(second, 0o644); err != nil {
		t.Fatal(err)
	}
	w = open(t, path, file.Options{MaxSize: 1 << 20})
	appendAll(t, w, 3, 3)
	closeWriter(t, w)
	if got := modeOf(t, second); got != 0o600 || !w.Narrowed() {
		t.Errorf("got mode %v, told: %t; want %v", got, w.Narrowed(), os.FileMode(0o600))
	}
}

func modeOf(t *testing.T, path string) os.FileMode {
	t.Helper()
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	return info.Mode().Perm()
}
