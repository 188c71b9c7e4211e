package report_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/timhook/timhook/report/reporttest"

	"github.com/google/go-cmp/cmp"
	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/report"
	"github.com/timhook/timhook/report/safe"
	"github.com/timhook/timhook/webhook"
)

// suiteRun is a run of a suite in which a case sends several requests, another would repeat what the ordinary packet
// draws, and the rest are skipped, known, fixed or ended by a bug.
func suiteRun(t testing.TB, text string) *conformance.Report {
	t.Helper()
	check := reporttest.HostileCheck(text)
	command := reporttest.Packet(t, "{}").Command
	result := func(id string, results ...conformance.Result) conformance.SuiteResult {
		c := &conformance.Case{
			Command: command, ID: id, Section: text, Doc: text, Source: text,
			Tags: conformance.TagCore | conformance.TagDelivery,
		}
		return conformance.SuiteResult{Case: c, Results: results, Took: 1100 * time.Millisecond}
	}
	fail := func() conformance.Result {
		return reporttest.Outcome(t, judge.Fail, text, reporttest.Found(check, payloads.Must, text, 30))
	}
	repeated, skipped, bug := result("c-repeated"), result("d-skipped"), result("g-bug")
	known := result("e-known", reporttest.Outcome(t, judge.Known, text))
	fixed := result("f-fixed", reporttest.Outcome(t, judge.Pass, text))
	repeated.Skip, repeated.Repeats = "counted under it", check
	skipped.Skip = text
	known.Listed = &conformance.KnownFailure{Pattern: "x", Reason: text}
	fixed.Fixed = &conformance.KnownFailure{Pattern: "x"}
	bug.Panic = &conformance.PanicError{Value: text}
	r := reporttest.Model(t, text)
	r.Suite = []conformance.SuiteResult{
		result("a-ordinary", fail(), fail()),
		result("b-fine", reporttest.Outcome(t, judge.Pass, text), reporttest.Outcome(t, judge.Pass, text)), repeated,
		skipped, known, fixed, bug,
	}
	r.Results = nil
	for _, s := range r.Suite {
		r.Results = append(r.Results, s.Results...)
	}
	return r
}

func TestADocumentOfASuiteCountsCasesAndNotRequests(t *testing.T) {
	d := report.NewDocument(suiteRun(t, reporttest.Hostile))
	want := map[string]int{"pass": 1, "fail": 1, "warn": 0, "known": 1, "fixed": 1, "skip": 2, "error": 1}
	if diff := cmp.Diff(want, d.Counts); diff != "" {
		t.Errorf("counts (-want +got):\n%s", diff)
	}
	if len(d.Cases) != 7 || len(d.Cases[0].Exchanges) != 2 {
		t.Fatalf("got %d cases, the first with %d exchanges, want 7 and 2", len(d.Cases), len(d.Cases[0].Exchanges))
	}
	if len(d.Findings) != 1 {
		t.Fatalf("got %d findings, want 1", len(d.Findings))
	}
	f := d.Findings[0]
	cases := []string{"Group.CallbackAfterSendMsg/a-ordinary"}
	if diff := cmp.Diff(cases, f.Cases); diff != "" || f.Count != 1 || f.NotSent != 1 || f.Case != cases[0] {
		t.Errorf("got %d cases of %q, spread %q; (-want +got):\n%s", f.Count, f.Case, f.Spread, diff)
	}
	if want := " --run Group.CallbackAfterSendMsg/a-ordinary --seed 18446744073709551615 --now "; !strings.Contains(f.Reproduce, want) {
		t.Errorf("got again %q, want %q in it", f.Reproduce, want)
	}
}

func TestTheVerdictFollowsCountsAndProblems(t *testing.T) {
	for _, c := range []struct {
		outcomes string
		problems []string
		want     string
	}{
		{"", nil, "skip"},
		{"skip skip", nil, "skip"},
		{"skip pass", nil, "pass"},
		{"known pass", nil, "pass"},
		{"warn pass", nil, "warn"},
		{"fixed pass", nil, "fail"},
		{"warn fail", nil, "fail"},
		{"fail error", nil, "fail"},
		{"warn error", nil, "error"},
		{"pass error", []string{"p95 is 400ms"}, "fail"},
		{"pass", []string{"p95 is 400ms"}, "fail"},
	} {
		t.Run(fmt.Sprintf("%s, %d problems", c.outcomes, len(c.problems)), func(t *testing.T) {
			d := report.Document{Problems: c.problems}
			for o := range strings.FieldsSeq(c.outcomes) {
				d.Cases = append(d.Cases, report.Case{Outcome: o})
			}
			if d.Settle(); d.Verdict != c.want {
				t.Errorf("%q with %d problems: got %s, want %s", c.outcomes, len(c.problems), d.Verdict, c.want)
			}
		})
	}
}

func TestBodiesAreBoundedAndSaySo(t *testing.T) {
	for _, c := range []struct {
		bytes, kept int
		cut         bool
	}{{0, 0, false}, {64 << 10, 64 << 10, false}, {64<<10 + 1, 64 << 10, true}, {1 << 20, 64 << 10, true}} {
		t.Run(fmt.Sprintf("%d bytes", c.bytes), func(t *testing.T) {
			r := reporttest.Outcome(t, judge.Pass, "x")
			r.Exchange.Body = bytes.Repeat([]byte("x"), c.bytes)
			a := report.NewDocument(&conformance.Report{Results: []conformance.Result{r}}).Cases[0].Exchanges[0].Answer
			if len(a.Body) != c.kept || a.Bytes != c.bytes || a.Cut != c.cut {
				t.Errorf("%d bytes: got %d kept of %d, cut %v, want %d and %v", c.bytes, len(a.Body), a.Bytes, a.Cut,
					c.kept, c.cut)
			}
		})
	}
}

// A body that is cut may be cut within a secret, whose beginning is no less secret.
func TestNoPieceOfASecretIsLeftWhereABodyIsCut(t *testing.T) {
	const token = "k7Qd2mXz9TnB4vRw"
	for before := 64<<10 - len(token); before <= 64<<10; before++ {
		r := reporttest.Outcome(t, judge.Pass, "x")
		r.Exchange.Body = []byte(strings.Repeat("x", before) + token + strings.Repeat("y", 100))
		var buf bytes.Buffer
		redactor := safe.NewRedactor(&buf)
		redactor.Hide(token)
		if err := named(t, "json").write(redactor, &conformance.Report{Results: []conformance.Result{r}}); err != nil {
			t.Fatal(err)
		}
		_ = redactor.Flush()
		if strings.Contains(buf.String(), "xk7") {
			t.Fatalf("a token behind %d bytes: a piece of it is left", before)
		}
	}
}

func TestTheCaretMovesWithWhatIsMasked(t *testing.T) {
	const token = "k7Qd2mXz9TnB4vRw"
	r := reporttest.Outcome(t, judge.Fail, "x",
		reporttest.Found(reporttest.HostileCheck("x"), payloads.Must, "x", len(token)+3))
	r.Exchange.Body = []byte(`{"` + token + `":1234567}`)
	var buf bytes.Buffer
	redactor := safe.NewRedactor(&buf)
	redactor.Hide(token)
	if err := named(t, "ndjson").write(redactor, &conformance.Report{Results: []conformance.Result{r}}); err != nil {
		t.Fatal(err)
	}
	d, err := report.ReadNDJSON(&buf)
	if err != nil {
		t.Fatal(err)
	}
	f := d.Findings[0]
	if under := f.Sample.Answer.Body[f.Caret.Offset:][:f.Caret.Length]; under != `:1234` || f.Offset != len(token)+3 {
		t.Errorf("got the caret under %q and offset %d, want it under %q and the offset as it came", under, f.Offset,
			`:1234`)
	}
}

func TestSignaturesOfTheRunAreMaskedEverywhere(t *testing.T) {
	r := reporttest.Outcome(t, judge.Fail, "x", reporttest.Found(reporttest.HostileCheck("x"), payloads.Must, "x", 40))
	target := r.Exchange.Request.RequestTarget()
	_, sign, _ := strings.Cut(target, "Sign=")
	sign, _, _ = strings.Cut(sign, "&")
	if len(sign) != 64 {
		t.Fatalf("got no signature in %s", target)
	}
	r.Exchange.Body = []byte(fmt.Sprintf(`{"you":"sent","to":%q}`, target))
	r.Exchange.Header = []webhook.HeaderField{
		{Name: "Location", Value: target}, {Name: "Set-Cookie", Value: "id=" + sign},
	}
	for _, w := range writers(t) {
		t.Run(w.name, func(t *testing.T) {
			if got := written(t, w, &conformance.Report{Results: []conformance.Result{r}}); strings.Contains(got, sign) || strings.Contains(got, sign[20:]) {
				t.Errorf("%s holds the signature", w.name)
			}
		})
	}
}
