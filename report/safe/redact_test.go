package safe_test

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"unicode/utf16"

	"github.com/timhook/timhook/report/reporttest"

	"github.com/timhook/timhook/internal/secret"
	"github.com/timhook/timhook/report/safe"
	"pgregory.net/rapid"
)

// redacted writes the pieces one after the other behind the secrets.
func redacted(t testing.TB, secrets []string, pieces ...string) string {
	t.Helper()
	var buf bytes.Buffer
	r := safe.NewRedactor(&buf)
	for _, s := range secrets {
		if !r.Hide(s) {
			t.Fatalf("cannot hide %q", s)
		}
	}
	for _, p := range pieces {
		if n, err := r.Write([]byte(p)); n != len(p) || err != nil {
			t.Fatalf("Write: got %d, %v, want %d", n, err, len(p))
		}
	}
	if err := r.Flush(); err != nil {
		t.Fatal(err)
	}
	return buf.String()
}

func TestTheRedactorHidesSecretsAndNothingElse(t *testing.T) {
	for _, c := range []struct {
		name    string
		secrets []string
		pieces  []string
		want    string
	}{
		{"nothing to hide", nil, []string{"sesame-1\n"}, "sesame-1\n"},
		{"the secret alone", []string{"sesame-1"}, []string{"sesame-1"}, "masked"},
		{"in a line", []string{"sesame-1"}, []string{"a sesame-1 b\n"}, "a masked b\n"},
		{"twice without a gap", []string{"sesame-1"}, []string{"sesame-1sesame-1"}, "maskedmasked"},
		{"cut in two", []string{"sesame-1"}, []string{"a sesa", "me-1 b"}, "a masked b"},
		{"begun and not ended", []string{"sesame-1"}, []string{"a sesam", "x sesame-"}, "a sesamx sesame-"},
		{"over two lines", []string{"open\nsesame"}, []string{"a open\n", "sesame b\n"}, "a masked b\n"},
		{"one within another", []string{"sesame", "xsesamey"}, []string{"xsesamey sesame"}, "masked masked"},
		{"two that overlap", []string{"abcdef", "defghi"}, []string{"1abcdefghi2"}, "1masked2"},
		{"two that overlap, cut", []string{"abcdef", "defghi"}, []string{"1abcdefg", "hi2"}, "1masked2"},
		{"one that overlaps with itself", []string{"aaaaaa"}, []string{"baaaa", "aaaaaab"}, "bmaskedb"},
		{"JSON in JSON", []string{`say "x"`}, []string{`"{\"a\":\"say \\\"x\\\"\"}"`}, `"{\"a\":\"masked\"}"`},
		{"JSON as PHP has it for pages", []string{"ab/<d/é1"}, []string{`"ab\/\u003cd\/\u00e91"`}, `"masked"`},
		{
			"in an annotation",
			[]string{"100%, or: so"},
			[]string{"::error title=100%25%2C or%3A so::100%25, or: so\n"},
			"::error title=masked::masked\n",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := redacted(t, c.secrets, c.pieces...); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestShortSecretsAreNotHidden(t *testing.T) {
	var buf bytes.Buffer
	r := safe.NewRedactor(&buf)
	if r.Hide("") || r.Hide("abcde") || !r.Hide("abcdef") {
		t.Error("want to hide from six bytes on")
	}
	fmt.Fprint(r, "abcde abcdef ")
	if got := buf.String(); got != "abcde masked " {
		t.Errorf("got %q", got)
	}
}

// The parts of the text are made of other characters than the secrets, so what has to come out is known.
func TestHoweverATextIsCutItComesOutTheSame(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		secrets := rapid.SliceOfN(rapid.StringOfN(rapid.RuneFrom([]rune("ab\n\"'%+<>&=你🚀\\")), 6, 12, -1), 1,
			3).Draw(rt, "secrets")
		exact := slices.DeleteFunc(reporttest.Spellings(),
			func(s reporttest.Spelling) bool { return strings.HasPrefix(s.Name, "base64") }) // which leaves a character
		spell := rapid.SampledFrom(exact)
		var text, want strings.Builder
		for range rapid.IntRange(0, 12).Draw(rt, "parts") {
			// It begins with no digit, which would end the escape that a % at the end of a secret may begin.
			plain := rapid.StringMatching("[.: ][.:0-9 ]{0,7}").Draw(rt, "plain")
			text.WriteString(plain)
			want.WriteString(plain)
			text.WriteString(spell.Draw(rt, "spelling").Of(rapid.SampledFrom(secrets).Draw(rt, "secret")))
			want.WriteString(secret.Mask)
		}
		text.WriteString(";")
		want.WriteString(";")
		var pieces []string
		for rest := text.String(); rest != ""; {
			n := rapid.IntRange(1, len(rest)).Draw(rt, "cut")
			pieces, rest = append(pieces, rest[:n]), rest[n:]
		}
		if got := redacted(t, secrets, pieces...); got != want.String() {
			rt.Fatalf("got %q, want %q", got, want.String())
		}
	})
}

// escapedTexts spell every letter of a text in an escape, and that in another.
func escapedTexts() map[string]func(string) string {
	inJSON := func(s string) string {
		var b strings.Builder
		for _, unit := range utf16.Encode([]rune(s)) {
			fmt.Fprintf(&b, `\u%04x`, unit)
		}
		return b.String()
	}
	inURL := func(s string) string {
		var b strings.Builder
		for i := range len(s) {
			fmt.Fprintf(&b, "%%%02x", s[i])
		}
		return b.String()
	}
	inHTML := func(s string) string {
		var b strings.Builder
		for _, r := range s {
			fmt.Fprintf(&b, "&#x%x;", r)
		}
		return b.String()
	}
	return map[string]func(string) string{
		"JSON": inJSON, "URL": inURL, "HTML": inHTML,
		"JSON in JSON":      func(s string) string { return strings.ReplaceAll(inJSON(s), `\`, `\\`) },
		"URL in a URL":      func(s string) string { return strings.ReplaceAll(inURL(s), "%", "%25") },
		"HTML in HTML":      func(s string) string { return strings.ReplaceAll(inHTML(s), "&", "&amp;") },
		"HTML, URL":         func(s string) string { return inURL(inHTML(s)) },
		"hexadecimal":       func(s string) string { return hex.EncodeToString([]byte(s)) },
		"its capitals":      func(s string) string { return strings.ToUpper(hex.EncodeToString([]byte(s))) },
		"URL with capitals": func(s string) string { return strings.ToUpper(inURL(s)) },
	}
}

// TestNoEscapeThatAWriteCutsInTwoLetsASecretThrough cuts each spelling at each place.
func TestNoEscapeThatAWriteCutsInTwoLetsASecretThrough(t *testing.T) {
	for _, value := range []string{"k7Qd2mXz9TnB4vRw", "mina🚕/é-1"} {
		for name, spell := range escapedTexts() {
			t.Run(name+" of "+value, func(t *testing.T) {
				text := "<" + spell(value) + ">"
				for at := range text {
					if got := redacted(t, []string{value}, text[:at], text[at:]); got != "<masked>" {
						t.Fatalf("cut at %d: %q and %q became %q", at, text[:at], text[at:], got)
					}
				}
				var bytewise []string
				for i := range len(text) {
					bytewise = append(bytewise, text[i:i+1])
				}
				if got := redacted(t, []string{value}, bytewise...); got != "<masked>" {
					t.Errorf("byte by byte: got %q", got)
				}
			})
		}
		for before := range 3 { // base64 leaves the characters at the ends that hold bits of other bytes
			for _, twice := range []bool{false, true} {
				text := base64.StdEncoding.EncodeToString([]byte("xyz"[:before] + value + "-behind"))
				if twice {
					text = base64.StdEncoding.EncodeToString([]byte(text))
				}
				whole := redacted(t, []string{value}, text)
				for at := range text {
					if got := redacted(t, []string{value}, text[:at], text[at:]); got != whole || !strings.Contains(got, "masked") {
						t.Fatalf("base64, twice %t, cut at %d: %q and %q became %q, want %q", twice, at, text[:at], text[at:],
							got, whole)
					}
				}
			}
		}
	}
}

func TestWhatHoldsNoSecretComesOutAtOnce(t *testing.T) {
	var buf bytes.Buffer
	r := safe.NewRedactor(&buf)
	r.Hide("sesame-1")
	long := strings.Repeat("x", 1<<20)
	for _, p := range []string{"a line\n", "a prompt: ", long} {
		buf.Reset()
		fmt.Fprint(r, p)
		if buf.String() != p {
			t.Errorf("%d of %d bytes came out", buf.Len(), len(p))
		}
	}
}

func TestManyWriteAtOnce(t *testing.T) {
	var buf bytes.Buffer
	r := safe.NewRedactor(&buf)
	r.Hide("sesame-1")
	var writers sync.WaitGroup
	for range 8 {
		writers.Go(func() {
			for range 50 {
				fmt.Fprintf(r, "one sesame-1 line\n")
				r.Hide("sesame-2")
				_ = r.Over(&bytes.Buffer{}).Flush()
			}
		})
	}
	writers.Wait()
	if err := r.Flush(); err != nil {
		t.Fatal(err)
	}
	if got := strings.Count(buf.String(), "one masked line\n"); got != 400 {
		t.Errorf("got %d whole lines, want 400", got)
	}
}

func TestARequestThatIsAskedForShowsAllButTheToken(t *testing.T) {
	var results, request bytes.Buffer
	r := safe.NewRedactor(&results)
	asked := r.Asked(&request)
	r.Hide("the-token")
	r.Learn("an-api-key")
	for _, w := range []*safe.Redactor{r, asked} {
		fmt.Fprint(w, "the-token an-api-key\n")
		if err := w.Flush(); err != nil {
			t.Fatal(err)
		}
	}
	if got, want := results.String()+request.String(), "masked masked\nmasked an-api-key\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
