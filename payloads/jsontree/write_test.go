package jsontree_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/timhook/timhook/payloads/jsontree"
	"pgregory.net/rapid"
)

// plain is a value without spelling and offsets, for comparing.
type plain struct {
	Kind  jsontree.Kind
	Name  string
	Text  string
	Below []plain
}

func plainOf(name string, v jsontree.Value) plain {
	p := plain{Kind: v.Kind(), Name: name, Text: v.Text()}
	for _, m := range v.Members() {
		p.Below = append(p.Below, plainOf(m.Name, m.Value))
	}
	return p
}

// drawValue draws a tree at most four levels deep, repeated and odd names included.
func drawValue(t *rapid.T, depth int) jsontree.Value {
	kinds := 5
	if depth < 4 {
		kinds = 7
	}
	switch rapid.IntRange(0, kinds-1).Draw(t, "kind") {
	case 0:
		return jsontree.Null()
	case 1:
		return jsontree.Bool(rapid.Bool().Draw(t, "bool"))
	case 2:
		return jsontree.Int(rapid.Int64().Draw(t, "int"))
	case 3:
		number := rapid.StringMatching(`-?(0|[1-9][0-9]{0,20})(\.[0-9]{1,9})?([eE][+-]?[0-9]{1,3})?`)
		return jsontree.Number(number.Draw(t, "number"))
	case 4:
		return jsontree.String(rapid.String().Draw(t, "text"))
	case 5:
		items := make([]jsontree.Value, rapid.IntRange(0, 4).Draw(t, "items"))
		for i := range items {
			items[i] = drawValue(t, depth+1)
		}
		return jsontree.Array(items...)
	}
	members := make([]jsontree.Member, rapid.IntRange(0, 4).Draw(t, "members"))
	for i := range members {
		odd := rapid.SampledFrom([]string{"", "a", "A", "é", "a/b", "~", "*", "-", "0"})
		name := rapid.OneOf(odd, rapid.String()).Draw(t, "name")
		members[i] = jsontree.M(name, drawValue(t, depth+1))
	}
	return jsontree.Object(members...)
}

func TestWhatIsWrittenReadsBackInEveryLayout(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := drawValue(t, 0)
		for _, layout := range jsontree.Layouts() {
			text := v.Append(nil, layout)
			if !json.Valid(text) {
				t.Fatalf("%s is not JSON: %s", layout, text)
			}
			back, err := jsontree.Parse(text)
			if err != nil {
				t.Fatalf("%s: %v\n%s", layout, err, text)
			}
			want := plainOf("", v)
			if layout == jsontree.Sorted {
				sortNames(&want)
			}
			if diff := cmp.Diff(want, plainOf("", back)); diff != "" {
				t.Fatalf("%s: %s", layout, diff)
			}
		}
	})
}

func sortNames(p *plain) {
	for i := range p.Below {
		sortNames(&p.Below[i])
	}
	if p.Kind == jsontree.KindObject {
		slices.SortStableFunc(p.Below, func(a, b plain) int { return strings.Compare(a.Name, b.Name) })
	}
}

func TestCompactTextComesBackByteForByte(t *testing.T) {
	for _, text := range []string{
		`{"b":1,"a":[1.0,1e5,-0,1E+2,0.10],"b":null,"\u0061":"\/\u00e9é\ud83d\ude00","":{"":[]},"x":"\b\f\n\r\t\"\\"}`,
		`"\u003chtml\u003e"`, `[[],{},"",0,true,false,null]`, `123456789012345678901234567890`,
	} {
		t.Run(text, func(t *testing.T) {
			if got := string(mustParse(t, text).Append(nil, jsontree.Compact)); got != text {
				t.Errorf("got  %s\nwant %s", got, text)
			}
		})
	}
	rapid.Check(t, func(t *rapid.T) {
		text := drawValue(t, 0).JSON()
		v, err := jsontree.Parse([]byte(text))
		if err != nil || v.JSON() != text {
			t.Fatalf("got  %s, %v\nwant %s", v.JSON(), err, text)
		}
	})
}

func TestAppendedTextStandsBehindWhatWasThere(t *testing.T) {
	before := []byte("before ")
	for _, layout := range jsontree.Layouts() {
		got := string(mustParse(t, `{"a":1}`).Append(slices.Clone(before), layout))
		if !strings.HasPrefix(got, "before {") {
			t.Errorf("%s: got %q", layout, got)
		}
	}
}

func TestLayouts(t *testing.T) {
	v := mustParse(t, `{"b":[{"d":1,"c":{}},[]],"a":"x","B":null,"a":"y"}`)
	for layout, want := range map[jsontree.Layout]string{
		jsontree.Compact: `{"b":[{"d":1,"c":{}},[]],"a":"x","B":null,"a":"y"}`,
		jsontree.Sorted:  `{"B":null,"a":"x","a":"y","b":[{"c":{},"d":1},[]]}`,
		jsontree.Pretty: "{\n  \"b\": [\n    {\n      \"d\": 1,\n      \"c\": {}\n    },\n    []\n  ],\n" +
			"  \"a\": \"x\",\n  \"B\": null,\n  \"a\": \"y\"\n}",
		"": `{"b":[{"d":1,"c":{}},[]],"a":"x","B":null,"a":"y"}`,
	} {
		t.Run(fmt.Sprintf("%q", layout), func(t *testing.T) {
			if got := string(v.Append(nil, layout)); got != want {
				t.Errorf("got  %s\nwant %s", got, want)
			}
		})
	}
}

func TestBuiltValuesEscapeOnlyWhatJSONDemands(t *testing.T) {
	for text, want := range map[string]string{
		"":                         `""`,
		"是的 😀 <&> / \u2028 \u007f": "\"是的 😀 <&> / \u2028 \u007f\"",
		"\"\\\b\f\n\r\t":           `"\"\\\b\f\n\r\t"`,
		"a\x00b\x1fc":              `"a\u0000b\u001fc"`,
	} {
		t.Run(strconv.Quote(text), func(t *testing.T) {
			if got := jsontree.String(text).JSON(); got != want {
				t.Errorf("got %s, want %s", got, want)
			}
		})
	}
	if got := jsontree.Array(jsontree.Absent(), jsontree.Raw(`"\ud83d"`)).JSON(); got != `["\ud83d"]` {
		t.Errorf("got %s, want the raw value alone and as it stands", got)
	}
	v := jsontree.Object(jsontree.M("a", jsontree.Absent()), jsontree.M("b", jsontree.Int(-7)))
	if got := v.JSON(); got != `{"b":-7}` {
		t.Errorf("got %s, want the absent member left out", got)
	}
}

func TestKindsAreNamedAsASentenceWould(t *testing.T) {
	for kind, want := range map[jsontree.Kind]string{
		jsontree.KindAbsent: "nothing", jsontree.KindNull: "null", jsontree.KindBool: "a boolean",
		jsontree.KindNumber: "a number",
		jsontree.KindString: "a string", jsontree.KindArray: "an array", jsontree.KindObject: "an object",
		jsontree.KindRaw: "raw bytes",
	} {
		t.Run(want, func(t *testing.T) {
			if kind.String() != want {
				t.Errorf("got %q, want %q", kind, want)
			}
		})
	}
}
