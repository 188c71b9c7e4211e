package lintreport_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/timhook/timhook/report/reporttest"

	"github.com/google/go-cmp/cmp"
	"github.com/timhook/timhook/internal/lint"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/report/formats"
	lintreport "github.com/timhook/timhook/report/lint"
	"github.com/timhook/timhook/report/safe"
	"github.com/timhook/timhook/report/terminal"
	"github.com/timhook/timhook/webhook/capture"
	"github.com/timhook/timhook/webhook/capture/read"
)

// lintRun writes what lint finds in a packet whose names and values are the text, and an entry that cannot be read.
func lintRun(t testing.TB, format formats.Format[lintreport.Write], text string, o lintreport.Options, hide ...string) string {
	t.Helper()
	quoted, err := json.Marshal(text)
	if err != nil {
		t.Fatal(err)
	}
	packet := `{"CallbackCommand":"Group.CallbackAfterGroupAttrChanged","GroupId":"g","Type":` + string(quoted) + `,"Operator_Account":"leckie","OptionType":7,` +
		`"GroupAttr":[{"key":"k","value":"v"}],"EventTime":1741000000417,` + string(quoted) + `:1,"Other":` + string(quoted) + `}`
	e := &read.Entry{Input: "calls " + text, Number: 2, Line: 3, Kind: read.KindCapture}
	e.Request = capture.Request{
		Method: text, URL: "http://127.0.0.1/", Query: "SdkAppid=" + url.QueryEscape(text), Body: []byte(packet),
	}
	var buf bytes.Buffer
	redactor := safe.NewRedactor(&buf)
	for _, secret := range hide {
		redactor.Hide(secret)
	}
	w := lintreport.NewWriter(redactor, format.Write, o)
	s := lintreport.Summary{
		Inputs: 1, Exchanges: 1, Unreadable: 1, Kinds: map[string]int{"capture": 1},
		Started: time.Unix(1741000000, 0).UTC(), Ended: time.Unix(1741000001, 0).UTC(),
	}
	known := lint.Options{}
	if len(hide) > 0 {
		known.Token = hide[0]
	}
	for _, p := range lint.Entry(e, known) {
		*[...]*int{&s.Must, &s.Should, &s.May}[p.Level]++
		if err := w.Problem(e, &p); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(w.Entry(e, s.Must > 0), w.Unreadable(&read.BadEntry{Input: "calls " + text, Line: 4, Err: errors.New(text)}), w.End(s), redactor.Flush()); err != nil {
		t.Fatal(err)
	}
	return buf.String()
}

func TestWhatLintFindsLooksLikeTheGoldenFiles(t *testing.T) {
	formats := lintreport.Formats()
	if len(formats) < 7 {
		t.Fatalf("got %d formats, want at least 7", len(formats))
	}
	for _, f := range formats {
		t.Run(f.Name, func(t *testing.T) {
			reporttest.Golden(t, "lint-"+f.Name,
				lintRun(t, f, reporttest.Hostile, lintreport.Options{Level: payloads.May, Version: "0.1.0"}))
		})
	}
	reporttest.Golden(t, "lint-text-colour", lintRun(t, formats[0], reporttest.Hostile,
		lintreport.Options{Level: payloads.May, Palette: terminal.NewPalette(true)}))
}

func TestOneProblemIsOneLineWhateverItHolds(t *testing.T) {
	for _, f := range lintreport.Formats() {
		t.Run(f.Name, func(t *testing.T) {
			o := lintreport.Options{Level: payloads.May}
			plain, odd := lintRun(t, f, "text", o), lintRun(t, f, reporttest.Hostile, o)
			if got, want := strings.Count(odd, "\n"), strings.Count(plain, "\n"); got != want || want < 8 {
				t.Errorf("got %d lines, want the %d of a plain text, at least 8", got, want)
			}
			for _, r := range odd {
				if r != '\n' && (r < ' ' || r == 0x7f || r == '\u202e' || r == '\u2028') {
					t.Errorf("got the character %q", r)
				}
			}
		})
	}
}

func TestLintsDocumentsAreWhole(t *testing.T) {
	for _, f := range lintreport.Formats() {
		t.Run(f.Name, func(t *testing.T) {
			for _, text := range []string{"text", reporttest.Hostile} {
				for _, level := range []payloads.Level{payloads.Must, payloads.May} {
					out := lintRun(t, f, text, lintreport.Options{Level: level, Max: 1})
					switch f.Name {
					case "json", "codequality":
						reporttest.IsJSON(t, f.Name, out)
					case "ndjson":
						for line := range strings.Lines(out) {
							reporttest.IsJSON(t, f.Name, line)
						}
					case "sarif":
						reporttest.Obeys(t, "sarif", out)
					}
				}
			}
		})
	}
	for _, f := range lintreport.Formats() {
		t.Run(f.Name, func(t *testing.T) { // without a problem
			var buf bytes.Buffer
			if err := lintreport.NewWriter(&buf, f.Write, lintreport.Options{}).End(lintreport.Summary{}); err != nil {
				t.Fatal(err)
			}
			switch f.Name {
			case "json", "ndjson", "codequality":
				reporttest.IsJSON(t, f.Name, buf.String())
			case "sarif":
				reporttest.Obeys(t, "sarif", buf.String())
			}
		})
	}
}

// A rule that is broken a thousand times is shown a few times and counted.
func TestNoRuleFillsTheScreen(t *testing.T) {
	e := &read.Entry{Input: "a", Number: 1, Line: 1}
	for _, f := range lintreport.Formats() {
		t.Run(f.Name, func(t *testing.T) {
			var buf bytes.Buffer
			w := lintreport.NewWriter(&buf, f.Write, lintreport.Options{Level: payloads.Should, Max: 2})
			for n := range 10 {
				for _, rule := range []string{"packet-wrong-type", "sign-mismatch", "query-unknown"} {
					r, err := lint.LookupRule(rule)
					if err != nil {
						t.Fatal(err)
					}
					p := lint.Problem{
						Rule: rule, Level: r.Level, Subject: r.Subject, Place: capture.Place{Line: n + 1, Column: 1},
						Message: fmt.Sprintf("the %dth", n), Source: r.Source,
					}
					if err := w.Problem(e, &p); err != nil {
						t.Fatal(err)
					}
				}
				if err := w.Entry(e, true); err != nil {
					t.Fatal(err)
				}
			}
			if err := w.End(lintreport.Summary{}); err != nil {
				t.Fatal(err)
			}
			out := buf.String()
			if f.Name == "junit" { // an exchange fails also where its problems are not shown any more
				if !strings.Contains(out, ` tests="10" failures="10" `) || strings.Contains(out, "the 2th") {
					t.Errorf("want ten failures, with two problems of each rule, got\n%s", out)
				}
				return
			}
			if strings.Count(out, "the 1th") != 2 || strings.Contains(out, "the 2th") {
				t.Errorf("want the first two of two rules, got\n%s", out)
			}
			switch f.Name {
			case "text":
				want := "a:1:1: error: packet-wrong-type: the 0th\na:1:1: error: sign-mismatch: the 0th\n" +
					"a:2:1: error: packet-wrong-type: the 1th\na:2:1: error: sign-mismatch: the 1th\n" +
					"... and 8 more of error packet-wrong-type\n... and 8 more of error sign-mismatch\n"
				if diff := cmp.Diff(want, out); diff != "" {
					t.Error(diff)
				}
			case "github":
				want := "::error title=... and 16 more::packet-wrong-type 8, sign-mismatch 8\n"
				if !strings.Contains(out, want) {
					t.Errorf("want %q, got\n%s", want, out)
				}
			case "codequality": // has no place for it
			default:
				if strings.Count(out, `:8,"sign-mismatch":8`)+strings.Count(out, `"sign-mismatch": 8`) != 1 {
					t.Errorf("%s does not say how many were left off:\n%s", f.Name, out)
				}
			}
		})
	}
}

func TestNoFormatOfLintLetsThroughAPieceOfTheToken(t *testing.T) {
	for _, token := range reporttest.Canaries() {
		for _, f := range lintreport.Formats() {
			t.Run(f.Name, func(t *testing.T) {
				for _, n := range []int{0, 30, 50, 57} {
					out := lintRun(t, f, strings.Repeat("x", n)+token, lintreport.Options{Level: payloads.May}, token)
					if left := reporttest.Spelt(out, token); left != nil {
						t.Errorf("pieces of %q are left: %s", token, left)
					}
				}
			})
		}
	}
}

// What was odd in an input is shown at every level, the same of many entries once.
func TestNotesOnInputsAreShownOnceAtEveryLevel(t *testing.T) {
	var buf bytes.Buffer
	w := lintreport.NewWriter(&buf, lintreport.Formats()[0].Write, lintreport.Options{Level: payloads.Must, Max: 20})
	for n := range 5 {
		text := "the date is empty"
		if n == 3 {
			text = "the status is a text"
		}
		p := lint.Problem{
			Rule: lint.InputOdd, Level: payloads.May, Place: capture.Place{Line: n + 1, Column: 1}, Message: text,
		}
		if err := w.Problem(&read.Entry{Input: "a"}, &p); err != nil {
			t.Fatal(err)
		}
	}
	p := lint.Problem{Rule: "query-unknown", Level: payloads.May, Place: capture.Place{Line: 9, Column: 1}}
	if err := errors.Join(w.Problem(&read.Entry{Input: "a"}, &p), w.End(lintreport.Summary{})); err != nil {
		t.Fatal(err)
	}
	want := "a:1:1: note: input-odd: the date is empty\na:4:1: note: input-odd: the status is a text\n" +
		"... and 3 more of note input-odd: the date is empty\n"
	if diff := cmp.Diff(want, buf.String()); diff != "" || w.Hidden() != 1 {
		t.Errorf("%d hidden, want 1; (-want +got):\n%s", w.Hidden(), diff)
	}
}
