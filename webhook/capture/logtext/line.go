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
	for i := range s.found {
		if s.found[i].Lone {
			s.address(&s.found[i])
		}
	}
	switch err := s.fault.err; {
	case err != nil && len(s.found) == 0 && printed(line) != nil:
		return s.refused(printed(line))
	case err != nil && !(s.fault.weak && len(s.found) > 0):
		at := place(s.fault.at)
		err = fmt.Errorf("column %d: a packet is in this line of a log: %w", at.Column, err)
		return append(s.found, scan.Found{Line: at.Line, Err: err})
	case len(s.found) > 0:
		return s.found
	}
	if f := printed(line); f != nil {
		return s.refused(f)
	}
	return s.access()
}

// refused is a line that holds a packet in another language's way.
func (s *search) refused(f *foreign) []scan.Found {
	at := s.place(f.at(s.line))
	err := fmt.Errorf("column %d: the packet is %s and no JSON, so its bytes are lost; log the raw body, "+
		"for instance %s", at.Column, f.what, f.instead)
	return []scan.Found{{Line: at.Line, Err: err}}
}

// address puts the query of the line to a packet that came without one.
func (s *search) address(f *scan.Found) {
	request := &f.Record.Request
	q, ok := queryIn(s.line, callbackOf(request.Body))
	if !ok {
		return
	}
	f.Lone = false
	f.Hidden = append(f.Hidden, "header")
	request.Method, request.URL, request.Query = cmp.Or(q.method, "POST"), q.url, q.query
	s.noteQuery(q, f)
}

const undoneQuery = `escapes in the query, such as \u0026 or &amp; for &, are undone`

func (s *search) noteQuery(q sent, f *scan.Found) {
	if q.undone {
		f.Notes = append(f.Notes, undoneQuery)
	}
	if q.url == "" {
		f.Hidden = append(f.Hidden, "url")
	}
}

// access is a line that holds a query and no packet.
func (s *search) access() []scan.Found {
	q, ok := queryIn(s.line, "")
	if !ok {
		return nil
	}
	f := scan.Found{
		Line: s.place(0).Line, Hidden: []string{"header", "body"},
		Notes: []string{"a line of an access log: it holds the query and not the packet, so the query alone is judged"},
	}
	f.Record.Request = capture.Request{Method: cmp.Or(q.method, "POST"), URL: q.url, Query: q.query, Truncated: true}
	s.noteQuery(q, &f)
	return []scan.Found{f}
}

// callbackOf is the callback command of a packet.
func callbackOf(packet []byte) string {
	_, rest, _ := bytes.Cut(packet, []byte(`"`+command+`"`))
	rest = bytes.TrimLeft(rest, " \t\r\n:")
	value, _ := decoder(rest).ReadValue()
	name, _ := jsontext.AppendUnquote(nil, value)
	return string(name)
}

// foreign is how a language prints what it has read of a packet.
type foreign struct {
	marks   []string // one of them is in the line
	what    string
	instead string
}

var foreigners = [...]foreign{
	{
		[]string{"'CallbackCommand':", "'CallbackCommand' :"},
		"a dict as Python prints it", "request.get_data() of Flask or request.body of Django",
	},
	{
		[]string{"'CallbackCommand' =>", "'CallbackCommand'=>", "[CallbackCommand] =>", `["CallbackCommand"]=>`},
		"an array as PHP prints it", "file_get_contents('php://input')",
	},
	{
		[]string{`"CallbackCommand"=>`, `"CallbackCommand" =>`, ":CallbackCommand=>"},
		"a hash as Ruby prints it", "request.raw_post of Rails",
	},
	{
		[]string{
			"{CallbackCommand=", ", CallbackCommand=", "(CallbackCommand=",
			"{callbackCommand=", ", callbackCommand=", "(callbackCommand=",
		},
		"a map or an object as Java prints it", "the body as a String, before Jackson or Gson reads it",
	},
	{
		[]string{"[CallbackCommand:", "{CallbackCommand:", " CallbackCommand:Group.", " CallbackCommand:Bot."},
		"a map or a struct as Go prints it", "what io.ReadAll(r.Body) gives, with %s",
	},
	{
		[]string{"CallbackCommand: '", `CallbackCommand: "`},
		"an object as JavaScript prints it", "the body as the text that it came as, before JSON.parse",
	},
}

// printed is the language that has printed a packet in a line; nil: none has.
func printed(line []byte) *foreign {
	for i := range foreigners {
		if foreigners[i].at(line) >= 0 {
			return &foreigners[i]
		}
	}
	return nil
}

// at is where the first of its marks is that a line has; -1: it has none.
func (f *foreign) at(line []byte) int {
	for _, mark := range f.marks {
		if i := bytes.Index(line, []byte(mark)); i >= 0 {
			return i
		}
	}
	return -1
}
