package scan

import "github.com/timhook/timhook/webhook/capture"

// Found is an exchange that stands in a text of another kind, for instance in a line of a log.
type Found struct {
	Record capture.Record
	Line   int      // of the text on which it begins, from 1
	Notes  []string // what was odd, and how it was read: one sentence each
	Err    error    // why it cannot be read, Record being empty; the rest of the text can be
	// Place is the place of a byte of a body in the text; nil where the text spells the body otherwise.
	Place func(isAnswer bool, offset int) capture.Place
}
