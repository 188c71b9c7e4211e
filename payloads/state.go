package payloads

import "github.com/timhook/timhook/payloads/jsontree"

const statePage = "State Change Callbacks (1047/34357)"

// stateChange is sent when a user's client logs in, logs out or loses its connection (1047/34357).
func stateChange() *Command {
	const name = "State.StateChange"
	return &Command{
		Name: name, Short: "state",
		Title: "a user has gone online or offline",
		URL:   "https://www.tencentcloud.com/document/product/1047/34357",
		Page:  statePage + ", updated 2025-10-30",
		Sample: `{"CallbackCommand":"State.StateChange","EventTime":1629883332497,"Info":{"Action":"Login",` +
			`"To_Account":"testuser316","Reason":"Register"},"KickedDevice":[{"Platform":"Windows"},` +
			`{"Platform":"Android"}]}`,
		Request: cited(statePage, []Field{
			commandField(name), eventTimeField(),
			part("Info", object(
				part("Action", oneOf("Login", "Logout", "Disconnect", "CustomStatusChange"), "what happened; an open list"),
				part("To_Account", text(maxAccountBytes), "UserID of whose state changed").of("account", IsActor),
				part("Reason", oneOf("Register", "Unregister", "LinkClose", "TimeOut", "SetCustomStatus"),
					"Register for Login, Unregister for Logout, LinkClose or TimeOut for Disconnect; an open list"),
			), "the change").of("state", IsKey).made(makeState),
			partWhen("a Login that ended the sessions of other devices", "KickedDevice", array(object(
				part("Platform", oneOf("iOS", "Android", "Web", "Windows", "iPad", "Mac", "Linux"), "an open list"),
			), 0, 0), "the devices that were logged out").made(makeKicked),
		}),
		Rules: accountRules("Info.To_Account"),
	}
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
