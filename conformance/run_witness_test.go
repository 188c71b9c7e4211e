package conformance_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/webhook"
)

// arrival is a request as the backend saw it.
type arrival struct {
	Body        string
	Time        string // RequestTime
	Sign        string
	Start, Stop time.Duration // since the run began
}

// witness is a backend that answers after a while, or never, and remembers what came when.
type witness struct {
	mu      sync.Mutex
	start   time.Time
	came    []arrival
	patient func(n int) time.Duration // how long the n-th request takes, from 0; negative: for ever
}

func newWitness(patient func(n int) time.Duration) *witness {
	return &witness{start: time.Now(), patient: patient}
}

func takes(d time.Duration) func(int) time.Duration { return func(int) time.Duration { return d } }

const never = time.Duration(-1)

func (w *witness) client() *webhook.Client {
	return &webhook.Client{NoKeepAlive: true, Dial: func(context.Context, string, string) (net.Conn, error) {
		client, server := net.Pipe()
		go w.serve(server)
		return client, nil
	}}
}

func (w *witness) serve(conn net.Conn) {
	defer conn.Close()
	r, err := http.ReadRequest(bufio.NewReader(conn))
	if err != nil {
		return
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return
	}
	q := r.URL.Query()
	w.mu.Lock()
	n := len(w.came)
	w.came = append(w.came,
		arrival{Body: string(body), Time: q.Get("RequestTime"), Sign: q.Get("Sign"), Start: time.Since(w.start)})
	w.mu.Unlock()
	if wait := w.patient(n); wait >= 0 {
		time.Sleep(wait)
		w.mu.Lock()
		w.came[n].Stop = time.Since(w.start)
		w.mu.Unlock()
		_, _ = io.WriteString(conn,
			"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "+fmt.Sprint(len(judge.Canonical))+"\r\n\r\n"+judge.Canonical)
	}
	_, _ = conn.Read(make([]byte, 1))
}

func (w *witness) arrivals() []arrival {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Clone(w.came)
}

func (w *witness) starts() []time.Duration {
	var list []time.Duration
	for _, a := range w.arrivals() {
		list = append(list, a.Start)
	}
	return list
}

// singles are n different ordinary cases.
func singles(t testing.TB, n int) []conformance.Delivery {
	t.Helper()
	var packets []payloads.Packet
	for i := range n {
		built, err := sendCommand(t).Build(nil, payloads.Params{Seed: 7, Number: uint64(i), Now: time.Now()})
		if err != nil {
			t.Fatal(err)
		}
		packets = append(packets, built...)
	}
	return conformance.Deliveries(packets, target(t))
}

// sequence is the cases of a variant that needs several packets.
func sequence(t testing.TB, atLeast int) []conformance.Delivery {
	t.Helper()
	c := sendCommand(t)
	for i := range c.Variants() {
		if v := &c.Variants()[i]; len(v.Steps) >= atLeast && v.Expect.Accepts() {
			packets, err := c.Build(v, payloads.Params{Seed: 7, Now: time.Now()})
			if err != nil {
				t.Fatal(err)
			}
			return conformance.Deliveries(packets, target(t))
		}
	}
	t.Fatalf("no variant has %d packets", atLeast)
	return nil
}

// ran runs the cases and holds what each got to what Run returns.
func ran(ctx context.Context, t testing.TB, r conformance.Runner, cases []conformance.Delivery) []conformance.Result {
	t.Helper()
	var told []string
	r.Target = target(t)
	results := r.Run(ctx, cases, func(result conformance.Result) { told = append(told, outline(result)) })
	if diff := cmp.Diff(told, outlines(results)); diff != "" {
		t.Errorf("told one by one and returned differ (-told +returned):\n%s", diff)
	}
	return results
}

func outline(r conformance.Result) string {
	return fmt.Sprintf("%s %s %d %s", r.Outcome(), r.Redelivery, r.Packet.Number, r.Skip)
}

func outlines(results []conformance.Result) []string {
	var list []string
	for _, r := range results {
		list = append(list, outline(r))
	}
	return list
}
