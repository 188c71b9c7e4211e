package official

import (
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/jsontree"
)

const (
	administrator = "administrator" // in whose name the REST API acts
	prefix        = "@TOA#_"        // of the ids of official accounts
)

// accountField is Official_Account. role is what it is beside the conversation: the sender of a message.
func accountField(doc string, role payloads.Role) payloads.Field {
	return payloads.Part("Official_Account", payloads.Prefixed(prefix, 0), doc).
		Of("official-account", payloads.IsConversation|role).By(func(g *payloads.Gen) payloads.Value {
		d := g.Draw("Official_Account")
		name := d.Pick([]string{"hikenews", "weather", "shopdesk", "citybus", "release_notes"})
		return jsontree.String(prefix + name + d.Digits(3))
	})
}

// administratorField is Operator_Account of what the REST API alone does.
func administratorField() payloads.Field {
	return payloads.OperatorField("UserID of who issued the request, an administrator: clients cannot").
		By(func(*payloads.Gen) payloads.Value { return jsontree.String(administrator) })
}

func ownerField() payloads.Field {
	return payloads.Part("Owner_Account", payloads.Text(32), "UserID of the owner, who has created the account").
		By(func(g *payloads.Gen) payloads.Value { return jsontree.String(g.Account("owner")) })
}

func nameField() payloads.Field {
	return payloads.Part("Name", payloads.Text(0), "name of the official account").Of("", payloads.IsUserText).
		By(func(g *payloads.Gen) payloads.Value { return accountName(g, "Name") })
}

func accountName(g *payloads.Gen, purpose string) payloads.Value {
	d := g.Draw(purpose)
	return jsontree.String(g.Lang().Pick(&d, []string{"Hike News ", "City Bus ", "Shop Desk ", "Release Notes "},
		[]string{"徒步周报", "公交到站", "店铺助手"}) + d.Digits(3))
}

// subscribersField is SubscribeAccountList. A client subscribes or unsubscribes its own user, an administrator many.
func subscribersField(doc string) payloads.Field {
	const listed = "SubscribeAccountList"
	f := payloads.MembersField(listed, "Subscriber_Account", doc+"; up to 100 through the REST API "+
		"(1047/60760; inferred: in a callback)", 100)
	many := f.Make
	return f.By(func(g *payloads.Gen) payloads.Value {
		operator := g.Value("Operator_Account")
		if operator.Kind() == jsontree.KindString && operator.Text() != administrator {
			return payloads.Arr(payloads.Obj("Subscriber_Account", operator))
		}
		return many(g)
	})
}

// changedFields are what may be changed of an account. At least one is.
func changedFields() []payloads.Field {
	return []payloads.Field{
		changed("Introduction", "introduction, as it is now"), changed("Name", "name, as it is now"),
		changed("FaceUrl", "address of the picture, as it is now"),
		changed("Organization", "organization, as it is now"),
	}
}

func changed(field, doc string) payloads.Field {
	return payloads.PartWhen("it was changed", field, payloads.Text(0), doc).Of("", payloads.IsUserText).
		By(func(g *payloads.Gen) payloads.Value {
			which, d := g.Draw("changed"), g.Draw(field)
			always := "Introduction"
			if g.Scope() == payloads.Domain {
				always = which.Pick([]string{"Introduction", "Name", "FaceUrl", "Organization"})
			}
			switch {
			case field != always && !g.Sends(&d, 30):
				return jsontree.Absent()
			case field == "Name":
				return accountName(g, "new name")
			case field == "FaceUrl":
				return jsontree.String("https://media.example.com/face/" + d.Hex(12) + ".png")
			case field == "Organization":
				return jsontree.String(d.Pick([]string{"Alpine Club", "City of Shenzhen", "Example Ltd"}))
			}
			return jsontree.String(g.Lang().Pick(&d, []string{"every Friday", "all you need to know"},
				[]string{"每周五更新", "官方消息"}))
		})
}

// onlineOnlyField has none of the live groups in its doc.
func onlineOnlyField() payloads.Field {
	f := payloads.OnlineOnlyField()
	f.Doc = "1 for a message to those online only, 0 for a normal one"
	return f
}

// messageKeyField is MsgKey, whose last part is the time of the message.
func messageKeyField() payloads.Field {
	return payloads.Part("MsgKey", payloads.Text(0), "id of the message: three numbers joined by underscores, of "+
		"which the last is MsgTime (inferred from the samples); the REST API recalls by it").
		Of("message-key", payloads.IsKey).By(func(g *payloads.Gen) payloads.Value {
		d := g.Draw("MsgKey")
		return messageKey(g.NextSeq(1), &d, g.Int("MsgTime"))
	})
}

func messageKey(seq int64, d *payloads.Draw, seconds int64) payloads.Value {
	return jsontree.String(payloads.MessageKey(seq, d.Between(1, 1<<32-1), seconds))
}

// recalledField is WithdrawMsgList, mostly of one message.
func recalledField() payloads.Field {
	key := payloads.Part("MsgKey", payloads.Text(0), "id of the recalled message").Of("", payloads.IsKey)
	return payloads.Part("WithdrawMsgList", payloads.Array(payloads.Object(key), 1, 0), "the recalled messages").
		Of("", payloads.IsKey).By(func(g *payloads.Gen) payloads.Value {
		d := g.Draw("WithdrawMsgList")
		list := make([]payloads.Value, g.HowMany(&d, 10, 40, 5))
		at := g.Now().Unix() - d.Between(int64(len(list)), 100)
		for i := range list {
			list[i] = payloads.Obj("MsgKey", messageKey(g.NextSeq(10)+int64(i), &d, at+int64(i)))
		}
		return jsontree.Array(list...)
	})
}
