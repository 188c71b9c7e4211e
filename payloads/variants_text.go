package payloads

import (
	"strings"

	"github.com/timhook/timhook/payloads/jsontree"
)

// textCases are what people write that parsers, databases and pages get wrong. JSON has two spellings for most
// characters, and the packet may use either (RFC 8259, 7).
func textCases(*Command, string) []Variant {
	const common, oneText = "common client input; inferred", `[{"MsgType":"TIMTextElem","MsgContent":{"Text":""}}]`
	raw := func(id, doc, source, literal string) Variant {
		return may(id, doc, source, spelling(literal)).expect(ExpectSurvive).offSpec("/MsgBody/0/MsgContent/Text")
	}
	var control strings.Builder
	for c := rune(1); c < ' '; c++ {
		control.WriteRune(c)
	}
	return []Variant{
		should("text-empty", "an empty text", "inferred", Set("MsgBody", Arr(textElement("")))),
		must("text-ascii", "letters", common, saying("good morning everybody")).expect(ExpectValue),
		must("text-cjk", "Chinese characters", "a capture of 2019", saying("是的")).expect(ExpectValue),
		must("text-emoji-bmp-out", "an emoji of four UTF-8 bytes", common, saying("😀")).expect(ExpectValue),
		must("text-emoji-zwj", "family, flag and skin-tone emoji", common, saying("👨‍👩‍👧‍👦 🇨🇳 👍🏽")).expect(ExpectValue),
		must("text-rtl", "Arabic and Hebrew with U+202E and U+2066", common,
			saying("مرحبا שלום \u202eabc\u202c \u2066def\u2069")).expect(ExpectValue),
		should("text-combining", "e and U+0301, not to be normalised", common,
			saying("cafe\u0301")).expect(ExpectValue),
		should("text-zero-width", "U+200B and U+FEFF inside", common,
			saying("zero\u200bwidth\ufeffspace")).expect(ExpectValue),
		should("text-line-separators", "U+2028, U+2029, CR, LF and CRLF", "JavaScript trap",
			saying("a\u2028b\u2029c\rd\ne\r\nf")).expect(ExpectValue),
		must("text-escapes", `every short escape of JSON, \/ included`, "JSON",
			spelling(`\" \\ \/ \b \f \n \r \t`)).expect(ExpectValue),
		should("text-nul", "U+0000", "REST sample; PostgreSQL trap", saying("nul\x00inside")).expect(ExpectSurvive),
		should("text-control", "U+0001 to U+001F", "JSON", saying(control.String())).expect(ExpectValue),
		raw("text-lone-surrogate", `\ud83d alone, legal JSON text and invalid Unicode`, "JSON", `half \ud83d emoji`),
		raw("text-invalid-utf8", "the bytes C3 28", "illegal", "bad \xc3\x28 bytes"),
		should("text-html-sql-template", "texts that look like HTML, SQL and templates", "injection traps").
			expect(ExpectValue).steps(stepEach(saying,
			`<script>alert(1)</script>`, `' OR 1=1; --`, `{{7*7}}`, `${jndi:ldap://127.0.0.1/a}`)...),
		must("text-url-percent", "addresses, percent signs and what looks like a format", common).
			expect(ExpectValue).steps(stepEach(saying, oddTexts()...)...),
		must("text-json-inside", "JSON as text", common, saying(`{"a":1}`)).expect(ExpectValue),
		must("text-max", "a text that fills 12 KB", "Use Limits (1047/34381)",
			filling(maxMessageBytes, "All work and no play. ")).expect(ExpectValue),
		must("text-max-multibyte", "12 KB of three-byte and four-byte characters", "bytes against characters",
			filling(maxMessageBytes, "是的😀")).expect(ExpectValue),
		should("text-long-line", "12,000 characters without a space", common,
			filling(12_000+len(oneText), "x")).expect(ExpectValue),
	}
}

// oddTexts are well-formed texts that programs take for something else: for a template, an address, a format, an
// escape.
func oddTexts() []string {
	return []string{
		"{{7*7}} ${7*7} <%= 7*7 %>", "https://example.com/a?b=c&d=%20%zz#e", "100% sure, %s %d %n", `C:\new\table`,
	}
}

// saying is one text element: the mentions of the packet, then s.
func saying(s string) Change {
	return bodyFrom(func(g *Gen) Value { return Arr(textElement(g.mentions() + s)) })
}

// spelling is [saying] with the text as it is written, escapes and invalid bytes included.
func spelling(literal string) Change {
	return bodyFrom(func(g *Gen) Value {
		return Arr(element(tText, Obj("Text", jsontree.Raw(`"`+g.mentions()+literal+`"`))))
	})
}

// filling repeats unit until MsgBody is a JSON text of so many bytes, or a character less.
func filling(bytes int, unit string) Change {
	return bodyFrom(func(g *Gen) Value {
		mentions := g.mentions()
		free := bytes - len(Arr(textElement(mentions)).JSON())
		s := strings.Repeat(unit, free/len(unit))
		for _, r := range unit {
			if len(s)+len(string(r)) > free {
				break
			}
			s += string(r)
		}
		return Arr(textElement(mentions + s))
	})
}
