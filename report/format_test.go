package report_test

import (
	"bytes"
	"encoding/json"
	"io"
	"reflect"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/timhook/timhook/report/why"

	"github.com/timhook/timhook/report/reporttest"

	"github.com/google/go-cmp/cmp"
	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/report"
	"github.com/timhook/timhook/report/terminal"
)

// writer is one way to write a report, named as its golden file.
type writer struct {
	name  string
	write func(io.Writer, *conformance.Report) error
}

// writers are all formats, and text as it is on the screen with -v, -vv, -q and in colour.
func writers(t testing.TB) []writer {
	t.Helper()
	var list []writer
	for _, f := range report.Formats() {
		list = append(list,
			writer{f.Name, func(w io.Writer, r *conformance.Report) error { return f.Write(w, report.NewDocument(r)) }})
	}
	if len(list) < 10 {
		t.Fatalf("got %d formats, want at least 10", len(list))
	}
	for name, text := range map[string]report.Text{
		"text-v": {Verbose: 1}, "text-vv": {Verbose: 2}, "text-brief": {Brief: true},
		"text-colour": {Palette: terminal.NewPalette(true)}, "text-60": {Palette: terminal.NewPalette(false).Within(60)},
	} {
		list = append(list, writer{name, func(w io.Writer, r *conformance.Report) error {
			text.W = w
			for _, result := range r.Results {
				text.Case(why.NewCase(result))
			}
			text.End(report.NewDocument(r))
			return nil
		}})
	}
	return list
}

func written(t testing.TB, w writer, r *conformance.Report) string {
	t.Helper()
	var buf bytes.Buffer
	if err := w.write(&buf, r); err != nil {
		t.Fatalf("%s: %v", w.name, err)
	}
	return buf.String()
}

func TestHostileReportsLookLikeTheGoldenOnes(t *testing.T) {
	for _, w := range writers(t) {
		t.Run(w.name, func(t *testing.T) {
			reporttest.Golden(t, w.name, written(t, w, reporttest.Model(t, reporttest.Hostile)))
		})
	}
}

func TestWritingChangesNothingAndRepeatsByteForByte(t *testing.T) {
	for _, w := range writers(t) {
		t.Run(w.name, func(t *testing.T) {
			r, untouched := reporttest.Model(t, reporttest.Hostile), reporttest.Model(t, reporttest.Hostile)
			first := written(t, w, r)
			if second := written(t, w, r); first != second {
				t.Errorf("the second time it wrote something else:\n%s", cmp.Diff(first, second))
			}
			if !reflect.DeepEqual(r, untouched) {
				t.Errorf("%s changed the report that it wrote", w.name)
			}
		})
	}
}

func TestNoFormatLetsControlCharactersThrough(t *testing.T) {
	small, big := reporttest.Model(t, reporttest.Hostile), reporttest.Model(t, reporttest.Hostile)
	for i := range big.Results {
		if x := big.Results[i].Exchange; x != nil {
			x.Body = []byte(strings.Repeat("\u202e\xff\x1b\x80", 1<<20/6))
			x.Raw = x.Body
		}
	}
	for _, w := range writers(t) {
		t.Run(w.name, func(t *testing.T) {
			for _, r := range []*conformance.Report{small, big} {
				got := written(t, w, r)
				if w.name == "text-colour" {
					for _, code := range []string{"\x1b[0m", "\x1b[0;22m", "\x1b[1m", "\x1b[22m", "\x1b[2m", "\x1b[31;1m", "\x1b[0;22;0m", "\x1b[32m", "\x1b[33m", "\x1b[36m", "\x1b[0;0m", "\x1b[22;0m"} {
						got = strings.ReplaceAll(got, code, "")
					}
				}
				if !utf8.ValidString(got) {
					t.Errorf("%s is no valid UTF-8", w.name)
				}
				if i := strings.IndexFunc(got, func(r rune) bool {
					return r != '\n' && r != '\u200d' && unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp)
				}); i >= 0 {
					t.Errorf("%s holds %+q at byte %d", w.name, got[max(0, i-10):min(len(got), i+10)], i)
				}
			}
		})
	}
}

// Text comes into the log of a workflow too, where a line of a backend's could be a command.
func TestNoLineIsAWorkflowCommandOfTheBackend(t *testing.T) {
	for _, text := range []string{reporttest.Hostile, "::error::pwned", "  ::error::pwned", strings.Repeat("x", 95) + " ::error::pwned", "##[error]pwned"} {
		for _, w := range writers(t) {
			t.Run(w.name, func(t *testing.T) {
				r := reporttest.Model(t, text)
				for i := range r.Results {
					if x := r.Results[i].Exchange; x != nil {
						x.Body = []byte(text) // at the beginning of its line
					}
				}
				for line := range strings.Lines(written(t, w, r)) {
					isOurs := func(kind string) bool { return strings.HasPrefix(line, "::"+kind+" title=") }
					ours := w.name == "github" && strings.Count(line, "::") >= 2 &&
						(isOurs("error") || isOurs("warning") || isOurs("notice"))
					if strings.HasPrefix(strings.TrimSpace(line), "::") && !ours || strings.Contains(line, "##[") {
						t.Errorf("a line that a runner would obey: %q", line)
					}
				}
			})
		}
	}
}

func TestAnnotationsAreOneForEachCauseErrorAndFixedOne(t *testing.T) {
	r := reporttest.Model(t, reporttest.Hostile)
	got := map[string]int{}
	text := written(t, named(t, "github"), r)
	if !strings.Contains(text, "\n::error title=fixed%3A ") || !strings.Contains(text, "\n::error title=not judged%3A ") {
		t.Error("the fixed or the unjudged case has no annotation")
	}
	for line := range strings.Lines(text) {
		kind, _, _ := strings.Cut(line[2:], " ")
		got[kind]++
	}
	// Two causes of one level fail besides the cut answer; one answer errs, one known failure is fixed; the verdict
	// is a notice.
	if diff := cmp.Diff(map[string]int{"error": 4, "warning": 1, "notice": 3}, got); diff != "" {
		t.Errorf("annotations (-want +got):\n%s", diff)
	}
}

func named(t testing.TB, name string) writer {
	t.Helper()
	for _, w := range writers(t) {
		if w.name == name {
			return w
		}
	}
	t.Fatalf("no format %s", name)
	return writer{}
}

func TestJSONCountsWhatRan(t *testing.T) {
	r := reporttest.Model(t, reporttest.Hostile)
	var got struct {
		Verdict  string
		Counts   map[string]int
		Findings []struct {
			Outcome string
			Count   int
			Cases   []string
		}
		Cases []struct{ Outcome string }
	}
	if err := json.Unmarshal([]byte(written(t, named(t, "json"), r)), &got); err != nil {
		t.Fatal(err)
	}
	want := map[string]int{"pass": 2, "fail": 3, "warn": 1, "known": 1, "fixed": 1, "skip": 1, "error": 1}
	if diff := cmp.Diff(want, got.Counts); diff != "" {
		t.Errorf("counts (-want +got):\n%s", diff)
	}
	seen := map[string]int{}
	for _, result := range got.Cases {
		seen[result.Outcome]++
	}
	if diff := cmp.Diff(want, seen); diff != "" {
		t.Errorf("outcomes of the results (-want +got):\n%s", diff)
	}
	if got.Verdict != "fail" || len(got.Findings) != 5 {
		t.Errorf("got verdict %s and %d findings, want fail and 5", got.Verdict, len(got.Findings))
	}
	for i, f := range got.Findings {
		if f.Count != len(f.Cases) {
			t.Errorf("finding %d counts %d cases and names %d", i, f.Count, len(f.Cases))
		}
	}
}

func TestEveryLineOfNDJSONIsADocument(t *testing.T) {
	r := reporttest.Model(t, reporttest.Hostile)
	lines := strings.Split(strings.TrimSuffix(written(t, named(t, "ndjson"), r), "\n"), "\n")
	if len(lines) != len(r.Results)+1 {
		t.Errorf("got %d lines, want one for each of %d results and one for the verdict", len(lines), len(r.Results))
	}
	for i, line := range lines {
		var doc map[string]any
		if err := json.Unmarshal([]byte(line), &doc); err != nil {
			t.Errorf("line %d: %v", i+1, err)
		}
		if _, isVerdict := doc["run"]; isVerdict != (i == len(r.Results)) {
			t.Errorf("line %d: got a verdict: %v", i+1, isVerdict)
		}
	}
}

func TestAWriterThatFailsIsAnErrorOfEveryFormat(t *testing.T) {
	for _, f := range report.Formats() {
		t.Run(f.Name, func(t *testing.T) {
			if err := f.Write(&reporttest.Full{After: 10}, report.NewDocument(reporttest.Model(t, reporttest.Hostile))); err == nil || !strings.Contains(err.Error(), "no space left") {
				t.Errorf("got %v, want the writer's error", err)
			}
		})
	}
}
