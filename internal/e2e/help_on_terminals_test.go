//go:build unix

package e2e_test

import (
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/timhook/timhook/report/terminal"
)

func TestHelpAndErrorsAreAsWideAsTheTerminal(t *testing.T) {
	script, err := exec.LookPath("script")
	if err != nil {
		t.Skip("script(1) is not installed; CI has it")
	}
	for _, tt := range []struct {
		columns int
		command string
	}{
		{60, "load --help"},
		{80, "load --help"},
		{120, "load --help"},
		{60, "send send --data x; true"}, // an error with its hint
	} {
		t.Run(fmt.Sprint(tt.command, " in ", tt.columns), func(t *testing.T) {
			columns := tt.columns
			c := exec.Command(script, "-qec", fmt.Sprintf("stty cols %d; timhook %s", columns, tt.command), "/dev/null")
			c.Env = append(os.Environ(), "TERM=xterm")
			out, err := c.CombinedOutput()
			if err != nil {
				t.Fatalf("%v\n%s", err, out)
			}
			widest := 0
			for line := range strings.Lines(string(out)) {
				widest = max(widest, terminal.Columns(strings.TrimRight(line, "\r\n")))
			}
			if widest > columns || widest < columns-8 {
				t.Errorf("got lines of up to %d columns, want at most %d, and not far less\n%s", widest, columns, out)
			}
		})
	}
}
