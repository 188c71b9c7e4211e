package group

import (
	"strconv"

	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/jsontree"
)

const (
	ownPage  = "the command's page"
	inferred = "inferred"
)

const groups = "Groups"

func must(id, doc, source string, set ...payloads.Change) payloads.Variant {
	return payloads.MustCase(groups, id, doc, source, set...)
}

func should(id, doc, source string, set ...payloads.Change) payloads.Variant {
	return payloads.ShouldCase(groups, id, doc, source, set...)
}

// crowd is a list of so many members.
func crowd(field string, n int) payloads.Change {
	return payloads.From(field, func(*payloads.Gen) payloads.Value {
		list := make([]payloads.Value, n)
		for i := range list {
			list[i] = payloads.Obj("Member_Account", "member"+strconv.Itoa(i+1))
		}
		return jsontree.Array(list...)
	})
}

// firstMembersCases are about the members that a group begins with.
func firstMembersCases() []payloads.Variant {
	return []payloads.Variant{
		should("create-no-members", "a group that begins without other members", inferred,
			payloads.Set("MemberList", jsontree.Array())),
		should("create-hundred-members", "a group that begins with 100 members", "limit of the REST API; inferred",
			crowd("MemberList", 100)),
	}
}

func beforeCreateCases() []payloads.Variant {
	return append(firstMembersCases(),
		should("create-num-present", "CreateGroupNum, as on older pages", "older pages",
			payloads.Set("CreateGroupNum", 7)),
		should("create-num-map", "CreatedGroupNum, a number for each type of group", "a public SDK; observed",
			payloads.Beside("CreatedGroupNum", payloads.Obj("Public", 3))).
			Departing(payloads.ExpectOK, "/CreatedGroupNum"),
	)
}

// customFieldsCase is of callbacks with fields of the app's own.
func customFieldsCase() payloads.Variant {
	return must("created-custom", "custom fields of the app's own", ownPage, payloads.Set("UserDefinedDataList",
		payloads.Arr(payloads.Obj("Key", "season", "Value", "autumn"), payloads.Obj("Key", "level", "Value", "3"))))
}

func applyCases() []payloads.Variant {
	return []payloads.Variant{
		must("apply-msg", "words of the application", "the Chinese page (269/1665)",
			payloads.Set("ApplyMsg", "I hike too")),
		should("apply-msg-empty", "no words in the application", inferred, payloads.Set("ApplyMsg", "")),
	}
}

// moveCases are about how members came or went: alone, or by another.
func moveCases(ids [3]string, field, alone, byAnother, list string) []payloads.Variant {
	of := func(how string) payloads.Change { return payloads.Set(field, how) }
	return []payloads.Variant{
		must(ids[0], "one member, at their own wish", ownPage, of(alone)),
		must(ids[1], "two members, by another", ownPage, of(byAnother), crowd(list, 2)),
		should(ids[2], "30 members at once, by another", inferred, of(byAnother), crowd(list, 30)),
	}
}

func joinCases() []payloads.Variant {
	ids := [3]string{"join-apply", "join-invited", "join-many"}
	return moveCases(ids, "JoinType", applied, invited, "NewMemberList")
}

func exitCases() []payloads.Variant {
	ids := [3]string{"exit-quit", "exit-kicked", "exit-many"}
	return moveCases(ids, "ExitType", quit, kicked, "ExitMemberList")
}

func inviteCases() []payloads.Variant {
	const list = "DestinationMembers"
	self := func(g *payloads.Gen) payloads.Value {
		return payloads.Arr(payloads.Obj("Member_Account", g.Value("Operator_Account")))
	}
	return []payloads.Variant{
		must("invite-two", "two are invited", ownPage, crowd(list, 2)),
		should("invite-hundred", "100 are invited", "limit of the REST API (1047/34921)", crowd(list, 100)),
		must("invite-self", "the inviter is among the invited, as in the page's sample", ownPage,
			payloads.From(list, self)),
	}
}

func ownerCases() []payloads.Variant {
	return []payloads.Variant{
		must("owner-by-owner", "the old owner hands the group over", ownPage, payloads.From("Operator_Account",
			func(g *payloads.Gen) payloads.Value { return jsontree.String(g.Account("owner")) })),
		should("owner-old-empty", "a group that had no owner gets one", "the REST API makes such groups; inferred",
			payloads.Set("OldOwner_Account", "")),
	}
}

// stateCases are about members of an audio-video group, with each event and its causes.
func stateCases() []payloads.Variant {
	of := func(event, cause string) []payloads.Change {
		return []payloads.Change{payloads.Set("EventType", event), payloads.Set("EventCause", cause)}
	}
	return []payloads.Variant{
		must("mstate-interrupted", "offline, since the heartbeat stopped", ownPage,
			of("Offline", "HeartbeatInterrupt")...),
		must("mstate-quit", "offline, since the last device left", ownPage, of("Offline", "Quit")...),
		must("mstate-recovered", "online, since the heartbeat is back", ownPage, of("Online", "HeartbeatRecover")...),
		must("mstate-joined", "online, since the first device came", ownPage, of("Online", "Join")...),
		must("mstate-cause-absent", "no EventCause, as on pages before 2024", "older pages",
			payloads.Remove("EventCause")),
		should("mstate-many", "30 members at once", inferred, crowd("MemberList", 30)),
	}
}
