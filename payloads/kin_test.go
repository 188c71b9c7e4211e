package payloads_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/chat"
	"pgregory.net/rapid"
)

// A field under another name is missing and there: both problems name the other.
func TestAFieldUnderAnotherNameIsNamedWhereItIsMissing(t *testing.T) {
	for _, tt := range []struct{ base, field, other, unknown string }{
		{validSend, "Random", "MsgRandom", "it is the one-to-one callbacks' name: Random?"},
		{validSend, "MsgId", "MsgKey", "it is the one-to-one callbacks' name: MsgId?"},
		{validSend, "MsgTime", "MsgTimeStamp", "it is a merged message's name: MsgTime?"},
		{validSend, "From_Account", "sender", "it is the client SDK's name: From_Account?"},
		{validSend, "GroupId", "group_id", "GroupId?"},
		{validSend, "MsgSeq", "msgSeq", "want the spelling MsgSeq"},
		{validBot, "AtRobots_Account", "AtRobotAccount", "it is a Java SDK's name: AtRobots_Account?"},
		{validAttr, "GroupAttr", "GroupAttrAry", "it is the REST API's name: GroupAttr?"},
		{validRecall, "MsgSeqList", "WithdrawMsgList", "it is the official accounts' name: MsgSeqList?"},
	} {
		t.Run(tt.other, func(t *testing.T) {
			packet := strings.Replace(tt.base, `"`+tt.field+`":`, `"`+tt.other+`":`, 1)
			found := map[string]string{}
			for _, p := range commandOf(t, packet).Validate([]byte(packet)) {
				found[p.Path] = p.Message
				if p.Path == "/"+tt.other && p.Meant != tt.field {
					t.Errorf("%s is said to mean %q, want %q", tt.other, p.Meant, tt.field)
				}
			}
			if missing := found["/"+tt.field]; !strings.HasSuffix(missing, "; "+tt.other+" is there instead") {
				t.Errorf("the missing field: %q", missing)
			}
			if unknown := found["/"+tt.other]; unknown != "is in no document; "+tt.unknown {
				t.Errorf("the unknown field: %q", unknown)
			}
		})
	}
}

// Each relative has a field of some callback, or none, and never the name of the field itself.
func TestNamesOfRelativesLeadToFields(t *testing.T) {
	names := payloads.RelativeNames()
	if len(names) < 30 {
		t.Fatalf("got %d names, want more", len(names))
	}
	for _, n := range names {
		if n[0] == n[1] {
			t.Errorf("%s is its own relative", n[0])
		}
		known := n[1] == ""
		for _, c := range chat.All() {
			eachField("", c.Request, func(at string, f payloads.Field) { known = known || f.Name == n[1] })
		}
		if !known && n[1] != "MsgContent" { // of the elements
			t.Errorf("%s leads to %s, which no callback has", n[0], n[1])
		}
	}
}

// A time of this century is told its unit from its size, and one second before and after the century is none.
func TestUnitsAreToldByTheSizeOfANumber(t *testing.T) {
	units := []payloads.TimeUnit{
		payloads.Seconds, payloads.Milliseconds, payloads.Microseconds, payloads.Nanoseconds,
	}
	rapid.Check(t, func(t *rapid.T) {
		seconds := rapid.Int64Range(978_307_200, 4_102_444_799).Draw(t, "seconds")
		unit := rapid.SampledFrom(units).Draw(t, "unit")
		rest := rapid.Int64Range(0, int64(unit)-1).Draw(t, "rest")
		if got := payloads.UnitOf(seconds*int64(unit) + rest); got != unit {
			t.Errorf("%d %s: got %s", seconds, unit, got)
		}
	})
	for _, n := range []int64{-1, 0, 978_307_199, 4_102_444_801, 978_307_199_999, -1762851903, 1<<63 - 1} {
		if got := payloads.UnitOf(n); got != 0 && slices.Contains(units, got) {
			t.Errorf("%d is said to be in %s", n, got)
		}
	}
}

func FuzzNamesThatNoFieldHas(f *testing.F) {
	for _, name := range []string{"MsgRandom", "msg_random", "From", "", "\xff", strings.Repeat("M", 300), "Gr\u00fcppe"} {
		f.Add(name)
	}
	send := lookup(f, "send")
	f.Fuzz(func(t *testing.T, name string) {
		for _, p := range send.Validate([]byte(`{"` + name + `":1}`)) {
			if p.Meant != "" && send.Field(p.Meant) == nil {
				t.Errorf("%q is said to mean %q, which is no field", name, p.Meant)
			}
		}
	})
}

func TestAMisspeltCommandIsNearADocumentedOne(t *testing.T) {
	for _, tt := range []struct{ name, want string }{
		{"Group.CallbackAfterSendMessage", "Group.CallbackAfterSendMsg"},
		{"group.callbackaftersendmsg", "Group.CallbackAfterSendMsg"},
		{"Group.AfterSendMsg", "Group.CallbackAfterSendMsg"},
		{"Bot.OnGroupMsg", "Bot.OnGroupMessage"},
		{"Group.CallbackAfterRecallMessage", "Group.CallbackAfterRecallMsg"},
		{"Group.CallbackAfterMsgWithDraw", "Group.CallbackAfterRecallMsg"},
		{"C2C.CallbackAfterRecallMsg", "C2C.CallbackAfterMsgWithDraw"},
		{"Group.CallbackAfterSendMsgException", "Group.CallbackSendMsgException"},
		{"C2C.CallbackAfterSendMsgException", "Group.CallbackSendMsgException"},
		{"Group.CallbackAfterMemberInfoChanged", "Group.CallbackAfterMemberFieldChanged"},
		{"Group.CallbackAfterTopicCreated", "Group.CallbackAfterCreateTopic"},
		{"Robot.CallbackAfterRobotEvent", ""},
		{"Push.TagPush", ""},
		{"Group.", ""},
		{"C2C.CallbackAfterSendMsg", "C2C.CallbackAfterSendMsg"},
		{"Group.CallbackAfterTeleport", ""},
		{"Member.EventNotify", ""},
		{"", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := chat.NearCommand(tt.name); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}
