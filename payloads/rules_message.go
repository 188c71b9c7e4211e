package payloads

import (
	"slices"
	"strconv"
	"strings"
)

// MessageRules are those of the callbacks that carry a message to a group, the rules about the group included.
func MessageRules() []Rule {
	return slices.Concat(GroupRules(), []Rule{
		MessageTimeRule(), EventAfterMessageRule(),
		rule("no-online-only-in-live-groups", Must, "field table: for audio-video groups the value is 0",
			"OnlineOnlyFlag is 0 in audio-video groups", onlineOnlyInLiveGroup),
	}, ContentRules())
}

// MessageTimeRule is about the times of a message and of those merged in it.
func MessageTimeRule() Rule {
	return rule("message-time-seconds", Should, "field tables: seconds",
		"MsgTime, and MsgTimeStamp of a merged message, are times of this century in seconds", messageTimeInSeconds)
}

// EventAfterMessageRule is about the two times of a message that has just been sent.
func EventAfterMessageRule() Rule {
	return rule("event-after-message", Should, "inferred from captures",
		"EventTime is at or just after MsgTime; more than a day apart they do not belong together",
		eventAfterMessage).evidence(Inferred)
}

// ContentRules are about what a message holds.
func ContentRules() []Rule {
	return []Rule{
		rule("one-custom-element", Must, formats, "a message holds at most one TIMCustomElem", oneCustomElement),
		rule("message-size", Should, "Use Limits (1047/34381): 12 KB; how it is counted is undocumented",
			"MsgBody and CloudCustomData together are at most 12 KB", messageSize),
	}
}

func onlineOnlyInLiveGroup(p Value, report Report) {
	if n, isInt := p.Get("OnlineOnlyFlag").Int64(); isInt && n != 0 && p.Get("Type").Text() == avChatRoom {
		report(path("OnlineOnlyFlag"), "got %d in an %s, want 0", n, avChatRoom)
	}
}

func oneCustomElement(p Value, report Report) {
	seen := false
	for i, e := range p.Get("MsgBody").Items() {
		custom := e.Value.Get("MsgType").Text() == tCustom
		if custom && seen {
			report(path("MsgBody", strconv.Itoa(i), "MsgType"), "is the second %s of the message, want at most one",
				tCustom)
		}
		seen = seen || custom
	}
}

func messageSize(p Value, report Report) {
	body, data := p.Get("MsgBody"), p.Get("CloudCustomData")
	if body.End() > 0 && body.End()-body.Start()+len(data.Text()) <= maxMessageBytes {
		return // small enough even with its white space, which spares printing it
	}
	if n := len(body.JSON()) + len(data.Text()); n > maxMessageBytes {
		report(path("MsgBody"), "is %d bytes long with CloudCustomData, want at most %d", n, maxMessageBytes)
	}
}

// MsgIDRule is about the structure of MsgId.
func MsgIDRule() Rule {
	return rule("msgid-structure", Should, "observed; sample of a sibling callback (269/128223)",
		"MsgId is the sender's tinyid, the client's seconds and Random, joined by hyphens",
		msgIDStructure).evidence(Observed)
}

// SendRules are those of a sent group message beside [MessageRules].
func SendRules() []Rule {
	return []Rule{
		MsgIDRule(),
		rule("mentioned-account", Must, "field table: GroupAt_Account represents the mentioned members",
			"an entry of GroupAtInfo with flag 0 names a member", mentionedAccount),
		rule("no-mentions-in-live-groups", Should, groupSystem+": audio-video groups know no mentions",
			"GroupAtInfo stands in no audio-video group", mentionsInLiveGroup).evidence(Inferred),
	}
}

// msgIDStructure is tinyid-clientSeconds-Random. An official sample of a sibling callback confirms it: MsgKey
// 33973751_24064952_1769139583 beside MsgId 144115433090395387-1769139578-24064952 (269/128223).
func msgIDStructure(p Value, report Report) {
	id, is := stringAt(p, "MsgId")
	if !is {
		return
	}
	parts := strings.Split(id, "-")
	if len(parts) != 3 || !allDigits(parts[0]) || !allDigits(parts[1]) || !allDigits(parts[2]) {
		report(path("MsgId"), "got %s, want three numbers joined by hyphens", describe(p.Get("MsgId")))
	}
	for _, name := range []string{"Random", "MsgRandom"} {
		if random := p.Get(name); len(parts) == 3 && isUint32(random) && parts[2] != random.Text() {
			report(path("MsgId"), "ends in %s, want %s, which is %s", parts[2], name, random.Text())
		}
	}
}

func isUint32(v Value) bool {
	n, isInt := v.Int64()
	return isInt && n >= 0 && n <= maxUint32
}

func allDigits(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}

func mentionedAccount(p Value, report Report) {
	for i, e := range p.Get("GroupAtInfo").Items() {
		if e.Value.Get("GroupAtAllFlag").Text() == "0" && e.Value.Get("GroupAt_Account").Text() == "" {
			at := path("GroupAtInfo", strconv.Itoa(i), "GroupAt_Account")
			report(at, "names nobody although GroupAtAllFlag is 0")
		}
	}
}

func mentionsInLiveGroup(p Value, report Report) {
	if len(p.Get("GroupAtInfo").Items()) > 0 && p.Get("Type").Text() == avChatRoom {
		report(path("GroupAtInfo"), "stands in an %s, where mentions are not supported", avChatRoom)
	}
}
