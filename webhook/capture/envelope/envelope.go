// Package envelope reads requests out of the JSON in which other tools keep them: collections of Postman and Insomnia,
// the lists of webhook.site and ngrok, events of cloud functions, targets of vegeta, and objects of one's own that hold
// a request and its body.
//
// [Name] tells what a value is, and [Read] gives the exchanges that it holds. The formats differ in the names of their
// members and in how deep these lie, so one reader finds a request in any object by the roles of its members; the list
// of formats gives their names, and what is special in them.
package envelope

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"github.com/timhook/timhook/webhook/capture"
	"github.com/timhook/timhook/webhook/capture/scan"
)

// Names of JSON of no tool that is known.
const (
	Generic = "JSON object around a request"
	Around  = "JSON object around a packet" // deep in it, or in a text of it
)

// Name is the name of the format that a JSON object or array is in, for instance "Postman collection". It is empty for
// a packet, for a record of a capture, and for what holds no request. The value need not be whole; of one that is not,
// the first MiB is looked at.
func Name(value []byte) string {
	name, _, _ := Open(value)
	return name
}

// Read gives the exchanges of a JSON value that [Name] knows, in their order, with places within the value. Requests
// that are no callbacks are among them. The error is about the value as a whole, and names the way out.
func Read(value []byte) ([]scan.Found, error) {
	_, list, err := Open(value)
	return list, err
}

// Open is [Name] and [Read] at once.
func Open(value []byte) (name string, list []scan.Found, err error) {
	s := shapeOf(value)
	for _, own := range [...]string{
		"timhook", "log.entries", "case.exchanges", command, "Events." + command, "ActionStatus",
	} {
		if _, ok := s[own]; ok {
			return "", nil, errNothing
		}
	}
	_, fault := scan.Decoder(value).ReadValue()
	for i := range formats {
		switch f := &formats[i]; {
		case !f.fits(s):
		case fault != nil && f.refused == "":
			return f.name, nil, fmt.Errorf("%s: it is no JSON to its end: %w", withArticle(f.name), fault)
		default:
			list, err = f.read(value)
			return f.name, list, err
		}
	}
	if fault != nil {
		if s.holdsRequest() {
			name = Generic
		}
		return name, nil, fmt.Errorf("it is no JSON to its end: %w", fault)
	}
	f := &format{name: Generic, unsure: true}
	list, err = f.read(value)
	switch {
	case err != nil:
		return "", nil, errNothing
	case s.holdsRequest(), slices.ContainsFunc(list, func(f scan.Found) bool { return !f.Lone }):
		return Generic, list, nil
	}
	for i := range list {
		list[i].Notes[0] = "found in " + withArticle(Around)
	}
	return Around, list, nil
}

// read gives what a value in the format holds.
func (f *format) read(value []byte) ([]scan.Found, error) {
	if f.refused != "" {
		return nil, fmt.Errorf("%s: %s", withArticle(f.name), f.refused)
	}
	r := &reader{format: f, from: "found in " + withArticle(f.name), lines: newlines(value)}
	root := scan.Piece{Text: value}
	if f.in != nil {
		root, _ = member(root, f.in...)
	}
	if f.open != "" {
		r.variables(scan.Piece{Text: value})
	}
	if r.look(root, 0); len(r.list) == 0 {
		return nil, fmt.Errorf("%s: %w", withArticle(f.name), errNothing)
	}
	return r.list, nil
}

func withArticle(name string) string {
	if strings.ContainsAny(name[:1], "aeioI") || strings.HasPrefix(name, "HTTP") {
		return "an " + name
	}
	return "a " + name
}

// reader collects what a value holds.
type reader struct {
	format   *format
	from     string            // the note of each request: where it was found
	variable map[string]string // by their names
	lines    []int             // offsets of the line feeds
	list     []scan.Found
}

func newlines(text []byte) []int {
	list := make([]int, 0, bytes.Count(text, []byte("\n")))
	for i, c := range text {
		if c == '\n' {
			list = append(list, i)
		}
	}
	return list
}

// place is that of a byte of the whole value.
func (r *reader) place(offset int) capture.Place {
	before, _ := slices.BinarySearch(r.lines, offset)
	begin := 0
	if before > 0 {
		begin = r.lines[before-1] + 1
	}
	return capture.Place{Line: before + 1, Column: offset - begin + 1}
}

// deepest is how far a request may lie in a value: folders within folders.
const deepest = 24

// look searches a value for requests and packets.
func (r *reader) look(v scan.Piece, depth int) {
	if depth > deepest {
		return
	}
	switch kind(v) {
	case '[':
		for _, item := range values(v) {
			r.look(item, depth+1)
		}
	case '"':
		r.lookInText(v, depth)
	case '{':
		r.lookInObject(v, depth)
	}
}

func (r *reader) lookInObject(v scan.Piece, depth int) {
	if isPacket(v) {
		r.add(r.lone(v))
		return
	}
	o := objectOf(v)
	o.complete()
	if in := o.first(inside); kind(in) == '{' {
		request := objectOf(in)
		switch {
		case request.isRequest() && (request.has(address) || request.has(query) || !o.isRequest()):
			request.borrow(o, answer, moment, cut)
			r.addWith(request, v, in, depth)
			return
		case o.isRequest():
			o.borrow(request, address, query, header, body, encoding, moment, cut)
			r.add(r.found(o))
			return
		}
	}
	if o.isRequest() {
		r.add(r.found(o))
		return
	}
	for _, value := range values(v) {
		r.look(value, depth+1)
	}
}

// complete takes from the context, as events of cloud functions have it, what the object lacks, for instance
// requestContext.http.method.
func (o *object) complete() {
	for c := o; kind(c.first(context)) == '{'; {
		c = objectOf(c.first(context))
		o.borrow(c, method, address, moment)
	}
}

// borrow takes members of those roles from another object where this one has none.
func (o *object) borrow(from *object, list ...role) {
	for _, r := range list {
		if !o.has(r) {
			o.of[r] = from.of[r]
		}
	}
}

// addWith adds a request. Where its body was not kept with it, a packet elsewhere in the object around it is one of its
// own.
func (r *reader) addWith(request *object, around, in scan.Piece, depth int) {
	f := r.found(request)
	r.add(f)
	if !slices.Contains(f.Hidden, "body") {
		return
	}
	for _, value := range values(around) {
		if value.Offset(0) != in.Offset(0) {
			r.look(value, depth+1)
		}
	}
}

// lookInText searches a string that holds JSON, JSON behind other text as in a log, or JSON in base64.
func (r *reader) lookInText(v scan.Piece, depth int) {
	isPlain := bytes.Contains(v.Text, []byte(command))
	if !isPlain && !bytes.HasPrefix(v.Text, []byte(`"e`)) {
		return
	}
	c := contentOf(v, "")
	if c.err != nil {
		return
	}
	begin := bytes.Index(c.Text, []byte(`{"`))
	if isObject(c.Text) || begin < 0 {
		begin = 0
	}
	value, err := scan.Decoder(c.Text[begin:]).ReadValue()
	if err == nil && kind(scan.Piece{Text: value}) == '{' {
		r.look(c.Part(begin, begin+len(value)), depth+1)
	}
}

// add puts the name of the format in front of the notes.
func (r *reader) add(f scan.Found) {
	if f.Err == nil {
		f.Notes = append([]string{r.from}, f.Notes...)
	}
	r.list = append(r.list, f)
}
