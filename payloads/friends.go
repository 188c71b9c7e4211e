package payloads

import "github.com/timhook/timhook/payloads/jsontree"

// requesterField is mostly the one who wants a friend.
func requesterField() Field {
	return part("Requester_Account", text(maxAccountBytes), "UserID of who issued the request").of("", IsActor).
		made(func(g *Gen) Value { return g.Value("From_Account") })
}

func addTypeField() Field {
	return part("AddType", oneOf("Add_Type_Both", "Add_Type_Single"), "whether both become friends of each other")
}

func forceAddField() Field {
	return part("ForceAddFlags", integer(0, 1), "1 when an administrator forces it").made(zero)
}

func friendItemsField() Field {
	return part("FriendItem", array(object(
		part("To_Account", text(maxAccountBytes), "UserID of the wanted friend"),
		part("Remark", text(96), "remark for the friend, at most 96 bytes").of("", IsUserText),
		part("GroupName", text(30), "friend list, at most 30 bytes"),
		part("AddSource", prefixed("AddSource_Type_", 23), "where from, at most 8 letters after the prefix"),
		part("AddWording", text(256), "words to the friend, at most 256 bytes").of("", IsUserText),
	), 1, 0), "the requests, one for each wanted friend").of("friends", IsKey).made(makeFriendItems)
}

// makeFriendItems is mostly one wanted friend.
func makeFriendItems(g *Gen) Value {
	d, lang := g.draw("FriendItem"), g.params.Lang
	list := make([]Value, g.howMany(&d, 20, 40, 4))
	for i := range list {
		number := itoa(int64(i))
		id := g.account("friend "+number) + number
		list[i] = obj("To_Account", id, "Remark", lang.pick(&d, []string{"", "from work"}, []string{"", "同事"}),
			"GroupName", d.pick([]string{"", "work", "family"}),
			"AddSource", "AddSource_Type_"+d.pick([]string{"Android", "iOS", "Web", "Search"}),
			"AddWording", lang.pick(&d, []string{"", "hi, it is me"}, []string{"", "你好"}))
	}
	return jsontree.Array(list...)
}

func zero(*Gen) Value { return jsontree.Int(0) }
