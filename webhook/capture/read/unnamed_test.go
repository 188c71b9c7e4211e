package read_test

import (
	"strings"
	"testing"

	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/chat"
	"github.com/timhook/timhook/webhook/capture/read"
)

// packetOf is the sample of a callback in one line.
func packetOf(t *testing.T, short string) string {
	t.Helper()
	c, err := chat.Lookup(short)
	if err != nil {
		t.Fatal(err)
	}
	return c.Sample
}

// Packets that do not name their callback at their top are read alone all the same, in whichever form packets come.
func TestPacketsThatDoNotNameTheirCallbackAreReadAlone(t *testing.T) {
	for _, short := range []string{"push-offline", "push-all", "moderation"} {
		c, err := chat.Lookup(short)
		if err != nil {
			t.Fatal(err)
		}
		other := packetOf(t, "send")
		for name, text := range map[string]string{
			"alone":           c.Sample,
			"in lines, first": c.Sample + "\n" + other + "\n",
			"in lines, last":  other + "\n" + c.Sample + "\n",
			"several lines":   c.Sample + "\n" + c.Sample + "\n",
			"in an array":     "[" + other + ",\n" + c.Sample + "]",
			"with comments":   "// a packet\n" + c.Sample,
		} {
			t.Run(short+" "+name, func(t *testing.T) {
				checkRead(t, c, text)
			})
		}
	}
}

func checkRead(t *testing.T, c *payloads.Command, text string) {
	t.Helper()
	found := 0
	for _, e := range readAll(t, textInput("a.json", text)) {
		switch {
		case e.Command() == c.Name && string(e.Request.Body) == c.Sample:
			found++
		case e.Command() != "Group.CallbackAfterSendMsg":
			t.Errorf("read %s: %s", e.Command(), e.Request.Body)
		}
	}
	if want := strings.Count(text, c.Sample); found != want {
		t.Errorf("read %d of them, want %d", found, want)
	}
}

// Other objects stay what they were: an Events of another product, and a verdict that lacks what every verdict has.
func TestObjectsLikeThemAreNoPackets(t *testing.T) {
	for _, text := range []string{
		`{"Events":[{"a":1}]}`, `{"Events":{"CallbackCommand":"Push.OfflinePush"}}`,
		`{"CtxcbRequestId":"x","Scene":"C2C"}`, `{"a":"CtxcbRequestId","Scene":"C2C","CtxcbResult":1}`,
	} {
		t.Run(text, func(t *testing.T) {
			for e, err := range read.Entries([]read.Input{textInput("a.json", text)}, read.ReadOptions{All: true}) {
				if err == nil {
					t.Errorf("read %q", e.Command())
				}
			}
		})
	}
}
