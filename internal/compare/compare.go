// Package compare lists the differences between two callbacks and their answers, by value and not by spelling, and
// pairs the exchanges of two captures that are about the same event.
package compare

import (
	"fmt"
	"strings"

	"github.com/timhook/timhook/payloads/jsontree"
)

// Part is the part of an exchange that differs.
type Part string

// The parts. Those of the answer are compared always, the others where [Options] ask for them.
const (
	Status  Part = "status"  // of the answer; the old or new text is empty where no answer came
	Failure Part = "failure" // why there is no whole answer
	Header  Part = "header"  // Path is the field's name
	Body    Part = "body"    // Path is a JSON Pointer, empty for the whole; if the body is no JSON, Line is used
	Method  Part = "method"  // of the request, as all that follow
	Query   Part = "query"   // Path is the parameter's name
	Sent    Part = "sent"    // a header field of the request; Path is its name
	Packet  Part = "packet"  // as Body
)

// Kind is how something differs.
type Kind string

// The kinds. Added and Removed are the same seen from the other side.
const (
	Added     Kind = "added"
	Removed   Kind = "removed"
	Changed   Kind = "changed"
	Reordered Kind = "reordered" // the same items of an array, or with Spelling the same members, in another order
)

// Difference is one place where two exchanges differ.
type Difference struct {
	Part Part
	Path string // within the part; of what was added, in the new, otherwise in the old
	Line int    // of a body that is no JSON, from 1; 0 otherwise
	Kind Kind
	Old  string // JSON as it was spelt; of the other parts plain text; empty for what was added
	New  string
}

// Where names the place: /MsgBody/0 in the body of an answer; elsewhere the part is in front, as in "header Server".
func (d Difference) Where() string {
	switch where := string(d.Part); {
	case d.Line > 0:
		return fmt.Sprintf("%s line %d", where, d.Line)
	case d.Part == Body && strings.HasPrefix(d.Path, "/"):
		return d.Path
	case d.Path != "":
		return where + " " + d.Path
	default:
		return where
	}
}

// Options add to the comparison of the values of the answers. The zero value adds nothing.
type Options struct {
	// Ignore names places in bodies that do not count, with all below them; "*" stands for any step.
	// A single step is the name of a header field or parameter too.
	Ignore   []jsontree.Path
	Spelling bool // report also order of members, white space, and other spellings of the same value
	Headers  bool // compare header fields too, but for Date, which differs anyway
	Requests bool // compare the requests too
}

// most is how many differences of two bodies are listed; more are not read.
const most = 1000
