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

// baselines are the ordinary packets, under each way of signing. The samples of the pages contradict themselves in
// places, each in its own.
func baselines(c *Command, _ string) []Variant {
	largest := must("baseline-maximal",
		"the largest packet: a community, a topic, an administrator, everything that may be sent", ownPage)
	largest.Scope = Maximal
	signed := must("baseline-signed", "the smallest packet with a valid Sign and RequestTime", overview)
	signed.Signing = Signed
	unsigned := must("baseline-unsigned",
		"no Sign while the backend has a token; without one this is an ordinary packet", overview).expect(ExpectRefuse)
	unsigned.Signing = Unsigned
	return []Variant{
		must("baseline-minimal", "the smallest packet: only what is always sent", ownPage),
		largest,
		docSample(c),
		signed,
		unsigned,
	}
}

// docSample is the sample of the callback's page, or one that is made after the page's table.
func docSample(c *Command) Variant {
	doc := "the page's sample, comments removed"
	if c.Composed {
		doc = "a sample composed after the page's table"
	}
	return must(docSampleID, doc, ownPage).offSpec(c.SampleOffSpec...)
}

// eventTimeCases are about the time of an event, which is a string in the samples of some pages about groups and an
// integer in all captures. Captures of 2019 have none.
func eventTimeCases(c *Command, at string) []Variant {
	there := pointer(at)
	spelt := func(spell func(ms string) Value) Change {
		return From(at, func(g *Gen) Value { return spell(makeEventTime(g).Text()) })
	}
	quoted := must("eventtime-string", "EventTime as a string", "samples of pages about groups", spelt(jsontree.String))
	if f := c.Field(at); f != nil && !f.Type.Quoted {
		quoted.Level, quoted.Source = Should, quoted.Source+"; inferred"
		quoted.OffSpec = []string{there}
	}
	inAnHour := func(g *Gen) Value { return jsontree.Int(g.params.Now.UnixMilli() + 3_600_000) }
	return []Variant{
		must("eventtime-integer", "EventTime as an integer", "tables, captures", spelt(jsontree.Number)),
		quoted.expect(ExpectSame),
		should("eventtime-absent", "no EventTime", "captures of 2019 to 2021",
			Remove(at)).expect(ExpectSame).offSpec(c.missingAt(at)...),
		may("eventtime-zero", "EventTime 0", "inferred", Set(at, 0)).offSpec(there),
		may("eventtime-float-form", "EventTime with an exponent, a legal JSON number", "inferred",
			spelt(exponent)).expect(ExpectSurvive).offSpec(there),
		may("eventtime-future-ms", "EventTime one hour ahead", "clock skew; inferred", From(at, inAnHour)),
		may("eventtime-max-safe", "EventTime 9007199254740991, JavaScript's largest safe integer", "inferred",
			Set(at, int64(9007199254740991))).expect(ExpectValue).offSpec(there),
	}
}

// exponent spells a number as 1.772596800123e12.
func exponent(ms string) Value {
	n, _ := strconv.ParseFloat(ms, 64)
	mantissa, exp, _ := strings.Cut(strconv.FormatFloat(n, 'e', -1, 64), "e+")
	return jsontree.Number(mantissa + "e" + strings.TrimLeft(exp, "0"))
}

const added = "fields were added over the years (observed)"

// unknownFieldCases are fields that no callback has. Chat adds fields: captures of 2016 have no Operator_Account, those
// of 2022 no MsgId.
func unknownFieldCases(*Command, string) []Variant {
	const inElement = "/MsgBody/0/MsgContent/Zzz"
	return []Variant{
		must("field-unknown-scalar", "an unknown field", added, Beside("Zzz", 1)).expect(ExpectSame).offSpec("/Zzz"),
		must("field-unknown-nested", "an unknown object with arrays", added,
			Beside("Zzz", Obj("list", Arr(1, Obj("a", "b")), "on", true))).expect(ExpectSame).offSpec("/Zzz"),
		should("field-unknown-in-element", "an unknown field in MsgContent", added,
			Set("MsgBody.0.MsgContent.Zzz", 1)).expect(ExpectSame).offSpec(inElement),
		should("field-unknown-null", "an unknown field with null", "inferred",
			Beside("Zzz", jsontree.Null())).expect(ExpectSame).offSpec("/Zzz"),
	}
}

func priorityCases(c *Command, at string) []Variant {
	priority := func(p string) Change { return Set(at, p) }
	return []Variant{
		must("field-msgpriority", "MsgPriority Normal, High, Low", "a capture of 2022").
			expect(alike(c)).offSpec(pointer(at)).steps(stepEach(priority, "Normal", "High", "Low")...),
	}
}

// operatorCases are about who issued a request, which is not always the sender.
func operatorCases(c *Command, at string) []Variant {
	const nobody = "@TLS#NOT_FOUND"
	admin := must("operator-admin", "an administrator acts through the REST API", ownPage,
		Set(at, administrator)).expect(alike(c))
	if c.Field("From_Account") == nil {
		return []Variant{admin}
	}
	return []Variant{
		admin,
		must("operator-same", "the sender is the operator", "client messages, captures",
			From(at, func(g *Gen) Value { return g.Value("From_Account") })).expect(alike(c)),
		should("operator-absent", "no Operator_Account", "a capture of 2018", Remove(at)).offSpec(pointer(at)),
		should("account-not-found", "@TLS#NOT_FOUND as sender and operator", "a capture of 2022",
			Set("From_Account", nobody), Set(at, nobody)),
	}
}

// accountCases vary who caused the event: the sender of a message, elsewhere the operator. A UserID has at most 32
// bytes. Letters and digits are recommended, and older accounts have other characters too.
func accountCases(c *Command, at string) []Variant {
	each := func(v Variant, accounts ...string) Variant {
		v = v.steps(stepEach(func(account string) Change { return Set(at, account) }, accounts...)...)
		if v.Expect == ExpectSurvive {
			v.OffSpec = []string{pointer(at)}
			if operator, has := c.first("operator"); has {
				v.OffSpec = append(v.OffSpec, pointer(operator)) // which follows the sender
			}
		}
		return v
	}
	return []Variant{
		each(must("account-max-32", "a UserID of 32 bytes", "Use Limits (1047/34381)").expect(ExpectValue),
			"u2345678901234567890123456789012"),
		each(must("account-digits", "a UserID of digits, which stays a string", "a capture of 2019").
			expect(ExpectValue), "61934946"),
		each(should("account-leading-zero", "a UserID with leading zeros", "naive number conversion; inferred").
			expect(ExpectValue), "000123"),
		each(should("account-symbols", "a UserID with symbols",
			"older accounts; only letters and digits are recommended").expect(ExpectValue), "a_b-c.d@x"),
		each(may("account-non-ascii", "a UserID with Chinese characters", "not recommended, not seen").
			expect(ExpectSurvive), "用户1"),
		each(may("account-case", "Mina07 and mina07 are two users", "inferred").expect(ExpectValue),
			"Mina07", "mina07"),
	}
}

// missingAt is where a packet without a field leaves the documentation: nowhere if the field is not always sent.
func (c *Command) missingAt(at string) []string {
	if f := c.Field(at); f != nil && f.Presence != Always && f.Presence != SampleOnly {
		return nil
	}
	return []string{pointer(at)}
}

// pointer is a dotted path as a JSON Pointer.
func pointer(at string) string { return "/" + strings.ReplaceAll(at, ".", "/") }
