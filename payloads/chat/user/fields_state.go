package user

import (
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/jsontree"
)

const setsStatus = "a user has set a custom status"

// state is Info, what happened to whose session, and why.
func state() payloads.Field {
	return payloads.Part("Info", payloads.Object(
		payloads.Part("Action", payloads.OneOf("Login", "Logout", "Disconnect", "CustomStatusChange"),
			"what happened; an open list"),
		account("To_Account", "UserID of whose state changed").Of("account", payloads.IsActor),
		payloads.Part("Reason", payloads.OneOf("Register", "Unregister", "LinkClose", "TimeOut", "SetCustomStatus"),
			"Register for Login, Unregister for Logout, LinkClose or TimeOut for Disconnect, SetCustomStatus for "+
				"CustomStatusChange; an open list"),
		customStatus("most likely here, by its row in the table (inferred)"),
	), "the change").Of("state", payloads.IsKey).By(makeState)
}

// customStatus is CustomStatus, which no sample shows and whose place the flat table leaves open.
func customStatus(where string) payloads.Field {
	return payloads.PartWhen(setsStatus, "CustomStatus", payloads.Text(0), "the status that was set; "+where).
		Sent(payloads.DocumentedOnly).Of("", payloads.IsUserText)
}

// topStatus is CustomStatus beside Info.
func topStatus() payloads.Field {
	return customStatus("if the table means it so, here and not in Info (inferred)").
		By(func(g *payloads.Gen) payloads.Value {
			info := g.Value("Info")
			if info.Get("Action").Text() != "CustomStatusChange" || !info.Get("CustomStatus").IsAbsent() {
				return jsontree.Absent()
			}
			return status(g)
		})
}

func status(g *payloads.Gen) payloads.Value {
	d := g.Draw("CustomStatus")
	return jsontree.String(g.Lang().Pick(&d, []string{"busy", "in a meeting", ""}, []string{"开会中", "🎧"}))
}

// makeState pairs an action with one of its reasons.
func makeState(g *payloads.Gen) payloads.Value {
	d := g.Draw("Info")
	action, reason, text := "Login", "Register", jsontree.Absent()
	if g.Scope() == payloads.Domain {
		pair := d.N(5)
		action = []string{"Login", "Logout", "Disconnect", "Disconnect", "CustomStatusChange"}[pair]
		reason = []string{"Register", "Unregister", "LinkClose", "TimeOut", "SetCustomStatus"}[pair]
	}
	if action == "CustomStatusChange" && d.Chance(75) {
		text = status(g)
	}
	return payloads.Obj("Action", action, "To_Account", g.Account("sender"), "Reason", reason, "CustomStatus", text)
}

// kicked is KickedDevice, the devices that a login has logged out.
func kicked() payloads.Field {
	platform := payloads.OneOf("iOS", "Android", "Web", "Windows", "iPad", "Mac", "Linux")
	list := payloads.Array(payloads.Object(payloads.Part("Platform", platform, "an open list")), 0, 0)
	return payloads.PartWhen("a Login that ended the sessions of other devices", "KickedDevice", list,
		"the devices that were logged out").By(makeKicked)
}

// makeKicked is there for some logins.
func makeKicked(g *payloads.Gen) payloads.Value {
	d := g.Draw("KickedDevice")
	if g.Value("Info").Get("Action").Text() != "Login" || !g.Sends(&d, 40) {
		return jsontree.Absent()
	}
	var list []payloads.Value
	for _, platform := range []string{"iPad", "Web", "Android", "iOS", "Windows", "Mac", "Linux"} {
		if g.Scope() == payloads.Maximal || d.Chance(25) {
			list = append(list, payloads.Obj("Platform", platform))
		}
	}
	return jsontree.Array(list...)
}
