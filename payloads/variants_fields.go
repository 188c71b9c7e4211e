package payloads

import (
	"strconv"
	"strings"

	"github.com/timhook/timhook/payloads/jsontree"
)

const (
	docSampleID = "baseline-doc-sample"
	overview    = "Webhook Overview (1047/34354)"
	ownPage     = "the command's page"
)

// baselines is section 1 of the catalogue. The samples of the pages contradict themselves in places, each in its own.
func baselines() []Variant {
	sample := func(on commands, offSpec ...string) Variant {
		return must(docSampleID, "the page's sample, comments removed", ownPage).on(on).offSpec(offSpec...)
	}
	largest := must("baseline-maximal",
		"the largest packet: a community, a topic, an administrator, everything that may be sent", ownPage)
	largest.Scope = Maximal
	signed := must("baseline-signed", "the smallest packet with a valid Sign and RequestTime", overview)
	signed.Signing = Signed
	unsigned := must("baseline-unsigned",
		"no Sign while the backend has a token; without one this is an ordinary packet", overview).expect(ExpectRefuse)
	unsigned.Signing = Unsigned
	return section("Baselines", onAll, []Variant{
		must("baseline-minimal", "the smallest packet: only what is always sent", ownPage),
		largest,
		sample(onBot, "/EventTime"),
		sample(onSend, "/MsgId", "/EventTime"),
		sample(onRecall, "/GroupId", "/TopicId"),
		sample(onAttr),
		signed,
		unsigned,
	})
}

// fieldVariants is section 4 of the catalogue: fields that all callbacks have, and fields that none has. EventTime is
// a string in the samples of three pages and an integer in all captures. Chat has added fields over the years:
// captures of 2016 have no Operator_Account, those of 2019 no EventTime, those of 2022 no MsgId.
func fieldVariants() []Variant {
	const added = "fields were added over the years (observed)"
	spelt := func(spell func(ms string) Value) Change {
		return from("EventTime", func(g *Gen) Value { return spell(makeEventTime(g).Text()) })
	}
	inAnHour := func(g *Gen) Value { return jsontree.Int(g.params.Now.UnixMilli() + 3_600_000) }
	sender := func(g *Gen) Value { return g.Value("From_Account") }
	priority := func(p string) Change { return set("MsgPriority", p) }
	list := []Variant{
		must("eventtime-integer", "EventTime as an integer", "tables, captures", spelt(jsontree.Number)),
		must("eventtime-string", "EventTime as a string", "samples of three pages",
			spelt(jsontree.String)).expect(ExpectSame),
		should("eventtime-absent", "no EventTime", "captures of 2019 to 2021",
			remove("EventTime")).expect(ExpectSame).offSpec("/EventTime"),
		may("eventtime-zero", "EventTime 0", "inferred", set("EventTime", 0)).offSpec("/EventTime"),
		may("eventtime-float-form", "EventTime with an exponent, a legal JSON number", "inferred",
			spelt(exponent)).expect(ExpectSurvive).offSpec("/EventTime"),
		may("eventtime-future-ms", "EventTime one hour ahead", "clock skew; inferred", from("EventTime", inAnHour)),
		may("eventtime-max-safe", "EventTime 9007199254740991, JavaScript's largest safe integer", "inferred",
			set("EventTime", int64(9007199254740991))).expect(ExpectValue).offSpec("/EventTime"),
		must("field-unknown-scalar", "an unknown field", added, set("Zzz", 1)).expect(ExpectSame).offSpec("/Zzz"),
		must("field-unknown-nested", "an unknown object with arrays", added,
			set("Zzz", obj("list", arr(1, obj("a", "b")), "on", true))).expect(ExpectSame).offSpec("/Zzz"),
		should("field-unknown-in-element", "an unknown field in MsgContent", added,
			set("MsgBody.0.MsgContent.Zzz", 1)).on(onMessages).expect(ExpectSame).offSpec("/MsgBody/0/MsgContent/Zzz"),
		should("field-unknown-null", "an unknown field with null", "inferred",
			set("Zzz", jsontree.Null())).expect(ExpectSame).offSpec("/Zzz"),
		must("field-msgpriority", "MsgPriority Normal, High, Low", "a capture of 2022").on(onSend).
			expect(ExpectSame).offSpec("/MsgPriority").steps(stepEach(priority, "Normal", "High", "Low")...),
		must("operator-admin", "an administrator acts through the REST API", ownPage,
			set("Operator_Account", administrator)).expect(ExpectSame),
		must("operator-same", "the sender is the operator", "client messages, captures",
			from("Operator_Account", sender)).on(onMessages).expect(ExpectSame),
		should("operator-absent", "no Operator_Account", "a capture of 2018",
			remove("Operator_Account")).on(onMessages).offSpec("/Operator_Account"),
		should("account-not-found", "@TLS#NOT_FOUND as sender and operator", "a capture of 2022",
			set("From_Account", "@TLS#NOT_FOUND"), set("Operator_Account", "@TLS#NOT_FOUND")).on(onMessages),
	}
	return section("Common body fields", onAll, append(list, accountVariants()...))
}

// exponent spells a number as 1.772596800123e12.
func exponent(ms string) Value {
	n, _ := strconv.ParseFloat(ms, 64)
	mantissa, exp, _ := strings.Cut(strconv.FormatFloat(n, 'e', -1, 64), "e+")
	return jsontree.Number(mantissa + "e" + strings.TrimLeft(exp, "0"))
}

// accountVariants vary who caused the event: the sender of a message, elsewhere the operator. A UserID has at most 32
// bytes. Letters and digits are recommended, and older accounts have other characters too.
func accountVariants() []Variant {
	var list []Variant
	each := func(v Variant, accounts ...string) {
		vary := func(on commands, field string) {
			v := v.on(on).steps(stepEach(func(account string) Change { return set(field, account) }, accounts...)...)
			if v.Expect == ExpectSurvive {
				v.OffSpec = []string{"/" + field, "/Operator_Account"}
			}
			list = append(list, v)
		}
		vary(onMessages, "From_Account")
		vary(onRecall|onAttr, "Operator_Account")
	}
	each(must("account-max-32", "a UserID of 32 bytes", "Use Limits (1047/34381)").expect(ExpectValue),
		"u2345678901234567890123456789012")
	each(must("account-digits", "a UserID of digits, which stays a string", "a capture of 2019").expect(ExpectValue),
		"61934946")
	each(should("account-leading-zero", "a UserID with leading zeros", "naive number conversion; inferred").
		expect(ExpectValue), "000123")
	each(should("account-symbols", "a UserID with symbols", "older accounts; only letters and digits are recommended").
		expect(ExpectValue), "a_b-c.d@x")
	each(may("account-non-ascii", "a UserID with Chinese characters", "not recommended, not seen").
		expect(ExpectSurvive), "用户1")
	each(may("account-case", "Mina07 and mina07 are two users", "inferred").expect(ExpectValue), "Mina07", "mina07")
	return list
}
