package group_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// Each row changes the sample of a callback in one place, and tells what has to be found: "PATH LEVEL ID".
func TestRulesFindWhatDoesNotFit(t *testing.T) {
	for _, tt := range []struct {
		short, old, new string
		want            []string
	}{
		{"member-field", `"Member_Account"`, `"Modified_Account"`, nil},
		{"member-field", `"Member_Account":"otis",`, ``, []string{"/Member_Account MUST changed-member"}},
		{"member-field", `"otis"`, `"用户1"`, []string{"/Member_Account SHOULD ascii-accounts"}},
		{"member-field", `"Admin"`, `"Owner"`, []string{"/Role MAY packet-unlisted-value"}},
		{"owner", `"otis"`, `"mina07"`, []string{"/NewOwner_Account MAY another-owner"}},
		{"owner", `"OldOwner_Account":"mina07"`, `"OldOwner_Account":""`, nil},
		{
			"destroy", `"GroupId":"@TGS#2QN5KV3MPT","Type":"Public"`, `"GroupId":"@TGS#_a","Type":"Community"`,
			[]string{"/MemberList SHOULD no-members-of-communities"},
		},
		{"destroy", `"Name":"weekend hike",`, ``, []string{"/Name MAY packet-sample-field"}},
		{"receipt", `"ReadNum":1`, `"ReadNum":0`, []string{"/GroupMsgReceiptList/0/ReadNum SHOULD readers-counted"}},
		{"receipt", `"ReadNum":1`, `"ReadNum":9`, nil},
		{"receipt", `,"ReadReceiptMembers":[{"Member_Account":"otis"}]`, ``, nil},
		{
			"receipt", `[{"MsgSeq":42,`, `[{"MsgSeq":42,"ReadNum":0,"UnreadNum":7},{"MsgSeq":42,`,
			[]string{"/GroupMsgReceiptList/1/MsgSeq MAY unique-receipts"},
		},
		{
			"receipt", `"GroupId":"@TGS#2QN5KV3MPT","Type":"Public"`, `"GroupId":"@TGS#_a","Type":"Community"`,
			[]string{"/Type SHOULD no-receipts-in-communities"},
		},
		{"member-state", `"HeartbeatInterrupt"`, `"Join"`, []string{"/EventCause SHOULD cause-of-state"}},
		{"member-state", `"EventCause":"HeartbeatInterrupt",`, ``, nil},
		{"member-state", `"Offline"`, `"Online"`, []string{"/EventCause SHOULD cause-of-state"}},
		{"member-state", `"Offline"`, `"Away"`, []string{"/EventType MAY packet-unlisted-value"}},
		{"quota", `3655`, `3501`, nil},
		{"quota", `3655`, `3500`, []string{"/QuotaUsed SHOULD quota-nearly-used"}},
		{"quota", `3655`, `6000`, nil},
		{"topic-destroy", `_ideas"`, `_builds"`, []string{"/TopicIdList/1 MAY unique-topics"}},
		{
			"topic-destroy", `"@TGS#_@TGS#cQH7LWZ4ME62@TOPIC#_builds"`, `"@TGS#_b@TOPIC#_builds"`,
			[]string{"/TopicIdList/0 SHOULD topics-of-group"},
		},
		{"topic-destroy", `#_builds"`, `#_"`, []string{"/TopicIdList/0 SHOULD topics-of-group"}},
		{
			"topic-destroy", `["@TGS#_@TGS#cQH7LWZ4ME62@TOPIC#_builds","@TGS#_@TGS#cQH7LWZ4ME62@TOPIC#_ideas"]`,
			`"@TGS#_@TGS#cQH7LWZ4ME62@TOPIC#_builds"`,
			[]string{"/TopicIdList MUST packet-wrong-type"},
		},
		{
			"topic", `"GroupId":"@TGS#_@TGS#cQH7LWZ4ME62"`, `"GroupId":"@TGS#_b"`,
			[]string{"/TopicId SHOULD topic-of-group"},
		},
		{"before-topic", `"Community"`, `"Public"`, []string{"/Type MUST packet-wrong-value"}},
		{"modify", `"TopicId":"",`, ``, []string{"/TopicId MUST packet-missing-field"}},
		{"modify", `"TopicId":""`, `"TopicId":"@TGS#_b@TOPIC#_c"`, []string{"/TopicId SHOULD topic-of-group"}},
		{
			"create", `[{"Key":"season",`, `[{"Key":"season","Value":"x"},{"Key":"season",`,
			[]string{"/UserDefinedDataList/1/Key MAY unique-custom-fields"},
		},
		{"extension", `"Seq":7}`, `"Seq":8}`, []string{"/ExtensionList/0/Seq SHOULD extension-version"}},
		{"extension", `"OperateType":1`, `"OperateType":2`, []string{"/ExtensionList/0/Value SHOULD extensions-fit"}},
		{"extension", `"OperateType":1`, `"OperateType":3`, []string{"/ExtensionList SHOULD extensions-fit"}},
		{
			"extension", `[{"Key"`, `[{"Key":"vote","Value":"no","Seq":6},{"Key"`,
			[]string{"/ExtensionList/1/Key MAY unique-extensions"},
		},
		{"before-join", `"juno"`, `"用户1"`, []string{"/Requestor_Account SHOULD ascii-accounts"}},
		{"before-create", `"Type":"Public"`, `"CreateGroupNum":4,"Type":"Public"`, nil},
		{"before-create", `"Name":"weekend hike"`, `"Name":""`, nil},
		{"send-failed", `10023`, `0`, []string{"/ErrorCode MUST packet-out-of-bounds"}},
		{"send-failed", `"Random":714024`, `"MsgSeq":1,"Random":714024`, []string{"/MsgSeq MAY packet-unknown-field"}},
		{"group-info", `"meet at 7"`, `""`, nil},
		{
			"topic-info", `"Name"`, `"TopicId":"@TGS#_@TGS#cQH7LWZ4ME62@TOPIC#_a","Name"`,
			[]string{"/TopicId MAY packet-unknown-field"},
		},
		{"full", `,"EventTime":1762852030123`, ``, []string{"/EventTime MUST packet-missing-field"}},
		{"join", `"EventTime":1762851905001`, `"EventTime":"1762851905001"`, nil},
		{"exit", `1762851999001`, `1762851999`, []string{"/EventTime SHOULD event-time-milliseconds"}},
	} {
		t.Run(tt.short+" "+tt.old+" becomes "+tt.new, func(t *testing.T) {
			c := lookup(t, tt.short)
			if !strings.Contains(c.Sample, tt.old) {
				t.Fatalf("the sample has no %s: %s", tt.old, c.Sample)
			}
			body := strings.Replace(c.Sample, tt.old, tt.new, 1)
			var got []string
			for _, p := range c.Validate([]byte(body)) {
				got = append(got, fmt.Sprintf("%s %s %s", p.Path, p.Level, p.ID))
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("got %q, want %q\n%s", got, tt.want, body)
			}
		})
	}
}
