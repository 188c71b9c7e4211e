package cases

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"sync"
	"unicode/utf16"

	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/jsontree"
)

// jsonTampers are bodies that are no JSON, no object, or JSON of a kind that readers stumble over.
func jsonTampers() []Tamper {
	const must, should, may = payloads.Must, payloads.Should, payloads.May
	const refuse, sane = payloads.ExpectRefuse, payloads.ExpectSurvive
	object := judge.Overview + ": the packet is one JSON object"
	text := func(label, body string) reshaped {
		return reshaped{label, func(payloads.Packet) []byte { return []byte(body) }}
	}
	return []Tamper{
		{
			ID: "neg-json-malformed", Level: must, Expect: refuse, Run: bodies(
				reshaped{"a missing brace", cutBy(1)}, reshaped{"a trailing comma", trailingComma},
				reshaped{"single quotes", singleQuotes}),
			Doc: "a missing brace, a trailing comma, single quotes, one each", Source: object,
		},
		{
			ID: "neg-json-comments", Level: should, Expect: refuse, Run: body(commented),
			Doc: "the page's sample with its comments", Source: "the samples of the pages are no JSON",
		},
		{
			ID: "neg-json-truncated", Level: must, Expect: refuse, Run: body(cutBy(10)),
			Doc: "the object ends 10 bytes early, and Content-Length with it", Source: object,
		},
		{
			ID: "neg-json-trailing", Level: may, Expect: sane,
			Run: body(func(p payloads.Packet) []byte { return bytes.Repeat(p.Body, 2) }),
			Doc: "two objects in one body", Source: "robustness",
		},
		{
			ID: "neg-json-array-root", Level: should, Expect: refuse,
			Run: body(func(p payloads.Packet) []byte { return fmt.Appendf(nil, "[%s]", p.Body) }),
			Doc: "the object in an array", Source: object,
		},
		{
			ID: "neg-json-string-root", Level: should, Expect: refuse,
			Run: bodies(text("a string", `"text"`), text("null", "null"), text("1", "1")),
			Doc: "a string, null and 1 instead of an object", Source: object,
		},
		{
			ID: "neg-json-duplicate-keys", Level: may, Expect: sane, Run: body(groupTwice),
			Doc: "GroupId twice with different values", Source: "readers differ",
		},
		{
			ID: "neg-json-depth-1000", Level: should, Expect: sane, Run: body(deep(1000)),
			Doc: "an unknown field that nests 1,000 arrays", Source: "recursion",
		},
		{
			ID: "neg-json-depth-100000", Level: must, Expect: sane, Run: body(deep(100_000)),
			Doc: "an unknown field that nests 100,000 arrays", Source: "exhaustion of the stack",
		},
		{
			ID: "neg-json-nan", Level: should, Expect: refuse, Run: bodies(
				reshaped{"NaN", with("EventTime", jsontree.Raw("NaN"))},
				reshaped{"Infinity", with("EventTime", jsontree.Raw("Infinity"))}),
			Doc: "NaN and Infinity for a number", Source: "RFC 8259, 6",
		},
		{
			ID: "neg-json-huge-number", Level: should, Expect: sane,
			Run: bodies(reshaped{"400 digits", huge(strings.Repeat("9", 400))}, reshaped{"1e400", huge("1e400")}),
			Doc: "a sequence number or time of 400 digits, and 1e400", Source: "overflow",
		},
		{
			ID: "neg-json-big-array", Callbacks: "recall,attr", Level: should, Expect: sane, Run: bigArray,
			Doc: "100,000 entries; closing in the middle is right too", Source: "memory",
		},
		{
			ID: "neg-encoding-utf16", Level: may, Expect: sane, Run: body(inUTF16),
			Doc: "the packet in UTF-16", Source: "a wrong encoding",
		},
		{
			ID: "neg-encoding-gbk", Callbacks: "bot,send", Level: may, Expect: sane, Run: body(inGBK),
			Doc: "Chinese text in GBK", Source: "Chinese tool chains",
		},
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
	return bytes.ReplaceAll(sample.Append(nil, jsontree.Pretty), []byte(",\n"), []byte(", // as documented\n"))
}

func groupTwice(p payloads.Packet) []byte {
	return append(p.Body[:len(p.Body)-1:len(p.Body)-1], `,"GroupId":"@TGS#2ANOTHERGROUP"}`...)
}

func deep(levels int) func(payloads.Packet) []byte {
	return func(p payloads.Packet) []byte {
		return with("Unknown", jsontree.Raw(strings.Repeat("[", levels)+strings.Repeat("]", levels)))(p)
	}
}

// huge replaces a number that the command has.
func huge(number string) func(payloads.Packet) []byte {
	return func(p payloads.Packet) []byte {
		path := map[string]string{"recall": "MsgSeqList.0.MsgSeq", "attr": "EventTime"}[p.Command.Short]
		if path == "" {
			path = "MsgSeq"
		}
		return with(path, jsontree.Raw(number))(p)
	}
}

const entries = 100_000

func bigArray(ctx context.Context, run *conformance.CaseRun) {
	a := attemptWith(run, fmt.Sprint(entries, " entries"), func(p payloads.Packet) []byte {
		if p.Command.Short == "attr" {
			return with("GroupAttr", manyAttributes())(p)
		}
		return with("MsgSeqList", manySeqs())(p)
	})
	a.Client, a.Tolerate = run.OwnClient(uploadExtra), []judge.Reaction{judge.Dropped}
	defer a.Client.Close()
	run.Send(ctx, a)
}

// The big arrays are made when they are first wanted. Nothing changes them.
var (
	manyAttributes = sync.OnceValue(func() jsontree.Value { return many(`{"key":"k%d","value":"v"}`) })
	manySeqs       = sync.OnceValue(func() jsontree.Value { return many(`{"MsgSeq":%d}`) })
)

func many(format string) jsontree.Value {
	list := []byte{'['}
	for i := range entries {
		if i > 0 {
			list = append(list, ',')
		}
		list = fmt.Appendf(list, format, i+1)
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
	body := with("MsgBody.0.MsgContent.Text", jsontree.String(greeting))(p)
	return bytes.ReplaceAll(body, []byte(greeting), []byte(gbk))
}
