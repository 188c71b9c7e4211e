package cause

import (
	"strings"
	"testing"

	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/chat"
	"github.com/timhook/timhook/webhook"
)

func TestTheKeyOfAnEventIsThatOfItsCallback(t *testing.T) {
	const ofGroup = "GroupId, TopicId, MsgSeq (and Random for MsgSeq 0); EventTime, Sign or a MsgId alone may come again"
	for short, want := range map[string]string{
		"": ofGroup, "send": ofGroup, "recall": ofGroup,
		"c2c-after-send": "From_Account, To_Account, MsgSeq, MsgRandom, MsgKey and MsgId, with the time",
		"state":          "Info, with the time",
	} {
		var c *payloads.Command
		if short != "" {
			var err error
			if c, err = chat.Lookup(short); err != nil {
				t.Fatal(err)
			}
		}
		if got := keyOf(Shown{Command: c}); !strings.HasPrefix(got, want) {
			t.Errorf("%s: got %q, want %q", short, got, want)
		}
	}
}

func TestTheFieldThatAnAnswerNamesIsFound(t *testing.T) {
	for _, tt := range []struct{ name, packet, answer, want string }{
		{"one of the packet", `{"MsgSeq":1,"From_Account":"a"}`, `{"error":"MsgSeq must be a string"}`, "MsgSeq"},
		{"one that it lacks", `{"MsgSeq":1}`, `{"message":"KickedDevice is required"}`, "KickedDevice"},
		{"a word of the answer's own", `{"ErrorInfo":"x","Info":{}}`, `{"ErrorInfo":"","ErrorCode":1,"Info":"Type, Random"}`, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := Shown{Exchange: &webhook.Exchange{
				Request: &webhook.Request{Body: []byte(tt.packet)}, Status: 400, Body: []byte(tt.answer),
			}}
			for _, r := range []*Run{nil, {fields: documentedFields()}} {
				if got := fieldNamed(s, r); got != tt.want {
					t.Errorf("got %q, want %q", got, tt.want)
				}
			}
		})
	}
}

func TestWhatIsVariedNamesTheFieldOfTheCallback(t *testing.T) {
	of := func(field string) *payloads.Command {
		return &payloads.Command{Request: []payloads.Field{{Name: field, Kind: payloads.Kind{Name: "group-id"}}}}
	}
	for _, tt := range []struct {
		name string
		c    *payloads.Command
		want string
	}{
		{"its own name", of("GroupId"), "digits only in GroupId"},
		{"another name", of("RoomId"), "digits only in RoomId"},
		{"no such field", &payloads.Command{}, "digits only"},
		{"no callback", nil, "digits only"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := (Shown{Command: tt.c, Case: "groupid-digits", Varied: "digits only"}).varied(); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

// The edge cases that follow from a field's type alone are told as those of the four callbacks are.
func TestDriftOfAFieldHasItsCause(t *testing.T) {
	for id, want := range map[string]string{
		"field-absent-to-account": "absent", "field-null-info": "null", "field-type-frienditem": "wrong-type",
		"field-high-unreadmsgnum": "beyond-documented", "field-empty-kickeddevice": "beyond-documented",
	} {
		x := &webhook.Exchange{Request: new(webhook.Request), Status: 500, Body: []byte("KeyError")}
		s := Shown{Callback: "state", Case: id, Varied: "something", Exchange: x, Reaction: judge.Broke}
		s.Finding.Check = &judge.Check{ID: "behave-survives"}
		if got := Of(s, nil); got.ID != want {
			t.Errorf("%s: got the cause %q (%s), want %q", id, got.ID, got.Text, want)
		}
	}
}
