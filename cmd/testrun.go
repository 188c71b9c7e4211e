package cmd

import (
	"cmp"
	"context"
	"errors"
	"time"

	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/webhook"
)

// Why a run ends early.
var (
	errInterrupted = errors.New("interrupted")
	errMaxTime     = errors.New("--max-time is over")
)

// testRun is one run of a plan and what came of it.
type testRun struct {
	plan     *testPlan
	report   *conformance.Report
	results  []conformance.SuiteResult
	problems []string // what fails the run beside its cases
	ended    error    // why it ended early
	server   *serverCommand
}

// testOnce plays the plan and ends with the exit code of its verdict.
func (a *app) testOnce(ctx context.Context, p *testPlan) error {
	t := &testRun{plan: p, report: &conformance.Report{
		Version: versionText(), Seed: p.seed, Now: p.now, Backend: withoutQuery(p.target.URL), SDKAppID: p.target.SDKAppID,
		Signed: p.target.Token != "", Command: p.o.command(p.target), Started: time.Now(),
	}}
	if err := a.playTest(ctx, t); err != nil {
		return err
	}
	t.report.Elapsed = time.Since(t.report.Started)
	t.report.Suite = t.results
	for _, r := range t.results {
		t.report.Results = append(t.report.Results, r.Results...)
	}
	t.judge(time.Now())
	a.rememberFailed(t)
	return a.reportTest(t)
}

// playTest starts the server where there is one, waits for the backend and plays the cases. Whatever ends the run
// early, what ran is in t.
func (a *app) playTest(ctx context.Context, t *testRun) error {
	p := t.plan
	ctx, giveUp := context.WithCancelCause(ctx)
	defer giveUp(nil)
	if p.o.maxTime > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeoutCause(ctx, p.o.maxTime, errMaxTime)
		defer cancel()
	}
	client, err := p.o.http.client()
	if err != nil {
		return err
	}
	defer client.Close()
	probe := &probe{client, p.target}
	limit := p.o.wait
	if len(p.command) > 0 && len(p.cases) > 0 {
		if _, taken := probe.answers(ctx); taken {
			return usage("end it first: the run would test that one", "something answers at %s already, before the server command is started", t.report.Backend)
		}
		if t.server, err = startServer(p.command, giveUp, func() { giveUp(errInterrupted) }); err != nil {
			return err
		}
		defer t.server.stop()
		limit = cmp.Or(limit, 30*time.Second)
	}
	if limit > 0 && len(p.cases) > 0 {
		if err := probe.waitReady(ctx, limit); err != nil {
			t.skipAll(err)
			return nil
		}
	}
	line := a.startProgress(p.o.output.progress, len(p.cases))
	options := p.options(client)
	options.Finished = func(r conformance.SuiteResult) { line.add(r.Outcome()) }
	t.results = conformance.RunSuite(ctx, p.cases, options)
	line.stop()
	t.ended = t.whyEnded(ctx)
	return nil
}

// options are those of the engine.
func (p *testPlan) options(client *webhook.Client) conformance.Options {
	o := p.o
	return conformance.Options{
		Client: client, Target: p.target, SDKAppIDGiven: o.flags.Changed("sdk-app-id"), Seed: p.seed, Now: p.now, Lang: payloads.Lang(o.lang),
		Jobs: o.jobs, Repeat: o.repeat, Shuffle: o.shuffle, MaxFailures: o.maxFailures, NoShrink: o.noShrink, Known: p.known,
		Address: func(packet *payloads.Packet) {
			addressed := []payloads.Packet{*packet}
			o.target.address(addressed)
			*packet = addressed[0]
		},
	}
}

// add counts a case that has been played.
func (p *progressLine) add(o judge.Outcome) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.count++
	if o == judge.Fail || o == judge.Error {
		p.failed++
	}
}

// command is the command line again, but for the choice of cases and for what nobody may see.
func (o *testOptions) command(target webhook.Target) string {
	return commandLine("test", o.flags, target, append(perRun(), perTest()...), nil)
}

// perTest are the flags that say which cases run, how many at once and what becomes of the verdict.
func perTest() []string {
	return []string{
		"run", "skip", "tag", "level", "shard", "last-failed", "examples", "allow-empty", "known-failing", "fail-on", "budget", "shuffle",
		"repeat", "max-failures", "max-time", "wait", "no-shrink", "watch",
	}
}
