package cause

import (
	"testing"

	"github.com/timhook/timhook/internal/fields"
	"github.com/timhook/timhook/payloads/chat"
	"pgregory.net/rapid"
)

// Elements and types are drawn from few, so that the packets of a run share some of them.
func packetBodies() *rapid.Generator[[]string] {
	elements := []string{
		`{"MsgType":"TIMTextElem","MsgContent":{"Text":"a"}}`, `{"MsgType":"TIMTextElem","MsgContent":{"Text":"😀"}}`,
		`{"MsgType":"TIMFaceElem","MsgContent":{}}`, `{"MsgType":"TIMSoundElem"}`, `{"MsgType":7}`, `"x"`, `null`,
	}
	body := rapid.Custom(func(t *rapid.T) string {
		kind := rapid.SampledFrom([]string{"Public", "Work", "Community", ""}).Draw(t, "type")
		text := `{"Type":"` + kind + `","MsgBody":[`
		for i, e := range rapid.SliceOfN(rapid.SampledFrom(elements), 0, 4).Draw(t, "elements") {
			if i > 0 {
				text += ","
			}
			text += e
		}
		return rapid.SampledFrom([]string{text + "]}", text, "", "null", "[" + text + "]}]"}).Draw(t, "body")
	})
	return rapid.SliceOfN(body, 0, 12)
}

func TestACommonTraitIsOfNoAcceptedPacket(t *testing.T) {
	declared := fields.Of(chat.All())
	rapid.Check(t, func(t *rapid.T) {
		var failed, accepted []Traits
		for _, body := range packetBodies().Draw(t, "failed") {
			failed = append(failed, TraitsOf([]byte(body), declared))
		}
		for _, body := range packetBodies().Draw(t, "accepted") {
			accepted = append(accepted, TraitsOf([]byte(body), declared))
		}
		for _, one := range CommonOf(failed, accepted) {
			for _, a := range accepted {
				if one.Holds(a) {
					t.Fatalf("an accepted packet has %s %s", one.trait.name, one.value)
				}
			}
		}
	})
}

func TestTraitsOfPacketsThatFailAreFound(t *testing.T) {
	declared := fields.Of(chat.All())
	const text, face = `{"MsgType":"TIMTextElem","MsgContent":{"Text":"a"}}`, `{"MsgType":"TIMFaceElem"}`
	of := func(elements string) Traits {
		return TraitsOf([]byte(`{"Type":"Public","MsgBody":[`+elements+`]}`), declared)
	}
	for _, tt := range []struct {
		name             string
		failed, accepted Traits
		want             string
	}{
		{"several elements", of(text + "," + text), of(text), "each packet with more than 1 element in MsgBody draws"},
		{"a type of element", of(face), of(text + "," + text), "each packet with TIMFaceElem in MsgBody draws"},
		{
			"several friends", TraitsOf([]byte(`{"FriendItem":[{},{}]}`), declared), TraitsOf([]byte(`{"FriendItem":[{}]}`), declared),
			"each packet with more than 1 entry in the list of friends draws",
		},
		{
			"a mention", TraitsOf([]byte(`{"GroupAtInfo":[{}]}`), declared), TraitsOf([]byte(`{"GroupAtInfo":[]}`), declared),
			"each packet with GroupAtInfo draws",
		},
		{"a type of group", TraitsOf([]byte(`{"Type":"Work"}`), declared), of(text), "each packet with the group type Work draws"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			list := CommonOf([]Traits{tt.failed}, []Traits{tt.accepted})
			for _, one := range list {
				if got := one.Cause(Shown{}, Cause{}).Text; one.Holds(tt.failed) && got[:min(len(got), len(tt.want))] == tt.want {
					return
				}
			}
			t.Errorf("got %d traits, want one that says %q", len(list), tt.want)
		})
	}
}
