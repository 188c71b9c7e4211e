package secret

import (
	"bytes"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// all are the texts that a form looks for, whether or not its anchor is there.
func (f Pattern) all() [][]byte {
	if f.others == nil {
		return f.texts
	}
	return append(slices.Clone(f.texts), f.others()...)
}

// hiddenBytes says byte by byte what [Forms.Spans] has to find.
func hiddenBytes(list Patterns, text []byte) []bool {
	hidden := make([]bool, len(text))
	for _, form := range list {
		for _, f := range form.all() {
			for at := range text {
				if bytes.HasPrefix(text[at:], f) {
					for i := range f {
						hidden[at+i] = true
					}
				}
			}
		}
	}
	return hidden
}

// begunBytes is what [Forms.Begun] has to find.
func begunBytes(list Patterns, text []byte) (longest int) {
	for _, form := range list {
		for _, f := range form.all() {
			for n := range min(len(f), len(text)+1) {
				if bytes.HasSuffix(text, f[:n]) {
					longest = max(longest, n)
				}
			}
		}
	}
	return longest
}

// check compares what is found in a text, and in the text up to a place, with what is there.
func check(t interface{ Fatalf(string, ...any) }, list Patterns, text []byte, cut int) {
	spans := Merged(list.spelt(text))
	hidden := hiddenBytes(list, text)
	at := 0
	for _, s := range spans {
		if s.Start < at || s.Start >= s.Stop || s.Stop > len(text) {
			t.Fatalf("%q: got the spans %v, want them in order and apart", text, spans)
		}
		if slices.Contains(hidden[at:s.Start], true) || slices.Contains(hidden[s.Start:s.Stop], false) {
			t.Fatalf("%q: got the spans %v, want the bytes %v", text, spans, hidden)
		}
		at = s.Stop
	}
	if slices.Contains(hidden[at:], true) {
		t.Fatalf("%q: got the spans %v, want the bytes %v", text, spans, hidden)
	}
	begun := list.partialSpelt(text[:cut])
	if want := begunBytes(list, text[:cut]); begun != want {
		t.Fatalf("%q: got %d bytes begun, want %d", text[:cut], begun, want)
	}
	if over := Overwrite(text, spans); len(over) != len(text) {
		t.Fatalf("%q: got %d bytes, want %d", text, len(over), len(text))
	}
}

// TestEverySpellingIsFoundWhereItStands: the anchor is a short cut only, so each spelling has to hold it.
func TestEverySpellingIsFoundWhereItStands(t *testing.T) {
	secrets := rapid.OneOf(rapid.StringOfN(rapid.RuneFrom([]rune("ab1-.%\\/+ <&>\"':#[\n\x00é你🚀")), 6, 12, -1), rapid.StringN(6, 12, -1), rapid.StringMatching(`(%41|%3A|&#34;|\\u0041|\\n|a){6}`))
	rapid.Check(t, func(t *rapid.T) {
		s := secrets.Draw(t, "secret")
		further := func(s string) string { return strings.ReplaceAll(s, "-", `\055`) }
		form, ok := AllSpellings(s, further)
		other, _ := AllSpellings(secrets.Draw(t, "other"))
		if !ok {
			t.Fatalf("cannot look for %q", s)
		}
		list := Patterns{form, other}
		before, behind := rapid.StringN(0, 3, -1).Draw(t, "before"), rapid.StringN(0, 3, -1).Draw(t, "behind")
		for _, f := range form.all() {
			text := []byte(before + string(f) + behind)
			check(t, list, text, rapid.IntRange(0, len(text)).Draw(t, "cut"))
		}
	})
}

// TestTheShortCutsSpellAsTheLibrariesDo for texts without anything to escape.
func TestTheShortCutsSpellAsTheLibrariesDo(t *testing.T) {
	texts := rapid.OneOf(rapid.String(), rapid.StringMatching(`[ a~\\"<>&%\x00\x1f\x7fé]{0,4}`))
	rapid.Check(t, func(t *rapid.T) {
		s := texts.Draw(t, "text")
		if got, want := `"`+quoted(s)+`"`, strconv.Quote(s); got != want {
			t.Fatalf("got %s, want %s", got, want)
		}
		want, err := json.Marshal(s)
		if got := `"` + JSON(s, true) + `"`; err != nil || got != string(want) {
			t.Fatalf("got %s, want %s", got, want)
		}
		var back string
		if err := json.Unmarshal([]byte(`"`+ascii(JSON(s, false), `\u%04X`)+`"`), &back); err != nil || back != strings.ToValidUTF8(s, "\ufffd") {
			t.Fatalf("%q: got %q, %v", s, back, err)
		}
		if got := JSON(s, false); strings.ContainsAny(s, "<>&") == (got == JSON(s, true)) {
			t.Fatalf("%q: got %s without the escapes of pages", s, got)
		}
	})
}

// TestASecretIsSpeltOnlyForATextThatMayHoldIt: hundreds of spellings would be made for each record otherwise.
func TestASecretIsSpeltOnlyForATextThatMayHoldIt(t *testing.T) {
	spelt := 0
	form, _ := AllSpellings(`k7"Qd2m`, func(s string) string { spelt++; return s })
	list := Patterns{form}
	if list.Spans([]byte(`k7 Qd 2m "`)); spelt != 0 {
		t.Error("spelt for a text without the anchor")
	}
	if got := list.Spans([]byte(`k7\"Qd2m`)); len(got) != 1 || spelt == 0 {
		t.Errorf("got %v, want one", got)
	}
	before := spelt
	if list.Spans([]byte(`k7\"Qd2m`)); spelt != before {
		t.Error("spelt a second time")
	}
}

func FuzzPatterns(f *testing.F) {
	f.Add("sesame-1", `say "x"`, `{"a":"say \"x\"","b":"sesame-1"}`, 9)
	f.Add("aaaaaa", "a<b&c>d", `aaaaaaaa\u003cb\u0026c\u003ed`, 20)
	f.Add("%41%3A", "你好你好", "%2541%253a\\u4f60\\u597d\\u4f60\\u597d", 30)
	f.Add("\xff\xfe\xfd\x00\n-", "it's me!", "//79AAot it'\\''s me!", 4)
	f.Fuzz(func(t *testing.T, one, two, text string, cut int) {
		if len(one) > 40 || len(two) > 40 || len(text) > 400 {
			t.Skip("the oracle is slow")
		}
		var list Patterns
		for _, s := range []string{one, two} {
			if form, ok := AllSpellings(s); ok {
				list = append(list, form)
			}
		}
		cut = min(max(cut, 0), len(text))
		check(t, list, []byte(text), cut)
		for _, form := range list {
			if list := form.all(); len(list) > 0 { // a spelling in the middle of the text
				spelling := list[cut%len(list)]
				check(t, Patterns{form}, []byte(text[:cut]+string(spelling)+text[cut:]), cut+len(spelling)/2)
			}
		}
	})
}
