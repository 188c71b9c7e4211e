package user

import (
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/jsontree"
)

// newFriends is PairList with who asked first.
func newFriends() payloads.Field {
	entry := payloads.Object(
		account("From_Account", "UserID of whose list of friends has grown").Of("account", payloads.IsActor),
		account("To_Account", "UserID of the new friend"),
		account("Initiator_Account", "UserID of who asked first; missing from an older model (observed)"),
	)
	return payloads.Part("PairList", payloads.Array(entry, 1, 0), "the pairs for which it succeeded; for friends of "+
		"each other most likely one each way (inferred)").Of("pairs", payloads.IsKey).By(makeNewFriends)
}

// makeNewFriends has the user ask, or for an accepted request the other one.
func makeNewFriends(g *payloads.Gen) payloads.Value {
	d := g.Draw("PairList")
	user, isAccepted := g.Account("sender"), accepts(g)
	list := drawPairs(g, &d, true, func(from, to string) payloads.Value {
		asked, other := user, to
		if to == user {
			other = from
		}
		if isAccepted {
			asked = other
		}
		return payloads.Obj("From_Account", from, "To_Account", to, "Initiator_Account", asked)
	})
	return jsontree.Array(list...)
}

// clientCommand is ClientCmd, which has two spellings of each.
func clientCommand() payloads.Field {
	return payloads.Part("ClientCmd", payloads.OneOf("friend_add", "FriendAdd", "friend_response", "FriendResponse"),
		"friend_add or FriendAdd: a friend was added; friend_response or FriendResponse: a request was accepted").
		Of("", payloads.IsKey)
}

func accepts(g *payloads.Gen) bool {
	command := g.Text("ClientCmd")
	return command == "friend_response" || command == "FriendResponse"
}

// admin is Admin_Account. The page names no acceptance through the REST API.
func admin() payloads.Field {
	return account("Admin_Account", "UserID of the administrator who added a friend through the REST API; otherwise "+
		"empty").Of("", payloads.IsActor).By(func(g *payloads.Gen) payloads.Value {
		d := g.Draw("Admin_Account")
		if accepts(g) || !g.Sends(&d, 25) {
			return jsontree.String("")
		}
		return jsontree.String("administrator")
	})
}

// forced is ForceFlag, named otherwise than ForceAddFlags of a request.
func forced() payloads.Field {
	const doc = "1 when an administrator forced it, through the REST API"
	return payloads.Part("ForceFlag", payloads.Integer(0, 1), doc).
		By(func(g *payloads.Gen) payloads.Value {
			d := g.Draw("ForceFlag")
			if g.Text("Admin_Account") != "" && g.Sends(&d, 50) {
				return jsontree.Int(1)
			}
			return jsontree.Int(0)
		})
}

func forcedByAdminRule() payloads.Rule {
	return payloads.Rule{
		ID: "forced-by-admin", Level: payloads.May, Evidence: payloads.Inferred,
		Source: "1047/34359: only the REST API can force; its own sample contradicts that",
		Doc:    "Admin_Account names who forced a friendship",
		Check: func(p payloads.Value, report payloads.Report) {
			admin := p.Get("Admin_Account")
			if n, isInt := p.Get("ForceFlag").Int64(); isInt && n == 1 && admin.Kind() == jsontree.KindString &&
				admin.Text() == "" {
				report(jsontree.Path{"Admin_Account"}, "is empty although ForceFlag is 1")
			}
		},
	}
}
