package report

import (
	"cmp"
	"encoding/xml"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/timhook/timhook/report/safe"
)

// JUnit XML as its common readers take it. Texts are character data and attributes, which encoding/xml escapes. In a
// CDATA section control characters would stay, and no reader accepts these.
type (
	junitSuites struct {
		XMLName xml.Name `xml:"testsuites"`
		Name    string   `xml:"name,attr"`
		junitCounts
		Time   string       `xml:"time,attr"`
		Suites []junitSuite `xml:"testsuite"`
	}
	junitSuite struct {
		Name string `xml:"name,attr"`
		junitCounts
		Time       string          `xml:"time,attr"`
		Timestamp  string          `xml:"timestamp,attr"`
		Properties []junitProperty `xml:"properties>property"`
		Cases      []junitCase     `xml:"testcase"`
		seconds    float64
	}
	junitCounts struct {
		Tests    int `xml:"tests,attr"`
		Failures int `xml:"failures,attr"`
		Errors   int `xml:"errors,attr"`
		Skipped  int `xml:"skipped,attr"`
	}
	junitProperty struct {
		Name  string `xml:"name,attr"`
		Value string `xml:"value,attr"`
	}
	junitCase struct {
		Name       string          `xml:"name,attr"`
		ClassName  string          `xml:"classname,attr"`
		Time       string          `xml:"time,attr"`
		Properties []junitProperty `xml:"properties>property,omitempty"`
		Skipped    *junitProblem   `xml:"skipped"`
		Error      *junitProblem   `xml:"error"`
		Failure    *junitProblem   `xml:"failure"`
		SystemOut  string          `xml:"system-out,omitempty"`
	}
	junitProblem struct {
		Message string `xml:"message,attr"`
		Type    string `xml:"type,attr,omitempty"`
		Text    string `xml:",chardata"`
	}
)

// writeJUnit writes a test suite for each callback and a test case for each case. A case that could not be judged is an
// error. A case that breaks a mere recommendation passes, with the finding in its system-out.
func writeJUnit(w io.Writer, d *Document) error {
	d = Masked(w, d)
	out := junitSuites{Name: "timhook", Time: junitTime(d.Seconds)}
	for _, cases := range byCallback(d) {
		suite := newJUnitSuite(d, cases[0].Callback)
		for _, c := range cases {
			suite.add(newJUnitCase(c, d.Findings))
		}
		out.Suites = append(out.Suites, suite)
	}
	if len(d.Problems)+len(d.Ended) > 0 {
		out.Suites = append(out.Suites, junitRun(d))
	}
	for i := range out.Suites {
		s := &out.Suites[i]
		s.Time = junitTime(s.seconds)
		out.Tests += s.Tests
		out.Failures += s.Failures
		out.Errors += s.Errors
		out.Skipped += s.Skipped
	}
	return encodeXML(w, out)
}

func encodeXML(w io.Writer, v any) error {
	e := &safe.StickyWriter{W: w}
	fmt.Fprint(e, xml.Header)
	enc := xml.NewEncoder(e)
	enc.Indent("", "  ")
	if err := enc.Encode(v); err != nil {
		return err
	}
	fmt.Fprintln(e)
	return e.Err
}

func newJUnitSuite(d *Document, callback string) junitSuite {
	s := junitSuite{Name: safe.Visible(callback), Timestamp: d.Started.UTC().Format("2006-01-02T15:04:05")}
	add := func(when bool, name, value string) {
		if when {
			s.Properties = append(s.Properties, junitProperty{name, safe.Visible(value)})
		}
	}
	add(!d.Captured, "seed", strconv.FormatUint(d.Seed, 10))
	add(!d.Captured, "now", d.Now.Format(time.RFC3339Nano))
	add(true, "version", d.Version)
	add(true, "catalogue", d.Catalogue)
	add(true, "backend", d.Backend)
	add(d.SDKAppID != 0, "sdkAppId", strconv.FormatUint(d.SDKAppID, 10))
	for _, line := range unverifiedLines(d) {
		add(true, "not verified", line)
	}
	add(d.Rerun != "", "run again what failed", d.Rerun)
	left := unlistedLine(d)
	add(left != "", "unlisted", left)
	return s
}

func (s *junitSuite) add(c junitCase) {
	s.Cases = append(s.Cases, c)
	s.Tests++
	switch {
	case c.Skipped != nil:
		s.Skipped++
	case c.Error != nil:
		s.Errors++
	case c.Failure != nil:
		s.Failures++
	}
	took, err := strconv.ParseFloat(c.Time, 64)
	if err == nil {
		s.seconds += took
	}
}

func newJUnitCase(c Case, teach lessons) junitCase {
	out := junitCase{
		Name: safe.Visible(cmp.Or(c.ID, c.Name)), ClassName: safe.Visible(c.Callback), Time: junitTime(c.Seconds),
	}
	for _, p := range []junitProperty{
		{"level", c.Level},
		{"expect", c.Expect},
		{"source", c.Source},
		{"tags", strings.Join(c.Tags, ",")},
		{"known", c.Known},
		{"notes", strings.Join(c.Notes, "; ")},
	} {
		if p.Value != "" {
			out.Properties = append(out.Properties, junitProperty{p.Name, safe.Visible(p.Value)})
		}
	}
	switch c.Outcome {
	case "skip":
		out.Skipped = &junitProblem{Message: safe.Visible(cmp.Or(c.Skipped, "nothing was sent"))}
	case "known":
		out.Skipped = &junitProblem{Message: safe.Visible("known failure: " + cmp.Or(c.Known, "listed"))}
	case "error":
		out.Error = &junitProblem{Message: safe.Visible(answerLine(c)), Type: "not-judged"}
	case "fixed":
		out.Failure = &junitProblem{Message: safe.Visible(fixedLine(c)), Type: "fixed"}
	case "fail":
		out.Failure = junitFailure(c, teach)
	}
	for _, x := range c.Exchanges {
		out.SystemOut += transcript(x)
	}
	return out
}

// junitFailure names the first requirement that fails the case. Its text has all of them.
func junitFailure(c Case, teach lessons) *junitProblem {
	p := &junitProblem{Message: "failed", Type: "failed"}
	var text strings.Builder
	for _, x := range c.Exchanges {
		for _, found := range x.Found {
			if isNote(found.Outcome) {
				continue
			}
			if p.Type == "failed" && found.Outcome == "fail" {
				p.Message, p.Type = safe.Visible(found.Message), safe.Visible(found.Check)
			}
			for _, row := range teach.rows(c, found) {
				fmt.Fprintf(&text, "%s: %s\n", row.name, safe.Visible(row.value))
			}
			text.WriteString("\n")
		}
	}
	p.Text = text.String()
	return p
}

// junitRun has what fails the run beside its cases, as a suite of its own: many readers look only at test cases.
func junitRun(d *Document) junitSuite {
	s := newJUnitSuite(d, "run")
	for i, p := range d.Problems {
		s.add(junitCase{
			Name: fmt.Sprintf("problem %d", i+1), ClassName: "run", Time: junitTime(0),
			Failure: &junitProblem{Message: safe.Visible(p), Type: "run"},
		})
	}
	if d.Ended != "" {
		s.add(junitCase{
			Name: "ended early", ClassName: "run", Time: junitTime(0),
			Error: &junitProblem{Message: safe.Visible(d.Ended), Type: "ended"},
		})
	}
	return s
}

func junitTime(seconds float64) string { return strconv.FormatFloat(seconds, 'f', 3, 64) }
