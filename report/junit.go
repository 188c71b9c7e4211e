package report

import (
	"cmp"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/timhook/timhook/report/junit"
	"github.com/timhook/timhook/report/safe"
	"github.com/timhook/timhook/report/why"
)

// writeJUnit writes a test suite for each callback and a test case for each case. A case that could not be judged is an
// error. A case that breaks a mere recommendation passes, with the finding in its system-out.
func writeJUnit(w io.Writer, d *Document) error {
	d = why.Masked(w, d)
	var list []junit.Suite
	for _, cases := range byCallback(d) {
		suite := newJUnitSuite(d, cases[0].Callback)
		for _, c := range cases {
			suite.Add(newJUnitCase(c, d.Findings), c.Seconds)
		}
		list = append(list, suite)
	}
	if len(d.Problems)+len(d.Ended) > 0 {
		list = append(list, junitRun(d))
	}
	return junit.Write(w, d.Seconds, list)
}

func newJUnitSuite(d *Document, callback string) junit.Suite {
	s := junit.NewSuite(callback, d.Started)
	if d.isMade() {
		s.Properties.Add("seed", strconv.FormatUint(*d.Seed, 10))
		s.Properties.Add("now", d.Now.Format(time.RFC3339Nano))
	}
	s.Properties.Add("version", d.Version)
	s.Properties.Add("catalogue", d.Catalogue)
	s.Properties.Add("backend", d.Backend)
	if d.SDKAppID != 0 {
		s.Properties.Add("sdkAppId", strconv.FormatUint(d.SDKAppID, 10))
	}
	for _, line := range unverifiedLines(d) {
		s.Properties.Add("not verified", line)
	}
	s.Properties.Add("run again what failed", d.Rerun)
	s.Properties.Add("unlisted", unlistedLine(d))
	return s
}

// junitName is the case by its id, and how it was sent where that was not the first time: "text (again)".
func junitName(c Case) string {
	name := cmp.Or(c.ID, c.Name)
	if len(c.Exchanges) == 1 && c.Exchanges[0].Delivery != "" {
		name += " (" + c.Exchanges[0].Delivery + ")"
	}
	return name
}

func newJUnitCase(c Case, teach lessons) junit.Case {
	out := junit.Case{
		Name: safe.Visible(junitName(c)), ClassName: safe.Visible(c.Callback),
	}
	out.Properties.Add("level", c.Level)
	out.Properties.Add("expect", c.Expect)
	out.Properties.Add("source", c.Source)
	out.Properties.Add("tags", strings.Join(c.Tags, ","))
	out.Properties.Add("known", c.Known)
	out.Properties.Add("decision", strings.Join(decisionsIn(c), " "))
	out.Properties.Add("notes", strings.Join(c.Notes, "; "))
	switch c.Outcome {
	case "skip":
		out.Skipped = &junit.Problem{Message: safe.Visible(cmp.Or(c.Skipped, "nothing was sent"))}
	case "known":
		out.Skipped = &junit.Problem{Message: safe.Visible("known failure: " + cmp.Or(c.Known, "listed"))}
	case "error":
		out.Error = &junit.Problem{Message: safe.Visible(answerLine(c)), Type: "not-judged"}
	case "fixed":
		out.Failure = &junit.Problem{Message: safe.Visible(fixedLine(c)), Type: "fixed"}
	case "fail":
		out.Failure = junitFailure(c, teach)
	}
	for _, x := range c.Exchanges {
		out.SystemOut += transcript(x)
	}
	return out
}

// junitFailure names the first requirement that fails the case. Its text has all of them.
func junitFailure(c Case, teach lessons) *junit.Problem {
	p := &junit.Problem{Message: "failed", Type: "failed"}
	var text strings.Builder
	for _, x := range c.Exchanges {
		for _, found := range x.Found {
			if isNote(found.Outcome) {
				continue
			}
			if p.Type == "failed" && found.Outcome == "fail" {
				p.Message, p.Type = safe.Visible(found.Message), safe.Visible(found.Check)
			}
			for _, row := range teach.rows(c, x, found) {
				fmt.Fprintf(&text, "%s: %s\n", row.name, safe.Visible(row.value))
			}
			text.WriteString("\n")
		}
	}
	p.Text = text.String()
	return p
}

// junitRun has what fails the run beside its cases, as a suite of its own: many readers look only at test cases.
func junitRun(d *Document) junit.Suite {
	s := newJUnitSuite(d, "run")
	for i, p := range d.Problems {
		s.Add(junit.Case{
			Name: fmt.Sprintf("problem %d", i+1), ClassName: "run",
			Failure: &junit.Problem{Message: safe.Visible(p), Type: "run"},
		}, 0)
	}
	if d.Ended != "" {
		s.Add(junit.Case{
			Name: "ended early", ClassName: "run",
			Error: &junit.Problem{Message: safe.Visible(d.Ended), Type: "ended"},
		}, 0)
	}
	return s
}
