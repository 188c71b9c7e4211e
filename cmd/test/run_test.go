package test

import (
	"bytes"
	"context"
	"errors"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"github.com/timhook/timhook/cmd/cli"
	"github.com/timhook/timhook/cmd/verbtest"
	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/internal/backend"
	"github.com/timhook/timhook/internal/supervise"
	"github.com/timhook/timhook/report/safe"
)

// planned is what a command line of the verb leads to.
func planned(t *testing.T, a *cli.App, args ...string) *testPlan {
	t.Helper()
	o, err := verbtest.Parse(t, command, args...)
	if err != nil {
		t.Fatal(err)
	}
	p, err := planTest(t.Context(), a, o)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestOfSeveralExitCodesTheWeightiestCounts(t *testing.T) {
	result := func(o judge.Outcome) conformance.SuiteResult {
		return conformance.SuiteResult{
			Case:    &conformance.Case{},
			Results: []conformance.Result{{Judgement: judge.Judgement{Outcome: o}}},
		}
	}
	pass, fail, warn, failure := result(judge.Pass), result(judge.Fail), result(judge.Warn), result(judge.Error)
	fixed := pass
	fixed.Fixed = &conformance.KnownFailure{}
	bug := pass
	bug.Panic = &conformance.PanicError{}
	skipped := conformance.SuiteResult{Skip: "no token given"}
	type results = []conformance.SuiteResult
	for _, tt := range []struct {
		name     string
		results  results
		ended    error
		problems []string
		args     []string
		want     int
	}{
		{"all well", results{pass, skipped}, nil, nil, nil, 0},
		{"a MUST", results{pass, fail}, nil, nil, nil, 1},
		{"a SHOULD", results{pass, warn}, nil, nil, nil, 0},
		{"a SHOULD that counts", results{pass, warn}, nil, nil, []string{"--fail-on", "warn"}, 1},
		{"fixed", results{pass, fixed}, nil, nil, nil, 1},
		{"a budget", results{pass}, nil, []string{"missed"}, nil, 1},
		{"nothing", results{skipped}, nil, nil, nil, 4},
		{"nothing at all", nil, nil, nil, nil, 4},
		{"nothing is fine", results{skipped}, nil, nil, []string{"--allow-empty"}, 0},
		{"a stale entry weighs more than nothing", results{skipped}, nil, []string{"stale"}, nil, 1},
		{"not reached", results{pass, failure}, nil, nil, nil, 3},
		{"a MUST before what was not reached", results{fail, failure}, nil, nil, nil, 1},
		{"a budget before what was not reached", results{pass, failure}, nil, []string{"missed"}, nil, 1},
		{"the server died", results{pass}, supervise.ErrServerDied, nil, nil, 3},
		{"never ready", results{skipped}, supervise.ErrNeverReady, nil, []string{"--allow-empty"}, 3},
		{"out of time", results{fail, failure}, errMaxTime, nil, nil, 124},
		{"interrupted", results{fail, failure}, cli.ErrInterrupted, nil, nil, 130},
		{"a bug", results{fail, failure, bug}, cli.ErrInterrupted, nil, nil, 70},
	} {
		t.Run(tt.name, func(t *testing.T) {
			plan := planned(t, verbtest.App(), append(tt.args, ":1/im")...)
			run := &testRun{plan: plan, results: tt.results, ended: tt.ended, problems: tt.problems}
			got := 0
			if exit, ok := errors.AsType[*cli.Exit](run.verdict()); ok {
				got = exit.Code
			}
			if got != tt.want {
				t.Errorf("got exit code %d, want %d", got, tt.want)
			}
		})
	}
}

func TestABugInACaseEndsWith70AndLeavesTheReports(t *testing.T) {
	server := httptest.NewServer(backend.Reference(backend.Options{}))
	defer server.Close()
	t.Chdir(t.TempDir())
	a := verbtest.App()
	var stderr bytes.Buffer
	a.Err = safe.NewRedactor(&stderr)
	plan := planned(t, a, server.URL+"/im", "--run", "send/baseline-*", "--report", "json=run.json")
	plan.cases[1].Run = func(context.Context, *conformance.CaseRun) { panic("out of order") }
	err := testOnce(t.Context(), a, plan)
	_ = a.Err.Flush()
	var exit *cli.Exit
	if !errors.As(err, &exit) || exit.Code != cli.ExitBug {
		t.Errorf("got %v, want exit code %d", err, cli.ExitBug)
	}
	want := "timhook: " + plan.cases[1].Name() + ": a bug in timhook: out of order\n"
	if !strings.HasPrefix(stderr.String(), want) || !strings.Contains(stderr.String(), "goroutine ") {
		t.Errorf("got %q on stderr, want %q and a stack", stderr.String(), want)
	}
	if text, err := os.ReadFile("run.json"); err != nil || !strings.Contains(string(text), `"outcome": "pass"`) ||
		!strings.Contains(string(text), "out of order") {
		t.Errorf("got the report %s (%v), want the cases that ran and the one that did not", text, err)
	}
}
