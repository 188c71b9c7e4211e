package e2e_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net"
	"os"
	"os/exec"
	"regexp"
	"sync"
	"testing"
)

// process is timhook under way, as a process of its own.
type process struct {
	*exec.Cmd
	stdout, stderr bytes.Buffer
	lines          *bufio.Reader  // of stderr
	reading        sync.WaitGroup // done at the end of stderr
}

// launch starts timhook in dir. Its stderr has a reader: until, while a line is waited for, and drain from then on.
func launch(dir string, args ...string) (*process, error) {
	return launchAs([]string{"timhook"}, dir, args...)
}

// launchAs is launch for a program that runs timhook with the arguments behind its own.
func launchAs(program []string, dir string, args ...string) (*process, error) {
	p := &process{Cmd: exec.Command(program[0], append(program[1:], args...)...)}
	p.Dir, p.Env, p.Stdout = dir, append(os.Environ(), "CANARY="+canary), &p.stdout
	pipe, err := p.StderrPipe()
	if err != nil {
		return nil, err
	}
	p.lines = bufio.NewReader(io.TeeReader(pipe, &p.stderr))
	return p, p.Start()
}

// start starts timhook in a directory of its own.
func start(t *testing.T, args ...string) *process {
	t.Helper()
	p := startListenedTo(t, t.TempDir(), args...)
	p.drain()
	return p
}

// startListenedTo starts timhook for a test that waits for lines on stderr.
func startListenedTo(t *testing.T, dir string, args ...string) *process {
	t.Helper()
	p, err := launch(dir, args...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = p.Process.Kill() })
	return p
}

// until reads stderr up to a line with the pattern, and returns what has matched.
func (p *process) until(pattern *regexp.Regexp) (string, error) {
	for {
		line, err := p.lines.ReadString('\n')
		if found := pattern.FindString(line); found != "" {
			return found, nil
		}
		if err != nil {
			return "", errors.New("stderr has no line with " + pattern.String() + ": " + p.stderr.String())
		}
	}
}

// drain reads the rest of stderr, so that the process never waits for a reader.
func (p *process) drain() {
	p.reading.Go(func() { _, _ = io.Copy(io.Discard, p.lines) })
}

// end waits for the end and returns the exit code.
func (p *process) end() (int, error) {
	p.reading.Wait()
	return exitCode(p.Wait())
}

// code waits for the end in a test.
func (p *process) code(t *testing.T) int {
	t.Helper()
	code, err := p.end()
	if err != nil {
		t.Fatal(err)
	}
	return code
}

// interrupt sends a signal and waits for the exit code.
func (p *process) interrupt(t *testing.T, s os.Signal) int {
	t.Helper()
	if err := p.Process.Signal(s); err != nil {
		t.Fatal(err)
	}
	return p.code(t)
}

// exitCode is the code that a process ended with, from the error that running it gave; another error is passed on.
func exitCode(err error) (int, error) {
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		return exit.ExitCode(), nil
	}
	return 0, err
}

// countsIn are the counts of a report in JSON.
func countsIn(t *testing.T, file string) map[string]int {
	t.Helper()
	var report struct{ Counts map[string]int }
	text, err := os.ReadFile(file)
	if err == nil {
		err = json.Unmarshal(text, &report)
	}
	if err != nil {
		t.Error(err)
	}
	return report.Counts
}

// freeAddress is a loopback address without a listener: it was ours a moment ago.
func freeAddress(t interface{ Fatalf(string, ...any) }) string {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatalf("%v", err)
	}
	_ = listener.Close()
	return listener.Addr().String()
}
