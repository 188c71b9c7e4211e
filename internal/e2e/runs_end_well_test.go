//go:build unix

package e2e_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"

	"github.com/timhook/timhook/internal/backend"
)

// process is timhook under way, as a process of its own.
type process struct {
	*exec.Cmd
	stdout, stderr bytes.Buffer
}

func start(t *testing.T, args ...string) *process {
	t.Helper()
	p := &process{Cmd: exec.Command("timhook", args...)}
	p.Stdout, p.Stderr, p.Dir = &p.stdout, &p.stderr, t.TempDir()
	if err := p.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = p.Process.Kill() })
	return p
}

// interrupt sends a signal and waits for the exit code.
func (p *process) interrupt(t *testing.T, s os.Signal) int {
	t.Helper()
	if err := p.Process.Signal(s); err != nil {
		t.Fatal(err)
	}
	return codeOf(t, p.Wait())
}

func codeOf(t *testing.T, err error) int {
	t.Helper()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	if exit != nil {
		return exit.ExitCode()
	}
	return 0
}

// stallingBackend answers rightly until the request of the given number, which it keeps waiting and tells of.
func stallingBackend(t *testing.T, number int) (url string, stalled <-chan struct{}) {
	t.Helper()
	reference := backend.Reference(backend.Options{})
	told := make(chan struct{})
	count := make(chan int, 1)
	count <- 0
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		n := 1 + <-count
		count <- n
		if n < number {
			reference.ServeHTTP(w, r)
			return
		}
		_, _ = io.Copy(io.Discard, r.Body) // net/http notices a departed client only then
		if n == number {
			close(told)
		}
		<-r.Context().Done()
	}))
	t.Cleanup(func() { server.CloseClientConnections(); server.Close() })
	return server.URL + "/im", told
}

func TestInterruptedRunReportsWhatRanAndExitsWith130(t *testing.T) {
	for _, s := range []syscall.Signal{syscall.SIGINT, syscall.SIGTERM} {
		t.Run(s.String(), func(t *testing.T) {
			t.Parallel()
			url, stalled := stallingBackend(t, 3)
			file := filepath.Join(t.TempDir(), "run.json")
			p := start(t, "send", "send/*", url, "--timeout", "1m", "--report", "json="+file)
			<-stalled
			if code := p.interrupt(t, s); code != 130 {
				t.Errorf("got exit code %d, want 130\n%s%s", code, &p.stdout, &p.stderr)
			}
			if want := "exit 130: interrupted; what ran is reported\n"; p.stderr.String() != want {
				t.Errorf("got %q on stderr, want %q", p.stderr.String(), want)
			}
			if n := strings.Count(p.stdout.String(), "\nPASS ") + strings.Count(p.stdout.String()[:5], "PASS "); n != 2 {
				t.Errorf("got %d passing cases on stdout, want the 2 that ran:\n%s", n, &p.stdout)
			}
			var report struct{ Counts map[string]int }
			text, err := os.ReadFile(file)
			if err == nil {
				err = json.Unmarshal(text, &report)
			}
			if err != nil || report.Counts["pass"] != 2 {
				t.Errorf("got a report with counts %v (%v), want 2 that pass", report.Counts, err)
			}
		})
	}
}

func TestServeEndedByCtrlCIsANormalEnd(t *testing.T) {
	p := &process{Cmd: exec.Command("timhook", "serve", "--listen", "127.0.0.1:0")}
	p.Stdout = &p.stdout
	pipe, err := p.StderrPipe()
	if err == nil {
		err = p.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = p.Process.Kill() })
	stderr := bufio.NewReader(pipe)
	line, err := stderr.ReadString('\n')
	url := regexp.MustCompile(`http://127\.0\.0\.1:[0-9]+/im`).FindString(line)
	if err != nil || url == "" {
		t.Fatalf("got %q (%v) from serve, want its URL", line, err)
	}
	send := start(t, "send", "all", url)
	if code := codeOf(t, send.Wait()); code != 0 {
		t.Errorf("got exit code %d from send, want 0\n%s%s", code, &send.stdout, &send.stderr)
	}
	if err := p.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	rest, _ := io.ReadAll(stderr)
	if code := codeOf(t, p.Wait()); code != 0 || len(rest) > 0 {
		t.Errorf("got exit code %d and %q from serve, want 0 and nothing", code, rest)
	}
	if n := strings.Count(p.stdout.String(), "  accepted "); n != 4 {
		t.Errorf("got %d lines of accepted callbacks, want 4:\n%s", n, &p.stdout)
	}
}

func TestATerminalGetsColourAndAPipeDoesNot(t *testing.T) {
	script, err := exec.LookPath("script")
	if err != nil {
		t.Skip("script(1) is not installed; CI has it")
	}
	server := httptest.NewServer(backend.Reference(backend.Options{}))
	defer server.Close()
	for _, tt := range []struct {
		name, env string
		want      bool
	}{
		{"a terminal", "TERM=xterm", true},
		{"a dumb terminal", "TERM=dumb", false},
		{"NO_COLOR", "NO_COLOR=1", false},
	} {
		c := exec.Command(script, "-qec", "timhook send all "+server.URL+"/im", "/dev/null")
		c.Env = append(os.Environ(), "TERM=xterm", "NO_COLOR=", "FORCE_COLOR=", "CLICOLOR_FORCE=", tt.env)
		out, err := c.CombinedOutput()
		if err != nil {
			t.Fatalf("%s: %v\n%s", tt.name, err, out)
		}
		if got := bytes.Contains(out, []byte("\x1b[32mPASS")); got != tt.want {
			t.Errorf("%s: got colour %t, want %t\n%q", tt.name, got, tt.want, out)
		}
		if !bytes.Contains(out, []byte("4 pass")) {
			t.Errorf("%s: got %q, want the verdict", tt.name, out)
		}
	}
}

func TestAClosedPipeEndsTheRunQuietly(t *testing.T) {
	c := exec.Command("sh", "-c", "timhook list variants | head -n 1")
	out, err := c.CombinedOutput()
	if err != nil || bytes.Count(out, []byte("\n")) != 1 {
		t.Errorf("got %q (%v), want one line", out, err)
	}
}

// A port that is known to have no listener: it was ours a moment ago.
func TestAnUnreachableBackendIsAnErrorAndNotAFailure(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_ = listener.Close()
	p := start(t, "send", "all/*", "http://"+listener.Addr().String()+"/im")
	if code := codeOf(t, p.Wait()); code != 3 || !strings.Contains(p.stdout.String(), " 1 error") {
		t.Errorf("got exit code %d, want 3 and one error\n%s%s", code, &p.stdout, &p.stderr)
	}
}

func TestAnInterruptedLoadReportsWhatRan(t *testing.T) {
	url, stalled := stallingBackend(t, 50)
	p := start(t, "load", "send", url, "--rate", "200/s", "-d", "10m", "--payloads", "10", "--timeout", "1m")
	<-stalled
	if code := p.interrupt(t, os.Interrupt); code != 130 {
		t.Errorf("got exit code %d, want 130\n%s%s", code, &p.stdout, &p.stderr)
	}
	for _, want := range []string{"ended early: interrupted", "\n Sent ", " 49 pass"} {
		if !strings.Contains(p.stdout.String(), want) {
			t.Errorf("%q is missing in:\n%s", want, &p.stdout)
		}
	}
}

// A backend that dies in the middle of a load is told in one line, with what to do, and what ran is reported.
func TestALoadWhoseBackendDiesEndsWith3(t *testing.T) {
	reference := backend.Reference(backend.Options{})
	left := make(chan struct{}, 1000)
	for range 100 {
		left <- struct{}{}
	}
	var server *httptest.Server
	server = httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		select {
		case <-left:
			reference.ServeHTTP(w, r)
		default:
			_ = server.Listener.Close()
			panic(http.ErrAbortHandler)
		}
	}))
	server.Start()
	t.Cleanup(server.Close)
	p := start(t, "load", "send", server.URL+"/im", "--rate", "200/s", "-d", "10m", "--payloads", "10")
	if code := codeOf(t, p.Wait()); code != 3 {
		t.Errorf("got exit code %d, want 3\n%s%s", code, &p.stdout, &p.stderr)
	}
	for _, want := range []string{"ended early: the backend is gone", "hint: the backend took no connection for ", " 100 pass"} {
		if !strings.Contains(p.stdout.String(), want) {
			t.Errorf("%q is missing in:\n%s", want, &p.stdout)
		}
	}
}
