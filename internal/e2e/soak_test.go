//go:build unix

package e2e_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/timhook/timhook/cmd"
	"github.com/timhook/timhook/webhook"
)

// soak is how long the recorder is kept busy; TIMHOOK_TEST_SOAK=10m asks for longer.
func soak(t *testing.T) time.Duration {
	text := os.Getenv("TIMHOOK_TEST_SOAK")
	if text == "" {
		return 3 * time.Second
	}
	d, err := time.ParseDuration(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// holding is what a process holds at a moment.
type holding struct {
	callbacks, descriptors, goroutines int
	heap                               uint64 // bytes, after a collection
}

func held(t *testing.T, callbacks int) holding {
	t.Helper()
	open, err := os.ReadDir("/dev/fd")
	if err != nil {
		t.Fatal(err)
	}
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return holding{callbacks, len(open), runtime.NumGoroutine(), m.HeapAlloc}
}

// The growth that is no leak: a connection and a collection more or less.
const (
	mostMoreDescriptors = 8
	mostMoreGoroutines  = 16
	mostMoreHeap        = 8 << 20
)

// leaks names what grew from one moment to another.
func leaks(from, to holding) (grown []string) {
	if to.descriptors > from.descriptors+mostMoreDescriptors {
		grown = append(grown, "descriptors")
	}
	if to.goroutines > from.goroutines+mostMoreGoroutines {
		grown = append(grown, "goroutines")
	}
	if to.heap > from.heap+mostMoreHeap {
		grown = append(grown, "memory")
	}
	return grown
}

func TestLeaks(t *testing.T) {
	from := holding{1, 20, 50, 10 << 20}
	for _, test := range []struct {
		name string
		to   holding
		want string
	}{
		{"the same", from, "[]"},
		{"a connection more", holding{1_000, 22, 54, 11 << 20}, "[]"},
		{"a descriptor for each hundred callbacks", holding{1_000, 30, 50, 10 << 20}, "[descriptors]"},
		{"a goroutine for each ten callbacks", holding{1_000, 20, 150, 10 << 20}, "[goroutines]"},
		{"10 KiB for each callback", holding{1_000, 20, 50, 20 << 20}, "[memory]"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := fmt.Sprint(leaks(from, test.to)); got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
}

// TestSoak runs a recorder that forwards to a backend, sends it callbacks all the time, and looks at what the process
// holds: the recorder, the backend and the sender together.
func TestSoak(t *testing.T) {
	long := soak(t)
	before := held(t, 0)
	backend := echoBackend(t)
	notes, written := io.Pipe()
	defer notes.Close()
	ended := make(chan int, 1)
	go func() {
		ended <- cmd.Main([]string{
			"record", "--listen", "127.0.0.1:0", "--forward", backend, "-q",
			"-o", filepath.Join(t.TempDir(), "calls.ndjson"),
		}, strings.NewReader(""), io.Discard, written)
	}()
	stderr := bufio.NewScanner(notes)
	url := ""
	for url == "" && stderr.Scan() {
		url = listening.FindString(stderr.Text())
	}
	go func() { _, _ = io.Copy(io.Discard, notes) }()
	to, err := webhook.ParseEndpoint(url)
	if err != nil {
		t.Fatal(err)
	}
	client := new(webhook.Client)
	defer client.Close()
	samples, sent, begin := []holding{}, 0, time.Now()
	for _, share := range []float64{0.1, 0.5, 1} {
		until := begin.Add(time.Duration(share * float64(long)))
		for ; time.Now().Before(until); sent++ {
			sendNumbered(t, client, to, sent)
			time.Sleep(5 * time.Millisecond)
		}
		samples = append(samples, held(t, sent))
	}
	if err := syscall.Kill(os.Getpid(), syscall.SIGINT); err != nil {
		t.Fatal(err)
	}
	if code := <-ended; code != 0 {
		t.Errorf("got exit code %d from record, want 0", code)
	}
	t.Logf("before: %+v", before)
	for i, name := range [...]string{"start", "middle", "end"} {
		t.Logf("%s, after %d callbacks: %+v", name, samples[i].callbacks, samples[i])
	}
	if sent < 100 {
		t.Errorf("%d callbacks were sent in %v, want 100 at least", sent, long)
	}
	if grown := leaks(samples[0], samples[2]); len(grown) > 0 {
		t.Errorf("%v grew", grown)
	}
}

func sendNumbered(t *testing.T, client *webhook.Client, to *webhook.Endpoint, n int) {
	t.Helper()
	body := fmt.Appendf(nil, "callback %d", n)
	callback := webhook.Callback{Command: "Group.CallbackAfterSendMsg", Body: body}
	ctx, stop := context.WithTimeout(t.Context(), 10*time.Second)
	defer stop()
	request := webhook.Target{URL: to, SDKAppID: 1400000000}.Request(callback, time.Now())
	if x := client.Send(ctx, request); x.Failure != nil {
		t.Fatalf("callback %d: %v", n, x.Failure)
	}
}
