//go:build unix

package e2e_test

import (
	"bytes"
	"io"
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

// stallingBackend is a right backend up to the request of the given number, which gets no answer and closes stalled.
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
			if n := strings.Count("\n"+p.stdout.String(), "\nPASS "); n != 2 {
				t.Errorf("got %d passing cases on stdout, want the 2 that ran:\n%s", n, &p.stdout)
			}
			if counts := countsIn(t, file); counts["pass"] != 2 {
				t.Errorf("got a report with counts %v, want 2 that pass", counts)
			}
		})
	}
}

func TestServeEndedByCtrlCIsANormalEnd(t *testing.T) {
	p := startListenedTo(t, t.TempDir(), "serve", "--listen", "127.0.0.1:0")
	url, err := p.until(regexp.MustCompile(`http://127\.0\.0\.1:[0-9]+/im`))
	if err != nil {
		t.Fatal(err)
	}
	p.drain()
	send := start(t, "send", "all", url)
	if code := send.code(t); code != 0 {
		t.Errorf("got exit code %d from send, want 0\n%s%s", code, &send.stdout, &send.stderr)
	}
	if code := p.interrupt(t, os.Interrupt); code != 0 || bytes.Count(p.stderr.Bytes(), []byte("\n")) != 1 {
		t.Errorf("got exit code %d from serve and on stderr %q, want 0 and the line with the URL", code, &p.stderr)
	}
	if n := strings.Count(p.stdout.String(), "  accepted "); n != 4 {
		t.Errorf("got %d lines of accepted callbacks, want 4:\n%s", n, &p.stdout)
	}
}

func TestAClosedPipeEndsTheRunQuietly(t *testing.T) {
	c := exec.Command("sh", "-c", "timhook list variants | head -n 1")
	out, err := c.CombinedOutput()
	if err != nil || bytes.Count(out, []byte("\n")) != 1 {
		t.Errorf("got %q (%v), want one line", out, err)
	}
}

func TestAnUnreachableBackendIsAnErrorAndNotAFailure(t *testing.T) {
	p := start(t, "send", "all/*", "http://"+freeAddress(t)+"/im")
	if code := p.code(t); code != 3 || !strings.Contains(p.stdout.String(), " 1 error") {
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

// One line tells of a backend that dies in the middle of a load, and what to do; the report has what ran.
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
	code, want := p.code(t), 3
	if strings.Contains(p.stdout.String(), " fail, ") {
		want = 1 // a new connection that the backend's end has cut is an answer that fails, which outranks
	}
	if code != want {
		t.Errorf("got exit code %d, want %d\n%s%s", code, want, &p.stdout, &p.stderr)
	}
	for _, want := range []string{
		"ended early: the backend is gone", "hint: the backend took no connection for ", " 100 pass",
	} {
		if !strings.Contains(p.stdout.String(), want) {
			t.Errorf("%q is missing in:\n%s", want, &p.stdout)
		}
	}
}
