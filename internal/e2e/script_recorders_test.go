package e2e_test

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"sync"

	"github.com/rogpeppe/go-internal/testscript"
)

// recorder is timhook record in the background of a script.
type recorder struct {
	*exec.Cmd
	url            string // without a path
	stdout, stderr bytes.Buffer
	reading        sync.WaitGroup
}

// startRecorder starts a recorder on a free port and waits until it listens.
func startRecorder(dir string, args ...string) (*recorder, error) {
	r := &recorder{Cmd: exec.Command("timhook", append([]string{"record", "--listen", "127.0.0.1:0"}, args...)...)}
	r.Dir, r.Env, r.Stdout = dir, append(os.Environ(), "CANARY="+canary), &r.stdout
	pipe, err := r.StderrPipe()
	if err == nil {
		err = r.Start()
	}
	if err != nil {
		return nil, err
	}
	in := bufio.NewReader(io.TeeReader(pipe, &r.stderr))
	line, err := in.ReadString('\n')
	for r.url = listening.FindString(line); r.url == "" && err == nil; r.url = listening.FindString(line) {
		line, err = in.ReadString('\n')
	}
	if err != nil {
		_ = r.Process.Kill()
		_ = r.Wait()
		return nil, errors.New("the recorder does not listen: " + r.stderr.String())
	}
	r.reading.Go(func() { _, _ = io.Copy(io.Discard, in) })
	return r, nil
}

var listening = regexp.MustCompile(`https?://127\.0\.0\.1:[0-9]+`)

// wait waits for the end and returns the exit code.
func (r *recorder) wait() (int, error) {
	r.reading.Wait()
	err := r.Wait()
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return exit.ExitCode(), nil
	}
	return 0, err
}

// startRecording starts a recorder and sets the variable NAME to its URL, as in "recorder NAME --forward $URL -o calls.ndjson".
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

// stopRecording interrupts a recorder, as in "recorded NAME 0", or waits until it ends by itself, as in "recorded NAME 0 alone".
// What it said is in NAME.stdout and NAME.stderr, and is held to what is promised of every run.
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
	code, err := r.wait()
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
