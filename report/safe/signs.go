package safe

import (
	"bytes"
	"strings"

	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/internal/secret"
	"github.com/timhook/timhook/webhook"
)

// MaskSign hides every signature in a request, a URL or what came of them: a signature is good for a minute.
func MaskSign(text string) string { return Signatures(nil).Mask(text) }

// Signatures are those that one request carries, in lower case. They are masked wherever they stand in what came of it,
// in either case and with or without a name, and so is what else stands behind "Sign=".
type Signatures []string

// shortestSign is how much of a signature is one: a cut may have left no more of it.
const shortestSign = 12

func SignaturesOf(r *webhook.Request) Signatures {
	var list Signatures
	for _, p := range r.Query {
		if strings.EqualFold(p.Name, "Sign") && len(p.Value) >= shortestSign {
			list = append(list, lowerASCII(p.Value))
		}
	}
	return list
}

// SignaturesIn are none where nothing was sent.
func SignaturesIn(r conformance.Result) Signatures {
	if r.Exchange == nil {
		return nil
	}
	return SignaturesOf(r.Exchange.Request)
}

// lowerASCII keeps every byte in its place, which [strings.ToLower] does not.
func lowerASCII(s string) string {
	b := []byte(s)
	for i, c := range b {
		if 'A' <= c && c <= 'Z' {
			b[i] = c + 'a' - 'A'
		}
	}
	return string(b)
}

const signName = "Sign="

// signDigits are what a signature is made of, in whatever case it is echoed, and what a broken one may hold beside them.
const signDigits = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-._~%+"

// spans are the signatures in a text, names included, in order.
func (s Signatures) spans(text string) []secret.Span {
	found := spansOf(text, signName, signDigits)
	if len(s) > 0 {
		lower := lowerASCII(text)
		for _, sign := range s {
			found = append(found, spansOf(lower, sign[:shortestSign], "0123456789abcdef")...)
		}
	}
	return secret.Merged(found)
}

// spansOf are the places of a beginning and of the digits that follow it.
func spansOf(text, beginning, digits string) []secret.Span {
	var found []secret.Span
	for at := 0; ; {
		i := strings.Index(text[at:], beginning)
		if i < 0 {
			return found
		}
		start := at + i
		at = start + len(beginning)
		for at < len(text) && strings.IndexByte(digits, text[at]) >= 0 {
			at++
		}
		found = append(found, secret.Span{Start: start, Stop: at})
	}
}

func (s Signatures) Mask(text string) string {
	hidden := s.spans(text)
	if len(hidden) == 0 {
		return text
	}
	var b strings.Builder
	at := 0
	for _, h := range hidden {
		b.WriteString(text[at:h.Start])
		if strings.HasPrefix(text[h.Start:h.Stop], signName) {
			b.WriteString(signName)
		}
		b.WriteString("…")
		at = h.Stop
	}
	return b.String() + text[at:]
}

// Moved is a caret under the same bytes of a body once that is masked.
func (s Signatures) Moved(body string, c Caret) *Caret {
	place := secret.Span{Start: c.Offset, Stop: c.Offset + min(c.Length, len(body)-c.Offset)}.Widened(s.spans(body))
	lead, under := s.Mask(body[:place.Start]), s.Mask(body[place.Start:place.Stop])
	return &Caret{Offset: len(lead), Length: max(1, len(under))}
}

// Public is a message as it went over the wire, without its signatures and without the values of header fields that
// sound like secrets. An answer may begin with interim ones.
func (s Signatures) Public(message []byte) string {
	var b strings.Builder
	for rest, isField := message, false; len(rest) > 0; {
		_, behind, _ := bytes.Cut(rest, []byte("\n"))
		line := rest[:len(rest)-len(behind)]
		rest = behind
		b.WriteString(publicLine(string(line), isField))
		isField = true
		if len(bytes.TrimRight(line, "\r\n")) > 0 {
			continue
		}
		if !bytes.HasPrefix(rest, []byte("HTTP/1.")) {
			b.Write(rest)
			break
		}
		isField = false
	}
	return s.Mask(b.String())
}

func publicLine(line string, isField bool) string {
	name, value, _ := strings.Cut(line, ":")
	if text := strings.TrimRight(value, "\r\n"); isField && SecretField(name) && text != "" {
		return name + ": …" + value[len(text):]
	}
	return line
}
