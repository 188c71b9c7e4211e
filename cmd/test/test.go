package test

import (
	"context"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"github.com/timhook/timhook/cmd/cli"
	"github.com/timhook/timhook/cmd/flags"
	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/conformance/budget"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/report/catalogue"
	"github.com/timhook/timhook/report/words"
	"github.com/timhook/timhook/webhook"
)

// options is everything that the verb takes.
type options struct {
	target      flags.Target
	http        flags.HTTP
	output      flags.Output
	choice      flags.Cases
	known       flags.KnownValue
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

func New(a *cli.App) *cobra.Command {
	var o options
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
				return cli.Usage("", "nothing stands behind --; want the command that starts the server")
			}
		}
		return runTest(a, c.Context(), &o, args, command)
	}
	return flags.WithFlags(a, c, func() {
		o.bind(c)
	})
}

func (o *options) bind(c *cobra.Command) {
	o.flags = c.Flags()
	o.choice.Bind(c)
	g := flags.NewGroup(c, "Verdict")
	g.Flags.Var(&o.known, "known-failing", "cases that may fail, and must: one that passes fails the run; repeatable: `PATTERN|@FILE`")
	g.Enum(&o.failOn, "fail-on", "fail", "what fails the run", []flags.Choice{{Name: "fail", Doc: "a MUST"}, {Name: "warn", Doc: "a SHOULD too"}})
	g.Flags.Var(&flags.ListValue{Values: &o.budgets}, "budget", "limit on what is measured, such as 'p95<300ms', 'Group.*:p99<1s', 'late<0.1%', 'fail=0'; repeatable: `EXPR`")
	g.Flags.BoolVar(&o.choice.AllowEmpty, "allow-empty", false, "exit 0 though nothing ran")
	g.Done()
	g = flags.NewGroup(c, "Running")
	g.Flags.IntVarP(&o.jobs, "jobs", "j", 8, "cases under way at once: `N`")
	g.Flags.BoolVar(&o.shuffle, "shuffle", false, "play the cases in another order, which the seed decides")
	g.Flags.IntVar(&o.repeat, "repeat", 1, "how often to play each case: `N`")
	g.Flags.IntVar(&o.maxFailures, "max-failures", 0, "end after so many failed cases (default never): `N`")
	g.Flags.DurationVar(&o.maxTime, "max-time", 0, "end after this time, with what ran by then (default never): `TIME`")
	g.Flags.DurationVar(&o.wait, "wait", 0, "wait so long for the backend to answer (default 30s for a server command, not at all without): `TIME`")
	g.Flags.BoolVar(&o.noShrink, "no-shrink", false, "do not look for the smallest packet that still fails")
	g.Flags.BoolVar(&o.watch, "watch", false, "run again whenever a file below the working directory changes")
	g.Done()
	g = flags.NewGroup(c, "Packet")
	g.Flags.Uint64Var(&o.seed, "seed", 0, "number that repeats a run's packets (default random): `N`")
	g.Flags.StringVar(&o.now, "now", "", "date of the packets, RFC 3339 or Unix seconds (default now): `TIME`")
	g.Enum(&o.lang, "lang", string(payloads.Mixed), "language of texts", flags.Langs())
	g.Done()
	flags.Complete(c, "known-failing", flags.CompleteCases)
	o.target.Bind(c)
	o.http.Bind(c, &o.target)
	o.output.Bind(c)
	c.Flags().Lookup("max-time").DefValue, c.Flags().Lookup("wait").DefValue = "", "" // help says it in words
	for _, name := range []string{"sign", "request-time"} {
		c.Flags().Lookup(name).Hidden = true // refused: the suite signs its cases itself
	}
}

// testPlan is what a run does, decided before anything is sent.
type testPlan struct {
	o       *options
	target  webhook.Target
	cases   []*conformance.Case
	known   *conformance.KnownFailures
	budgets []budget.Budget
	files   []flags.Destination
	command []string // that starts the server; empty: it is there
	seed    uint64
	now     time.Time
}

func runTest(a *cli.App, ctx context.Context, o *options, args, command []string) error {
	patterns, url, err := flags.Arguments(args)
	switch {
	case err != nil:
		return err
	case len(patterns) > 0:
		return cli.Usage("to choose cases: --run "+patterns[0], "test takes a URL, got %q", patterns[0])
	}
	plan, err := planTest(a, o, url)
	if err != nil {
		return err
	}
	plan.command = command
	switch {
	case o.output.DryRun:
		return listPlan(a, plan)
	case o.watch:
		return watchTest(a, ctx, plan)
	}
	return testOnce(a, ctx, plan)
}

func planTest(a *cli.App, o *options, url string) (*testPlan, error) {
	if err := o.check(); err != nil {
		return nil, err
	}
	p := &testPlan{o: o, seed: o.seed}
	if !o.flags.Changed("seed") {
		p.seed = flags.RandomSeed()
	}
	var err error
	if p.now, err = cli.ParseTime("--now", o.now); err != nil {
		return nil, err
	}
	if p.target, err = o.target.Resolve(a, url); err != nil {
		return nil, err
	}
	if p.budgets, err = flags.ParseBudgets(o.budgets); err != nil {
		return nil, err
	}
	entries, err := o.known.Entries()
	if err != nil {
		return nil, err
	}
	if p.cases, p.known, err = o.choice.Cases(a, entries); err != nil {
		return nil, err
	}
	p.files, err = o.output.Destinations()
	return p, err
}

// check looks at the numbers, and at flags that the suite has no place for.
func (o *options) check() error {
	switch {
	case o.jobs < 1 || o.jobs > flags.MostJobs:
		return cli.Usage("", "--jobs: got %d, want 1 to %d", o.jobs, flags.MostJobs)
	case o.repeat < 1 || o.repeat > mostRepeats:
		return cli.Usage("", "--repeat: got %d, want 1 to %d", o.repeat, mostRepeats)
	case o.maxFailures < 0:
		return cli.Usage("", "--max-failures: got %d, want 0 or more", o.maxFailures)
	case o.maxTime < 0 || o.wait < 0:
		return cli.Usage("", "--max-time and --wait want a time above 0, for instance 30s")
	case o.target.Signing != webhook.SignAuto.String() || o.target.RequestTime != "now":
		return cli.Usage("to send a callback with a wrong signature: timhook send", "test signs its cases itself, so that --sign and --request-time have no place")
	}
	return nil
}

// Every answer is kept for the report, so a run has bounds.
const (
	mostRepeats = 1000
)

// listPlan is what --dry-run does: it says what would be played.
func listPlan(a *cli.App, p *testPlan) error {
	var list []catalogue.Entry
	for _, c := range p.cases {
		list = append(list, catalogue.CaseEntry(c))
	}
	if err := catalogue.WriteEntries(a.Out, list, p.o.output.Format == "json"); err != nil {
		return err
	}
	a.Note("dry run: nothing was sent; %s would be played", words.Plural(len(p.cases), "case"))
	if len(p.cases) == 0 && !p.o.choice.AllowEmpty {
		return &cli.ExitError{Code: cli.ExitNothing}
	}
	return nil
}
