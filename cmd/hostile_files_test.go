//go:build unix

package cmd

import (
	"context"
	"os"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/timhook/timhook/cmd/cli"
)

// hostileFile is something in the place of a file that a flag reads.
type hostileFile struct {
	name string
	path string
	code int           // of the run
	stop time.Duration // the first signal comes after this time; 0: none comes
}

// hostileFiles has a file without an end, one that never begins, a huge one, a folder, and one that cannot be read.
func hostileFiles(t *testing.T) []hostileFile {
	t.Helper()
	if _, err := os.Stat("/dev/zero"); err != nil {
		t.Skip("there is no /dev/zero, as on Windows; CI runs on Linux, which has it")
	}
	const huge = 300 << 20
	file, err := os.Create("huge")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if err := file.Truncate(huge); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir("folder", 0o700); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mkfifo("fifo", 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile("closed", []byte("x"), 0); err != nil {
		t.Fatal(err)
	}
	closed := "closed"
	if os.Getuid() == 0 {
		closed = "/proc/self/mem" // what even root cannot read from its beginning
	}
	list := []hostileFile{
		{"a device without end", "/dev/zero", cli.ExitUsage, 0},
		{"a pipe that nobody writes to", "fifo", cli.ExitInterrupted, 50 * time.Millisecond},
		{"300 MiB", "huge", cli.ExitUsage, 0},
		{"a folder", "folder", cli.ExitUsage, 0},
		{"nothing", "missing", cli.ExitUsage, 0},
	}
	if _, err := os.Stat(closed); err == nil {
		list = append(list, hostileFile{"what cannot be read", closed, cli.ExitUsage, 0})
	}
	return list
}

// TestEveryInputIsBounded gives each flag of each verb what no file should be: the run says so in one line, in little
// memory, and the first signal ends the wait.
func TestEveryInputIsBounded(t *testing.T) {
	folderOfInputs(t)
	hostile, tried := hostileFiles(t), 0
	for _, line := range verbsWithFiles() {
		verb, _, err := wholeRoot().Find(line[:1])
		if err != nil {
			t.Fatal(err)
		}
		for name, input := range fileFlagsOf(t, verb, line) {
			if input.writes {
				continue
			}
			for _, file := range hostile {
				if strings.HasPrefix(name, argument) && line[0] == "verify" && file.path == "missing" {
					continue // it is a URL then
				}
				tried++
				t.Run(strings.Join(line, " ")+" "+name+" "+file.name, func(t *testing.T) {
					endsInOneLine(t, withArgument(input.words(line, name, file.path)), file)
				})
			}
		}
	}
	if tried < 300 {
		t.Errorf("%d inputs were tried, want those of all verbs", tried)
	}
}

func endsInOneLine(t *testing.T, words []string, file hostileFile) {
	t.Helper()
	const (
		mostTime   = 10 * time.Second
		mostWait   = 3 * time.Second // for the end behind the signal
		mostMemory = 720 << 20       // allocated, the garbage included: a buffer that grows to 128 MiB takes five times that
	)
	ctx, cancel := context.WithTimeout(t.Context(), mostTime)
	defer cancel()
	if file.stop > 0 {
		time.AfterFunc(file.stop, cancel)
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	began := time.Now()
	var code int
	var stdout, stderr string
	done := make(chan struct{})
	go func() { defer close(done); code, stdout, stderr = ran(ctx, words) }()
	select {
	case <-done:
	case <-time.After(mostTime):
		t.Fatalf("%s: it goes on after %v", strings.Join(words, " "), mostTime)
	}
	took := time.Since(began)
	runtime.ReadMemStats(&after)
	told := 0
	for text := range strings.SplitSeq(stderr, "\n") {
		if strings.HasPrefix(text, "timhook: ") {
			told++
		}
	}
	switch got := after.TotalAlloc - before.TotalAlloc; {
	case code != file.code:
		t.Errorf("%s: got exit code %d, want %d", strings.Join(words, " "), code, file.code)
	case code == cli.ExitUsage && told != 1, code == cli.ExitInterrupted && told != 0:
		t.Errorf("%s: got %d sentences that begin with timhook, want one for a refusal alone", strings.Join(words, " "), told)
	case file.stop > 0 && took > mostWait:
		t.Errorf("%s: it ended %v after the signal, want at most %v", strings.Join(words, " "), took-file.stop, mostWait)
	case got > mostMemory:
		t.Errorf("%s: it allocated %d MiB", strings.Join(words, " "), got>>20)
	default:
		return
	}
	t.Logf("%.500s\n%.500s", stdout, stderr)
}
