package cases

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/webhook"
)

// crowd is a client that gives connecting the whole time: a full queue of connections is judged as slowness.
func crowd(run *conformance.CaseRun) *webhook.Client {
	client := run.OwnClient(0)
	client.ConnectTimeout = client.Timeout
	return client
}

// mixed leaves out callbacks whose baseline fails. That of its own command passes, or the case would not run.
func mixed(ctx context.Context, run *conformance.CaseRun) {
	client := crowd(run)
	defer client.Close()
	alone := before(run, client)
	n := run.Crowd(ctx, atOnce)
	commands := slices.DeleteFunc(run.Callbacks(), run.BaselineFails)
	packets := make([]payloads.Packet, n)
	for i := range packets {
		packets[i] = run.Packet(commands[i%len(commands)], nil)
	}
	run.Burst(ctx, func() {
		if !run.IsSlow() && !reaches(ctx, run, alone) {
			return
		}
		attempts := make([]conformance.Attempt, n)
		for i, p := range packets {
			attempts[i] = run.Attempt(fmt.Sprintf("callback %d of %d at once", i+1, n), p)
			attempts[i].Under, attempts[i].Client = judge.Concurrent, client
		}
		run.SendTogether(ctx, attempts...)
	})
}

// before is a callback alone. A backend that is not there at all does not fail for the crowd.
func before(run *conformance.CaseRun, client *webhook.Client) conformance.Attempt {
	alone := run.Attempt("a callback alone, before", run.Ordinary())
	alone.Client = client
	return alone
}

func reaches(ctx context.Context, run *conformance.CaseRun, alone conformance.Attempt) bool {
	x := run.Send(ctx, alone).Exchange
	return x != nil && (x.Failure == nil || x.Failure.Class.Reached())
}

// burst starts each message at its own moment, without waiting for the answers to those before. To a backend that
// answers fewer in a second it sends as many as that.
func burst(ctx context.Context, run *conformance.CaseRun) {
	client := crowd(run)
	defer client.Close()
	alone := before(run, client)
	n := min(perSecond, run.Crowd(ctx, atOnce))
	packets := make([]payloads.Packet, n)
	group := ofKinds(run.Case.Command, "group-id")[0]
	same := tree(run.Ordinary()).Get(group)
	for i := range packets {
		packets[i] = edited(run.Ordinary(), change{group, same})
	}
	run.Burst(ctx, func() {
		if !run.IsSlow() && !reaches(ctx, run, alone) {
			return
		}
		start := time.Now()
		run.SendAll(ctx, n, func(i int) conformance.Attempt {
			run.Pause(ctx, time.Until(start.Add(time.Duration(i)*time.Second/time.Duration(n))))
			a := run.Attempt(fmt.Sprintf("message %d of %d in a second", i+1, n), packets[i])
			a.Under, a.Client = judge.Concurrent, client
			return a
		})
	})
}
