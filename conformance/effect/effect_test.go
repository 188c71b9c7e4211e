package effect_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/timhook/timhook/conformance/effect"
	"pgregory.net/rapid"
)

// row is what a backend stores of a packet: texts and numbers of it, an id and a time of its own, and what is fixed.
type row struct {
	ID    int    `json:"id"`
	At    string `json:"at"`
	Room  string `json:"room"`
	Seq   int64  `json:"seq"`
	Text  any    `json:"text"`
	State string `json:"state"`
	Topic any    `json:"topic"`
}

func packetOf(room string, seq int64, text string) []byte {
	elements := []any{map[string]any{"Text": text}}
	body, _ := json.Marshal(map[string]any{"GroupId": room, "MsgSeq": seq, "MsgBody": elements})
	return body
}

// learned is what three ordinary events teach.
func learned(t testing.TB) *effect.Usual {
	t.Helper()
	u := &effect.Usual{}
	for i := range 3 {
		room, seq, text := fmt.Sprint("g", i), int64(100+i), fmt.Sprint("hello ", i)
		u.Learn(packetOf(room, seq, text), stored(t, []row{{i, fmt.Sprint("12:0", i), room, seq, text, "new", nil}}))
	}
	return u
}

func stored(t testing.TB, x any) effect.Stored {
	t.Helper()
	s, err := effect.Of(x)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestWhatIsStoredIsHeldToThePacket(t *testing.T) {
	sent := packetOf("g9", 5_000_000_000, "good day")
	right := row{9, "12:09", "g9", 5_000_000_000, "good day", "new", nil}
	with := func(change func(*row)) []row {
		r := right
		change(&r)
		return []row{r}
	}
	for _, tt := range []struct {
		name      string
		stored    any
		got, want string // of the difference; empty: there is none
	}{
		{"right", []row{right}, "", ""},
		{"nothing", []row{}, "nothing stored", "the event stored, as an ordinary one is"},
		{"null", nil, "nothing stored", "the event stored, as an ordinary one is"},
		{"twice", []row{right, right}, "2 entries", "1 entry, as of an ordinary event"},
		{
			"a number cut to 32 bits", with(func(r *row) { r.Seq = 705032704 }), "/0/seq: the number 705032704",
			"the number 5000000000, which is the packet's /MsgSeq",
		},
		{
			"a text cut short", with(func(r *row) { r.Text = "good" }), `/0/text: the string "good"`,
			`the string "good day", which is the packet's /MsgBody/0/Text`,
		},
		{"a text with more", with(func(r *row) { r.Text = "good day [image]" }), "", ""},
		{
			"a text as null", with(func(r *row) { r.Text = nil }), "/0/text: null",
			`the string "good day", which is the packet's /MsgBody/0/Text`,
		},
		{
			"another type", with(func(r *row) { r.Text = 7 }), "/0/text: the number 7",
			`the string "good day", which is the packet's /MsgBody/0/Text`,
		},
		{"several in the place of one", with(func(r *row) { r.Text = []string{"good", "day"} }), "", ""},
		{
			"another state", with(func(r *row) { r.State = "broken" }), `/0/state: the string "broken"`,
			`the string "new", as of an ordinary event`,
		},
		{"another id and time", with(func(r *row) { r.ID, r.At = 77, "13:00" }), "", ""},
		{"what ordinary events do not have", with(func(r *row) { r.Topic = "t1" }), "", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, differs := learned(t).Differs(sent, stored(t, tt.stored))
			if differs != (tt.want != "") || got.Got != tt.got || got.Want != tt.want {
				t.Errorf("got %+v, %v", got, differs)
			}
		})
	}
}

func TestAPacketIsReadInTheFormThatItHas(t *testing.T) {
	for _, tt := range []struct {
		name, packet string
		differs      bool
	}{
		{"a number as a text", `{"GroupId":"g9","MsgSeq":"7","MsgBody":[{"Text":"x"}]}`, false},
		{"a number with an exponent", `{"GroupId":"g9","MsgSeq":0.7e1,"MsgBody":[{"Text":"x"}]}`, false},
		{"a number without end", `{"GroupId":"g9","MsgSeq":7e999999999,"MsgBody":[{"Text":"x"}]}`, true},
		{"a field that is missing", `{"GroupId":"g9","MsgBody":[{"Text":"x"}]}`, false},
		{"a field that is empty", `{"GroupId":"g9","MsgSeq":"","MsgBody":[{"Text":"x"}]}`, false},
		{"another number", `{"GroupId":"g9","MsgSeq":8,"MsgBody":[{"Text":"x"}]}`, true},
		{"no JSON", `GroupId=g9`, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, differs := learned(t).Differs([]byte(tt.packet), stored(t, []row{{9, "", "g9", 7, "x", "new", nil}}))
			if differs != tt.differs {
				t.Errorf("got %v, want %v", differs, tt.differs)
			}
		})
	}
}

// An archive stores each packet as it is, in whichever form its values came.
func TestAnArchiveOfPacketsIsRight(t *testing.T) {
	u := &effect.Usual{}
	for i := range 3 {
		packet := packetOf("g", int64(100+i), fmt.Sprint("hello ", i))
		u.Learn(packet, stored(t, json.RawMessage(packet)))
	}
	for _, packet := range []string{
		`{"GroupId":"g","MsgSeq":"7","MsgBody":[{"Text":"x"}]}`, `{"GroupId":5,"MsgSeq":7,"MsgBody":[{"Text":"x"}]}`,
	} {
		if d, differs := u.Differs([]byte(packet), stored(t, json.RawMessage(packet))); differs {
			t.Errorf("%s: got %+v, want no difference", packet, d)
		}
	}
	if _, differs := u.Differs([]byte(`{"GroupId":"g","MsgSeq":"7"}`), stored(t, map[string]any{"MsgSeq": "8"})); !differs {
		t.Error("another value is no difference, want one")
	}
}

func TestWhatCannotBeWrittenIsAnError(t *testing.T) {
	for name, x := range map[string]any{"a function": func() {}, "too much": make([]int, 20_000)} {
		if _, err := effect.Of(x); err == nil {
			t.Errorf("%s: got no error", name)
		}
	}
}

// Whatever a backend stores: what it stores alike of every event, with the packet's own values, is no difference.
func TestABackendThatStoresAlikeDiffersNever(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.String()
		keep := rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"GroupId", "MsgSeq", "Text", "Time", "Flag"}), 1, 5,
			rapid.ID).Draw(t, "columns")
		id := 0
		event := func() ([]byte, any) {
			id++
			packet := map[string]any{
				"GroupId": text.Draw(t, "room"), "MsgSeq": rapid.Uint32().Draw(t, "seq"), "Text": text.Draw(t, "text"),
				"Time": rapid.Int64().Draw(t, "time"), "Flag": rapid.IntRange(0, 1).Draw(t, "flag"),
			}
			out := map[string]any{"id": id, "note": "stored"}
			for _, name := range keep {
				out[strings.ToLower(name)] = packet[name]
			}
			body, err := json.Marshal(packet)
			if err != nil {
				t.Fatal(err)
			}
			return body, []any{out}
		}
		u := &effect.Usual{}
		learn := func() {
			body, x := event()
			s, err := effect.Of(x)
			if err != nil {
				t.Fatal(err)
			}
			u.Learn(body, s)
		}
		learn()
		learn()
		body, x := event()
		s, err := effect.Of(x)
		if err != nil {
			t.Fatal(err)
		}
		if _, differs := u.Differs(body, s); !differs {
			return
		}
		learn() // what was the same twice by chance
		if d, differs := u.Differs(body, s); differs && !isChance(d) {
			t.Errorf("got %+v of %s as %v", d, body, x)
		}
	})
}

// isChance is true of a value that was the same in each ordinary event by chance, so that it is taken for fixed.
func isChance(d effect.Difference) bool { return strings.HasSuffix(d.Want, "as of an ordinary event") }

func FuzzDiffers(f *testing.F) {
	f.Add([]byte(`{"MsgSeq":1}`), `[{"seq":1}]`)
	f.Add([]byte(`[1e9,null,{"a":[]}]`), `{"a":[[],{}]}`)
	f.Fuzz(func(t *testing.T, packet []byte, text string) {
		s, err := effect.Of(json.RawMessage(text))
		if err != nil {
			return
		}
		u := &effect.Usual{}
		u.Learn(packet, s)
		u.Learn(packet, s)
		if d, differs := u.Differs(packet, s); differs && !s.IsEmpty() {
			t.Errorf("the same event differs: %+v", d)
		}
	})
}
