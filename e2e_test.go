//go:build e2e && unix

// The guard against false findings: right backends on HTTP stacks that timhook has no part in must pass.
// testdata/e2e/install.sh installs what they need, and go test -tags e2e -run EndToEnd . runs them.
// A stack whose program is missing is skipped, and fails when CI_E2E is "all".

package main_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
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
}

func stacks() []stack {
	return []stack{
		{name: "Go net-http", program: "go", command: goBackend("net/http")},
		{name: "Go gin", program: "go", command: goBackend("gin")},
		{name: "Go echo", program: "go", command: goBackend("echo")},
		{name: "Go fasthttp", program: "go", command: goBackend("fasthttp")},
		{name: "Node http", program: "npm", command: nodeBackend("http.js")},
		{name: "Node express", program: "npm", command: nodeBackend("express.js")},
		{name: "Node fastify", program: "npm", command: nodeBackend("fastify.js")},
		{name: "Python http.server 1.0", program: "python3", command: pythonBackend, env: []string{"PROTOCOL=HTTP/1.0"}, closes: true},
		{name: "Python http.server 1.1", program: "python3", command: pythonBackend, env: []string{"PROTOCOL=HTTP/1.1"}},
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
			if len(r.Results) < 450 {
				t.Errorf("got %d results, want at least 450", len(r.Results))
			}
			kept := r.kept()
			if s.closes != (kept == 0) || !s.closes && kept < len(r.Results)*9/10 {
				t.Errorf("%d of %d callbacks went over a kept connection; the backend closes after each answer: %t", kept, len(r.Results), s.closes)
			}
			// The answer comes, and the connection often breaks, while the packet is still being written.
			f.callbacks, f.args = "recall", []string{"--body", large}
			w.fire(t, f).wantRight(t)
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
			if accepted.Check != "behave-refuses" || len(accepted.Cases) != 4 || !strings.HasSuffix(accepted.Cases[0], "/baseline-unsigned") {
				t.Errorf("%s on %v, want behave-refuses on baseline-unsigned of the four callbacks", accepted.Check, accepted.Cases)
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
	if kept := r.kept(); kept > len(r.Results)*99/100 {
		t.Errorf("%d of %d callbacks went over a kept connection; the backend closed hardly any", kept, len(r.Results))
	}
}

// workshop is where programs are built, configured and run.
type workshop struct {
	dir, timhook   string
	goBin, modules func() (string, error)
}

func newWorkshop(t *testing.T) *workshop {
	t.Helper()
	t.Setenv("PATH", os.Getenv("PATH")+":/usr/sbin") // where Debian keeps nginx and Apache
	dir := t.TempDir()
	if err := os.Chmod(filepath.Dir(dir), 0o755); err != nil { // Apache serves as nobody
		t.Fatal(err)
	}
	w := &workshop{dir: dir, timhook: filepath.Join(dir, "timhook")}
	if err := runTool(".", "go", "build", "-o", w.timhook, "."); err != nil {
		t.Fatal(err)
	}
	w.goBin = sync.OnceValues(func() (string, error) {
		bin := filepath.Join(dir, "backend")
		return bin, runTool("testdata/e2e/go", "go", "build", "-o", bin, ".")
	})
	w.modules = sync.OnceValues(func() (string, error) {
		node := filepath.Join(dir, "node")
		err := os.CopyFS(node, os.DirFS("testdata/e2e/node"))
		return node, errors.Join(err, runTool(node, "npm", "ci", "--silent"))
	})
	return w
}

func runTool(dir, name string, args ...string) error {
	cmd := exec.Command(name, args...)
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w\n%s", cmd, err, out)
	}
	return nil
}

func goBackend(name string) func(*workshop, *testing.T, string) *exec.Cmd {
	return func(w *workshop, t *testing.T, _ string) *exec.Cmd {
		bin, err := w.goBin()
		if err != nil {
			t.Fatal(err)
		}
		return exec.Command(bin, name)
	}
}

func nodeBackend(script string) func(*workshop, *testing.T, string) *exec.Cmd {
	return func(w *workshop, t *testing.T, _ string) *exec.Cmd {
		dir, err := w.modules()
		if err != nil {
			t.Fatal(err)
		}
		return exec.Command("node", filepath.Join(dir, script))
	}
}

func pythonBackend(*workshop, *testing.T, string) *exec.Cmd {
	return exec.Command("python3", "testdata/e2e/python/backend.py")
}

func nginxBackend(w *workshop, t *testing.T, port string) *exec.Cmd {
	dir := w.configure(t, "nginx", port)
	return exec.Command("nginx", "-e", "stderr", "-p", dir, "-c", filepath.Join(dir, "nginx.conf"))
}

func apacheBackend(w *workshop, t *testing.T, port string) *exec.Cmd {
	return exec.Command("apache2", "-f", filepath.Join(w.configure(t, "apache", port), "apache.conf"), "-DFOREGROUND")
}

// configure copies a server's files to a directory of its own and fills in the port.
func (w *workshop) configure(t *testing.T, name, port string) string {
	t.Helper()
	dir := filepath.Join(w.dir, name)
	file := filepath.Join(dir, name+".conf")
	err := os.CopyFS(dir, os.DirFS(filepath.Join("testdata/e2e", name)))
	conf, readErr := os.ReadFile(file)
	filled := strings.NewReplacer("@PORT@", port, "@DIR@", dir).Replace(string(conf))
	if err := errors.Join(err, readErr, os.WriteFile(file, []byte(filled), 0o644)); err != nil {
		t.Fatal(err)
	}
	return dir
}

// start runs the backend in a process group of its own, which ends with the test, and returns its URL once it listens.
func (w *workshop) start(t *testing.T, s stack) string {
	t.Helper()
	if _, err := exec.LookPath(s.program); err != nil {
		if os.Getenv("CI_E2E") == "all" {
			t.Fatalf("%s is not installed; testdata/e2e/install.sh installs it", s.program)
		}
		t.Skipf("%s is not installed; testdata/e2e/install.sh installs it", s.program)
	}
	address := freeAddress(t)
	_, port, _ := net.SplitHostPort(address)
	cmd := s.command(w, t, port)
	cmd.Env = append(os.Environ(), "PORT="+port, "SDK_APP_ID="+e2eSDKAppID, "TOKEN="+e2eToken)
	cmd.Env = append(cmd.Env, s.env...)
	var output bytes.Buffer
	cmd.Stdout, cmd.Stderr = &output, &output
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	died := make(chan struct{})
	go func() { _ = cmd.Wait(); close(died) }()
	t.Cleanup(func() {
		_ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL)
		<-died
		if t.Failed() {
			t.Logf("the backend printed:\n%s", &output)
		}
	})
	waitForListener(t, address, died)
	return "http://" + address + "/im/callback"
}

func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

func waitForListener(t *testing.T, address string, died <-chan struct{}) {
	t.Helper()
	again, tooLate := time.NewTicker(20*time.Millisecond), time.After(30*time.Second)
	defer again.Stop()
	for {
		if c, err := net.Dial("tcp", address); err == nil {
			_ = c.Close()
			return
		}
		select {
		case <-again.C:
		case <-died:
			t.Fatal("the backend ended before it listened")
		case <-tooLate:
			t.Fatal("the backend does not listen after 30 s")
		}
	}
}

// firing is one run of timhook; without a token it is unsigned.
type firing struct {
	url, token, callbacks string
	args                  []string
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
	Results []struct {
		Answer *struct{ ReusedConnection bool }
	}
}

// fire is the one place that knows timhook's verb and flags.
func (w *workshop) fire(t *testing.T, f firing) *runReport {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	file := filepath.Join(t.TempDir(), "run.json")
	cmd := exec.CommandContext(ctx, w.timhook, "send", f.callbacks, "-u", f.url, "--sdk-app-id", e2eSDKAppID, "--format", "json", "--report", "json="+file)
	if f.token != "" {
		cmd.Args = append(cmd.Args, "--token", "env:E2E_TOKEN")
	}
	cmd.Args = append(cmd.Args, f.args...)
	cmd.Env = append(os.Environ(), "E2E_TOKEN="+f.token)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); err != nil && !errors.As(err, new(*exec.ExitError)) {
		t.Fatal(err)
	}
	r := &runReport{exit: cmd.ProcessState.ExitCode(), stderr: stderr.String()}
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
	for _, result := range r.Results {
		if result.Answer != nil && result.Answer.ReusedConnection {
			n++
		}
	}
	return n
}

// wantRight wants exit 0 and neither FAIL nor WARN; observations are printed.
func (r *runReport) wantRight(t *testing.T) {
	t.Helper()
	if r.exit != 0 {
		t.Errorf("exit %d, want 0\n%s", r.exit, r.stderr)
	}
	for _, bad := range []string{"fail", "warn", "known", "fixed", "error"} {
		if r.Counts[bad] != 0 {
			t.Errorf("got %d results that are %s, want none", r.Counts[bad], strings.ToUpper(bad))
		}
	}
	for _, f := range r.Findings {
		say := t.Errorf
		if f.Level == "MAY" {
			say = t.Logf
		}
		say("%s %s on %d cases, first %s: got %s, want %s", f.Level, f.Check, len(f.Cases), f.Cases[0], f.Got, f.Want)
	}
	if r.Counts["pass"] == 0 {
		t.Errorf("got %v, want results that pass", r.Counts)
	}
	t.Logf("%s: %v, %d over kept connections", r.Verdict, r.Counts, r.kept())
}
