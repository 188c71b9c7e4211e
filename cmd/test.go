package cmd

import (
	"context"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/conformance/budget"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/webhook"
)

// testOptions is everything that the verb takes.
type testOptions struct {
	target      targetFlags
	http        httpFlags
	output      outputFlags
	choice      choiceFlags
	known       knownValue
	failOn      string
	budgets     []string
	jobs        int
	repeat      int
	shuffle     bool
	maxFailures int
	maxTime     time.Duration
	wait        time.Duration
	noShrink    bool
	watch       bool
	seed        uint64
	now         string
	lang        string
	flags       *pflag.FlagSet
}

func (a *app) test() *cobra.Command {
	var o testOptions
	c := &cobra.Command{
		Use:     "test [URL] [-- SERVER COMMAND...]",
		Aliases: []string{"check"},
		Short:   "contract test: run the conformance suite against a backend, exit by the verdict",
		Long: `Play the conformance suite against a backend: every edge case of the packets, forged and stale signatures,
broken requests, duplicates, concurrency and latency. Report what is wrong, why, and how to mend it.

Behind -- stands a command that starts the backend. It is waited for, tested and stopped, with all that it has started.

PATTERN is CALLBACK/ID, a callback or an id, with * for any text: send/eventtime-*, Group.*, neg-*. @FILE reads a list.`,
		Example: `  timhook test http://127.0.0.1:8080/im
  timhook test -u :8080/im --token env:IM_TOKEN --sdk-app-id 1400000001
  timhook test :8080/im -- go run ./server
  timhook test :8080/im --run 'send/eventtime-*' --run neg-sign-wrong --seed 7231
  timhook test :8080/im --tag 'not delivery' --level must --report junit=junit.xml
  timhook test :8080/im --known-failing @known.txt --budget 'p95<300ms'
  timhook test :8080/im --last-failed --watch`,
		ValidArgsFunction: cobra.NoFileCompletions,
	}
	c.RunE = func(c *cobra.Command, args []string) error {
		command := []string(nil)
		if dash := c.ArgsLenAtDash(); dash >= 0 {
			args, command = args[:dash], args[dash:]
			if len(command) == 0 {
				return usage("", "nothing stands behind --; want the command that starts the server")
			}
		}
		return a.runTest(c.Context(), &o, args, command)
	}
	return a.withFlags(c, func() {
		o.bind(c)
	})
}

func (o *testOptions) bind(c *cobra.Command) {
	o.flags = c.Flags()
	o.choice.bind(c)
	g := flagGroup(c, "Verdict")
	g.flags.Var(&o.known, "known-failing", "cases that may fail, and must: one that passes fails the run; repeatable: `PATTERN|@FILE`")
	g.enum(&o.failOn, "fail-on", "fail", "what fails the run", []choice{{"fail", "a MUST"}, {"warn", "a SHOULD too"}})
	g.flags.Var(&listValue{values: &o.budgets}, "budget", "limit on what is measured, such as 'p95<300ms', 'Group.*:p99<1s', 'late<0.1%', 'fail=0'; repeatable: `EXPR`")
	g.flags.BoolVar(&o.choice.allowEmpty, "allow-empty", false, "exit 0 though nothing ran")
	g.done()
	g = flagGroup(c, "Running")
	g.flags.IntVarP(&o.jobs, "jobs", "j", 8, "cases under way at once: `N`")
	g.flags.BoolVar(&o.shuffle, "shuffle", false, "play the cases in another order, which the seed decides")
	g.flags.IntVar(&o.repeat, "repeat", 1, "how often to play each case: `N`")
	g.flags.IntVar(&o.maxFailures, "max-failures", 0, "end after so many failed cases (default never): `N`")
	g.flags.DurationVar(&o.maxTime, "max-time", 0, "end after this time, with what ran by then (default never): `TIME`")
	g.flags.DurationVar(&o.wait, "wait", 0, "wait so long for the backend to answer (default 30s for a server command, not at all without): `TIME`")
	g.flags.BoolVar(&o.noShrink, "no-shrink", false, "do not look for the smallest packet that still fails")
	g.flags.BoolVar(&o.watch, "watch", false, "run again whenever a file below the working directory changes")
	g.done()
	g = flagGroup(c, "Packet")
	g.flags.Uint64Var(&o.seed, "seed", 0, "number that repeats a run's packets (default random): `N`")
	g.flags.StringVar(&o.now, "now", "", "date of the packets, RFC 3339 or Unix seconds (default now): `TIME`")
	g.enum(&o.lang, "lang", string(payloads.Mixed), "language of texts", langs())
	g.done()
	complete(c, "known-failing", completeCases)
	o.target.bind(c)
	o.http.bind(c, &o.target)
	o.output.bind(c)
	c.Flags().Lookup("max-time").DefValue, c.Flags().Lookup("wait").DefValue = "", "" // help says it in words
	for _, name := range []string{"sign", "request-time"} {
		c.Flags().Lookup(name).Hidden = true // refused: the suite signs its cases itself
	}
}

// testPlan is what a run does, decided before anything is sent.
type testPlan struct {
	o       *testOptions
	target  webhook.Target
	cases   []*conformance.Case
	known   *conformance.KnownFailures
	budgets []budget.Budget
	files   []destination
	command []string // that starts the server; empty: it is there
	seed    uint64
	now     time.Time
}

func (a *app) runTest(ctx context.Context, o *testOptions, args, command []string) error {
	patterns, url, err := arguments(args)
	switch {
	case err != nil:
		return err
	case len(patterns) > 0:
		return usage("to choose cases: --run "+patterns[0], "test takes a URL, got %q", patterns[0])
	}
	plan, err := a.planTest(o, url)
	if err != nil {
		return err
	}
	plan.command = command
	switch {
	case o.output.dryRun:
		return a.listPlan(plan)
	case o.watch:
		return a.watchTest(ctx, plan)
	}
	return a.testOnce(ctx, plan)
}

func (a *app) planTest(o *testOptions, url string) (*testPlan, error) {
	if err := o.check(); err != nil {
		return nil, err
	}
	p := &testPlan{o: o, seed: o.seed}
	if !o.flags.Changed("seed") {
		p.seed = randomSeed()
	}
	var err error
	if p.now, err = parseTime("--now", o.now); err != nil {
		return nil, err
	}
	if p.target, err = o.target.resolve(a, url); err != nil {
		return nil, err
	}
	if p.budgets, err = parseBudgets(o.budgets); err != nil {
		return nil, err
	}
	entries, err := o.known.entries()
	if err != nil {
		return nil, err
	}
	if p.cases, p.known, err = o.choice.cases(a, entries); err != nil {
		return nil, err
	}
	p.files, err = o.output.destinations()
	return p, err
}

// check looks at the numbers, and at flags that the suite has no place for.
func (o *testOptions) check() error {
	switch {
	case o.jobs < 1 || o.jobs > mostJobs:
		return usage("", "--jobs: got %d, want 1 to %d", o.jobs, mostJobs)
	case o.repeat < 1 || o.repeat > mostRepeats:
		return usage("", "--repeat: got %d, want 1 to %d", o.repeat, mostRepeats)
	case o.maxFailures < 0:
		return usage("", "--max-failures: got %d, want 0 or more", o.maxFailures)
	case o.maxTime < 0 || o.wait < 0:
		return usage("", "--max-time and --wait want a time above 0, for instance 30s")
	case o.target.signing != webhook.SignAuto.String() || o.target.requestTime != "now":
		return usage("to send a callback with a wrong signature: timhook send", "test signs its cases itself, so that --sign and --request-time have no place")
	}
	return nil
}

// Every answer is kept for the report, so a run has bounds.
const (
	mostRepeats  = 1000
	mostExamples = 10_000
)
