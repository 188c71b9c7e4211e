package capture

import (
	"fmt"
	"io"
	"iter"
)

// Kind is what an input turned out to hold.
type Kind string

// The kinds that [Entries] tells apart by their content.
const (
	KindCapture Kind = "capture"            // records, one on each line
	KindRun     Kind = "run"                // the NDJSON of a finished run
	KindHAR     Kind = "HAR"                // HTTP Archive 1.2
	KindLines   Kind = "JSON Lines"         // a request packet on each line
	KindPacket  Kind = "JSON"               // one request packet, or an array of them
	KindComment Kind = "JSON with comments" // the same as the documentation prints it
	KindHTTP    Kind = "HTTP message"       // a raw request
	KindCurl    Kind = "curl line"          // a shell line that calls curl
)

// Input is something to read: a file, or standard input.
type Input struct {
	Name string // as messages show it
	Open func() (io.ReadCloser, error)
}

// Entry is one exchange as it was read. What was read from a lone packet has a Request of CallbackCommand and body only,
// and no answer.
type Entry struct {
	Record
	Input  string // name of the input
	Number int    // within its input, from 1: the N of FILE#N
	Line   int    // of its input on which it begins, from 1
	Kind   Kind
	// Dated says that Start is when the request was sent, and not made up.
	Dated bool

	place func(body, answer bool, offset int) Place
}

// Place is where something stands in an input.
type Place struct {
	Line   int // from 1
	Column int // from 1, in bytes
}

// ReadOptions say how inputs are read. The zero value works.
type ReadOptions struct {
	Strict   bool                         // end at the first entry that cannot be read
	MaxLine  int64                        // bytes of one line or entry; 0: 64 MiB
	Detected func(input Input, kind Kind) // told of each input before its entries; may be nil
}

// BadEntry is an entry that cannot be read; others follow.
type BadEntry struct {
	Input string
	Line  int
	Err   error
}

func (e *BadEntry) Error() string { return fmt.Sprintf("%s:%d: %v", e.Input, e.Line, e.Err) }

// Unwrap returns the cause.
func (e *BadEntry) Unwrap() error { return e.Err }

// Entries reads inputs one after the other, in a stream. An error that is a [*BadEntry] is about one entry, and the next
// one follows, unless Strict ends there; any other error ends the reading and says which input it is about.
// An entry and its bytes belong to the caller.
func Entries(inputs []Input, o ReadOptions) iter.Seq2[*Entry, error] {
	return func(yield func(*Entry, error) bool) {}
}
