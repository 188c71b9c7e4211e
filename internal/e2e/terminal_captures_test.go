//go:build unix

package e2e_test

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/timhook/timhook/internal/backend"
	"github.com/timhook/timhook/report/terminal"
)

// terminalFolder has the captures of terminals, which -update makes again.
const terminalFolder = "testdata/terminal"

// chinese is a backend that answers with wide characters and emoji, and with ErrorCode as a string where EventTime is
// one. Its answers take as long as three digits of milliseconds, so that lines break at the same place in each run.
func chinese() http.Handler {
	right := backend.Reference(backend.Options{})
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		time.Sleep(120 * time.Millisecond)
		if bytes.Contains(body, []byte(`"EventTime":"`)) {
			w.Header().Set("Content-Type", "application/json")
			_, _ = io.WriteString(w, `{"ActionStatus":"OK","ErrorInfo":"收到消息回调，已经记录下来了 👩‍🚀🎉 谢谢","ErrorCode":"0"}`)
			return
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
		right.ServeHTTP(w, r)
	})
}

func TestNothingTearsOnATerminal(t *testing.T) {
	tmux, err := exec.LookPath("tmux")
	if err != nil {
		t.Skip("tmux is not installed; CI has it")
	}
	server := httptest.NewServer(chinese())
	defer server.Close()
	const same = " --seed 7 --now 2026-01-02T03:04:05Z"
	url := server.URL + "/im"
	dies := freeAddress(t)
	for _, tt := range []struct{ name, command string }{
		{"send", "timhook send all " + url + same + " --lang zh"},
		{"send-one", "timhook send bot " + url + same + " --text '@助手 查询一下今天的天气 ☔👨‍👩‍👧'"},
		{"send-failing", "timhook send send/eventtime-string " + url + same + " --lang mixed"},
		{"test", "timhook test " + url + same + " --run baseline-minimal"},
		{
			"test-failing",
			"timhook test " + url + same + " --run send/eventtime-integer --run send/eventtime-string --no-shrink",
		},
		{"test-dying", "timhook test http://" + dies + "/im" + same +
			" --run send/baseline-minimal --run send/neg-json-string-root -- testserver dying-of-null " + dies + " 127.0.0.1:1"},
	} {
		for _, columns := range []int{60, 80, 120} {
			name := fmt.Sprintf("%s-%d.txt", tt.name, columns)
			t.Run(name, func(t *testing.T) {
				file := filepath.Join(terminalFolder, name)
				want, _ := os.ReadFile(file)
				tries := 3
				if *update {
					tries = 1
				}
				var screen, joined string
				for range tries { // a machine that is busy may be late with one of its answers
					screen, joined = onScreen(t, tmux, columns, tt.command)
					if bare(screen) == bare(string(want)) {
						break
					}
				}
				if *update {
					if err := os.MkdirAll(terminalFolder, 0o755); err != nil {
						t.Fatal(err)
					}
					if err := os.WriteFile(file, []byte(screen), 0o644); err != nil { //nolint:gosec // all may read it
						t.Fatal(err)
					}
				} else if diff := cmp.Diff(bare(string(want)), bare(screen)); diff != "" {
					t.Errorf("%s (-want +got):\n%s", file, diff)
				}
				isTorn(t, joined, columns)
			})
		}
	}
}

// isTorn fails the test for a line that the terminal had to break itself. A word of a command stays in one piece.
func isTorn(t *testing.T, joined string, columns int) {
	t.Helper()
	if !strings.Contains(joined, "127.0.0.1") {
		t.Fatalf("the screen shows no run:\n%s", joined)
	}
	isCopied := false
	for line := range strings.Lines(joined) {
		line = strings.TrimRight(line, "\n ")
		isCopied = beginsCommand(line) || isCopied && strings.HasPrefix(line, "           ")
		if n := terminal.Columns(line); n > columns && !isCopied {
			t.Errorf("%d columns: %s", n, line)
		}
	}
}

func beginsCommand(line string) bool {
	return strings.HasPrefix(line, " As curl ") || strings.HasPrefix(line, " Reproduce ") ||
		strings.HasPrefix(line, "Run again ")
}

// onScreen runs a command in a terminal of so many columns, and gives what the screen shows: line by line as it is, and
// with the lines joined that the terminal has broken.
func onScreen(t *testing.T, tmux string, columns int, command string) (screen, joined string) {
	t.Helper()
	folder := t.TempDir()
	run := func(args ...string) string {
		c := exec.Command(tmux, append([]string{"-u", "-S", filepath.Join(folder, "socket"), "-f", "/dev/null"}, args...)...)
		c.Env = append(os.Environ(), "LANG=C.UTF-8", "LC_ALL=C.UTF-8", "NO_COLOR=1", "TMUX=")
		c.Dir = folder
		out, err := c.CombinedOutput()
		if err != nil {
			t.Fatalf("%v: %v\n%s", args, err, out)
		}
		return string(out)
	}
	done := filepath.Join(folder, "done")
	run("new-session", "-d", "-x", fmt.Sprint(columns), "-y", "200", command+"; touch "+done+"; sleep 60")
	defer run("kill-server")
	for end := time.Now().Add(30 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		if _, err := os.Stat(done); err == nil {
			break
		} else if time.Now().After(end) {
			t.Fatalf("%s does not end:\n%s", command, run("capture-pane", "-p"))
		}
	}
	time.Sleep(50 * time.Millisecond) // the terminal draws what has been written
	return shownText(run("capture-pane", "-p")), shownText(run("capture-pane", "-p", "-J"))
}

var loopback = regexp.MustCompile(`127\.0\.0\.1:\d{5}`)

// shownText is a screen without what differs from run to run and is as wide each time, and without its empty end.
func shownText(screen string) string {
	return strings.TrimRight(loopback.ReplaceAllString(screen, "127.0.0.1:54321"), "\n ") + "\n"
}

var duration = regexp.MustCompile(`<?\d+(\.\d+)?(µs|ms|s)\b`)

// bare is a screen without durations.
func bare(screen string) string { return duration.ReplaceAllString(screen, "0s") }
