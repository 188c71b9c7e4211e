package charset_test

import (
	"encoding/binary"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/timhook/timhook/internal/charset"
	"pgregory.net/rapid"
)

// wide is a text in UTF-16.
func wide(text string, order binary.AppendByteOrder, mark bool) string {
	var b []byte
	if mark {
		b = order.AppendUint16(b, 0xfeff)
	}
	for _, unit := range utf16.Encode([]rune(text)) {
		b = order.AppendUint16(b, unit)
	}
	return string(b)
}

func TestTextsAreReadWhateverSavedThem(t *testing.T) {
	const packet = `{"Text":"你好 🧧"}`
	for name, text := range map[string]string{
		"UTF-8":                   packet,
		"UTF-8 with a mark":       "\xef\xbb\xbf" + packet,
		"UTF-16 of Windows":       wide(packet, binary.LittleEndian, true),
		"UTF-16, big end first":   wide(packet, binary.BigEndian, true),
		"UTF-16 without a mark":   wide(packet, binary.LittleEndian, false),
		"the other, without mark": wide(packet, binary.BigEndian, false),
	} {
		t.Run(name, func(t *testing.T) {
			got, err := charset.Text([]byte(text))
			if err != nil || string(got) != packet {
				t.Errorf("got %q, %v; want %q", got, err, packet)
			}
		})
	}
}

func TestTextsOfOtherEncodingsAreRefusedByName(t *testing.T) {
	for name, test := range map[string]struct{ text, want string }{
		"GBK":            {"{\"Text\":\"\xc4\xe3\xba\xc3\"}", "the text is GB18030 (GBK) and not UTF-8; save it"},
		"GB18030":        {"\xc4\xe3\xba\xc3\x95\x32\x82\x36", "the text is GB18030 (GBK)"},
		"UTF-32":         {"\xff\xfe\x00\x00{\x00\x00\x00", "the text is UTF-32; save it as UTF-8"},
		"half a pair":    {"\xff\xfea\x00\x00\xd8b\x00", "the UTF-16 text is broken: half a character at byte 4"},
		"cut in a pair":  {"\xff\xfea\x00\x00\xd8", "the UTF-16 text is broken: half a character at byte 4"},
		"odd":            {"\xff\xfea\x00b", "the UTF-16 text is broken: it ends after an odd number of bytes (5)"},
		"hostile":        {"{\"Text\":\"\xff\xfe\"}", ""},
		"one wide byte":  {"{\"Text\":\"caf\xe9\"}", ""},
		"nothing":        {"", ""},
		"UTF-8, cut off": {"{\"Text\":\"你好\xe4\xbd", ""},
	} {
		t.Run(name, func(t *testing.T) {
			switch got, err := charset.Text([]byte(test.text)); {
			case test.want == "" && (err != nil || string(got) != test.text):
				t.Errorf("got %q, %v; want it as it is", got, err)
			case test.want != "" && (err == nil || !strings.HasPrefix(err.Error(), test.want)):
				t.Errorf("got %v, want %q", err, test.want)
			}
		})
	}
}

// Any text comes back, in pieces of any size.
func TestUTF16ComesBackAsUTF8(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := "{" + rapid.String().Draw(t, "text")
		var order binary.AppendByteOrder = binary.LittleEndian
		if rapid.Bool().Draw(t, "big end first") {
			order = binary.BigEndian
		}
		in, _, err := charset.Reader(iotest.OneByteReader(strings.NewReader(wide(text, order, true))))
		if err != nil {
			t.Fatal(err)
		}
		if got, err := io.ReadAll(in); err != nil || string(got) != text {
			t.Errorf("got %q, %v; want %q", got, err, text)
		}
	})
}

func TestAFailureOfTheTextIsKept(t *testing.T) {
	broken := errors.New("broken")
	for _, begin := range []string{"", "{", "\xff\xfea\x00"} {
		in, _, err := charset.Reader(io.MultiReader(strings.NewReader(begin), iotest.ErrReader(broken)))
		if err == nil {
			_, err = io.ReadAll(in)
		}
		if !errors.Is(err, broken) {
			t.Errorf("%q: got %v, want %v", begin, err, broken)
		}
	}
}

func TestTextsThatWereReadInAWrongEncodingShowIt(t *testing.T) {
	latin := func(text string) string {
		var b strings.Builder
		for _, c := range []byte(text) {
			b.WriteRune(rune(c))
		}
		return b.String()
	}
	for name, test := range map[string]struct{ text, want string }{
		"Latin-1":      {"“对” " + latin("你好 ok"), "你好"},
		"Windows-1252": {"ä½\u00a0å¥½", "你好"},
		"an accent":    {"Ã©", ""},
		"French":       {"déjà vu, cœur", ""},
		"Chinese":      {"你好", ""},
		"ASCII":        {"hello", ""},
	} {
		t.Run(name, func(t *testing.T) {
			if _, got := charset.Garbled(test.text); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func FuzzText(f *testing.F) {
	f.Add("\xff\xfe{\x00")
	f.Add("\xef\xbb\xbf{}")
	f.Fuzz(func(t *testing.T, text string) {
		got, err := charset.Text([]byte(text))
		if err == nil && utf8.ValidString(text) && strings.IndexByte(text, 0) < 0 &&
			string(got) != strings.TrimPrefix(text, "\xef\xbb\xbf") {
			t.Errorf("got %q of %q, which is UTF-8", got, text)
		}
	})
}
