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

	"github.com/google/go-cmp/cmp"
	"github.com/timhook/timhook/internal/backend"
	"github.com/timhook/timhook/payloads/chat"
	"github.com/timhook/timhook/report/terminal"
)

// README's table is made from the declarations, and its commands are run as they are printed, in a real shell.
func TestREADMEIsTrue(t *testing.T) {
	data, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	english := runConsoleBlocks(t, between(t, string(data), tableBegins, tableEnds, callbackTable(true)))
	data, err = os.ReadFile(chineseREADME)
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		"README.md":   english,
		chineseREADME: between(t, withBlocksOf(t, string(data), english), tableBegins, tableEnds, callbackTable(false)),
	} {
		holdREADME(t, name, want)
	}
}

const (
	chineseREADME          = "README.zh-CN.md"
	tableBegins, tableEnds = "<!-- callbacks -->\n", "<!-- /callbacks -->"
)

// holdREADME compares a page with what it is to be. No line is wider than a reader's window.
func holdREADME(t *testing.T, name, want string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(name, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Errorf("%s is not what the program does; go test ./internal/e2e -run README -update rewrites it "+
			"(-want +got):\n%s", name, diff)
	}
	for i, line := range strings.Split(want, "\n") {
		if n := terminal.Columns(line); n > 100 && !strings.HasPrefix(line, "[") { // an address alone on its line
			t.Errorf("%s:%d: %d columns, want at most 100: %s", name, i+1, n, line)
		}
	}
}

// anyBlock is a block of code of a page: between fences, or indented.
var anyBlock = regexp.MustCompile("(?sm)^(?:<!-- run[^>]*-->\n)?```.*?^```$|^(?:    \\S[^\n]*\n)+")

// withBlocksOf is a page with the blocks of another one in the place of its own: they have as many.
func withBlocksOf(t *testing.T, page, other string) string {
	t.Helper()
	blocks := anyBlock.FindAllString(other, -1)
	if own := len(anyBlock.FindAllString(page, -1)); own != len(blocks) {
		t.Fatalf("%s has %d blocks of code, and README.md has %d", chineseREADME, own, len(blocks))
	}
	return anyBlock.ReplaceAllStringFunc(page, func(string) string {
		block := blocks[0]
		blocks = blocks[1:]
		return block
	})
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

// callbackTable is a row for each usual callback, with its page's address below.
func callbackTable(titled bool) string {
	var b, pages strings.Builder
	b.WriteString("| name | callback command | sent when | variants |\n|---|---|---|---|\n")
	for _, c := range chat.Usual() {
		fmt.Fprintf(&b, "| [%s] | `%s` | %s | %d |\n", c.Short, c.Name, c.Title, len(c.Variants()))
		fmt.Fprintf(&pages, "[%s]: %s\n", c.Short, c.URL)
	}
	fmt.Fprintf(&b, "\n%d others are in [docs/callbacks.md](docs/callbacks.md).\n\n%s", len(chat.All())-len(chat.Usual()), &pages)
	if titled {
		return b.String()
	}
	return untitled.ReplaceAllString(strings.NewReplacer(
		"| name | callback command | sent when | variants |\n|---|---|---|---|", "| 简称 | 回调命令 | 变体数 |\n|---|---|---|",
		"others are in", "个其他回调见", ".\n\n[", "。\n\n[",
	).Replace(b.String()), "|$1|$2|$3|")
}

// untitled matches a row of the table with its title.
var untitled = regexp.MustCompile(`(?m)^\|([^|]*)\|([^|]*)\|[^|]*\|([^|]*)\|$`)

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
