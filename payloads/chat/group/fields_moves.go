package group

import (
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/jsontree"
)

// How members come and go. Who applies or quits does it alone, so the packet's operator is the member of its list.
const (
	applied = "Apply"
	invited = "Invited"
	kicked  = "Kicked"
	quit    = "Quit"
)

// joinTypeField is JoinType. Work groups, once Private, take in nobody who applies, and audio-video groups nobody who
// is invited (Group System, 1047/33529).
func joinTypeField() payloads.Field {
	doc := "how they came: Apply, at their own wish; Invited, by a member or through the REST API"
	return payloads.Part("JoinType", payloads.OneOf(applied, invited), doc).Of("", payloads.IsKey).
		By(func(g *payloads.Gen) payloads.Value {
			switch g.Text("Type") {
			case avChatRoom:
				return jsontree.String(applied)
			case "Private", "Work":
				return jsontree.String(invited)
			}
			return move(g, "JoinType", applied, invited)
		})
}

// exitTypeField is ExitType.
func exitTypeField() payloads.Field {
	doc := "how they went: Kicked, by a member or through the REST API; Quit, at their own wish"
	return payloads.Part("ExitType", payloads.OneOf(kicked, quit), doc).Of("", payloads.IsKey).
		By(func(g *payloads.Gen) payloads.Value { return move(g, "ExitType", quit, kicked) })
}

// move is how somebody came or went: alone, as half of the examples do, or by another. An administrator moves others.
func move(g *payloads.Gen, field, alone, byAnother string) payloads.Value {
	d := g.Draw(field)
	if g.Scope() == payloads.Domain && d.Chance(50) && g.Overridden("Operator_Account") != administrator {
		return jsontree.String(alone)
	}
	return jsontree.String(byAnother)
}

// moverField is Operator_Account of who came, went or moved others.
func moverField(doc, field, alone string) payloads.Field {
	f := payloads.OperatorField(doc)
	usual := f.Make
	return f.By(func(g *payloads.Gen) payloads.Value {
		if g.Text(field) == alone {
			return jsontree.String(g.Account("member"))
		}
		return usual(g)
	})
}

// movedField is the list of who came or went.
func movedField(name, doc, field, alone string) payloads.Field {
	f := membersField(name, doc)
	usual := f.Make
	return f.By(func(g *payloads.Gen) payloads.Value {
		if operator := named(g, "Operator_Account"); operator != "" && g.Text(field) == alone {
			return jsontree.Array(payloads.Obj("Member_Account", operator))
		}
		return usual(g)
	})
}

// privateTopicField is TopicId of callbacks about members, who join a topic of their own only where it is private.
func privateTopicField(doc string) payloads.Field {
	f := payloads.TopicIDField().InCase("the group is a private topic of a community")
	f.Doc = doc
	return f
}

// applicantField is Requestor_Account.
func applicantField() payloads.Field {
	f := account("Requestor_Account", "UserID of the applicant; the friend callbacks spell it Requester_Account")
	return f.Of("account", payloads.IsActor).
		By(func(g *payloads.Gen) payloads.Value { return jsontree.String(g.Account("member")) })
}

// applyMsgField is ApplyMsg.
func applyMsgField() payloads.Field {
	return payloads.PartWhen("the applicant wrote something (inferred)", "ApplyMsg", payloads.Text(0), "words of the "+
		"application; on the Chinese page alone (269/1665)").Of("", payloads.IsUserText).
		By(func(g *payloads.Gen) payloads.Value {
			d := g.Draw("ApplyMsg")
			if !g.Sends(&d, 60) {
				return payloads.Value{}
			}
			return jsontree.String(g.Lang().Pick(&d, []string{"hi, it is me", "I hike too", ""},
				[]string{"我是小王，请通过", "想加入"}))
		})
}
