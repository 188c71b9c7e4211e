// Package capture keeps callbacks as they really came, byte for byte, and reads them back.
//
// A capture file is NDJSON: one [Record], which is one exchange, on each line. [Entries] reads such files, and whatever
// else holds callbacks: HAR, a packet as a JSON file, JSON with comments, JSON Lines, a raw HTTP message, a curl line.
package capture

import (
	"time"

	"github.com/timhook/timhook/webhook"
)

// Version names the form of a [Record] in a file. Members are added under it, never renamed.
const Version = "capture/1"

// Record is one exchange as a capture file keeps it.
type Record struct {
	Start    time.Time // with nanoseconds and zone
	Request  Request
	Answer   *Answer // nil when no status line came
	Timing   Timing
	Failure  string    // why there is no whole answer
	Redacted []string  // what was masked: "Sign", names of header fields
	Verdict  string    // of a run that judged the answer: pass, warn, fail, error; empty where none did
	Findings []Finding // of that run
	// Extra holds the members that this version does not know, as "name":value pairs in their order and spelling,
	// for writing them again.
	Extra []byte
}

// Request is a request as it came.
type Request struct {
	Method string
	URL    string // as it was addressed, without the query: "http://127.0.0.1:9000/im"
	Query  string // as it stood on the wire, without the question mark
	Proto  string // "": HTTP/1.1
	Header []webhook.HeaderField
	Body   []byte // decoded from chunks
	// Truncated says that only the beginning of the body was kept.
	Truncated bool
	// Wire is the whole message as it came, where the fields above would be written otherwise: odd spacing in the head,
	// chunks, bare line feeds. nil where they give the same bytes.
	Wire []byte
}

// Answer is the answer, as far as it came.
type Answer struct {
	Proto     string
	Status    int
	Reason    string
	Header    []webhook.HeaderField
	Body      []byte // decoded from chunks
	Truncated bool   // only the beginning of the body was kept
	Wire      []byte // as Request.Wire; interim answers included
}

// Timing holds the moments of an exchange, each as the time since its start, whole microseconds in a file.
type Timing struct {
	Connect   time.Duration
	FirstByte time.Duration
	Whole     time.Duration
	Added     time.Duration // of Whole, what recording and forwarding took; 0 where nothing was forwarded
}

// Finding names what was found in the answer, as [conformance.Finding] has it.
type Finding struct {
	Check string
	Path  string
	Want  string
}

// Redaction says what is masked in a record. Authorization, Proxy-Authorization, Cookie and Set-Cookie always are.
type Redaction struct {
	KeepSign bool     // leave Sign as it is
	Header   []string // names of further header fields
	Secrets  []string // texts that stand nowhere in a record, for instance the token
}

// Masked stands where a secret stood. It is legal in a query and in a header field, so a masked request can be sent.
const Masked = "masked"
