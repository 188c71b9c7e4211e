package logtext

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/timhook/timhook/webhook/capture"
	"github.com/timhook/timhook/webhook/capture/envelope"
	"github.com/timhook/timhook/webhook/capture/scan"
)

// search looks through a line, or through a text that stands in it.
type search struct {
	place func(offset int) capture.Place // of a byte of the line
	line  []byte
	found []scan.Found
	fault fault // of the first object that looks like a packet and cannot be read
	work  int   // bytes that may still be read
	taken []span
}

// span is a part of the line that a packet takes: what looks like a query in it is a text of somebody.
type span struct{ from, to int }

// fault is why an object cannot be read.
type fault struct {
	at   int // in the line
	err  error
	weak bool // it stands in front of the name of the command, so that another object may be meant
}

const (
	deepest = 4 // how far texts may lie in texts
	inLog   = "found in a line of a log"
)

// newSearch looks through a line whose bytes have the given places.
func newSearch(line []byte, place func(int) capture.Place) *search {
	s := &search{place: place, line: line, work: 8*len(line) + 1<<20}
	s.objects(scan.Piece{Text: line}, "", 0)
	return s
}

// objects looks at each object of a text. The words tell how the text was spelt in the line.
func (s *search) objects(text scan.Piece, how string, depth int) {
	last := lastMention(text.Text)
	braces := [...]brace{{spelt: "{", at: -1}, {spelt: "%7B", at: -1}, {spelt: "%7b", at: -1}, {spelt: inBase64, at: -1}}
	for at := 0; s.work > 0; {
		next := len(text.Text)
		for i := range braces {
			next = min(next, braces[i].from(text.Text, at))
		}
		if next > last {
			return
		}
		at = next + max(1, s.object(text, next, how, depth))
	}
}

// brace is a spelling of the first brace of an object, and where it stands next: a line that holds it once is not
// looked through for it again and again.
type brace struct {
	spelt string
	at    int
}

// from is the place of the brace at or behind another; the length of the text where there is none.
func (b *brace) from(text []byte, at int) int {
	if b.at >= at {
		return b.at
	}
	if i := bytes.Index(text[at:], []byte(b.spelt)); i >= 0 {
		b.at = at + i
	} else {
		b.at = len(text)
	}
	return b.at
}

// object looks at the object that begins at a place, and returns how many bytes of the text it takes; 0: it is none.
func (s *search) object(text scan.Piece, at int, how string, depth int) int {
	local := scan.Piece{Text: text.Text} // whose offsets are those of the text
	spelt := spelt(local, at)
	dec := scan.Decoder(spelt.Text)
	raw, err := dec.ReadValue()
	s.work -= len(spelt.Text) + 1
	if err == nil || spelt.err == nil && spelt.levels == 0 {
		s.work += len(spelt.Text) - readBy(dec, err, len(spelt.Text)) // of a plain text no more was read
	}
	if err != nil {
		s.refuse(text.Offset(at), spelt, err)
		return 0
	}
	if errors.Is(spelt.err, errTwoWays) || errors.Is(spelt.err, errPlus) {
		if isMentioned(raw) {
			s.refuse(text.Offset(at), spelt, spelt.err)
		}
		return len(raw)
	}
	end := spelt.Offset(len(raw)) - at
	value := spelt.Part(0, len(raw))
	outer := func(offset int) int { return text.Offset(value.Offset(offset)) }
	s.value(raw, outer, cmp.Or(spelt.how, how), depth)
	return end
}

// readBy is how many bytes of a text of so many were read for a value, or for the mistake in it.
func readBy(dec *jsontext.Decoder, err error, of int) int {
	if err == nil {
		return int(dec.InputOffset())
	}
	if at := (*jsontext.SyntacticError)(nil); errors.As(err, &at) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return min(int(at.ByteOffset)+1, of)
	}
	return of
}

// value looks at a JSON value. outer is where its bytes stand in the line.
func (s *search) value(raw []byte, outer func(int) int, how string, depth int) {
	if !isMentioned(raw) {
		return
	}
	place := func(offset int) capture.Place { return s.place(outer(offset)) }
	if envelope.IsPacket(raw) {
		s.taken = append(s.taken, span{outer(0), outer(len(raw)-1) + 1})
		s.add(lone(raw, place), how, outer(0))
		return
	}
	before := len(s.found)
	name, list, err := envelope.Open(raw)
	if name == envelope.Around || name == "" { // nothing but its texts may hold the packet
		s.texts(raw, outer, how, depth)
	}
	if name == "" || len(s.found) > before {
		return
	}
	switch {
	case err != nil && s.fault.err == nil:
		s.fault = fault{at: outer(0), err: err}
	case slices.ContainsFunc(list, isCallback):
		for _, f := range list {
			if n := len(f.Record.Request.Body); n > 0 && f.Place != nil {
				from, to := offsetOf(raw, f.Place(false, 0)), offsetOf(raw, f.Place(false, n-1))+1
				s.taken = append(s.taken, span{outer(from), outer(to)})
			}
			s.add(movedInto(f, raw, place), how, outer(0))
		}
	default:
		s.texts(raw, outer, how, depth)
	}
}

// isCallback reports whether what was found may be one.
func isCallback(f scan.Found) bool { return f.Err == nil && f.Record.Request.NotCallback() == "" }

// refuse keeps the first fault of what looks like a packet.
func (s *search) refuse(at int, spelt spelling, err error) {
	looks := bytes.HasPrefix(bytes.TrimLeft(spelt.Text[min(1, len(spelt.Text)):], " \t\r\n"), []byte(`"`))
	if s.fault.err != nil && !s.fault.weak || !looks && spelt.err != errHalf {
		return
	}
	if spelt.levels > 0 && !isMentioned(spelt.Text) { // behind the beginning of a plain one it is, see objects
		return
	}
	f := fault{at: at}
	syntax := (*jsontext.SyntacticError)(nil)
	switch isCut := errors.Is(err, io.ErrUnexpectedEOF); {
	case spelt.err != nil:
		f.err = spelt.err
	case isCut:
		f.err = errors.New("the line ends before the packet does: the log has cut it")
	case errors.As(err, &syntax):
		f.err = fmt.Errorf("it is no JSON: %w", syntax.Err)
		f.weak = !isMentioned(spelt.Text[:min(int(syntax.ByteOffset), len(spelt.Text))])
	default:
		f.err = err
	}
	s.fault = f
}

// add keeps what was found, with a note on where: begin is its place in the line.
func (s *search) add(f scan.Found, how string, begin int) {
	note := inLog
	switch before := bytes.TrimLeft(s.line[:begin], " \t\xef\xbb\xbf"); {
	case string(before) == `"`:
		note = "found in a JSON string"
	case len(before) > 0:
		note += ", behind its prefix"
	}
	if how != "" {
		note += ", " + how
	}
	if len(f.Notes) > 0 && (strings.HasSuffix(f.Notes[0], envelope.Generic) ||
		strings.HasSuffix(f.Notes[0], envelope.Around)) {
		f.Notes = f.Notes[1:] // it adds nothing
	}
	f.Notes = append([]string{note}, f.Notes...)
	s.found = append(s.found, f)
}

// lone is a packet without a request around it.
func lone(packet []byte, place func(int) capture.Place) scan.Found {
	return scan.Found{
		Record: capture.Record{Request: capture.Request{Body: bytes.Clone(packet)}},
		Line:   place(0).Line, Lone: true,
		Place: func(_ bool, offset int) capture.Place { return place(offset) },
	}
}

// movedInto is what was found in a value, with the places of the line that holds the value.
func movedInto(f scan.Found, value []byte, place func(int) capture.Place) scan.Found {
	f.Line = place(offsetOf(value, capture.Place{Line: f.Line, Column: 1})).Line
	if ofValue := f.Place; ofValue != nil {
		f.Place = func(isAnswer bool, offset int) capture.Place {
			return place(offsetOf(value, ofValue(isAnswer, offset)))
		}
	}
	return f
}

// offsetOf is the byte of a text at a place.
func offsetOf(text []byte, p capture.Place) int {
	begin := 0
	for range p.Line - 1 {
		begin += bytes.IndexByte(text[begin:], '\n') + 1
	}
	return begin + p.Column - 1
}
