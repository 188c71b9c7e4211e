package logtext

import (
	"bytes"
	"cmp"
	"fmt"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/timhook/timhook/webhook/capture"
	"github.com/timhook/timhook/webhook/capture/scan"
)

// inLine gives what a line holds, whose bytes have the given places.
func inLine(line []byte, place func(int) capture.Place) []scan.Found {
	if !isMentioned(line) {
		return nil
	}
	s := newSearch(line, place)
	queries := queriesIn(s.rest())
	for i := range s.found {
		if s.found[i].Lone {
			address(&s.found[i], queries)
		}
	}
	found := s.whole(queries)
	s.date(found)
	return found
}

// rest is the line without its packets, with every byte in its place.
func (s *search) rest() []byte {
	if len(s.taken) == 0 {
		return s.line
	}
	rest := bytes.Clone(s.line)
	for _, t := range s.taken {
		for i := max(t.from, 0); i < min(t.to, len(rest)); i++ {
			rest[i] = ' '
		}
	}
	return rest
}

// whole is all that a line holds: packets, and the fault of one that cannot be read, or else a query alone.
func (s *search) whole(queries []sent) []scan.Found {
	if len(s.found) == 0 {
		if language := printed(s.line); language != nil {
			return s.refused(language)
		}
	}
	switch err := s.fault.err; {
	case err != nil && !(s.fault.weak && len(s.found) > 0):
		at := s.place(s.fault.at)
		err = fmt.Errorf("column %d: a packet is in this line of a log: %w", at.Column, err)
		return append(s.found, scan.Found{Line: at.Line, Err: err})
	case len(s.found) > 0:
		return s.found
	}
	return s.access(queries)
}

// date puts the time of the line to the requests in it, by which their signatures are judged.
func (s *search) date(found []scan.Found) {
	before := s.line[:max(0, bytes.Index(s.line, []byte(command)))]
	for i := range found {
		if f := &found[i]; f.Err == nil && !f.Lone && f.Record.Start.IsZero() {
			f.Record.Start = momentIn(before)
		}
	}
}

// refused is a line that holds a packet in another language's way.
func (s *search) refused(f *foreign) []scan.Found {
	at := s.place(f.mark().FindIndex(s.line)[0])
	err := fmt.Errorf("column %d: the packet is %s and no JSON, so its bytes are lost; log the raw body, "+
		"for instance %s", at.Column, f.what, f.instead)
	return []scan.Found{{Line: at.Line, Err: err}}
}

// address puts a query of the line to a packet that came without one.
func address(f *scan.Found, queries []sent) {
	request := &f.Record.Request
	q, ok := queryOf(queries, callbackOf(request.Body))
	if !ok {
		return
	}
	f.Lone = false
	f.Hidden = append(f.Hidden, "header")
	request.Method, request.URL, request.Query = cmp.Or(q.method, "POST"), q.url, q.query
	q.note(f)
}

const undoneQuery = `escapes in the query, such as \u0026 or &amp; for &, are undone`

// note names what the query lacks, and what was changed in it.
func (q *sent) note(f *scan.Found) {
	if q.undone {
		f.Notes = append(f.Notes, undoneQuery)
	}
	if q.url == "" {
		f.Hidden = append(f.Hidden, "url")
	}
}

// access is a line that holds a query and no packet.
func (s *search) access(queries []sent) []scan.Found {
	q, ok := queryOf(queries, "")
	if !ok {
		return nil
	}
	f := scan.Found{
		Line: s.place(0).Line, Hidden: []string{"header", "body"},
		Notes: []string{"a line of an access log: it holds the query and not the packet, so the query alone is judged"},
	}
	f.Record.Request = capture.Request{Method: cmp.Or(q.method, "POST"), URL: q.url, Query: q.query, Truncated: true}
	q.note(&f)
	return []scan.Found{f}
}

// callbackOf is the callback command of a packet.
func callbackOf(packet []byte) string {
	_, rest, _ := bytes.Cut(packet, []byte(`"`+command+`"`))
	rest = bytes.TrimLeft(rest, " \t\r\n:")
	value, _ := scan.Decoder(rest).ReadValue()
	name, _ := jsontext.AppendUnquote(nil, value)
	return string(name)
}
