//go:build e2e && unix

package e2e_test

import (
	"fmt"
	"testing"
	"time"
)

// pace is how slow a stack is, and how many callbacks it works at.
type pace struct {
	delay   time.Duration
	workers int    // 0 is no limit
	shard   string // one worker at 300 ms takes three callbacks in a second, and the suite has a thousand
	most    time.Duration
}

func paces() []pace {
	const ms = time.Millisecond
	return []pace{
		{delay: 0, workers: 1, most: 20 * time.Second},
		{delay: 0, workers: 2, most: 20 * time.Second},
		{delay: 50 * ms, most: 20 * time.Second},
	}
}

func (p pace) String() string { return fmt.Sprintf("%s and %d workers", p.delay, p.workers) }

// A right backend that is slow, or works at one callback at a time, is right: the load is the suite's doing.
func TestEndToEndTheSuiteBlamesNoSlowOrNarrowBackend(t *testing.T) {
	w := newWorkshop(t)
	for _, s := range stacks() {
		for _, p := range paces() {
			if s.fixed && p.workers > 0 { // the answers of nginx and Apache need no work
				continue
			}
			t.Run(s.name+" with "+p.String(), func(t *testing.T) {
				t.Parallel()
				w.fireAt(t, s, p)
			})
		}
	}
}

func (w *workshop) fireAt(t *testing.T, s stack, p pace) {
	s.env = append(s.env[:len(s.env):len(s.env)], fmt.Sprintf("DELAY_MS=%d", p.delay.Milliseconds()),
		fmt.Sprintf("WORKERS=%d", p.workers))
	f := firing{url: w.start(t, s), token: e2eToken}
	if s.fixed {
		f.url = slowRoad(t, f.url, p.delay)
		f.token, f.args = "", []string{"--tag", "core,transport,delivery", "--skip", "delivery-resume"}
	}
	if s.closes {
		f.args = []string{"--skip", "http-keepalive-reuse"}
	}
	if p.shard != "" {
		f.args = append(f.args, "--shard", p.shard)
	}
	began := time.Now()
	w.fire(t, f).wantRight(t)
	took := time.Since(began)
	t.Logf("%.1fs", took.Seconds())
	if took > p.most {
		t.Errorf("the suite took %.1fs, want at most %s", took.Seconds(), p.most)
	}
}
