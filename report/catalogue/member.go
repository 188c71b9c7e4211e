package catalogue

import (
	"slices"
	"strings"

	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/payloads/chat"
)

// member is a query parameter of a callback or a member of its response packet. Names are case-sensitive.
type member struct{ name, kind, form, presence, doc, fix, source string }

const (
	overview = "Webhook Overview (1047/34354)"
	signing  = overview + ", Webhook Authentication"
	inQuery  = "query parameter"
	inAnswer = "member of the response packet"
)

// unlessDeparts says of a query parameter which callbacks have none of it.
func unlessDeparts(name string) string {
	var without []string
	for _, c := range chat.All() {
		if !c.Queries(name) {
			without = append(without, c.Short)
		}
	}
	if len(without) == 0 {
		return "always"
	}
	return "always, but for " + strings.Join(without, ", ")
}

// around lists what is around the request packet: the query, and the members of the answer.
func around() []member {
	const always, signed = "always", "only when authentication is on in the console"
	return []member{
		{
			"SdkAppid", inQuery, "decimal number", always,
			"the application that the event is from; the name has a lower-case ppid",
			"refuse what is not of your own application before trusting anything else", overview,
		}, {
			"CallbackCommand", inQuery, "text", always,
			"callback command, the same text as in the packet",
			"dispatch by it", overview,
		}, {
			"contenttype", inQuery, "json", "always in samples, documented as optional",
			"form of the packet",
			"read the packet as JSON whatever it says", overview,
		}, {
			"ClientIP", inQuery, "IPv4 or IPv6 address", unlessDeparts("ClientIP"),
			"address of the client that caused the event; for a REST call that of its caller. Colons may come as %3A",
			"use it for information only", overview,
		}, {
			"OptPlatform", inQuery, "RESTAPI, Web, Android, iOS, Windows, Mac or macOS, iPad, Unknown",
			unlessDeparts("OptPlatform"),
			"platform of the client that caused the event",
			"compare without regard to case, and take any other value for Unknown", overview,
		}, {
			"Sign", inQuery, "64 lower-case hexadecimal digits", signed,
			"SHA-256 of the token followed by RequestTime; it covers neither the packet nor any other parameter",
			"compare in constant time: timhook sign prints one, timhook verify says what is wrong with one", signing,
		}, {
			"RequestTime", inQuery, "decimal number of seconds since 1970-01-01 UTC", signed,
			"when the callback was signed",
			"hash the text as it stands; refuse it when more than a minute away (269/32431)", signing,
		}, {
			"ActionStatus", inAnswer, "String, OK or FAIL", "required",
			"whether the callback was processed; FAIL brings no redelivery",
			"answer OK", overview,
		}, {
			"ErrorCode", inAnswer, "Integer", "required",
			"0: the result is ignored, the only value that the pages of most callbacks after an event name. Where " +
				"the answer decides, other values refuse: timhook list callbacks shows where, timhook explain " +
				"CALLBACK which",
			"answer 0 as a number, not as a string, unless you decide against the event", overview,
		}, {
			"ErrorInfo", inAnswer, "String", "required",
			"text of an error; empty on success",
			"answer \"\", not null", overview,
		},
	}
}

func members() []Item { return items(around(), memberItem) }

func membersNamed(name string) []Item {
	return slices.DeleteFunc(members(), func(i Item) bool { return i.names[0] != name })
}

func memberItem(m member) Item {
	example := ""
	if m.kind == inAnswer {
		example = judge.Canonical
	}
	return Item{
		names: []string{m.name},
		title: ": " + m.kind,
		said: facts{
			{"Form", m.form},
			{"Presence", m.presence},
			{"Meaning", m.doc},
			{"Backend", m.fix},
			{"Source", m.source},
			{"Example", example},
		},
		more: func(p printer) { p.line("") },
	}
}
