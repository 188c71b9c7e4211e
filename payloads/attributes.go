package payloads

import (
	"fmt"
	"strings"

	"github.com/timhook/timhook/payloads/jsontree"
)

const attrPage = "Callback After Group Attribute Changed (1047/60394)"

// OptionField is OptionType, what was done to attributes.
func OptionField() Field {
	return Part("OptionType", OneOf("set", "modify", "clear", "delete"), "what was done: set replaces all "+
		"attributes, modify adds or overwrites the listed ones, clear removes all, delete removes the listed "+
		"ones; in the sample, missing from the table").Sent(SampleOnly).Of("", IsKey).
		By(makeOptionType)
}

// AttributesField is GroupAttr, the attributes of a group.
func AttributesField() Field {
	key := Text(maxAttrKey)
	key.MinBytes = 1
	return PartWhen("always for set and modify; for clear and delete undocumented", "GroupAttr", Array(Object(
		Part("key", key, "name of the attribute, lower-case key"),
		PartWhen("set and modify; with delete absent or empty (inferred)",
			"value", Text(maxAttrValue), "value of the attribute, lower-case value"),
	), 0, maxAttrs), "the attributes: all of the new set, or the changed ones; with clear empty or absent "+
		"(inferred)").Of("attributes", IsKey|IsUserText).By(makeGroupAttr)
}

// makeOptionType is set in the largest packet, since only set may carry all 16 attributes of a group.
func makeOptionType(g *Gen) Value {
	d := g.Draw("OptionType")
	switch g.scope {
	case Maximal:
		return jsontree.String("set")
	case Domain:
		return jsontree.String(d.Pick([]string{"set", "modify", "modify", "modify", "clear", "delete"}))
	}
	return jsontree.String("modify")
}

// makeGroupAttr fits the OptionType. For clear and delete the page has no example: clear carries an empty list, as a
// sibling callback does (1047/76007), and delete the keys alone, as the REST API does (1047/59499).
func makeGroupAttr(g *Gen) Value {
	d := g.Draw("GroupAttr")
	switch option := g.Text("OptionType"); {
	case option == "clear":
		return Arr()
	case option == "delete":
		return Arr(Obj("key", d.Pick(attrKeys(g.params.Lang))))
	case g.scope == Maximal:
		return fullAttrs()
	case option == "set" && g.scope == Domain:
		return g.attrs(&d, int(d.Between(1, 6)))
	}
	return g.attrs(&d, 1)
}

// attrKeys are what apps name their attributes. The last is Chinese where texts may be.
func attrKeys(lang Lang) []string {
	keys := []string{"mood", "announcement", "theme", "slow_mode", "pinned_msg", "level", "color", "topic"}
	if lang != English && lang != Plain {
		keys[len(keys)-1] = "公告"
	}
	return keys
}

// attrValue is what an app might keep under the key.
func (g *Gen) attrValue(d *Draw, key string) string {
	switch key {
	case "mood":
		return d.Pick([]string{"calm", "busy", "festive"})
	case "theme":
		return d.Pick([]string{"dark", "light", `{"accent":"#ff8800"}`})
	case "slow_mode":
		return d.Pick([]string{"on", "off"})
	case "pinned_msg", "level":
		return itoa(d.Between(1, 99))
	case "color":
		return "#" + d.Hex(6)
	}
	return sentence(d, g.params.Lang)
}

func (g *Gen) attrs(d *Draw, n int) Value {
	keys := attrKeys(g.params.Lang)
	first := d.N(len(keys))
	list := make([]Value, n)
	for i := range list {
		key := keys[(first+i)%len(keys)]
		list[i] = attr(key, g.attrValue(d, key))
	}
	return jsontree.Array(list...)
}

func attr(key, value string) Value {
	return Obj("key", key, "value", value)
}

// fullAttrs fills a group's 16 attributes with texts that trip naive storage.
func fullAttrs() Value {
	values := []string{
		"plain", "", `{"nested":{"json":[1,2,3]}}`, "日本語", "مرحبا", "🚀", "line1\nline2", "tab\there",
		`quote " backslash \`, "<b>&amp;</b>", "0", "true", "null", "4294967295", "   ",
	}
	list := make([]Value, 0, maxAttrs)
	for i, v := range values {
		list = append(list, attr(fmt.Sprintf("a%02d", i+1), v))
	}
	return jsontree.Array(append(list, attr("k2345678901234567890123456789012", "key of 32 bytes"))...)
}

// attrCases are about changed attributes. The readings of clear and delete are each a variant of their own, and a
// backend should take all of them.
func attrCases(*Command, string) []Variant {
	const limits, client = "attribute limits (1047/44190)", "common client input; inferred"
	const undocumented = "undocumented; inferred"
	option := func(name string) Change { return Set("OptionType", name) }
	holds := func(entries ...any) Change { return Set("GroupAttr", Arr(entries...)) }
	modify, calm := option("modify"), attr("mood", "calm")
	many := func(n, valueBytes int) Change {
		list := make([]any, n)
		for i := range list {
			list[i] = attr("k"+itoa(int64(i+1)), strings.Repeat("v", valueBytes))
		}
		return holds(list...)
	}
	newKey := func(g *Gen) Value {
		d := g.Draw("new key")
		return Arr(attr("new_"+d.Hex(8), "first"))
	}
	return []Variant{
		must("attr-set", "set with two entries; replaces all", attrPage,
			option("set"), holds(calm, attr("color", "blue"))),
		should("attr-set-empty", "set with an empty list", "reset to nothing; inferred", option("set"), holds()),
		must("attr-modify", "modify with one entry; the others stay", attrPage, modify, holds(attr("mood", "busy"))),
		must("attr-modify-new-key", "modify with a key not seen before", "REST semantics (1047/44188)",
			modify, From("GroupAttr", newKey)),
		should("attr-clear-empty", "clear with an empty list; all removed",
			"undocumented; inferred from a sibling (1047/76007)", option("clear"), holds()),
		should("attr-clear-absent", "clear without GroupAttr; all removed",
			"undocumented; inferred from REST (1047/44189)", option("clear"), Remove("GroupAttr")),
		may("attr-clear-null", "clear with null", "some encoders print empty lists so; inferred",
			option("clear"), Set("GroupAttr", jsontree.Null())).offSpec("/GroupAttr"),
		should("attr-clear-full", "clear with the removed entries; all removed", undocumented,
			option("clear"), holds(calm)),
		should("attr-delete-key-only", "delete with a key and no value", "REST shape (1047/59499); inferred",
			option("delete"), holds(Obj("key", "mood"))),
		should("attr-delete-empty-value", "delete with an empty value; removed, not emptied",
			"sibling callback (1047/76007); inferred", option("delete"), holds(attr("mood", ""))),
		should("attr-delete-old-value", "delete with the previous value", undocumented, option("delete"), holds(calm)),
		should("attr-delete-unknown-key", "delete of a key never seen", "missed callbacks; inferred",
			option("delete"), holds(Obj("key", "never_seen"))),
		must("attr-option-absent", "no OptionType", attrPage+": not in the table",
			Remove("OptionType"), holds(calm)).offSpec("/OptionType"),
		should("attr-option-unknown", "an OptionType that no page lists; no data is lost", "open list; inferred",
			option("merge"), holds(calm)).offSpec("/OptionType"),
		may("attr-option-case", "Set for set", "never seen",
			option("Set"), holds(calm)).expect(ExpectSurvive).offSpec("/OptionType"),
		must("attr-value-empty", "modify with an empty value", "legal; inferred",
			modify, holds(attr("mood", ""))).expect(ExpectValue),
		must("attr-value-4000", "a value of 4000 bytes", limits,
			modify, holds(attr("mood", strings.Repeat("v", maxAttrValue)))).expect(ExpectValue),
		must("attr-total-16000", "four values of 4000 bytes", limits,
			option("set"), many(4, maxAttrValue)).expect(ExpectValue),
		must("attr-sixteen", "16 entries", limits, option("set"), many(maxAttrs, 8)).expect(ExpectValue),
		may("attr-seventeen", "17 entries, above the limit", limits,
			option("set"), many(maxAttrs+1, 8)).expect(ExpectSurvive).offSpec("/GroupAttr"),
		must("attr-key-32", "a key of 32 bytes", limits,
			modify, holds(attr("k2345678901234567890123456789012", "v"))).expect(ExpectValue),
		should("attr-key-odd", "keys with dots, spaces, CJK, __proto__ and $where", "storage traps; inferred", modify,
			holds(attr("a.b.c", "1"), attr("two words", "2"), attr("公告", "3"), attr("__proto__", "4"),
				attr("$where", "5"))).expect(ExpectValue),
		must("attr-value-json-text", "JSON inside the value", client,
			modify, holds(attr("layout", `{"rows":[1,2],"name":"a\"b"}`))).expect(ExpectValue),
		must("attr-value-unicode", "emoji, right-to-left text and escapes", client,
			modify, holds(attr("mood", "🚀 مرحبا \"quoted\" \\ \n\t日本語"))).expect(ExpectValue),
		must("attr-value-odd-text", "values that look like a template, an address, a format and an escape", client).
			expect(ExpectValue).steps(stepEach(func(s string) Change { return holds(attr("announcement", s)) },
			oddTexts()...)...),
		may("attr-value-number", "a number for a string", "type drift, never seen",
			modify, holds(Obj("key", "mood", "value", 5))).expect(ExpectSurvive).offSpec("/GroupAttr/0/value"),
		may("attr-keys-upper", "Key and Value for key and value", "other callbacks use capitals; never seen here",
			modify, holds(Obj("Key", "mood", "Value", "calm"))).expect(ExpectSurvive).
			offSpec("/GroupAttr/0/Key", "/GroupAttr/0/Value", "/GroupAttr/0/key", "/GroupAttr/0/value"),
		may("attr-duplicate-key", "the same key twice", "inferred",
			modify, holds(calm, attr("mood", "busy"))).offSpec("/GroupAttr/1/key"),
		should("attr-burst", "five changes of one key within a second, out of order; final state by EventTime",
			"write limit of 5 a second (1047/44190)").steps(attrBurst()...),
	}
}

// attrBurst is the changes of one second, sent in another order than they happened.
func attrBurst() []Step {
	steps := make([]Step, 0, 5)
	for _, i := range []int64{2, 0, 4, 1, 3} {
		number := itoa(i + 1)
		at := func(g *Gen) Value { return jsontree.Int(g.params.Now.UnixMilli() - 1000 + i*180) }
		steps = append(steps, step("change "+number+" of 5", Set("OptionType", "modify"),
			Set("GroupAttr", Arr(attr("counter", number))), From("EventTime", at)))
	}
	return steps
}
