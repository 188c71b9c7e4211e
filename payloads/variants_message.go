package payloads

import (
	"strings"

	"github.com/timhook/timhook/payloads/jsontree"
)

// scalarVariants is section 6 of the catalogue. Random and MsgSeq are unsigned: a capture has a Random of 2804799576,
// which no 32-bit signed integer holds. MsgTime needs more than 31 bits from 2038 on.
func scalarVariants() []Variant {
	const drift = "type drift, never seen"
	before := func(g *Gen) Value { return jsontree.Int(g.params.Now.Unix() - 4) }
	now := func(g *Gen) Value { return jsontree.Int(g.params.Now.UnixMilli()) }
	return section("Message scalars", onMessages, append([]Variant{
		must("random-zero", "Random 0", "lower bound", set("Random", 0)).expect(ExpectValue),
		must("random-int32-max", "Random 2147483647", "bound of a signed 32-bit integer",
			set("Random", 1<<31-1)).expect(ExpectValue),
		must("random-int32-over", "Random 2147483648", "unsigned 32 bit",
			set("Random", int64(1<<31))).expect(ExpectValue),
		must("random-real", "Random 2804799576", "a capture of 2019",
			set("Random", int64(2804799576))).expect(ExpectValue),
		must("random-uint32-max", "Random 4294967295", "upper bound", set("Random", maxUint32)).expect(ExpectValue),
		may("random-negative", "Random -1", "signed misprint, never seen",
			set("Random", -1)).expect(ExpectSurvive).offSpec("/Random", "/MsgId"),
		may("random-string", "Random as a string", drift,
			set("Random", "123456")).expect(ExpectSurvive).offSpec("/Random"),
		must("msgseq-one", "MsgSeq 1, the first message of a group", "inferred", set("MsgSeq", 1)).expect(ExpectValue),
		should("msgseq-uint32-max", "MsgSeq 4294967295", "bound; inferred",
			set("MsgSeq", maxUint32)).expect(ExpectValue),
		may("msgseq-zero", "MsgSeq 0 with OnlineOnlyFlag 1",
			"online-only messages are outside the stored sequence; inferred", set("MsgSeq", 0),
			set("OnlineOnlyFlag", 1)).on(onSend),
		may("msgseq-absent", "no MsgSeq", "a capture from before 2018",
			remove("MsgSeq")).on(onSend).expect(ExpectSurvive).offSpec("/MsgSeq"),
		may("msgseq-string", "MsgSeq as a string", "one public parser expects either",
			set("MsgSeq", "42")).expect(ExpectSurvive).offSpec("/MsgSeq"),
		must("msgtime-before-eventtime", "MsgTime some seconds before EventTime", "normal; inferred",
			from("MsgTime", before), from("EventTime", now)),
		must("msgtime-doc-mismatch", "MsgTime of 2017 and EventTime of 2022, as in the documentation's samples",
			"samples of 1047/68953 and 1047/34375", set("MsgTime", 1490686222),
			set("EventTime", int64(1670574414123))).offSpec("/EventTime"),
		should("msgtime-2038", "MsgTime 2147483648", "32-bit overflow",
			set("MsgTime", int64(1<<31))).expect(ExpectValue),
		must("onlineonly-0", "OnlineOnlyFlag 0", ownPage, set("OnlineOnlyFlag", 0)),
		must("onlineonly-1", "OnlineOnlyFlag 1", ownPage, set("OnlineOnlyFlag", 1)),
		should("onlineonly-absent", "no OnlineOnlyFlag, to be read as 0", "old captures; a sister product's page",
			remove("OnlineOnlyFlag")).expect(ExpectSame).offSpec("/OnlineOnlyFlag"),
		may("onlineonly-2", "OnlineOnlyFlag 2", `REST wording "greater than 0" (1047/34959)`,
			set("OnlineOnlyFlag", 2)).expect(ExpectSurvive).offSpec("/OnlineOnlyFlag"),
		may("onlineonly-bool", "OnlineOnlyFlag true", drift,
			set("OnlineOnlyFlag", true)).expect(ExpectSurvive).offSpec("/OnlineOnlyFlag"),
	}, msgIDVariants()...))
}

// msgIDVariants belong to section 6 too. MsgId came after 2022, so backends have to do without it; to them it is an
// opaque text, whatever its parts mean.
func msgIDVariants() []Variant {
	const sample = "sample of 1047/34375"
	return section("Message scalars", onSend, []Variant{
		must("msgid-present", "MsgId as documented", sample, from("MsgId", makeMsgID)).expect(ExpectValue),
		must("msgid-absent", "no MsgId", "captures up to 2022", remove("MsgId")).expect(ExpectSame).offSpec("/MsgId"),
		may("msgid-empty", "an empty MsgId", "inferred", set("MsgId", "")).offSpec("/MsgId"),
		must("msgid-random-mismatch", "MsgId that ends in another number than Random, as in the documentation's sample",
			sample, set("Random", 123456), set("MsgId", "144115233406643804-1727580296-4026038328")).offSpec("/MsgId"),
		should("msgid-in-bot", "MsgId although this page does not have it", "likely addition; inferred",
			from("MsgId", makeMsgID)).on(onBot).expect(ExpectSame).offSpec("/MsgId"),
		should("msgid-odd-shape", "MsgId abc, and one of 100 characters without hyphens",
			"an opaque text; inferred").expect(ExpectValue).offSpec("/MsgId").steps(step("abc", set("MsgId", "abc")),
			step("100 characters", set("MsgId", strings.Repeat("m0", 50)))),
	})
}

// customDataVariants is section 7 of the catalogue. CloudCustomData is a text that apps fill as they like. It is often
// JSON, which a backend must not take for a part of the packet.
func customDataVariants() []Variant {
	is := func(x any) Change { return set("CloudCustomData", x) }
	return section("CloudCustomData", onMessages, []Variant{
		must("ccd-absent", "no CloudCustomData", "captures", is(Value{})).expect(ExpectSame),
		must("ccd-empty", "an empty text", "old samples", is("")).expect(ExpectSame),
		must("ccd-plain", "the documentation's text", ownPage, is("your cloud custom data")).expect(ExpectValue),
		must("ccd-json-text", "JSON as a text, which stays a text", "the usual use",
			is(`{"a":{"b":[1,2]}}`)).expect(ExpectValue),
		must("ccd-broken-json-text", "half of a JSON text", "free text", is(`{"a":`)).expect(ExpectValue),
		must("ccd-odd-text", "texts that look like a template, an address, a format and an escape", "free text").
			expect(ExpectValue).steps(stepEach(func(s string) Change { return is(s) }, oddTexts()...)...),
		must("ccd-large", "8000 bytes", "within 12 KB",
			is(strings.Repeat("0123456789abcde ", 500))).expect(ExpectValue),
		should("ccd-large-escapes", "4000 quotes and backslashes, which escaping doubles", "doubling by escaping",
			is(strings.Repeat(`"\`, 2000))).expect(ExpectValue),
		must("ccd-unicode", "emoji, CJK, Arabic and combining marks", "free text",
			is("🚀 是的 مرحبا e\u0301")).expect(ExpectValue),
		may("ccd-object", "a JSON object instead of a string", "type drift, never seen",
			is(obj("a", 1))).expect(ExpectSurvive).offSpec("/CloudCustomData"),
		may("ccd-null", "null", "never seen", is(jsontree.Null())).expect(ExpectSurvive).offSpec("/CloudCustomData"),
	})
}
