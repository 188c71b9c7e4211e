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
	workers int           // 0 is no limit
	shards  int           // each stack plays another: one worker at 300 ms takes three callbacks in a second
	most    time.Duration // 0: no limit of the test's own
}

func paces() []pace {
	const ms = time.Millisecond
	return []pace{
		{delay: 0, workers: 1},
		{delay: 0, workers: 2},
		{delay: 50 * ms},
		{delay: 50 * ms, workers: 1, shards: 8},
		{delay: 50 * ms, workers: 2, shards: 4},
		{delay: 300 * ms, most: time.Minute}, // one callback after the other would take five
		{delay: 300 * ms, workers: 1, shards: 18},
		{delay: 300 * ms, workers: 2, shards: 12},
	}
}

func (p pace) String() string { return fmt.Sprintf("%s and %d workers", p.delay, p.workers) }

// A right backend that is slow, or works at one callback at a time, is right: the load is the suite's doing.
func TestEndToEndTheSuiteBlamesNoSlowOrNarrowBackend(t *testing.T) {
	w := newWorkshop(t)
	for i, s := range stacks() {
		for _, p := range paces() {
			if s.fixed && p.workers > 0 || s.shares && p.shards == 0 { // the answers of nginx and Apache need no work
				continue
			}
			t.Run(s.name+" with "+p.String(), func(t *testing.T) {
				t.Parallel()
				w.fireAt(t, s, p, i)
			})
		}
	}
}

// fireAt plays the shard of a stack by its place among the stacks.
func (w *workshop) fireAt(t *testing.T, s stack, p pace, place int) {
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
	if p.shards > 0 {
		f.args = append(f.args, "--shard", fmt.Sprintf("%d/%d", 1+place%p.shards, p.shards))
	}
	var but []string
	if p.workers > 0 { // a group of a few hundred members talks faster than this backend answers
		but = append(but, "behave-side-by-side")
	}
	began := time.Now()
	w.fire(t, f).wantRight(t, but...)
	took := time.Since(began)
	t.Logf("%.1fs", took.Seconds())
	if p.most > 0 && took > p.most {
		t.Errorf("the suite took %.1fs, want at most %s", took.Seconds(), p.most)
	}
}
