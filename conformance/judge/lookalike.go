package judge

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Lookalike is the ASCII character that a character is easily taken for, and the kind of the mistake: a full-width
// colon of a Chinese keyboard, the quotes of a word processor, a Cyrillic letter. It is not ok for any other character.
func Lookalike(r rune) (ascii rune, kind string, ok bool) {
	if r < utf8.RuneSelf {
		return 0, "", false // most are
	}
	if r >= 0xff01 && r <= 0xff5e {
		return r - 0xff01 + '!', "full-width", true
	}
	for _, group := range [...]struct{ kind, as, looks string }{
		{"curly quote", `""""''''`, "“”„‟‘’‚‛"},
		{"full-width", `""[]:,. `, "「」【】：，。　"},
		{"Cyrillic", "ABCEHIJKMOPSTXYaceijopsxy", "АВСЕНІЈКМОРЅТХУасеіјорѕху"},
		{"Greek", "ABEHIKMNOPTXYZov", "ΑΒΕΗΙΚΜΝΟΡΤΧΥΖον"},
		{"dash", "-----", "‐‑–—−"},
		{"invisible", "       ", "\u00a0\u2007\u202f\u200b\u200c\u200d\ufeff"},
	} {
		if i := strings.IndexRune(group.looks, r); i >= 0 {
			return []rune(group.as)[utf8.RuneCountInString(group.looks[:i])], group.kind, true
		}
	}
	return 0, "", false
}

// plainOf writes look-alikes as the characters that they look like.
func plainOf(text string) string {
	return strings.Map(func(r rune) rune {
		if ascii, _, ok := Lookalike(r); ok {
			return ascii
		}
		return r
	}, text)
}

// lookalikes names the first look-alike of a text: "the Cyrillic character С (U+0421), which only looks like 'C'". It
// is empty where the text has none.
func lookalikes(text string) string {
	for _, r := range text {
		ascii, kind, ok := Lookalike(r)
		if !ok {
			continue
		}
		shown, like := string(r)+" ", strconv.QuoteRune(ascii)
		if ascii == ' ' {
			like = "a space"
		}
		if !unicode.IsGraphic(r) || unicode.IsSpace(r) {
			shown = ""
		}
		if kind == "curly quote" || kind == "dash" {
			return fmt.Sprintf("the %s %s(U+%04X), which only looks like %s", kind, shown, r, like)
		}
		return fmt.Sprintf("the %s character %s(U+%04X), which only looks like %s", kind, shown, r, like)
	}
	return ""
}

// misread names the look-alike over which a reader of JSON stumbles at an offset: the character there, or before it
// a quote that was to end a string, as ” in {"ErrorInfo":”","ErrorCode":0}.
func misread(body []byte, offset int) string {
	if offset >= len(body) {
		return ""
	}
	if r, _ := utf8.DecodeRune(body[offset:]); r >= utf8.RuneSelf {
		return lookalikes(string(r))
	}
	before := string(body[:offset])
	for i, r := range before {
		if ascii, _, ok := Lookalike(r); !ok || ascii != '"' {
			continue
		}
		rest := strings.TrimLeft(before[i+utf8.RuneLen(r):], " \t\r\n")
		if rest != "" && strings.ContainsRune(",:}]", rune(rest[0])) {
			return lookalikes(string(r))
		}
	}
	return ""
}
