package payloads

import (
	"strings"

	"github.com/timhook/timhook/payloads/jsontree"
)

const drift = "type drift, never seen"

// randomCases are about a number that is unsigned: a capture has 2804799576, which no 32-bit signed integer holds.
func randomCases(c *Command, at string) []Variant {
	is := func(n any) Change { return Set(at, n) }
	there := pointer(at)
	name, withIDs := at, []string{there}
	if id, has := c.first("message-id"); has && c.Field(id).Presence != Conditional { // which ends in it
		withIDs = append(withIDs, pointer(id))
	}
	return []Variant{
		must("random-zero", name+" 0", "lower bound", is(0)).expect(ExpectValue),
		must("random-int32-max", name+" 2147483647", "bound of a signed 32-bit integer",
			is(1<<31-1)).expect(ExpectValue),
		must("random-int32-over", name+" 2147483648", "unsigned 32 bit", is(int64(1<<31))).expect(ExpectValue),
		must("random-real", name+" 2804799576", "a capture of 2019", is(int64(2804799576))).expect(ExpectValue),
		must("random-uint32-max", name+" 4294967295", "upper bound", is(maxUint32)).expect(ExpectValue),
		may("random-negative", name+" -1", "signed misprint, never seen",
			is(-1)).expect(ExpectSurvive).offSpec(withIDs...),
		may("random-string", name+" as a string", drift, is("123456")).expect(ExpectSurvive).offSpec(there),
	}
}

// sequenceCases are about the number of a message, which is unsigned too.
func sequenceCases(_ *Command, at string) []Variant {
	there := pointer(at)
	return []Variant{
		must("msgseq-one", "MsgSeq 1, the first message of a group", "inferred", Set(at, 1)).expect(ExpectValue),
		should("msgseq-uint32-max", "MsgSeq 4294967295", "bound; inferred", Set(at, maxUint32)).expect(ExpectValue),
		may("msgseq-zero", "MsgSeq 0 with OnlineOnlyFlag 1",
			"online-only messages are outside the stored sequence; inferred", Set(at, 0), Set("OnlineOnlyFlag", 1)),
		may("msgseq-absent", "no MsgSeq", "a capture from before 2018",
			Remove(at)).expect(ExpectSurvive).offSpec(there),
		may("msgseq-string", "MsgSeq as a string", "one public parser expects either",
			Set(at, "42")).expect(ExpectSurvive).offSpec(there),
	}
}

// messageTimeCases are about the second in which a message was taken. It needs more than 31 bits from 2038 on.
func messageTimeCases(_ *Command, at string) []Variant {
	before := func(g *Gen) Value { return jsontree.Int(g.params.Now.Unix() - 4) }
	now := func(g *Gen) Value { return jsontree.Int(g.params.Now.UnixMilli()) }
	return []Variant{
		must("msgtime-before-eventtime", "MsgTime some seconds before EventTime", "normal; inferred",
			From(at, before), From("EventTime", now)),
		must("msgtime-doc-mismatch", "MsgTime of 2017 and EventTime of 2022, as in the documentation's samples",
			"samples of 1047/68953 and 1047/34375", Set(at, 1490686222),
			Set("EventTime", int64(1670574414123))).offSpec("/EventTime"),
		should("msgtime-2038", "MsgTime 2147483648", "32-bit overflow", Set(at, int64(1<<31))).expect(ExpectValue),
	}
}

func onlineOnlyCases(c *Command, at string) []Variant {
	there := pointer(at)
	return []Variant{
		must("onlineonly-0", "OnlineOnlyFlag 0", ownPage, Set(at, 0)),
		must("onlineonly-1", "OnlineOnlyFlag 1", ownPage, Set(at, 1)),
		should("onlineonly-absent", "no OnlineOnlyFlag, to be read as 0", "old captures; a sister product's page",
			Remove(at)).expect(alike(c)).offSpec(there),
		may("onlineonly-2", "OnlineOnlyFlag 2", `REST wording "greater than 0" (1047/34959)`,
			Set(at, 2)).expect(ExpectSurvive).offSpec(there),
		may("onlineonly-bool", "OnlineOnlyFlag true", drift, Set(at, true)).expect(ExpectSurvive).offSpec(there),
	}
}

// messageIDCases are about a text that came after 2022, so backends have to do without it. To them it is an opaque
// one, whatever its parts mean.
func messageIDCases(c *Command, at string) []Variant {
	const sample = "sample of 1047/34375"
	there, missing := pointer(at), c.missingAt(at)
	random, _ := c.first("random")
	return []Variant{
		must("msgid-present", "MsgId as documented", sample, From(at, makeMsgID)).expect(ExpectValue),
		must("msgid-absent", "no MsgId", "captures up to 2022", Remove(at)).expect(ExpectSame).offSpec(missing...),
		may("msgid-empty", "an empty MsgId", "inferred", Set(at, "")).offSpec(there),
		must("msgid-random-mismatch", "MsgId that ends in another number than Random, as in the documentation's sample",
			sample, Set(random, 123456), Set(at, "144115233406643804-1727580296-4026038328")).offSpec(there),
		should("msgid-odd-shape", "MsgId abc, and one of 100 characters without hyphens",
			"an opaque text; inferred").expect(ExpectValue).offSpec(there).steps(step("abc", Set(at, "abc")),
			step("100 characters", Set(at, strings.Repeat("m0", 50)))),
	}
}

// MessageIDBeside is the id in a callback whose page does not have it.
func MessageIDBeside() []Variant {
	return []Variant{
		should("msgid-in-bot", "MsgId although this page does not have it", "likely addition; inferred",
			Beside("MsgId", makeMsgID)).expect(ExpectSame).offSpec("/MsgId").under("Message scalars"),
	}
}

// customDataCases are about a text that apps fill as they like. It is often JSON, which a backend must not take for a
// part of the packet.
func customDataCases(c *Command, at string) []Variant {
	is := func(x any) Change { return Set(at, x) }
	there := pointer(at)
	return []Variant{
		must("ccd-absent", "no CloudCustomData", "captures", is(Value{})).expect(alike(c)),
		must("ccd-empty", "an empty text", "old samples", is("")).expect(alike(c)),
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
			is(Obj("a", 1))).expect(ExpectSurvive).offSpec(there),
		may("ccd-null", "null", "never seen", is(jsontree.Null())).expect(ExpectSurvive).offSpec(there),
	}
}
