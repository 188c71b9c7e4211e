//go:build e2e && unix

// A real k6 runs the scripts that generate makes, and a real vegeta the targets. Each has a module of its own under
// testdata/e2e; go tool builds it once and keeps it in Go's cache, which takes minutes the first time.

package e2e_test

import (
	"bytes"
	"encoding/json"
	"maps"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/internal/backend"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/chat"
)

func TestEndToEndK6FindsNothingWrongWithTheReferenceBackend(t *testing.T) {
	w := newWorkshop(t)
	for name, token := range map[string]string{"signed": e2eToken, "unsigned": ""} {
		t.Run(name, func(t *testing.T) {
			script := w.generate(t, w.startReference(t, token, ""), token, "all/baseline-*", "all/text-*",
				"before-send/baseline-*", "before-invite/baseline-*", "friend-request/baseline-*",
				"bot-signal/baseline-*", "--as", "k6",
				"--rate", "50/s", "--duration", "4s", "--budget", "fail=0", "--budget", "late=0", "--budget", "p99<2s",
				"--budget", "Group.*:p95<2s", "--budget", "bot:fail<1%")
			s := runK6(t, script, token)
			if s.exit != 0 || len(s.failing()) > 0 {
				t.Errorf("exit %d, failing %v, want 0 and none\n%s", s.exit, s.failing(), s.output)
			}
			if got := s.Metrics["http_reqs"].Count; got != 200 {
				t.Errorf("got %v requests, want 200\n%s", got, s.output)
			}
			held := 0
			for metric, m := range s.Metrics {
				held += len(m.Thresholds)
				for text, crossed := range m.Thresholds {
					if crossed {
						t.Errorf("%s %s is crossed", metric, text)
					}
				}
			}
			if held < 7 {
				t.Errorf("got %d thresholds, want at least 7\n%s", held, s.output)
			}
			for _, c := range k6Checks(t, script) {
				least := 100
				if c.Where != nil {
					least = 5
				}
				if n := s.Root.Checks[c.ID].Passes; c.HeldFor.Includes(payloads.ExpectOK) && n < least {
					t.Errorf("%s was met %d times, want at least %d", c.ID, n, least)
				}
			}
		})
	}
}

// k6Checks are the checks that a script holds and that some callback has.
func k6Checks(t *testing.T, script string) []*judge.Check {
	t.Helper()
	text, err := os.ReadFile(script)
	if err != nil {
		t.Fatal(err)
	}
	commands := chat.All()
	checks := slices.DeleteFunc(judge.Checks(), func(c *judge.Check) bool {
		return !strings.Contains(string(text), "'"+c.ID+"'") || c.Where != nil && !slices.ContainsFunc(commands, c.Where)
	})
	if len(checks) < 12 {
		t.Fatalf("got %d checks, want at least 12", len(checks))
	}
	return checks
}

func TestEndToEndEachFaultFailsItsK6Check(t *testing.T) {
	w := newWorkshop(t)
	ordinary, odd := []string{"all"}, []string{"all", "--set", "GroupId:=7"}
	forged, stale := []string{"all/baseline-unsigned"}, []string{"all", "--sign", "stale"}
	const signature, date = "behave-refuses-signature", "behave-refuses-stale"
	tripped := map[string]bool{}
	for _, c := range []struct {
		fault     string
		callbacks []string
		refuses   string // the check of what the callbacks are to be refused for
	}{
		{"slow-3s", ordinary, ""},
		{"drip", ordinary, ""},
		{"gzip-unasked", ordinary, ""},
		{"data-envelope", ordinary, ""},
		{"close-before-answer", ordinary, ""},
		{"close-in-body", ordinary, ""},
		{"not-http", ordinary, ""},
		{"broken-chunk", ordinary, ""},
		{"huge-answer", ordinary, ""},
		{"redirect-302", ordinary, ""},
		{"status-201", ordinary, ""},
		{"status-500", ordinary, ""},
		{"plain-ok", ordinary, ""},
		{"latin1", ordinary, ""},
		{"duplicate-key", ordinary, ""},
		{"trailing-bytes", ordinary, ""},
		{"keys-camel", ordinary, ""},
		{"action-success", ordinary, ""},
		{"code-string", ordinary, ""},
		{"code-float", ordinary, ""},
		{"info-missing", ordinary, ""},
		{"code-nonzero", ordinary, ""},
		{"accepts-everything", forged, signature},
		{"accepts-everything", stale, date},
		{"hangs-on-refusal", forged, signature},
		{"errors-on-odd-types", odd, ""},
		{"code-120001-on-group", []string{"before-send"}, ""},
		{"body-with-1", []string{"before-send"}, ""},
		{"list-of-objects", []string{"before-invite"}, ""},
		{"code-1-on-sns", []string{"friend-request"}, ""},
		{"items-missing", []string{"friend-request"}, ""},
		{"items-code-string", []string{"friend-request"}, ""},
		{"rsp-missing", []string{"bot-signal"}, ""},
	} {
		t.Run(c.fault+" "+c.refuses, func(t *testing.T) {
			fault, err := backend.LookupFault(c.fault)
			if err != nil {
				t.Fatal(err)
			}
			args := []string{"--as", "k6", "--rate", "20/s", "--duration", "1s", "--budget", "fail=0"}
			url := w.startReference(t, e2eToken, c.fault)
			s := runK6(t, w.generate(t, url, e2eToken, append(args, c.callbacks...)...), e2eToken)
			want := mustChecks(t, fault.Trips, c.refuses)
			if s.exit != 99 {
				t.Errorf("exit %d, want 99: a threshold is crossed\n%s", s.exit, s.output)
			}
			if diff := cmp.Diff(want, s.failing()); diff != "" {
				t.Errorf("failing checks (-want +got):\n%s\n%s", diff, s.output)
			}
			for _, id := range want {
				tripped[id] = true
			}
		})
	}
	for _, c := range k6Checks(t, w.generate(t, "http://127.0.0.1:1/im", e2eToken, "all", "--as", "k6")) {
		if !tripped[c.ID] {
			t.Errorf("no fault has tripped %s: %v", c.ID, slices.Sorted(maps.Keys(tripped)))
		}
	}
}

// mustChecks are those of a fault's checks that k6 holds; what is to be refused is held to that check and its answer.
func mustChecks(t *testing.T, ids []string, refuses string) []string {
	t.Helper()
	var list []string
	for _, id := range ids {
		c, err := judge.Lookup(id)
		if err != nil {
			t.Fatal(err)
		}
		if c.Level == payloads.Must && c.Under == judge.Plain && (refuses == "" || id == refuses || id == "resp-answer") {
			list = append(list, id)
		}
	}
	slices.Sort(list)
	return list
}

func TestEndToEndK6TellsThatThereIsNoBackend(t *testing.T) {
	w := newWorkshop(t)
	nobody := "http://" + freeAddress(t) + "/im"
	for _, budget := range []string{"fail=0", "p99<1s"} { // nothing is measured of a backend that is not there
		script := w.generate(t, nobody, "", "send",
			"--as", "k6", "--rate", "20/s", "--duration", "1s", "--budget", budget)
		s := runK6(t, script, "")
		if diff := cmp.Diff([]string{"backend-reached"}, s.failing()); s.exit != 99 || diff != "" {
			t.Errorf("%s: exit %d, want 99; failing checks (-want +got):\n%s\n%s", budget, s.exit, diff, s.output)
		}
	}
}

// Two halves of a run, as two machines would have them.
func TestEndToEndK6SharesTheCallbacksOut(t *testing.T) {
	w := newWorkshop(t)
	script := w.generate(t, w.startReference(t, e2eToken, ""), e2eToken, "all", "-n", "3", "--as", "k6",
		"--rate", "25/s", "--duration", "3s", "--budget", "fail=0")
	builtTool(t, "k6") // or skip, which only this goroutine may
	var halves [2]*k6Summary
	var running sync.WaitGroup
	for i, segment := range []string{"0:1/2", "1/2:1"} {
		running.Go(func() {
			halves[i] = runK6(t, script, e2eToken,
				"--execution-segment", segment, "--execution-segment-sequence", "0,1/2,1")
		})
	}
	running.Wait()
	first, second := halves[0].Metrics["http_reqs"].Count, halves[1].Metrics["http_reqs"].Count
	if halves[0].exit != 0 || halves[1].exit != 0 || first+second != 75 || max(first, second) > 38 {
		t.Errorf("exit %d and %d with %v and %v callbacks, want 0 and 75 in all\n%s%s",
			halves[0].exit, halves[1].exit, first, second, halves[0].output, halves[1].output)
	}
}

func TestEndToEndK6RefusesToRunWithoutTheToken(t *testing.T) {
	w := newWorkshop(t)
	s := runK6(t, w.generate(t, "http://127.0.0.1:1/im", e2eToken, "send", "--as", "k6"), "")
	if s.exit == 0 || !strings.Contains(s.output, "set TIMHOOK_TOKEN") {
		t.Errorf("exit %d, want another one and the reason\n%s", s.exit, s.output)
	}
}

func TestEndToEndVegetaDeliversTheTargets(t *testing.T) {
	w := newWorkshop(t)
	vegeta := builtTool(t, "vegeta")
	address := w.startReference(t, e2eToken, "")
	targets := w.generate(t, address+"?key=a%20b&&x", e2eToken, "all", "-n", "25", "--as", "vegeta")
	attack := exec.CommandContext(t.Context(), vegeta, "attack", "-format=json", "-targets", targets,
		"-rate=100", "-duration=1s", "-timeout=2s", "-redirects=-1")
	results, err := attack.Output()
	if err != nil {
		t.Fatal(err)
	}
	report := exec.CommandContext(t.Context(), vegeta, "report", "-type=json")
	report.Stdin = bytes.NewReader(results)
	out, err := report.Output()
	if err != nil {
		t.Fatal(err)
	}
	var got struct {
		Requests int
		Codes    map[string]int `json:"status_codes"`
		Errors   []string
	}
	if err := json.Unmarshal(out, &got); err != nil {
		t.Fatal(err)
	}
	if got.Requests != 100 || got.Codes["200"] != 100 || len(got.Errors) > 0 {
		t.Errorf("got %s, want 100 answers, all 200", out)
	}
}
