package scan_test

import (
	"testing"

	"github.com/timhook/timhook/webhook/capture"
	"github.com/timhook/timhook/webhook/capture/scan"
	"pgregory.net/rapid"
)

// A place is that of a walk through the text, byte by byte.
func TestPlacesAreThoseOfAWalk(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := []byte(rapid.StringOf(rapid.RuneFrom([]rune("ab\n\r你"))).Draw(t, "text"))
		begin := capture.Place{Line: rapid.IntRange(1, 9).Draw(t, "line"), Column: rapid.IntRange(1, 9).Draw(t, "column")}
		places, want := scan.Places(text, begin), begin
		if got := places(-1); got != begin {
			t.Fatalf("before the text: got %v, want %v", got, begin)
		}
		for offset := range len(text) + 1 {
			if got := places(offset); got != want {
				t.Fatalf("byte %d of %q: got %v, want %v", offset, text, got, want)
			}
			if offset == len(text) {
				break
			}
			if want.Column++; text[offset] == '\n' {
				want = capture.Place{Line: want.Line + 1, Column: 1}
			}
		}
		if got := places(len(text) + 5); got != want {
			t.Fatalf("behind the text: got %v, want %v", got, want)
		}
	})
}
