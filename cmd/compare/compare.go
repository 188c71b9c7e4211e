// Package compare is the verb that compares the verdicts of two runs.
package compare

import (
	"context"
	"io"
	"slices"

	"github.com/spf13/cobra"
	"github.com/timhook/timhook/cmd/cli"
	"github.com/timhook/timhook/cmd/flags"
	"github.com/timhook/timhook/cmd/inputs"
	"github.com/timhook/timhook/report"
	comparereport "github.com/timhook/timhook/report/compare"
	"github.com/timhook/timhook/report/terminal"
)

// options is everything that the verb takes.
type options struct {
	names   [2]string // of the run before and the run after
	slower  comparereport.Slower
	failOn  []string
	format  string
	reports []string
}

// New is the verb.
func New(a *cli.App) *cobra.Command { return command(a, run) }

// command is the verb. A test gives it another run, to look at the options.
func command(a *cli.App, run func(context.Context, *cli.App, *options) error) *cobra.Command {
	var o options
	c := &cobra.Command{
		Use:   "compare RUN.ndjson RUN.ndjson",
		Short: "compare two runs: what broke, what is fixed, what got slower",
		Long: `Compare the verdicts of two runs, for a pull request: what broke, what is fixed, and what got slower. Each
requirement that broke has its block with answer, cause, fix and the command that repeats it.

RUN is a report of test, send or replay: --report ndjson=FILE or json=FILE. The first is the run before. Cases are
compared by their names, and only where both runs judged them; the others are listed. timhook diff compares the answers
themselves.

A callback is slower if its median or its p95 is up by more than --slower. A case counts once, with its fastest answer,
and a callback needs 20 cases. Exit code 1 means that a MUST broke, or what --fail-on adds.`,
		Example: `  timhook compare main.ndjson branch.ndjson
  timhook compare main.ndjson branch.ndjson --format markdown
  timhook compare main.ndjson branch.ndjson --report markdown=comment.md --report json=compare.json
  timhook compare main.ndjson branch.ndjson --slower 25%,5ms --fail-on slower`,
		RunE:              flags.Run(a, &o, o.accept, run),
		ValidArgsFunction: flags.CompleteFiles,
	}
	return flags.WithFlags(a, flags.ReadsMask(c), func() {
		g := flags.NewGroup(c, "Comparing")
		o.slower, _ = comparereport.ParseSlower("50%")
		g.Add(&slowerValue{&o.slower}, "slower",
			"a callback is slower from here on: more by this percentage, and by this time at least: `PERCENT[,TIME]`")
		fails := &flags.ListValue{Values: &o.failOn, Choices: []string{warn, slower}}
		offered := flags.EnumValue{Choices: []flags.Choice{
			{Name: warn, Doc: "a SHOULD that broke"}, {Name: slower, Doc: "a callback past --slower"},
		}}
		g.Add(fails, "fail-on", "what fails the comparison beside a MUST that broke; repeatable: `warn|slower`",
			flags.Completes(offered.Complete))
		g = flags.NewGroup(c, "Output")
		g.Enum(&o.format, "format", "text", "format of the results", flags.ChoicesOf(comparereport.Formats().Docs()))
		g.Reports(&o.reports, comparereport.Formats().Docs())
	})
}

// What may fail the comparison beside a MUST.
const (
	warn   = "warn"
	slower = "slower"
)

// accept reads the arguments.
func (o *options) accept(args []string) error {
	switch {
	case len(args) != 2:
		return cli.Usage("timhook compare main.ndjson branch.ndjson", "want two runs, got %d", len(args))
	case args[0] == cli.StdoutPath && args[1] == cli.StdoutPath:
		return cli.Usage("give one of them as a file", "both runs are standard input")
	}
	o.names = [2]string(args)
	return nil
}

func run(_ context.Context, a *cli.App, o *options) error {
	var docs [2]*report.Document
	for i, name := range o.names {
		var err error
		if docs[i], err = inputs.Run(a, "compare", name); err != nil {
			return err
		}
		if docs[i].Load != nil {
			return cli.Usage("want a run of test, send or replay", "compare %s: it is the report of a load", name)
		}
	}
	places, err := flags.Places(a, comparereport.Formats(), o.format, o.reports)
	if err != nil {
		return err
	}
	found := comparereport.New(o.names, docs[0], docs[1], o.slower)
	if err := places[0].Write(a.Out, a.Palette(a.RawOut), found); err != nil {
		return err
	}
	for _, p := range places[1:] {
		write := func(w io.Writer) error { return p.Write(w, terminal.Palette{}, found) }
		if err := a.WriteFile(p.Path, write); err != nil {
			return err
		}
	}
	return o.exit(found)
}

// exit is what the comparison comes to.
func (o *options) exit(c *comparereport.Comparison) error {
	failsOn := func(what string) bool { return slices.Contains(o.failOn, what) }
	return cli.Weightiest(
		cli.When(c.Breaks(failsOn(warn)), cli.ExitBroken, "a requirement broke that held before"),
		cli.When(failsOn(slower) && len(c.Slower) > 0, cli.ExitBroken, "answers got slower than --slower allows"),
		cli.When(len(c.NotJudged) > 0, cli.ExitUnreachable, "cases that were judged before could not be judged"),
		cli.When(c.Compared == 0, cli.ExitNothing, "the runs have no judged case in common"),
	)
}

// slowerValue is the rule of --slower.
type slowerValue struct{ *comparereport.Slower }

func (v *slowerValue) Type() string { return "" }

func (v *slowerValue) Set(text string) error {
	rule, err := comparereport.ParseSlower(text)
	if err == nil {
		*v.Slower = rule
	}
	return err
}
