//go:build unix

package e2e_test

import (
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/timhook/timhook/report/safe"
)

func TestHelpIsAsWideAsTheTerminal(t *testing.T) {
	script, err := exec.LookPath("script")
	if err != nil {
		t.Skip("script(1) is not installed; CI has it")
	}
	for _, columns := range []int{60, 80, 120} {
		t.Run(fmt.Sprint(columns), func(t *testing.T) {
			c := exec.Command(script, "-qec", fmt.Sprintf("stty cols %d; timhook load --help", columns), "/dev/null")
			c.Env = append(os.Environ(), "TERM=xterm")
			out, err := c.CombinedOutput()
			if err != nil {
				t.Fatalf("%v\n%s", err, out)
			}
			widest := 0
			for line := range strings.Lines(string(out)) {
				widest = max(widest, safe.Columns(strings.TrimRight(line, "\r\n")))
			}
			if widest > columns || widest < columns-8 {
				t.Errorf("got lines of up to %d columns, want at most %d, and not far less\n%s", widest, columns, out)
			}
		})
	}
}
