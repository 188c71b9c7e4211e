//go:build unix

package e2e_test

import (
	"bufio"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/chat"
	"github.com/timhook/timhook/webhook"
	"github.com/timhook/timhook/webhook/capture"
)

// mostMemory is what reading, judging and sending may take, however long a capture is.
const mostMemory = 100 << 20

// longCapture is how many exchanges the capture has; TIMHOOK_TEST_MILLION=1 asks for a million.
func longCapture() int {
	switch {
	case os.Getenv("TIMHOOK_TEST_MILLION") != "":
		return 1_000_000
	case testing.Short():
		return 20_000
	}
	return 50_000
}

// writeCapture writes exchanges a millisecond apart, of which every thousandth was refused.
func writeCapture(t *testing.T, path string, count int) {
	t.Helper()
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	out := bufio.NewWriterSize(file, 1<<20)
	begin := time.Unix(1772596800, 0)
	target := webhook.Target{
		URL:      &webhook.Endpoint{Scheme: "http", Host: "old.example", Path: "/im"},
		SDKAppID: 1400000001,
	}
	answer := capture.Answer{
		Proto:  "HTTP/1.1",
		Status: 200,
		Reason: "OK",
		Header: []webhook.HeaderField{{Name: "Content-Type", Value: "application/json"}},
	}
	var line []byte
	var records []*capture.Record
	for _, c := range chat.All() {
		built, err := c.Build(nil, payloads.Params{Seed: 7, Now: begin})
		if err != nil {
			t.Fatal(err)
		}
		request := target.Request(conformance.CallbackOf(built[0]), begin)
		r := capture.NewRecord(&webhook.Exchange{Request: request}, capture.Redaction{})
		given := answer
		r.Answer = &given
		records = append(records, r)
	}
	for i := range count {
		r := records[i%len(records)]
		r.Start = begin.Add(time.Duration(i) * time.Millisecond)
		r.Answer.Body = []byte(judge.Canonical)
		if i%1000 == 0 {
			r.Answer.Body = []byte(`{"ActionStatus":"FAIL","ErrorInfo":"busy","ErrorCode":1}`)
		}
		if line, err = r.AppendLine(line[:0]); err != nil {
			t.Fatal(err)
		}
		_, _ = out.Write(line) // Flush tells
		if line[len(line)-1] != '\n' {
			_ = out.WriteByte('\n')
		}
	}
	if err := out.Flush(); err != nil {
		t.Fatal(err)
	}
}

// peakMemory is the most that a process which has ended has held at once.
func peakMemory(t *testing.T, p *process) int64 {
	t.Helper()
	usage, ok := p.ProcessState.SysUsage().(*syscall.Rusage)
	if !ok {
		t.Fatalf("got %T for the use of a process", p.ProcessState.SysUsage())
	}
	if runtime.GOOS == "darwin" {
		return usage.Maxrss // in bytes there
	}
	return usage.Maxrss << 10
}

func TestALongCaptureIsReadJudgedAndSentInLittleMemory(t *testing.T) {
	if raceDetector() {
		t.Skip("a process counts the memory of its parent, and under the race detector the parent has too much of it")
	}
	count := longCapture()
	file := filepath.Join(t.TempDir(), "long.ndjson")
	writeCapture(t, file, count)
	var came atomic.Int64
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		w.Header().Set("Content-Type", "application/json")
		if came.Add(1)%100 == 0 {
			_, _ = io.WriteString(w, `{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":"0"}`)
			return
		}
		_, _ = io.WriteString(w, judge.Canonical)
	}))
	defer server.Close()
	for _, c := range []struct {
		name string
		args []string
		code int
		sent int
		want string // on stdout
	}{
		{name: "linted", args: []string{"lint", file, "--max", "20"}, code: -1},
		{
			name: "filtered",
			args: []string{
				"replay", file, server.URL + "/im", "--filter", "bot", "--filter", "CallbackCommand=*Group*",
				"-n", "50", "--speed", "max",
			},
			sent: 50,
			want: "PASS  50 pass",
		},
		{
			name: "replayed",
			args: []string{"replay", file, server.URL + "/im", "-j", "8", "--format", "ndjson"},
			code: 1,
			sent: count,
			want: fmt.Sprintf(`"fail":%d,`, count/100),
		},
		{
			name: "replayed for people",
			args: []string{"replay", file, server.URL + "/im", "-j", "8", "-n", "10000"},
			code: 1,
			sent: 10_000,
			want: "and 9,995 more, not listed: 9,900 pass, 95 fail",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			debug.FreeOSMemory() // a new process begins with what this one holds in its books
			came.Store(0)
			p := start(t, c.args...)
			code := p.code(t)
			if c.code >= 0 && code != c.code || code == 2 || code == 70 {
				t.Errorf("got exit code %d, want %d\n%.2000s", code, c.code, &p.stderr)
			}
			if got := came.Load(); got != int64(c.sent) {
				t.Errorf("%d callbacks came, want %d", got, c.sent)
			}
			if !strings.Contains(p.stdout.String(), c.want) || p.stdout.Len() > 1<<20 {
				t.Errorf("got %d bytes on stdout, want %q among few\n%.2000s", p.stdout.Len(), c.want, &p.stdout)
			}
			peak := peakMemory(t, p)
			t.Logf("%d MiB", peak>>20)
			if peak > mostMemory {
				t.Errorf("it held %d MiB, want %d at most", peak>>20, mostMemory>>20)
			}
		})
	}
}
