package user

import (
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/jsontree"
)

// pairs is PairList of two people each: the owner of a list, and the other one. Where friends are concerned both lists
// may change at once, with a pair each (observed).
func pairs(owner, other string, bothSides bool) payloads.Field {
	entry := payloads.Object(
		account("From_Account", owner).Of("account", payloads.IsActor), account("To_Account", other),
	)
	return payloads.Part("PairList", payloads.Array(entry, 1, 0), "the pairs for which it succeeded").
		Of("pairs", payloads.IsKey).By(func(g *payloads.Gen) payloads.Value {
		d := g.Draw("PairList")
		return jsontree.Array(drawPairs(g, &d, bothSides, func(from, to string) payloads.Value {
			return payloads.Obj("From_Account", from, "To_Account", to)
		})...)
	})
}

// drawPairs are pairs of the user with others, and sometimes those of the others with the user.
func drawPairs(
	g *payloads.Gen, d *payloads.Draw, bothSides bool, pair func(from, to string) payloads.Value,
) []payloads.Value {
	var list []payloads.Value
	user, mutual := g.Account("sender"), bothSides && g.Sends(d, 50)
	for i := range g.HowMany(d, 20, 40, 5) {
		list = append(list, pair(user, friend(g, i)))
		if mutual {
			list = append(list, pair(friend(g, i), user))
		}
	}
	return list
}

// pairRules are those of a PairList. accounts are further members of its entries.
func pairRules(accounts ...string) []payloads.Rule {
	at := []string{"PairList.*.From_Account", "PairList.*.To_Account"}
	for _, name := range accounts {
		at = append(at, "PairList.*."+name)
	}
	return append(payloads.AccountRules(at...), payloads.UniqueRule("unique-pairs", "PairList", nil))
}
