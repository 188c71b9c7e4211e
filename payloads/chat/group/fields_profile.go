package group

import (
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/jsontree"
)

// What a group, a topic or a member in it is called and looks like. The pages have no bounds for these texts; those of
// the REST API are in the docs of the fields.

const ifChanged = "it was changed"

// nameField is Name of a group or topic.
func nameField(doc string) payloads.Field {
	f := payloads.Part("Name", payloads.Text(0), doc+"; at most 30 bytes by the REST API (inferred: here too)")
	return f.Of("", payloads.IsKey|payloads.IsUserText).By(func(g *payloads.Gen) payloads.Value {
		d := g.Draw("Name")
		name := g.Lang().Pick(&d, []string{"weekend hike", "builds", "Night shift", "book club"},
			[]string{"周末爬山", "发布通知", "读书会"})
		return jsontree.String(name + " " + d.Digits(3))
	})
}

// profileFields are the parts of a profile that can change with notice. Those are there that changed, one at least.
func profileFields() []payloads.Field {
	name := nameField("the new name")
	name.Make = nil
	texts := []struct {
		field            payloads.Field
		english, chinese []string
	}{
		{name, []string{"weekend hike", "builds and releases"}, []string{"周末爬山", "发布通知"}},
		{
			profileText("Introduction", "the new introduction; at most 240 bytes by the REST API (inferred: here too)"),
			[]string{"for all who like hills", ""},
			[]string{"欢迎新人", ""},
		},
		{
			profileText("Notification", "the new notice; at most 300 bytes by the REST API (inferred: here too)"),
			[]string{"meet at 7", ""},
			[]string{"七点集合", ""},
		},
		{
			profileText("FaceUrl", "the new picture's address; at most 100 bytes by the REST API (inferred: here too)"),
			[]string{"https://media.example.com/face/7.png", ""},
			[]string{"https://media.example.com/face/8.png"},
		},
	}
	fields := make([]payloads.Field, len(texts))
	for i, t := range texts {
		t.field.Presence, t.field.When = payloads.Conditional, ifChanged
		fields[i] = t.field.By(func(g *payloads.Gen) payloads.Value {
			if !changes(g, i, len(texts), 2) {
				return payloads.Value{}
			}
			d := g.Draw(t.field.Name)
			return jsontree.String(g.Lang().Pick(&d, t.english, t.chinese))
		})
	}
	return fields
}

func profileText(name, doc string) payloads.Field {
	return payloads.Part(name, payloads.Text(0), doc+"; empty where it was emptied").
		Of("", payloads.IsKey|payloads.IsUserText)
}

// changes reports whether the packet has the i-th of some parts of which one at least was changed: usual in the
// smallest packet, all in the largest.
func changes(g *payloads.Gen, i, parts, usual int) bool {
	d := g.Draw("changed")
	switch g.Scope() {
	case payloads.Maximal:
		return true
	case payloads.Minimal:
		return i == usual
	}
	return int(d.Between(1, 1<<parts-1))>>i&1 == 1
}

// memberFields are the changed parts of a member's data in a group: role, card or both.
func memberFields() []payloads.Field {
	role := payloads.PartWhen(ifChanged, "Role", payloads.OneOf("Admin", "Member"), "the new role: Admin for one who "+
		"became an administrator of the group, Member for one who ceased to be").Of("", payloads.IsKey)
	card := payloads.PartWhen(ifChanged, "NameCard", payloads.Text(0), "the new name in the group; empty where it was "+
		"emptied (inferred)").Of("", payloads.IsKey|payloads.IsUserText)
	return []payloads.Field{
		role.By(func(g *payloads.Gen) payloads.Value {
			d := g.Draw("Role")
			if !changes(g, 0, 2, 0) {
				return payloads.Value{}
			}
			return jsontree.String(d.Pick([]string{"Admin", "Member"}))
		}),
		card.By(func(g *payloads.Gen) payloads.Value {
			d := g.Draw("NameCard")
			if !changes(g, 1, 2, 0) {
				return payloads.Value{}
			}
			return jsontree.String(g.Lang().Pick(&d, []string{"Otis (ops)", "jacky", ""}, []string{"小王", "值班"}))
		}),
	}
}

// changedMemberFields are whose data changed, under either name: the international page has Member_Account, and the
// Chinese one Modified_Account (269/105353). Which of them is on the wire is not known.
func changedMemberFields() []payloads.Field {
	isChinese := func(g *payloads.Gen) bool {
		d := g.Draw("name of the member")
		return g.Scope() == payloads.Domain && d.Chance(30)
	}
	under := func(name, page, doc string, chinese bool) payloads.Field {
		f := account(name, doc)
		f.Presence, f.When = payloads.Conditional, page
		return f.Of("", payloads.IsKey).By(func(g *payloads.Gen) payloads.Value {
			if isChinese(g) != chinese {
				return payloads.Value{}
			}
			return jsontree.String(g.Account("changed member"))
		})
	}
	return []payloads.Field{
		under("Member_Account", "Chat uses the name of the international page",
			"UserID of the member; Modified_Account on the Chinese page (269/105353)", false),
		under("Modified_Account", "Chat uses the name of the Chinese page (269/105353)",
			"UserID of the member; Member_Account on the international page", true),
	}
}

// customFieldsField is UserDefinedDataList.
func customFieldsField(what string) payloads.Field {
	entry := payloads.Object(
		payloads.Part("Key", payloads.Text(0), "name of the field").Sent(payloads.SampleOnly),
		payloads.Part("Value", payloads.Text(0), "its value; any bytes, so that it may be no text (inferred)").
			Sent(payloads.SampleOnly),
	)
	f := payloads.PartWhen("custom fields are enabled and were given", "UserDefinedDataList",
		payloads.Array(entry, 1, 0), "custom fields of the "+what).Of("custom-fields", payloads.IsUserText)
	return f.By(func(g *payloads.Gen) payloads.Value {
		d := g.Draw("UserDefinedDataList")
		if !g.Sends(&d, 40) {
			return payloads.Value{}
		}
		fields := [][2]string{{"season", "autumn"}, {"level", "3"}, {"rules", `{"slow":true}`}, {"motto", ""}}
		list := make([]payloads.Value, g.HowMany(&d, len(fields), 40, len(fields)))
		for i := range list {
			list[i] = payloads.Obj("Key", fields[i][0], "Value", fields[i][1])
		}
		return jsontree.Array(list...)
	})
}
