package user

import (
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/jsontree"
)

// responder is Requester_Account. Whose it is the pages say in two ways, and the sample, in which it is From_Account,
// decides nothing.
func responder() payloads.Field {
	f := requester()
	f.Doc = "UserID of who issued the answer (Chinese page) or the friend request (English page)"
	makes := f.Make
	return f.By(func(g *payloads.Gen) payloads.Value {
		if d := g.Draw("Requester_Account"); g.Scope() == payloads.Domain && d.Chance(25) {
			return g.Value("ResponseFriendItem").Item(0).Get("To_Account")
		}
		return makes(g)
	})
}

// responses is ResponseFriendItem.
func responses() payloads.Field {
	tag := payloads.Text(30)
	tag.Inferred = true
	return payloads.Part("ResponseFriendItem", payloads.Array(payloads.Object(
		account("To_Account", "UserID of whose request is answered"),
		remark(),
		payloads.Part("TagName", tag, "friend list, which a request calls GroupName; at most 30 bytes as there "+
			"(inferred)"),
		payloads.Part("ResponseAction", payloads.OneOf(actions()...), "accept and add, accept, or reject"),
	), 1, 0), "the answers, one for each request").Of("responses", payloads.IsKey).By(makeResponses)
}

func actions() []string {
	return []string{"Response_Action_AgreeAndAdd", "Response_Action_Agree", "Response_Action_Reject"}
}

func makeResponses(g *payloads.Gen) payloads.Value {
	d := g.Draw("ResponseFriendItem")
	return friends(g, &d, func(id string) payloads.Value {
		action := actions()[0]
		if g.Scope() != payloads.Minimal {
			action = d.Pick(actions())
		}
		return payloads.Obj("To_Account", id,
			"Remark", g.Lang().Pick(&d, []string{"", "from work"}, []string{"", "同事"}),
			"TagName", d.Pick([]string{"", "work", "family"}), "ResponseAction", jsontree.String(action))
	})
}
