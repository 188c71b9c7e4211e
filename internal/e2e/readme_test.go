package e2e_test

import (
	"bytes"
	"fmt"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/timhook/timhook/internal/backend"
	"github.com/timhook/timhook/payloads/chat"
)

// README's table is made from the declarations, and its commands are run as they are printed, in a real shell.
func TestREADMEIsTrue(t *testing.T) {
	data, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	want := between(t, string(data), "<!-- callbacks -->\n", "<!-- /callbacks -->", callbackTable())
	want = runConsoleBlocks(t, want)
	if *update {
		if err := os.WriteFile("README.md", []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if string(data) != want {
		t.Errorf("README.md is not what the program does; go test ./internal/e2e -run README -update rewrites it\n"+
			"got:\n%s\nwant:\n%s", data, want)
	}
}

func between(t *testing.T, text, from, to, replacement string) string {
	t.Helper()
	before, rest, found := strings.Cut(text, from)
	_, after, closed := strings.Cut(rest, to)
	if !found || !closed {
		t.Fatalf("README.md has no %s … %s", from, to)
	}
	return before + from + replacement + to + after
}

func callbackTable() string {
	var b strings.Builder
	b.WriteString("| name | callback command | Chat sends it when | variants |\n|---|---|---|---|\n")
	for _, c := range chat.Usual() {
		fmt.Fprintf(&b, "| `%s` | [`%s`](%s) | %s | %d |\n", c.Short, c.Name, c.URL, c.Title, len(c.Variants()))
	}
	fmt.Fprintf(&b, "\n%d others are in [docs/callbacks.md](docs/callbacks.md).\n", len(chat.All())-len(chat.Usual()))
	return b.String()
}

// consoleBlock is a command with its output. The options choose a fault of the backend, and the width of the terminal
// that the output is shown in; without a width it goes to a pipe.
var consoleBlock = regexp.MustCompile("(?s)<!-- run(?: fault=([a-z0-9-]+))?(?: columns=([0-9]+))? -->\n```console\n\\$ ([^\n]+)\n.*?```")

func runConsoleBlocks(t *testing.T, text string) string {
	t.Helper()
	bin := builtTimhook(t)
	blocks := consoleBlock.FindAllStringSubmatchIndex(text, -1)
	if len(blocks) < 5 {
		t.Fatalf("README.md has %d commands with output, want at least 5", len(blocks))
	}
	return consoleBlock.ReplaceAllStringFunc(text, func(block string) string {
		parts := consoleBlock.FindStringSubmatch(block)
		head, _, _ := strings.Cut(block, "\n")
		if _, err := exec.LookPath("script"); err != nil && parts[2] != "" {
			return block // there is no terminal to run it in; CI has script(1)
		}
		return head + "\n```console\n$ " + parts[3] + "\n" + runInShell(t, bin, parts[3], parts[1], parts[2]) + "```"
	})
}

// changing matches what differs from run to run: durations.
var changing = regexp.MustCompile(`<?\b\d+(\.\d+)?(µs|ms|s)\b`)

// builtTimhook is a folder with the program, as go build makes it.
func builtTimhook(t *testing.T) (folder string) {
	t.Helper()
	folder = t.TempDir()
	if out, err := exec.Command("go", "build", "-o", filepath.Join(folder, "timhook"), ".").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return folder
}

// runInShell is what a command prints, its terminal so many columns wide, without what differs from run to run.
func runInShell(t *testing.T, bin, command, fault, columns string, environment ...string) string {
	t.Helper()
	handler := backend.Reference(backend.Options{})
	if fault != "" {
		f, err := backend.LookupFault(fault)
		if err != nil {
			t.Fatal(err)
		}
		handler = f.Break(handler)
	}
	server := httptest.NewServer(handler)
	defer server.Close()
	address := server.Listener.Addr().String()
	_, port, _ := strings.Cut(address, ":")
	dir := t.TempDir()
	recall, err := chat.Lookup("recall")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "captured.json"), []byte(recall.Sample), 0o600); err != nil {
		t.Fatal(err)
	}
	local := "localhost:" + port
	command = strings.NewReplacer("127.0.0.1:8080", address, "localhost:8080", local, " :8080", " :"+port).Replace(command)
	sh := exec.Command("sh", "-c", command)
	if columns != "" {
		sh = exec.Command("script", "-qec", "stty cols "+columns+"; "+command, "/dev/null")
	}
	sh.Dir = dir
	sh.Env = append(os.Environ(), "PATH="+bin+string(os.PathListSeparator)+os.Getenv("PATH"), "NO_COLOR=1")
	sh.Env = append(sh.Env, environment...)
	var out bytes.Buffer
	sh.Stdout, sh.Stderr = &out, &out
	_ = sh.Run() // the exit code is part of the output
	text := strings.NewReplacer(address, "127.0.0.1:8080", local, "localhost:8080", "\r", "").Replace(out.String())
	return changing.ReplaceAllString(text, "1ms")
}
