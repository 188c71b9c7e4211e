package conformance_test

import (
	"context"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"
	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/conformance/cases"
	"github.com/timhook/timhook/conformance/judge"
)

// failing is the reference backend, which answers what it accepts with a server error where the body holds the text.
func failing(text string) http.Handler {
	right := reference()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body := readAll(r)
		if strings.Contains(body, text) {
			http.Error(w, "no", http.StatusInternalServerError)
			return
		}
		r.Body = io.NopCloser(strings.NewReader(body))
		right.ServeHTTP(w, r)
	})
}

func readAll(r *http.Request) string {
	body, _ := io.ReadAll(r.Body)
	return string(body)
}

func TestListedCasesAreKnownOrFixed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		known, err := conformance.NewKnown([]conformance.KnownFailure{
			{
				Pattern: "eventtime-string",
				Reason:  "ticket 812",
			}, {Pattern: "send/eventtime-zero"}, {Pattern: "neg-tls-*"}, {Pattern: "neg-path-wrong"},
		}, cases.Suite())
		if err != nil {
			t.Fatal(err)
		}
		o := suiteOptions(t, serving(t, failing(`"EventTime":"`)))
		o.Known, o.MaxFailures = known, 1
		cases := the("eventtime-string", "eventtime-zero", "neg-path-wrong", "baseline-minimal")
		got := map[string]string{}
		for _, r := range conformance.RunSuite(t.Context(), cases, o) {
			if r.Case.Command.Short == "send" {
				got[r.Case.ID] = r.Outcome().String()
			}
		}
		want := map[string]string{"baseline-minimal": "PASS", "eventtime-string": "KNOWN", "eventtime-zero": "FIXED", "neg-path-wrong": "INFO"}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
	})
}

func TestAnEntryWithACheckHidesNoOtherFault(t *testing.T) {
	right := reference()
	empty := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body := readAll(r)
		if strings.Contains(body, `"EventTime":"`) {
			_, _ = io.WriteString(w, `{"ErrorInfo":""}`)
			return
		}
		r.Body = io.NopCloser(strings.NewReader(body))
		right.ServeHTTP(w, r)
	})
	const id, action, code = "send/eventtime-string", ":resp-actionstatus-present", ":resp-errorcode-present"
	const note = ":resp-content-type"
	for _, tt := range []struct {
		name     string
		listed   []string
		want     judge.Outcome
		findings map[string]judge.Outcome
	}{
		{
			"the whole case",
			[]string{id},
			judge.Known,
			map[string]judge.Outcome{action: judge.Known, code: judge.Known, note: judge.Known},
		},
		{
			"one check",
			[]string{id + code},
			judge.Fail,
			map[string]judge.Outcome{action: judge.Fail, code: judge.Known, note: judge.Info},
		},
		{
			"both checks",
			[]string{id + code, "eventtime-string" + action},
			judge.Known,
			map[string]judge.Outcome{action: judge.Known, code: judge.Known, note: judge.Info},
		},
		{
			"a glob",
			[]string{id + ":resp-*-present"},
			judge.Known,
			map[string]judge.Outcome{action: judge.Known, code: judge.Known, note: judge.Info},
		},
		{
			"a check that holds",
			[]string{id + code, id + action, id + ":resp-json"},
			judge.Fixed,
			map[string]judge.Outcome{action: judge.Known, code: judge.Known, note: judge.Info},
		},
		{
			"a check that holds beside a new fault",
			[]string{id + ":resp-json"},
			judge.Fail,
			map[string]judge.Outcome{action: judge.Fail, code: judge.Fail, note: judge.Info},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var entries []conformance.KnownFailure
				for _, pattern := range tt.listed {
					entries = append(entries, conformance.KnownFailure{Pattern: pattern})
				}
				known, err := conformance.NewKnown(entries, cases.Suite())
				if err != nil {
					t.Fatal(err)
				}
				o := suiteOptions(t, serving(t, empty))
				o.Known = known
				report := conformance.Report{}
				for _, r := range conformance.RunSuite(t.Context(), the("eventtime-string"), o) {
					if r.Case.Command.Short != "send" {
						continue
					}
					report.Results = append(report.Results, r.Results...)
					if r.Outcome() != tt.want || known.Covers(r) != (tt.want != judge.Fail) {
						t.Errorf("got %s, covered %t, want %s", r.Outcome(), known.Covers(r), tt.want)
					}
				}
				got := map[string]judge.Outcome{}
				for _, c := range report.Causes() {
					got[":"+c.Check.ID] = c.Outcome()
				}
				if diff := cmp.Diff(tt.findings, got); diff != "" {
					t.Error(diff)
				}
			})
		})
	}
}

func TestKnownFailuresMakeKnownCauses(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		known, err := conformance.NewKnown([]conformance.KnownFailure{{Pattern: "eventtime-string"}}, cases.Suite())
		if err != nil {
			t.Fatal(err)
		}
		o := suiteOptions(t, serving(t, failing(`"EventTime":"`)))
		o.Known = known
		report := conformance.Report{}
		for _, r := range conformance.RunSuite(t.Context(), the("eventtime-string"), o) {
			report.Results = append(report.Results, r.Results...)
		}
		causes := report.Causes()
		if len(causes) == 0 {
			t.Fatal("nothing was found")
		}
		for _, c := range causes {
			if c.Outcome() != judge.Known {
				t.Errorf("%s is %s, want KNOWN", c.Check.ID, c.Outcome())
			}
		}
	})
}

func TestWhatIsListedAndDidNotRunStaysSkipped(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		known, err := conformance.NewKnown([]conformance.KnownFailure{{Pattern: "all"}}, cases.Suite())
		if err != nil {
			t.Fatal(err)
		}
		o := suiteOptions(t, serving(t, failing("CallbackCommand")))
		o.Known, o.Target.Token = known, ""
		for _, r := range conformance.RunSuite(t.Context(),
			the("neg-sign-wrong", "baseline-minimal", "baseline-maximal"), o) {
			want := judge.Skip
			if r.Case.ID == "baseline-minimal" {
				want = judge.Known
			}
			if r.Outcome() != want {
				t.Errorf("%s is %s, want %s", r.Case.Name(), r.Outcome(), want)
			}
		}
	})
}

func TestABugInACaseIsThatCaseAlone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := suiteOptions(t, serving(t, reference()))
		cases := the("baseline-minimal", "baseline-maximal")
		cases[1].Run = func(context.Context, *conformance.CaseRun) { panic("out of order") }
		cases[2].Run = func(ctx context.Context, run *conformance.CaseRun) {
			run.SendTogether(ctx, conformance.Attempt{}, conformance.Attempt{})
		}
		for i, r := range conformance.RunSuite(t.Context(), cases, o) {
			if broken := i == 1 || i == 2; broken != (r.Panic != nil) || broken != (r.Outcome() == judge.Error) {
				t.Errorf("%s: got %s, panic %v", r.Case.Name(), r.Outcome(), r.Panic)
			}
			if i == 1 &&
				(r.Panic.Error() != "a bug in timhook: out of order" || !strings.Contains(string(r.Panic.Stack),
					"known_run_test.go")) {
				t.Errorf("got %v\n%s", r.Panic, r.Panic.Stack)
			}
		}
	})
}

func TestWhatIsCutShortIsSkippedAndNoError(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		var once sync.Once
		stuck := http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
			readAll(r)
			once.Do(cancel)
			<-r.Context().Done()
		})
		for _, r := range conformance.RunSuite(ctx, the("baseline-minimal", "baseline-maximal"),
			suiteOptions(t, serving(t, stuck))) {
			if r.Outcome() != judge.Skip {
				t.Errorf("%s is %s, want SKIP", r.Case.Name(), r.Outcome())
			}
		}
	})
}

func TestFinishedIsCalledOnceForEachCase(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := suiteOptions(t, serving(t, reference()))
		count := map[string]int{}
		o.Finished = func(r conformance.SuiteResult) { count[r.Case.Name()]++ }
		cases := the("baseline-minimal", "baseline-maximal", "eventtime-string")
		conformance.RunSuite(t.Context(), cases, o)
		for _, c := range cases {
			if count[c.Name()] != 1 {
				t.Errorf("%s was told %d times, want once", c.Name(), count[c.Name()])
			}
		}
	})
}
