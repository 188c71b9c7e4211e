package group

import (
	"slices"

	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/jsontree"
)

const (
	administrator   = "administrator" // the app administrator's default name; the REST API acts in it
	community       = "Community"
	avChatRoom      = "AVChatRoom" // an audio-video group
	maxAccountBytes = 32           // UserID (Use Limits, 1047/34381)
)

func account(name, doc string) payloads.Field {
	return payloads.Part(name, payloads.Text(maxAccountBytes), doc)
}

// named is the account that a field names; empty where it holds no text.
func named(g *payloads.Gen, field string) string {
	if v := g.Value(field); v.Kind() == jsontree.KindString {
		return v.Text()
	}
	return ""
}

// typeOtherThan is Type of what does not happen in groups of these types.
func typeOtherThan(types ...string) payloads.Field {
	f := payloads.GroupTypeField()
	usual := f.Make
	return f.By(func(g *payloads.Gen) payloads.Value {
		if v := usual(g); !slices.Contains(types, v.Text()) {
			return v
		}
		return jsontree.String("Public")
	})
}

// ownerField is Owner_Account, the operator where a client acts. The REST API may name anybody.
func ownerField(doc string) payloads.Field {
	return account("Owner_Account", doc).By(func(g *payloads.Gen) payloads.Value {
		if operator := named(g, "Operator_Account"); operator != "" && operator != administrator {
			return jsontree.String(operator)
		}
		return jsontree.String(g.Account("owner"))
	})
}

// groupCountField is CreateGroupNum, which Chat sends no longer as it seems.
func groupCountField() payloads.Field {
	f := payloads.PartWhen("on older pages alone", "CreateGroupNum", payloads.Integer(0, 0),
		"groups of this type that the user has; gone from today's pages").Sent(payloads.DocumentedOnly)
	return f.By(func(g *payloads.Gen) payloads.Value {
		d := g.Draw("CreateGroupNum")
		if !g.Sends(&d, 10) {
			return payloads.Value{}
		}
		return jsontree.Int(d.Between(0, 20))
	})
}

// membersField is a list of members, one at least.
func membersField(name, doc string) payloads.Field {
	return payloads.MembersField(name, "Member_Account", doc, 0)
}

// firstMembersField is MemberList of a group that begins. Nobody can be put into an audio-video group (1047/34921).
func firstMembersField() payloads.Field {
	const most = 100
	f := payloads.MembersField("MemberList", "Member_Account", "the members to begin with, at most 100 by the REST "+
		"API (inferred: in the callback); empty or absent without any (inferred)", most)
	f.Type.MinItems = 0
	f.Presence, f.When = payloads.Conditional, "the group begins with members"
	usual := f.Make
	return f.By(func(g *payloads.Gen) payloads.Value {
		d := g.Draw("nobody at first")
		switch isDrawn := g.Scope() == payloads.Domain; {
		case isDrawn && d.Chance(10):
			return payloads.Value{}
		case g.Text("Type") == avChatRoom, isDrawn && d.Chance(10):
			return jsontree.Array()
		}
		return usual(g)
	})
}

// lastMembersField is MemberList of a group that ends: the owner and others.
func lastMembersField() payloads.Field {
	f := membersField("MemberList", "who was in the group; thousands in a large one")
	f.Presence, f.When = payloads.Conditional, "the group is no community"
	usual := f.Make
	return f.By(func(g *payloads.Gen) payloads.Value {
		if g.Text("Type") == community {
			return payloads.Value{}
		}
		var list []payloads.Value
		if owner := named(g, "Owner_Account"); owner != "" {
			list = append(list, payloads.Obj("Member_Account", owner))
		}
		for _, m := range usual(g).Members() {
			list = append(list, m.Value)
		}
		return jsontree.Array(list...)
	})
}

// newOwnerField is NewOwner_Account, who is another than the old one.
func newOwnerField() payloads.Field {
	return account("NewOwner_Account", "UserID of the new owner").Of("", payloads.IsKey).
		By(func(g *payloads.Gen) payloads.Value {
			next := g.Account("next owner")
			if next == g.Text("OldOwner_Account") {
				next += "b"
			}
			return jsontree.String(next)
		})
}

// oldOwnerField is OldOwner_Account, the operator where a client hands the group over.
func oldOwnerField() payloads.Field {
	f := ownerField("UserID of the old owner; empty for a group that had none (inferred)").Of("", payloads.IsKey)
	f.Name = "OldOwner_Account"
	return f
}
