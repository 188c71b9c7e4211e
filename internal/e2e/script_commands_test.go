package e2e_test

import (
	"fmt"
	"net"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

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
	got, err := exitCode(ts.Exec(args[1], args[2:]...))
	ts.Check(err)
	if took := time.Since(start); took > longestRun {
		ts.Fatalf("it took %v, want less than %v", took, longestRun)
	}
	stdout, stderr := ts.ReadFile("stdout"), ts.ReadFile("stderr")
	if got != want {
		ts.Fatalf("got exit code %d, want %d\n[stdout]\n%s[stderr]\n%s", got, want, stdout, stderr)
	}
	if fault := faultOf(got, stdout, stderr); fault != "" && args[1] == "timhook" {
		ts.Fatalf("%s\n[stdout]\n%s[stderr]\n%s", fault, stdout, stderr)
	}
}

var usageText = regexp.MustCompile(`\A((warning|note): .*\n)*timhook: .+\n(.* \| .*\n)*(hint: .+\n)?exit 2: .+\n\z`)

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

// until waits for a line of a file that matches, the N-th where N is given, as in "until err.txt '^watching ' 2".
func until(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: until FILE PATTERN [N]")
	}
	want := 1
	if len(args) == 3 {
		n, err := strconv.Atoi(args[2])
		ts.Check(err)
		want = n
	}
	pattern := regexp.MustCompile("(?m)" + args[1])
	for end := time.Now().Add(longestRun); ; time.Sleep(10 * time.Millisecond) {
		text, _ := os.ReadFile(ts.MkAbs(args[0]))
		if len(pattern.FindAll(text, -1)) >= want {
			return
		}
		if time.Now().After(end) {
			ts.Fatalf("%s has no line %d with %s:\n%s", args[0], want, args[1], text)
		}
	}
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

// freePort sets a variable to a loopback port that nothing listens on, as in "free PORT".
func freePort(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: free VARIABLE")
	}
	_, port, err := net.SplitHostPort(freeAddress(ts))
	ts.Check(err)
	ts.Setenv(args[0], port)
}

// isGone fails when a server listens on a port, as in "gone $PORT".
func isGone(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: gone PORT")
	}
	if conn, err := net.DialTimeout("tcp", "127.0.0.1:"+args[0], time.Second); err == nil {
		_ = conn.Close()
		ts.Fatalf("a server listens on port %s still", args[0])
	}
}

// saveConfig writes a configuration with the script's variables filled in, as in "save-config FILE", from FILE.in.
func saveConfig(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: save-config FILE")
	}
	text := strings.ReplaceAll(ts.ReadFile(args[0]+".in"), "$URL", ts.Getenv("URL"))
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(text), 0o600))
}
