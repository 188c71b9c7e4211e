// Package read takes exchanges from whatever holds callbacks: captures, the NDJSON of a run, HAR, packets as JSON (with
// comments, one a line, in an array), raw HTTP messages, curl lines, logs and the documents of other tools, each also
// packed with gzip or zstd.
//
// [Entries] tells the formats apart by their content and reads in a stream: a file may be larger than the memory, and
// an entry that is longer than [ReadOptions.MaxLine] is an error. Every [Entry] knows its place in its input, and a
// [Filter] picks entries by callback, parameter or result.
package read

import (
	"bytes"
	"fmt"
	"io"
	"iter"

	"github.com/timhook/timhook/internal/charset"
	"github.com/timhook/timhook/webhook/capture"
	"github.com/timhook/timhook/webhook/capture/scan"
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
	// KindEnvelope is another tool's document around requests, such as a collection of Postman; [Entry.Format] names
	// it.
	KindEnvelope Kind = "envelope"
	KindGor      Kind = "gor file" // requests that GoReplay has kept
	KindLog      Kind = "log"      // lines of a log with packets in them
)

// Input is something to read: a file, or standard input.
type Input struct {
	Name string // as messages show it
	Open func() (io.ReadCloser, error)
	// Beside opens a file that the input names, such as the body of an entry: only plain relative names in the input's
	// own folder and below. nil: there is no folder.
	Beside func(name string) ([]byte, error)
	// First and Last are the numbers of the entries that are wanted, both included. 0: from the beginning, to the end.
	First, Last int
}

// Entry is one exchange as it was read. What was read from a lone packet has a Request of CallbackCommand and body
// only, and no answer; what was read from a lone response packet has an answer only.
type Entry struct {
	capture.Record
	Input  string // name of the input
	Number int    // within its input, from 1: the N of FILE#N; of a capture its line, of a HAR counting POSTs only
	Line   int    // of its input on which it begins, from 1
	Kind   Kind
	Format string // as messages name it: the Kind, or the other tool's name of an envelope
	Lone   bool   // a packet or an answer alone: there is no method, query or header to judge
	Dated  bool   // Start is when the request was sent, and not made up
	// Case and Label name what a run was trying; empty where the entry is of no run.
	Case, Label string
	// Notes are what was odd in the input about this entry, and how it was read: one sentence each.
	Notes []string
	// Hidden are the parts that a variable of the input stands for, so that their values are not known: "url", "query",
	// "query NAME", "header NAME" or "body".
	Hidden []string

	product string                                      // whose it is, where it is none of Chat's
	place   func(answer bool, offset int) capture.Place // nil: nothing closer than Line is known
}

// Place is the place in the input of a byte of the request's body, or of the answer's. Where the input spells the body
// otherwise, as in base64, it is the beginning of the entry.
func (e *Entry) Place(answer bool, offset int) capture.Place {
	if e.place == nil {
		return capture.Place{Line: max(e.Line, 1), Column: 1}
	}
	return e.place(answer, offset)
}

// lost are characters that stand for others: U+FFFD, and what it becomes where it is read as GBK.
var lost = [...]string{"\ufffd", "锟斤拷"}

// noteGarbled tells of characters that were lost before: no backend is at fault for them.
func (e *Entry) noteGarbled() {
	body := e.Request.Body
	for _, text := range lost {
		if bytes.Contains(body, []byte(text)) {
			e.Notes = append(e.Notes, text+" is in the packet: characters were lost before it came here")
			return
		}
	}
	if bytes.IndexByte(body, 0xc3) < 0 { // which begins most of those that were read as Latin-1
		return
	}
	if shown, meant := charset.Garbled(string(body)); shown != "" {
		e.Notes = append(e.Notes, fmt.Sprintf("%s looks like UTF-8 that was read as Latin-1, and was %s",
			scan.Short(shown), scan.Short(meant)))
	}
}

// ReadOptions say how inputs are read. The zero value works.
type ReadOptions struct {
	Strict   bool                                // end at the first entry that cannot be read
	All      bool                                // pass over POSTs that are no callbacks neither
	MaxLine  int64                               // bytes of one line or entry; 0: 64 MiB
	Detected func(input Input, kind Kind)        // told of each input before its entries; may be nil
	Done     func(input Input, summary *Summary) // told of each input that was read to its end; may be nil
}

// Summary is what an input held.
type Summary struct {
	Kind    Kind
	Entries int // that were read
	Bad     int // that could not be
	Passed  []Passed
	// Format is the Kind, or the other tool's name of an envelope.
	Format string
}

// BadEntry is an entry that cannot be read; others follow.
type BadEntry struct {
	Input  string
	Number int // as [Entry.Number]
	Line   int
	Err    error
}

func (e *BadEntry) Error() string { return fmt.Sprintf("%s:%d: %v", e.Input, e.Line, e.Err) }

// Unwrap returns the cause.
func (e *BadEntry) Unwrap() error { return e.Err }

// EmptyInput is an input that can be read and holds no callback.
type EmptyInput struct {
	Input string
	Why   string // "is empty"
}

func (e *EmptyInput) Error() string { return e.Input + ": " + e.Why }

// Entries reads inputs one after the other, in a stream. An entry and its bytes belong to the caller. The errors are:
//
//   - a [*BadEntry] about one entry; the next one follows, unless Strict ends there
//   - an [*EmptyInput] about one input; the next one follows
//   - any other, which names its input and ends the reading; where there are several inputs, an input that cannot be
//     read is a [*BadEntry]
func Entries(inputs []Input, o ReadOptions) iter.Seq2[*Entry, error] {
	if o.MaxLine <= 0 {
		o.MaxLine = DefaultMaxLine
	}
	return func(yield func(*Entry, error) bool) {
		for _, input := range inputs {
			r := &inputReader{input: input, options: o, yield: yield}
			err := r.read()
			switch {
			case r.stopped:
				return
			case err == nil:
			case len(inputs) == 1 || o.Strict:
				yield(nil, err)
				return
			case !yield(nil, r.unreadable(err)):
				return
			}
		}
	}
}
