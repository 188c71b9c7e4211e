package conformance

import (
	"context"
	"time"

	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/webhook"
)

func (run *CaseRun) send(ctx context.Context, a Attempt) Result {
	return run.sendFrom(ctx, run.slot, a)
}

// sendFrom sends an attempt that takes a place of its own.
func (run *CaseRun) sendFrom(ctx context.Context, slot *slot, a Attempt) Result {
	d, slowed := run.delivery(a), pauses(a.Request)
	switch {
	case ctx.Err() != nil:
		d.Skip = endedBefore
	case a.Under != judge.AfterNegative && run.recorded(endedIt):
		d.Skip = "an earlier request of this case ended the backend"
	case a.Under != judge.AfterNegative && run.recorded(hung):
		d.Skip = "an earlier request of this case was not answered" // and one deadline is enough to show it
	case slowed == 0 && a.within == 0 && run.suite.isHanging(run.Case.Command) && !d.Expect.Accepts():
		a.Client = run.suite.impatient()
	case a.Client == nil && slowed > 0:
		a.Client = run.OwnClient(slowed)
		defer a.Client.Close()
	}
	var series *webhook.Series
	if a.Client == nil {
		series = run.series
	}
	baseline := run.suite.baselines[run.Case.Command.Name]
	burst := run.burst.Load()
	if !burst && !slot.hold(ctx) {
		d.Skip = endedBefore
		return Result{Delivery: d}
	}
	stop := func() {}
	if !burst {
		stop = slot.lendAfter(run.suite.pace.lateAfter(slowed))
	}
	r := run.suite.engine.deliver(ctx, d, sending{
		client:  a.Client,
		series:  series,
		request: func(time.Time) *webhook.Request { return a.Request },
		burst:   burst, within: a.within, alone: slowed > 0 && run.suite.pace.holds,
		judging: judge.Options{
			Slowed: slowed, Baseline: baseline.ignored(), Tolerate: a.Tolerate, Statuses: a.Statuses, Pace: a.pace,
			Usual: run.decidedBefore(a),
		},
	})
	stop()
	if r.Exchange == nil {
		return r
	}
	if r.Under == judge.Redelivered && run.failedBefore(r.Judgement.Reaction) {
		r.Under, r.JudgedUnder.Under = judge.Plain, judge.Plain // the first delivery failed alike
		r.Judgement = judge.Judge(r.Exchange, r.JudgedUnder)
	}
	run.compareWithOrdinary(ctx, a, &r)
	run.judgeEffect(ctx, a, &r)
	if r.Judgement.Outcome == judge.Skip {
		r.Skip = baseline.reason()
	}
	r.repeatable = a.Client == nil && a.Request.Wire == nil && len(a.Request.Body) <= keptRequest &&
		a.Packet.Step == 0 && run.Case.Tags&TagDelivery == 0 // in a sequence, what came before counts
	r.Exchange = slim(r.Exchange)
	return r
}

func endedIt(r Result) bool { return r.Under == judge.WentAway }

func hung(r Result) bool { return r.Judgement.Reaction == judge.Hung }

// failedBefore reports whether a callback of the case that stood for itself drew the same reaction and failed.
func (run *CaseRun) failedBefore(reaction judge.Reaction) bool {
	return !reaction.Takes() && run.recorded(func(r Result) bool {
		return r.Under == judge.Plain && r.Judgement.Reaction == reaction && r.Expect.Accepts()
	})
}

func (run *CaseRun) delivery(a Attempt) Delivery {
	d := Delivery{
		Packet: a.Packet, Tamper: run.Case.Tamper, Varied: run.Case.Doc, Label: a.Label, Under: a.Under,
		Expect: run.Case.Expect, Level: run.Case.Level,
	}
	if run.Case.Tamper != "" {
		d.owner = run.Case.Command
	}
	if a.Expect != nil {
		d.Expect = *a.Expect
	}
	if a.Level != nil {
		d.Level = *a.Level
	}
	if a.Under == judge.AfterNegative {
		d.Level = payloads.Must // the odd request may be a MAY, but the valid one is a plain callback
	}
	return d
}
