package payloads

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/timhook/timhook/payloads/jsontree"
)

// Rule ties several fields of a packet together.
type Rule struct {
	ID     string
	Doc    string
	Source string
	Level  Level
	Check  func(packet Value, report Report)
}

// Report tells where in the packet a rule is broken and how.
type Report func(at jsontree.Path, message string)

func path(steps ...string) jsontree.Path { return steps }

func groupRules() []Rule {
	return []Rule{
		{
			ID: "community-group-id", Level: Should, Source: "Group System (1047/33529)",
			Doc: "the GroupId of a community, and of no other group, begins @TGS#_",
			Check: func(p Value, report Report) {
				named, typed := strings.HasPrefix(p.Get("GroupId").Text(), communityPrefix), p.Get("Type").Text() == community
				if typed && !named {
					report(path("GroupId"), fmt.Sprintf("got %s in a Community, want one that begins %s", describe(p.Get("GroupId")), communityPrefix))
				} else if named && !typed && p.Get("Type").Kind() == jsontree.KindString {
					report(path("Type"), fmt.Sprintf("got %s with a GroupId that begins %s, want %s", describe(p.Get("Type")), communityPrefix, community))
				}
			},
		},
		{
			ID: "topic-in-community", Level: Must, Source: "field table: applies only to communities that support topics",
			Doc: "only communities have a TopicId",
			Check: func(p Value, report Report) {
				if p.Get("TopicId").Text() != "" && p.Get("Type").Text() != community {
					report(path("TopicId"), fmt.Sprintf("got a topic in a group of type %q, want it in a %s only", p.Get("Type").Text(), community))
				}
			},
		},
		{
			ID: "topic-of-group", Level: Should, Source: "Group System (1047/33529)",
			Doc: "a TopicId is the GroupId, @TOPIC#_ and the topic's own part",
			Check: func(p Value, report Report) {
				topic := p.Get("TopicId").Text()
				if want := p.Get("GroupId").Text() + topicMark; topic != "" && !strings.HasPrefix(topic, want) {
					report(path("TopicId"), fmt.Sprintf("got %q, which is a topic of another group; want it to begin %q", topic, want))
				}
			},
		},
		{
			ID: "topic-empty", Level: May, Source: "sample of a sibling callback (269/129193)",
			Doc: "outside topics TopicId is absent",
			Check: func(p Value, report Report) {
				if t := p.Get("TopicId"); t.Kind() == jsontree.KindString && t.Text() == "" {
					report(path("TopicId"), "is empty, which no page of this callback shows; it reads as absent")
				}
			},
		},
		{
			ID: "event-time-milliseconds", Level: Should, Source: "field table: milliseconds",
			Doc: "EventTime is a time of this century in milliseconds",
			Check: func(p Value, report Report) {
				const year2001, year2100 = 978_307_200_000, 4_102_444_800_000
				n, err := strconv.ParseInt(p.Get("EventTime").Text(), 10, 64)
				if err == nil && (n < year2001 || n > year2100) {
					report(path("EventTime"), fmt.Sprintf("got %d, which is no time of this century in milliseconds", n))
				}
			},
		},
		{
			ID: "ascii-accounts", Level: Should, Source: "Use Limits (1047/34381); letters and digits are recommended",
			Doc: "accounts are printable ASCII",
			Check: func(p Value, report Report) {
				for _, name := range []string{"From_Account", "Operator_Account"} {
					if s := p.Get(name).Text(); strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r > '~' }) {
						report(path(name), fmt.Sprintf("got %q, want printable ASCII", s))
					}
				}
			},
		},
	}
}

func messageRules() []Rule {
	return append(groupRules(), []Rule{
		{
			ID: "event-after-message", Level: Should, Source: "inferred from captures",
			Doc: "EventTime is at or just after MsgTime; more than a day apart they do not belong together",
			Check: func(p Value, report Report) {
				const day = 86_400
				event, err := strconv.ParseInt(p.Get("EventTime").Text(), 10, 64)
				message, isInt := p.Get("MsgTime").Int64()
				if d := event/1000 - message; err == nil && isInt && (d < 0 || d > day) {
					report(path("EventTime"), fmt.Sprintf("is %d s after MsgTime, want 0 to a few", d))
				}
			},
		},
		{
			ID: "no-online-only-in-live-groups", Level: Must, Source: "field table: for audio-video groups the value is 0",
			Doc: "OnlineOnlyFlag is 0 in audio-video groups",
			Check: func(p Value, report Report) {
				if n, isInt := p.Get("OnlineOnlyFlag").Int64(); isInt && n != 0 && p.Get("Type").Text() == avChatRoom {
					report(path("OnlineOnlyFlag"), fmt.Sprintf("got %d in an %s, want 0", n, avChatRoom))
				}
			},
		},
		{
			ID: "one-custom-element", Level: Must, Source: formats,
			Doc: "a message holds at most one TIMCustomElem",
			Check: func(p Value, report Report) {
				seen := false
				for i, e := range p.Get("MsgBody").Members() {
					custom := e.Value.Get("MsgType").Text() == tCustom
					if custom && seen {
						report(path("MsgBody", strconv.Itoa(i), "MsgType"), "is the second "+tCustom+" of the message, want at most one")
					}
					seen = seen || custom
				}
			},
		},
		{
			ID: "message-size", Level: Should, Source: "Use Limits (1047/34381): 12 KB; how it is counted is undocumented",
			Doc: "MsgBody and CloudCustomData together are at most 12 KB",
			Check: func(p Value, report Report) {
				n := len(p.Get("MsgBody").JSON()) + len(p.Get("CloudCustomData").Text())
				if n > maxMessageBytes {
					report(path("MsgBody"), fmt.Sprintf("is %d bytes long with CloudCustomData, want at most %d", n, maxMessageBytes))
				}
			},
		},
	}...)
}

// msgIDRule holds the structure tinyid-clientSeconds-Random, which an official sample of a sibling callback confirms (269/128223).
func msgIDRule() Rule {
	return Rule{
		ID: "msgid-structure", Level: Should, Source: "observed; sample of a sibling callback (269/128223)",
		Doc: "MsgId is the sender's tinyid, the client's seconds and Random, joined by hyphens",
		Check: func(p Value, report Report) {
			id := p.Get("MsgId")
			if id.Kind() != jsontree.KindString {
				return
			}
			parts := strings.Split(id.Text(), "-")
			if len(parts) != 3 || !allDigits(parts[0]) || !allDigits(parts[1]) || !allDigits(parts[2]) {
				report(path("MsgId"), fmt.Sprintf("got %s, want three numbers joined by hyphens", describe(id)))
			} else if random := p.Get("Random"); !random.IsAbsent() && parts[2] != random.Text() {
				report(path("MsgId"), fmt.Sprintf("ends in %s, want Random, which is %s", parts[2], random.Text()))
			}
		},
	}
}

func allDigits(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}

func atInfoRule() Rule {
	return Rule{
		ID: "mentioned-account", Level: Must, Source: "field table: GroupAt_Account represents the mentioned members",
		Doc: "an entry of GroupAtInfo with flag 0 names a member; audio-video groups know no mentions",
		Check: func(p Value, report Report) {
			list := p.Get("GroupAtInfo")
			for i, e := range list.Members() {
				if e.Value.Get("GroupAtAllFlag").Text() == "0" && e.Value.Get("GroupAt_Account").Text() == "" {
					report(path("GroupAtInfo", strconv.Itoa(i), "GroupAt_Account"), "names nobody although GroupAtAllFlag is 0")
				}
			}
			if list.Len() > 0 && p.Get("Type").Text() == avChatRoom {
				report(path("GroupAtInfo"), "stands in an "+avChatRoom+", where mentions are not supported")
			}
		},
	}
}

func uniqueBotsRule() Rule {
	return unique("unique-robots", "AtRobots_Account", nil)
}

func uniqueSeqRule() Rule {
	return unique("unique-recalls", "MsgSeqList", path("MsgSeq"))
}

func uniqueKeyRule() Rule {
	return unique("unique-attributes", "GroupAttr", path("key"))
}

func unique(id, list string, key jsontree.Path) Rule {
	return Rule{
		ID: id, Level: May, Source: "inferred", Doc: "no entry of " + list + " repeats an earlier one",
		Check: func(p Value, report Report) {
			seen := map[string]bool{}
			for i, e := range p.Get(list).Members() {
				v := e.Value.At(key)
				if !v.IsAbsent() && seen[v.JSON()] {
					report(append(path(list, strconv.Itoa(i)), key...), "repeats an earlier entry")
				}
				seen[v.JSON()] = true
			}
		},
	}
}

func attrTotalRule() Rule {
	return Rule{
		ID: "attribute-total", Level: Must, Source: "attribute limits (1047/44190)", Doc: "all values together are at most 16000 bytes",
		Check: func(p Value, report Report) {
			total := 0
			for _, e := range p.Get("GroupAttr").Members() {
				total += len(e.Value.Get("value").Text())
			}
			if total > maxAttrTotal {
				report(path("GroupAttr"), fmt.Sprintf("holds %d bytes of values, want at most %d", total, maxAttrTotal))
			}
		},
	}
}

func attrListRule() Rule {
	return Rule{
		ID: "attributes-given", Level: Must, Source: "field table and sample (1047/60394)", Doc: "set and modify list attributes with their values",
		Check: func(p Value, report Report) {
			if option := p.Get("OptionType").Text(); option != "set" && option != "modify" {
				return
			}
			if p.Get("GroupAttr").IsAbsent() {
				report(path("GroupAttr"), "is missing although OptionType is "+p.Get("OptionType").Text())
			}
			for i, e := range p.Get("GroupAttr").Members() {
				if e.Value.Get("value").IsAbsent() {
					report(path("GroupAttr", strconv.Itoa(i), "value"), "is missing although OptionType is "+p.Get("OptionType").Text())
				}
			}
		},
	}
}
