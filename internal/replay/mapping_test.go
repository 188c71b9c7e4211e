package replay

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/timhook/timhook/payloads/jsontree"
	"github.com/timhook/timhook/webhook"
)

func mapper(t testing.TB, texts ...string) *Mapper {
	t.Helper()
	var list []Mapping
	for _, text := range texts {
		one, err := ParseMapping(text)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, one)
	}
	m, err := NewMapper(list)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestIdsAreMappedWhereTheyStandAlone(t *testing.T) {
	for _, c := range []struct{ name, mappings, body, want string }{
		{"a whole string", "jared=tester", `{"From_Account":"jared"}`, `{"From_Account":"tester"}`},
		{"not a part of a longer one", "jared=tester", `["jared1","xjared","jared.smith","jared-2","jared_","a.jared"]`, `["jared1","xjared","jared.smith","jared-2","jared_","a.jared"]`},
		{"at the end of a sentence", "jared=tester", `"ask jared. Or jared- or (jared)"`, `"ask tester. Or tester- or (tester)"`},
		{"a mention", "@RBT#001=@RBT#9", `"@@RBT#001 hello @@RBT#0010"`, `"@@RBT#9 hello @@RBT#0010"`},
		{"a mention in Chinese", "jared=tester", `"请@jared看"`, `"请@tester看"`},
		{"a Chinese id", "小明=小红", `["小明","@小明 ok","小明白"]`, `["小红","@小红 ok","小明白"]`},
		{"the group in a topic's id", "@TGS#_@TGS#cQ=@TGS#_@TGS#zz", `"@TGS#_@TGS#cQ@TOPIC#_Test"`, `"@TGS#_@TGS#zz@TOPIC#_Test"`},
		{"the longest wins", "a=1 a@b=2", `["a@b","a","a@c"]`, `["2","1","1@c"]`},
		{"two change places", "a=b b=a", `["a","b","a b"]`, `["b","a","b a"]`},
		{"escaped", "a/b\"c=n\"\\w", `["a\/b\"c","\u0061\u002fb\u0022c","x \u0061/b\"c."]`, `["n\"\\w","n\"\\w","x n\"\\w."]`},
		{"behind an escaped emoji", "jared=tester", `"\ud83d\ude80 jared \n\u00e4"`, `"\ud83d\ude80 tester \n\u00e4"`},
		{"an escaped emoji in the id", "🚀x=y", `["\ud83d\ude80x","\ud83d\ude80\u0078 z"]`, `["y","y z"]`},
		{"no two overlap", "a@a=b", `"a@a@a a@a"`, `"b@a b"`},
		{"in JSON within a string", "jared=tester", `{"CloudCustomData":"{\"by\":\"jared\"}"}`, `{"CloudCustomData":"{\"by\":\"tester\"}"}`},
		{"a number stays one there", "123=abc", `{"CloudCustomData":"{\"uid\":123,\"by\":\"123\"}"}`, `{"CloudCustomData":"{\"uid\":123,\"by\":\"abc\"}"}`},
		{"what has to be escaped twice", `a=b"c`, `["{\"by\":\"a\",\"a\":[\"@a\"]} ","{\"a\""]`, `["{\"by\":\"b\\\"c\",\"a\":[\"@b\\\"c\"]} ","{\"b\"c\""]`},
		{"a whole number", "123=456", `{"Random":123,"MsgSeq":1234,"x":"123","y":-123}`, `{"Random":456,"MsgSeq":1234,"x":"456","y":-123}`},
		{"a number stays one", "123=abc", `[123,"123"]`, `[123,"abc"]`},
		{"names of members stay", "jared=tester", `{"jared":"jared"}`, `{"jared":"tester"}`},
		{"spelling and spaces stay", "jared=tester", " {\"a\" : \"jared\" ,\r\n\"b\":1.0e3,\"b\":\"\\u004a\"} ", " {\"a\" : \"tester\" ,\r\n\"b\":1.0e3,\"b\":\"\\u004a\"} "},
		{"no JSON", "jared=tester", "From=jared&To=jared2\xff", "From=tester&To=jared2\xff"},
		{"invalid UTF-8 in a string", "jared=tester", "\"\xff jared \xfe\"", "\"\xff tester \xfe\""},
		{"a lone surrogate", "jared=tester", `"\ud83d jared"`, `"\ud83d tester"`},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := mapper(t, strings.Fields(c.mappings)...)
			if got := string(m.Body([]byte(c.body))); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestAMappingIsOldAndNew(t *testing.T) {
	for _, text := range []string{"", "jared", "=x", "jared=", "a=a"} {
		t.Run(text, func(t *testing.T) {
			if _, err := ParseMapping(text); err == nil {
				t.Errorf("%q is taken", text)
			}
		})
	}
	if one, err := ParseMapping("a=b=c"); err != nil || one != (Mapping{"a", "b=c"}) {
		t.Errorf("got %v (%v), want a and b=c", one, err)
	}
	if _, err := NewMapper([]Mapping{{"a", "b"}, {"a", "c"}}); err == nil {
		t.Error("two mappings of one id are taken")
	}
}

func TestTheQueryIsMappedByWholeValues(t *testing.T) {
	m := mapper(t, "@RBT#1=a b+c&d", "203.0.113.9=::1")
	got, used := m.Query(webhook.ParseQuery("x=%40RBT%231&ClientIP=203.0.113.9&@RBT%231=1&y=@RBT%231z&&Z=@rbt%231"))
	want := "x=a%20b%2Bc%26d&ClientIP=%3A%3A1&@RBT%231=1&y=@RBT%231z&&Z=@rbt%231"
	request := webhook.Request{Endpoint: &webhook.Endpoint{}, Query: got}
	if target := strings.TrimPrefix(request.RequestTarget(), "?"); target != want {
		t.Errorf("got %q, want %q", target, want)
	}
	if len(used) != 2 {
		t.Errorf("got %d places, want 2", len(used))
	}
}

// texts are strings that hold ids, parts of them and what surrounds ids.
func texts() *rapid.Generator[string] {
	pieces := []string{"jared", "jared2", "@", "#", ".", "-", " ", "请", "🚀", "\\", "\"", "/", "\n", "\x01", "id", "@TGS#1", "123", "{", "}", ":"}
	return rapid.Map(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 8), func(p []string) string { return strings.Join(p, "") })
}

// spelt is a text as a JSON string in one of many spellings.
func spelt(t *rapid.T, text string) string {
	var b strings.Builder
	for _, r := range text {
		if r < 0x80 && rapid.IntRange(0, 3).Draw(t, "escaped") == 0 || r < 0x20 || r == '"' || r == '\\' {
			b.WriteString(`\u00` + string("0123456789abcdef"[r>>4]) + string("0123456789ABCDEF"[r&15]))
		} else {
			b.WriteRune(r)
		}
	}
	return `"` + b.String() + `"`
}

func packets() *rapid.Generator[[]byte] {
	return rapid.Custom(func(t *rapid.T) []byte {
		var b bytes.Buffer
		b.WriteString(rapid.SampledFrom([]string{"{", " {\n", "{ "}).Draw(t, "begin"))
		for i := range rapid.IntRange(0, 6).Draw(t, "members") {
			if i > 0 {
				b.WriteString(rapid.SampledFrom([]string{",", " ,\t"}).Draw(t, "comma"))
			}
			b.WriteString(spelt(t, texts().Draw(t, "name")) + rapid.SampledFrom([]string{":", " : "}).Draw(t, "colon"))
			switch rapid.IntRange(0, 3).Draw(t, "kind") {
			case 0:
				b.WriteString(rapid.SampledFrom([]string{"123", "1.50", "-123", "1e3", "123123"}).Draw(t, "number"))
			case 1:
				b.WriteString(`[null,` + spelt(t, texts().Draw(t, "item")) + `,{"a":` + spelt(t, texts().Draw(t, "deep")) + `}]`)
			default:
				b.WriteString(spelt(t, texts().Draw(t, "value")))
			}
		}
		b.WriteString("}")
		return b.Bytes()
	})
}

func TestMappingIsOfTheMeaningAndOfNothingElse(t *testing.T) {
	m := mapper(t, "jared=t\"ü\\ster", "@TGS#1=@TGS#22", "123=7")
	rapid.Check(t, func(t *rapid.T) {
		body := packets().Draw(t, "body")
		edits := m.bodyEdits(body)
		got := m.Body(body)
		// The bytes between the edits are those of before, in their order.
		rest, at := string(got), 0
		for _, e := range edits {
			if e.start < at || e.end <= e.start {
				t.Fatalf("the edit %v begins before %d", e, at)
			}
			kept := string(body[at:e.start])
			if !strings.HasPrefix(rest, kept+e.text) {
				t.Fatalf("got %q, want %q and then %q", rest, kept, e.text)
			}
			rest, at = rest[len(kept)+len(e.text):], e.end
		}
		if rest != string(body[at:]) {
			t.Fatalf("got the rest %q, want %q", rest, body[at:])
		}
		// And what is said is what mapping the decoded texts says.
		want, err := jsontree.ParseLoose(body)
		if err != nil {
			t.Fatal(err)
		}
		now, err := jsontree.ParseLoose(got)
		if err != nil {
			t.Fatalf("the result is no JSON any more: %v\n%s", err, got)
		}
		if diff := cmp.Diff(meant(m, want), meant(nil, now)); diff != "" {
			t.Fatalf("meaning (-want +got):\n%s\nof %s", diff, got)
		}
	})
}

// meant is a value with its texts mapped, as a list of paths and texts.
func meant(m *Mapper, v jsontree.Value) []string {
	var list []string
	for _, member := range v.Members() {
		list = append(list, "name "+member.Name)
		list = append(list, meant(m, member.Value)...)
	}
	switch v.Kind() {
	case jsontree.KindString:
		text := v.Text()
		if m != nil {
			text = string(apply([]byte(text), m.words(text, m.mappingOf(text), func(s string) string { return s })))
		}
		list = append(list, "string "+text)
	case jsontree.KindNumber:
		text := v.Text()
		if m != nil && text == "123" {
			text = "7"
		}
		list = append(list, "number "+text)
	}
	return list
}

func FuzzMappingKeepsJSON(f *testing.F) {
	f.Add([]byte(`{"a":"\u0061\"jared"}`))
	f.Add([]byte("\"\xff\\ud800jared\""))
	m := mapper(f, "jared=x\"\n", "a=bb", "1=2")
	f.Fuzz(func(t *testing.T, body []byte) {
		got := m.Body(body)
		if _, err := jsontree.ParseLoose(body); err != nil {
			return
		}
		if _, err := jsontree.ParseLoose(got); err != nil {
			t.Errorf("%q was JSON, and %q is not: %v", body, got, err)
		}
		if json.Valid(body) && !json.Valid(got) {
			t.Errorf("%q was JSON, and %q is not", body, got)
		}
	})
}
