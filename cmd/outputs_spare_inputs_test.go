//go:build !race

package cmd

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestNoOutputTakesThePlaceOfAnInput tries each output of each verb over each of its inputs, by every name that leads to
// the same file.
func TestNoOutputTakesThePlaceOfAnInput(t *testing.T) {
	files := folderOfInputs(t)
	if err := os.Mkdir("sub", 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("..", filepath.Join("sub", "up")); err != nil {
		t.Skipf("no symbolic links here, as on Windows without the right; CI runs on Linux: %v", err)
	}
	pairs := 0
	for _, line := range verbsWithFiles() {
		verb, _, err := wholeRoot().Find(line[:1])
		if err != nil {
			t.Fatal(err)
		}
		flags := fileFlagsOf(t, verb, line)
		for out, output := range flags {
			for in, input := range flags {
				if !output.writes || input.writes {
					continue
				}
				pairs++
				t.Run(strings.Join(line, " ")+" "+in+" "+out, func(t *testing.T) {
					names := namesOf(t, input.file)
					for _, path := range names {
						words := output.words(input.words(line, in, input.file), out, path)
						refusedAndSpared(t, withArgument(words), input.file, files[input.file])
					}
					words := output.words(input.words(line, in, names[len(names)-1]), out, input.file)
					refusedAndSpared(t, withArgument(words), input.file, files[input.file])
				})
			}
		}
	}
	if pairs < 50 {
		t.Errorf("%d pairs of an input and an output were tried, want those of all verbs", pairs)
	}
}

// refusedAndSpared runs a command line that would write over a file that it reads.
func refusedAndSpared(t *testing.T, words []string, file string, want []byte) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
	defer cancel()
	code, stdout, stderr := ran(ctx, words)
	if code != 2 || stdout != "" || !strings.Contains(stderr, "this file is an input of the run") {
		t.Errorf("%s: got exit code %d, want 2 and the input named\n%s%s", strings.Join(words, " "), code, stdout, stderr)
	}
	if now, err := os.ReadFile(file); err != nil || !bytes.Equal(now, want) {
		t.Errorf("%s: %s holds %q (%v), want what it held", strings.Join(words, " "), file, now, err)
		if err := os.WriteFile(file, want, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// namesOf are paths that lead to a file.
func namesOf(t *testing.T, file string) []string {
	t.Helper()
	whole, err := filepath.Abs(file)
	if err != nil {
		t.Fatal(err)
	}
	hard, soft := "hard-"+file, "soft-"+file
	_ = os.Remove(hard) // those of the pair before, which may have been replaced
	_ = os.Remove(soft)
	if err := os.Link(file, hard); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(file, soft); err != nil {
		t.Fatal(err)
	}
	names := []string{file, "./sub/../" + file, whole, filepath.Join("sub", "up", file), hard, soft}
	if _, err := os.Stat(strings.ToUpper(file)); err == nil { // a file system that knows no case
		names = append(names, strings.ToUpper(file))
	}
	return names
}
