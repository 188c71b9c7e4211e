package e2e_test

import (
	"fmt"
	"strings"
)

// costly is an input that somebody could make to slow a verb. Its size counts items or lines.
type costly struct {
	name  string
	sizes []int // nil: 1,000, 10,000 and 100,000
	args  []string
	// make, other and answer give the files FILE and OTHER and what the backend URL answers, where args name these.
	make, other, answer func(n int) string
}

const packetHead = `{"CallbackCommand":"Group.CallbackAfterSendMsg","GroupId":"@TGS#2QK5WD3FB","Type":"Public",` +
	`"From_Account":"mira","Operator_Account":"mira","Random":7,"MsgId":"144115233406643804-1767580296-7",` +
	`"MsgSeq":512,"MsgTime":1767580296,"OnlineOnlyFlag":0,"EventTime":1767580296123,"MsgBody":`

const textElement = `{"MsgType":"TIMTextElem","MsgContent":{"Text":"a"}}`

func packetOf(elements string) string { return packetHead + "[" + elements + "]}\n" }

// list is n parts with a separator between them; %d in a part is its number.
func list(n int, part, separator string) string {
	var b strings.Builder
	for i := range n {
		if i > 0 {
			b.WriteString(separator)
		}
		b.WriteString(strings.ReplaceAll(part, "%d", fmt.Sprint(i)))
	}
	return b.String()
}

// wrongElements is a packet of elements of which each has two faults.
func wrongElements(n int) string { return packetOf(list(n, `{"MsgType":"X","MsgContent":1}`, ",")) }

// runOf is the report of a run with these cases, some of which have one finding.
func runOf(cases, failing string) string {
	findings := ""
	if failing != "" {
		findings = `{"check":"resp-json","outcome":"fail","level":"MUST","case":"a/c0","count":2,"cases":[` + failing + `]}`
	}
	return `{"verdict":"fail","counts":{},"version":"","catalogue":"","backend":"","findings":[` + findings +
		`],"cases":[` + cases + "]}\n"
}

func packets(n int, part string) string { return list(n, packetOf(part), "") }

const callbackURL = "http://127.0.0.1:1/im?SdkAppid=1400000000&CallbackCommand=Group.CallbackAfterSendMsg"

func costlyInputs() []costly {
	lint, diff := []string{"lint", "FILE"}[:2:2], []string{"diff", "FILE", "OTHER"}
	replay := []string{"replay", "FILE", "--dry-run", "-u", "http://127.0.0.1:1/im"}
	send := []string{"send", "send", "URL", "--timeout", "5s"}
	verify := []string{"verify", "FILE", "--token", "token-of-the-cost"}
	numbered := strings.Replace(packetOf(textElement), `"MsgSeq":512`, `"MsgSeq":%d`, 1)
	return []costly{
		{name: "lint: wrong elements", args: lint, make: wrongElements},
		{name: "lint: wrong elements, a line each", args: lint, make: func(n int) string {
			return packetOf("\n" + list(n, `{"MsgType":"TIMTextElem","MsgContent":{"Txt":%d}}`, ",\n"))
		}},
		{name: "lint: wrong elements, --max 1", args: append(lint, "--max", "1"), make: wrongElements},
		{name: "lint: unknown members", args: lint, make: func(n int) string {
			return strings.Replace(packetOf(textElement), `"MsgBody":`, list(n, `"Field%d":1,`, "")+`"MsgBody":`, 1)
		}},
		{name: "lint: the same member again", args: lint, make: func(n int) string {
			return strings.Replace(packetOf(textElement), `"MsgBody":`, list(n, `"GroupId":"g",`, "")+`"MsgBody":`, 1)
		}},
		{name: "lint: a packet a line", args: lint, make: func(n int) string { return packets(n, `1`) }},
		{name: "lint: comments", args: lint, make: func(n int) string {
			return packetOf(list(n, textElement+"// a comment\n/* another */", ","))
		}},
		{name: "lint: open comments", args: lint, make: func(n int) string { return list(n, "/*", "") }},
		{name: "lint: open braces in a line", args: lint, make: func(n int) string {
			return "INFO CallbackCommand " + list(n, "{", "") + "\n"
		}},
		{name: "lint: open objects in a line", args: lint, make: func(n int) string {
			return "INFO callback " + list(n, `{"CallbackCommand":`, "") + "\n"
		}},
		{name: "lint: packets in lines of a log", args: lint, make: func(n int) string {
			return list(n, "2026-11-26 INFO {{ callback { "+packetOf(textElement), "")
		}},
		{name: "lint: backslashes in a line of a log", args: lint, make: func(n int) string {
			return `INFO "{\"CallbackCommand\":\"` + list(n, `\`, "") + "\n"
		}},
		{name: "lint: strings in strings", args: lint, make: func(n int) string {
			return `"{\"CallbackCommand\":` + list(n, `\"{`, "") + "\"\n"
		}},
		{name: "lint: envelopes", args: lint, make: func(n int) string {
			return `{"data":[` + list(n, `{"method":"POST","content":"{\"CallbackCommand\":\"x\"}","url":"/im"}`, ",") + `]}`
		}},
		{name: "lint: envelopes in envelopes", args: lint, sizes: []int{1_000, 4_000, 9_000}, make: func(n int) string {
			return list(n, `{"request":{"body":`, "") + "1" + list(n, "}}", "")
		}},
		{name: "lint: curl lines", args: lint, make: func(n int) string {
			return list(n, "curl '"+callbackURL+"' -d '{\"a\":%d}'\n", "")
		}},
		{name: "lint: a curl line of many lines", args: lint, make: func(n int) string {
			return "curl '" + callbackURL + "'" + list(n, " \\\n -H 'X-%d: a'", "") + "\n"
		}},
		{name: "lint: open quotes", args: lint, make: func(n int) string { return "curl " + list(n, "'\"`$(", "\n") }},
		{name: "lint: heredocs", args: lint, make: func(n int) string {
			return list(n, "curl -d @- '"+callbackURL+"' <<E\n{}\n", "")
		}},
		{name: "lint: carets", args: lint, make: func(n int) string {
			return `curl "` + callbackURL + `" --data-raw "` + list(n, `^{^\^"`, "") + "\n"
		}},
		{name: "lint: HTTP messages", args: lint, make: func(n int) string {
			return list(n, "POST /im HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n{}\r\n", "")
		}},
		{name: "lint: header fields", args: lint, make: func(n int) string {
			return "POST /im HTTP/1.1\r\nHost: a\r\n" + list(n, "X-%d: a\r\n", "") + "\r\n{}"
		}},
		{name: "lint: parameters", args: lint, make: func(n int) string {
			return "POST /im?" + list(n, "p%d=1", "&") + " HTTP/1.1\r\nHost: a\r\n\r\n" + packetOf(textElement)
		}},
		{name: "lint: chunks", args: lint, make: func(n int) string {
			return "POST /im HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" + list(n, "1\r\n{\r\n", "") + "0\r\n\r\n"
		}},
		{name: "lint: variables of an .http file", args: lint, make: func(n int) string {
			return list(n, "@v%d = {{v%d}}\n", "") + "POST http://127.0.0.1:1/im\n\n" + list(n, "{{v%d}}", "") + "\n"
		}},
		{name: "lint: curl -v", args: lint, make: func(n int) string {
			return list(n, "* a\n> POST /im HTTP/1.1\n> Host: a\n>\n< HTTP/1.1 200 OK\n<\n{}\n", "")
		}},
		{name: "lint: HAR entries", args: lint, make: func(n int) string {
			return `{"log":{"entries":[` + list(n, `{"request":{"method":"POST","url":"`+callbackURL+
				`","postData":{"text":"{}"}},"response":{}}`, ",") + `]}}`
		}},
		{
			name: "diff: the same events", args: diff, make: func(n int) string { return list(n, numbered, "") },
			other: func(n int) string { return list(n, strings.Replace(numbered, `"a"`, `"b"`, 1), "") },
		},
		{
			name: "diff: one event", args: diff, make: func(n int) string { return packets(n, textElement) },
			other: func(n int) string { return packets(n, `1`) },
		},
		{
			name: "diff: items of two packets", args: append(diff, "--requests"),
			make:  func(n int) string { return packetOf(list(n, `{"a":%d}`, ",")) },
			other: func(n int) string { return packetOf(list(n, `{"b":%d}`, ",")) },
		},
		{
			// Of more, the runtime's own limit of memory costs more than the work.
			name: "compare: a cause with many cases", sizes: []int{300, 3_000, 30_000}, args: []string{"compare", "FILE", "OTHER"},
			make: func(n int) string { return runOf(list(n, `{"case":"a/c%d","outcome":"pass"}`, ","), "") },
			other: func(n int) string {
				return runOf(list(n, `{"case":"a/c%d","outcome":"fail"}`, ","), list(n, `"a/c%d"`, ","))
			},
		},
		{
			name: "report: a cause with many cases", sizes: []int{300, 3_000, 30_000},
			args: []string{"report", "FILE", "--to", "junit=-"}, make: func(n int) string {
				return runOf(list(n, `{"case":"a/c%d","outcome":"fail"}`, ","), list(n, `"a/c%d"`, ","))
			},
		},
		{name: "replay: packets", args: replay, make: func(n int) string { return list(n, numbered, "") }},
		{name: "replay: items with a text to map", args: append(replay, "--map", "mira=nora"), make: func(n int) string {
			return packetOf(list(n, `"mira"`, ","))
		}},
		{
			name: "shrink: items of a packet", args: []string{"shrink", "FILE", "URL", "--timeout", "5s"},
			sizes:  []int{1_000, 4_000, 16_000},
			make:   func(n int) string { return packetOf(list(n, textElement, ",")) },
			answer: func(int) string { return "OK" },
		},
		{
			name: "send: members of an answer", args: send,
			answer: func(n int) string { return `{"ActionStatus":"OK","ErrorCode":0,` + list(n, `"a%d":1`, ",") + "}" },
		},
		{
			name: "send: the same member of an answer", args: send, sizes: []int{500, 5_000, 50_000},
			answer: func(n int) string { return "{" + list(n, `"ErrorCode":"0"`, ",") + "}" },
		},
		{
			name: "send: open braces of an answer", args: send,
			answer: func(n int) string { return "<html>" + list(n, `{"ActionStatus":`, "") },
		},
		decided("before-send", "strange members", `"a%d":1`),
		decided("before-send", "the same member", `"MsgBody":[{"MsgType":"X"}]`),
		decided("before-send", "the same misspelt member", `"msgbody":[]`),
		decided("before-send", "the request's member", `"GroupId":"g"`),
		decided("before-send", "elements", `"MsgBody":[`+textElement+`,%n`+textElement+`]`),
		decided("before-invite", "misspelt lists", `"RefusedMember_%d":[]`),
		decided("before-invite", "names", `"RefusedMembers_Account":[%n"m%d"]`),
		decided("friend-request", "the same misspelt member", `"resultItem":[]`),
		decided("friend-request", "items", `"ResultItem":[%n{"To_Account":"m%d","ResultCode":38000,"ResultInfo":""}]`),
		{name: "lint: SARIF of wrong elements", args: append(lint, "--format", "sarif", "--max", "0"), make: wrongElements},
		{name: "lint: JUnit of packets", args: append(lint, "--format", "junit"), make: func(n int) string {
			return packets(n, `1`)
		}},
		{name: "lint: JSON of packets", args: append(lint, "--format", "json"), make: func(n int) string {
			return packets(n, `1`)
		}},
		{name: "verify: lines of an access log", args: verify, make: func(n int) string {
			return list(n, accessLine("CallbackCommand=Group.CallbackAfterSendMsg&Sign=00&RequestTime=%d"), "\n")
		}},
		{name: "verify: pasted lines", args: verify, sizes: []int{1_000, 3_000, 9_000}, make: func(n int) string {
			return list(n, accessLine("Sign=00&RequestTime=%d"), "\n")
		}},
	}
}

// decided is an answer to a callback whose answer decides. The part is a member, or a list with %n before its item.
func decided(callback, what, part string) costly {
	before, item, isList := strings.Cut(part, "%n")
	most := judged / (len(part) + 5)
	return costly{
		sizes: []int{most / 100, most / 10, most},
		name:  "send " + callback + ": " + what, args: []string{"send", callback, "URL", "--timeout", "5s"},
		answer: func(n int) string {
			if isList {
				return okPacket + "," + before + list(n, strings.TrimSuffix(item, "]"), ",") + "]}"
			}
			return okPacket + "," + list(n, part, ",") + "}"
		},
	}
}

// judged is how long an answer may be that is judged whole, and a little less.
const judged = 1_000_000

const okPacket = `{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":0`

func accessLine(query string) string {
	return `1.2.3.4 - - [26/Nov/2026:00:00:00 +0000] "POST /im?SdkAppid=1&` + query + ` HTTP/1.1" 200 2`
}
