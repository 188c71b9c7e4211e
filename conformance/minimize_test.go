package conformance_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/jsontree"
)

// A backend that trips over images gets the smallest packet that holds one and is still as documented.
func TestThePacketsOfFailuresAreMadeSmall(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := suiteOptions(t, serving(t, failing("TIMImageElem")))
		report := conformance.Report{}
		for _, r := range conformance.RunSuite(t.Context(), the("baseline-minimal", "elem-mixed", "elem-image"), o) {
			report.Results = append(report.Results, r.Results...)
		}
		causes := report.Causes()
		if len(causes) != 1 {
			t.Fatalf("got %d causes, want one", len(causes))
		}
		c := causes[0]
		if c.Shrunk == nil {
			t.Fatal("the packet was not made small")
		}
		body := string(c.Shrunk.Body)
		if len(body) >= len(c.First.Packet.Body) || !strings.Contains(body, "TIMImageElem") {
			t.Errorf("got %d bytes of %d: %s", len(body), len(c.First.Packet.Body), body)
		}
		for _, p := range c.First.Packet.Command.Validate(c.Shrunk.Body) {
			t.Errorf("the small packet leaves the documentation: %s", p)
		}
	})
}

func TestPacketsAreNotMadeSmallWhereThatWouldSayNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := suiteOptions(t, serving(t, failing("TIMImageElem")))
		o.NoShrink = true
		report := conformance.Report{}
		for _, r := range conformance.RunSuite(t.Context(), the("elem-image"), o) {
			report.Results = append(report.Results, r.Results...)
		}
		for _, c := range report.Causes() {
			if c.Shrunk != nil {
				t.Errorf("%s was made small though that was not asked for", c.First.Name())
			}
		}
	})
}

// imageBackend answers as a backend that trips over images does, and counts the requests.
type imageBackend struct {
	t     *testing.T
	found judge.Finding
	sent  int
}

func (b *imageBackend) send(ctx context.Context, body []byte) (conformance.Result, error) {
	b.sent++
	if ctx.Err() == nil && strings.Contains(string(body), "TIMImageElem") {
		return judged(b.t, judge.Fail, 1, b.found), nil
	}
	return judged(b.t, judge.Pass, 1), nil
}

// A search ends where its bounds, its caller or the backend end it, with the smallest packet so far.
func TestAMinimizerTellsWhyItEndedEarly(t *testing.T) {
	gone := errors.New("the backend is gone")
	for _, c := range []struct {
		name     string
		maxSends int
		takes    time.Duration // each request
		at       int           // the request at which something happens
		fails    error         // that Send returns then; nil: the caller wants no more
		sent     int           // 0: as many as it takes
		want     error
	}{
		{name: "all was tried", maxSends: 1000},
		{name: "the most requests", maxSends: 7, sent: 7, want: conformance.ErrMaxSends},
		{name: "the time", maxSends: 1000, takes: 300 * time.Millisecond, sent: 4, want: conformance.ErrMaxTime},
		{name: "an error of Send", maxSends: 1000, at: 3, fails: gone, sent: 3, want: gone},
		{name: "the caller", maxSends: 1000, at: 5, sent: 5, want: context.Canceled},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithCancel(t.Context())
				defer cancel()
				b := &imageBackend{t: t, found: finding("code", payloads.Must, "/ErrorCode", "an integer")}
				m := conformance.Minimizer{MaxSends: c.maxSends, MaxTime: time.Second}
				m.Send = func(ctx context.Context, body []byte) (conformance.Result, error) {
					time.Sleep(c.takes)
					if b.sent+1 == c.at && c.fails == nil {
						cancel()
					}
					r, err := b.send(ctx, body)
					if b.sent == c.at && c.fails != nil {
						return conformance.Result{}, c.fails
					}
					return r, err
				}
				first := conformance.Result{Delivery: planned(t, target(t), "elem-image")}
				small, err := m.Minimize(ctx, first, b.found)
				if !errors.Is(err, c.want) || c.sent > 0 && b.sent != c.sent {
					t.Errorf("got %v after %d requests, want %v after %d", err, b.sent, c.want, c.sent)
				}
				if len(small.Body) > len(first.Packet.Body) || !strings.Contains(string(small.Body), "TIMImageElem") {
					t.Errorf("got %s, which is not a smaller packet with the finding", small.Body)
				}
			})
		})
	}
}

func TestAMinimizerKeepsTimesWhereItIsAskedTo(t *testing.T) {
	for keep, want := range map[bool]int64{false: 0, true: 946684800000} {
		t.Run(fmt.Sprint(keep), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) { // where it is midnight of 2000-01-01
				b := &imageBackend{t: t, found: finding("code", payloads.Must, "/ErrorCode", "an integer")}
				m := conformance.Minimizer{Send: b.send, MaxSends: 1000, MaxTime: time.Minute, KeepTimes: keep}
				first := conformance.Result{Delivery: planned(t, target(t), "elem-image")}
				small, err := m.Minimize(t.Context(), first, b.found)
				if err != nil {
					t.Fatal(err)
				}
				packet, err := jsontree.Parse(small.Body)
				if err != nil {
					t.Fatal(err)
				}
				if got, _ := packet.Get("EventTime").Int64(); got != want {
					t.Errorf("got EventTime %d, want %d: %s", got, want, small.Body)
				}
			})
		})
	}
}
