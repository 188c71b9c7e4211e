package cmd

import (
	"bytes"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/timhook/timhook/cmd/cli"
	"github.com/timhook/timhook/cmd/flags"
)

// initFile is timhook.yaml as init writes it.
func initFile(t *testing.T) string {
	t.Helper()
	t.Chdir(t.TempDir())
	var stderr bytes.Buffer
	args := []string{"init", "--ci", "none", "--callbacks", "before-send,Group.*,c2c"}
	if code := Main(args, strings.NewReader(""), &stderr, &stderr); code != cli.ExitOK {
		t.Fatalf("got exit code %d: %s", code, stderr.String())
	}
	data, err := os.ReadFile("timhook.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// uncommented are the settings that stand in the file as comments, too. Sentences begin with a capital.
func uncommented(text string) string {
	return regexp.MustCompile(`(?m)^# ((?: *[a-z-]+:| +-).*)$`).ReplaceAllString(text, "$1")
}

func TestWhatInitWritesIsTakenByEveryVerb(t *testing.T) {
	text := initFile(t)
	whole := uncommented(text)
	if strings.Count(whole, "\n#") >= strings.Count(text, "\n#") || !strings.Contains(whole, "\nprofiles:\n  staging") {
		t.Fatalf("no comment became a setting:\n%s", whole)
	}
	t.Setenv("IM_TOKEN", "a-token-for-tests")
	for name, text := range map[string]string{"as written": text, "with all comments": whole} {
		if err := os.WriteFile("timhook.yaml", []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		verbs := 0
		for _, c := range wholeRoot().Commands() {
			if c.Flags().Lookup("config") == nil {
				continue
			}
			verbs++
			var notes bytes.Buffer
			a := cli.New(strings.NewReader(""), &notes, &notes, os.Getenv)
			if err := flags.Settings(a, c); err != nil {
				t.Errorf("%s: %s: %v", name, c.Name(), err)
			}
			if _ = a.Err.Flush(); notes.Len() > 0 {
				t.Errorf("%s: %s: got %q, want no note", name, c.Name(), notes.String())
			}
		}
		if verbs < 10 {
			t.Errorf("got %d verbs with settings, want all", verbs)
		}
	}
}
