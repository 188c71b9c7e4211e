package backend

import (
	"bytes"
	"encoding/json"
	"math"
	"slices"
	"strings"
)

// The checks that many faults trip.
const (
	answerTrip   = "resp-answer"
	statusTrip   = "resp-status-200"
	survivesTrip = "behave-survives"
	ignoresTrip  = "behave-ignores-unhandled"
	signTrip     = "behave-refuses-signature"
	staleTrip    = "behave-refuses-stale"
	identityTrip = "behave-refuses-identity"
	bodyTrip     = "behave-refuses-body"
	methodTrip   = "behave-refuses-method"
)

// readerFaults read the packet less widely than Chat may write it.
func readerFaults() []Fault {
	status, odd, both := []string{statusTrip}, []string{survivesTrip}, []string{statusTrip, survivesTrip}
	return []Fault{
		fault("int32-random", "reads Random into a signed integer of 32 bits", status,
			throws(above("Random", math.MaxInt32))),
		fault("int32-msgtime", "reads MsgTime into a signed integer of 32 bits", status,
			throws(above("MsgTime", math.MaxInt32))),
		fault("eventtime-int-only", "throws over an EventTime that is a string", status,
			throws(func(c call) bool { return c.isText("EventTime") })),
		fault("eventtime-digits-only", "throws over an EventTime with an exponent", odd, throws(func(c call) bool {
			return bytes.ContainsAny(c.fields["EventTime"], "eE.") && !c.isText("EventTime")
		})),
		fault("needs-eventtime", "throws where EventTime is missing", both, throws(lacks("EventTime"))),
		fault("needs-msgid", "throws over a message without MsgId", both, throws(lacks("MsgId", sendMessage))),
		fault("needs-operator", "throws where Operator_Account is missing", both, throws(lacks("Operator_Account"))),
		fault("needs-onlineonly", "throws over a message without OnlineOnlyFlag", both,
			throws(lacks("OnlineOnlyFlag", sendMessage, botMessage))),
		fault("recall-needs-msgid", "throws over a recalled message without MsgId", both,
			throws(lacksIn("MsgSeqList", "MsgId"))),
		fault("attr-needs-list", "throws where GroupAttr is missing", both, throws(lacks("GroupAttr", attributes))),
		fault("attr-needs-value", "throws over an attribute that has no value, as a deleted one", both,
			throws(lacksIn("GroupAttr", "value"))),
		fault("topic-null-only", "throws over a TopicId that is empty", status,
			throws(func(c call) bool { return string(c.fields["TopicId"]) == `""` })),
		fault("custom-data-json", "parses CloudCustomData as JSON", status, throws(hasOtherCustomData)),
		fault("custom-elem-json", "parses the Data of a custom element as JSON", status, throws(hasOtherData)),
		fault("attr-template", "runs the values of attributes through a template engine", status,
			throws(func(c call) bool { return bytes.Contains(c.fields["GroupAttr"], []byte("{{")) })),
		fault("custom-data-template", "runs CloudCustomData through a template engine", status,
			throws(func(c call) bool { return bytes.Contains(c.fields["CloudCustomData"], []byte("{{")) })),
		fault("text-as-format", "uses the text of a message as a format of printf", status,
			throws(func(c call) bool { return bytes.Contains(c.fields["MsgBody"], []byte("%s")) })),
		fault("utf8-3-bytes", "stores CloudCustomData in MySQL's utf8, which has no emoji", status,
			throws(hasEmojiInCustomData)),
		fault("nul-500", "stores text in PostgreSQL, which takes no NUL", both, throws(holds(`\u0000`))),
		fault("column-64", "stores TopicId in 64 characters", status,
			throws(func(c call) bool { return len(c.fields["TopicId"]) > len(`""`)+64 })),
		fault("rejects-at-31", "refuses more than 30 mentions with an exception", odd,
			throws(func(c call) bool { return len(c.entries("GroupAtInfo")) > 30 })),
		fault("rejects-unknown-fields", "refuses a packet with a field that it does not know, of any callback",
			[]string{statusTrip, ignoresTrip}, failing(400, hasUnknownField)),
		fault("whitelist-type", "refuses a group type that it does not know", status, failing(400, hasUnknownType)),
		fault("shallow-stack", "throws over arrays that nest 500 deep", odd, throws(holds(strings.Repeat("[", 500)))),
		fault("needs-array", "throws over an object where an array should be", odd, throws(hasObjectForArray)),
	}
}

// hasOtherData is for messages with a custom element whose Data is not JSON.
func hasOtherData(c call) bool {
	return slices.ContainsFunc(c.entries("MsgBody"), func(entry map[string]json.RawMessage) bool {
		var content struct{ Data *string }
		return string(entry["MsgType"]) == `"TIMCustomElem"` && json.Unmarshal(entry["MsgContent"], &content) == nil &&
			content.Data != nil && !json.Valid([]byte(*content.Data))
	})
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
		"CallbackCommand", "GroupId", "TopicId", "Type", "From_Account", "Operator_Account", "Random", "MsgId",
		"MsgSeq", "MsgTime", "OnlineOnlyFlag", "MsgBody", "CloudCustomData", "GroupAtInfo", "AtRobots_Account",
		"EventTime", "MsgSeqList", "OptionType", "GroupAttr", "Reason",
	}
	for name := range c.fields {
		if c.isOf() && !slices.Contains(known, name) {
			return true
		}
	}
	return false
}

func hasUnknownType(c call) bool {
	known := []string{
		"Public", "Private", "Work", "ChatRoom", "Meeting", "AVChatRoom", "BChatRoom", "Community", "Live",
	}
	return c.isText("Type") && !slices.Contains(known, strings.Trim(string(c.fields["Type"]), `"`))
}

func hasObjectForArray(c call) bool {
	arrays := []string{"MsgBody", "MsgSeqList", "GroupAttr", "GroupAtInfo", "AtRobots_Account"}
	return slices.ContainsFunc(arrays, func(name string) bool { return bytes.HasPrefix(c.fields[name], []byte("{")) })
}
