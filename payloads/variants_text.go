package payloads

import (
	"strings"

	"github.com/timhook/timhook/payloads/jsontree"
)

const common = "common client input; inferred"

// textVariants is section 9 of the catalogue.
func textVariants() []Variant {
	v := func(id string, level Level, expect Expect, doc, source, text string) Variant {
		return Variant{ID: id, Level: level, Expect: expect, Doc: doc, Source: source, Set: []Change{from("MsgBody", saying(text))}}
	}
	raw := func(id string, doc, source, literal string) Variant {
		return Variant{ID: id, Level: May, Expect: ExpectSurvive, Doc: doc, Source: source, OffSpec: []string{"/MsgBody/0/MsgContent/Text"}, Set: []Change{from("MsgBody", spelling(literal))}}
	}
	filled := func(id string, level Level, doc, source, unit string, bytes int) Variant {
		return Variant{ID: id, Level: level, Expect: ExpectValue, Doc: doc, Source: source, Set: []Change{from("MsgBody", filledTo(bytes, unit))}}
	}
	var control strings.Builder
	for c := rune(1); c < ' '; c++ {
		control.WriteRune(c)
	}
	injections := make([]Step, 0, 4)
	for _, s := range []string{`<script>alert(1)</script>`, `' OR 1=1; --`, `{{7*7}}`, `${jndi:ldap://127.0.0.1/a}`} {
		injections = append(injections, Step{Label: s, Set: []Change{from("MsgBody", saying(s))}})
	}
	return section("Text content", onMessages, []Variant{
		{ID: "text-empty", Level: Should, Doc: "an empty text", Source: "inferred", Set: []Change{set("MsgBody", jsontree.Array(textElement("")))}},
		v("text-ascii", Must, ExpectValue, "letters", common, "good morning everybody"),
		v("text-cjk", Must, ExpectValue, "Chinese characters", "a capture of 2019", "是的"),
		v("text-emoji-bmp-out", Must, ExpectValue, "an emoji of four UTF-8 bytes", common, "😀"),
		v("text-emoji-zwj", Must, ExpectValue, "family, flag and skin-tone emoji", common, "👨‍👩‍👧‍👦 🇨🇳 👍🏽"),
		v("text-rtl", Must, ExpectValue, "Arabic and Hebrew with U+202E and U+2066", common, "مرحبا שלום \u202eabc\u202c \u2066def\u2069"),
		v("text-combining", Should, ExpectValue, "e and U+0301, not to be normalised", common, "cafe\u0301"),
		v("text-zero-width", Should, ExpectValue, "U+200B and U+FEFF inside", common, "zero\u200bwidth\ufeffspace"),
		v("text-line-separators", Should, ExpectValue, "U+2028, U+2029, CR, LF and CRLF", "JavaScript trap", "a\u2028b\u2029c\rd\ne\r\nf"),
		{ID: "text-escapes", Level: Must, Expect: ExpectValue, Doc: `every short escape of JSON, \/ included`, Source: "JSON", Set: []Change{from("MsgBody", spelling(`\" \\ \/ \b \f \n \r \t`))}},
		v("text-nul", Should, ExpectSurvive, "U+0000", "REST sample; PostgreSQL trap", "nul\x00inside"),
		v("text-control", Should, ExpectValue, "U+0001 to U+001F", "JSON", control.String()),
		raw("text-lone-surrogate", `\ud83d alone, legal JSON text and invalid Unicode`, "JSON", `half \ud83d emoji`),
		raw("text-invalid-utf8", "the bytes C3 28", "illegal", "bad \xc3\x28 bytes"),
		{ID: "text-html-sql-template", Level: Should, Expect: ExpectValue, Doc: "texts that look like HTML, SQL and templates", Source: "injection traps", Steps: injections},
		v("text-json-inside", Must, ExpectValue, "JSON as text", common, `{"a":1}`),
		filled("text-max", Must, "a text that fills 12 KB", "Use Limits (1047/34381)", "All work and no play. ", maxMessageBytes),
		filled("text-max-multibyte", Must, "12 KB of three-byte and four-byte characters", "bytes against characters", "是的😀", maxMessageBytes),
		filled("text-long-line", Should, "12,000 characters without a space", common, "x", 12_000+len(`[{"MsgType":"TIMTextElem","MsgContent":{"Text":""}}]`)),
	})
}

// saying is one text element that mentions whom the packet mentions and then says s.
func saying(s string) func(*Gen) Value {
	return func(g *Gen) Value { return jsontree.Array(textElement(g.mentions() + s)) }
}

// spelling is [saying] with the text written as given, escapes and invalid bytes included.
func spelling(literal string) func(*Gen) Value {
	return func(g *Gen) Value {
		text := jsontree.Raw(`"` + g.mentions() + literal + `"`)
		return jsontree.Array(element(tText, jsontree.Object(jsontree.M("Text", text))))
	}
}

// filledTo repeats unit until MsgBody as JSON is as long as it may be.
func filledTo(bytes int, unit string) func(*Gen) Value {
	return func(g *Gen) Value {
		mentions := g.mentions()
		free := bytes - len(jsontree.Array(textElement(mentions)).JSON())
		s := strings.Repeat(unit, free/len(unit))
		for _, r := range unit {
			if len(s)+len(string(r)) > free {
				break
			}
			s += string(r)
		}
		return jsontree.Array(textElement(mentions + s))
	}
}
