package payloads

import (
	"github.com/timhook/timhook/payloads/jsontree"
)

// StateField is Info, what happened to whose session, and why.
func StateField() Field {
	return Part("Info", Object(
		Part("Action", OneOf("Login", "Logout", "Disconnect", "CustomStatusChange"), "what happened; an open list"),
		Part("To_Account", Text(maxAccountBytes), "UserID of whose state changed").Of("account", IsActor),
		Part("Reason", OneOf("Register", "Unregister", "LinkClose", "TimeOut", "SetCustomStatus"),
			"Register for Login, Unregister for Logout, LinkClose or TimeOut for Disconnect; an open list"),
	), "the change").Of("state", IsKey).made(makeState)
}

// KickedField is KickedDevice, the devices that a login has logged out.
func KickedField() Field {
	return PartWhen("a Login that ended the sessions of other devices", "KickedDevice", Array(Object(
		Part("Platform", OneOf("iOS", "Android", "Web", "Windows", "iPad", "Mac", "Linux"), "an open list"),
	), 0, 0), "the devices that were logged out").made(makeKicked)
}

// makeState pairs an action with one of its reasons.
func makeState(g *Gen) Value {
	d := g.draw("Info")
	action, reason := "Login", "Register"
	if g.scope == Domain {
		pair := d.n(5)
		action = []string{"Login", "Logout", "Disconnect", "Disconnect", "CustomStatusChange"}[pair]
		reason = []string{"Register", "Unregister", "LinkClose", "TimeOut", "SetCustomStatus"}[pair]
	}
	return obj("Action", action, "To_Account", g.account("sender"), "Reason", reason)
}

// makeKicked is there for some logins.
func makeKicked(g *Gen) Value {
	d := g.draw("KickedDevice")
	if g.scope == Minimal || g.Value("Info").Get("Action").Text() != "Login" || g.scope == Domain && d.chance(60) {
		return Value{}
	}
	var list []Value
	for _, platform := range []string{"iPad", "Web", "Android", "iOS", "Windows", "Mac", "Linux"} {
		if g.scope == Maximal || d.chance(25) {
			list = append(list, obj("Platform", platform))
		}
	}
	return jsontree.Array(list...)
}
