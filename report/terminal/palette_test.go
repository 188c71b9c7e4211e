package terminal_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/timhook/timhook/report/safe"
	"github.com/timhook/timhook/report/terminal"
)

func TestATextHangsBelowItsBeginning(t *testing.T) {
	text := strings.Repeat("word ", 12) + "end"
	for _, tt := range []struct {
		name            string
		columns, behind int
		want            string
	}{
		{"a pipe", 0, 10, text},
		{"it fits", 80, 10, text},
		{"it does not", 60, 30, strings.Repeat("word word word word word word\n"+strings.Repeat(" ", 30), 2) + "end"},
		{"little room", 60, 40, "\n    " + strings.Repeat("word ", 10) + "word\n    word end"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := terminal.NewPalette(false).Within(tt.columns).Hang(nil, text, tt.behind); got != tt.want {
				t.Errorf("got\n%s\nwant\n%s", got, tt.want)
			}
		})
	}
}

func TestASecretIsMaskedBeforeALineIsBroken(t *testing.T) {
	const token = "0123456789 abcdefghij"
	var out bytes.Buffer
	redactor := safe.NewRedactor(&out)
	redactor.Hide(token)
	for front := range 60 {
		text := terminal.NewPalette(false).Within(60).Hang(redactor, strings.Repeat("x", front)+" "+token, 4)
		if strings.Contains(text, "012345") || strings.Contains(text, "efghij") {
			t.Fatalf("a piece of the token is left in %q", text)
		}
	}
}
