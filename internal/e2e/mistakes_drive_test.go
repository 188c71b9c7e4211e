package e2e_test

import (
	"net"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

const (
	mistakesToken    = "k7Qd2mXz9TnB4vRw"
	mistakesSDKAppID = "1400187352"
	// roundsOfFixes is how often a developer reads a screen and changes what it names until the backend is right.
	roundsOfFixes = 2
)

// A developer has nothing but the screen: what it does not name stays as it is. Outside the gate, one backend of each
// language is a sample.
func TestEndToEndMistakesAreCuredByWhatTheScreenNames(t *testing.T) {
	everything := os.Getenv("CI_E2E") == "all"
	if testing.Short() && !everything {
		t.Skip("each of the runs takes some 5 s")
	}
	if raceDetector() {
		t.Skip("the same runs without it, and all of them, are a step of the gate")
	}
	played := map[string]bool{}
	for _, f := range flawedBackends() {
		if played[f.program] && !everything {
			continue
		}
		played[f.program] = true
		t.Run(f.name, func(t *testing.T) {
			t.Parallel()
			if _, err := exec.LookPath(f.program); err != nil {
				if everything {
					t.Fatal(err, "(testdata/e2e/install.sh installs it)")
				}
				t.Skip(err, "(testdata/e2e/install.sh installs it)")
			}
			f.drive(t)
		})
	}
}

// drive runs the suite, applies the fixes that the screen names, and does both again until the suite passes.
func (f flawed) drive(t *testing.T) {
	address := freeAddress(t)
	command, err := f.command(t, f.name, address)
	if err != nil {
		t.Fatal(err)
	}
	var fixed []string
	for round := range roundsOfFixes + 1 {
		began := time.Now()
		code, screen := f.play(t, address, command, fixed)
		t.Logf("run %d, exit %d after %.1fs with %q cured", round+1, code, time.Since(began).Seconds(), fixed)
		if code == 0 {
			return
		}
		named := f.named(screen)
		more := slices.DeleteFunc(named, func(fix string) bool { return slices.Contains(fixed, fix) })
		if round == roundsOfFixes || len(more) == 0 {
			t.Fatalf("still red; left are %q\n%s", f.left(fixed), screen)
		}
		if round == 0 {
			f.wantNoOtherCause(t, screen)
		}
		fixed = append(fixed, more...)
	}
}

// play returns the exit code of one run of the suite and all that it printed.
func (f flawed) play(t *testing.T, address string, command, fixed []string) (int, string) {
	_, port, _ := net.SplitHostPort(address)
	cmd := exec.CommandContext(t.Context(), "timhook", "test", "http://"+address+"/im",
		"--sdk-app-id", mistakesSDKAppID, "--token", "env:IM_TOKEN", "--seed", "7", "--max-time", "60s", "--")
	cmd.Args = append(cmd.Args, command...)
	cmd.Dir = t.TempDir() // it keeps there what failed
	cmd.Env = append(os.Environ(), "PORT="+port, "IM_TOKEN="+mistakesToken, "IM_SDK_APP_ID="+mistakesSDKAppID,
		"FIXED="+strings.Join(fixed, ","))
	screen, err := cmd.CombinedOutput()
	code, err := exitCode(err)
	if err != nil {
		t.Fatal(err)
	}
	return code, string(screen)
}

// named are the fixes that the screen licenses.
func (f flawed) named(screen string) (fixes []string) {
	blocks := advice(screen)
	for _, c := range f.cures {
		if slices.ContainsFunc(blocks, regexp.MustCompile(`(?s)`+c.words).MatchString) {
			fixes = append(fixes, c.fix)
		}
	}
	return fixes
}

func (f flawed) left(fixed []string) (fixes []string) {
	for _, c := range f.cures {
		if !slices.Contains(fixed, c.fix) {
			fixes = append(fixes, c.fix)
		}
	}
	return fixes
}

func (f flawed) wantNoOtherCause(t *testing.T, screen string) {
	for _, block := range advice(screen) {
		if wrong := regexp.MustCompile(f.never).FindString(block); wrong != "" {
			t.Errorf("the screen names %q, which this backend does not have:\n%s", wrong, block)
		}
	}
}

// advice is what each finding at least as grave as a warning says about its cure: its lines Cause, Fix and Corrected.
func advice(screen string) (blocks []string) {
	heading := regexp.MustCompile(`(?m)^── (FAIL|WARN|INFO|KNOWN|FIXED)\b`)
	label := regexp.MustCompile(`^ ([A-Z][a-z]+(?: [a-z]+)?)  `)
	starts := append(heading.FindAllStringIndex(screen, -1), []int{len(screen), len(screen)})
	for i, start := range starts[:len(starts)-1] {
		text := screen[start[0]:starts[i+1][0]]
		if !strings.HasPrefix(text, "── FAIL") && !strings.HasPrefix(text, "── WARN") {
			continue
		}
		text, _, _ = strings.Cut(text, "\n\n")
		var said strings.Builder
		last := ""
		for line := range strings.Lines(text) {
			if found := label.FindStringSubmatch(line); found != nil {
				last = found[1]
			}
			if slices.Contains([]string{"Cause", "Fix", "Corrected"}, last) {
				said.WriteString(line)
			}
		}
		blocks = append(blocks, said.String())
	}
	return blocks
}
