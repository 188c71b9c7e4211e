package payloads

import (
	"github.com/timhook/timhook/payloads/jsontree"
)

// RequesterField is mostly the one who wants a friend.
func RequesterField() Field {
	return Part("Requester_Account", Text(maxAccountBytes), "UserID of who issued the request").Of("", IsActor).
		made(func(g *Gen) Value { return g.Value("From_Account") })
}

// AddTypeField is AddType, whether both become friends of each other.
func AddTypeField() Field {
	return Part("AddType", OneOf("Add_Type_Both", "Add_Type_Single"), "whether both become friends of each other")
}

// ForceAddField is ForceAddFlags.
func ForceAddField() Field {
	return Part("ForceAddFlags", Integer(0, 1), "1 when an administrator forces it").made(zero)
}

// FriendItemsField is FriendItem, a request for each wanted friend.
func FriendItemsField() Field {
	return Part("FriendItem", Array(Object(
		Part("To_Account", Text(maxAccountBytes), "UserID of the wanted friend"),
		Part("Remark", Text(96), "remark for the friend, at most 96 bytes").Of("", IsUserText),
		Part("GroupName", Text(30), "friend list, at most 30 bytes"),
		Part("AddSource", Prefixed("AddSource_Type_", 23), "where from, at most 8 letters after the prefix"),
		Part("AddWording", Text(256), "words to the friend, at most 256 bytes").Of("", IsUserText),
	), 1, 0), "the requests, one for each wanted friend").Of("friends", IsKey).made(makeFriendItems)
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
