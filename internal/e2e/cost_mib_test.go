package e2e_test

import (
	"strings"
	"testing"
)

// hostileMiBs are further kinds of a callback that somebody could plant: a recorder takes 1 MiB from anybody, and lint
// reads it again in CI.
func hostileMiBs() []costly {
	lint := []string{"lint", "FILE"}
	packet := func(name string, make func(n int) string) costly {
		return costly{name: "lint: " + name, args: lint, make: make}
	}
	elements := func(part string) func(int) string {
		return func(n int) string { return packetOf(list(n, part, ",")) }
	}
	text := func(text string) string { return `{"MsgType":"TIMTextElem","MsgContent":{"Text":"` + text + `"}}` }
	members := func(part string) func(int) string {
		return func(n int) string {
			return strings.Replace(packetOf(textElement), `"MsgBody":`, list(n, part, ",")+`,"MsgBody":`, 1)
		}
	}
	attributes := func(part string) func(int) string {
		return func(n int) string {
			return `{"CallbackCommand":"Group.CallbackAfterGroupAttrChanged","GroupId":"@TGS#2QK5WD3FB","Type":"Public",` +
				`"Operator_Account":"mira","GroupAttrList":[` + list(n, part, ",") + `],"EventTime":1767580296123}`
		}
	}
	deep := func(open, middle, closed string) func(int) string {
		return func(n int) string {
			return packetOf(strings.Repeat(open, n) + middle + strings.Repeat(closed, n))
		}
	}
	har := func(entry string) func(int) string {
		return func(n int) string { return `{"log":{"entries":[` + list(n, entry, ",") + `]}}` }
	}
	return []costly{
		packet("arrays in arrays", deep("[", "1", "]")),
		packet("objects in objects", deep(`{"a":`, "1", "}")),
		packet("open arrays", deep("[", "", "")),
		packet("a text of escapes", func(n int) string { return packetOf(text(list(n, `\u4e2d\n\"`, ""))) }),
		packet("a text of lone surrogates", func(n int) string { return packetOf(text(list(n, `\ud83e`, ""))) }),
		packet("a text of bytes that are no UTF-8", func(n int) string { return packetOf(text(list(n, "\xff\xc3(", ""))) }),
		packet("a text of JSON", func(n int) string { return packetOf(text(list(n, `{\"CallbackCommand\":\"`, ""))) }),
		packet("texts of bytes that are no UTF-8", elements(text("\xff"))),
		packet("the same members in each element", elements(`{"MsgType":"a","MsgType":"b","MsgContent":{"a":1,"a":2}}`)),
		packet("members with names that are nearly known", members(`"EventTlme%d":1`)),
		packet("members of one wrong name", members(`"EventTlme":1`)),
		packet("members with long names", members(`"`+strings.Repeat("GroupId", 100)+`%d":1`)),
		packet("elements of names that are nearly known", elements(`{"MsgType":"TIMTextElen%d","MsgContent":{"Text":"a"}}`)),
		packet("comments in a row", func(n int) string { return packetOf(list(n, "/**/", "") + textElement) }),
		packet("comments to the end of the line", func(n int) string { return packetOf(list(n, "//\n", "") + textElement) }),
		packet("commas", func(n int) string { return packetOf(list(n, ",", "")) }),
		packet("texts that end nowhere", func(n int) string { return packetOf(list(n, `"a`, "\n")) }),
		packet("accounts of AtUserList", func(n int) string {
			return strings.Replace(packetOf(textElement), `"MsgBody":`, `"AtUserList":[`+list(n, `"@TLS#%d",1`, ",")+`],"MsgBody":`, 1)
		}),
		packet("attributes", attributes(`{"key":"k%d","value":"v"}`)),
		packet("attributes of one key", attributes(`{"key":"k","value":"v"}`)),
		packet("attributes that are none", attributes(`{"Key":%d,"value":[]}`)),
		packet("a number of many digits", func(n int) string {
			return strings.Replace(packetOf(textElement), `"MsgSeq":512`, `"MsgSeq":1`+strings.Repeat("0", n), 1)
		}),
		packet("a number with many places", func(n int) string {
			return strings.Replace(packetOf(textElement), `"MsgSeq":512`, `"MsgSeq":0.`+strings.Repeat("1", n)+"e-99999", 1)
		}),
		packet("numbers of many digits", elements(strings.Repeat("9", 100))),
		packet("empty entries of a HAR", har(`{}`)),
		packet("entries of a HAR that are none", har(`0`)),
		packet("entries of a HAR without a request", har(`{"request":{}}`)),
		packet("header fields of a HAR", func(n int) string {
			return har(`{"request":{"method":"POST","url":"` + callbackURL + `","headers":[` +
				list(n, `{"name":"n%d","value":""}`, ",") + `],"postData":{"text":"{}"}}}`)(1)
		}),
		packet("empty objects, a line each", func(n int) string { return list(n, "{}\n", "") }),
		packet("empty arrays, a line each", func(n int) string { return list(n, "[]\n", "") }),
		packet("an array of empty objects", func(n int) string { return "[" + list(n, "{}", ",") + "]" }),
		packet("broken lines", func(n int) string { return list(n, "{\n", "") }),
		packet("empty lines", func(n int) string { return packetOf(textElement) + strings.Repeat("\n", n) }),
		packet("bytes that are no text", func(n int) string { return strings.Repeat("\x00\xff", n) }),
		packet("a line of words", func(n int) string { return list(n, "POST callback curl ", "") }),
		packet("percent signs", func(n int) string { return "POST /im?a=" + list(n, "%25", "") + " HTTP/1.1\n\n{}" }),
		packet("base64 in a line", func(n int) string { return "INFO callback " + list(n, "eyJDYWxsYmFja0NvbW1hbmQi", "") + "\n" }),
	}
}

// mostTimes is how many times the processor time of a MiB of ordinary packets a hostile one may take.
const mostTimes = 12

// BenchmarkLintOfAHostileMiB prints the processor time of lint for what anybody can plant who reaches a recorder, and
// how many times that of ordinary packets it is. It fails above [mostTimes]; chance is given a second try.
func BenchmarkLintOfAHostileMiB(b *testing.B) {
	ordinary := costly{args: []string{"lint", "FILE"}, make: func(n int) string { return packets(n, textElement) }}
	floor := ordinary.time(b, ordinary.perMiB())
	for _, h := range append(costlyInputs(), hostileMiBs()...) {
		if h.args[0] != "lint" || len(h.sizes) > 0 {
			continue
		}
		b.Run(strings.ReplaceAll(h.name, " ", "-"), func(b *testing.B) {
			for b.Loop() {
				n := h.perMiB()
				took := h.timeOnce(b, n)
				if took > mostTimes*floor {
					took = min(took, h.timeOnce(b, n))
				}
				b.ReportMetric(took.Seconds(), "s-cpu")
				b.ReportMetric(took.Seconds()/floor.Seconds(), "x-ordinary")
				if took > mostTimes*floor {
					b.Errorf("%d items took %v, want %d times the %v of ordinary packets at most", n, took, mostTimes, floor)
				}
			}
		})
	}
}

// perMiB is how many items make a MiB.
func (h costly) perMiB() int {
	n := 1_000
	for len(h.make(2*n)) <= 1<<20 {
		n *= 2
	}
	return n * (1 << 20) / len(h.make(n))
}
