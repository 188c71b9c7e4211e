package receivers_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/timhook/timhook/examples/receivers"
)

// A receiver is to be read in a few minutes: of the file that it begins with, blank lines, comments and imports aside,
// at most 80 lines.
func TestEachReceiverIsShort(t *testing.T) {
	const most = 80
	aside := regexp.MustCompile(`^\s*($|//|#|/\*\*|\*|"""|import |from |use |package |\)$|"[\w/.]+"$|<\?php|declare)`)
	if len(receivers.All()) != 6 {
		t.Fatalf("got %d receivers, want six", len(receivers.All()))
	}
	for _, r := range receivers.All() {
		files, err := r.Files()
		if err != nil {
			t.Fatal(err)
		}
		for name, text := range files {
			lines := 0
			for line := range strings.Lines(string(text)) {
				if !aside.MatchString(line) {
					lines++
				}
			}
			if lines < 20 || lines > most && name != "Json.java" {
				t.Errorf("%s/%s has %d lines, want at most %d", r.Language, name, lines, most)
			}
		}
		if _, ok := receivers.Named(r.Language); !ok || r.Doc == "" || len(r.Start) == 0 || r.Image == "" {
			t.Errorf("%s lacks something: %+v", r.Language, r)
		}
	}
	if _, ok := receivers.Named("cobol"); ok {
		t.Error("there is a receiver in COBOL, want none")
	}
}
