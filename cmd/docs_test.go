package cmd

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/spf13/cobra"
)

// command is one of ours at the beginning of a line, or behind a prompt or the key of a workflow.
var command = regexp.MustCompile(`(?m)^(?:\$ | *- run: )?timhook ([a-z]+)(.*)`)

// TestCommandsInTextsAreReal holds the commands of help, README and docs to the verbs and flags that there are.
func TestCommandsInTextsAreReal(t *testing.T) {
	root := wholeRoot()
	texts := map[string]string{}
	for _, c := range append(root.Commands(), root) {
		texts["help of "+c.Name()] = regexp.MustCompile(`(?m)^ +`).ReplaceAllString(c.Example, "")
	}
	files, err := filepath.Glob("../docs/*.md")
	if err != nil || len(files) < 3 {
		t.Fatalf("got %d files in docs (%v), want all of them", len(files), err)
	}
	for _, name := range append(files, "../README.md") {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		texts[name] = strings.ReplaceAll(onlyCode(string(data)), "\\\n", " ")
	}
	seen := 0
	for where, text := range texts {
		for _, found := range command.FindAllStringSubmatch(text, -1) {
			seen++
			verb, _, err := root.Find([]string{found[1]})
			if err != nil || verb == root {
				t.Errorf("%s: %s: there is no verb %s", where, found[0], found[1])
				continue
			}
			holdFlags(t, where+": "+found[0], verb, found[2])
		}
	}
	if seen < 80 {
		t.Errorf("got %d commands, want those of all texts", seen)
	}
}

// onlyCode is what a page has in code blocks and in back quotes.
func onlyCode(page string) string {
	var code strings.Builder
	for i, part := range strings.Split(page, "```") {
		if i%2 == 1 {
			code.WriteString(part)
			continue
		}
		for j, inline := range strings.Split(part, "`") {
			if j%2 == 1 {
				code.WriteString("\n" + inline + "\n")
			}
		}
	}
	return code.String()
}

// holdFlags looks up each flag of a command line, up to the server command behind a "--".
func holdFlags(t *testing.T, where string, verb *cobra.Command, line string) {
	t.Helper()
	verb.InheritedFlags()
	line, _, _ = strings.Cut(line, " #")
	for word := range strings.FieldsSeq(line) {
		name, _, _ := strings.Cut(strings.TrimRight(word, ".,;:)"), "=")
		switch letters := strings.TrimPrefix(name, "-"); {
		case name == "--":
			return
		case strings.HasPrefix(name, "--"):
			if verb.Flags().Lookup(name[2:]) == nil {
				t.Errorf("%s: %s has no flag %s", where, verb.Name(), name)
			}
		case len(name) > 1 && name[0] == '-' && (letters[0] < '0' || letters[0] > '9'):
			if verb.Flags().ShorthandLookup(letters[:1]) == nil {
				t.Errorf("%s: %s has no flag %s", where, verb.Name(), name)
			}
		}
	}
}
