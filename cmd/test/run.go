package test

import (
	"cmp"
	"context"
	"errors"
	"strings"
	"time"

	"github.com/timhook/timhook/cmd/cli"
	"github.com/timhook/timhook/cmd/flags"
	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/internal/supervise"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/report/safe"
	"github.com/timhook/timhook/webhook"
)

// Why a run ends early.
var (
	errMaxTime = errors.New("--max-time is over")
)

// testRun is one run of a plan and what came of it.
type testRun struct {
	plan     *testPlan
	report   *conformance.Report
	results  []conformance.SuiteResult
	problems []string // what fails the run beside its cases
	ended    error    // why it ended early
	server   *supervise.Server
}

// testOnce plays the plan and ends with the exit code of its verdict.
func testOnce(ctx context.Context, a *cli.App, p *testPlan) error {
	t := &testRun{plan: p, report: &conformance.Report{
		Version: cli.VersionText(), Seed: p.params.Seed, Now: p.params.Now, Backend: p.target.URL.Public(),
		SDKAppID: p.target.SDKAppID, Signed: p.target.Token != "", Command: p.o.commandLine(p.target),
		After: p.o.serverWords(), Others: p.o.choice.Others(),
		Started: time.Now(),
	}}
	if err := playTest(ctx, a, t); err != nil {
		return err
	}
	t.report.Elapsed = time.Since(t.report.Started)
	t.report.Suite = t.results
	for _, r := range t.results {
		t.report.Results = append(t.report.Results, r.Results...)
	}
	t.judge(time.Now())
	rememberFailed(a, t)
	return reportTest(a, t)
}

// playTest starts the server where there is one, waits for the backend and plays the cases. Whatever ends the run
// early, what ran is in t.
func playTest(ctx context.Context, a *cli.App, t *testRun) error {
	p := t.plan
	ctx, giveUp := context.WithCancelCause(ctx)
	defer giveUp(nil)
	if p.o.maxTime > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeoutCause(ctx, p.o.maxTime, errMaxTime)
		defer cancel()
	}
	client, err := p.o.http.Client(a)
	if err != nil {
		return err
	}
	defer client.Close()
	probe := &supervise.Probe{Client: client, URL: p.target.URL}
	limit := p.o.wait
	if len(p.o.server) > 0 && len(p.cases) > 0 {
		if _, taken := probe.Connects(ctx); taken {
			return cli.Usage("end it first"+listening(p.target.URL)+": the run would test that one",
				"something listens at %s already, before the server command is started", t.report.Backend)
		}
		if t.server, err = supervise.Start(p.o.server, func() { giveUp(cli.ErrInterrupted) }); err != nil {
			return err
		}
		defer t.stopServer(ctx, a, probe)
		limit = cmp.Or(limit, 30*time.Second)
	}
	if limit > 0 && len(p.cases) > 0 {
		waiting := a.NewProgress(p.o.output.Progress)
		waiting.Draw("waiting for the backend to listen")
		err := probe.WaitReady(ctx, limit, t.server.Ended())
		waiting.Clear()
		if err != nil {
			t.skipAll(err)
			return nil
		}
	}
	p.target.URL = flags.Settle(ctx, a, client, p.target.URL)
	t.report.Backend, t.report.Command = p.target.URL.Public(), p.o.commandLine(p.target)
	t.play(ctx, a, probe, limit, giveUp)
	return nil
}

// play plays the cases. A server that goes away is started again; a backend that somebody else started is waited for.
func (t *testRun) play(
	ctx context.Context, a *cli.App, probe *supervise.Probe, limit time.Duration, giveUp context.CancelCauseFunc,
) {
	p := t.plan
	line := a.StartCounter(p.o.output.Progress,
		cli.Counting{Done: "played", Total: len(p.cases), Fails: "failed"})
	options := p.options(probe.Client)
	options.Finished = func(r conformance.SuiteResult) { line.Done(r.Outcome()) }
	if p.pauses != nil {
		options.Before = func(c *conformance.Case) { p.pauses.before(ctx, c, giveUp) }
	}
	options.Patience, options.Notify = p.o.wait, line.Note
	if t.server != nil {
		options.Revive = func(ctx context.Context) (string, error) { return t.server.Revive(ctx, probe, limit) }
	}
	t.results = conformance.RunSuite(ctx, p.cases, options)
	line.Stop()
	t.ended = t.whyEnded(ctx)
}

// options are those of the engine.
func (p *testPlan) options(client *webhook.Client) conformance.Options {
	o := p.o
	return conformance.Options{
		Client: client, Target: p.target, SDKAppIDGiven: o.target.SDKAppIDGiven(),
		Seed: p.params.Seed, Now: p.params.Now, Lang: p.params.Lang,
		Jobs: o.jobs, Repeat: o.repeat, Shuffle: o.shuffle, MaxFailures: o.maxFailures, NoShrink: o.noShrink,
		Effect: p.observe,
		Known:  p.known, Callbacks: o.choice.Callbacks(), Policy: o.decisions.Policy(), ExpectDecision: p.right,
		Address: func(packet *payloads.Packet) {
			addressed := []payloads.Packet{*packet}
			o.target.Address(addressed)
			*packet = addressed[0]
		},
	}
}

// commandLine is the command line again without the choice of cases and without secrets.
func (o *options) commandLine(target webhook.Target) string {
	return flags.CommandLine("test", o.flags, target, nil, nil)
}

// serverWords end the line that repeats the run: the server command. A command with an assignment in it is left out,
// since a secret may be assigned (env TOKEN=…).
func (o *options) serverWords() string {
	var line strings.Builder
	for i, word := range o.server {
		if strings.Contains(word, "=") {
			return ""
		}
		if i == 0 {
			line.WriteString(" --")
		}
		line.WriteString(" " + safe.Quote(word))
	}
	return line.String()
}
