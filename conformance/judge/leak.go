package judge

import (
	"bytes"
	"fmt"
	"strings"
	"sync"

	"github.com/timhook/timhook/internal/fields"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/chat"
	"github.com/timhook/timhook/payloads/jsontree"
)

const (
	tellingBytes = 16 // of a user's text: a shorter one, such as "ok" or a name, may be in an answer by chance
	packetBytes  = 64 // of a request packet: none is shorter, while every response packet is
)

// leaks reports the worst thing that the answer gives away: one finding is enough to look at it.
func (t *Trial) leaks() {
	got := t.leakedSecret()
	if got == "" {
		got = stackTrace(string(t.Exchange.Body))
	}
	if got == "" {
		got = t.echo()
	}
	if got != "" {
		t.Report(whole(got, "an answer that says only what Chat needs"))
	}
}

// leakedSecret does not look into Location, where the customer's own URL comes back with its parameters.
func (t *Trial) leakedSecret() string {
	for _, secret := range t.Secrets {
		if len(secret) < shortest {
			continue
		}
		if bytes.Contains(t.Exchange.Body, []byte(secret)) {
			return fmt.Sprintf("a secret of this run, %d characters, in the body", len(secret))
		}
		for _, field := range t.Exchange.Header {
			if strings.Contains(field.Value, secret) && !strings.EqualFold(field.Name, "Location") {
				const got = "a secret of this run, %d characters, in the header field %s"
				return fmt.Sprintf(got, len(secret), t.quote(field.Name))
			}
		}
	}
	return ""
}

// stackTrace recognises the traces that frameworks print, by marks that no ordinary text has together.
func stackTrace(body string) string {
	for _, trace := range [...]struct {
		language string
		marks    []string
	}{
		{"Go", []string{"goroutine ", ".go:", "+0x"}},
		{"Python", []string{"Traceback (most recent call last)"}},
		{"PHP", []string{"Stack trace:", "#0 "}},
		{"PHP", []string{".php", "on line "}},
		{"Java", []string{"at ", ".java:"}},
		{"Node", []string{"    at ", ".js:"}},
		{"Node", []string{"    at ", ".ts:"}},
		{".NET", []string{"   at ", ".cs:line "}},
		{"Ruby", []string{".rb:", ":in `"}},
	} {
		if containsAll(body, trace.marks) {
			return "a stack trace of " + trace.language
		}
	}
	return ""
}

func containsAll(text string, parts []string) bool {
	for _, part := range parts {
		if !strings.Contains(text, part) {
			return false
		}
	}
	return true
}

// echo looks for the request packet in the answer, and for users' text from it. Ids, commands and accounts are not
// such text: a backend may name them in a receipt.
func (t *Trial) echo() string {
	if t.Exchange.Request == nil {
		return ""
	}
	sent := bytes.TrimSpace(t.Exchange.Request.Body)
	if len(sent) >= packetBytes && bytes.Contains(t.Exchange.Body, sent) {
		return "the whole request packet"
	}
	said := t.said()
	if len(said) < tellingBytes || len(sent) > KeptBytes {
		return "" // a request of a megabyte holds padding, and not the text of users
	}
	packet, err := jsontree.Parse(sent)
	if err != nil {
		return ""
	}
	for _, f := range declared().In(packet, fields.CommandOf(packet), fields.Has(payloads.IsUserText)) {
		echoed := ""
		eachText(f.Value, func(text string) {
			if len(text) >= tellingBytes && strings.Contains(said, text) {
				echoed = text
			}
		})
		if echoed != "" {
			return fmt.Sprintf("a text of the request's %s, %d bytes", f.Path[0], len(echoed))
		}
	}
	return ""
}

// declared are the fields of all callbacks, made when they are first needed.
var declared = sync.OnceValue(func() *fields.Declared { return fields.Of(chat.All()) })

// said is all text in the answer: the strings of a packet, one on each line, or the body as it came. Members that Chat
// reads may repeat the request, as a message does that the answer changes.
func (t *Trial) said() string {
	if t.Packet.IsAbsent() {
		return string(t.Exchange.Body)
	}
	var b strings.Builder
	for _, m := range t.Packet.Members() {
		if t.isKnown(m.Name) && !isDocumented(m.Name) {
			continue
		}
		eachText(m.Value, func(text string) {
			b.WriteString(text)
			b.WriteByte('\n')
		})
	}
	return b.String()
}

// eachText visits all strings at and below v, but for the kinds of message elements, which no user has written.
func eachText(v jsontree.Value, visit func(string)) {
	if v.Kind() == jsontree.KindString {
		visit(v.Text())
	}
	for _, m := range v.Members() {
		if m.Name != "MsgType" {
			eachText(m.Value, visit)
		}
	}
}

// KeptBytes is how much of a large answer is worth keeping: enough to show it and to judge it again.
const KeptBytes = 32 << 10
