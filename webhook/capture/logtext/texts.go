package logtext

import (
	"bytes"
	"cmp"
	"strings"

	"github.com/timhook/timhook/webhook/capture"
	"github.com/timhook/timhook/webhook/capture/scan"
)

// texts looks through the strings of a JSON value.
func (s *search) texts(raw []byte, outer func(int) int, how string, depth int) {
	dec := scan.Decoder(raw)
	for depth < deepest {
		tok, err := dec.ReadToken()
		if err != nil {
			return
		}
		if tok.Kind() != '"' {
			continue
		}
		end := int(dec.InputOffset())
		if text := tok.String(); isMentioned([]byte(text)) && hasBrace(text) {
			s.text(raw, end, outer, how, depth)
		}
	}
}

func hasBrace(text string) bool {
	return strings.Contains(text, "{") || strings.Contains(text, "%7B") || strings.Contains(text, "%7b") ||
		strings.Contains(text, inBase64)
}

// text looks through the string that ends at a place of a JSON value.
func (s *search) text(raw []byte, end int, outer func(int) int, how string, depth int) {
	begin := end - 2
	for begin > 0 && (raw[begin] != '"' || isEscaped(raw, begin)) {
		begin--
	}
	whole := scan.Piece{Text: raw}
	read, taken, ok := whole.Part(begin+1, end).Read(scan.Backslashed('"', false))
	if !ok || taken != end-begin-2 {
		s.fault = fault{at: outer(begin), err: errHalf}
		return
	}
	inner := scan.Piece{Text: read.Text}
	before := len(s.found)
	t := search{
		place: func(offset int) capture.Place { return s.place(outer(read.Offset(offset))) },
		line:  read.Text, work: s.work,
	}
	t.objects(inner, cmp.Or(how, "with one level of escapes undone"), depth+1)
	s.found, s.work = append(s.found, t.found...), t.work
	for _, p := range t.taken {
		s.taken = append(s.taken, span{outer(read.Offset(p.from)), outer(read.Offset(p.to-1)) + 1})
	}
	if t.fault.err != nil && s.fault.err == nil && len(s.found) == before {
		t.fault.at = outer(read.Offset(t.fault.at))
		s.fault = t.fault
	}
}

// isEscaped reports whether an odd number of backslashes is in front of a byte.
func isEscaped(text []byte, at int) bool {
	return (at-len(bytes.TrimRight(text[:at], `\`)))%2 == 1
}
