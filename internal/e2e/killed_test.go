//go:build unix

package e2e_test

import (
	"fmt"
	"net"
	"os/exec"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"
)

// killedWithin bounds how long the server command may outlive timhook.
const killedWithin = 10 * time.Second

// SIGKILL leaves timhook no time to stop its server command. The system does so, with all of its group.
func TestNothingIsLeftOfTheServerWhenTimhookIsKilled(t *testing.T) {
	script := `testserver stall "$0" "$1"; echo it is over` // the shell waits for its child, as npm and go run do
	program, server := lookUp(t, "timhook"), lookUp(t, "testserver")
	for _, tt := range []struct {
		name    string
		program []string
		command []string
		system  string // the only one, or empty
	}{
		{"the command serves", []string{program}, []string{server, "stall"}, ""},
		{"its child serves", []string{program}, []string{"sh", "-c", script}, ""},
		{"it ignores SIGTERM", []string{program}, []string{server, "stubborn-stall"}, ""},
		{"there is no shell", []string{"env", "PATH=/none", program}, []string{server, "stall"}, "linux"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if tt.system != "" && tt.system != runtime.GOOS {
				t.Skip("there the kernel ends no command")
			}
			t.Parallel()
			l, address := listen(t), freeAddress(t)
			args := untilStalled(address, append(tt.command, address, l.addr)...)
			p, err := launchAs(tt.program, t.TempDir(), args...)
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = p.Process.Kill() })
			p.drain()
			<-l.stalled
			if err := p.Process.Kill(); err != nil {
				t.Fatal(err)
			}
			_, _ = p.end()
			pid, until := <-l.pids, time.Now().Add(killedWithin)
			for isRunning(pid) || listens(address) { // a process that ends may listen for a moment more
				if time.Now().After(until) {
					t.Errorf("process %d is there: %t; something listens: %t", pid, isRunning(pid), listens(address))
					_ = syscall.Kill(pid, syscall.SIGKILL)
					return
				}
				time.Sleep(10 * time.Millisecond)
			}
		})
	}
}

// A daemon has left the group, and no one ends it when timhook is killed: the next run names it.
func TestADaemonThatAKilledRunLeftIsNamed(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("only Linux shows who listens")
	}
	t.Parallel()
	l, address := listen(t), freeAddress(t)
	command := []string{"testserver", "stalling-daemon", address, l.addr}
	p := start(t, untilStalled(address, command...)...)
	<-l.stalled
	<-l.pids // of the command
	pid := <-l.pids
	t.Cleanup(func() { _ = syscall.Kill(pid, syscall.SIGKILL) })
	if err := p.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_, _ = p.end()
	next := start(t, untilStalled(address, command...)...)
	if code := next.code(t); code != 2 {
		t.Errorf("got exit code %d, want 2", code)
	}
	want := fmt.Sprintf("hint: end it first (process %d: testserver stall)", pid)
	if !strings.Contains(next.stderr.String(), want) {
		t.Errorf("got %q, want %q", &next.stderr, want)
	}
}

func listens(address string) bool {
	c, err := net.Dial("tcp", address)
	if err == nil {
		_ = c.Close()
	}
	return err == nil
}

func lookUp(t *testing.T, program string) string {
	t.Helper()
	path, err := exec.LookPath(program)
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// untilStalled are the arguments of a run that waits for the answer to its second callback.
func untilStalled(address string, command ...string) []string {
	return append([]string{
		"test", "http://" + address + "/im", "--run", "send/baseline-*", "-j", "1",
		"--timeout", "1m", "--",
	}, command...)
}
