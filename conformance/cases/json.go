package cases

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"

	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/internal/phrase"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/jsontree"
)

// jsonTampers are bodies that are no JSON, no object, or JSON of a kind that readers stumble over.
func jsonTampers() []tamper {
	object := judge.Overview + ": the packet is one JSON object"
	number, date := aNumber(payloads.IsSequence, payloads.IsMilliseconds, payloads.IsSeconds),
		aNumber(payloads.IsMilliseconds, payloads.IsSeconds)
	list := aListOfObjects()
	raw := func(label string, n need, value string) reshaped {
		return reshaped{label, n.at(func(p payloads.Packet, paths []string) []byte {
			return with(paths[0], jsontree.Raw(value))(p)
		})}
	}
	text := func(label, body string) reshaped {
		return reshaped{label, func(payloads.Packet) []byte { return []byte(body) }}
	}
	return []tamper{
		must("neg-json-malformed", "a missing brace, a trailing comma, single quotes, one each", object,
			bodies(
				reshaped{"a missing brace", cutBy(1)}, reshaped{"a trailing comma", trailingComma},
				reshaped{"single quotes", singleQuotes})).expect(refuse),
		should("neg-json-comments", "the page's sample with its comments", "the samples of the pages are no JSON",
			body(commented)).expect(refuse).of(aSample()),
		must("neg-json-truncated", "the object ends 10 bytes early, and Content-Length with it", object,
			body(cutBy(10))).expect(refuse),
		may("neg-json-trailing", "two objects in one body", "robustness",
			body(func(p payloads.Packet) []byte { return bytes.Repeat(p.Body, 2) })).expect(survive),
		should("neg-json-array-root", "the object in an array", object,
			body(func(p payloads.Packet) []byte { return fmt.Appendf(nil, "[%s]", p.Body) })).expect(refuse),
		should("neg-json-string-root", "a string, null and 1 instead of an object", object,
			bodies(text("a string", `"text"`), text("null", "null"), text("1", "1"))).expect(refuse),
		may("neg-json-duplicate-keys", "", "readers differ",
			body(aScalar().at(repeated))).expect(survive).of(aScalar()).
			saying(func(names []string) string { return phrase.And(names) + " twice with different values" }),
		should("neg-json-depth-1000", "an unknown field that nests 1,000 arrays", "recursion",
			body(deep(1000))).expect(survive),
		must("neg-json-depth-100000", "an unknown field that nests 100,000 arrays", "exhaustion of the stack",
			body(deep(100_000))).expect(survive),
		should("neg-json-nan", "NaN and Infinity for a number", "RFC 8259, 6",
			bodies(raw("NaN", date, "NaN"), raw("Infinity", date, "Infinity"))).expect(refuse).of(date),
		should("neg-json-huge-number", "a sequence number or time of 400 digits, and 1e400",
			"overflow",
			bodies(raw("400 digits", number, strings.Repeat("9", 400)), raw("1e400", number, "1e400"))).
			expect(survive).of(number),
		should("neg-json-big-array", "100,000 entries; closing in the middle is right too", "memory",
			bigArray(list)).expect(survive).of(list),
		may("neg-encoding-utf16", "the packet in UTF-16", "a wrong encoding", body(inUTF16)).expect(survive),
		may("neg-encoding-gbk", "Chinese text in GBK", "Chinese tool chains",
			body(inGBK)).expect(survive).of(aMessage()),
	}
}

func cutBy(n int) func(payloads.Packet) []byte {
	return func(p payloads.Packet) []byte { return p.Body[:len(p.Body)-n] }
}

func trailingComma(p payloads.Packet) []byte {
	return append(p.Body[:len(p.Body)-1:len(p.Body)-1], ",}"...)
}

func singleQuotes(p payloads.Packet) []byte {
	return bytes.ReplaceAll(p.Body, []byte(`"`), []byte("'"))
}

// commented is the page's sample, indented and commented as the page prints it.
func commented(p payloads.Packet) []byte {
	sample, err := jsontree.Parse([]byte(p.Command.Sample))
	if err != nil {
		panic(fmt.Sprintf("sample of %s: %v", p.Command.Name, err))
	}
	pretty := sample.Append(nil, jsontree.Pretty)
	if sample.Len() == 1 {
		return bytes.Replace(pretty, []byte("\n"), []byte(" // as documented\n"), 1)
	}
	return bytes.ReplaceAll(pretty, []byte(",\n"), []byte(", // as documented\n"))
}

// repeated gives the object with the first of the paths a further member of that name, with another value.
func repeated(p payloads.Packet, paths []string) []byte {
	v := tree(p)
	above, name, isBelow := cutLast(paths[0])
	object := v
	if isBelow {
		object = at(v, above)
	}
	other := jsontree.String("@TGS#2ANOTHERGROUP")
	if n, isNumber := object.Get(name).Int64(); isNumber {
		other = jsontree.Int(n + 1)
	}
	object = jsontree.Object(append(slices.Clone(object.Members()), jsontree.M(name, other))...)
	if !isBelow {
		return object.Append(nil, jsontree.Compact)
	}
	return put(v, above, object).Append(nil, jsontree.Compact)
}

// cutLast cuts a path before its last step.
func cutLast(path string) (above, name string, isBelow bool) {
	i := strings.LastIndexByte(path, '.')
	return path[:max(i, 0)], path[i+1:], i >= 0
}

func deep(levels int) func(payloads.Packet) []byte {
	return func(p payloads.Packet) []byte {
		nested := jsontree.Raw(strings.Repeat("[", levels) + strings.Repeat("]", levels))
		return with(undeclared(p.Command, "Unknown"), nested)(p)
	}
}

const entries = 100_000

func bigArray(list need) conformance.RunFunc {
	return func(ctx context.Context, run *conformance.CaseRun) {
		a := attemptWith(run, fmt.Sprint(entries, " entries"), list.at(func(p payloads.Packet, paths []string) []byte {
			return with(paths[0], many(p.Command.Field(paths[0]).Type.Items.Fields))(p)
		}))
		a.Client, a.Tolerate = run.OwnClient(uploadExtra), []judge.Reaction{judge.Dropped}
		defer a.Client.Close()
		run.Send(ctx, a)
	}
}

// many are entries that their first number tells apart, or else their first text. They have two texts at most, as
// backends limit a body by its bytes too.
func many(fields []payloads.Field) jsontree.Value {
	entry := func(kind jsontree.Kind, value func(i int, name string) string) string {
		var members []string
		for _, f := range fields {
			if f.Type.Kind == kind && len(members) < 2 {
				members = append(members, fmt.Sprintf("%q:%s", f.Name, value(len(members), f.Name)))
			}
		}
		return strings.Join(members, ",")
	}
	const number = "#" // where it stands in the form of an entry
	form := entry(jsontree.KindNumber, func(int, string) string { return number })
	if form == "" {
		form = entry(jsontree.KindString, func(i int, name string) string {
			if i == 0 {
				return strconv.Quote(name[:1] + number)
			}
			return strconv.Quote(name[:1])
		})
	}
	pieces := strings.Split("{"+form+"}", number)
	list := []byte{'['}
	for i := range entries {
		if i > 0 {
			list = append(list, ',')
		}
		for n, piece := range pieces {
			if n > 0 {
				list = strconv.AppendInt(list, int64(i+1), 10)
			}
			list = append(list, piece...)
		}
	}
	return jsontree.Raw(string(append(list, ']')))
}

func inUTF16(p payloads.Packet) []byte {
	encoded := []byte{0xff, 0xfe}
	for _, unit := range utf16.Encode([]rune(string(p.Body))) {
		encoded = append(encoded, byte(unit), byte(unit>>8))
	}
	return encoded
}

// inGBK writes a greeting as the bytes that GBK has for it.
func inGBK(p payloads.Packet) []byte {
	const greeting, gbk = "你好", "\xc4\xe3\xba\xc3"
	path, _ := userText(p, greeting)
	return bytes.ReplaceAll(with(path, jsontree.String(greeting))(p), []byte(greeting), []byte(gbk))
}
