//go:build unix

package e2e_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestCompletionInRealShells presses Tab in each shell, with the script that "timhook completion" prints for it.
func TestCompletionInRealShells(t *testing.T) {
	tmux, err := exec.LookPath("tmux")
	if err != nil || raceDetector() {
		t.Skip("tmux is not installed (CI has it), or a program under the race detector is slower than a finger")
	}
	const bashPackage = "/usr/share/bash-completion/bash_completion"
	for _, shell := range []struct{ name, needs, start, setUp string }{
		{"bash alone", "bash", "bash --norc --noprofile", "source <(timhook completion bash)"},
		{"bash with bash-completion", bashPackage, "bash --norc --noprofile", "source " + bashPackage + "; source <(timhook completion bash)"},
		{"zsh", "zsh", "zsh -f", "autoload -U compinit; compinit -u -D; source <(timhook completion zsh)"},
		{"fish", "fish", "fish --no-config", "timhook completion fish | source"},
	} {
		t.Run(shell.name, func(t *testing.T) {
			if _, err := exec.LookPath(shell.needs); err != nil && !exists(shell.needs) {
				t.Skip(shell.needs + " is not installed; CI has it")
			}
			t.Parallel()
			completesIn(t, tmux, shell.start, shell.setUp)
		})
	}
}

func exists(file string) bool {
	_, err := os.Stat(file)
	return err == nil
}

// completesIn types the beginnings of lines into a shell, each with Tab behind it.
func completesIn(t *testing.T, tmux, shell, setUp string) {
	folder := t.TempDir()
	for name, text := range map[string]string{
		"timhook.yaml": "profiles:\n  staging: {url: 'http://127.0.0.1:1/im'}\n", "captured.ndjson": "",
	} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	run := func(args ...string) string {
		c := exec.Command(tmux, append([]string{"-u", "-S", filepath.Join(folder, "socket"), "-f", "/dev/null"}, args...)...)
		c.Env = append(os.Environ(), "LANG=C.UTF-8", "LC_ALL=C.UTF-8", "TMUX=", "HOME="+folder, "PS1=% ")
		c.Dir = folder
		out, err := c.CombinedOutput()
		if err != nil {
			t.Fatalf("%v: %v\n%s", args, err, out)
		}
		return string(out)
	}
	screen := func() string { return run("capture-pane", "-p", "-J") }
	waitFor := func(what string) {
		for end := time.Now().Add(20 * time.Second); !strings.Contains(screen(), what); time.Sleep(30 * time.Millisecond) {
			if time.Now().After(end) {
				t.Fatalf("the screen never shows %q:\n%s", what, screen())
			}
		}
	}
	run("new-session", "-d", "-x", "150", "-y", "50", shell)
	defer run("kill-server")
	for i, line := range []struct{ typed, want string }{
		{"timhook expl", "timhook explain "},
		{"timhook send send/eventtime-s", "timhook send send/eventtime-string "},
		{"timhook send --variant=eventtime-s", "timhook send --variant=eventtime-string "},
		{"timhook test --run Group.CallbackAfterRecallMsg/recall-te", "Group.CallbackAfterRecallMsg/recall-ten "},
		{"timhook explain resp-errorcode-p", "timhook explain resp-errorcode-present "},
		{"timhook test --run neg-sign-upp", "timhook test --run neg-sign-upper "},
		{"timhook test --callbacks before,c2c-before-s", "timhook test --callbacks before,c2c-before-send "},
		{"timhook list varia", "timhook list variants "},
		{"timhook test --profile st", "timhook test --profile staging "},
		{"timhook lint capt", "timhook lint captured.ndjson "},
		{"timhook serve --fault code-s", "timhook serve --fault code-string "},
		{"timhook help sig", "timhook help sign "},
	} {
		if i == 0 {
			run("send-keys", "-l", setUp+"; echo begin''s")
			run("send-keys", "Enter")
			waitFor("begins")
		}
		mark := fmt.Sprint("line ", i, " ends")
		run("send-keys", "-l", line.typed)
		run("send-keys", "Tab")
		run("send-keys", "-l", " ;: ") // behind what Tab has typed
		waitFor(line.want)
		run("send-keys", "C-u")
		run("send-keys", "-l", "clear; echo "+strings.Replace(mark, " ", "' '", 1))
		run("send-keys", "Enter")
		waitFor(mark)
	}
}
