package group

import (
	"slices"
	"strconv"
	"strings"

	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/jsontree"
)

// memberNameRule wants the changed member under one of two names. The pages disagree on which it is.
func memberNameRule() payloads.Rule {
	return payloads.Rule{
		ID: "changed-member", Doc: "the member is there, as Member_Account or as Modified_Account",
		Source: "field tables (1047/60393, 269/105353), each with its own name", Level: payloads.Must,
		Check: func(p payloads.Value, report payloads.Report) {
			if p.Len() > 0 && p.Get("Member_Account").IsAbsent() && p.Get("Modified_Account").IsAbsent() {
				report(jsontree.Path{"Member_Account"}, "is missing; want it or Modified_Account")
			}
		},
	}
}

// ownersRule is about the two owners of a group that was handed over.
func ownersRule() payloads.Rule {
	return payloads.Rule{
		ID: "another-owner", Doc: "the new owner is another than the old one", Source: "inferred",
		Level: payloads.May, Evidence: payloads.Inferred,
		Check: func(p payloads.Value, report payloads.Report) {
			if next := p.Get("NewOwner_Account"); next.Text() != "" && next.Text() == p.Get("OldOwner_Account").Text() {
				report(jsontree.Path{"NewOwner_Account"}, "is the old owner too")
			}
		},
	}
}

// membersGoneRule is about the members of a group that was disbanded.
func membersGoneRule() payloads.Rule {
	return payloads.Rule{
		ID: "no-members-of-communities", Doc: "the members of a disbanded community are not listed",
		Source: "field table (1047/34377): this field will not be returned for communities", Level: payloads.Should,
		Check: func(p payloads.Value, report payloads.Report) {
			if p.Get("Type").Text() == community && !p.Get("MemberList").IsAbsent() {
				report(jsontree.Path{"MemberList"}, "stands in the packet of a %s, want it for other groups only",
					community)
			}
		},
	}
}

// receiptRules are about who has read what.
func receiptRules() []payloads.Rule {
	return []payloads.Rule{
		payloads.UniqueRule("unique-receipts", "GroupMsgReceiptList", jsontree.Path{"MsgSeq"}),
		{
			ID: "readers-counted", Doc: "ReadNum counts the ReadReceiptMembers at least",
			Source: "sample of 1047/60395; inferred", Level: payloads.Should, Evidence: payloads.Inferred,
			Check: readersCounted,
		},
		{
			ID: "no-receipts-in-communities", Doc: "communities have no read receipts",
			Source: "Callback After Read Receipt (1047/60395): communities are not supported", Level: payloads.Should,
			Check: func(p payloads.Value, report payloads.Report) {
				if p.Get("Type").Text() == community {
					report(jsontree.Path{"Type"}, "got %s, where messages have no read receipts", community)
				}
			},
		},
	}
}

func readersCounted(p payloads.Value, report payloads.Report) {
	for i, r := range p.Get("GroupMsgReceiptList").Items() {
		if r.Value.Kind() != jsontree.KindObject {
			continue
		}
		named := len(r.Value.Get("ReadReceiptMembers").Items())
		if n, isInt := r.Value.Get("ReadNum").Int64(); isInt && n >= 0 && n < int64(named) {
			at := jsontree.Path{"GroupMsgReceiptList", strconv.Itoa(i), "ReadNum"}
			report(at, "is %d beside %d ReadReceiptMembers", n, named)
		}
	}
}

// stateRule pairs what members are with what made them so.
func stateRule() payloads.Rule {
	causes := map[string][]string{
		"Offline": {"HeartbeatInterrupt", "Quit"},
		"Online":  {"HeartbeatRecover", "Join"},
	}
	return payloads.Rule{
		ID: "cause-of-state", Doc: "EventCause is one of those of EventType", Source: "trigger scenarios (1047/48734)",
		Level: payloads.Should, Evidence: payloads.Inferred,
		Check: func(p payloads.Value, report payloads.Report) {
			state, cause := p.Get("EventType").Text(), p.Get("EventCause").Text()
			for other, its := range causes {
				if slices.Contains(its, cause) && other != state && causes[state] != nil {
					at := jsontree.Path{"EventCause"}
					report(at, "got %q, which makes members %s, beside EventType %s", cause, other, state)
				}
			}
		},
	}
}

// quotaRules are about the time and what the alarm is about. No account is in it.
func quotaRules() []payloads.Rule {
	return []payloads.Rule{payloads.EventTimeRule(), {
		ID: "quota-nearly-used", Doc: "QuotaUsed is more than 70 % of Quota",
		Source: "trigger scenarios (1047/57455)", Level: payloads.Should,
		Check: func(p payloads.Value, report payloads.Report) {
			used, isUsed := p.Get("QuotaUsed").Int64()
			limit, isLimit := p.Get("Quota").Int64()
			if isUsed && isLimit && used >= 0 && limit > 0 && float64(used) <= 0.7*float64(limit) {
				report(jsontree.Path{"QuotaUsed"}, "is %d of %d, which is not more than 70 %%", used, limit)
			}
		},
	}}
}

// lostTopicsRules are about the topics of a community that were deleted.
func lostTopicsRules() []payloads.Rule {
	return append(payloads.GroupRules(),
		payloads.UniqueRule("unique-topics", "TopicIdList", nil),
		payloads.Rule{
			ID: "topics-of-group", Doc: "each of TopicIdList is the GroupId, @TOPIC#_ and the topic's own part",
			Source: "Group System (1047/33529)", Level: payloads.Should,
			Check: func(p payloads.Value, report payloads.Report) {
				group := p.Get("GroupId")
				if group.Kind() != jsontree.KindString {
					return // which is a problem of its own
				}
				want := group.Text() + topicMark
				for i, topic := range p.Get("TopicIdList").Items() {
					id := topic.Value
					if id.Kind() == jsontree.KindString && (!strings.HasPrefix(id.Text(), want) || id.Text() == want) {
						at := jsontree.Path{"TopicIdList", strconv.Itoa(i)}
						report(at, "got %q, want it to begin %q", id.Text(), want)
					}
				}
			},
		})
}

// emptyTopicRules are those of a callback that has an empty TopicId outside topics.
func emptyTopicRules(rules []payloads.Rule) []payloads.Rule {
	return slices.DeleteFunc(rules, func(r payloads.Rule) bool { return r.ID == "topic-empty" })
}
