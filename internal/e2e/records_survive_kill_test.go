//go:build unix

package e2e_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/webhook"
	"github.com/timhook/timhook/webhook/capture"
)

// echoBackend answers with what it was sent, so that an altered answer shows.
func echoBackend(t *testing.T) string {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		w.Header().Set("Content-Type", "application/json")
		_, _ = fmt.Fprint(w, echoOf(body))
	}))
	t.Cleanup(func() { server.CloseClientConnections(); server.Close() })
	return server.URL + "/im"
}

func echoOf(body []byte) string {
	return fmt.Sprintf(`{"ActionStatus":"OK","ErrorInfo":%q,"ErrorCode":0}`, body)
}

// steadyLoad sends numbered callbacks at 500 a second until it is stopped.
type steadyLoad struct {
	answer       func(body []byte) string // the right one
	acknowledged sync.Map                 // bodies whose right answer came back
	count        atomic.Int64
	altered      atomic.Int64
	enough       chan struct{} // closed at the wanted count
}

func (l *steadyLoad) run(ctx context.Context, url string, first, want int) error {
	to, err := webhook.ParseEndpoint(url)
	if err != nil {
		return err
	}
	client := new(webhook.Client)
	defer client.Close()
	due := make(chan int)
	var workers sync.WaitGroup
	for range 8 {
		workers.Go(func() {
			for n := range due {
				l.send(ctx, client, to, n, want)
			}
		})
	}
	tick := time.NewTicker(2 * time.Millisecond)
	defer tick.Stop()
	for n := first; ctx.Err() == nil; n++ {
		select {
		case <-tick.C:
			due <- n
		case <-ctx.Done():
		}
	}
	close(due)
	workers.Wait()
	return nil
}

func (l *steadyLoad) send(ctx context.Context, client *webhook.Client, to *webhook.Endpoint, n, want int) {
	body := fmt.Appendf(nil, "callback %d", n)
	callback := webhook.Callback{Command: "Group.CallbackAfterSendMsg", Body: body}
	x := client.Send(ctx, webhook.Target{URL: to, SDKAppID: 1400000000}.Request(callback, time.Now()))
	if x.Failure != nil {
		return // of what was under way when the recorder was killed, nothing is known
	}
	if string(x.Body) != l.answer(body) {
		l.altered.Add(1)
	}
	l.acknowledged.Store(string(body), true)
	if l.count.Add(1) == int64(want) {
		close(l.enough)
	}
}

func TestNothingThatWasAcknowledgedIsLostWhenTheRecorderIsKilled(t *testing.T) {
	ownAnswer := func([]byte) string { return judge.Canonical }
	forwarding := []string{"--forward", echoBackend(t)}
	rotating := []string{"--rotate-size", "40KiB"} // some 60 callbacks
	for _, tt := range []struct {
		name   string
		flags  []string
		answer func([]byte) string
		files  int // at least
	}{
		{"plain", nil, ownAnswer, 1},
		{"forwarding", forwarding, echoOf, 1},
		{"rotating", rotating, ownAnswer, 20},
		{"forwarding and rotating", slices.Concat(forwarding, rotating), echoOf, 20},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			dir, load := t.TempDir(), &steadyLoad{answer: tt.answer}
			for round := range killedRounds {
				load.untilKilled(t, dir, round, tt.flags)
			}
			r, err := startRecorder(dir, append([]string{"-o", "calls.ndjson"}, tt.flags...)...)
			if err != nil {
				t.Fatal(err)
			}
			finish(t, r) // it has taken out half a line at the end
			kept, files := answersIn(t, dir)
			if files < tt.files {
				t.Errorf("got %d files, want %d at least", files, tt.files)
			}
			load.isKept(t, kept)
		})
	}
}

// killedRounds is how often the recorder is killed in each test.
const killedRounds = 10

// untilKilled sends to a recorder that is killed in the middle, each time a little later.
func (l *steadyLoad) untilKilled(t *testing.T, dir string, round int, flags []string) {
	t.Helper()
	const perRound = 100000
	r, err := startRecorder(dir, append([]string{"-o", "calls.ndjson", "-q", "--check=false"}, flags...)...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = r.Process.Kill() })
	l.enough = make(chan struct{})
	l.count.Store(0)
	ctx, stop := context.WithCancel(t.Context())
	var sending sync.WaitGroup
	sending.Go(func() { err = l.run(ctx, r.url+"/im", round*perRound, 100+31*round) })
	select {
	case <-l.enough:
	case <-time.After(time.Minute):
		t.Error("the recorder answers too little")
	}
	_ = r.Process.Kill()
	stop()
	sending.Wait()
	if _, ended := r.end(); err != nil || t.Failed() {
		t.Fatal(err, ended)
	}
}

// answersIn are the answers by the bodies of the callbacks in all files of a folder.
func answersIn(t *testing.T, dir string) (kept map[string]string, files int) {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(dir, "calls*.ndjson"))
	if err != nil {
		t.Fatal(err)
	}
	kept = map[string]string{}
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for line := range bytes.Lines(data) {
			r, err := capture.ParseLine(line)
			if err != nil {
				t.Fatalf("%v in %q", err, line)
			}
			if r.Answer != nil {
				kept[string(r.Request.Body)] = string(r.Answer.Body)
			}
		}
	}
	return kept, len(names)
}

// isKept fails where an acknowledged callback is not in the files with the answer that its sender got.
func (l *steadyLoad) isKept(t *testing.T, kept map[string]string) {
	t.Helper()
	acknowledged := 0
	l.acknowledged.Range(func(body, _ any) bool {
		acknowledged++
		if got, want := kept[body.(string)], l.answer([]byte(body.(string))); got != want {
			t.Errorf("%s was acknowledged; got the answer %q in the file, want %q", body, got, want)
		}
		return !t.Failed()
	})
	if n := l.altered.Load(); n > 0 {
		t.Errorf("%d answers were altered", n)
	}
	if !t.Failed() && acknowledged < killedRounds*100 {
		t.Errorf("got %d acknowledged exchanges, want %d at least", acknowledged, killedRounds*100)
	}
	t.Logf("%d acknowledged, %d in the files", acknowledged, len(kept))
}

func TestForwardingGoesOnWhenTheDiskIsFull(t *testing.T) {
	// The shell bounds files to 512 bytes (POSIX), or to 1 KiB.
	r, err := startRecorderAs([]string{"sh", "-c", `ulimit -f 1; exec timhook "$@"`, "sh"}, t.TempDir(),
		"--forward", echoBackend(t), "-o", "full.ndjson", "-n", "50")
	if err != nil {
		t.Fatal(err)
	}
	load := &steadyLoad{answer: echoOf, enough: make(chan struct{})}
	ctx, stop := context.WithCancel(t.Context())
	var sending sync.WaitGroup
	sending.Go(func() { err = load.run(ctx, r.url, 0, 40) })
	code, waitErr := r.end()
	stop()
	sending.Wait()
	if err != nil || waitErr != nil || code != 2 || load.count.Load() < 40 || load.altered.Load() > 0 {
		t.Errorf("got exit code %d, %d answers, %d altered (%v, %v), want 2 and 50 right ones",
			code, load.count.Load(), load.altered.Load(), err, waitErr)
	}
	text := r.stderr.String()
	if n := strings.Count(text, "the capture file cannot be written: file too large"); n != 1 {
		t.Errorf("the full disk is told %d times, want once\n%s", n, text)
	}
	if !strings.Contains(text, "are not in it\nexit 2: the results could not be written\n") {
		t.Errorf("got %q, want the count and the exit code at the end", text)
	}
}
