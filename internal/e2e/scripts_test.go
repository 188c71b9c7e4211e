// Package e2e_test holds the tests that need a whole timhook: its processes, its scripts, real shells and other programs.
package e2e_test

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/timhook/timhook/cmd"
)

var update = flag.Bool("update", false, "rewrite the golden texts of the scripts")

// TestMain makes the test binary a timhook of its own, so that scripts and tests run real processes.
func TestMain(m *testing.M) {
	testscript.Main(inRoot{m}, map[string]func(){
		"testserver": testServer,
		"timhook":    func() { os.Exit(cmd.Main(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) },
	})
}

// inRoot runs the tests in the module's root, so that a path in a test is the path in the repository: testdata/script, README.md, "./...".
type inRoot struct{ *testing.M }

func (m inRoot) Run() int {
	if err := os.Chdir("../.."); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return m.M.Run()
}

const (
	scripts = "testdata/script"
	// canary is the token of the scripts: no output and no file may ever hold it.
	canary = "canary-Zq8<&>/+\"%7Kx"
	// longestRun ends a process whose own limits have failed; the hostile servers go on for longer.
	longestRun = 20 * time.Second
)

// canaryParts are what is left of the token in every spelling: as it stands, in JSON, in a URL, in HTML.
func canaryParts() []string { return []string{"canary-Zq8", "7Kx"} }

func TestScripts(t *testing.T) {
	found, err := filepath.Glob(scripts + "/*.txtar")
	if err != nil || len(found) < 15 {
		t.Fatalf("got %d scripts in %s (%v), want all of them", len(found), scripts, err)
	}
	catalogue, err := filepath.Abs("testdata/variants.txt")
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Files: worthRunning(found), UpdateScripts: *update, RequireUniqueNames: true, RequireExplicitExec: true,
		Setup: func(e *testscript.Env) error {
			e.Setenv("CANARY", canary)
			e.Setenv("CATALOGUE", catalogue)
			e.Setenv("HOME", e.WorkDir)
			e.Values[requestsSeen] = new(atomic.Int64)
			e.Values[recordersOfScript] = new(sync.Map)
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits": exits, "backend": startBackend, "seen": seen, "hostile": startHostile, "lines": lines, "canary": noCanary, "save": save,
			"free": freePort, "gone": isGone, "save-config": saveConfig,
			"recorder": startRecording, "recorded": stopRecording,
		},
	})
}

// worthRunning are all scripts. Under the race detector, where a process takes most of a second to start, they are those
// in which several goroutines are at work.
func worthRunning(scripts []string) []string {
	if !raceDetector {
		return scripts
	}
	return slices.DeleteFunc(scripts, func(script string) bool {
		verb, _, _ := strings.Cut(strings.TrimSuffix(filepath.Base(script), ".txtar"), "-")
		return !slices.Contains([]string{"send", "test", "record", "replay", "load", "shrink", "serve", "hostile"}, verb)
	})
}

// exits runs a program, as in "exits 2 timhook send", and holds it to what is promised of every run:
// it ends in time, pipes get no escape codes, stderr ends with the meaning of the exit code, and
// a usage error is one line, perhaps with a hint, and has no results.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE PROGRAM ARGUMENTS...")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	start := time.Now()
	err = ts.Exec(args[1], args[2:]...)
	if took := time.Since(start); took > longestRun {
		ts.Fatalf("it took %v, want less than %v", took, longestRun)
	}
	got := 0
	var exit *exec.ExitError
	switch {
	case errors.As(err, &exit):
		got = exit.ExitCode()
	case err != nil:
		ts.Fatalf("%v", err)
	}
	stdout, stderr := ts.ReadFile("stdout"), ts.ReadFile("stderr")
	if got != want {
		ts.Fatalf("got exit code %d, want %d\n[stdout]\n%s[stderr]\n%s", got, want, stdout, stderr)
	}
	if fault := faultOf(got, stdout, stderr); fault != "" && args[1] == "timhook" {
		ts.Fatalf("%s\n[stdout]\n%s[stderr]\n%s", fault, stdout, stderr)
	}
}

var usageText = regexp.MustCompile(`\A(warning: .*\n)?timhook: .+\n(.* \| .*\n)*(hint: .+\n)?exit 2: .+\n\z`)

func faultOf(code int, stdout, stderr string) string {
	all := strings.Split(strings.TrimSuffix(stderr, "\n"), "\n")
	switch {
	case slices.ContainsFunc(canaryParts(), func(part string) bool { return strings.Contains(stdout+stderr, part) }):
		return "the output holds the token"
	case code != 0 && !strings.HasPrefix(all[len(all)-1], fmt.Sprintf("exit %d: ", code)):
		return "the last line on stderr does not say what the exit code means"
	case code == 0 && strings.Contains(stderr, "exit "):
		return "stderr speaks of an exit code, and it is 0"
	case code == 2 && stdout != "":
		return "a usage error has results"
	case code == 2 && !usageText.MatchString(stderr):
		return "a usage error wants one line, perhaps a hint, and the exit code's"
	}
	return ""
}

// lines counts the lines of the last output, as in "lines stdout 233".
func lines(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: lines stdout|stderr|FILE N")
	}
	if got := strconv.Itoa(strings.Count(ts.ReadFile(args[0]), "\n")); got != args[1] {
		ts.Fatalf("%s has %s lines, want %s", args[0], got, args[1])
	}
}

// save keeps the last output in a file, as in "save stdout FILE".
func save(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: save stdout|stderr FILE")
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), []byte(ts.ReadFile(args[0])), 0o600))
}

// noCanary looks for the token in files.
func noCanary(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) == 0 {
		ts.Fatalf("usage: canary FILE...")
	}
	for _, name := range args {
		text := ts.ReadFile(name)
		if len(text) == 0 {
			ts.Fatalf("%s is empty", name)
		}
		for _, part := range canaryParts() {
			if strings.Contains(text, part) {
				ts.Fatalf("%s holds %q of the token", name, part)
			}
		}
	}
}
