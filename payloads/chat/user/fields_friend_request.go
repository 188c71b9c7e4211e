package user

import (
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/jsontree"
)

// requester is mostly the one who wants a friend.
func requester() payloads.Field {
	return account("Requester_Account", "UserID of who issued the request").Of("", payloads.IsActor).
		By(func(g *payloads.Gen) payloads.Value { return g.Value("From_Account") })
}

// addType is AddType, whether both become friends of each other.
func addType() payloads.Field {
	return payloads.Part("AddType", payloads.OneOf("Add_Type_Both", "Add_Type_Single"),
		"whether both become friends of each other")
}

// forceAdd is ForceAddFlags.
func forceAdd() payloads.Field {
	return payloads.Part("ForceAddFlags", payloads.Integer(0, 1), "1 when an administrator forces it").
		By(func(*payloads.Gen) payloads.Value { return jsontree.Int(0) })
}

// wanted is FriendItem, a request for each wanted friend.
func wanted() payloads.Field {
	return payloads.Part("FriendItem", payloads.Array(payloads.Object(
		account("To_Account", "UserID of the wanted friend"),
		remark(),
		payloads.Part("GroupName", payloads.Text(30), "friend list, at most 30 bytes"),
		payloads.Part("AddSource", payloads.Prefixed("AddSource_Type_", 23),
			"where from, at most 8 letters after the prefix"),
		payloads.Part("AddWording", payloads.Text(256), "words to the friend, at most 256 bytes").
			Of("", payloads.IsUserText),
	), 1, 0), "the requests, one for each wanted friend").Of("friends", payloads.IsKey).By(makeFriendItems)
}

// remark is Remark, what the user calls a friend.
func remark() payloads.Field {
	return payloads.Part("Remark", payloads.Text(96), "remark for the friend, at most 96 bytes").
		Of("", payloads.IsUserText)
}

// makeFriendItems is mostly one wanted friend.
func makeFriendItems(g *payloads.Gen) payloads.Value {
	d, lang := g.Draw("FriendItem"), g.Lang()
	list := make([]payloads.Value, g.HowMany(&d, 20, 40, 4))
	for i := range list {
		list[i] = payloads.Obj("To_Account", friend(g, i),
			"Remark", lang.Pick(&d, []string{"", "from work"}, []string{"", "同事"}),
			"GroupName", d.Pick([]string{"", "work", "family"}),
			"AddSource", "AddSource_Type_"+d.Pick([]string{"Android", "iOS", "Web", "Search"}),
			"AddWording", lang.Pick(&d, []string{"", "hi, it is me"}, []string{"", "你好"}))
	}
	return jsontree.Array(list...)
}
