package user

import (
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/jsontree"
)

// followed is FollowList. The English table has To_Account the other way round; the sample decides.
func followed() payloads.Field {
	entry := payloads.Object(account("To_Account", "UserID of who is followed"))
	return payloads.Part("FollowList", payloads.Array(entry, 1, 0), "those for whom it succeeded").
		Of("followed", payloads.IsKey).By(func(g *payloads.Gen) payloads.Value {
		d := g.Draw("FollowList")
		return friends(g, &d, func(id string) payloads.Value { return payloads.Obj("To_Account", id) })
	})
}

// unfollowed is To_Account, whose entries the table calls objects; the sample, which decides, has strings.
func unfollowed() payloads.Field {
	return payloads.Part("To_Account", payloads.Array(payloads.Text(maxAccount), 1, 0), "UserIDs of those who were "+
		"unfollowed, strings and not objects").
		Of("followed", payloads.IsKey).By(func(g *payloads.Gen) payloads.Value {
		d := g.Draw("To_Account")
		return friends(g, &d, jsontree.String)
	})
}

func followRules(unique, list, accounts string) []payloads.Rule {
	return append(payloads.AccountRules("From_Account", accounts), payloads.UniqueRule(unique, list, nil))
}
