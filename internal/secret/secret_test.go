package secret_test

import (
	"bytes"
	"encoding/base64"
	"slices"
	"strings"
	"testing"

	"github.com/timhook/timhook/internal/secret"
)

// forms of secrets that are long enough.
func forms(t testing.TB, secrets ...string) secret.Patterns {
	t.Helper()
	var list secret.Patterns
	for _, s := range secrets {
		f, ok := secret.AllSpellings(s)
		if !ok {
			t.Fatalf("cannot look for %q", s)
		}
		list = append(list, f)
	}
	return list
}

func TestASecretIsFoundInEverySpelling(t *testing.T) {
	for _, c := range []struct{ name, secret, text, want string }{
		{"alone", "sesame-1", "sesame-1", "#"},
		{"in a line", "sesame-1", "a sesame-1 b\n", "a # b\n"},
		{"another", "sesame-1", "a sesame-2 b sesame", "a sesame-2 b sesame"},
		{"quotes in JSON", `say "x"`, `{"a":"say \"x\""}`, `{"a":"#"}`},
		{"JSON as pages have it", "a<b&c>d", `"a\u003cb\u0026c\u003ed" "a<b&c>d"`, `"#" "#"`},
		{"JSON as PHP has it", "ab/cd/é1", `"ab\/cd\/\u00e91"`, `"#"`},
		{"JSON as PHP has it for pages", "ab/<d/é1", `"ab\/\u003cd\/\u00e91" "ab\/\u003cd\/é1"`, `"#" "#"`},
		{"JSON numbers in capitals", "sésame", `"s\u00E9same" "s\u00e9same"`, `"#" "#"`},
		{"beyond the first plane", "sesame🚀", `"sesame\ud83d\ude80" "sesame\uD83D\uDE80"`, `"#" "#"`},
		{"JSON in JSON", `say "x"`, `"{\"a\":\"say \\\"x\\\"\"}"`, `"{\"a\":\"#\"}"`},
		{"Go's quotes", "sesame\x00\x01", `"sesame\x00\x01"`, `"#"`},
		{"in a query and a path", "a b+c/%=&", "a+b%2Bc%2F%25%3D%26 a%20b+c%2F%25=& a%20b%2bc%2f%25%3d%26", "# # #"},
		{"a colon in a query", "a sesame:b", "a%20sesame:b a%20sesame%3ab", "# #"},
		{"nothing but a colon in a query", "a=sesame:b", "a%3Dsesame:b", "#"},
		{"escapes in a query", "a&b<c>", `a%26b%3Cc%3E`, "#"},
		{"a URL in a URL", "a sesame", "a%2520sesame a%252520sesame", "# #"},
		{"every letter escaped in a URL", "sesame", "%73%65%73%61%6d%65 s%65same %73%65%73%61%6D%65!", "# # #!"},
		{"that in another URL", "sesame", "%2573%2565same", "#"},
		{"every letter escaped in JSON", "sesame", `"\u0073\u0065same \\u0073esame" \x73esame`, `"# #" #`},
		{"every letter escaped in HTML", "sesame", "&#115;&#x65;same &amp;#115;esame", "# #"},
		{"every letter in octal digits", "sesame", `\163\145same \16 \163esam\145`, `# \16 #`},
		{"every letter in braces", "sesame", `\u{73}\u{000065}same \u{} \u{73`, `# \u{} \u{73`},
		{"in JSON in base64", `say "x"`, base64.RawStdEncoding.EncodeToString([]byte(`{"a":"say \"x\""}`)), "eyJhIjoi#In0"},
		{"in hexadecimal", "sesame", "736573616d65 736573616D65", "# #"},
		{"in base64 twice", "sesame7", "YzJWellXMWxOdz09", "#dz09"},
		{"an escape that is none", "sesame", "%7sesame %zz &; \\ \\u12 &#x; ses%61m", "%7# %zz &; \\ \\u12 &#x; ses%61m"},
		{"in HTML", `<a>'&"x`, "&lt;a&gt;&#39;&amp;&#34;x &lt;a&gt;&#039;&amp;&quot;x &lt;a&gt;&apos;&amp;&quot;x", "# # #"},
		{"in a shell's quotes", "it's me!", `'it'\''s me!'`, `'#'`},
		{"in base64", "sesame", base64.StdEncoding.EncodeToString([]byte("sesame")), "#"},
		{"in base64 with a slash", "sesame?>\xff", base64.RawStdEncoding.EncodeToString([]byte("sesame?>\xff")), "#"},
		{"in base64 for URLs", "sesame?>\xff", base64.RawURLEncoding.EncodeToString([]byte("sesame?>\xff")), "#"},
		{"in base64 behind a byte", "sesame", "eHNlc2FtZQ", "eH#Q"},
		{"in base64 behind two", "sesame", "eHlzZXNhbWU", "eHl#U"},
		{"no letter or digit", "你好你好", `你好你好 "\u4f60\u597d\u4f60\u597d" 你好`, `# "#" 你好`},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := strings.ReplaceAll(secret.Cover(c.text, forms(t, c.secret).Spans([]byte(c.text))), secret.Mask, "#")
			if got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestSpansAreWholeAndInOrder(t *testing.T) {
	for _, c := range []struct {
		name    string
		secrets []string
		text    string
		want    []secret.Span
		joined  []secret.Span
	}{
		{"none", []string{"abcdef"}, "abcde", nil, nil},
		{"in no text", []string{"abcdef"}, "", nil, nil},
		{"one within another", []string{"sesame", "xsesamey"}, "xsesamey sesame", []secret.Span{{Start: 0, Stop: 8}, {Start: 9, Stop: 15}}, []secret.Span{{Start: 0, Stop: 8}, {Start: 9, Stop: 15}}},
		{"two that overlap", []string{"defghi", "abcdef"}, "1abcdefghi2", []secret.Span{{Start: 1, Stop: 10}}, []secret.Span{{Start: 1, Stop: 10}}},
		{"one that overlaps with itself", []string{"aaaaaa"}, "baaaaaaaab", []secret.Span{{Start: 1, Stop: 9}}, []secret.Span{{Start: 1, Stop: 9}}},
		{"two that touch", []string{"abcdef", "ghijkl"}, "ghijklabcdefabcdef.", []secret.Span{{Start: 0, Stop: 6}, {Start: 6, Stop: 12}, {Start: 12, Stop: 18}}, []secret.Span{{Start: 0, Stop: 18}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := forms(t, c.secrets...).Spans([]byte(c.text))
			if !slices.Equal(got, c.want) {
				t.Errorf("got %v, want %v", got, c.want)
			}
			if got = secret.Joined(got); !slices.Equal(got, c.joined) {
				t.Errorf("joined: got %v, want %v", got, c.joined)
			}
		})
	}
}

func TestShortTextsAreNotLookedFor(t *testing.T) {
	for _, s := range []string{"", "a", "abcde"} {
		if _, ok := secret.AllSpellings(s); ok {
			t.Errorf("%q: got a form, want six bytes or more", s)
		}
	}
}

func TestTheBeginningOfASecretIsTold(t *testing.T) {
	for _, c := range []struct {
		name    string
		secrets []string
		text    string
		want    int
	}{
		{"no secret", nil, "sesame", 0},
		{"no text", []string{"sesame-1"}, "", 0},
		{"a half", []string{"sesame-1"}, "a sesa", 4},
		{"a whole one", []string{"sesame-1"}, "a sesame-1", 0},
		{"its first byte behind a whole one", []string{"sesame-1"}, "a sesame-1s", 1},
		{"bytes of a whole one begin the next", []string{"aaaaaa"}, "baaaaaaaa", 5},
		{"all but the last byte", []string{"ababac"}, "ababa", 5},
		{"a beginning within a beginning", []string{"ababac"}, "abaab", 2},
		{"the longer of two", []string{"sesame-1", "a sesame"}, "a sesa", 6},
		{"half an escape", []string{`say "x"`}, `"say \"`, 6},
		{"half an escape of an escape", []string{`say "x"`}, `say \\\`, 7},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := forms(t, c.secrets...).PartialSuffix([]byte(c.text)); got != c.want {
				t.Errorf("%q, %q: got %d, want %d", c.secrets, c.text, got, c.want)
			}
		})
	}
}

func TestAPlaceIsWidenedToWholeSpans(t *testing.T) {
	whole := []secret.Span{{Start: 2, Stop: 5}, {Start: 8, Stop: 10}}
	for _, c := range []struct {
		name        string
		place, want secret.Span
	}{
		{"before the first", secret.Span{Start: 0, Stop: 1}, secret.Span{Start: 0, Stop: 1}},
		{"up to the first", secret.Span{Start: 0, Stop: 2}, secret.Span{Start: 0, Stop: 2}},
		{"into the first", secret.Span{Start: 0, Stop: 3}, secret.Span{Start: 0, Stop: 5}},
		{"within the first", secret.Span{Start: 3, Stop: 4}, secret.Span{Start: 2, Stop: 5}},
		{"out of one into the other", secret.Span{Start: 4, Stop: 9}, secret.Span{Start: 2, Stop: 10}},
		{"between the two", secret.Span{Start: 5, Stop: 8}, secret.Span{Start: 5, Stop: 8}},
		{"a place of no length within the first", secret.Span{Start: 3, Stop: 3}, secret.Span{Start: 2, Stop: 5}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := c.place.Widened(whole); got != c.want {
				t.Errorf("%v: got %v, want %v", c.place, got, c.want)
			}
		})
	}
}

func TestAMaskOfTheSameLengthLeavesNothing(t *testing.T) {
	text := []byte("ab0123456789cd012e")
	got := secret.Overwrite(text, []secret.Span{{Start: 2, Stop: 12}, {Start: 14, Stop: 17}})
	if want := "abmaskedxxxxcdmase"; string(got) != want || !bytes.HasPrefix(text, []byte("ab01")) {
		t.Errorf("got %s of %s, want %s", got, text, want)
	}
}

// BenchmarkSpans is what a text costs that holds no secret, as nearly every one.
func BenchmarkSpans(b *testing.B) {
	text := []byte(strings.Repeat(`{"ActionStatus":"OK","ErrorCode":0,"ErrorInfo":""},`, 20))
	for name, s := range map[string]string{"plain": "k7Qd2mXz9TnB4vRw", "odd": `k7"Qd<2&m'X+z%9=`} {
		list := forms(b, s)
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				list.Spans(text)
			}
		})
	}
}
