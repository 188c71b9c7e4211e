package safe_test

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/timhook/timhook/report/reporttest"

	"github.com/timhook/timhook/report/safe"
)

func TestVisibleShowsWhatWouldActOrHide(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"empty", "", ""},
		{"harmless ASCII", `{"a":"\n %s"} ~[]#[##`, `{"a":"\n %s"} ~[]#[##`},
		{"line breaks and tab", "a\r\n\tb", `a\r\n\tb`},
		{"escape sequence", "\x1b[2J", `\x1b[2J`},
		{"NUL and DEL", "\x00\x7f", `\x00\x7f`},
		{"C1 controls", "\u0085\u009b", `\u0085\u009b`},
		{"bidirectional overrides", "\u202a\u202e\u2066\u2069\u200f", `\u202a\u202e\u2066\u2069\u200f`},
		{"line and paragraph separators", "\u2028\u2029", `\u2028\u2029`},
		{"byte order mark, zero width space, soft hyphen", "\ufeff\u200b\u00ad", `\ufeff\u200b\u00ad`},
		{"no-break and odd spaces", "\u00a0\u3000\u2003", `\u00a0\u3000\u2003`},
		{"tags", "\U000e0001\U000e0041", `\U000e0001\U000e0041`},
		{"variation selectors", "a\ufe00\ufe0e\U000e0100\u180b", `a\ufe00\ufe0e\U000e0100\u180b`},
		{
			"fillers that look like nothing", "\u115f\u1160\u3164\uffa0\u034f\u2800",
			`\u115f\u1160\u3164\uffa0\u034f\u2800`,
		},
		{"private use and unassigned", "\ue000\U0010ffff\u0378", `\ue000\U0010ffff\u0378`},
		{"invalid UTF-8", "a\xff\xc3\xe4\xbd", `a\xff\xc3\xe4\xbd`},
		{"surrogate and overlong", "\xed\xa0\x80\xc0\xaf", `\xed\xa0\x80\xc0\xaf`},
		{"a real replacement character", "\ufffd", "\ufffd"},
		{"letters, CJK and marks", "é你好ñe\u0301", "é你好ñe\u0301"},
		{"emoji with style, skin and joiner", "❤️👩🏽‍🚀👨‍👩‍👧🏳️‍🌈🙂‍↔️", "❤️👩🏽‍🚀👨‍👩‍👧🏳️‍🌈🙂‍↔️"},
		{"a joiner elsewhere", "a\u200db\u200d👩\u200d\u200d👩", `a\u200db\u200d👩\u200d\u200d👩`},
		{"a command of GitHub's runner", "x##[error]y", `x##\x5berror]y`},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := safe.Visible(c.text); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func FuzzVisible(f *testing.F) {
	for _, seed := range []string{reporttest.Hostile, "👩🏽\u200d🚀\u200d", "a\u200db", "##[x", "\xf0\x9f\x91", "❤\ufe0f\u200d\ufffd"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got := safe.Visible(text)
		if !utf8.ValidString(got) {
			t.Fatalf("%q became %q, which is not UTF-8", text, got)
		}
		runes := []rune(got)
		for i, r := range runes {
			if r == '\u200d' {
				if i == 0 || i == len(runes)-1 || isText(runes[i-1]) || isText(runes[i+1]) {
					t.Fatalf("%q became %q, with a joiner that joins no emoji", text, got)
				}
			} else if unicode.In(r, unicode.C, unicode.Zl, unicode.Zp) || unicode.IsSpace(r) && r != ' ' {
				t.Fatalf("%q became %q, which holds %U", text, got, r)
			}
		}
		if strings.Contains(got, "##[") {
			t.Fatalf("%q became %q, a command", text, got)
		}
		if again := safe.Visible(got); again != got {
			t.Fatalf("%q became %q and then %q", text, got, again)
		}
	})
}

func isText(r rune) bool {
	return r < 0x80 || unicode.In(r, unicode.L, unicode.N, unicode.P, unicode.Z, unicode.C)
}
