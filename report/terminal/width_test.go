package terminal_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/timhook/timhook/report/terminal"
	"pgregory.net/rapid"
)

func TestTextIsWrappedAtTheWidthOfATerminal(t *testing.T) {
	for _, tt := range []struct {
		name    string
		text    string
		columns int
		want    []string
	}{
		{"a pipe", "one two three", 0, []string{"one two three"}},
		{"at spaces", "one two three", 8, []string{"one two", "three"}},
		{"the last column is used", "one two three", 7, []string{"one two", "three"}},
		{"a word that is longer than a line", "a 0123456789 b", 4, []string{"a", "0123", "4567", "89 b"}},
		{"a URL", "http://127.0.0.1:8080/im?a=1&b=2", 24, []string{"http://127.0.0.1:8080/", "im?a=1&b=2"}},
		{"a separator too far in front", "a/0123456789", 8, []string{"a/012345", "6789"}},
		{"Chinese takes two columns", "收到消息回调", 5, []string{"收到", "消息", "回调"}},
		{"Chinese behind English", "got 收到消息", 8, []string{"got", "收到消息"}},
		{"an emoji stays whole", "👩‍👩‍👧👩‍👩‍👧", 3, []string{"👩‍👩‍👧", "👩‍👩‍👧"}},
		{"a character that is wider than the line", "收到", 1, []string{"收", "到"}},
		{"a command of GitHub's runner", "got ::error::x", 13, []string{"got", `\x3a:error::x`}},
		{"a command within a word", "aaaaaaa::error::x", 8, []string{"aaaaaaa:", ":error::", "x"}},
		{"two spaces stay", "a  b c", 4, []string{"a  b", "c"}},
		{"nothing", "", 4, []string{""}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, terminal.Wrap(tt.text, tt.columns)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestWrappingLosesNothingAndFits(t *testing.T) {
	words := rapid.SliceOf(rapid.SampledFrom([]string{"a", "timhook", "收到", "👍🏽", strings.Repeat("x", 30), "é", "\u200b"}))
	rapid.Check(t, func(t *rapid.T) {
		text, columns := strings.Join(words.Draw(t, "words"), " "), rapid.IntRange(2, 100).Draw(t, "columns")
		lines := terminal.Wrap(text, columns)
		for _, line := range lines {
			if n := terminal.Columns(line); n > columns {
				t.Errorf("got %d columns in %q, want at most %d", n, line, columns)
			}
		}
		bare := func(s string) string { return strings.ReplaceAll(s, " ", "") }
		if got := bare(strings.Join(lines, "")); got != bare(text) {
			t.Errorf("got %q, want %q", got, text)
		}
	})
}
