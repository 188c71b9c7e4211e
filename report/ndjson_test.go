package report_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/timhook/timhook/report/reporttest"

	"github.com/google/go-cmp/cmp"

	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/report"
)

func TestEveryFormatComesOutTheSameFromARunsNDJSON(t *testing.T) {
	for name, d := range map[string]*report.Document{"send": report.NewDocument(reporttest.Model(t, "plain 你好 <b>")), "suite": report.NewDocument(suiteRun(t, "plain 你好 <b>"))} {
		d.Problems, d.Ended = []string{"a budget was missed"}, "it was interrupted"
		d.Settle()
		read, err := report.ReadNDJSON(strings.NewReader(formatted(t, "ndjson", d)))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range report.Formats() {
			t.Run(f.Name, func(t *testing.T) {
				if diff := cmp.Diff(formatted(t, f.Name, d), formatted(t, f.Name, read)); diff != "" {
					t.Errorf("%s, %s differs (-run +read):\n%s", name, f.Name, diff)
				}
			})
		}
	}
}

func TestARunThatWasCutShortIsReadAndSaysSo(t *testing.T) {
	d := report.NewDocument(suiteRun(t, "plain"))
	whole := strings.SplitAfter(formatted(t, "ndjson", d), "\n")
	for name, text := range map[string]string{
		"without its last line":       strings.Join(whole[:7], ""),
		"in the middle of its last":   strings.Join(whole[:7], "") + whole[7][:40],
		"in the middle of a case's":   strings.Join(whole[:3], "") + whole[3][:40],
		"with blank lines in between": strings.Join(whole[:7], "\n"),
	} {
		t.Run(name, func(t *testing.T) {
			read, err := report.ReadNDJSON(strings.NewReader(text))
			if err != nil {
				t.Errorf("%v", err)
				return
			}
			if read.Ended == "" || len(read.Cases) < 3 || len(read.Findings) != 1 || read.Findings[0].Message != d.Findings[0].Message {
				t.Errorf("got ended %q, %d cases and %d findings", read.Ended, len(read.Cases), len(read.Findings))
			}
			for _, f := range report.Formats() {
				if formatted(t, f.Name, read) == "" {
					t.Errorf("%s wrote nothing", f.Name)
				}
			}
		})
	}
}

func TestWhatIsNoRunIsAnErrorThatNamesTheLine(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"nothing", "", "got no line"},
		{"blank lines", "\n\n", "got no line"},
		{"no JSON", "hello\n", `line 1: got hello: `},
		{"an array", "[]\n", "line 1: got []"},
		{"another object", `{"a":1}` + "\n", `line 1: got {"a":1}, want {"case": …} or {"run": …}`},
		{"case and run", `{"case":{},"run":{}}`, "line 1: got"},
		{"a broken line in the middle", `{"case":{}}` + "\nhello\n" + `{"case":{}}`, "line 2: got hello"},
		{
			"a line behind the run's", `{"run":{}}` + "\n" + `{"case":{}}`,
			"line 2: got another line, want none after the run's",
		},
		{"invalid UTF-8", "\xff\n", "line 1: got bytes that are not UTF-8"},
		{"a hostile line", "\x1b[2J\n", `line 1: got \x1b[2J`},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := report.ReadNDJSON(strings.NewReader(c.text))
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %q", err, c.want)
			}
		})
	}
}

// The lines of a run that is under way are those of a finished one.
func TestLinesWrittenAsTheCasesEndAreTheReport(t *testing.T) {
	d := report.NewDocument(suiteRun(t, reporttest.Hostile))
	var buf bytes.Buffer
	n := report.NDJSON{W: &buf}
	for _, c := range d.Cases {
		if err := n.Case(c); err != nil {
			t.Fatal(err)
		}
	}
	if err := n.Run(d); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(formatted(t, "ndjson", d), buf.String()); diff != "" {
		t.Errorf("(-report +lines):\n%s", diff)
	}
	var last struct{ Run map[string]json.RawMessage }
	lines := bytes.Split(bytes.TrimSpace(buf.Bytes()), []byte("\n"))
	if err := json.Unmarshal(lines[len(lines)-1], &last); err != nil || last.Run["cases"] != nil || last.Run["verdict"] == nil {
		t.Errorf("the last line: got %v, cases %s, want a document without them", err, last.Run["cases"])
	}
}

func FuzzReadNDJSON(f *testing.F) {
	f.Add(formatted(f, "ndjson", report.NewDocument(&conformance.Report{Results: suiteRun(f, "\x1b<").Results[:1]})))
	f.Add(`{"case":{"exchanges":[{"found":[{"check":"x","offset":-9}],"answer":{"bodyBase64":"!"}}]}}`)
	f.Add(`{"run":{"findings":[{"caret":{"offset":9,"length":-9},"sample":{"answer":{"body":"x"}}}],"cases":null}}`)
	f.Fuzz(func(t *testing.T, text string) {
		d, err := report.ReadNDJSON(strings.NewReader(text))
		if err != nil {
			return
		}
		for _, format := range report.Formats() {
			t.Run(format.Name, func(t *testing.T) {
				var buf bytes.Buffer
				if err := format.Write(&buf, d); err != nil {
					if format.Name != "json" && format.Name != "ndjson" && format.Name != "har" && format.Name != "sarif" {
						t.Fatalf("%v", err)
					}
				}
			})
		}
	})
}
