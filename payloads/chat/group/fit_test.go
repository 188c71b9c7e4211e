package group_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/jsontree"
)

// look tells which of the cases that a callback has a packet is, and whether its fields fit together.
type look func(p packet) (which string, fits bool)

// looks are written from the pages and not from the generator's code. Every case has to occur.
var looks = map[string]struct {
	cases string
	look  look
}{
	"join":        {"alone by-another", moved("JoinType", "Apply", "Invited", "NewMemberList")},
	"exit":        {"alone by-another", moved("ExitType", "Quit", "Kicked", "ExitMemberList")},
	"before-join": {"open with-topic", applies},
	"before-invite": {"invited", func(p packet) (string, bool) {
		return "invited", distinct(p.list("DestinationMembers", "Member_Account"), p.text("Operator_Account")) &&
			p.text("Type") != "AVChatRoom"
	}},
	"before-create": {"by-admin by-owner", creates},
	"create":        {"by-admin by-owner", creates},
	"topic": {"by-admin by-owner by-admin/assigned by-owner/assigned", func(p packet) (string, bool) {
		which, fits := creates(p)
		if strings.Contains(p.text("TopicId"), "@TOPIC#_@TOPIC#") {
			which += "/assigned"
		}
		return which, fits && inCommunity(p, p.text("TopicId"))
	}},
	"before-topic": {"named", func(p packet) (string, bool) {
		return "named", p.text("Type") == "Community" && p.text("Name") != "" && !p.has("EventTime")
	}},
	"topic-destroy": {"one several", func(p packet) (string, bool) {
		topics := p.list("TopicIdList", "")
		return several(len(topics)), distinct(topics) && inCommunity(p, topics...) && !p.has("EventTime")
	}},
	"topic-info":   {"1 2 3 4", changed("Name", "Introduction", "Notification", "FaceUrl")},
	"group-info":   {"1 2 3 4", changed("Name", "Introduction", "Notification", "FaceUrl")},
	"member-field": {"1 2", changed("Role", "NameCard")},
	"modify": {"plain community topic", func(p packet) (string, bool) {
		isCommunity := strings.HasPrefix(p.text("GroupId"), "@TGS#_")
		switch topic := p.text("TopicId"); {
		case topic != "":
			return "topic", inCommunity(p, topic)
		case isCommunity:
			return "community", p.has("TopicId")
		}
		return "plain", p.has("TopicId")
	}},
	"extension": {"1 2 3", extends},
	"receipt":   {"sent read", receives},
	"destroy":   {"community group", ends},
	"owner":     {"by-admin by-owner", handsOver},
	"send-failed": {"10023 10017 10010 80001", func(p packet) (string, bool) {
		return p.text("ErrorCode"), p.text("ErrorInfo") != ""
	}},
	"member-state": {
		"Offline/HeartbeatInterrupt Offline/Quit Online/HeartbeatRecover Online/Join Offline/ Online/",
		func(p packet) (string, bool) {
			return p.text("EventType") + "/" + p.text("EventCause"), distinct(p.list("MemberList", "Member_Account"))
		},
	},
	"quota": {"alarm", func(p packet) (string, bool) {
		used, limit := p.int("QuotaUsed"), p.int("Quota")
		return "alarm", used*10 > limit*7 && used <= limit
	}},
	"full": {"full", func(p packet) (string, bool) { return "full", p.Len() == 3 }},
}

func moved(field, alone, byAnother, list string) look {
	return func(p packet) (string, bool) {
		who, operator, kind := p.list(list, "Member_Account"), p.text("Operator_Account"), p.text("Type")
		switch p.text(field) {
		case alone:
			return "alone", len(who) == 1 && who[0] == operator && operator != "administrator" &&
				(alone != "Apply" || kind != "Private" && kind != "Work")
		case byAnother:
			return "by-another", distinct(who, operator) && (alone != "Apply" || kind != "AVChatRoom")
		}
		return p.text(field), false
	}
}

func applies(p packet) (string, bool) {
	kind, which := p.text("Type"), "open"
	if p.has("TopicId") {
		which = "with-topic"
	}
	return which, kind != "Private" && kind != "Work" && p.text("Requestor_Account") != ""
}

func creates(p packet) (string, bool) {
	operator, owner := p.text("Operator_Account"), p.text("Owner_Account")
	fits := distinct(p.list("MemberList", "Member_Account"), owner) &&
		distinct(p.list("UserDefinedDataList", "Key")) && p.text("Name") != "" && len(p.text("Name")) <= 30 &&
		(p.text("Type") != "AVChatRoom" || p.Get("MemberList").Len() == 0)
	if operator == "administrator" {
		return "by-admin", fits && owner != operator && owner != ""
	}
	return "by-owner", fits && owner == operator
}

// changed tells how many parts have changed, one at least.
func changed(parts ...string) look {
	return func(p packet) (string, bool) {
		n := 0
		for _, part := range parts {
			if p.has(part) {
				n++
			}
		}
		oneName := p.text("CallbackCommand") != "Group.CallbackAfterMemberFieldChanged" ||
			p.has("Member_Account") != p.has("Modified_Account")
		return fmt.Sprint(n), n > 0 && oneName
	}
}

func extends(p packet) (string, bool) {
	fits := distinct(p.list("ExtensionList", "Key")) &&
		(p.int("OperateType") == 3) == (p.Get("ExtensionList").Len() == 0)
	for _, e := range p.Get("ExtensionList").Members() {
		isEmpty := e.Value.Get("Value").Text() == ""
		fits = fits && e.Value.Get("Seq").Text() == p.text("Seq") && isEmpty == (p.int("OperateType") == 2)
	}
	return p.text("OperateType"), fits
}

func receives(p packet) (string, bool) {
	which, fits, last := "read", p.text("Type") != "Community", int64(0)
	for _, e := range p.Get("GroupMsgReceiptList").Members() {
		r := packet{e.Value}
		readers := r.list("ReadReceiptMembers", "Member_Account")
		if len(readers) == 0 {
			which = "sent"
		}
		fits = fits && distinct(readers) && r.int("ReadNum") == int64(len(readers)) && r.int("UnreadNum") >= 0 &&
			r.int("MsgSeq") > last
		last = r.int("MsgSeq")
	}
	return which, fits && last > 0
}

func ends(p packet) (string, bool) {
	if p.text("Type") == "Community" {
		return "community", !p.has("MemberList")
	}
	members := p.list("MemberList", "Member_Account")
	return "group", distinct(members) && slices.Contains(members, p.text("Owner_Account"))
}

func handsOver(p packet) (string, bool) {
	old, next, operator := p.text("OldOwner_Account"), p.text("NewOwner_Account"), p.text("Operator_Account")
	if operator == "administrator" {
		return "by-admin", distinct([]string{old, next}, operator)
	}
	return "by-owner", old == operator && next != old
}

func TestFieldsFitTogether(t *testing.T) {
	const examples = 2000
	for short, want := range looks {
		t.Run(short, func(t *testing.T) {
			c, seen := lookup(t, short), map[string]bool{}
			for n := range uint64(examples) {
				packets, err := c.Build(payloads.Example(), payloads.Params{Seed: 9, Number: n, Now: now})
				if err != nil {
					t.Fatal(err)
				}
				tree, err := jsontree.Parse(packets[0].Body)
				if err != nil {
					t.Fatal(err)
				}
				which, fits := want.look(packet{tree})
				if !fits || !slices.Contains(strings.Fields(want.cases), which) {
					t.Fatalf("number %d, %s: the fields do not fit\n%s", n, which, packets[0].Body)
				}
				seen[which] = true
			}
			for which := range strings.FieldsSeq(want.cases) {
				if !seen[which] {
					t.Errorf("%s does not occur", which)
				}
			}
		})
	}
}
