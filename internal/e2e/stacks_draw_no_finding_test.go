//go:build e2e && unix

// The guard against false findings: right backends on HTTP stacks that timhook has no part in must pass.
// testdata/e2e/install.sh installs what they need, and go test -tags e2e -run EndToEnd ./internal/e2e runs them.
// A stack whose program is missing is skipped, and fails when CI_E2E is "all".

package e2e_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

const (
	e2eToken    = "k7Qd2mXz9TnB4vRw"
	e2eSDKAppID = "1400187352"
)

// stack is a backend on somebody else's HTTP server.
type stack struct {
	name    string
	program string // what has to be installed
	command func(w *workshop, t *testing.T, port string) *exec.Cmd
	env     []string
	fixed   bool // answers OK whatever comes, so that it cannot refuse
	closes  bool // after every answer
	shares  bool // its server with another one of these stacks
}

func stacks() []stack {
	return []stack{
		{name: "Go net-http", program: "go", command: goBackend("net/http")},
		{name: "Go gin", program: "go", command: goBackend("gin"), shares: true},
		{name: "Go echo", program: "go", command: goBackend("echo"), shares: true},
		{name: "Go fasthttp", program: "go", command: goBackend("fasthttp")},
		{name: "Node http", program: "npm", command: nodeBackend("http.js")},
		{name: "Node express", program: "npm", command: nodeBackend("express.js"), shares: true},
		{name: "Node fastify", program: "npm", command: nodeBackend("fastify.js"), shares: true},
		{
			name:    "Python http.server 1.0",
			program: "python3",
			command: pythonBackend,
			env:     []string{"PROTOCOL=HTTP/1.0"},
			closes:  true,
		},
		{
			name:    "Python http.server 1.1",
			program: "python3",
			command: pythonBackend,
			env:     []string{"PROTOCOL=HTTP/1.1"},
		},
		{name: "nginx", program: "nginx", command: nginxBackend, fixed: true},
		{name: "Apache", program: "apache2", command: apacheBackend, fixed: true},
	}
}

func TestEndToEndRightBackendsOfOtherStacksDrawNoFinding(t *testing.T) {
	w := newWorkshop(t)
	large := filepath.Join(w.dir, "large.json")
	if err := os.WriteFile(large, fmt.Appendf(nil, `{"Zzz":%q}`, strings.Repeat("x", 16<<20)), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, s := range stacks() {
		t.Run(s.name, func(t *testing.T) {
			f := firing{url: w.start(t, s), callbacks: "all/*", args: []string{"-j", "4"}}
			if !s.fixed {
				f.token = e2eToken
			}
			r := w.fire(t, f)
			r.wantRight(t)
			if len(r.Cases) < 450 {
				t.Errorf("got %d results, want at least 450", len(r.Cases))
			}
			kept := r.kept()
			if s.closes != (kept == 0) || !s.closes && kept < len(r.Cases)*9/10 {
				t.Errorf("%d of %d callbacks went over a kept connection; the backend closes after each answer: %t",
					kept, len(r.Cases), s.closes)
			}
			// The answer comes, and the connection often breaks, while the packet is still being written.
			f.callbacks, f.args = "recall", []string{"--body", large}
			w.fire(t, f).wantRight(t)
		})
	}
}

// The whole suite. What answers OK to everything can only be held to the cases that have to be accepted,
// and what closes after each answer is told so by the one case that is about that.
func TestEndToEndTheSuiteBlamesNoRightBackendOfOtherStacks(t *testing.T) {
	w := newWorkshop(t)
	for _, s := range stacks() {
		t.Run(s.name, func(t *testing.T) {
			f := firing{url: w.start(t, s), token: e2eToken}
			if s.fixed {
				f.token, f.args = "", []string{"--tag", "core,transport,delivery", "--skip", "delivery-resume"}
			}
			if s.closes {
				f.args = []string{"--skip", "http-keepalive-reuse"}
			}
			r := w.fire(t, f)
			r.wantRight(t)
			if len(r.Cases) < 500 {
				t.Errorf("got %d cases, want at least 500", len(r.Cases))
			}
		})
	}
}

// A run that blames nobody would pass above, too; what is forged a fixed answer accepts.
func TestEndToEndFixedAnswersAreBlamedForWhatTheyCannotRefuse(t *testing.T) {
	w := newWorkshop(t)
	for _, s := range slices.DeleteFunc(stacks(), func(s stack) bool { return !s.fixed }) {
		t.Run(s.name, func(t *testing.T) {
			r := w.fire(t, firing{url: w.start(t, s), token: e2eToken, callbacks: "all/baseline-*"})
			if r.exit != 1 || len(r.Findings) != 1 {
				t.Fatalf("exit %d with findings %v, want exit 1 and one finding\n%s", r.exit, r.Findings, r.stderr)
			}
			accepted := r.Findings[0]
			if accepted.Check != "behave-refuses-signature" || len(accepted.Cases) != 4 ||
				!strings.HasSuffix(accepted.Cases[0], "/baseline-unsigned") {
				t.Errorf("got %s on %v, want behave-refuses-signature on baseline-unsigned of the four callbacks",
					accepted.Check, accepted.Cases)
			}
		})
	}
}

// The backend closes connections at about the moment at which the next callback leaves.
func TestEndToEndConnectionsThatCloseWhileTheyIdleDrawNoFinding(t *testing.T) {
	w := newWorkshop(t)
	s := stack{name: "Go net-http", program: "go", command: goBackend("net/http"), env: []string{"IDLE=2ms"}}
	r := w.fire(t, firing{url: w.start(t, s), token: e2eToken, callbacks: "all/*", args: []string{"--rate", "500/s"}})
	r.wantRight(t)
	if kept := r.kept(); kept > len(r.Cases)*99/100 {
		t.Errorf("%d of %d callbacks went over a kept connection; the backend closed hardly any", kept, len(r.Cases))
	}
}

// firing is one run of timhook: send with callbacks, test without. Without a token it is unsigned.
type firing struct {
	url, token, callbacks string
	args                  []string
}

func (f firing) verb() []string {
	if f.callbacks == "" {
		return []string{"test"}
	}
	return []string{"send", f.callbacks}
}

// runReport is the report of a run, as far as it is judged here.
type runReport struct {
	exit     int
	stderr   string
	Verdict  string
	Counts   map[string]int
	Findings []struct {
		Check, Level, Got, Want string
		Cases                   []string
	}
	Cases []struct {
		Exchanges []struct {
			Answer struct{ ReusedConnection bool }
		}
	}
}

// fire is the one place that knows timhook's verb and flags.
func (w *workshop) fire(t *testing.T, f firing) *runReport {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	file := filepath.Join(t.TempDir(), "run.json")
	cmd := exec.CommandContext(ctx, w.timhook, f.verb()...)
	cmd.Args = append(cmd.Args, "-u", f.url, "--sdk-app-id", e2eSDKAppID, "--format", "json", "--report", "json="+file)
	if f.token != "" {
		cmd.Args = append(cmd.Args, "--token", "env:E2E_TOKEN")
	}
	cmd.Args = append(cmd.Args, f.args...)
	cmd.Env = append(os.Environ(), "E2E_TOKEN="+f.token)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	code, err := exitCode(cmd.Run())
	if err != nil {
		t.Fatal(err)
	}
	r := &runReport{exit: code, stderr: stderr.String()}
	if err := json.Unmarshal(stdout.Bytes(), r); err != nil {
		t.Fatalf("exit %d and no report: %v\n%s", r.exit, err, &stderr)
	}
	if written, err := os.ReadFile(file); err != nil || !bytes.Equal(written, stdout.Bytes()) {
		t.Errorf("--report json wrote something else than --format json (%v)", err)
	}
	return r
}

// kept counts the callbacks that went over a connection that had carried another.
func (r *runReport) kept() (n int) {
	for _, c := range r.Cases {
		for _, x := range c.Exchanges {
			if x.Answer.ReusedConnection {
				n++
			}
		}
	}
	return n
}

// wantRight wants exit 0 and neither FAIL nor WARN, but for warnings of the named checks; observations are printed.
func (r *runReport) wantRight(t *testing.T, but ...string) {
	t.Helper()
	if r.exit != 0 {
		t.Errorf("exit %d, want 0\n%s", r.exit, r.stderr)
	}
	for _, f := range r.Findings {
		say := t.Errorf
		if f.Level == "MAY" {
			say = t.Logf
		}
		if f.Level == "SHOULD" && slices.Contains(but, f.Check) {
			say = t.Logf
			r.Counts["warn"] -= len(f.Cases)
		}
		say("%s %s on %d cases, first %s: got %s, want %s", f.Level, f.Check, len(f.Cases), f.Cases[0], f.Got, f.Want)
	}
	for _, bad := range []string{"fail", "warn", "known", "fixed", "error"} {
		if r.Counts[bad] != 0 {
			t.Errorf("got %d results that are %s, want none", r.Counts[bad], strings.ToUpper(bad))
		}
	}
	if r.Counts["pass"] == 0 {
		t.Errorf("got %v, want results that pass", r.Counts)
	}
	t.Logf("%s: %v, %d over kept connections", r.Verdict, r.Counts, r.kept())
}
