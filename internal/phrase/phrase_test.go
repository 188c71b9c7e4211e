package phrase_test

import (
	"strings"
	"testing"

	"github.com/timhook/timhook/internal/phrase"
)

func TestNamesAreListedAsInASentence(t *testing.T) {
	for _, c := range []struct{ names, and, or string }{
		{"", "", ""},
		{"a", "a", "a"},
		{"a b", "a and b", "a or b"},
		{"a b c", "a, b and c", "a, b or c"},
	} {
		names := strings.Fields(c.names)
		if and, or := phrase.And(names), phrase.Or(names); and != c.and || or != c.or {
			t.Errorf("%q: got %q and %q, want %q and %q", names, and, or, c.and, c.or)
		}
	}
}
