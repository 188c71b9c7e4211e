package why

import "github.com/timhook/timhook/report/safe"

// How much of a body is shown. A shorter one is shown whole, and a longer one around the bytes in question. An end that
// is hardly longer than the words "… (24 more bytes)" is shown as well.
const (
	ShortBody = 400 // bytes
	before    = 100 // in front of a place
	after     = 140 // behind it
)

// Span is a part of a text, in bytes.
type Span struct{ Start, Stop int }

// SpanOf is where a finding is in the answer that shows it. There is none for a finding about the whole answer, or
// about a byte that is not kept.
func SpanOf(f Finding) (at Span, ok bool) {
	body := f.Sample.Answer.Text()
	if f.Caret == nil || f.Caret.Offset < 0 || f.Caret.Offset > len(body) {
		return Span{}, false
	}
	return Span{
		safe.RuneStart(body, f.Caret.Offset),
		safe.RuneEnd(body, f.Caret.Offset+min(max(f.Caret.Length, 1), before)),
	}, true
}

// Window is the part of a body that holds some places, made visible in one line.
type Window struct {
	Text  string
	Marks []Span // the places in the text
	More  string // how much of the body follows
}

// WindowOf is a window around the places; without one it is the beginning of the body.
func WindowOf(a Answer, places []Span) Window {
	body := a.Text()
	escaped := escapedBytes(body)
	start, stop := 0, ShortBody/escaped
	if len(body) > stop && len(places) > 0 {
		start, stop = len(body), 0
		for _, p := range places {
			start, stop = min(start, p.Start-before/escaped), max(stop, p.Stop+after/escaped)
		}
	}
	if start <= safe.Hardly {
		start = 0
	}
	if stop >= len(body)-safe.Hardly {
		stop = len(body)
	}
	start, stop = safe.RuneStart(body, start), safe.RuneEnd(body, stop)
	front := ""
	if start > 0 {
		front = "…"
	}
	w := Window{Text: safe.Visible(front + body[start:stop]), More: a.Remainder(body, stop)}
	for _, p := range places {
		shift := len(front) - start
		_, first, last := safe.VisibleAt(front+body[start:stop], p.Start+shift, p.Stop+shift)
		w.Marks = append(w.Marks, Span{first, last})
	}
	return w
}

// escapedBytes is how many bytes on a screen one byte of the body takes: 4 where the body is no text, as in "\x80".
func escapedBytes(body string) int {
	beginning := body[:safe.RuneStart(body, ShortBody)]
	if len(safe.Visible(beginning)) > 2*len(beginning) {
		return 4
	}
	return 1
}
