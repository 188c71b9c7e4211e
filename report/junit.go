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

// JUnit XML as the common readers take it. Text stands in character data and attributes only, which encoding/xml escapes;
// a CDATA section would let control characters through that no reader accepts.
type (
	junitSuites struct {
		XMLName  xml.Name     `xml:"testsuites"`
		Name     string       `xml:"name,attr"`
		Tests    int          `xml:"tests,attr"`
		Failures int          `xml:"failures,attr"`
		Errors   int          `xml:"errors,attr"`
		Skipped  int          `xml:"skipped,attr"`
		Time     string       `xml:"time,attr"`
		Suites   []junitSuite `xml:"testsuite"`
	}
	junitSuite struct {
		Name       string          `xml:"name,attr"`
		Tests      int             `xml:"tests,attr"`
		Failures   int             `xml:"failures,attr"`
		Errors     int             `xml:"errors,attr"`
		Skipped    int             `xml:"skipped,attr"`
		Time       string          `xml:"time,attr"`
		Timestamp  string          `xml:"timestamp,attr"`
		Properties []junitProperty `xml:"properties>property"`
		Cases      []junitCase     `xml:"testcase"`
		seconds    float64
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

// writeJUnit writes a test suite for each callback and a test case for each case. What fails the run fails a test case,
// what could not be judged is an error, and what is only recommended passes with its finding in system-out.
func writeJUnit(w io.Writer, d *Document) error {
	d = Masked(w, d)
	out := junitSuites{Name: "timhook", Time: junitTime(d.Seconds)}
	teach := teaching(d)
	index := map[string]int{}
	for _, c := range d.Cases {
		i, seen := index[c.Callback]
		if !seen {
			i = len(out.Suites)
			index[c.Callback] = i
			out.Suites = append(out.Suites, newJUnitSuite(d, c.Callback))
		}
		out.Suites[i].add(newJUnitCase(c, teach))
	}
	if len(d.Problems)+len(d.Ended) > 0 {
		out.Suites = append(out.Suites, junitRun(d))
	}
	for i := range out.Suites {
		s := &out.Suites[i]
		s.Time = junitTime(s.seconds)
		out.Tests, out.Failures, out.Errors, out.Skipped = out.Tests+s.Tests, out.Failures+s.Failures, out.Errors+s.Errors, out.Skipped+s.Skipped
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
	s := junitSuite{
		Name: safe.Visible(callback), Timestamp: d.Started.UTC().Format("2006-01-02T15:04:05"),
	}
	if !d.Captured {
		s.Properties = append(s.Properties, junitProperty{"seed", strconv.FormatUint(d.Seed, 10)}, junitProperty{"now", d.Now.Format(time.RFC3339Nano)})
	}
	s.Properties = append(s.Properties, junitProperty{"version", safe.Visible(d.Version)}, junitProperty{"catalogue", safe.Visible(d.Catalogue)}, junitProperty{"backend", safe.Visible(d.Backend)})
	if d.SDKAppID != 0 {
		s.Properties = append(s.Properties, junitProperty{"sdkAppId", strconv.FormatUint(d.SDKAppID, 10)})
	}
	if line := unlistedLine(d); line != "" {
		s.Properties = append(s.Properties, junitProperty{"unlisted", line})
	}
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

func newJUnitCase(c Case, teach map[string]Finding) junitCase {
	out := junitCase{Name: safe.Visible(cmp.Or(c.ID, c.Name)), ClassName: safe.Visible(c.Callback), Time: junitTime(c.Seconds)}
	for _, p := range []junitProperty{{"level", c.Level}, {"expect", c.Expect}, {"source", c.Source}, {"tags", strings.Join(c.Tags, ",")}, {"known", c.Known}} {
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
		out.Failure = &junitProblem{Message: "listed as a known failure, and passes: take it off the list", Type: "fixed"}
	case "fail":
		out.Failure = junitFailure(c, teach)
	}
	for _, x := range c.Exchanges {
		out.SystemOut += transcript(x)
	}
	return out
}

// junitFailure is about the first requirement that fails the case; the text has all of them.
func junitFailure(c Case, teach map[string]Finding) *junitProblem {
	p := &junitProblem{Message: "failed", Type: "failed"}
	var text strings.Builder
	for _, x := range c.Exchanges {
		for _, found := range x.Found {
			if p.Type == "failed" && x.Outcome == "fail" && found.Level == "MUST" {
				p.Message, p.Type = safe.Visible(found.Message), safe.Visible(found.Check)
			}
			lesson(&text, found, teach[found.Check])
		}
	}
	p.Text = text.String()
	return p
}

// teaching are the findings by check, for what they say of it.
func teaching(d *Document) map[string]Finding {
	byCheck := map[string]Finding{}
	for _, f := range d.Findings {
		if _, seen := byCheck[f.Check]; !seen {
			byCheck[f.Check] = f
		}
	}
	return byCheck
}

// lesson is all that a reader needs to mend what was found.
func lesson(b *strings.Builder, found Found, f Finding) {
	for _, row := range [][2]string{
		{"Check", found.Check + ", " + found.Level}, {"Found", found.Message}, {"Requirement", f.Title}, {"Source", f.Source}, {"Means", f.Means}, {"Mend", f.Mend}, {"Shrunk", f.Shrunk}, {"Again", f.Again},
	} {
		if row[1] != "" {
			fmt.Fprintf(b, "%s: %s\n", row[0], safe.Visible(row[1]))
		}
	}
	b.WriteString("\n")
}

const shownBytes = 8 << 10 // of a request or an answer, in formats that are read whole

// transcript is an exchange as a person reads it.
func transcript(x Exchange) string {
	var b strings.Builder
	if x.Label != "" {
		fmt.Fprintf(&b, "-- %s\n", safe.Visible(x.Label))
	}
	b.WriteString(visibleLines(requestText(x.Request), "> ", shownBytes))
	b.WriteString(visibleLines(answerText(x.Answer), "< ", shownBytes))
	for _, found := range x.Found {
		fmt.Fprintf(&b, "-- %s (%s): %s\n", safe.Visible(found.Check), safe.Visible(found.Level), safe.Visible(found.Message))
	}
	return b.String()
}

// junitRun is a suite of its own for what fails the run beside its cases, since many readers look at nothing but test cases.
func junitRun(d *Document) junitSuite {
	s := newJUnitSuite(d, "run")
	for i, p := range d.Problems {
		s.add(junitCase{
			Name: fmt.Sprintf("problem %d", i+1), ClassName: "run", Time: junitTime(0),
			Failure: &junitProblem{Message: safe.Visible(p), Type: "run"},
		})
	}
	if d.Ended != "" {
		s.add(junitCase{Name: "ended early", ClassName: "run", Time: junitTime(0), Error: &junitProblem{Message: safe.Visible(d.Ended), Type: "ended"}})
	}
	return s
}

func junitTime(seconds float64) string { return strconv.FormatFloat(seconds, 'f', 3, 64) }
