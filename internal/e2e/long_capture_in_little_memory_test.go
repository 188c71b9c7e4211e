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
	"strings"
	"sync/atomic"
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
	for _, c := range chat.Usual() { // to the others the answer may be no answer
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

// memoryWatch reads how much a process holds, as long as it runs. What the system counts at its end does not tell: a
// process begins there with what its parent held.
type memoryWatch struct {
	done chan struct{}
	peak int64 // in bytes; 0: the system does not tell
}

func watchMemory(pid int) *memoryWatch {
	w := &memoryWatch{done: make(chan struct{})}
	go func() {
		defer close(w.done)
		for {
			status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
			_, rest, found := strings.Cut(string(status), "VmHWM:")
			var kilobytes int64
			if _, scanErr := fmt.Sscan(rest, &kilobytes); err != nil || !found || scanErr != nil {
				return // it has ended
			}
			w.peak = max(w.peak, kilobytes<<10)
			time.Sleep(2 * time.Millisecond)
		}
	}()
	return w
}

func TestALongCaptureIsReadJudgedAndSentInLittleMemory(t *testing.T) {
	if raceDetector() || runtime.GOOS != "linux" {
		t.Skip("under the race detector programs hold more, and only /proc tells how much a process holds")
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
			came.Store(0)
			p := start(t, c.args...)
			watch := watchMemory(p.Process.Pid)
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
			<-watch.done
			peak := watch.peak
			t.Logf("%d MiB", peak>>20)
			if peak == 0 || peak > mostMemory {
				t.Errorf("it held %d MiB, want some, and %d at most", peak>>20, mostMemory>>20)
			}
		})
	}
}
