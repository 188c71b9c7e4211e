package jsontree_test

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/timhook/timhook/payloads/jsontree"
)

const sample = ` { "Name" : "caf\u00e9 \/ 是的" ,
	"list":[1, -2.50e+3 ,true,null , "" ,{},[ ]],
	"Name":{"inner":false} } `

func mustParse(t testing.TB, text string) jsontree.Value {
	t.Helper()
	v, err := jsontree.Parse([]byte(text))
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return v
}

func TestEveryValueKnowsWhereItStood(t *testing.T) {
	v := mustParse(t, sample)
	spelt := func(v jsontree.Value) string { return sample[v.Start():v.End()] }
	if got := spelt(v); got != strings.TrimSpace(sample) {
		t.Errorf("the whole value is %q", got)
	}
	var got []string
	for _, m := range v.Members() {
		if !strings.HasPrefix(sample[m.Offset():], `"`+m.Name+`"`) {
			t.Errorf("the name %s is said to stand at %q", m.Name, sample[m.Offset():])
		}
		got = append(got, spelt(m.Value))
		for _, item := range m.Value.Members() {
			got = append(got, spelt(item.Value))
		}
	}
	want := []string{
		`"caf\u00e9 \/ 是的"`,
		`[1, -2.50e+3 ,true,null , "" ,{},[ ]]`, `1`, `-2.50e+3`, `true`, `null`, `""`, `{}`, `[ ]`,
		`{"inner":false}`, `false`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestParsedValuesReadAsJSONMeansThem(t *testing.T) {
	v := mustParse(t, sample)
	first, list := v.Members()[0].Value, v.Get("list")
	if got := first.Text(); got != "café / 是的" {
		t.Errorf("the text is %q", got)
	}
	if got := v.Get("Name").Get("inner"); got.Kind() != jsontree.KindBool || got.Text() != "false" {
		t.Errorf("of a repeated name Get returns %s, want the last", v.Get("Name").JSON())
	}
	var kinds []jsontree.Kind
	for _, item := range list.Members() {
		kinds = append(kinds, item.Value.Kind())
	}
	want := []jsontree.Kind{
		jsontree.KindNumber, jsontree.KindNumber, jsontree.KindBool, jsontree.KindNull,
		jsontree.KindString, jsontree.KindObject, jsontree.KindArray,
	}
	if diff := cmp.Diff(want, kinds); diff != "" {
		t.Error(diff)
	}
	if _, isInt := list.Item(1).Int64(); isInt {
		t.Error("-2.50e+3 reads as an integer, want it refused for its spelling")
	}
	if n, isInt := list.Item(0).Int64(); n != 1 || !isInt {
		t.Errorf("1 reads as %d, %v", n, isInt)
	}
	if !list.Item(-1).IsAbsent() || !list.Item(7).IsAbsent() || !list.Get("1").IsAbsent() || !first.Item(0).IsAbsent() {
		t.Error("something is found where nothing is")
	}
}

// Escapes that stand for other texts are unescaped even where the rest of the string could be shared with the source.
func TestTextsAreUnescaped(t *testing.T) {
	for literal, want := range map[string]string{
		`""`: "", `"a"`: "a", `"\""`: `"`, `"\\"`: `\`, `"\/"`: "/", `"\b\f\n\r\t"`: "\b\f\n\r\t",
		`"\u0000"`: "\x00", `"\u4F60"`: "你", `"\ud83d\ude00"`: "😀", `"😀"`: "😀",
		`"\u005cn"`: `\n`, "\"\u007f\u2028\"": "\u007f\u2028",
	} {
		t.Run(literal, func(t *testing.T) {
			if got := mustParse(t, literal).Text(); got != want {
				t.Errorf("got %q, want %q", got, want)
			}
			if got := mustParse(t, "{"+literal+":1}").Members()[0].Name; got != want {
				t.Errorf("as a name: got %q, want %q", got, want)
			}
		})
	}
}

func TestParseLooseTakesInvalidText(t *testing.T) {
	for _, text := range []string{"\"a\xffb\"", `"a\ud83db"`, "\"a\xc3(b\"", `"a\udc00b"`} {
		t.Run(strconv.Quote(text), func(t *testing.T) {
			if _, err := jsontree.Parse([]byte(text)); err == nil {
				t.Error("Parse takes it")
			}
			v, err := jsontree.ParseLoose([]byte(text))
			if err != nil || !strings.HasPrefix(v.Text(), "a\ufffd") || !strings.HasSuffix(v.Text(), "b") {
				t.Errorf("got %q, %v; want U+FFFD between a and b", v.Text(), err)
			}
			if v.JSON() != text {
				t.Errorf("it is written back as %q", v.JSON())
			}
		})
	}
}

func TestSyntaxErrorsSayWhereAndWhat(t *testing.T) {
	for text, want := range map[string]string{
		"":               "byte 0: the text is empty, want a JSON value",
		" \n":            "byte 0: there is nothing but white space, want a JSON value",
		"\v":             `byte 0: invalid character '\v' at start of value`,
		"\u00a0{}":       `byte 0: invalid character '\u00a0' at start of value`,
		"\xef\xbb\xbf{}": "byte 0: begins with a byte order mark, which JSON forbids",
		`{} x`:           "byte 3: 1 byte follows the end of the value",
		`{}{}`:           "byte 2: 2 bytes follow the end of the value",
		`{},`:            "byte 2: 1 byte follows the end of the value",
		`{}:`:            "byte 2: 1 byte follows the end of the value",
		`01`:             "byte 1: 1 byte follows the end of the value",
		`{"a":1,}`: "byte 6: invalid character ',' at start of value" +
			"; no comma may stand before a closing bracket",
		"[1 , \n]": "byte 3: invalid character ',' at start of value" +
			"; no comma may stand before a closing bracket",
		`[,1]`:    "byte 1: invalid character ',' at start of value",
		`{'a':1}`: `byte 1: invalid character '\'' at start of value`,
		`{1:2}`:   "byte 1: object member name must be a string",
		`{"a":}`:  "byte 5, /a: missing value after object name",
		`{"a" 1}`: "byte 5, /a: invalid character '1' after object name (expecting ':')",
		`[1 2]`:   "byte 3: invalid character '2' after array element (expecting ',' or ']')",
		"{\"a\":1 // x\n}": "byte 7: invalid character '/' after object value (expecting ',' or '}')" +
			"; JSON has no comments",
		"/* x */{}":                 "byte 0: invalid character '/' at start of value; JSON has no comments",
		`{"a":[{"b":"\q"}]}`:        "byte 12, /a/0/b: invalid escape sequence `\\q` in string",
		`["a\ud83d"]`:               "byte 3, /0: lone surrogate `\\ud83d` in string",
		"{\"MsgSeq\":\"\xff\"}":     "byte 11, /MsgSeq: invalid UTF-8",
		"\"a\nb\"":                  `byte 2: invalid character '\n' in string (expecting non-control character)`,
		`{"a":NaN}`:                 "byte 5, /a: invalid character 'N' at start of value",
		`[1,2`:                      "byte 4, /1: the text ends before the value does",
		`{"a":"x`:                   "byte 7, /a: the text ends before the value does",
		strings.Repeat("[", 10_001): "byte 10000, " + strings.Repeat("/0", 128) + ": exceeded max depth",
	} {
		t.Run(fmt.Sprintf("%.40q", text), func(t *testing.T) {
			_, err := jsontree.Parse([]byte(text))
			if err == nil || err.Error() != want {
				t.Errorf("got  %v\nwant %s", err, want)
			}
		})
	}
}

func TestTrailingBytesComeWithTheValueBeforeThem(t *testing.T) {
	v, err := jsontree.Parse([]byte(`{"a":1} {"b":2}`))
	var syntax *jsontree.SyntaxError
	if !errors.As(err, &syntax) || !syntax.Trailing || syntax.Offset != 8 {
		t.Errorf("got %#v, want trailing bytes from byte 8", err)
	}
	if v.JSON() != `{"a":1}` {
		t.Errorf("the value before them is %s", v.JSON())
	}
}

func TestATextCutAnywhereEndsTooEarly(t *testing.T) {
	text := strings.TrimSpace(sample)
	for n := range len(text) {
		v, err := jsontree.Parse([]byte(text[:n]))
		var syntax *jsontree.SyntaxError
		if !errors.As(err, &syntax) || syntax.Trailing || !v.IsAbsent() {
			t.Fatalf("cut to %d bytes: got %v", n, err)
		}
		ends := []string{"the text ends before the value does", "the text is empty, want a JSON value"}
		if syntax.Offset != n || !slices.Contains(ends, syntax.Problem) {
			t.Errorf("cut to %d bytes: got %v, want the end there", n, err)
		}
	}
}

func TestLargeAndDeepTextsAreRead(t *testing.T) {
	large := "[" + strings.Repeat(`{"MsgType":"TIMTextElem","MsgContent":{"Text":"\u0041"}},`, 20_000) + "1]"
	v := mustParse(t, large)
	if v.Len() != 20_001 || v.JSON() != large {
		t.Errorf("%d bytes come back as %d items", len(large), v.Len())
	}
	const depth = 10_000
	deep := strings.Repeat("[", depth) + strings.Repeat("]", depth)
	for _, layout := range jsontree.Layouts() {
		written := mustParse(t, deep).Append(nil, layout)
		if len(written) > 300*depth {
			t.Errorf("%d levels laid out %s are %d bytes, want at most 300 a level", depth, layout, len(written))
		}
		if got := mustParse(t, string(written)).JSON(); got != deep {
			t.Errorf("%d levels laid out %s come back changed", depth, layout)
		}
	}
}
