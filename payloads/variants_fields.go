package payloads

import (
	"strconv"
	"strings"

	"github.com/timhook/timhook/payloads/jsontree"
)

const docSampleID = "baseline-doc-sample"

// section puts variants under a heading of the catalogue and, where they do not say it themselves, on the commands that have them.
func section(name string, on commands, list []Variant) []Variant {
	for i := range list {
		list[i].Section = name
		if list[i].on == 0 {
			list[i].on = on
		}
	}
	return list
}

const overview = "Webhook Overview (1047/34354)"

// baselines is section 1 of the catalogue. The samples of the pages contradict themselves in places, each in its own.
func baselines() []Variant {
	sample := func(on commands, departs ...string) Variant {
		return Variant{ID: docSampleID, on: on, Level: Must, Doc: "the page's sample, comments removed", Source: "the command's page", OffSpec: departs}
	}
	return section("Baselines", onAll, []Variant{
		{ID: "baseline-minimal", Level: Must, Doc: "the smallest packet: only what is always sent", Source: "the command's page"},
		{ID: "baseline-maximal", Level: Must, Doc: "the largest packet: a community, a topic, an administrator, everything that may be sent", Source: "the command's page", Scope: Maximal},
		sample(onBot, "/EventTime"),
		sample(onSend, "/MsgId", "/EventTime"),
		sample(onRecall, "/GroupId", "/TopicId"),
		sample(onAttr),
		{ID: "baseline-signed", Level: Must, Signing: Signed, Doc: "the smallest packet with a valid Sign and RequestTime", Source: overview},
		{ID: "baseline-unsigned", Level: Must, Expect: ExpectRefuse, Signing: Unsigned, Doc: "no Sign while the backend has a token; without one this is an ordinary packet", Source: overview},
	})
}

// fieldVariants is section 4 of the catalogue.
func fieldVariants() []Variant {
	const event = "EventTime"
	spelt := func(spell func(ms string) Value) []Change {
		return []Change{from(event, func(g *Gen) Value { return spell(makeEventTime(g).Text()) })}
	}
	nested := jsontree.Object(jsontree.M("list", jsontree.Array(jsontree.Int(1), jsontree.Object(jsontree.M("a", jsontree.String("b"))))), jsontree.M("on", jsontree.Bool(true)))
	priorities := make([]Step, 0, 3)
	for _, p := range []string{"Normal", "High", "Low"} {
		priorities = append(priorities, Step{Label: p, Set: []Change{set("MsgPriority", jsontree.String(p))}})
	}
	list := []Variant{
		{ID: "eventtime-integer", Level: Must, Doc: "EventTime as an integer", Source: "tables, captures", Set: spelt(jsontree.Number)},
		{ID: "eventtime-string", Level: Must, Expect: ExpectSame, Doc: "EventTime as a string", Source: "samples of three pages", Set: spelt(jsontree.String)},
		{ID: "eventtime-absent", Level: Should, Expect: ExpectSame, Doc: "no EventTime", Source: "captures of 2019 to 2021", OffSpec: []string{"/" + event}, Set: []Change{remove(event)}},
		{ID: "eventtime-zero", Level: May, Doc: "EventTime 0", Source: "inferred", OffSpec: []string{"/" + event}, Set: []Change{set(event, jsontree.Int(0))}},
		{ID: "eventtime-float-form", Level: May, Expect: ExpectSurvive, Doc: "EventTime with an exponent, a legal JSON number", Source: "inferred", OffSpec: []string{"/" + event}, Set: spelt(exponent)},
		{ID: "eventtime-future-ms", Level: May, Doc: "EventTime one hour ahead", Source: "clock skew; inferred", Set: []Change{from(event, func(g *Gen) Value { return jsontree.Int(g.params.Now.UnixMilli() + 3_600_000) })}},
		{ID: "eventtime-max-safe", Level: May, Expect: ExpectValue, Doc: "EventTime 9007199254740991, JavaScript's largest safe integer", Source: "inferred", OffSpec: []string{"/" + event}, Set: []Change{set(event, jsontree.Int(9007199254740991))}},
		{ID: "field-unknown-scalar", Level: Must, Expect: ExpectSame, Doc: "an unknown field", Source: "fields were added over the years (observed)", OffSpec: []string{"/Zzz"}, Set: []Change{set("Zzz", jsontree.Int(1))}},
		{ID: "field-unknown-nested", Level: Must, Expect: ExpectSame, Doc: "an unknown object with arrays", Source: "fields were added over the years (observed)", OffSpec: []string{"/Zzz"}, Set: []Change{set("Zzz", nested)}},
		{ID: "field-unknown-in-element", on: onMessages, Level: Should, Expect: ExpectSame, Doc: "an unknown field in MsgContent", Source: "fields were added over the years (observed)", OffSpec: []string{"/MsgBody/0/MsgContent/Zzz"}, Set: []Change{set("MsgBody.0.MsgContent.Zzz", jsontree.Int(1))}},
		{ID: "field-unknown-null", Level: Should, Expect: ExpectSame, Doc: "an unknown field with null", Source: "inferred", OffSpec: []string{"/Zzz"}, Set: []Change{set("Zzz", jsontree.Null())}},
		{ID: "field-msgpriority", on: onSend, Level: Must, Expect: ExpectSame, Doc: "MsgPriority Normal, High, Low", Source: "a capture of 2022", OffSpec: []string{"/MsgPriority"}, Steps: priorities},
		{ID: "operator-admin", Level: Must, Expect: ExpectSame, Doc: "an administrator acts through the REST API", Source: "the command's page", Set: []Change{set("Operator_Account", jsontree.String(administrator))}},
		{ID: "operator-same", on: onMessages, Level: Must, Expect: ExpectSame, Doc: "the sender is the operator", Source: "client messages, captures", Set: []Change{from("Operator_Account", func(g *Gen) Value { return g.Value("From_Account") })}},
		{ID: "operator-absent", on: onMessages, Level: Should, Doc: "no Operator_Account", Source: "a capture of 2018", OffSpec: []string{"/Operator_Account"}, Set: []Change{remove("Operator_Account")}},
		{ID: "account-not-found", on: onMessages, Level: Should, Doc: "@TLS#NOT_FOUND as sender and operator", Source: "a capture of 2022", Set: []Change{set("From_Account", jsontree.String("@TLS#NOT_FOUND")), set("Operator_Account", jsontree.String("@TLS#NOT_FOUND"))}},
	}
	return section("Common body fields", onAll, append(list, accountVariants()...))
}

func exponent(ms string) Value {
	n, _ := strconv.ParseFloat(ms, 64)
	mantissa, exp, _ := strings.Cut(strconv.FormatFloat(n, 'e', -1, 64), "e+")
	return jsontree.Number(mantissa + "e" + strings.TrimLeft(exp, "0"))
}

// accountVariants vary who caused the event: the sender of a message, elsewhere the operator.
func accountVariants() []Variant {
	kinds := []struct {
		v        Variant
		accounts []string
	}{
		{Variant{ID: "account-max-32", Level: Must, Expect: ExpectValue, Doc: "a UserID of 32 bytes", Source: "Use Limits (1047/34381)"}, []string{"u2345678901234567890123456789012"}},
		{Variant{ID: "account-digits", Level: Must, Expect: ExpectValue, Doc: "a UserID of digits, which stays a string", Source: "a capture of 2019"}, []string{"61934946"}},
		{Variant{ID: "account-leading-zero", Level: Should, Expect: ExpectValue, Doc: "a UserID with leading zeros", Source: "naive number conversion; inferred"}, []string{"000123"}},
		{Variant{ID: "account-symbols", Level: Should, Expect: ExpectValue, Doc: "a UserID with symbols", Source: "older accounts; only letters and digits are recommended"}, []string{"a_b-c.d@x"}},
		{Variant{ID: "account-non-ascii", Level: May, Expect: ExpectSurvive, Doc: "a UserID with Chinese characters", Source: "not recommended, not seen"}, []string{"用户1"}},
		{Variant{ID: "account-case", Level: May, Expect: ExpectValue, Doc: "Mina07 and mina07 are two users", Source: "inferred"}, []string{"Mina07", "mina07"}},
	}
	var list []Variant
	for _, k := range kinds {
		for _, who := range []struct {
			on    commands
			field string
		}{{onMessages, "From_Account"}, {onRecall | onAttr, "Operator_Account"}} {
			v := k.v
			v.on = who.on
			if v.Expect == ExpectSurvive {
				v.OffSpec = []string{"/" + who.field, "/Operator_Account"}
			}
			for _, account := range k.accounts {
				v.Steps = append(v.Steps, Step{Label: account, Set: []Change{set(who.field, jsontree.String(account))}})
			}
			list = append(list, v)
		}
	}
	return list
}
