package user

import (
	"strconv"
	"strings"

	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/jsontree"
)

// profileItems is ProfileItem, the changed fields of a profile.
func profileItems() payloads.Field {
	return payloads.Part("ProfileItem", payloads.Array(payloads.Object(
		payloads.Part("Tag", payloads.Text(0), "name of the field: "+standardTag+" and a standard one, or "+customTag+
			" and a keyword of at most 8 letters"),
		payloads.Part("Value", payloads.Either(payloads.Text(0), payloads.Integer(0, 1<<32-1)), "its new value, a "+
			"string or a number by the tag").Of("", payloads.IsUserText),
	), 1, 0), "the changed fields, and most likely no others (inferred)").
		Of("profile", payloads.IsKey).By(makeProfileItems)
}

// makeProfileItems changes the nickname in an ordinary packet, and in the largest every field.
func makeProfileItems(g *payloads.Gen) payloads.Value {
	d, tags := g.Draw("ProfileItem"), profileTags()
	n, first := 1, 0
	switch g.Scope() {
	case payloads.Maximal:
		n = len(tags) + 1
	case payloads.Domain:
		n, first = int(d.Between(1, 5)), d.N(len(tags)+1)
	}
	list := make([]payloads.Value, n)
	for i := range list {
		if at := (first + i) % (len(tags) + 1); at < len(tags) {
			list[i] = payloads.Obj("Tag", standardTag+tags[at].name, "Value", tags[at].value(g, &d))
		} else {
			tag := customTag + d.Pick([]string{"Badge", "Team", "Data"})
			list[i] = payloads.Obj("Tag", tag, "Value", customValue(g, &d))
		}
	}
	return jsontree.Array(list...)
}

// customValue is a text or a number, as the app has it.
func customValue(g *payloads.Gen, d *payloads.Draw) payloads.Value {
	if d.Chance(30) {
		return jsontree.Int(d.Between(0, 1<<32-1))
	}
	return jsontree.String(g.Lang().Pick(d, []string{"gold", `{"team":7}`}, []string{"金牌"}))
}

// itemCheck is what is wrong with an entry of ProfileItem, and with which of its members; "" where nothing is.
type itemCheck func(tag string, value payloads.Value) (at, wrong string)

// eachItem makes a check of the entries one of a packet.
func eachItem(check itemCheck) func(payloads.Value, payloads.Report) {
	return func(p payloads.Value, report payloads.Report) {
		list := p.Get("ProfileItem")
		if list.Kind() != jsontree.KindArray {
			return
		}
		for i, e := range list.Members() {
			tag := e.Value.Get("Tag")
			if tag.Kind() != jsontree.KindString {
				continue
			}
			if at, wrong := check(tag.Text(), e.Value.Get("Value")); wrong != "" {
				report(jsontree.Path{"ProfileItem", strconv.Itoa(i), at}, "%s", wrong)
			}
		}
	}
}

// profileRules tie the value of a field to its tag.
func profileRules() []payloads.Rule {
	const source = "1047/48733; standard profile fields of the REST API"
	rule := func(id string, level payloads.Level, doc string, check itemCheck) payloads.Rule {
		return payloads.Rule{ID: id, Level: level, Source: source, Doc: doc, Check: eachItem(check)}
	}
	return []payloads.Rule{
		rule("profile-tag", payloads.May, "a tag is a standard one, or begins "+customTag, tagIsKnown),
		rule("profile-keyword", payloads.Should, "the keyword of a custom field has 1 to 8 bytes; the page says letters", keywordFits),
		rule("profile-value-type", payloads.Must, "the value of a standard field has its type", valueHasType),
		rule("profile-value-bounds", payloads.Should, "the value of a standard field is not too long", valueFits),
	}
}

func tagIsKnown(tag string, _ payloads.Value) (at, wrong string) {
	if _, isStandard := tagOf(tag); isStandard || strings.HasPrefix(tag, customTag) {
		return "", ""
	}
	return "Tag", "got " + strconv.Quote(tag) + ", which no page lists"
}

func keywordFits(tag string, _ payloads.Value) (at, wrong string) {
	keyword, isCustom := strings.CutPrefix(tag, customTag)
	if !isCustom || keyword != "" && len(keyword) <= maxKeyword {
		return "", ""
	}
	return "Tag", "got " + strconv.Quote(tag) + ", want a keyword of 1 to 8 bytes after " + customTag
}

func valueHasType(tag string, value payloads.Value) (at, wrong string) {
	t, isStandard := tagOf(tag)
	if !isStandard || value.Kind() != jsontree.KindString && value.Kind() != jsontree.KindNumber {
		return "", "" // another kind is no value of any tag
	}
	switch isNumber := value.Kind() == jsontree.KindNumber; {
	case t.number && !isNumber:
		return "Value", "got a string, want the number that " + tag + " has"
	case !t.number && isNumber:
		return "Value", "got a number, want the string that " + tag + " has"
	}
	return "", ""
}

func valueFits(tag string, value payloads.Value) (at, wrong string) {
	if t, _ := tagOf(tag); t.longest > 0 && value.Kind() == jsontree.KindString && len(value.Text()) > t.longest {
		return "Value", "is " + strconv.Itoa(len(value.Text())) + " bytes long, want at most " + strconv.Itoa(t.longest)
	}
	return "", ""
}
