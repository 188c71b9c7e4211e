package safe

import (
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

var plainRuns = regexp.MustCompile("[0-9A-Za-z]+")

// TestOurSpellingsLeaveLettersAndDigits: by those, a text is told that may hold a secret.
func TestOurSpellingsLeaveLettersAndDigits(t *testing.T) {
	texts := rapid.OneOf(rapid.String(), rapid.StringMatching(`[ab01%\\:,#\[\n'"<&é🚀-]{0,12}`))
	rapid.Check(t, func(t *rapid.T) {
		text := texts.Draw(t, "text")
		for i, spell := range ownSpellings() {
			rest := spell(text)
			for _, run := range plainRuns.FindAllString(text, -1) {
				_, behind, found := strings.Cut(rest, run)
				if !found {
					t.Fatalf("spelling %d of %q is %q, and %q is not there", i, text, spell(text), run)
				}
				rest = behind
			}
		}
	})
}
