package cmd

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/timhook/timhook/cmd/flags"
	"github.com/timhook/timhook/report/terminal"
)

// TestHelpFitsTheTerminal holds the help of every verb to the width of a terminal, and to the words that a pipe gets.
func TestHelpFitsTheTerminal(t *testing.T) {
	commands := append(wholeRoot().Commands(), wholeRoot())
	for _, columns := range []int{60, 80, 99, 100, 120, 200} {
		for _, c := range commands {
			t.Run(fmt.Sprintf("%s in %d", c.Name(), columns), func(t *testing.T) {
				var piped, fitted bytes.Buffer
				if err := flags.WriteHelp(&piped, c, 0); err != nil {
					t.Fatal(err)
				}
				if err := flags.WriteHelp(&fitted, c, columns); err != nil {
					t.Fatal(err)
				}
				for line := range strings.Lines(fitted.String()) {
					line = strings.TrimSuffix(line, "\n")
					if width := terminal.Columns(line); width > columns && !isQuoted(line) {
						t.Errorf("%d columns: %s", width, line)
					}
				}
				want, got := wordsOf(piped.String()), wordsOf(fitted.String())
				if diff := cmp.Diff(want, got); len(want) < 20 || diff != "" {
					t.Errorf("the words of a pipe (-want +got):\n%s", diff)
				}
			})
		}
	}
}

// isQuoted is true of an argument in quotes alone on its line, which no shell lets us break.
func isQuoted(line string) bool {
	line = strings.TrimSpace(strings.TrimSuffix(line, "\\"))
	return line != "" && strings.ContainsRune("'\"", rune(line[0])) && line[0] == line[len(line)-1]
}

// wordsOf are the words of a help. A comment may stand in front of its command, and a long command goes on behind a
// backslash.
func wordsOf(help string) []string {
	help = strings.ReplaceAll(help, " \\\n", " ")
	for _, indent := range []int{10, 6} { // a list of values may be broken behind a bar
		help = strings.ReplaceAll(help, "|\n"+strings.Repeat(" ", indent), "|")
	}
	list := strings.Fields(help)
	if strings.Contains(help, "  # ") {
		slices.Sort(list)
	}
	return list
}
