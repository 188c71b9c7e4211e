// Package test is the verb that plays the conformance suite against a backend.
package test

import (
	"context"
	"io"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"github.com/timhook/timhook/cmd/cli"
	"github.com/timhook/timhook/cmd/flags"
	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/conformance/budget"
	"github.com/timhook/timhook/internal/observe"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/report/catalogue"
	"github.com/timhook/timhook/report/terminal"
	"github.com/timhook/timhook/report/words"
	"github.com/timhook/timhook/webhook"
)

// options is everything that the verb takes.
type options struct {
	url    string   // among the arguments
	server []string // the command that starts the backend; empty: it is there

	target      flags.Target
	http        flags.HTTP
	output      flags.Output
	choice      flags.Cases
	known       flags.KnownValue
	failOn      flags.FailOn
	decisions   flags.Decisions
	budgets     []string
	jobs        int
	repeat      int
	shuffle     bool
	maxFailures int
	maxTime     time.Duration
	wait        time.Duration
	noShrink    bool
	observe     string
	watch       bool
	pause       bool
	made        flags.Made
	flags       *pflag.FlagSet
}

// New is the verb.
func New(a *cli.App) *cobra.Command { return command(a, run) }

// command is the verb. A test gives it another run, to look at the options.
func command(a *cli.App, run func(context.Context, *cli.App, *options) error) *cobra.Command {
	var o options
	c := &cobra.Command{
		Use:     "test [URL] [-- SERVER COMMAND...]",
		Aliases: []string{"check"},
		Short:   "run the conformance suite against a backend (for CI)",
		Long: `Run the conformance suite against a backend: edge cases of every packet, forged and stale signatures, broken
requests, duplicates, concurrency and latency. Each finding names its cause and the fix. The exit code is the verdict.

The words after -- are a command that starts the backend. timhook runs it, waits until it listens, tests it, and stops
it with all its child processes.

--watch looks at up to 20,000 files twice a second, and not at hidden files and folders, node_modules and what timhook
writes. Files outside of the working directory count where the server command names them, such as ../build/app.jar. A
terminal shows one screen with the failing cases first: r runs again, q quits with the exit code of the last run. Reports
are written again after each run. A backend that you start yourself has 10 seconds to come back, or --wait.

PATTERN is CALLBACK/ID, a callback or an id, with * for any text: send/eventtime-*, Group.*, neg-*. @FILE reads
patterns from a file, one a line.`,
		Example: `  timhook test localhost:8080/im
  timhook test -u :8080/im --token env:IM_TOKEN --sdk-app-id 1400000001
  timhook test :8080/im -- go run ./server
  timhook test :8080/im --run 'send/eventtime-*' --run neg-sign-wrong --seed 7231
  timhook test :8080/im --tag 'not delivery' --level must --report junit=junit.xml
  timhook test :8080/im --known-failing @known.txt --budget 'p95<300ms'
  timhook test :8080/im --observe 'node stored.js'
  timhook test :8080/im --last-failed --watch`,
		ValidArgsFunction: cobra.NoFileCompletions,
	}
	c.RunE = flags.Run(a, &o, func(args []string) error { return o.accept(args, c.ArgsLenAtDash()) }, run)
	return flags.WithFlags(a, flags.ReadsSettings(c), func() { o.bind(c) })
}

func (o *options) bind(c *cobra.Command) {
	o.flags = c.Flags()
	o.choice.Bind(c)
	g := flags.NewGroup(c, "Verdict")
	g.Known(&o.known)
	g.FailOn(&o.failOn)
	o.decisions.Bind(g)
	g.List(&o.budgets, "budget",
		"a limit that fails the run, such as 'p95<300ms', 'Group.*:p99<1s', 'late<0.1%', 'fail=0'", "EXPR",
		flags.NotRepeated)
	g.Bool(&o.choice.AllowEmpty, "allow-empty", "exit 0 even if nothing ran", flags.NotRepeated)
	g = flags.NewGroup(c, "Running")
	g.Int(&o.jobs, "jobs", conformance.MostJobs, 1, flags.MostJobs,
		"most requests in flight; fewer where the backend slows down under load: `N`", flags.Short("j"),
		flags.NotRepeated)
	g.Bool(&o.shuffle, "shuffle", "play the cases in random order, decided by the seed", flags.NotRepeated)
	g.Int(&o.repeat, "repeat", 1, 1, mostRepeats, "play each case N times: `N`", flags.NotRepeated)
	g.Int(&o.maxFailures, "max-failures", 0, 0, 0, "stop after N failed cases (default: never): `N`",
		flags.NotRepeated)
	g.Duration(&o.maxTime, "max-time", 0, "30s", "stop after this time and report what ran (default: never): `TIME`",
		flags.NotRepeated)
	g.Duration(&o.wait, "wait", 0, "30s",
		"longest wait for the backend to listen (default 30s with a server command, otherwise none): `TIME`",
		flags.NotRepeated)
	g.Bool(&o.noShrink, "no-shrink", "do not search the smallest packet that still fails", flags.NotRepeated)
	g.String(&o.observe, "observe", "", "a command or a URL that gives what the backend has stored of a packet, as "+
		"JSON: `CMD|URL`", flags.NotRepeated)
	g.Bool(&o.watch, "watch", "run again when a file changes: of the working directory and below, or of the server command",
		flags.NotRepeated)
	g.Bool(&o.pause, pauseFlag, "wait for Enter before each case; one request at a time, and no --timeout unless it is given",
		flags.NotRepeated, flags.NotInFile)
	o.made.Bind(flags.NewGroup(c, "Packet"))
	o.target.SignsItself = true
	o.target.Bind(c)
	o.http.Bind(c, &o.target)
	o.output.Bind(c)
}

// testPlan is what a run does, decided before anything is sent.
type testPlan struct {
	o       *options
	target  webhook.Target
	cases   []*conformance.Case
	known   *conformance.KnownFailures
	right   []conformance.ExpectedDecision
	budgets []budget.Budget
	files   []flags.Destination
	params  payloads.Params
	observe observe.Func // nil: what is stored is not looked at
	screen  *screen      // takes the place of the text, and of the server's output; nil: there is none
	pauses  *pauses      // nil: none
}

func run(ctx context.Context, a *cli.App, o *options) error {
	plan, err := planTest(ctx, a, o)
	switch {
	case err != nil:
		return err
	case o.output.DryRun:
		return listPlan(a, plan)
	case o.watch:
		return watchTest(ctx, a, plan)
	}
	return testOnce(ctx, a, plan)
}

func planTest(ctx context.Context, a *cli.App, o *options) (*testPlan, error) {
	p := &testPlan{o: o}
	var err error
	if o.pause && !o.output.DryRun {
		if p.pauses, err = newPauses(a); err != nil {
			return nil, err
		}
		o.jobs, o.output.Progress = 1, "none"
		o.http.Unhurried()
	}
	if o.observe != "" {
		if p.observe, err = observe.New(ctx, o.observe); err != nil {
			return nil, cli.Usage("a command is split at blanks, and no shell runs it", "--observe: %w", err)
		}
	}
	if p.params, err = o.made.Params(); err != nil {
		return nil, err
	}
	if p.target, err = o.target.Resolve(a, o.url); err != nil {
		return nil, err
	}
	if p.budgets, err = flags.ParseBudgets(o.budgets); err != nil {
		return nil, err
	}
	entries, err := o.known.Entries(a)
	if err != nil {
		return nil, err
	}
	if p.cases, p.known, err = o.choice.Cases(a, entries); err != nil {
		return nil, err
	}
	if p.right, err = o.decisions.Expected(a, p.cases); err != nil {
		return nil, err
	}
	p.files, err = o.output.Destinations(a)
	return p, err
}

// accept reads the arguments, of which those from dash on are the server command, and refuses flags that the suite has
// no place for. Without a -- dash is below 0.
func (o *options) accept(args []string, dash int) error {
	args, server, err := flags.ServerCommand(args, dash)
	if err != nil {
		return err
	}
	o.server = server
	patterns, url, err := flags.Arguments(args)
	o.url = url
	switch {
	case err != nil:
		return err
	case len(patterns) > 0:
		hint := "to choose cases: --run PATTERN"
		if flags.IsName(patterns[0]) {
			hint = "to choose cases: --run " + patterns[0]
		}
		return cli.Usage(hint, "test takes a URL, got %s", flags.Quoted(patterns[0]))
	case o.watch && o.pause:
		return cli.Usage("", "--watch and --pause do not go together: nobody presses Enter for each run")
	case o.target.Signing != webhook.SignAuto.String() || o.target.RequestTime != "now":
		return cli.Usage("to send a callback with a wrong signature: timhook send",
			"test signs its cases itself, so --sign and --request-time do not apply")
	}
	return nil
}

// mostRepeats bounds a run: every answer is kept for the report.
const mostRepeats = 1000

// listPlan is what --dry-run does: it lists the cases that would be played.
func listPlan(a *cli.App, p *testPlan) error {
	var list []catalogue.Item
	for _, c := range p.cases {
		list = append(list, catalogue.Case(c))
	}
	format, ok := catalogue.Formats().Named(p.o.output.Format)
	if !ok {
		format = catalogue.Formats()[0] // of a list there is no JUnit, for one
	}
	var err error
	if path := p.o.output.Output; path != "" {
		err = a.WriteFile(path, func(w io.Writer) error { return format.Write(w, terminal.NewPalette(false), list) })
	} else {
		err = format.Write(a.Out, a.Palette(a.RawOut), list)
	}
	if err != nil {
		return err
	}
	a.Note("dry run: nothing was sent; %s would be played", words.Plural(len(p.cases), "case"))
	if len(p.cases) == 0 && !p.o.choice.AllowEmpty {
		return &cli.Exit{Code: cli.ExitNothing}
	}
	return nil
}
