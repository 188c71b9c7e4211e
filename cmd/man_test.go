package cmd

import (
	"bytes"
	"os/exec"
	"regexp"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"github.com/timhook/timhook/cmd/flags"
)

// TestManualPagesHaveWhatHelpHas renders each page as man does, with every warning on, and looks for the texts, flags and
// verbs of the help in it.
func TestManualPagesHaveWhatHelpHas(t *testing.T) {
	root := wholeRoot()
	for _, c := range append(root.Commands(), root) {
		t.Run(c.Name(), func(t *testing.T) {
			page := render(t, manOf(t, c))
			c.Flags().VisitAll(func(f *pflag.Flag) {
				if !f.Hidden && !strings.Contains(page, "--"+f.Name) {
					t.Errorf("the page lacks --%s", f.Name)
				}
			})
			for _, text := range []string{c.Short, c.Long} {
				if !strings.Contains(joined(page), joined(text)) {
					t.Errorf("the page lacks %q", text)
				}
			}
			for _, sub := range c.Commands() {
				if sub.IsAvailableCommand() && !strings.Contains(page, flags.ManName(sub)+"(1)") {
					t.Errorf("the page lacks %s(1)", flags.ManName(sub))
				}
			}
		})
	}
}

// TestManualPagesKeepEveryCharacter gives roff what it would take for a request, a quote, a dash or another character.
func TestManualPagesKeepEveryCharacter(t *testing.T) {
	for name, text := range map[string]string{
		"requests":   ".SH of 'SH and ..",
		"quotes":     "a 'b' \"c\" `d` ''",
		"escapes":    `\fB \n \\ \(aq %d \`,
		"dashes":     "-v --verbose a-b ^ ~",
		"wide":       "好的 … é 😀",
		"long paths": "http://127.0.0.1:8080/" + strings.Repeat("path/", 30) + "?a=b|c",
	} {
		t.Run(name, func(t *testing.T) {
			c := &cobra.Command{Use: "x", Short: text, Long: text, Example: "  " + text, Run: func(*cobra.Command, []string) {}}
			page := joined(render(t, manOf(t, c)))
			if got := strings.Count(page, joined(text)); got != 3 {
				t.Errorf("got the text %d times, want it in name, description and examples:\n%s", got, page)
			}
		})
	}
}

// joined is a text without the gaps and line breaks that depend on the width.
func joined(text string) string { return strings.Join(strings.Fields(text), "") }

func manOf(t *testing.T, c *cobra.Command) []byte {
	t.Helper()
	var page bytes.Buffer
	if err := flags.WriteMan(&page, c); err != nil {
		t.Fatal(err)
	}
	return page.Bytes()
}

var overstrike = regexp.MustCompile("\x1b\\[[0-9;]*m|.\b")

func render(t *testing.T, page []byte) string {
	t.Helper()
	if _, err := exec.LookPath("groff"); err != nil {
		t.Skip("groff is not installed; CI installs it")
	}
	c := exec.Command("groff", "-man", "-ww", "-Tutf8", "-rLL=80n", "-P-c")
	var out, warnings bytes.Buffer
	c.Stdin, c.Stdout, c.Stderr = bytes.NewReader(page), &out, &warnings
	if err := c.Run(); err != nil || warnings.Len() > 0 {
		t.Errorf("groff: %v\n%s", err, warnings.String())
	}
	return overstrike.ReplaceAllString(out.String(), "")
}
