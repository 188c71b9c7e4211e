package backend

import (
	"bytes"
	"encoding/json"
	"math"
	"slices"
	"strings"
)

const statusTrip, survivesTrip = "resp-status-200", "behave-survives"

// readerFaults read what Chat may send less widely than they have to.
func readerFaults() []Fault {
	status, odd, both := []string{statusTrip}, []string{survivesTrip}, []string{statusTrip, survivesTrip}
	return []Fault{
		{"int32-random", "reads Random into a signed integer of 32 bits", status, throws(func(c call) bool { return c.number("Random") > math.MaxInt32 })},
		{"int32-msgtime", "reads MsgTime into a signed integer of 32 bits", status, throws(func(c call) bool { return c.number("MsgTime") > math.MaxInt32 })},
		{"eventtime-int-only", "throws over an EventTime that is a string", status, throws(func(c call) bool { return c.isText("EventTime") })},
		{"eventtime-digits-only", "throws over an EventTime with an exponent", odd, throws(func(c call) bool { return bytes.ContainsAny(c.fields["EventTime"], "eE.") && !c.isText("EventTime") })},
		{"needs-eventtime", "throws where EventTime is missing", both, throws(func(c call) bool { return c.isEvent() && c.lacks("EventTime") })},
		{"needs-msgid", "throws over a message without MsgId", both, throws(func(c call) bool { return c.is(sendMessage) && c.lacks("MsgId") })},
		{"needs-operator", "throws where Operator_Account is missing", both, throws(func(c call) bool { return c.isEvent() && c.lacks("Operator_Account") })},
		{"needs-onlineonly", "throws over a message without OnlineOnlyFlag", both, throws(func(c call) bool { return (c.is(sendMessage) || c.is(botMessage)) && c.lacks("OnlineOnlyFlag") })},
		{"recall-needs-msgid", "throws over a recalled message without MsgId", both, throws(recallsWithoutID)},
		{"attr-needs-list", "throws where GroupAttr is missing", both, throws(func(c call) bool { return c.is(attributes) && c.lacks("GroupAttr") })},
		{"attr-needs-value", "throws over an attribute that has no value, as a deleted one", both, throws(hasAttrWithoutValue)},
		{"topic-null-only", "throws over a TopicId that is empty", status, throws(func(c call) bool { return string(c.fields["TopicId"]) == `""` })},
		{"custom-data-json", "parses CloudCustomData as JSON", status, throws(hasOtherCustomData)},
		{"utf8-3-bytes", "stores CloudCustomData in MySQL's utf8, which has no emoji", status, throws(hasEmojiInCustomData)},
		{"nul-500", "stores text in PostgreSQL, which takes no NUL", both, throws(func(c call) bool { return bytes.Contains(c.packet, []byte(`\u0000`)) })},
		{"column-64", "stores TopicId in 64 characters", status, throws(func(c call) bool { return len(c.fields["TopicId"]) > 66 })},
		{"rejects-at-31", "refuses more than 30 mentions with an exception", odd, throws(func(c call) bool { return len(c.entries("GroupAtInfo")) > 30 })},
		{"rejects-unknown-fields", "refuses a packet with a field that it does not know", status, failing(400, hasUnknownField)},
		{"whitelist-type", "refuses a group type that it does not know", status, failing(400, hasUnknownType)},
		{"shallow-stack", "throws over arrays that nest 500 deep", odd, throws(func(c call) bool { return bytes.Contains(c.packet, []byte(strings.Repeat("[", 500))) })},
		{"needs-array", "throws over an object where an array should be", odd, throws(hasObjectForArray)},
	}
}

func recallsWithoutID(c call) bool {
	for _, entry := range c.entries("MsgSeqList") {
		if entry["MsgId"] == nil {
			return true
		}
	}
	return false
}

func hasAttrWithoutValue(c call) bool {
	for _, entry := range c.entries("GroupAttr") {
		if entry["value"] == nil {
			return true
		}
	}
	return false
}

// hasOtherCustomData leaves an absent, null or empty one alone.
func hasOtherCustomData(c call) bool {
	data := c.fields["CloudCustomData"]
	return c.isText("CloudCustomData") && len(data) > 2 && !bytes.HasPrefix(data, []byte(`"{\"`))
}

func hasEmojiInCustomData(c call) bool {
	var text string
	err := json.Unmarshal(c.fields["CloudCustomData"], &text)
	return err == nil && strings.ContainsFunc(text, func(r rune) bool { return r > 0xffff })
}

func hasUnknownField(c call) bool {
	known := []string{
		"CallbackCommand", "GroupId", "TopicId", "Type", "From_Account", "Operator_Account", "Random", "MsgId", "MsgSeq", "MsgTime", "OnlineOnlyFlag",
		"MsgBody", "CloudCustomData", "GroupAtInfo", "AtRobots_Account", "EventTime", "MsgSeqList", "OptionType", "GroupAttr", "Reason",
	}
	for name := range c.fields {
		if c.isEvent() && !slices.Contains(known, name) {
			return true
		}
	}
	return false
}

func hasUnknownType(c call) bool {
	known := []string{"Public", "Private", "Work", "ChatRoom", "Meeting", "AVChatRoom", "BChatRoom", "Community", "Live"}
	return c.isText("Type") && !slices.Contains(known, strings.Trim(string(c.fields["Type"]), `"`))
}

func hasObjectForArray(c call) bool {
	for _, name := range [...]string{"MsgBody", "MsgSeqList", "GroupAttr", "GroupAtInfo", "AtRobots_Account"} {
		if bytes.HasPrefix(c.fields[name], []byte("{")) {
			return true
		}
	}
	return false
}
