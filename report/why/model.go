package why

import (
	"time"

	"github.com/timhook/timhook/report/safe"
)

// Finding is one cause of failures. Any number of cases may show it.
type Finding struct {
	Check    string `json:"check"`
	Title    string `json:"title"`          // the requirement
	Docs     string `json:"docs,omitempty"` // address of the page about the check
	Level    string `json:"level"`          // MUST, SHOULD, MAY
	Outcome  string `json:"outcome"`
	Callback string `json:"callback"`
	Case     string `json:"case"` // the smallest that shows it
	// Cause is the diagnosis in one sentence, by what the case varied and what was Answered; empty: none is known.
	Cause  string `json:"cause,omitempty"`
	Path   string `json:"path"`
	Offset int    `json:"offset"` // in the answer's body; -1: no place in it
	Length int    `json:"length"`
	// Caret is the same place in the body of Sample; absent where that body is cut before it.
	Caret   *safe.Caret `json:"caret,omitempty"`
	Got     string      `json:"got"`
	Want    string      `json:"want"`
	Message string      `json:"message"`
	// Corrected is the backend's own answer as it should have been, with its other members kept; "HTTP 200" and two
	// blanks stand before it where the status was wrong, too. It is a guess unless CorrectedSure.
	Corrected     string `json:"corrected,omitempty"`
	CorrectedSure bool   `json:"correctedSure,omitempty"`
	// Count includes cases that are not listed in Cases.
	Count     int      `json:"count"`
	Cases     []string `json:"cases"`
	Listed    []string `json:"listed,omitempty"`    // the cases beside Case for people: "random-int32-over (bot, send)"
	SameCheck bool     `json:"sameCheck,omitempty"` // the cases have only the check in common
	NotSent   int      `json:"notSent,omitempty"`   // cases that were left out, since the ordinary packet fails so
	Spread    string   `json:"spread,omitempty"`    // of the cases beside Case over the callbacks: "bot 4, attr 7"
	Source    string   `json:"source"`
	Evidence  string   `json:"evidence"`
	Impact    string   `json:"impact"`
	Fix       string   `json:"fix"`
	Reproduce string   `json:"reproduce"` // the command line that repeats it
	Curl      string   `json:"curl,omitempty"`
	Shrunk    string   `json:"shrunk,omitempty"` // the smallest packet that draws it, and from how many bytes it came
	Doc       string   `json:"doc,omitempty"`    // what varies in Case
	Sample    Exchange `json:"sample"`           // the exchange of Case that shows it
}

// Case is one case and its result.
type Case struct {
	Name      string     `json:"case"`
	Callback  string     `json:"callback"`
	ID        string     `json:"id"`
	Section   string     `json:"section,omitempty"`
	Doc       string     `json:"doc,omitempty"`
	Source    string     `json:"source,omitempty"`
	Level     string     `json:"level"`
	Expect    string     `json:"expect"`              // OK, OK=, OKv, REFUSE, SANE, INFO
	ExpectDoc string     `json:"expectDoc,omitempty"` // the same in words
	Tags      []string   `json:"tags,omitempty"`
	Outcome   string     `json:"outcome"`
	Skipped   string     `json:"skipped,omitempty"`   // the reason
	Known     string     `json:"known,omitempty"`     // why it is listed as failing
	Bug       string     `json:"bug,omitempty"`       // of timhook, which ended the case
	Notes     []string   `json:"notes,omitempty"`     // what is worth knowing and fails nothing
	Reproduce string     `json:"reproduce,omitempty"` // the command line that repeats the case
	Seconds   float64    `json:"seconds"`
	Exchanges []Exchange `json:"exchanges,omitempty"`
}

// Exchange is one request of a case and its answer.
type Exchange struct {
	Label    string       `json:"label,omitempty"`
	Delivery string       `json:"delivery,omitempty"` // "retry" after a timeout, "again" for a redelivery
	Expect   string       `json:"expect,omitempty"`   // in words, since it may differ from the case's
	Outcome  string       `json:"outcome"`
	Reaction string       `json:"reaction,omitempty"`
	Note     string       `json:"note,omitempty"`
	Error    string       `json:"error,omitempty"`  // why it could not be judged
	Checks   []string     `json:"checks,omitempty"` // ids of the findings
	Found    []Found      `json:"found,omitempty"`  // the findings, in the order of Checks
	Start    time.Time    `json:"start,omitzero"`
	Link     string       `json:"link,omitempty"`     // of --link-template, where something is wrong with the answer
	Decision *Decision    `json:"decision,omitempty"` // nil where the answer decides nothing
	Request  Sent         `json:"request"`
	Answer   Answer       `json:"answer"`
	Wire     safe.Content `json:"-"` // what was sent, byte for byte; only where a case is written as it ends
}

// Found is one requirement that an exchange does not meet.
type Found struct {
	Check   string `json:"check"`
	Level   string `json:"level"`
	Outcome string `json:"outcome"` // fail, warn, known, or info for a note
	Path    string `json:"path"`
	Offset  int    `json:"offset"` // in the answer's body as it came; -1: no place in it
	Length  int    `json:"length"`
	Got     string `json:"got"`
	Want    string `json:"want"`
	Message string `json:"message"`
}

// Sent is a request. What its URL and its query hold as secrets is masked.
type Sent struct {
	Method string      `json:"method"`
	URL    string      `json:"url"`             // without the query
	Given  string      `json:"given,omitempty"` // the backend's URL, where it has a query of its own
	Query  string      `json:"query,omitempty"`
	Header [][2]string `json:"header,omitempty"`
	safe.Content
}

// Answer is the answer, as far as it came.
type Answer struct {
	Status      int          `json:"status,omitempty"`
	Proto       string       `json:"proto,omitempty"`
	Reason      string       `json:"reason,omitempty"`
	Header      [][2]string  `json:"header,omitempty"`
	Failure     string       `json:"failure,omitempty"` // why there is no whole answer
	Truncated   bool         `json:"truncated,omitempty"`
	Reused      bool         `json:"reusedConnection"`
	Redialed    bool         `json:"redialed"` // sent again over a new connection, since the kept one was closed
	ConnectMS   float64      `json:"connectMs"`
	FirstByteMS float64      `json:"firstByteMs"`
	WholeMS     float64      `json:"wholeMs"`
	Wire        safe.Content `json:"-"` // what came, byte for byte; as Exchange.Wire
	safe.Content
}
