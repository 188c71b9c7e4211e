package scan

import "github.com/timhook/timhook/webhook/capture"

// Found is an exchange that stands in a text of another kind, for instance in a line of a log.
type Found struct {
	Record capture.Record
	Line   int      // of the text on which it begins, from 1
	Notes  []string // what was odd, and how it was read: one sentence each
	Err    error    // why it cannot be read, Record being empty; the rest of the text can be
	// Lone is true of a packet or an answer without the request around it: there is no query and no header to judge.
	Lone bool
	// Hidden are the parts of the request that the text does not tell, for instance since a variable stands there:
	// "url", "query", "query NAME", "header", "header NAME" and "body".
	Hidden []string
	// Place is the place of a byte of a body in the text; nil where the text spells the body otherwise.
	Place func(isAnswer bool, offset int) capture.Place
}

// MovedTo is what was found in a value, with the places that it has in the text in which the value begins at the given
// place.
func (f Found) MovedTo(begin capture.Place) Found {
	if place := f.Place; place != nil && begin != (capture.Place{Line: 1, Column: 1}) {
		f.Place = func(isAnswer bool, offset int) capture.Place { return moved(place(isAnswer, offset), begin) }
	}
	f.Line += begin.Line - 1
	return f
}

func moved(p, begin capture.Place) capture.Place {
	if p.Line == 1 {
		p.Column += begin.Column - 1
	}
	p.Line += begin.Line - 1
	return p
}
