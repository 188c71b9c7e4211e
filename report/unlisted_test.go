package report_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/timhook/timhook/report/reporttest"

	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/report"
)

// longRun is a run that is too long to keep: 2,998 passed, and 1,002 show the same thing.
func longRun(t testing.TB) *report.Document {
	t.Helper()
	r := reporttest.Model(t, "plain")
	r.Tally = &conformance.Tally{}
	check := reporttest.HostileCheck("long")
	for i := range 4000 {
		result := reporttest.Outcome(t, judge.Pass, "plain")
		if i >= 2998 {
			result = reporttest.Outcome(t, judge.Fail, "plain", reporttest.Found(check, payloads.Must, "plain", 3))
		}
		result.From = "calls.ndjson#" + string(rune('0'+i%10))
		r.Tally.Add(result)
	}
	r.Results = r.Tally.Results()
	return report.NewDocument(r)
}

func TestALongRunSaysInOneLineWhatIsNotListed(t *testing.T) {
	d := longRun(t)
	if len(d.Cases) != 5 || d.Counts["pass"] != 2998 || d.Counts["fail"] != 1002 || d.Verdict != "fail" {
		t.Fatalf("got %d cases, counts %v and the verdict %s, want 5, 2998 and 1002, and fail", len(d.Cases), d.Counts,
			d.Verdict)
	}
	if f := d.Findings[0]; f.Count != 1002 || f.Spread != "" || f.Reproduce != "timhook send plain 'calls.ndjson#8'" {
		t.Errorf("got a finding of %d cases (%q), again %q", f.Count, f.Spread, f.Reproduce)
	}
	const line = "and 3,995 more, not listed: 2,998 pass, 997 fail"
	for format, want := range map[string]int{"text": 1, "markdown": 1, "html": 1, "junit": 1, "tap": 1, "sarif": 0, "har": 0, "github": 0} {
		t.Run(format, func(t *testing.T) {
			if got := strings.Count(formatted(t, format, d), line); got != want {
				t.Errorf("the line is there %d times, want %d", got, want)
			}
		})
	}
	for _, format := range []string{"html", "markdown", "text"} {
		for _, misleading := range []string{"Checks by callback", "<h2 id=\"latency\">", "slowest", "survived"} {
			if strings.Contains(formatted(t, format, d), misleading) {
				t.Errorf("%s: it shows %q of the few cases that are listed", format, misleading)
			}
		}
	}
	reporttest.Obeys(t, "json", formatted(t, "json", d))
}

func TestALongRunIsReadBackAsItWas(t *testing.T) {
	d := longRun(t)
	again, err := report.ReadNDJSON(strings.NewReader(formatted(t, "ndjson", d)))
	if err != nil {
		t.Fatal(err)
	}
	if again.Settle(); again.Counts["pass"] != 2998 || again.Unlisted["fail"] != 997 || again.Verdict != "fail" {
		t.Errorf("got counts %v, unlisted %v and %s", again.Counts, again.Unlisted, again.Verdict)
	}
}

func TestARunOfNothingButSkippedCasesIsSkippedHoweverLong(t *testing.T) {
	d := &report.Document{Cases: []report.Case{{Outcome: "skip"}}, Unlisted: map[string]int{"skip": 7}}
	if d.Settle(); d.Verdict != "skip" || d.Counts["skip"] != 8 {
		t.Errorf("got %s with %v", d.Verdict, d.Counts)
	}
	d.Unlisted["pass"] = 1
	if d.Settle(); d.Verdict != "pass" {
		t.Errorf("got %s, want pass", d.Verdict)
	}
}

func TestAShortRunHasNothingUnlisted(t *testing.T) {
	var b bytes.Buffer
	if err := json.NewEncoder(&b).Encode(report.NewDocument(reporttest.Model(t, "plain"))); err != nil || strings.Contains(b.String(), "unlisted") {
		t.Errorf("got it (%v)", err)
	}
}
