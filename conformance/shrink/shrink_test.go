package shrink_test

import (
	"context"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/timhook/timhook/conformance/shrink"
	"github.com/timhook/timhook/payloads/jsontree"
)

// crowded has something in it for every cause that the table looks for.
const crowded = `{
  "CallbackCommand": "Group.CallbackAfterSendMsg", "GroupId": "@TGS#2J4SZEAEL", "Type": "Public\/Open",
  "From_Account": "jared", "Operator_Account": "admin", "Random": 3456789012, "MsgSeq": 123, "MsgTime": 1490686222,
  "OnlineOnlyFlag": 1, "Flag": true, "EventTime": "1670574414123",
  "MsgBody": [
    {"MsgType": "TIMTextElem", "MsgContent": {"Text": "red packet \ud83e\udde7 for \u4f60 and 你"}},
    {"MsgType": "TIMImageElem", "MsgContent": {"UUID": "1853095_D61040894AC3DE44CDFFFB3EC7EB720F", "ImageFormat": 1}},
    {"MsgType": "TIMLocationElem", "MsgContent": {"Latitude": 48.137154, "Longitude": -11.5e3, "Latitude": 0}}
  ],
  "GroupAttr": [{"key": "a", "value": "1"}, {"key": "b"}, {"key": "c"}, {"key": "b", "value": ""}]
}`

// predicate says whether a text that reads as root still shows the fault.
type predicate func(root jsontree.Value, text string) bool

// asked makes of a predicate what Shrink calls.
func (p predicate) asked(_ context.Context, body []byte) bool {
	root, err := jsontree.ParseLoose(body)
	return err == nil && p(root, string(body))
}

func holding(text string) predicate {
	return func(_ jsontree.Value, body string) bool { return strings.Contains(body, text) }
}

func matching(pattern string) predicate {
	re := regexp.MustCompile(pattern)
	return func(_ jsontree.Value, body string) bool { return re.MatchString(body) }
}

// some says that a value anywhere in the body is as asked.
func some(is func(jsontree.Value) bool) predicate {
	return func(root jsontree.Value, _ string) bool { return anyValue(root, is) }
}

func anyValue(v jsontree.Value, is func(jsontree.Value) bool) bool {
	return is(v) || slices.ContainsFunc(v.Members(), func(m jsontree.Member) bool { return anyValue(m.Value, is) })
}

func repeats(list []jsontree.Member, name func(jsontree.Member) (string, bool)) bool {
	seen := map[string]bool{}
	return slices.ContainsFunc(list, func(m jsontree.Member) bool {
		n, ok := name(m)
		again := ok && seen[n]
		seen[n] = seen[n] || ok
		return again
	})
}

func atPath(path string, is func(jsontree.Value) bool) predicate {
	return func(root jsontree.Value, _ string) bool {
		p, err := jsontree.ParsePath(path)
		return err == nil && is(root.At(p))
	}
}

func hasImage(v jsontree.Value) bool {
	return slices.ContainsFunc(v.Members(),
		func(m jsontree.Member) bool { return m.Value.Get("MsgType").Text() == "TIMImageElem" })
}

func hasEmoji(v jsontree.Value) bool {
	return v.Kind() == jsontree.KindString && strings.ContainsFunc(v.Text(), func(r rune) bool { return r > 0xffff })
}

func beyondInt32(v jsontree.Value) bool {
	n, ok := v.Int64()
	return ok && n > 1<<31-1
}

func hasEqualKeys(v jsontree.Value) bool {
	return repeats(v.Members(), func(m jsontree.Member) (string, bool) {
		key := m.Value.Get("key")
		return key.Text(), !key.IsAbsent()
	})
}

func repeatsName(v jsontree.Value) bool {
	return v.Kind() == jsontree.KindObject &&
		repeats(v.Members(), func(m jsontree.Member) (string, bool) { return m.Name, true })
}

func isKind(k jsontree.Kind) func(jsontree.Value) bool {
	return func(v jsontree.Value) bool { return v.Kind() == k }
}

func TestWhatDoesNotMatterIsCutAway(t *testing.T) {
	for name, row := range map[string]struct {
		fails predicate
		want  string
	}{
		"anything":         {func(jsontree.Value, string) bool { return true }, `{}`},
		"an image":         {atPath("MsgBody", hasImage), `{"MsgBody":[{"MsgType":"TIMImageElem"}]}`},
		"EventTime's kind": {atPath("EventTime", isKind(jsontree.KindString)), `{"EventTime":""}`},
		"a member": {
			atPath("EventTime", func(v jsontree.Value) bool { return !v.IsAbsent() }), `{"EventTime":""}`,
		},
		"an account": {
			atPath("From_Account", func(v jsontree.Value) bool { return v.Text() != "" }), `{"From_Account":"0"}`,
		},
		"an emoji, escaped": {some(hasEmoji), `"\ud83e\udde7"`},
		"a long text": {
			atPath("GroupId", func(v jsontree.Value) bool { return len(v.Text()) > 5 }), `{"GroupId":"000000"}`,
		},
		"a word in a text": {
			atPath("MsgBody.0.MsgContent.Text",
				func(v jsontree.Value) bool { return strings.Contains(v.Text(), "for") }),
			`{"MsgBody":[{"MsgContent":{"Text":"for"}}]}`,
		},
		"two words":         {matching(`red.*for`), `"redfor"`},
		"beyond int32":      {atPath("Random", beyondInt32), `{"Random":2147483648}`},
		"a certain number":  {holding("3456789012"), `3456789012`},
		"a fraction":        {matching(`\d\.\d`), `1.5`},
		"an exponent":       {matching(`\d[eE]`), `1e3`},
		"a minus":           {matching(`-\d`), `-1`},
		"a boolean":         {some(isKind(jsontree.KindBool)), `false`},
		"equal keys":        {atPath("GroupAttr", hasEqualKeys), `{"GroupAttr":[{"key":"b"},{"key":"b"}]}`},
		"a repeated name":   {some(repeatsName), `{"Latitude":0,"Latitude":0}`},
		"an order":          {matching(`(?s)"Random".*"MsgTime"`), `{"Random":0,"MsgTime":0}`},
		"an escaped slash":  {holding(`\/`), `"\/"`},
		"an escaped letter": {holding(`\u4f60`), `"\u4f60"`},
		"a letter":          {holding(`你`), `"你"`},
		"two items": {
			atPath("MsgBody", func(v jsontree.Value) bool { return v.Len() > 1 }), `{"MsgBody":[{},{}]}`,
		},
		"not an empty list": {
			atPath("MsgBody", func(v jsontree.Value) bool { return !v.IsAbsent() && v.JSON() != "[]" }),
			`{"MsgBody":{}}`,
		},
		"a blank": {matching(`: "`), `{"value": ""}`},
	} {
		t.Run(name, func(t *testing.T) {
			if !row.fails.asked(t.Context(), []byte(crowded)) {
				t.Fatal("the body does not fail, so there is nothing to shrink")
			}
			got := shrink.Shrink(t.Context(), []byte(crowded), row.fails.asked, shrink.Options{})
			if string(got.Body) != row.want || got.Exhausted {
				t.Errorf("got %s, want %s; %d tries, exhausted %v", got.Body, row.want, got.Tries, got.Exhausted)
			}
		})
	}
}

func TestABodyThatIsTooLargeIsCutToTheLimit(t *testing.T) {
	for _, limit := range []int{0, 60, 200, 500} {
		fails := func(_ context.Context, body []byte) bool { return len(body) > limit }
		got := shrink.Shrink(t.Context(), []byte(crowded), fails, shrink.Options{})
		if want := max(limit+1, len("{}")); len(got.Body) != want {
			t.Errorf("got %d bytes, want %d: %s", len(got.Body), want, got.Body)
		}
	}
}

func TestDepthIsCutToTheLimit(t *testing.T) {
	body := strings.Repeat(`[{"a":`, 1000) + `[1,2]` + strings.Repeat("}]", 1000)
	fails := func(_ context.Context, body []byte) bool { return strings.Count(string(body), "[") > 63 }
	got := shrink.Shrink(t.Context(), []byte(body), fails, shrink.Options{MaxTries: 2000})
	if want := strings.Repeat("[", 64) + strings.Repeat("]", 64); string(got.Body) != want || got.Exhausted {
		t.Errorf("got %s\nwant %s; %d tries", got.Body, want, got.Tries)
	}
}

func TestTextThatIsNoUTF8IsCutAsJSON(t *testing.T) {
	fails := func(_ context.Context, body []byte) bool { return !utf8.Valid(body) }
	got := shrink.Shrink(t.Context(), []byte(`{"a":[1,"x`+"\xe4\xbd"+`y"],"b":"\ud83d"}`), fails, shrink.Options{})
	if want := "\"\xe4\""; string(got.Body) != want {
		t.Errorf("got %q, want %q", got.Body, want)
	}
}

func TestABodyThatIsNoJSONIsCutByLinesAndBytes(t *testing.T) {
	for body, row := range map[string]struct{ pattern, want string }{
		"{\n \"a\": 1,\n \"b\": [2],\n}":       {`,\s*}`, ",}"},
		"{\"a\": 1} // so\n":                   {`//`, "//"},
		"\xef\xbb\xbf{\"a\":1}":                {"^\ufeff", "\ufeff"},
		"a=1&b=2&c=3":                          {`a.*c`, "ac"},
		strings.Repeat("line\n", 400) + "x\ny": {`x\ny`, "x\ny"},
		"":                                     {``, ""},
		"{":                                    {``, ""},
	} {
		t.Run(body, func(t *testing.T) {
			re := regexp.MustCompile(row.pattern)
			fails := func(_ context.Context, body []byte) bool { return re.Match(body) }
			got := shrink.Shrink(t.Context(), []byte(body), fails, shrink.Options{Keep: []jsontree.Path{{"a"}}})
			if string(got.Body) != row.want || got.Exhausted {
				t.Errorf("got %q, want %q; %d tries", got.Body, row.want, got.Tries)
			}
		})
	}
}

func TestNestingThatTakesMoreLevelsThanTriesIsCutToo(t *testing.T) {
	body := `{"CallbackCommand":"C","MsgBody":` + strings.Repeat("[", 3000) + strings.Repeat("]", 3000) + `}`
	fails := func(_ context.Context, body []byte) bool { return strings.Count(string(body), "[") > 1000 }
	got := shrink.Shrink(t.Context(), []byte(body), fails, shrink.Options{Keep: []jsontree.Path{{"CallbackCommand"}}})
	want := `{"CallbackCommand":"C","MsgBody":` + strings.Repeat("[", 1001) + strings.Repeat("]", 1001) + `}`
	if string(got.Body) != want {
		t.Errorf("got %d bytes after %d tries, want %d", len(got.Body), got.Tries, len(want))
	}
}
