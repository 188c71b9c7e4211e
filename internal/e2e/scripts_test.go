// Package e2e_test holds the tests that need a whole timhook: its processes and scripts, real shells, other programs.
package e2e_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
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

// inRoot runs the tests in the module's root, so that a path in a test is the path in the repository, for instance
// testdata/script, README.md and "./...".
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
			"exits": exits, "lines": lines, "canary": noCanary, "save": save, "save-config": saveConfig,
			"backend": startBackend, "seen": seen, "hostile": startHostile, "free": freePort, "gone": isGone,
			"recorder": startRecording, "recorded": stopRecording, "server": startServer, "until": until,
		},
	})
}

// raceDetector reports whether this binary was built with -race.
func raceDetector() bool {
	info, ok := debug.ReadBuildInfo()
	return ok && slices.Contains(info.Settings, debug.BuildSetting{Key: "-race", Value: "true"})
}

// worthRunning are all scripts. Under the race detector, where a process takes most of a second to start, they are
// those with several goroutines at work.
func worthRunning(scripts []string) []string {
	if !raceDetector() {
		return scripts
	}
	busy := []string{"send", "test", "record", "replay", "load", "shrink", "serve", "hostile"}
	return slices.DeleteFunc(scripts, func(script string) bool {
		verb, _, _ := strings.Cut(strings.TrimSuffix(filepath.Base(script), ".txtar"), "-")
		return !slices.Contains(busy, verb)
	})
}
