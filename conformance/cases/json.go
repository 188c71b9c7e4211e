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
func jsonTampers() []tamper {
	object := judge.Overview + ": the packet is one JSON object"
	text := func(label, body string) reshaped {
		return reshaped{label, func(payloads.Packet) []byte { return []byte(body) }}
	}
	return []tamper{
		must("neg-json-malformed", "a missing brace, a trailing comma, single quotes, one each", object,
			bodies(
				reshaped{"a missing brace", cutBy(1)}, reshaped{"a trailing comma", trailingComma},
				reshaped{"single quotes", singleQuotes})).expect(refuse),
		should("neg-json-comments", "the page's sample with its comments", "the samples of the pages are no JSON",
			body(commented)).expect(refuse),
		must("neg-json-truncated", "the object ends 10 bytes early, and Content-Length with it", object,
			body(cutBy(10))).expect(refuse),
		may("neg-json-trailing", "two objects in one body", "robustness",
			body(func(p payloads.Packet) []byte { return bytes.Repeat(p.Body, 2) })).expect(survive),
		should("neg-json-array-root", "the object in an array", object,
			body(func(p payloads.Packet) []byte { return fmt.Appendf(nil, "[%s]", p.Body) })).expect(refuse),
		should("neg-json-string-root", "a string, null and 1 instead of an object", object,
			bodies(text("a string", `"text"`), text("null", "null"), text("1", "1"))).expect(refuse),
		may("neg-json-duplicate-keys", "GroupId twice with different values", "readers differ",
			body(groupTwice)).expect(survive),
		should("neg-json-depth-1000", "an unknown field that nests 1,000 arrays", "recursion",
			body(deep(1000))).expect(survive),
		must("neg-json-depth-100000", "an unknown field that nests 100,000 arrays", "exhaustion of the stack",
			body(deep(100_000))).expect(survive),
		should("neg-json-nan", "NaN and Infinity for a number", "RFC 8259, 6",
			bodies(
				reshaped{"NaN", with("EventTime", jsontree.Raw("NaN"))},
				reshaped{"Infinity", with("EventTime", jsontree.Raw("Infinity"))})).expect(refuse),
		should("neg-json-huge-number", "a sequence number or time of 400 digits, and 1e400",
			"overflow",
			bodies(reshaped{"400 digits", huge(strings.Repeat("9", 400))},
				reshaped{"1e400", huge("1e400")})).expect(survive),
		should("neg-json-big-array", "100,000 entries; closing in the middle is right too", "memory",
			bigArray).expect(survive).on("recall", "attr"),
		may("neg-encoding-utf16", "the packet in UTF-16", "a wrong encoding", body(inUTF16)).expect(survive),
		may("neg-encoding-gbk", "Chinese text in GBK", "Chinese tool chains",
			body(inGBK)).expect(survive).on("bot", "send"),
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
