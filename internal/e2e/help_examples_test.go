//go:build unix

package e2e_test

import (
	"bufio"
	"io"
	"net"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/timhook/timhook/internal/backend"
)

// TestExamplesOfHelpRunAsPrinted runs each example of each verb's help in a shell, in a folder that holds the files that
// it names. A verdict of 0 or 1 is right: examples are about captures and backends of all kinds.
func TestExamplesOfHelpRunAsPrinted(t *testing.T) {
	if raceDetector() {
		t.Skip("each example is a process; the scripts run the verbs under the race detector")
	}
	help := helpOf(t)
	verbs := regexp.MustCompile(`(?m)^  ([a-z]+)   +\S`).FindAllStringSubmatch(textBetween(help, "\nVerbs:\n", "\nFlags:\n"), -1)
	if len(verbs) < 20 {
		t.Fatalf("got %d verbs in\n%s", len(verbs), help)
	}
	t.Run("timhook", func(t *testing.T) { t.Parallel(); runExamples(t, "timhook", help) })
	for _, verb := range verbs {
		t.Run(verb[1], func(t *testing.T) {
			t.Parallel()
			runExamples(t, verb[1], helpOf(t, verb[1]))
		})
	}
}

func helpOf(t *testing.T, verb ...string) string {
	t.Helper()
	out, err := exec.Command("timhook", append([]string{"help"}, verb...)...).Output()
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

func textBetween(text, from, to string) string {
	_, rest, _ := strings.Cut(text, from)
	text, _, _ = strings.Cut(rest, to)
	return text
}

// inRealShells are verbs whose examples need more than a folder: TestCompletionInRealShells has them.
var inRealShells = map[string]bool{"completion": true}

// waiting matches examples that end with Ctrl-C.
var waiting = regexp.MustCompile(`^timhook (serve|record)\b|--watch`)

// aboutSome matches examples about exchanges of a kind that the captures here have none of.
var aboutSome = regexp.MustCompile(`status=500|--failed|verify .*#17`)

func runExamples(t *testing.T, verb, help string) {
	examples := strings.Split(strings.TrimRight(textBetween(help, "Examples:\n", "\n\n"), "\n"), "\n")
	if len(examples) == 0 || examples[0] == "" {
		t.Fatalf("the help of %s has no examples:\n%s", verb, help)
	}
	if inRealShells[verb] {
		return
	}
	runEach(t, exampleBackend(t, verb), examples)
}

// namesAVerb matches a verb that wants more, and is only named.
var namesAVerb = regexp.MustCompile(`^timhook (test|lint|shrink)$`)

// TestCommandsInREADMERun goes through README from top to bottom and runs what stands in its sentences and tables.
func TestCommandsInREADMERun(t *testing.T) {
	if raceDetector() {
		t.Skip("each command is a process; the scripts run the verbs under the race detector")
	}
	page, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	var commands []string
	for _, span := range regexp.MustCompile("(?s)`(timhook [^`]+)`").FindAllStringSubmatch(string(page), -1) {
		command := strings.Join(strings.Fields(span[1]), " ")
		if !regexp.MustCompile(`\b(NAME|VERB|DIR|FILE|A B)\b`).MatchString(command) && !namesAVerb.MatchString(command) {
			commands = append(commands, command)
		}
	}
	if len(commands) < 10 {
		t.Fatalf("got %d commands in README, want all of them: %q", len(commands), commands)
	}
	runEach(t, exampleBackend(t, ""), commands)
}

// runEach runs commands one after another in a folder that holds the files that they name.
func runEach(t *testing.T, server *httptest.Server, examples []string) {
	dir := t.TempDir()
	environment := exampleFolder(t, dir, server.URL)
	for _, example := range examples {
		example = strings.TrimSpace(example)
		began := time.Now()
		code, out := runExample(t, dir, environment, here(t, example, server))
		t.Logf("%5d ms  %d  %s", time.Since(began).Milliseconds(), code, example)
		isRight := code == 0 || code == 1 || code == 4 && aboutSome.MatchString(example) ||
			code == 130 && waiting.MatchString(example)
		if !isRight {
			t.Errorf("%s\ngot exit code %d\n%s", example, code, out)
		}
	}
}

// here is an example with the ports of this machine, and shorter.
func here(t *testing.T, example string, server *httptest.Server) string {
	_, port, _ := net.SplitHostPort(server.Listener.Addr().String())
	if strings.Contains(example, " -- ") { // the server command listens itself
		_, port, _ = net.SplitHostPort(freeAddress(t))
		example = "export PORT=" + port + "; " + example
	}
	example = strings.NewReplacer(
		"www.example.com/im", "127.0.0.1:1/im", "127.0.0.1:8081", "127.0.0.1:0", ":9000", "127.0.0.1:0",
		":8080", ":"+port, "-n 100000", "-n 300",
	).Replace(example)
	example = regexp.MustCompile(`--duration \S+`).ReplaceAllString(example, "--duration 50ms")
	if strings.HasPrefix(example, "timhook load ") && !strings.Contains(example, "--duration") {
		example += " --duration 50ms"
	}
	if strings.Contains(example, "--ready-file record.addr") {
		example += " & until [ -s record.addr ]; do sleep 0.05; done; timhook send all \"$(cat record.addr)\"; wait $!"
	}
	return example
}

// runExample runs a command in a shell to its end, or until it waits for Ctrl-C.
func runExample(t *testing.T, dir string, environment []string, command string) (code int, out string) {
	p := &process{Cmd: exec.Command("bash", "-c", command)}
	isWaiting := waiting.MatchString(command) && !strings.Contains(command, "-n 4") && !strings.Contains(command, "--list-faults")
	if isWaiting {
		p.Args[2] = "exec " + command
	}
	p.Dir, p.Env, p.Stdout = dir, environment, &p.stdout
	pipe, err := p.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	p.lines = bufio.NewReader(io.TeeReader(pipe, &p.stderr))
	if err := p.Start(); err != nil {
		t.Fatal(err)
	}
	late := time.AfterFunc(time.Minute, func() { _ = p.Process.Kill() })
	defer late.Stop()
	if isWaiting {
		if _, err := p.until(regexp.MustCompile(`Ctrl-C|http://`)); err != nil {
			t.Error(err)
		}
		p.drain()
		code = p.interrupt(t, os.Interrupt)
	} else {
		p.drain()
		code = p.code(t)
	}
	return code, p.stdout.String() + p.stderr.String()
}

// exampleBackend is right, or breaks what shrink and replay --failed are about.
func exampleBackend(t *testing.T, verb string) *httptest.Server {
	handler := backend.Reference(backend.Options{})
	if verb == "shrink" {
		fault, err := backend.LookupFault("status-404")
		if err != nil {
			t.Fatal(err)
		}
		handler = fault.Break(handler)
	}
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return server
}

// exampleFolder writes the files that examples name, and gives the environment of their shell.
func exampleFolder(t *testing.T, dir, url string) (environment []string) {
	t.Helper()
	environment = append(os.Environ(), "HOME="+dir, "IM_TOKEN=xxxxyyyy", "IM_SDKAPPID=1400000000", "EDITOR=sed -i s/MsgTime/MsgTimes/", "TIMHOOK_RUN=*/baseline-m*",
		"TIMHOOK_LISTEN=127.0.0.1:0", "GOCACHE="+goEnv(t, "GOCACHE"))
	for name, text := range map[string]string{
		"token.txt": "xxxxyyyy\n", "known.txt": "send/elem-none\n", "stored.js": "console.log('{}')\n",
		"go.mod": "module example.com/im\n\ngo 1.26\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	command := `
timhook init --lang go a && timhook init --lang node b && mkdir server && mv a/main.go server/ && mv b/receiver.js server.js && rm -r a b
mkdir captures testdata services
timhook send 'all/baseline-*' ` + url + ` -n 8 --save calls.ndjson --token file:token.txt
timhook generate send -o packet.json
for name in before after monday tuesday recorded replayed captures/2026-11-22; do cp calls.ndjson $name.ndjson; done
for name in main branch; do timhook test ` + url + ` --report ndjson=$name.ndjson; done
[ $(wc -l <calls.ndjson) -ge 17 ] && ls -d server/main.go packet.json main.ndjson`
	sh := exec.Command("bash", "-c", command)
	sh.Dir, sh.Env = dir, environment
	if out, err := sh.CombinedOutput(); err != nil {
		t.Fatalf("the files of the examples: %v\n%s", err, out)
	}
	return environment
}

func goEnv(t *testing.T, name string) string {
	t.Helper()
	out, err := exec.Command("go", "env", name).Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(out))
}
