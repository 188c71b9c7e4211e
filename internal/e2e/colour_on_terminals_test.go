//go:build unix

package e2e_test

import (
	"bytes"
	"net/http/httptest"
	"os"
	"os/exec"
	"slices"
	"testing"

	"github.com/timhook/timhook/internal/backend"
)

func TestATerminalGetsColourAndAPipeDoesNot(t *testing.T) {
	script, err := exec.LookPath("script")
	if err != nil {
		t.Skip("script(1) is not installed; CI has it")
	}
	server := httptest.NewServer(backend.Reference(backend.Options{}))
	defer server.Close()
	for _, tt := range []struct {
		name string
		env  []string
		want bool
	}{
		{"a terminal", []string{"TERM=xterm"}, true},
		{"a dumb terminal", []string{"TERM=dumb"}, false},
		{"NO_COLOR", []string{"NO_COLOR=1"}, false},
		{"FORCE_COLOR=0", []string{"FORCE_COLOR=0"}, false},
		{"FORCE_COLOR=false", []string{"FORCE_COLOR=false"}, false},
		{"FORCE_COLOR=0, and colour is forced", []string{"FORCE_COLOR=0", "CLICOLOR_FORCE=1"}, true},
		{"NO_COLOR outranks", []string{"NO_COLOR=1", "FORCE_COLOR=1"}, false},
		{"CLICOLOR=0", []string{"CLICOLOR=0"}, false},
		{"CLICOLOR_FORCE=0 forces nothing", []string{"CLICOLOR_FORCE=0"}, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := exec.Command(script, "-qec", "timhook send all "+server.URL+"/im", "/dev/null")
			c.Env = slices.Concat(os.Environ(),
				[]string{"TERM=xterm", "NO_COLOR=", "FORCE_COLOR=", "CLICOLOR_FORCE=", "CLICOLOR="}, tt.env)
			out, err := c.CombinedOutput()
			if err != nil {
				t.Fatalf("%v\n%s", err, out)
			}
			if got := bytes.Contains(out, []byte("\x1b[32mPASS")); got != tt.want {
				t.Errorf("got colour %t, want %t\n%q", got, tt.want, out)
			}
			if !bytes.Contains(out, []byte("4 pass")) {
				t.Errorf("got %q, want the verdict", out)
			}
		})
	}
}
