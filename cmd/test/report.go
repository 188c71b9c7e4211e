package test

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/timhook/timhook/cmd/cli"
	"github.com/timhook/timhook/cmd/flags"
	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/internal/supervise"
	"github.com/timhook/timhook/report"
	"github.com/timhook/timhook/report/safe"
)

// reportTest writes the reports and ends with the exit code of the run.
func reportTest(a *cli.App, t *testRun) error {
	o := &t.plan.o.output
	doc := t.document()
	o.Link(a, doc)
	verdict := t.verdict()
	tellSent(a, t)
	if t.plan.screen != nil {
		t.plan.screen.take(t, doc)
	} else if o.Format == "text" && o.Output == "" && !(o.Quiet && verdict == nil && doc.Verdict != "warn") {
		text := report.Text{
			W: a.Out, Palette: a.Palette(a.RawOut), Verbose: o.Verbose, Brief: true,
			Repeats: o.Verbose > 0,
		}
		text.Overview(doc, t.results, !o.Quiet)
	}
	if err := o.WriteDocument(a, doc, t.plan.files); err != nil {
		return err
	}
	if err := tellGitHub(a, o, doc); err != nil {
		return err
	}
	if t.plan.screen == nil {
		tellServer(a, t)
	}
	tellBugs(a, t)
	return verdict
}

// document is the run as every format reads it.
func (t *testRun) document() *report.Document {
	doc := report.NewDocument(t.report)
	doc.Problems = t.problems
	if t.ended != nil {
		doc.Ended = t.ended.Error()
	} else if n := t.plan.o.maxFailures; n > 0 && t.count(judge.Fail) >= n {
		doc.Ended = fmt.Sprintf("--max-failures %d is reached", n)
	}
	doc.Settle()
	return doc
}

// tellSent prints requests on demand.
func tellSent(a *cli.App, t *testRun) {
	form := t.plan.o.output.Print
	for _, r := range t.report.Results {
		if form != "" && r.Exchange != nil {
			flags.PrintSent(a, form, r.Exchange.Request, t.plan.params.Now)
		}
	}
}

// tellServer shows what the server command has written when it died or a MUST fails.
func tellServer(a *cli.App, t *testRun) {
	if t.server == nil {
		return
	}
	if t.count(judge.Fail) > 0 || errors.Is(t.ended, supervise.ErrServerDied) ||
		errors.Is(t.ended, supervise.ErrNeverReady) {
		showOutput(a, t.server)
	}
}

// tellBugs shows where timhook itself went wrong.
func tellBugs(a *cli.App, t *testRun) {
	for _, r := range t.results {
		if r.Panic != nil {
			a.Note("timhook: %s: %s", r.Case.Name(), safe.Visible(r.Panic.Error()))
			fmt.Fprintf(a.Err, "%s", r.Panic.Stack)
		}
	}
}

// tellGitHub writes annotations and the step summary where a GitHub workflow runs. Annotations go to stderr, which
// the runner reads as well, so that stdout holds nothing but results.
func tellGitHub(a *cli.App, o *flags.Output, doc *report.Document) error {
	if a.Environment("GITHUB_ACTIONS") != "true" {
		return nil
	}
	if o.Format != "github" || o.Output != "" {
		if err := report.WriteGitHub(a.Err, doc); err != nil {
			return err
		}
	}
	path := a.Environment("GITHUB_STEP_SUMMARY")
	if path == "" {
		return nil
	}
	if err := appendFile(a, path, func(w io.Writer) error { return report.StepSummary(w, doc) }); err != nil {
		a.Note("note: the step summary cannot be written: %v", err)
	}
	return nil
}

// appendFile adds to a file that others write to as well.
func appendFile(a *cli.App, path string, write func(io.Writer) error) error {
	if err := a.Spare("GITHUB_STEP_SUMMARY "+path, path); err != nil {
		return err
	}
	file, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	safe := a.Out.Over(file)
	return errors.Join(write(safe), safe.Flush(), file.Close())
}

// showOutput shows the end of what the command has written.
func showOutput(a *cli.App, s *supervise.Server) {
	lines, cut := s.Output.Lines()
	name := safe.Visible(strings.Join(s.Words, " "))
	if len(lines) == 0 {
		a.Note("the server command (%s) has written nothing", name)
		return
	}
	head := "output of the server command"
	if cut {
		head = "the end of the output of the server command"
	}
	palette := a.Palette(a.RawErr)
	a.Note("── %s", palette.Hang(a.Err, head+" ("+name+")", 3))
	for _, line := range lines {
		a.Note("  %s", palette.Hang(a.Err, noCommand(safe.Visible(line)), 2))
	}
}

// noCommand is a line that GitHub's runner does not obey: it looks behind blanks for the :: of a command.
func noCommand(line string) string {
	if bare := strings.TrimLeft(line, " "); strings.HasPrefix(bare, "::") {
		return `\x3a` + bare[1:]
	}
	return line
}
