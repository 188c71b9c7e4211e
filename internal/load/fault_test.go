package load_test

import (
	"fmt"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/internal/backend"
	"github.com/timhook/timhook/internal/load"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/webhook"
)

// single is what single sends of the packets draw, as `test` sends them.
func single(t *testing.T, o load.Options, packets []payloads.Packet) []string {
	t.Helper()
	client := o.Client
	defer client.Close()
	var drawn []string
	for _, d := range conformance.Deliveries(packets, o.Target) {
		ex := client.Send(t.Context(), o.Target.Request(conformance.CallbackOf(d.Packet), time.Now()))
		drawn = append(drawn, verdict(judge.Judge(ex, judge.Options{
			Expect: d.Expect, Level: d.Level, Secrets: []string{token}, Deadline: client.Timeout,
		})))
	}
	return drawn
}

// verdict is a judgement with every finding as people read it.
func verdict(j judge.Judgement) string {
	text := j.Outcome.String()
	if j.Err != nil {
		text += " " + j.Err.Error()
	}
	for _, f := range j.Findings {
		text += fmt.Sprintf("\n  %s %s %s @%d+%d", f.Check.ID, f.Path, f.Message(), f.Offset, f.Length)
	}
	return text
}

// loaded is what a load of the packets draws, one by one.
func loaded(t *testing.T, o load.Options, packets []payloads.Packet) []string {
	t.Helper()
	o.Packets, o.Count, o.Connections, o.Rate, o.Keep = packets, len(packets), 1, load.Rate{Max: true}, len(packets)
	s, err := load.Run(t.Context(), o)
	if err != nil {
		t.Error(err)
		return nil
	}
	var drawn []string
	for _, d := range conformance.Deliveries(packets, o.Target) {
		text := "PASS"
		for _, r := range s.Tally.Results() {
			if string(r.Packet.Body) == string(d.Packet.Body) {
				text = verdict(r.Judgement)
			}
		}
		drawn = append(drawn, text)
	}
	if s.Sent != len(packets) {
		t.Errorf("got %d sent, want %d", s.Sent, len(packets))
	}
	return drawn
}

func packets(t *testing.T, o load.Options, n int) []payloads.Packet {
	t.Helper()
	c := o.Mix[0].Command
	v, err := c.Variant("example")
	if err != nil {
		t.Fatal(err)
	}
	var list []payloads.Packet
	for i := range n {
		params := o.Params
		params.Number = uint64(i)
		built, err := c.Build(v, params)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, built...)
	}
	return list
}

// Whatever is wrong with a backend, the load finds what single sends find, word for word.
func TestTheFastWayFindsWhatSingleSendsFind(t *testing.T) {
	faults := backend.Faults()
	if len(faults) < 50 {
		t.Fatalf("got %d faults, want all of them", len(faults))
	}
	failing := 0
	for _, fault := range faults {
		t.Run(fault.Name, func(t *testing.T) {
			for _, signing := range []webhook.Signing{webhook.SignAuto, webhook.SignWrong} {
				synctest.Test(t, func(t *testing.T) {
					draw := func(how func(*testing.T, load.Options, []payloads.Packet) []string) []string {
						o := bubbled(t, fault.Break(reference()))
						o.Target.Signing = signing
						o.Client.Timeout = 2050 * time.Millisecond // no backend does anything at that moment
						return how(t, o, packets(t, o, 4))         // the third shows a flaky one
					}
					want, got := draw(single), draw(loaded)
					if diff := cmp.Diff(want, got); diff != "" {
						t.Errorf("signing %v (-single +load):\n%s", signing, diff)
					}
					if strings.Contains(strings.Join(want, ""), "\n") {
						failing++
					}
				})
			}
		})
	}
	if failing < 45 {
		t.Errorf("got findings from %d faulty backends, want most of them to show", failing)
	}
}

// The same over TCP, where the fast way reads and writes the socket itself. Many backends run at once, since some
// take their time; where a busy machine has spoilt that, alone.
func TestTheFastWayFindsTheSameOverTCP(t *testing.T) {
	var all sync.WaitGroup
	var mu sync.Mutex
	var differing []backend.Fault
	few := make(chan struct{}, 12)
	for _, fault := range backend.Faults() {
		all.Go(func() {
			few <- struct{}{}
			defer func() { <-few }()
			if overTCP(t, fault) != "" {
				mu.Lock()
				defer mu.Unlock()
				differing = append(differing, fault)
			}
		})
	}
	all.Wait()
	for _, fault := range differing {
		if diff := overTCP(t, fault); diff != "" {
			t.Errorf("%s (-single +load):\n%s", fault.Name, diff)
		}
	}
}

// overTCP says how the load and single sends differ in what they find in a faulty backend.
func overTCP(t *testing.T, fault backend.Fault) string {
	var drawn [2][]string
	var both sync.WaitGroup
	for i, how := range []func(*testing.T, load.Options, []payloads.Packet) []string{single, loaded} {
		o := servedBy(t, fault.Break(reference()))
		both.Go(func() { drawn[i] = checks(how(t, o, packets(t, o, 2))) })
	}
	both.Wait()
	return cmp.Diff(drawn[0], drawn[1])
}

// servedBy are options for a backend on a port of its own.
func servedBy(t *testing.T, h http.Handler) load.Options {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Error(err)
		return load.Options{}
	}
	server := backend.NewServer(h)
	go func() { _ = server.Serve(listener) }()
	t.Cleanup(func() { _ = server.Close() })
	o := options(t, "http://"+listener.Addr().String()+"/im")
	o.Client = &webhook.Client{Timeout: time.Second}
	return o
}

// checks leaves of verdicts the outcomes and the ids of the checks.
func checks(verdicts []string) []string {
	var list []string
	for _, v := range verdicts {
		outcome, findings, _ := strings.Cut(v, "\n")
		text, _, _ := strings.Cut(outcome, " ")
		for line := range strings.SplitSeq(findings, "\n") {
			id, _, _ := strings.Cut(strings.TrimSpace(line), " ")
			text += " " + id
		}
		list = append(list, text)
	}
	return list
}
