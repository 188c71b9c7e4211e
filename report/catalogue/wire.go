package catalogue

import (
	"fmt"

	"github.com/timhook/timhook/conformance/judge"
)

// member is a query parameter of a callback or a member of its response packet.
type member struct {
	Name, kind, form, presence, doc, mend, source string
}

const (
	overview = "Webhook Overview (1047/34354)"
	inQuery  = "query parameter"
	inAnswer = "member of the response packet"
)

// Members lists what stands around the request packet. Names are case-sensitive.
func Members() []member {
	const always, signed = "always", "only when authentication is on in the console"
	return []member{
		{"SdkAppid", inQuery, "decimal number", always, "the application that the event is from; the name has a lower-case ppid", "refuse what is not of your own application before trusting anything else", overview},
		{"CallbackCommand", inQuery, "text", always, "callback command, the same text as in the packet", "dispatch by it", overview},
		{"contenttype", inQuery, "json", "always in samples, documented as optional", "form of the packet", "read the packet as JSON whatever it says", overview},
		{"ClientIP", inQuery, "IPv4 or IPv6 address", always, "address of the client that caused the event; for a REST call that of its caller. Colons may come as %3A", "take it for information only", overview},
		{"OptPlatform", inQuery, "RESTAPI, Web, Android, iOS, Windows, Mac or macOS, iPad, Unknown", always, "platform of the client that caused the event", "compare without regard to case, and take any other value for Unknown", overview},
		{"Sign", inQuery, "64 lower-case hexadecimal digits", signed, "SHA-256 of the token followed by RequestTime; it covers neither the packet nor any other parameter", "compare in constant time: timhook sign prints one, timhook verify says what is wrong with one", overview + ", Webhook Authentication"},
		{"RequestTime", inQuery, "decimal number of seconds since 1970-01-01 UTC", signed, "when the callback was signed", "hash the text as it stands; refuse it when more than a minute away (269/32431)", overview + ", Webhook Authentication"},
		{"ActionStatus", inAnswer, "String, OK or FAIL", "required", "whether the callback was processed; FAIL brings no redelivery", "answer OK", overview},
		{"ErrorCode", inAnswer, "Integer", "required", "0: the result is ignored, the only value that the pages of the four callbacks name", "answer 0 as a number, not as a string", overview},
		{"ErrorInfo", inAnswer, "String", "required", "text of an error; empty on success", "answer \"\", not null", overview},
	}
}

func membersNamed(name string) []member {
	var found []member
	for _, m := range Members() {
		if m.Name == name {
			found = append(found, m)
		}
	}
	return found
}

func (x Explanation) explainMember(m member) {
	fmt.Fprintf(x.W, "%s: %s\n\n", x.Palette.Strong(m.Name), m.kind)
	x.paragraph("Form", m.form)
	x.paragraph("Presence", m.presence)
	x.paragraph("Meaning", m.doc)
	x.paragraph("Backend", m.mend)
	x.paragraph("Source", m.source)
	if m.kind == inAnswer {
		x.paragraph("Example", judge.Canonical)
	}
	fmt.Fprintln(x.W)
}
