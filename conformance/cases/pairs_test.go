package cases

import (
	"slices"
	"strings"
	"testing"

	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/internal/backend"
	"github.com/timhook/timhook/payloads/chat"
	"github.com/timhook/timhook/payloads/jsontree"
)

// A message that its callbacks tell of twice is one message: what both packets have is the same, or what the answer to
// the first made of it, and after a refusal there is no second.
func TestASecondCallbackIsAboutTheSameMessage(t *testing.T) {
	const allows = `{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":0}`
	const changed = `[{"MsgType":"TIMTextElem","MsgContent":{"Text":"changed"}}]`
	for _, c := range []struct {
		name, callback, answer string
		second                 string // empty: none follows
		same                   string // members of both packets
		body                   string // of the second message; empty: that of the first
	}{
		{"allowed", "before-send", allows, "send", "GroupId From_Account Random MsgId MsgBody", ""},
		{
			"changed", "before-send", strings.Replace(allows, "}", `,"MsgBody":`+changed+"}", 1), "send",
			"GroupId From_Account Random MsgId", changed,
		},
		{"refused", "before-send", strings.Replace(allows, ":0", ":1", 1), "", "", ""},
		{"dropped", "before-send", strings.Replace(allows, ":0", ":2", 1), "", "", ""},
		{"to a chatbot", "bot", allows, "send", "GroupId From_Account Random MsgSeq MsgTime MsgBody", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			command, err := chat.Lookup(c.callback)
			if err != nil {
				t.Fatal(err)
			}
			usual := backend.NewAnswers()
			bodies := sentTo(t, caseOf(t, "delivery-pair", command.Name), func(name string, packet []byte) string {
				if name == command.Name {
					return c.answer
				}
				return usual.To(name, packet)
			}, chat.All()...)
			if want := map[bool]int{true: 1, false: 2}[c.second == ""]; len(bodies) != want {
				t.Fatalf("got %d packets, want %d: %s", len(bodies), want, bodies)
			}
			if c.second == "" {
				return
			}
			second, err := chat.Lookup(c.second)
			if err != nil {
				t.Fatal(err)
			}
			if problems := second.Validate(bodies[1]); len(problems) > 0 {
				t.Errorf("the second packet: %v\n%s", problems, bodies[1])
			}
			one, other := parsed(t, bodies[0]), parsed(t, bodies[1])
			for name := range strings.FieldsSeq(c.same) {
				if got, want := other.Get(name).JSON(), one.Get(name).JSON(); got != want || got == "" {
					t.Errorf("%s: got %s, want %s", name, got, want)
				}
			}
			if got := other.Get("MsgBody").JSON(); c.body != "" && got != c.body {
				t.Errorf("got the message %s, want %s", got, c.body)
			}
		})
	}
}

func caseOf(t *testing.T, id, callback string) *conformance.Case {
	t.Helper()
	for _, c := range Suite(chat.All()...) {
		if c.ID == id && c.Command.Name == callback {
			return c
		}
	}
	t.Fatalf("%s has no case %s", callback, id)
	return nil
}

func parsed(t *testing.T, packet []byte) jsontree.Value {
	t.Helper()
	v, err := jsontree.Parse(packet)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// A backend for one of the two is not sent the other, and is told why.
func TestAPairIsPlayedOnlyWhereTheBackendGetsBoth(t *testing.T) {
	c := caseOf(t, "delivery-pair", "C2C.CallbackBeforeSendMsg")
	var named []string
	sentTo(t, c, func(name string, packet []byte) string {
		named = append(named, name)
		return backend.NewAnswers().To(name, packet)
	}, c.Command)
	if slices.ContainsFunc(named, func(name string) bool { return name != c.Command.Name }) || len(named) == 0 {
		t.Errorf("got %v, want no other callback than %s", named, c.Command.Name)
	}
}
