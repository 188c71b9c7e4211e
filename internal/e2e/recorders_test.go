package e2e_test

import (
	"os"
	"regexp"
	"strconv"
	"sync"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// recorder is timhook record under way.
type recorder struct {
	*process
	url string // without a path
}

// startRecorder starts a recorder on a free port and waits until it listens.
func startRecorder(dir string, args ...string) (*recorder, error) {
	return startRecorderAs([]string{"timhook"}, dir, args...)
}

// startRecorderAs is startRecorder for a program that runs timhook with the arguments behind its own.
func startRecorderAs(program []string, dir string, args ...string) (*recorder, error) {
	p, err := launchAs(program, dir, append([]string{"record", "--listen", "127.0.0.1:0"}, args...)...)
	if err != nil {
		return nil, err
	}
	url, err := p.until(listening)
	p.drain()
	if err != nil {
		_ = p.Process.Kill()
		_, _ = p.end()
		return nil, err
	}
	return &recorder{p, url}, nil
}

var listening = regexp.MustCompile(`https?://127\.0\.0\.1:[0-9]+`)

// recording starts a recorder for a test, which finish ends.
func recording(t *testing.T, dir, file string) *recorder {
	t.Helper()
	r, err := startRecorder(dir, "-o", file)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = r.Process.Kill() })
	return r
}

func finish(t *testing.T, r *recorder) {
	t.Helper()
	if code := r.interrupt(t, os.Interrupt); code != 0 {
		t.Fatalf("got exit code %d from record, want 0\n%s", code, &r.stderr)
	}
}

// startRecording starts a recorder and sets the variable NAME to its URL, as in
// "recorder NAME --forward $URL -o calls.ndjson".
func startRecording(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 1 {
		ts.Fatalf("usage: recorder NAME ARGUMENTS...")
	}
	r, err := startRecorder(ts.Getenv("WORK"), args[1:]...)
	ts.Check(err)
	recorders := ts.Value(recordersOfScript).(*sync.Map)
	recorders.Store(args[0], r)
	ts.Defer(func() { _ = r.Process.Kill() })
	ts.Setenv(args[0], r.url)
}

const recordersOfScript = "recorders"

// stopRecording interrupts a recorder, as in "recorded NAME 0", or waits until it ends by itself, as in
// "recorded NAME 0 alone". Its output is in NAME.stdout and NAME.stderr, and has to be as that of every run.
func stopRecording(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 || len(args) > 3 {
		ts.Fatalf("usage: recorded NAME CODE [alone]")
	}
	found, ok := ts.Value(recordersOfScript).(*sync.Map).Load(args[0])
	if !ok {
		ts.Fatalf("no recorder has the name %s", args[0])
	}
	r := found.(*recorder)
	if len(args) == 2 {
		ts.Check(r.Process.Signal(os.Interrupt))
	}
	code, err := r.end()
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]+".stdout"), r.stdout.Bytes(), 0o600))
	ts.Check(os.WriteFile(ts.MkAbs(args[0]+".stderr"), r.stderr.Bytes(), 0o600))
	if strconv.Itoa(code) != args[1] {
		ts.Fatalf("got exit code %d, want %s\n[stdout]\n%s[stderr]\n%s", code, args[1], &r.stdout, &r.stderr)
	}
	if fault := faultOf(code, "", r.stderr.String()); fault != "" && code != 2 {
		ts.Fatalf("%s\n[stderr]\n%s", fault, &r.stderr)
	}
}
