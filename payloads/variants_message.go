package payloads

import (
	"strings"

	"github.com/timhook/timhook/payloads/jsontree"
)

// scalarVariants is section 6 of the catalogue.
func scalarVariants() []Variant {
	is := func(field string, v Value) []Change { return []Change{set(field, v)} }
	num := func(field string, n int64) []Change { return is(field, jsontree.Int(n)) }
	return section("Message scalars", onMessages, []Variant{
		{ID: "random-zero", Level: Must, Expect: ExpectValue, Doc: "Random 0", Source: "lower bound", Set: num("Random", 0)},
		{ID: "random-int32-max", Level: Must, Expect: ExpectValue, Doc: "Random 2147483647", Source: "bound of a signed 32-bit integer", Set: num("Random", 1<<31-1)},
		{ID: "random-int32-over", Level: Must, Expect: ExpectValue, Doc: "Random 2147483648", Source: "unsigned 32 bit", Set: num("Random", 1<<31)},
		{ID: "random-real", Level: Must, Expect: ExpectValue, Doc: "Random 2804799576", Source: "a capture of 2019", Set: num("Random", 2804799576)},
		{ID: "random-uint32-max", Level: Must, Expect: ExpectValue, Doc: "Random 4294967295", Source: "upper bound", Set: num("Random", maxUint32)},
		{ID: "random-negative", Level: May, Expect: ExpectSurvive, Doc: "Random -1", Source: "signed misprint, never seen", OffSpec: []string{"/Random", "/MsgId"}, Set: num("Random", -1)},
		{ID: "random-string", Level: May, Expect: ExpectSurvive, Doc: "Random as a string", Source: "type drift, never seen", OffSpec: []string{"/Random"}, Set: is("Random", jsontree.String("123456"))},
		{ID: "msgseq-one", Level: Must, Expect: ExpectValue, Doc: "MsgSeq 1, the first message of a group", Source: "inferred", Set: num("MsgSeq", 1)},
		{ID: "msgseq-uint32-max", Level: Should, Expect: ExpectValue, Doc: "MsgSeq 4294967295", Source: "bound; inferred", Set: num("MsgSeq", maxUint32)},
		{ID: "msgseq-zero", on: onSend, Level: May, Doc: "MsgSeq 0 with OnlineOnlyFlag 1", Source: "online-only messages are outside the stored sequence; inferred", Set: append(num("MsgSeq", 0), set("OnlineOnlyFlag", jsontree.Int(1)))},
		{ID: "msgseq-absent", on: onSend, Level: May, Expect: ExpectSurvive, Doc: "no MsgSeq", Source: "a capture from before 2018", OffSpec: []string{"/MsgSeq"}, Set: []Change{remove("MsgSeq")}},
		{ID: "msgseq-string", Level: May, Expect: ExpectSurvive, Doc: `MsgSeq as a string`, Source: "one public parser expects either", OffSpec: []string{"/MsgSeq"}, Set: is("MsgSeq", jsontree.String("42"))},
		{ID: "msgtime-before-eventtime", Level: Must, Doc: "MsgTime some seconds before EventTime", Source: "normal; inferred", Set: []Change{
			from("MsgTime", func(g *Gen) Value { return jsontree.Int(g.params.Now.Unix() - 4) }),
			from("EventTime", func(g *Gen) Value { return jsontree.Int(g.params.Now.UnixMilli()) }),
		}},
		{ID: "msgtime-doc-mismatch", Level: Must, Doc: "MsgTime of 2017 and EventTime of 2022, as in the documentation's samples", Source: "samples of 1047/68953 and 1047/34375", OffSpec: []string{"/EventTime"}, Set: append(num("MsgTime", 1490686222), set("EventTime", jsontree.Int(1670574414123)))},
		{ID: "msgtime-2038", Level: Should, Expect: ExpectValue, Doc: "MsgTime 2147483648", Source: "32-bit overflow", Set: num("MsgTime", 1<<31)},
		{ID: "onlineonly-0", Level: Must, Doc: "OnlineOnlyFlag 0", Source: "the command's page", Set: num("OnlineOnlyFlag", 0)},
		{ID: "onlineonly-1", Level: Must, Doc: "OnlineOnlyFlag 1", Source: "the command's page", Set: num("OnlineOnlyFlag", 1)},
		{ID: "onlineonly-absent", Level: Should, Expect: ExpectSame, Doc: "no OnlineOnlyFlag, to be read as 0", Source: "old captures; a sister product's page", OffSpec: []string{"/OnlineOnlyFlag"}, Set: []Change{remove("OnlineOnlyFlag")}},
		{ID: "onlineonly-2", Level: May, Expect: ExpectSurvive, Doc: "OnlineOnlyFlag 2", Source: `REST wording "greater than 0" (1047/34959)`, OffSpec: []string{"/OnlineOnlyFlag"}, Set: num("OnlineOnlyFlag", 2)},
		{ID: "onlineonly-bool", Level: May, Expect: ExpectSurvive, Doc: "OnlineOnlyFlag true", Source: "type drift, never seen", OffSpec: []string{"/OnlineOnlyFlag"}, Set: is("OnlineOnlyFlag", jsontree.Bool(true))},
		{ID: "msgid-present", on: onSend, Level: Must, Expect: ExpectValue, Doc: "MsgId as documented", Source: "sample of 1047/34375", Set: []Change{from("MsgId", makeMsgID)}},
		{ID: "msgid-absent", on: onSend, Level: Must, Expect: ExpectSame, Doc: "no MsgId", Source: "captures up to 2022", OffSpec: []string{"/MsgId"}, Set: []Change{remove("MsgId")}},
		{ID: "msgid-empty", on: onSend, Level: May, Doc: "an empty MsgId", Source: "inferred", OffSpec: []string{"/MsgId"}, Set: is("MsgId", jsontree.String(""))},
		{ID: "msgid-random-mismatch", on: onSend, Level: Must, Doc: "MsgId that ends in another number than Random, as in the documentation's sample", Source: "sample of 1047/34375", OffSpec: []string{"/MsgId"}, Set: append(num("Random", 123456), set("MsgId", jsontree.String("144115233406643804-1727580296-4026038328")))},
		{ID: "msgid-in-bot", on: onBot, Level: Should, Expect: ExpectSame, Doc: "MsgId although this page does not have it", Source: "likely addition; inferred", OffSpec: []string{"/MsgId"}, Set: []Change{from("MsgId", makeMsgID)}},
		{ID: "msgid-odd-shape", on: onSend, Level: Should, Expect: ExpectValue, Doc: "MsgId abc, and one of 100 characters without hyphens", Source: "an opaque text; inferred", OffSpec: []string{"/MsgId"}, Steps: []Step{
			{Label: "abc", Set: is("MsgId", jsontree.String("abc"))},
			{Label: "100 characters", Set: is("MsgId", jsontree.String(strings.Repeat("m0", 50)))},
		}},
	})
}

// customDataVariants is section 7 of the catalogue.
func customDataVariants() []Variant {
	const ccd = "CloudCustomData"
	is := func(v Value) []Change { return []Change{set(ccd, v)} }
	says := func(s string) []Change { return is(jsontree.String(s)) }
	return section("CloudCustomData", onMessages, []Variant{
		{ID: "ccd-absent", Level: Must, Expect: ExpectSame, Doc: "no CloudCustomData", Source: "captures", Set: is(Value{})},
		{ID: "ccd-empty", Level: Must, Expect: ExpectSame, Doc: "an empty text", Source: "old samples", Set: says("")},
		{ID: "ccd-plain", Level: Must, Expect: ExpectValue, Doc: "the documentation's text", Source: "the command's page", Set: says("your cloud custom data")},
		{ID: "ccd-json-text", Level: Must, Expect: ExpectValue, Doc: "JSON as a text, which stays a text", Source: "the usual use", Set: says(`{"a":{"b":[1,2]}}`)},
		{ID: "ccd-broken-json-text", Level: Must, Expect: ExpectValue, Doc: "half of a JSON text", Source: "free text", Set: says(`{"a":`)},
		{ID: "ccd-large", Level: Must, Expect: ExpectValue, Doc: "8000 bytes", Source: "within 12 KB", Set: says(strings.Repeat("0123456789abcde ", 500))},
		{ID: "ccd-large-escapes", Level: Should, Expect: ExpectValue, Doc: "4000 quotes and backslashes, which escaping doubles", Source: "doubling by escaping", Set: says(strings.Repeat(`"\`, 2000))},
		{ID: "ccd-unicode", Level: Must, Expect: ExpectValue, Doc: "emoji, CJK, Arabic and combining marks", Source: "free text", Set: says("🚀 是的 مرحبا e\u0301")},
		{ID: "ccd-object", Level: May, Expect: ExpectSurvive, Doc: "a JSON object instead of a string", Source: "type drift, never seen", OffSpec: []string{"/" + ccd}, Set: is(jsontree.Object(jsontree.M("a", jsontree.Int(1))))},
		{ID: "ccd-null", Level: May, Expect: ExpectSurvive, Doc: "null", Source: "never seen", OffSpec: []string{"/" + ccd}, Set: is(jsontree.Null())},
	})
}
