package replay

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/chat"
	"github.com/timhook/timhook/payloads/jsontree"
	"pgregory.net/rapid"
)

func TestTimesAreMovedInTheirUnitAndSpelling(t *testing.T) {
	const day = 24 * time.Hour
	number := payloads.Type{Kind: jsontree.KindNumber, Integer: true}
	read := payloads.Command{Name: "C2C.CallbackAfterMsgReport", Request: []payloads.Field{
		{Name: "LastReadTime", Kind: payloads.Kind{Role: payloads.IsSeconds}, Type: number},
		{Name: "Report", Type: payloads.Type{Kind: jsontree.KindObject, Fields: []payloads.Field{
			{Name: "Until", Kind: payloads.Kind{Role: payloads.IsMilliseconds}, Type: number},
		}}},
	}}
	times := newTimes(append(chat.All(), payloads.Join(&read)...))
	for _, c := range []struct{ name, body, want string }{
		{"seconds and milliseconds", `{"MsgTime":1490686222,"EventTime":1670574414123}`, `{"MsgTime":1490772622,"EventTime":1670660814123}`},
		{"a string stays one", `{"EventTime" : "1670574414123" }`, `{"EventTime" : "1670660814123" }`},
		{"twice", `{"MsgTime":1,"MsgTime":2}`, `{"MsgTime":86401,"MsgTime":86402}`},
		{"further in it is another thing", `{"MsgBody":[{"MsgTime":1}],"x":{"EventTime":2}}`, `{"MsgBody":[{"MsgTime":1}],"x":{"EventTime":2}}`},
		{
			"of another callback, and nested",
			`{"CallbackCommand":"C2C.CallbackAfterMsgReport","Report":{"Until":1},"LastReadTime":1}`,
			`{"CallbackCommand":"C2C.CallbackAfterMsgReport","Report":{"Until":86400001},"LastReadTime":86401}`,
		},
		{
			"of a callback that nobody declared", `{"CallbackCommand":"C2C.CallbackNew","LastReadTime":1,"EventTime":1}`,
			`{"CallbackCommand":"C2C.CallbackNew","LastReadTime":86401,"EventTime":86400001}`,
		},
		{"no times", `{"MsgTime":0,"EventTime":-1}`, `{"MsgTime":0,"EventTime":-1}`},
		{"no integers", `{"MsgTime":1.5,"EventTime":"1e3"}`, `{"MsgTime":1.5,"EventTime":"1e3"}`},
		{"too far away", `{"EventTime":9223372036854775807}`, `{"EventTime":9223372036854775807}`},
		{"null and true", `{"MsgTime":null,"EventTime":true}`, `{"MsgTime":null,"EventTime":true}`},
		{"a sign is no digit", `{"EventTime":"+1670574414123"}`, `{"EventTime":"+1670574414123"}`},
		{"no JSON", `MsgTime=1`, `MsgTime=1`},
		{"no object", `[{"MsgTime":1}]`, `[{"MsgTime":1}]`},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := string(times.shift([]byte(c.body), day)); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

func TestDistancesStay(t *testing.T) {
	times := newTimes(chat.All())
	rapid.Check(t, func(t *rapid.T) {
		by := time.Duration(rapid.Int64Range(-1e6, 1e9).Draw(t, "seconds")) * time.Second
		first := rapid.Int64Range(2e6, 2e9).Draw(t, "first")
		apart := rapid.Int64Range(0, 1e6).Draw(t, "apart")
		quote := rapid.SampledFrom([]string{"", `"`}).Draw(t, "quote")
		body := func(at int64) []byte {
			return []byte(`{"Text":"` + strconv.FormatInt(at, 10) + `","MsgTime":` + strconv.FormatInt(at, 10) + `,"EventTime":` + quote + strconv.FormatInt(at*1000+7, 10) + quote + `}`)
		}
		a, b := times.shift(body(first), by), times.shift(body(first+apart), by)
		at, ok1 := times.event(a)
		bt, ok2 := times.event(b)
		if !ok1 || !ok2 || bt.Sub(at) != time.Duration(apart)*time.Second || at.UnixMilli() != first*1000+7+by.Milliseconds() {
			t.Fatalf("got %s and %s, want them %d s apart and moved by %v", a, b, apart, by)
		}
		if !strings.Contains(string(a), `"Text":"`+strconv.FormatInt(first, 10)+`"`) {
			t.Fatalf("a text was moved: %s", a)
		}
	})
}
