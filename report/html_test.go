package report_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"html"
	"regexp"
	"strings"
	"testing"

	"github.com/timhook/timhook/report/reporttest"

	"github.com/timhook/timhook/report"
)

func pageOf(t testing.TB, d *report.Document) string { return formatted(t, "html", d) }

// formatted is a document in a format.
func formatted(t testing.TB, format string, d *report.Document) string {
	t.Helper()
	for _, f := range report.Formats() {
		if f.Name != format {
			continue
		}
		var buf bytes.Buffer
		if err := f.Write(&buf, d); err != nil {
			t.Fatalf("%s: %v", format, err)
		}
		return buf.String()
	}
	t.Fatalf("no format %s", format)
	return ""
}

func TestThePageNeedsNothingElse(t *testing.T) {
	page := pageOf(t, report.NewDocument(reporttest.Model(t, reporttest.Hostile)))
	for _, pattern := range []string{`(?i)\ssrc\s*=`, `(?i)<link[^>]+href="[^d]`, `(?i)@import`, `(?i)url\(`, `(?i)<(iframe|object|embed|base|form[^>]+action)`, `(?i)\son[a-z]+\s*=`} {
		if found := regexp.MustCompile(pattern).FindString(page); found != "" {
			t.Errorf("the page holds %q", found)
		}
	}
	for _, target := range regexp.MustCompile(`href="([^"]*)"`).FindAllStringSubmatch(page, -1) {
		if !strings.HasPrefix(target[1], "#") && target[1] != "data:," {
			t.Errorf("the page links to %q, want places in itself only", target[1])
		}
		if id, local := strings.CutPrefix(target[1], "#"); local && !strings.Contains(page, ` id="`+id+`"`) {
			t.Errorf("the page links to %q, which is not in it", target[1])
		}
	}
}

// The policy of the page allows its own script and no other, so the two have to fit.
func TestTheOnlyScriptIsTheOneThatThePolicyAllows(t *testing.T) {
	page := pageOf(t, report.NewDocument(reporttest.Model(t, reporttest.Hostile)))
	scripts := regexp.MustCompile(`(?is)<script[^>]*>(.*?)</script>`).FindAllStringSubmatch(page, -1)
	if len(scripts) != 1 {
		t.Fatalf("got %d scripts, want 1", len(scripts))
	}
	hash := sha256.Sum256([]byte(scripts[0][1]))
	if want := "script-src 'sha256-" + base64.StdEncoding.EncodeToString(hash[:]) + "'"; !strings.Contains(html.UnescapeString(page), want) {
		t.Errorf("the policy lacks %s", want)
	}
}

func TestThePageHasEveryCaseAndFinding(t *testing.T) {
	d := report.NewDocument(reporttest.Model(t, reporttest.Hostile))
	page := pageOf(t, d)
	if n := strings.Count(page, `<div class="case"`); n != len(d.Cases) {
		t.Errorf("got %d cases, want %d", n, len(d.Cases))
	}
	if n := strings.Count(page, `<div class="tag"`); n != len(d.Findings)-1 {
		t.Errorf("got %d findings, want %d: all but the note", n, len(d.Findings)-1)
	}
	if n := strings.Count(page, `<article class="finding`); n != 4 {
		t.Errorf("got %d answers with findings, want 4", n)
	}
	if n := strings.Count(page, "<b>Note:</b>"); n != 1 {
		t.Errorf("got %d notes, want 1", n)
	}
	if n := strings.Count(page, `class="dot"`) + strings.Count(page, `class="cross"`); n != 8 {
		t.Errorf("got %d answers in the picture, want 8: all but the skipped and the unreached one", n)
	}
}

func TestAnEmptyRunIsAPage(t *testing.T) {
	page := pageOf(t, &report.Document{Verdict: "skip"})
	for _, want := range []string{"Nothing was found.", "SKIP"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	if strings.Contains(page, "<svg") || strings.Contains(page, `class="matrix"`) {
		t.Error("the page draws what was not measured")
	}
}

func TestThePictureOfLatencySaysWhatWasMeasured(t *testing.T) {
	d := &report.Document{}
	for i := 1; i <= 100; i++ { // 10 ms to 1 s, and two that are late
		ms := float64(10 * i)
		if i > 98 {
			ms = 2500
		}
		d.Cases = append(d.Cases, report.Case{
			Outcome: "pass", Exchanges: []report.Exchange{{Outcome: "pass", Answer: report.Answer{WholeMS: ms}}},
		})
	}
	page := pageOf(t, d)
	for name, value := range map[string]string{
		"Answers": "100", "Median": "500 ms", "p95": "950 ms", "p99": "2.5 s", "Slowest": "2.5 s", "1 to 2 s": "0",
		"2 s and more": "2",
	} {
		t.Run(name, func(t *testing.T) {
			if want := "<dt>" + name + "</dt><dd>" + value + "</dd>"; !strings.Contains(page, want) {
				t.Errorf("the page lacks %s", want)
			}
		})
	}
}

// A page of a long run shows fewer dots than answers, the slowest among them.
func TestThePictureOfLatencyStaysSmall(t *testing.T) {
	d := &report.Document{}
	for i := range 10_000 {
		d.Cases = append(d.Cases, report.Case{
			Outcome:   "pass",
			Exchanges: []report.Exchange{{Outcome: "pass", Answer: report.Answer{WholeMS: float64(i + 1)}}},
		})
	}
	page := pageOf(t, d)
	if n := strings.Count(page, `class="dot"`); n < 1000 || n > 1502 {
		t.Errorf("got %d dots, want about 1500", n)
	}
	if !strings.Contains(page, "<title>: 10 s</title>") {
		t.Error("the slowest answer has no dot")
	}
}
