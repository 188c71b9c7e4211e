package cmd

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/report"
	"github.com/timhook/timhook/report/safe"
)

// reportTest writes everything that a run is told in and ends with its exit code.
func (a *app) reportTest(t *testRun) error {
	o := &t.plan.o.output
	doc := t.document()
	verdict := t.verdict()
	a.tellSent(t)
	if o.format == "text" && o.output == "" && !(o.quiet && verdict == nil && doc.Verdict != "warn") {
		a.testText(t, doc)
	}
	if err := o.writeDocument(a, doc, t.plan.files); err != nil {
		return err
	}
	if err := a.tellGitHub(o, doc); err != nil {
		return err
	}
	a.tellServer(t)
	a.tellBugs(t)
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
func (a *app) tellSent(t *testRun) {
	form := t.plan.o.output.print
	for _, r := range t.report.Results {
		if form != "" && r.Exchange != nil {
			a.printSent(form, r.Exchange.Request, t.plan.now)
		}
	}
}

// tellServer shows what the server command has written when it died or a MUST fails.
func (a *app) tellServer(t *testRun) {
	if t.server == nil {
		return
	}
	if t.count(judge.Fail) > 0 || errors.Is(t.ended, errServerDied) || errors.Is(t.ended, errNeverReady) {
		a.showOutput(t.server)
	}
}

// tellBugs shows where timhook itself went wrong.
func (a *app) tellBugs(t *testRun) {
	for _, r := range t.results {
		if r.Panic != nil {
			a.note("timhook: %s: %s", r.Case.Name(), safe.Visible(r.Panic.Error()))
			fmt.Fprintf(a.err, "%s", r.Panic.Stack)
		}
	}
}

// tellGitHub writes annotations and the step summary where a GitHub workflow runs. Annotations go to stderr, which
// the runner reads as well, so that stdout holds nothing but results.
func (a *app) tellGitHub(o *outputFlags, doc *report.Document) error {
	if a.environment("GITHUB_ACTIONS") != "true" {
		return nil
	}
	if o.format != "github" || o.output != "" {
		if err := report.WriteGitHub(a.err, doc); err != nil {
			return err
		}
	}
	path := a.environment("GITHUB_STEP_SUMMARY")
	if path == "" {
		return nil
	}
	if err := a.appendFile(path, func(w io.Writer) error { return report.StepSummary(w, doc) }); err != nil {
		a.note("note: the step summary cannot be written: %v", err)
	}
	return nil
}

// appendFile adds to a file that others write to as well.
func (a *app) appendFile(path string, write func(io.Writer) error) error {
	file, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	safe := a.out.Over(file)
	return errors.Join(write(safe), safe.Flush(), file.Close())
}

// showOutput shows the end of what the command has written.
func (a *app) showOutput(s *serverCommand) {
	lines, cut := s.output.lines()
	name := safe.Visible(strings.Join(s.words, " "))
	if len(lines) == 0 {
		a.note("the server command (%s) has written nothing", name)
		return
	}
	head := "output of the server command"
	if cut {
		head = "the end of the output of the server command"
	}
	a.note("── %s (%s)", head, name)
	for _, line := range lines {
		a.note("  %s", safe.Visible(line))
	}
}
