package shrink_test

import (
	"strings"
	"testing"

	"github.com/timhook/timhook/conformance/shrink"
	"github.com/timhook/timhook/payloads/jsontree"
)

// bulky is a request packet of 8 KB whose one emoji is in the last of its elements but two.
func bulky() []byte {
	element := `{"MsgType":"TIMTextElem","MsgContent":{"Text":"good morning, everybody, 早上好"}},`
	list := strings.Repeat(element, 100)
	i := strings.LastIndex(list[:len(list)-2*len(element)], "早")
	return []byte(`{"CallbackCommand":"Group.CallbackAfterSendMsg","From_Account":"jared","Random":3456789012,"MsgSeq":123,"MsgBody":[` +
		list[:i] + `😀` + list[i:len(list)-1] + `],"EventTime":1670574414123}`)
}

func bulkyCauses() map[string]struct {
	fails predicate
	want  string
} {
	return map[string]struct {
		fails predicate
		want  string
	}{
		"always":     {func(jsontree.Value, string) bool { return true }, `{}`},
		"emoji":      {some(hasEmoji), `"😀"`},
		"number":     {atPath("Random", beyondInt32), `{"Random":2147483648}`},
		"many items": {atPath("MsgBody", func(v jsontree.Value) bool { return v.Len() > 1 }), `{"MsgBody":[{},{}]}`},
		"apart":      {matching(`"From_Account".*😀.*"EventTime"`), `{"From_Account":"","MsgBody":"😀","EventTime":0}`},
	}
}

func TestALargePacketIsShrunkWithinTheDefaultTries(t *testing.T) {
	for name, cause := range bulkyCauses() {
		t.Run(name, func(t *testing.T) {
			body := bulky()
			if len(body) < 8<<10 || !cause.fails.asked(t.Context(), body) {
				t.Fatalf("%d bytes, or nothing to shrink", len(body))
			}
			got := shrink.Shrink(t.Context(), body, cause.fails.asked, shrink.Options{})
			if string(got.Body) != cause.want || got.Exhausted {
				t.Errorf("got %s, want %s; %d tries, exhausted %v", got.Body, cause.want, got.Tries, got.Exhausted)
			}
		})
	}
}

func BenchmarkShrink(b *testing.B) {
	for name, cause := range bulkyCauses() {
		b.Run(name, func(b *testing.B) {
			body, tries := bulky(), 0
			b.SetBytes(int64(len(body)))
			b.ReportAllocs()
			for b.Loop() {
				tries = shrink.Shrink(b.Context(), body, cause.fails.asked, shrink.Options{}).Tries
			}
			b.ReportMetric(float64(tries), "tries/op")
		})
	}
}
