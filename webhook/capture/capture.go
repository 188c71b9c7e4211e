// Package capture keeps callbacks as they came, byte for byte.
//
// A [Record] is one exchange: the request, the answer if one came, and the moments between them. [Record.AppendLine]
// writes it as a line of JSON and [ParseLine] reads the line again; a capture file is a file of such lines (NDJSON).
// [Record.Redact] masks secrets before a record is written.
//
// Package read takes records from capture files and from any other format that holds callbacks; package file appends
// them to a file so that none is lost.
package capture

import (
	"time"

	"github.com/timhook/timhook/internal/secret"
	"github.com/timhook/timhook/webhook"
)

// Version names the form of a [Record] in a file. Members are added under it, never renamed.
const Version = "capture/1"

// Record is one exchange as a capture file keeps it. In all of its fields, nil and empty mean the same; what is empty
// is read back as nil.
type Record struct {
	Start   time.Time // with nanoseconds and zone
	Request Request
	Answer  *Answer // nil when no status line came
	Timing  Timing
	// Failure is why there is no whole answer, and FailureClass is the [webhook.FailureClass] of it in words, for
	// instance "timeout". Both are empty when there is one.
	Failure, FailureClass string
	// Redacted names what was masked: "Sign", names of header fields and parameters, "url", "body", "answer body" and
	// so on.
	Redacted []string
	// Shadow is the URL of a second backend whose answer this is, to a callback that stands in the file with the answer of
	// the first; empty: the exchange is the callback's own.
	Shadow   string
	Verdict  string    // of a run that judged the answer: pass, warn, fail, error; empty where none did
	Findings []Finding // of that run
	// Extra holds the members that this version does not know, as "name":value pairs in their order and spelling with
	// commas between them, for writing them again. The parts of a record have an Extra of their own.
	Extra string
}

// Request is a request as it came.
type Request struct {
	Method    string
	URL       string // as it was addressed, without the query: "http://127.0.0.1:9000/im"
	Query     string // as it stood on the wire, without the question mark
	Proto     string // "": HTTP/1.1
	Header    []webhook.HeaderField
	Body      []byte // decoded from chunks
	Truncated bool   // only the beginning of the body was kept
	// Wire is the whole message as it came, where the fields above would be written otherwise: odd spacing in the head,
	// chunks, bare line feeds. nil where they give the same bytes.
	Wire  []byte
	Extra string // as [Record] has it
}

// Answer is the answer, as far as it came.
type Answer struct {
	Proto     string
	Status    int
	Reason    string
	Header    []webhook.HeaderField
	Body      []byte // decoded from chunks
	Truncated bool   // only the beginning of the body was kept
	Wire      []byte // as Request.Wire; interim answers included, and whatever came after the end
	Extra     string // as [Record] has it
}

// Timing holds the moments of an exchange, each as the time since its start, whole microseconds in a file.
type Timing struct {
	Connect   time.Duration
	FirstByte time.Duration
	Total     time.Duration
	Added     time.Duration // of Total, what recording and forwarding took; 0 where nothing was forwarded
	Extra     string        // as [Record] has it
}

// Finding names what was found in the answer, as conformance.Finding has it.
type Finding struct {
	Check string
	Path  string
	Want  string
	Extra string // as [Record] has it
}

// Same reports whether two findings are of the same check, at the same place, with the same expectation.
func (f Finding) Same(as Finding) bool {
	return f.Check == as.Check && f.Path == as.Path && f.Want == as.Want
}

// Redaction says what is masked in a record beside what always is: header fields and parameters whose names are those
// of secrets (Authorization, Cookie, X-Api-Key, access_token), and the password of a URL. The zero value
// masks Sign, too. What is masked in a request is so wherever else it stands, for instance in an answer that quotes it,
// unless it is too short to be told from other texts.
type Redaction struct {
	KeepSign bool // leave Sign as it is
	// Mask are names of what else is masked: of a header field, a parameter, a member of a packet at any depth, or the
	// segment of a path in front of the one that is secret.
	Mask []string
	// Secrets are texts of six bytes or more that stand nowhere in a record, in none of their usual spellings: for
	// instance the token. A shorter one would be found in texts that have nothing to do with it, and is left.
	Secrets []string
}

// Masked replaces a secret. It is legal in a query and in a header field, so a masked request can be sent. Within a
// body it is made as long as the secret, so that lengths and offsets stay.
const Masked = secret.Mask
