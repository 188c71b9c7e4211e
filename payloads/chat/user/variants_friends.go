package user

import (
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/jsontree"
)

func requestCases() []payloads.Variant {
	wants := func(account string) payloads.Value {
		return payloads.Obj("To_Account", account, "Remark", "", "GroupName", "", "AddSource", "AddSource_Type_Web",
			"AddWording", "")
	}
	itself := func(g *payloads.Gen) payloads.Value { return payloads.Arr(wants(g.Text("From_Account"))) }
	return []payloads.Variant{
		must("prev-many", "20 wanted friends, each with a result of its own", ownPage,
			payloads.Set("FriendItem", crowd(20, wants))),
		must("prev-single-type", "a friend who need not take the user for one", ownPage,
			payloads.Set("AddType", "Add_Type_Single")),
		should("prev-force-1", "a forced request, which only the REST API can make", ownPage+"; "+inferred,
			payloads.Set("ForceAddFlags", 1)),
		should("prev-empty-optionals", "a request without words", inferred,
			payloads.Set("FriendItem", payloads.Arr(wants("otis")))),
		should("prev-self", "a user who wants to be their own friend", inferred, payloads.From("FriendItem", itself)),
	}
}

func responseCases() []payloads.Variant {
	says := func(action string) func(string) payloads.Value {
		return func(account string) payloads.Value {
			return payloads.Obj("To_Account", account, "Remark", "", "TagName", "", "ResponseAction", action)
		}
	}
	one := func(action string) payloads.Change {
		return payloads.Set("ResponseFriendItem", crowd(1, says(action)))
	}
	return []payloads.Variant{
		must("resp-agree-and-add", "a request is accepted and returned", ownPage, one(actions()[0])),
		must("resp-agree", "a request is accepted", ownPage, one(actions()[1])),
		must("resp-reject", "a request is rejected", ownPage, one(actions()[2])),
		must("resp-many", "20 answers, each with a result of its own", ownPage,
			payloads.Set("ResponseFriendItem", crowd(20, says(actions()[0])))),
		should("resp-action-unlisted", "an answer that no page lists", "open list; "+inferred,
			one("Response_Action_Ignore")).
			Departing(payloads.ExpectOK, "/ResponseFriendItem/0/ResponseAction"),
	}
}

// pairsOf are the pairs of the user and a friend in a case.
func pairsOf(pairs func(user, friend string) []payloads.Value) payloads.Change {
	return payloads.From("PairList", func(g *payloads.Gen) payloads.Value {
		return jsontree.Array(pairs(g.Account("sender"), friend(g, 0))...)
	})
}

func pairOf(from, to string) payloads.Value {
	return payloads.Obj("From_Account", from, "To_Account", to)
}

// pairCases are of all callbacks with pairs of two.
func pairCases() []payloads.Variant {
	now := func(g *payloads.Gen) payloads.Value { return jsontree.Int(g.Now().UnixMilli()) }
	many := func(user, _ string) (list []payloads.Value) {
		for _, m := range crowd(100, jsontree.String).Members() {
			list = append(list, pairOf(user, m.Value.Text()))
		}
		return list
	}
	twice := func(user, friend string) []payloads.Value {
		return []payloads.Value{pairOf(user, friend), pairOf(user, friend)}
	}
	return []payloads.Variant{
		should("pair-many", "100 pairs", inferred, pairsOf(many)),
		should("pair-duplicate", "the same pair twice, to no further effect", inferred, pairsOf(twice)).
			Departing(payloads.ExpectOK, "/PairList/1"),
		should("pair-eventtime-present", "EventTime although no page has it here", "likely addition; "+inferred,
			payloads.Beside("EventTime", now)).Departing(payloads.ExpectSame, "/EventTime"),
	}
}

// bothSidesCase is of callbacks about friends, who may be so in both directions.
func bothSidesCase() payloads.Variant {
	both := func(user, friend string) []payloads.Value {
		return []payloads.Value{pairOf(user, friend), pairOf(friend, user)}
	}
	return must("pair-both-directions", "a pair each way", "a capture of about 2021", pairsOf(both))
}

func friendAddCases() []payloads.Variant {
	asked := func(user, from, to string) payloads.Value {
		return payloads.Obj("From_Account", from, "To_Account", to, "Initiator_Account", user)
	}
	oneWay := func(user, friend string) []payloads.Value { return []payloads.Value{asked(user, user, friend)} }
	both := func(user, friend string) []payloads.Value {
		return []payloads.Value{asked(user, user, friend), asked(user, friend, user)}
	}
	nobody := func(user, friend string) []payloads.Value { return []payloads.Value{pairOf(user, friend)} }
	return []payloads.Variant{
		must("friend-one-way", "one user has another as a friend", ownPage, pairsOf(oneWay)),
		must("friend-both-ways", "two users have each other as friends", ownPage+"; "+inferred, pairsOf(both)),
		must("friend-forced-admin", "an administrator forces it", ownPage,
			payloads.Set("Admin_Account", "administrator"), payloads.Set("ForceFlag", 1)),
		must("friend-accepted", "a request was accepted", ownPage, payloads.Set("ClientCmd", "friend_response")),
		must("friend-cmd-camel", "ClientCmd FriendResponse, the other spelling", ownPage,
			payloads.Set("ClientCmd", "FriendResponse")).Departing(payloads.ExpectSame),
		should("friend-initiator-absent", "no Initiator_Account", "an older model; observed", pairsOf(nobody)).
			Departing(payloads.ExpectOK, "/PairList/0/Initiator_Account"),
	}
}

func followCases() []payloads.Variant {
	return []payloads.Variant{
		must("follow-many", "20 users are followed at once", ownPage+"; number "+inferred,
			payloads.Set("FollowList", crowd(20, func(account string) payloads.Value {
				return payloads.Obj("To_Account", account)
			}))),
	}
}

func unfollowCases() []payloads.Variant {
	objects := payloads.Arr(payloads.Obj("To_Account", "otis"))
	return []payloads.Variant{
		must("unfollow-many", "20 users are unfollowed at once", ownPage+"; number "+inferred,
			payloads.Set("To_Account", crowd(20, jsontree.String))),
		should("unfollow-objects", "objects for strings, as the table says and the sample does not", ownPage,
			payloads.Set("To_Account", objects)).Departing(payloads.ExpectSurvive, "/To_Account/0"),
		should("unfollow-as-followlist", "FollowList, as the twin has it", inferred, payloads.Remove("To_Account"),
			payloads.Beside("FollowList", objects)).Departing(payloads.ExpectSurvive, "/FollowList", "/To_Account"),
	}
}
