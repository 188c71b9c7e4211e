package e2e_test

import (
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/timhook/timhook/internal/backend"
)

// What generate writes as a test of another language runs there: a right backend passes, and one that answers the code
// as a text does not. Each signs as it runs, with the token of its environment.
func TestWhatRunsIsRun(t *testing.T) {
	const token, app = "k7Qd2mXz9TnB4vRw", "1400000001"
	right := httptest.NewServer(backend.Reference(backend.Options{Token: token, SDKAppID: 1400000001}))
	defer right.Close()
	var fault backend.Fault
	for _, f := range backend.Faults() {
		if f.Name == "code-string" {
			fault = f
		}
	}
	wrong := httptest.NewServer(fault.Break(backend.Reference(backend.Options{Token: token, SDKAppID: 1400000001})))
	defer wrong.Close()
	for _, c := range []struct {
		form, file string
		run        []string
	}{
		{"go", "callbacks_test.go", []string{"go", "test", "callbacks_test.go"}},
		{"python", "callbacks.py", []string{"python3", "callbacks.py"}},
		{"node", "callbacks.mjs", []string{"node", "--test", "callbacks.mjs"}},
	} {
		t.Run(c.form, func(t *testing.T) {
			if _, err := exec.LookPath(c.run[0]); err != nil {
				t.Skipf("%s is not installed here: %v", c.run[0], err)
			}
			dir := t.TempDir()
			made := exec.Command("timhook", "generate", "all/baseline-*", "send/text-*", "send/elem-*", "before", "sns",
				"--as", c.form, "-u", "http://127.0.0.1:1/im", "--token", "env:IM_CALLBACK_TOKEN", "--sdk-app-id", app,
				"--seed", "7", "-o", filepath.Join(dir, c.file))
			made.Env = append(os.Environ(), "IM_CALLBACK_TOKEN="+token)
			if out, err := made.CombinedOutput(); err != nil {
				t.Fatalf("%v: %s", err, out)
			}
			if text, err := os.ReadFile(filepath.Join(dir, c.file)); err != nil || strings.Contains(string(text), token) {
				t.Errorf("the test holds the token, or cannot be read: %v", err)
			}
			run := func(url string) (string, error) {
				cmd := exec.Command(c.run[0], c.run[1:]...)
				cmd.Dir = dir
				cmd.Env = append(os.Environ(), "IM_CALLBACK_TOKEN="+token, "IM_URL="+url)
				out, err := cmd.CombinedOutput()
				return string(out), err
			}
			if out, err := run(right.URL + "/im"); err != nil {
				t.Errorf("a right backend: %v\n%.3000s", err, out)
			}
			if out, err := run(wrong.URL + "/im"); err == nil || !strings.Contains(out, "ErrorCode") {
				t.Errorf("a backend with the code as a text passes: %v\n%.3000s", err, out)
			}
		})
	}
}
