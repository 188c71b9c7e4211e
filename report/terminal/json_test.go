package terminal_test

import (
	"strings"
	"testing"

	"github.com/timhook/timhook/report/terminal"
	"pgregory.net/rapid"
)

func TestJSONIsColouredByItsTokens(t *testing.T) {
	for _, tt := range []struct{ name, text, want string }{
		{
			"a name, a string, a number, a word", `{"a": "b", "c":1,"d":true}`,
			"{{name \"a\"}: {string \"b\"}, {name \"c\"}:1,{name \"d\"}:{word true}}",
		},
		{"an escaped quote", `["a\"b"]`, `[{string "a\"b"}]`},
		{"a text without its end", `{"a":"b`, `{{name "a"}:{string "b}`},
		{"no JSON", `<a href="b">`, `<a href="b">`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := terminal.NewPalette(true).JSON(tt.text)(0, len(tt.text))
			got = strings.NewReplacer("\x1b[34;1m", "{name ", "\x1b[32m", "{string ", "\x1b[33m", "{word ",
				"\x1b[0;22m", "}", "\x1b[0m", "}").Replace(got)
			if got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

// A text that is cut into lines anywhere has all its bytes, and each line ends the colours that it begins.
func TestColouredPartsAreTheWhole(t *testing.T) {
	piece := rapid.SampledFrom([]string{`"a"`, `"`, `\`, ":", " ", "{", "[", "true", "1", "收", "\n"})
	rapid.Check(t, func(t *rapid.T) {
		text := "{" + strings.Join(rapid.SliceOf(piece).Draw(t, "pieces"), "")
		at := rapid.IntRange(0, len(text)).Draw(t, "at")
		part := terminal.NewPalette(true).JSON(text)
		bare := strings.NewReplacer("\x1b[34;1m", "", "\x1b[32m", "", "\x1b[33m", "", "\x1b[0;22m", "", "\x1b[0m", "")
		for _, line := range []string{part(0, at), part(at, len(text))} {
			if strings.Count(line, "\x1b[") != 2*strings.Count(line, "\x1b[0") {
				t.Errorf("a colour of %q does not end", line)
			}
		}
		if got := bare.Replace(part(0, at)) + bare.Replace(part(at, len(text))); got != text {
			t.Errorf("got %q, want %q", got, text)
		}
		if got := terminal.NewPalette(false).JSON(text)(0, len(text)); got != text {
			t.Errorf("without colour: got %q, want %q", got, text)
		}
	})
}
