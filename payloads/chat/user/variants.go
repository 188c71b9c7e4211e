package user

import (
	"strconv"
	"strings"

	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/jsontree"
)

const (
	ownPage  = "the command's page"
	inferred = "inferred"
)

func must(id, doc, source string, set ...payloads.Change) payloads.Variant {
	return payloads.MustCase(payloads.PeopleSection, id, doc, source, set...)
}

func should(id, doc, source string, set ...payloads.Change) payloads.Variant {
	return payloads.ShouldCase(payloads.PeopleSection, id, doc, source, set...)
}

// crowd is a list with an entry for each of n people.
func crowd(n int, entry func(account string) payloads.Value) payloads.Value {
	list := make([]payloads.Value, n)
	for i := range list {
		list[i] = entry("friend" + strconv.Itoa(i+1))
	}
	return jsontree.Array(list...)
}

// stateCases are the pairs of action and reason, what goes with them, and what may be added to an open list.
func stateCases() []payloads.Variant {
	is := func(action, reason string) []payloads.Change {
		return []payloads.Change{payloads.Set("Info.Action", action), payloads.Set("Info.Reason", reason)}
	}
	kicked := func(platforms ...string) payloads.Change {
		list := make([]payloads.Value, len(platforms))
		for i, p := range platforms {
			list[i] = payloads.Obj("Platform", p)
		}
		return payloads.Set("KickedDevice", jsontree.Array(list...))
	}
	custom := is("CustomStatusChange", "SetCustomStatus")
	at := func(ms int64) payloads.Change {
		return payloads.From("EventTime", func(g *payloads.Gen) payloads.Value {
			return jsontree.Int(g.Now().UnixMilli() + ms)
		})
	}
	return []payloads.Variant{
		must("state-logout", "a user logs out", ownPage, is("Logout", "Unregister")...),
		must("state-disconnect-linkclose", "a connection is closed", ownPage, is("Disconnect", "LinkClose")...),
		must("state-disconnect-timeout", "a connection is lost without a word", ownPage,
			is("Disconnect", "TimeOut")...),
		should("state-custom-status", "a custom status is set, with its text in Info", "place inferred",
			append(custom, payloads.Set("Info.CustomStatus", "busy"))...),
		should("state-custom-status-top", "a custom status is set, with its text beside Info", "place inferred",
			append(custom, payloads.Set("CustomStatus", "busy"))...),
		must("state-kicked-one", "a login ends the session of another device", ownPage, kicked("Web")),
		must("state-kicked-many", "a login ends the sessions of three devices", ownPage, kicked("iPad", "Web", "Mac")),
		should("state-action-unlisted", "an action that no page lists", "open list; "+inferred,
			payloads.Set("Info.Action", "Hibernate")).Departing(payloads.ExpectOK, "/Info/Action"),
		should("state-reason-unlisted", "a reason that no page lists", "open list; "+inferred,
			payloads.Set("Info.Reason", "Sleep")).Departing(payloads.ExpectOK, "/Info/Reason"),
		should("state-out-of-order", "the logout first, then the login before it; final state: offline",
			"delivery out of order; "+inferred).Sending(
			payloads.Step{Label: "logout", Set: append(is("Logout", "Unregister"), at(0))},
			payloads.Step{Label: "then the login before it", Set: []payloads.Change{at(-5000)}},
		),
	}
}

func profileCases() []payloads.Variant {
	item := func(tag string, value any) payloads.Change {
		return payloads.Set("ProfileItem", payloads.Arr(payloads.Obj("Tag", tag, "Value", value)))
	}
	const nick = standardTag + "Nick"
	return []payloads.Variant{
		must("profile-integer-value", "a field whose value is a number", ownPage,
			item(standardTag+"BirthDay", 19950317)).Departing(payloads.ExpectValue),
		must("profile-custom-tag", "a field of the app's own", ownPage,
			item(customTag+"Badge", "gold")).Departing(payloads.ExpectValue),
		should("profile-unknown-tag", "a field that no page lists", "likely addition; "+inferred,
			item(standardTag+"Pronouns", "they")).Departing(payloads.ExpectOK, "/ProfileItem/0/Tag"),
		should("profile-empty-value", "a field that was emptied", inferred,
			item(nick, "")).Departing(payloads.ExpectValue),
		must("profile-nick-500", "a nickname of 500 bytes", "fields of the REST API",
			item(nick, strings.Repeat("n", 500))).Departing(payloads.ExpectValue),
		should("profile-items-empty", "a change of nothing", "never documented",
			payloads.Set("ProfileItem", jsontree.Array())).Departing(payloads.ExpectSurvive, "/ProfileItem"),
	}
}
