//go:build unix

package e2e_test

import (
	"bytes"
	"net/http/httptest"
	"os"
	"os/exec"
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
		name, env string
		want      bool
	}{
		{"a terminal", "TERM=xterm", true},
		{"a dumb terminal", "TERM=dumb", false},
		{"NO_COLOR", "NO_COLOR=1", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := exec.Command(script, "-qec", "timhook send all "+server.URL+"/im", "/dev/null")
			c.Env = append(os.Environ(), "TERM=xterm", "NO_COLOR=", "FORCE_COLOR=", "CLICOLOR_FORCE=", tt.env)
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
