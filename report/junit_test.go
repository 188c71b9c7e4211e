package report_test

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/timhook/timhook/report/reporttest"

	"github.com/google/go-cmp/cmp"

	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/report"
)

// The report as a reader of JUnit sees it, written down a second time.
type (
	readSuites struct {
		Tests    int         `xml:"tests,attr"`
		Failures int         `xml:"failures,attr"`
		Errors   int         `xml:"errors,attr"`
		Skipped  int         `xml:"skipped,attr"`
		Suites   []readSuite `xml:"testsuite"`
	}
	readSuite struct {
		Name     string `xml:"name,attr"`
		Tests    int    `xml:"tests,attr"`
		Failures int    `xml:"failures,attr"`
		Errors   int    `xml:"errors,attr"`
		Skipped  int    `xml:"skipped,attr"`
		Property []struct {
			Name  string `xml:"name,attr"`
			Value string `xml:"value,attr"`
		} `xml:"properties>property"`
		Cases []struct {
			Name    string       `xml:"name,attr"`
			Failure *readProblem `xml:"failure"`
			Error   *readProblem `xml:"error"`
			Skipped *readProblem `xml:"skipped"`
			Out     string       `xml:"system-out"`
		} `xml:"testcase"`
	}
	readProblem struct {
		Message string `xml:"message,attr"`
		Type    string `xml:"type,attr"`
		Text    string `xml:",chardata"`
	}
)

func readJUnit(t testing.TB, text string) readSuites {
	t.Helper()
	var got readSuites
	if err := xml.Unmarshal([]byte(text), &got); err != nil {
		t.Fatalf("%v in:\n%s", err, text)
	}
	return got
}

func TestJUnitTellsFailuresErrorsAndSkippedCasesApart(t *testing.T) {
	d := report.NewDocument(suiteRun(t, reporttest.Hostile))
	d.Problems = []string{"budget missed: " + reporttest.Hostile}
	got := readJUnit(t, formatted(t, "junit", d))
	// Failures: the case that fails, the fixed one and the budget; skipped: two, and the known failure; an error: the
	// bug.
	if got.Tests != 8 || got.Failures != 3 || got.Errors != 1 || got.Skipped != 3 || len(got.Suites) != 2 {
		t.Errorf("got %d tests in %d suites, %d failures, %d errors, %d skipped", got.Tests, len(got.Suites),
			got.Failures, got.Errors, got.Skipped)
	}
	var kinds []string
	for _, s := range got.Suites {
		failures, errs, skipped := 0, 0, 0
		for _, c := range s.Cases {
			kind := "passed"
			switch {
			case c.Failure != nil:
				kind, failures = "failure", failures+1
			case c.Error != nil:
				kind, errs = "error", errs+1
			case c.Skipped != nil:
				kind, skipped = "skipped", skipped+1
			}
			kinds = append(kinds, c.Name+" "+kind)
		}
		if s.Tests != len(s.Cases) || s.Failures != failures || s.Errors != errs || s.Skipped != skipped {
			t.Errorf("suite %s counts %d, %d, %d, %d, and has %d, %d, %d, %d", s.Name, s.Tests, s.Failures, s.Errors,
				s.Skipped, len(s.Cases), failures, errs, skipped)
		}
	}
	want := []string{
		"a-ordinary failure", "b-fine passed", "c-repeated skipped", "d-skipped skipped", "e-known skipped", "f-fixed failure", "g-bug error", "problem 1 failure",
	}
	if diff := cmp.Diff(want, kinds); diff != "" {
		t.Errorf("cases (-want +got):\n%s", diff)
	}
}

func TestAFailureInJUnitTeaches(t *testing.T) {
	d := report.NewDocument(suiteRun(t, "plain"))
	got := readJUnit(t, formatted(t, "junit", d))
	properties := map[string]string{}
	for _, p := range got.Suites[0].Property {
		properties[p.Name] = p.Value
	}
	if properties["seed"] != "18446744073709551615" || properties["now"] == "" || properties["version"] != "1.0 plain" || properties["catalogue"] != conformance.CatalogueDate {
		t.Errorf("got properties %v", properties)
	}
	failed := got.Suites[0].Cases[0]
	if failed.Failure.Type != "check-plain" || failed.Failure.Message != d.Findings[0].Message {
		t.Errorf("got a failure %q of type %q", failed.Failure.Message, failed.Failure.Type)
	}
	for _, want := range []string{"Requirement: plain", "Source: plain", "Impact: plain", "Fix: plain word", "Reproduce: timhook send plain --run"} {
		if !strings.Contains(failed.Failure.Text, want) {
			t.Errorf("the failure lacks %q:\n%s", want, failed.Failure.Text)
		}
	}
	for _, want := range []string{"> POST http://backend.example/im?", `> {"Text":plain}`, "< HTTP/1.1 200 plain", "Sign=masked"} {
		if !strings.Contains(failed.Out, want) {
			t.Errorf("the exchange lacks %q:\n%s", want, failed.Out)
		}
	}
}

// wellFormed reads every token of a document under XML's own rules, and looks for characters that XML does not have.
func wellFormed(text string) error {
	if !utf8.ValidString(text) {
		return errors.New("not UTF-8")
	}
	dec := xml.NewDecoder(strings.NewReader(text))
	for {
		token, err := dec.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		data, isText := token.(xml.CharData)
		if i := strings.IndexFunc(string(data), func(r rune) bool { return r < ' ' && !strings.ContainsRune("\t\n\r", r) || r == 0xfffe || r == 0xffff }); isText && i >= 0 {
			return fmt.Errorf("a character that is none in %q", data)
		}
	}
}

func FuzzAnyTextIsWellFormedInEveryFormat(f *testing.F) {
	for _, seed := range []string{reporttest.Hostile, "", "\x00", "]]>", "\ufffe\uffff", "&#0;", "\xed\xa0\x80", "`````", "|", "\\", "\r\n---\r\n...", "# SKIP", "</script>", "::error::x"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		d := report.NewDocument(suiteRun(t, text))
		d.Problems, d.Ended = []string{text}, text
		if err := wellFormed(formatted(t, "junit", d)); err != nil {
			t.Errorf("junit: %v", err)
		}
		readJUnit(t, formatted(t, "junit", d))
		readTAP(t, formatted(t, "tap", d))
		checkMarkdown(t, formatted(t, "markdown", d))
		for _, format := range []string{"json", "sarif", "har"} {
			reporttest.IsJSON(t, format, formatted(t, format, d))
		}
		if _, err := report.ReadNDJSON(strings.NewReader(formatted(t, "ndjson", d))); err != nil {
			t.Errorf("ndjson: %v", err)
		}
	})
}
