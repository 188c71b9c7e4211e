//go:build unix

package e2e_test

import (
	"bufio"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/timhook/timhook/internal/backend"
)

// listener is told of what happens in the server command.
type listener struct {
	addr    string
	pids    chan int
	stalled chan struct{}
	serve   chan struct{} // something else is to serve
}

func listen(t *testing.T) *listener {
	t.Helper()
	in, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = in.Close() })
	l := &listener{in.Addr().String(), make(chan int, 8), make(chan struct{}, 8), make(chan struct{}, 8)}
	go func() {
		for {
			conn, err := in.Accept()
			if err != nil {
				return
			}
			line, _ := bufio.NewReader(conn).ReadString('\n')
			if pid, err := strconv.Atoi(strings.TrimSpace(strings.TrimPrefix(line, "pid "))); err == nil {
				l.pids <- pid
			}
			switch line {
			case "stalled\n":
				l.stalled <- struct{}{}
			case "serve\n":
				l.serve <- struct{}{}
			}
			_ = conn.Close()
		}
	}()
	return l
}

// noneLeft fails when one of the processes is still there, or when fewer than want have told their ids.
func (l *listener) noneLeft(t *testing.T, want int) {
	t.Helper()
	for range want {
		select {
		case pid := <-l.pids:
			if isRunning(pid) {
				t.Errorf("process %d is left behind", pid)
				_ = syscall.Kill(pid, syscall.SIGKILL)
			}
		case <-time.After(10 * time.Second):
			t.Fatal("a server process has not told its id")
		}
	}
}

// isRunning reports whether a process is there and has not ended. A zombie has: its parent has not waited for it yet.
func isRunning(pid int) bool {
	if errors.Is(syscall.Kill(pid, 0), syscall.ESRCH) {
		return false
	}
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return !os.IsNotExist(err)
	}
	_, state, _ := strings.Cut(string(stat), ") ")
	return !strings.HasPrefix(state, "Z")
}

func TestServerCommandsAreStoppedWithAllThatTheyHaveStarted(t *testing.T) {
	for _, tt := range []struct {
		name, mode string
		processes  int
		code       int
		flags      []string
	}{
		{"it serves", "serve", 1, 0, nil},
		{"it waits for its child", "forking", 2, 0, nil},
		{"it leaves its child behind", "leaving", 2, 0, nil},
		{"it ignores SIGTERM", "stubborn", 1, 0, nil},
		{"it never listens", "deaf", 1, 3, []string{"--wait", "1s"}},
		{"it never listens, and the time is over", "deaf", 1, 124, []string{"--max-time", "1s"}},
		{"it dies", "dying", 1, 1, []string{"-j", "1"}},
		{"it stalls until the time is over", "stall", 1, 124, []string{"-j", "1", "--max-time", "1s"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			l, address := listen(t), freeAddress(t)
			args := append([]string{"test", "http://" + address + "/im", "--run", "baseline-*"}, tt.flags...)
			p := start(t, append(args, "--", "testserver", tt.mode, address, l.addr)...)
			if code := p.code(t); code != tt.code {
				t.Errorf("got exit code %d, want %d\n%s%s", code, tt.code, &p.stdout, &p.stderr)
			}
			l.noneLeft(t, tt.processes)
			if shown := strings.Contains(p.stderr.String(), "  panic: out of ideas\n"); shown != (tt.mode == "dying") {
				t.Errorf("the output of a server that died is shown: %t\n%s", shown, &p.stderr)
			}
			if died := strings.Contains(p.stdout.String(), "exit status 7, panic: out of"); died != (tt.mode == "dying") {
				t.Errorf("the exit status of a server that died is shown: %t\n%s", died, &p.stdout)
			}
		})
	}
}

// A process can leave the group of its command with setsid(2), and its parent can end: it is found and ended.
func TestServersThatHaveLeftTheGroupAreStopped(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("only Linux shows which process has started which")
	}
	for _, tt := range []struct {
		mode      string
		processes int
	}{{"setsid", 2}, {"daemon", 2}, {"daemon-twice", 3}, {"stubborn-daemon", 2}} {
		t.Run(tt.mode, func(t *testing.T) {
			t.Parallel()
			l, address := listen(t), freeAddress(t)
			p := start(t, "test", "http://"+address+"/im", "--run", "baseline-*", "--", "testserver", tt.mode, address, l.addr)
			if code := p.code(t); code != 0 {
				t.Errorf("got exit code %d, want 0\n%s%s", code, &p.stdout, &p.stderr)
			}
			l.noneLeft(t, tt.processes)
			if text := p.stderr.String(); text != "" {
				t.Errorf("got %q on stderr, want nothing", text)
			}
		})
	}
}

// What the command has not started itself is not ended, and it is named.
func TestWhatStillListensAfterTheStopIsNamed(t *testing.T) {
	t.Parallel()
	l, address := listen(t), freeAddress(t)
	p := start(t, "test", "http://"+address+"/im", "--run", "baseline-*", "--", "testserver", "foreign", address, l.addr)
	<-l.serve
	in, err := net.Listen("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	server := &http.Server{Handler: backend.Reference(backend.Options{}), ReadHeaderTimeout: time.Minute}
	defer server.Close()
	go func() { _ = server.Serve(in) }()
	if code := p.code(t); code != 0 {
		t.Errorf("got exit code %d, want 0\n%s%s", code, &p.stdout, &p.stderr)
	}
	l.noneLeft(t, 1)
	want := "note: something still listens at http://" + address + "/im after the server command was stopped"
	if runtime.GOOS == "linux" {
		want += fmt.Sprintf(" (process %d: ", os.Getpid())
	}
	if !strings.Contains(p.stderr.String(), want) {
		t.Errorf("got %q on stderr, want %q in it", &p.stderr, want)
	}
}

func TestInterruptedTestsStopTheirServerAndReportWhatRan(t *testing.T) {
	for _, s := range []syscall.Signal{syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP} {
		t.Run(s.String(), func(t *testing.T) {
			t.Parallel()
			l, address := listen(t), freeAddress(t)
			file := filepath.Join(t.TempDir(), "run.json")
			p := start(t, "test", "http://"+address+"/im", "--run", "send/baseline-*", "-j", "1", "--timeout", "1m",
				"--report", "json="+file, "--", "testserver", "stall", address, l.addr)
			<-l.stalled
			if code := p.interrupt(t, s); code != 130 {
				t.Errorf("got exit code %d, want 130\n%s%s", code, &p.stdout, &p.stderr)
			}
			l.noneLeft(t, 1)
			if want := "exit 130: interrupted; what ran is reported\n"; !strings.HasSuffix(p.stderr.String(), want) {
				t.Errorf("got %q on stderr, want %q at its end", p.stderr.String(), want)
			}
			if counts := countsIn(t, file); counts["pass"] != 1 || counts["error"]+counts["fail"] != 0 {
				t.Errorf("got a report with counts %v, want the one case that ran", counts)
			}
		})
	}
}

func TestWaitingForAServerCanBeInterrupted(t *testing.T) {
	t.Parallel()
	l, address := listen(t), freeAddress(t)
	p := start(t, "test", "http://"+address+"/im", "--", "testserver", "deaf", address, l.addr)
	pid := <-l.pids
	l.pids <- pid
	if code := p.interrupt(t, syscall.SIGTERM); code != 130 {
		t.Errorf("got exit code %d, want 130\n%s%s", code, &p.stdout, &p.stderr)
	}
	l.noneLeft(t, 1)
}

func TestASecondSignalEndsThePatienceWithTheServer(t *testing.T) {
	t.Parallel()
	l, address := listen(t), freeAddress(t)
	p := start(t, "test", "http://"+address+"/im", "--run", "send/baseline-*", "-j", "1", "--timeout", "1m",
		"--", "testserver", "stubborn-stall", address, l.addr)
	<-l.stalled
	for _, s := range []syscall.Signal{syscall.SIGINT, syscall.SIGTERM} { // two of a kind may arrive as one
		if err := p.Process.Signal(s); err != nil {
			t.Fatal(err)
		}
	}
	if code := p.code(t); code != 130 {
		t.Errorf("got exit code %d, want 130\n%s%s", code, &p.stdout, &p.stderr)
	}
	l.noneLeft(t, 1)
}
