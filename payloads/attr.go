package payloads

import (
	"fmt"
	"strings"

	"github.com/timhook/timhook/payloads/jsontree"
)

// afterGroupAttrChanged is sent after custom attributes of a group were set, modified, cleared or deleted.
func afterGroupAttrChanged() *Command {
	const name, page = "Group.CallbackAfterGroupAttrChanged", "Callback After Group Attribute Changed (1047/60394)"
	return &Command{
		Name: name, Short: "attr",
		Title:  "custom attributes of a group were changed",
		URL:    "https://www.tencentcloud.com/document/product/1047/60394",
		Page:   page + ", updated 2025-03-10",
		Sample: `{"CallbackCommand":"Group.CallbackAfterGroupAttrChanged","GroupId":"@TGS#2J4SZEAEL","Type":"Public","Operator_Account":"leckie","OptionType":"set","GroupAttr":[{"key":"key1","value":"value1"},{"key":"key2","value":"values"}],"EventTime":"1670574414123"}`,
		Request: []Field{
			commandField(name, page),
			groupIDField(page),
			groupTypeField(page),
			operatorField(page, "UserID of who changed the attributes"),
			{
				Name: "OptionType", Type: oneOf("set", "modify", "clear", "delete"), Presence: SampleOnly, Source: page, Make: makeOptionType,
				Doc: "what was done: set replaces all attributes, modify adds or overwrites the listed ones, clear removes all, delete removes the listed ones; in the sample, missing from the table",
			},
			{
				Name: "GroupAttr", Presence: Conditional, When: "always for set and modify; for clear and delete undocumented", Source: page, Make: makeGroupAttr,
				Type: array(object(
					Field{Name: "key", Type: Type{Kind: jsontree.KindString, MinBytes: 1, MaxBytes: maxAttrKey}, Doc: "name of the attribute, lower-case key", Source: page},
					Field{Name: "value", Type: text(maxAttrValue), Presence: Conditional, When: "set and modify; with delete absent or empty (inferred)", Doc: "value of the attribute, lower-case value", Source: page},
				), 0, maxAttrs),
				Doc: "the attributes: all of the new set, or the changed ones; with clear empty or absent (inferred)",
			},
			eventTimeField(page),
		},
		Rules:    append(groupRules(), uniqueKeyRule(), attrTotalRule(), attrListRule()),
		Variants: append(sharedVariants(onAttr), attrVariants()...),
	}
}

func makeOptionType(g *Gen) Value {
	d := g.draw("OptionType")
	switch g.scope {
	case Maximal:
		return jsontree.String("set")
	case Domain:
		return jsontree.String(d.pick([]string{"set", "modify", "modify", "modify", "clear", "delete"}))
	}
	return jsontree.String("modify")
}

func makeGroupAttr(g *Gen) Value {
	d := g.draw("GroupAttr")
	switch option := g.Text("OptionType"); {
	case option == "clear":
		return jsontree.Array()
	case option == "delete":
		return jsontree.Array(jsontree.Object(jsontree.M("key", jsontree.String(d.pick(attrKeys(g.params.Lang))))))
	case g.scope == Maximal:
		return fullAttrs()
	case option == "set" && g.scope == Domain:
		return g.attrs(&d, int(d.between(1, 6)))
	}
	return g.attrs(&d, 1)
}

// attrKeys are what apps name their attributes, in ASCII where texts are to be English.
func attrKeys(lang Lang) []string {
	keys := []string{"mood", "announcement", "theme", "slow_mode", "pinned_msg", "level", "color", "topic"}
	if lang != English && lang != Plain {
		keys[len(keys)-1] = "公告"
	}
	return keys
}

// attrValue is what an app might keep under the key.
func (g *Gen) attrValue(d *draw, key string) string {
	switch key {
	case "mood":
		return d.pick([]string{"calm", "busy", "festive"})
	case "theme":
		return d.pick([]string{"dark", "light", `{"accent":"#ff8800"}`})
	case "slow_mode":
		return d.pick([]string{"on", "off"})
	case "pinned_msg", "level":
		return itoa(d.between(1, 99))
	case "color":
		return "#" + d.hex(6)
	}
	return sentence(d, g.params.Lang)
}

func (g *Gen) attrs(d *draw, n int) Value {
	keys := attrKeys(g.params.Lang)
	first := d.n(len(keys))
	list := make([]Value, n)
	for i := range list {
		key := keys[(first+i)%len(keys)]
		list[i] = attr(key, g.attrValue(d, key))
	}
	return jsontree.Array(list...)
}

func attr(key, value string) Value {
	return jsontree.Object(jsontree.M("key", jsontree.String(key)), jsontree.M("value", jsontree.String(value)))
}

// fullAttrs fills a group's 16 attributes with texts that trip naive storage.
func fullAttrs() Value {
	values := []string{
		"plain", "", `{"nested":{"json":[1,2,3]}}`, "日本語", "مرحبا", "🚀", "line1\nline2", "tab\there", `quote " backslash \`,
		"<b>&amp;</b>", "0", "true", "null", "4294967295", "   ",
	}
	list := make([]Value, 0, maxAttrs)
	for i, v := range values {
		list = append(list, attr(fmt.Sprintf("a%02d", i+1), v))
	}
	return jsontree.Array(append(list, attr("k2345678901234567890123456789012", "key of 32 bytes"))...)
}

// attrVariants is section 13 of the catalogue.
func attrVariants() []Variant {
	const seed, limits = "Callback After Group Attribute Changed (1047/60394)", "attribute limits (1047/44190)"
	change := func(option string, list Value) []Change {
		return []Change{set("OptionType", jsontree.String(option)), set("GroupAttr", list)}
	}
	modify := func(entries ...Value) []Change { return change("modify", jsontree.Array(entries...)) }
	keyOnly := func(key string) Value { return jsontree.Object(jsontree.M("key", jsontree.String(key))) }
	many := func(n, valueBytes int) Value {
		list := make([]Value, n)
		for i := range list {
			list[i] = attr("k"+itoa(int64(i+1)), strings.Repeat("v", valueBytes))
		}
		return jsontree.Array(list...)
	}
	return section("Group attributes", onAttr, []Variant{
		{ID: "attr-set", Level: Must, Doc: "set with two entries; replaces all", Source: seed, Set: change("set", jsontree.Array(attr("mood", "calm"), attr("color", "blue")))},
		{ID: "attr-set-empty", Level: Should, Doc: "set with an empty list", Source: "reset to nothing; inferred", Set: change("set", jsontree.Array())},
		{ID: "attr-modify", Level: Must, Doc: "modify with one entry; the others stay", Source: seed, Set: modify(attr("mood", "busy"))},
		{ID: "attr-modify-new-key", Level: Must, Doc: "modify with a key not seen before", Source: "REST semantics (1047/44188)", Set: []Change{set("OptionType", jsontree.String("modify")), from("GroupAttr", func(g *Gen) Value {
			d := g.draw("new key")
			return jsontree.Array(attr("new_"+d.hex(8), "first"))
		})}},
		{ID: "attr-clear-empty", Level: Should, Doc: "clear with an empty list; all removed", Source: "undocumented; inferred from a sibling (1047/76007)", Set: change("clear", jsontree.Array())},
		{ID: "attr-clear-absent", Level: Should, Doc: "clear without GroupAttr; all removed", Source: "undocumented; inferred from REST (1047/44189)", Set: change("clear", Value{})},
		{ID: "attr-clear-null", Level: May, Doc: "clear with null", Source: "some encoders print empty lists so; inferred", OffSpec: []string{"/GroupAttr"}, Set: change("clear", jsontree.Null())},
		{ID: "attr-clear-full", Level: Should, Doc: "clear with the removed entries; all removed", Source: "undocumented; inferred", Set: change("clear", jsontree.Array(attr("mood", "calm")))},
		{ID: "attr-delete-key-only", Level: Should, Doc: "delete with a key and no value", Source: "REST shape (1047/59499); inferred", Set: change("delete", jsontree.Array(keyOnly("mood")))},
		{ID: "attr-delete-empty-value", Level: Should, Doc: "delete with an empty value; removed, not emptied", Source: "sibling callback (1047/76007); inferred", Set: change("delete", jsontree.Array(attr("mood", "")))},
		{ID: "attr-delete-old-value", Level: Should, Doc: "delete with the previous value", Source: "undocumented; inferred", Set: change("delete", jsontree.Array(attr("mood", "calm")))},
		{ID: "attr-delete-unknown-key", Level: Should, Doc: "delete of a key never seen", Source: "missed callbacks; inferred", Set: change("delete", jsontree.Array(keyOnly("never_seen")))},
		{ID: "attr-option-absent", Level: Must, Doc: "no OptionType", Source: seed + ": not in the table", OffSpec: []string{"/OptionType"}, Set: []Change{remove("OptionType"), set("GroupAttr", jsontree.Array(attr("mood", "calm")))}},
		{ID: "attr-option-unknown", Level: Should, Doc: "an OptionType nobody knows; no data is lost", Source: "open list; inferred", OffSpec: []string{"/OptionType"}, Set: change("merge", jsontree.Array(attr("mood", "calm")))},
		{ID: "attr-option-case", Level: May, Expect: ExpectSurvive, Doc: "Set for set", Source: "never seen", OffSpec: []string{"/OptionType"}, Set: change("Set", jsontree.Array(attr("mood", "calm")))},
		{ID: "attr-value-empty", Level: Must, Expect: ExpectValue, Doc: "modify with an empty value", Source: "legal; inferred", Set: modify(attr("mood", ""))},
		{ID: "attr-value-4000", Level: Must, Expect: ExpectValue, Doc: "a value of 4000 bytes", Source: limits, Set: modify(attr("mood", strings.Repeat("v", maxAttrValue)))},
		{ID: "attr-total-16000", Level: Must, Expect: ExpectValue, Doc: "four values of 4000 bytes", Source: limits, Set: change("set", many(4, maxAttrValue))},
		{ID: "attr-sixteen", Level: Must, Expect: ExpectValue, Doc: "16 entries", Source: limits, Set: change("set", many(maxAttrs, 8))},
		{ID: "attr-seventeen", Level: May, Expect: ExpectSurvive, Doc: "17 entries, above the limit", Source: limits, OffSpec: []string{"/GroupAttr"}, Set: change("set", many(maxAttrs+1, 8))},
		{ID: "attr-key-32", Level: Must, Expect: ExpectValue, Doc: "a key of 32 bytes", Source: limits, Set: modify(attr("k2345678901234567890123456789012", "v"))},
		{ID: "attr-key-odd", Level: Should, Expect: ExpectValue, Doc: "keys with dots, spaces, CJK, __proto__ and $where", Source: "storage traps; inferred", Set: modify(attr("a.b.c", "1"), attr("two words", "2"), attr("公告", "3"), attr("__proto__", "4"), attr("$where", "5"))},
		{ID: "attr-value-json-text", Level: Must, Expect: ExpectValue, Doc: "JSON inside the value", Source: "common client input; inferred", Set: modify(attr("layout", `{"rows":[1,2],"name":"a\"b"}`))},
		{ID: "attr-value-unicode", Level: Must, Expect: ExpectValue, Doc: "emoji, right-to-left text and escapes", Source: "common client input; inferred", Set: modify(attr("mood", "🚀 مرحبا \"quoted\" \\ \n\t日本語"))},
		{ID: "attr-value-number", Level: May, Expect: ExpectSurvive, Doc: "a number for a string", Source: "type drift, never seen", OffSpec: []string{"/GroupAttr/0/value"}, Set: modify(jsontree.Object(jsontree.M("key", jsontree.String("mood")), jsontree.M("value", jsontree.Int(5))))},
		{ID: "attr-keys-upper", Level: May, Expect: ExpectSurvive, Doc: "Key and Value for key and value", Source: "other callbacks use capitals; never seen here", OffSpec: []string{"/GroupAttr/0/Key", "/GroupAttr/0/Value", "/GroupAttr/0/key", "/GroupAttr/0/value"}, Set: modify(jsontree.Object(jsontree.M("Key", jsontree.String("mood")), jsontree.M("Value", jsontree.String("calm"))))},
		{ID: "attr-duplicate-key", Level: May, Doc: "the same key twice", Source: "inferred", OffSpec: []string{"/GroupAttr/1/key"}, Set: modify(attr("mood", "calm"), attr("mood", "busy"))},
		{ID: "attr-burst", Level: Should, Doc: "five changes of one key within a second, out of order; final state by EventTime", Source: "write limit of 5 a second (1047/44190)", Steps: attrBurst()},
	})
}

// attrBurst sends the changes of one second in an order that is not theirs.
func attrBurst() []Step {
	steps := make([]Step, 0, 5)
	for _, i := range []int64{2, 0, 4, 1, 3} {
		steps = append(steps, Step{Label: "change " + itoa(i+1) + " of 5", Set: []Change{
			set("OptionType", jsontree.String("modify")),
			set("GroupAttr", jsontree.Array(attr("counter", itoa(i+1)))),
			from("EventTime", func(g *Gen) Value { return jsontree.Int(g.params.Now.UnixMilli() - 1000 + i*180) }),
		}})
	}
	return steps
}
