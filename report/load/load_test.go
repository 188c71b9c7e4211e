package loadreport_test

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/timhook/timhook/report/reporttest"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/google/go-cmp/cmp"
	"github.com/timhook/timhook/report"
	loadreport "github.com/timhook/timhook/report/load"
	"github.com/timhook/timhook/report/safe"
)

// loadModel is a load in which everything happened. Two calls give equal models.
func loadModel(t testing.TB, text string) *report.Document {
	t.Helper()
	d := report.NewDocument(reporttest.Model(t, text))
	times := report.LoadTimes{
		Count: 29_990, Min: 0.11, Mean: 2.5, P50: 1.2, P75: 2.1, P90: 4.4, P95: 9.87, P99: 312, P999: 1987.654,
		Max: 3001,
	}
	d.Cases, d.Ended = nil, text
	d.Load = &report.Load{
		Sentence: "does not keep up: " + text,
		Asked: report.LoadAsked{
			Rate: "1000/s" + text, Model: "open", Seconds: 30, Count: 30_000, Connections: 64, Payloads: 10_000,
			Mix: []report.LoadMix{
				{Callback: "Bot.OnGroupMessage" + text, Weight: 1},
				{Callback: "Group.CallbackAfterSendMsg", Weight: 20},
			},
		},
		Sent: report.LoadSent{
			Due: 30_000, Sent: 29_995, Shortfall: 5, Overdue: 12, Unfinished: 3, Rate: 999.83, Answered: 998.2,
			Connected: 64, Reused: 29_931, Redialed: 2,
			BytesOut: 24_000_000, BytesIn: 3_600_000, Slow: text,
		},
		All: report.LoadOf{
			Callback: "all", Sent: 29_995, Latency: times, Service: times, PastSecond: 100, PastDeadline: 12,
		},
		Each: []report.LoadOf{
			{
				Callback: "Bot.OnGroupMessage" + text, Sent: 1428, Latency: times, Service: times, PastSecond: 4,
				PastDeadline: 1,
			},
			{Callback: "Group.CallbackAfterSendMsg", Sent: 28_567},
		},
		Sending: &times,
		Errors:  []report.LoadError{{Class: "timeout" + text, Count: 7}, {Class: "reset", Count: 3}},
		Budgets: []report.LoadBudget{{Met: true, Text: "met " + text}, {Text: "missed " + text}},
		Bars: []report.LoadBar{
			{From: 0.1, To: 0.2, Count: 1},
			{From: 0.2, To: 0.5},
			{From: 0.5, To: 1, Count: 20_000},
			{From: 1, To: 2, Count: 9_989},
		},
		Probes:  []report.LoadProbe{{Rate: 100, Held: true, P99: 3}, {Rate: 200, Why: text, P99: 3000, Late: 12}},
		Highest: 100,
	}
	for i := range 5 {
		f := float64(i + 1)
		d.Load.Series = append(d.Load.Series, report.LoadSecond{
			Number: i, Seconds: 1, Sent: 1000, Answered: 1000 - i, Failed: i, P50: f, P99: 100 * f, Max: 600 * f,
			InFlight: i, Connections: 64,
		})
	}
	return d
}

func loadText(t testing.TB, name string, d *report.Document) string {
	t.Helper()
	for _, f := range loadreport.Formats() {
		if f.Name != name {
			continue
		}
		var buf bytes.Buffer
		if err := f.Write(&buf, d); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		return buf.String()
	}
	t.Fatalf("there is no format %s", name)
	return ""
}

func TestAHostileLoadLooksLikeTheGoldenOne(t *testing.T) {
	if n := len(loadreport.Formats()); n < 6 {
		t.Errorf("got %d formats of a load, want 6", n)
	}
	for _, f := range loadreport.Formats() {
		t.Run(f.Name, func(t *testing.T) {
			d, untouched := loadModel(t, reporttest.Hostile), loadModel(t, reporttest.Hostile)
			got := loadText(t, f.Name, d)
			reporttest.Golden(t, "load-"+f.Name, got)
			if again := loadText(t, f.Name, d); again != got || !reflect.DeepEqual(d, untouched) {
				t.Errorf("%s changed what it wrote", f.Name)
			}
			if i := strings.IndexFunc(got, func(r rune) bool {
				return r != '\n' && r != '\u200d' && unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp)
			}); i >= 0 || !utf8.ValidString(got) {
				t.Errorf("%s lets %q through", f.Name, got[max(0, i):min(len(got), i+20)])
			}
		})
	}
}

func TestNoFormatOfALoadHoldsTheToken(t *testing.T) {
	const token = "k7Qd2mXz9TnB4vRw"
	for _, f := range loadreport.Formats() {
		t.Run(f.Name, func(t *testing.T) {
			var buf bytes.Buffer
			safe := safe.NewRedactor(&buf)
			safe.Hide(token)
			if err := f.Write(safe, loadModel(t, "x"+token+"y")); err != nil {
				t.Fatal(err)
			}
			if err := safe.Flush(); err != nil {
				t.Fatal(err)
			}
			if strings.Contains(buf.String(), token) {
				t.Errorf("%s holds the token", f.Name)
			}
		})
	}
}

func TestALoadsLinesAreItsSecondsAndThenTheRest(t *testing.T) {
	d := loadModel(t, "plain")
	lines := strings.Split(strings.TrimSuffix(loadText(t, "ndjson", d), "\n"), "\n")
	if len(lines) != 6 {
		t.Fatalf("got %d lines, want 5 seconds and the run", len(lines))
	}
	for i, line := range lines[:5] {
		var got struct{ Second report.LoadSecond }
		if err := json.Unmarshal([]byte(line), &got); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(d.Load.Series[i], got.Second); diff != "" {
			t.Error(diff)
		}
	}
	var last struct{ Run report.Document }
	if err := json.Unmarshal([]byte(lines[5]), &last); err != nil {
		t.Fatal(err)
	}
	want := *d.Load
	want.Series = nil
	if diff := cmp.Diff(&want, last.Run.Load); diff != "" {
		t.Error(diff)
	}
}

// A load may end before there is anything to draw.
func TestALoadWithoutFiguresIsWrittenAllTheSame(t *testing.T) {
	for what, change := range map[string]func(*report.Load){
		"nothing":    func(l *report.Load) { *l = report.Load{Asked: report.LoadAsked{Rate: "max", Model: "closed"}} },
		"one second": func(l *report.Load) { l.Series = l.Series[:1] },
		"no time":    func(l *report.Load) { l.Series = append(l.Series, report.LoadSecond{Number: 5}) },
		"all at 0": func(l *report.Load) {
			l.All.Latency = report.LoadTimes{Count: 1}
			l.All.Service = l.All.Latency
		},
	} {
		t.Run(what, func(t *testing.T) {
			for _, f := range loadreport.Formats() {
				t.Run(f.Name, func(t *testing.T) {
					d := loadModel(t, "plain")
					change(d.Load)
					got := loadText(t, f.Name, d)
					if strings.Contains(got, "NaN") || strings.Contains(got, "+Inf") || got == "" {
						t.Errorf("%s, %s: got a figure that is none", what, f.Name)
					}
				})
			}
		})
	}
}

func TestBarsOfALoadAreSeenInASCIIToo(t *testing.T) {
	var buf bytes.Buffer
	loadreport.Text{W: &buf, ASCII: true}.Write(loadModel(t, "plain"))
	for _, line := range []string{"up to    1 ms  ################################################## 20,000", "up to  0.2 ms  # 1", "up to  0.5 ms\n"} {
		if !strings.Contains(buf.String(), line) {
			t.Errorf("%q is missing in:\n%s", line, buf.String())
		}
	}
}

func TestThePageOfALoadWorksInARealBrowser(t *testing.T) {
	b := reporttest.OpenHTML(t, loadText(t, "html", loadModel(t, reporttest.Hostile)))
	reporttest.Expect(b, "the charts are shown",
		`[...document.querySelectorAll(".chart svg")].filter((c) => c.getBoundingClientRect().height > 100).length`, 3)
	reporttest.Expect(b, "every line has a length",
		`[...document.querySelectorAll(".series")].every((p) => p.getTotalLength() > 100)`, true)
	reporttest.Expect(b, "every line has its name below", `document.querySelectorAll(".legend li").length`, 8)
	reporttest.Expect(b, "the findings but the note are shown", reporttest.FindingsShown, 4)
	for _, width := range []int64{1200, 400} {
		b.Run(emulation.SetDeviceMetricsOverride(width, 900, 1, false))
		reporttest.Expect(b, "nothing is wider than the page",
			`[...document.querySelectorAll("body *")].filter((e) => !e.closest(".scroll, pre, svg")).filter((e) => e.getBoundingClientRect().right > document.documentElement.clientWidth).map((e) => e.outerHTML.slice(0, 200))`, []string{})
	}
	b.Run(chromedp.Evaluate(`0`, nil))
	b.Behaved()
}
