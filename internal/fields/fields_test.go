package fields_test

import (
	"strings"
	"testing"

	"github.com/timhook/timhook/internal/fields"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/chat"
	"github.com/timhook/timhook/payloads/jsontree"
)

func TestFieldsAreFoundByWhatTheyAre(t *testing.T) {
	number := payloads.Type{Kind: jsontree.KindNumber}
	read := payloads.Command{Name: "A.Read", Request: []payloads.Field{
		{Name: "LastReadTime", Kind: payloads.Kind{Role: payloads.IsSeconds}, Type: number},
		{Name: "MsgTime", Kind: payloads.Kind{Name: "odd", Role: payloads.IsMilliseconds}, Type: number},
	}}
	declared := fields.Of(append(chat.All(), payloads.Join(&read)...))
	for _, tt := range []struct {
		name, body string
		is         func(payloads.Kind) bool
		want       string
	}{
		{
			"of a declared callback", `{"CallbackCommand":"Group.CallbackAfterSendMsg","MsgTime":1,"EventTime":2}`,
			fields.Has(payloads.IsSeconds | payloads.IsMilliseconds), "/MsgTime=1 /EventTime=2",
		},
		{
			"the callback's own declaration counts", `{"CallbackCommand":"A.Read","MsgTime":1,"LastReadTime":2}`,
			fields.Has(payloads.IsSeconds), "/LastReadTime=2",
		},
		{
			"what it does not declare is as others have it", `{"CallbackCommand":"A.Read","EventTime":3}`,
			fields.Has(payloads.IsMilliseconds), "/EventTime=3",
		},
		{
			"what it declares elsewhere is nothing here",
			`{"CallbackCommand":"Push.OfflinePush","EventTime":3,"OnlineOnlyFlag":0}`,
			fields.Has(payloads.IsMilliseconds | payloads.IsSeconds), "",
		},
		{
			"of a callback that nobody declared", `{"CallbackCommand":"B.New","LastReadTime":2,"MsgTime":1}`,
			fields.Has(payloads.IsSeconds), "/MsgTime=1 /LastReadTime=2",
		},
		{
			"in a list", `{"MsgSeqList":[{"MsgSeq":7},{"MsgSeq":8}],"MsgSeq":9}`,
			fields.Has(payloads.IsSequence), "/MsgSeq=9 /MsgSeqList/0/MsgSeq=7 /MsgSeqList/1/MsgSeq=8",
		},
		{
			"of a batch, whose events name the callback", `{"Events":[{"CallbackCommand":"A.Read"}],"MsgTime":1}`,
			fields.Has(payloads.IsMilliseconds), "/MsgTime=1",
		},
		{"elsewhere it is another thing", `{"x":{"MsgTime":1},"MsgBody":[{"MsgTime":1}]}`, fields.Has(payloads.IsSeconds), ""},
		{"twice", `{"MsgTime":1,"MsgTime":2}`, fields.Has(payloads.IsSeconds), "/MsgTime=1 /MsgTime=2"},
		{"of a kind", `{"Type":"Public","TopicId":"t"}`, fields.Named("group-type", "topic-id"), `/Type="Public" /TopicId="t"`},
		{"no object", `[{"MsgTime":1}]`, fields.Has(payloads.IsSeconds), ""},
		{"an array where an object is", `{"Info":[{"To_Account":"a"}]}`, fields.Has(payloads.IsActor), ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			packet, err := jsontree.ParseLoose([]byte(tt.body))
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, f := range declared.In(packet, fields.CommandOf(packet), tt.is) {
				got = append(got, f.Path.Pointer()+"="+f.Value.JSON())
			}
			if text := strings.Join(got, " "); text != tt.want {
				t.Errorf("got %s, want %s", text, tt.want)
			}
		})
	}
}

func TestTheFirstFieldIsTheLastOfItsName(t *testing.T) {
	declared := fields.Of(chat.All())
	for body, want := range map[string]string{
		`{"EventTime":1,"MsgTime":2,"MsgTime":3}`: "3",
		`{"EventTime":1}`:                         "",
		`null`:                                    "",
	} {
		packet, err := jsontree.ParseLoose([]byte(body))
		if err != nil {
			t.Fatal(err)
		}
		if got := declared.First(packet, "", fields.Has(payloads.IsSeconds)).Value.Text(); got != want {
			t.Errorf("%s: got %q, want %q", body, got, want)
		}
	}
}

func TestABatchNamesTheCommandInItsEntries(t *testing.T) {
	for _, tt := range []struct{ name, body, want string }{
		{"on top", `{"CallbackCommand":"A","Events":[{"CallbackCommand":"B"}]}`, "A"},
		{"in the entries", `{"Events":[{"CallbackCommand":"B"},{"CallbackCommand":"C"}]}`, "B"},
		{"beside another list", `{"New":[1],"Events":[{"CallbackCommand":"B"}]}`, "B"},
		{"in an object", `{"Events":{"CallbackCommand":"B"}}`, ""},
		{"no text", `{"Events":[{"CallbackCommand":7}]}`, ""},
		{"nowhere", `{"MsgBody":[{"MsgType":"TIMTextElem"}],"Events":[]}`, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			packet, err := jsontree.ParseLoose([]byte(tt.body))
			if err != nil {
				t.Fatal(err)
			}
			if got := fields.CommandOf(packet); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}
