package e2e_test

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

// TestTheGoOfTheDocsIsThatOfTheExamples holds the lines of docs/go.md to files that are compiled and run.
func TestTheGoOfTheDocsIsThatOfTheExamples(t *testing.T) {
	known := map[string]bool{"func TestCallbacks(t *testing.T) {": true} // a test of that name would run twice
	for _, path := range []string{"conformance/webhooktest/example_test.go", "testdata/e2e/webhooktest/im_test.go"} {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(text)) {
			known[strings.TrimSpace(line)] = true
		}
	}
	page, err := os.ReadFile("docs/go.md")
	if err != nil {
		t.Fatal(err)
	}
	blocks := regexp.MustCompile("(?s)```go\n(.*?)```").FindAllStringSubmatch(string(page), -1)
	if len(blocks) < 4 {
		t.Fatalf("got %d blocks of Go, some were lost", len(blocks))
	}
	for _, block := range blocks {
		for line := range strings.Lines(block[1]) {
			if line = strings.TrimSpace(line); !known[line] {
				t.Errorf("docs/go.md has a line that no example has: %s", line)
			}
		}
	}
}
