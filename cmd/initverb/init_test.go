package initverb

import (
	"os"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/timhook/timhook/cmd/verbtest"
)

type values = []any

func TestTheCommandLineIsReadIntoOptions(t *testing.T) {
	read := func(o *options) any { return values{o.dir, o.language, o.ci, o.from, o.selected.Names()} }
	verbtest.Reads(t, command, []verbtest.Reading[options]{
		{"presets", "", read, values{"", "", "github", "", []string(nil)}},
		{
			"all of the plain thing", "x --ci gitlab --from a --callbacks bot,c2c", read,
			values{"x", "", "gitlab", "a", []string{"bot", "c2c"}},
		},
		{"a receiver", "x --lang php", read, values{"x", "php", "github", "", []string(nil)}},
	})
}

func TestCommandLinesThatAreRefused(t *testing.T) {
	verbtest.Refuses(t, command, []verbtest.Refusal{
		{"two folders", "a b", "want the name of one folder"},
		{"a receiver without a folder", "--lang go", "want the name of one folder that is new or empty"},
		{
			"callbacks of a receiver", "a --lang go --callbacks bot",
			"--callbacks is for timhook.yaml and a CI job alone, without --lang",
		},
	})
}

// TestTheJobsAreThoseOfTheDocumentation holds docs/ci.md to the jobs that are written.
func TestTheJobsAreThoseOfTheDocumentation(t *testing.T) {
	page, err := os.ReadFile("../../docs/ci.md")
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	for _, j := range ciJobs() {
		if j.text == "" {
			continue
		}
		seen++
		language := "yaml"
		if j.name == "jenkins" {
			language = "groovy"
		} else if err := yaml.Unmarshal([]byte(j.text), new(any)); err != nil {
			t.Errorf("%s: %v", j.name, err)
		}
		if !strings.Contains(string(page), "```"+language+"\n"+j.text+"```\n") {
			t.Errorf("docs/ci.md does not show the job for %s as it is:\n%s", j.name, j.text)
		}
		if !strings.Contains(string(page), "`"+j.file+"`") {
			t.Errorf("docs/ci.md does not name %s", j.file)
		}
	}
	if seen < 3 {
		t.Errorf("got %d jobs, want three", seen)
	}
}
