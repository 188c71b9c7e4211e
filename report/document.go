package report

import (
	"time"

	"github.com/timhook/timhook/report/safe"
)

// Document is a finished run as plain data: the one model that every format reads, and what a run's NDJSON holds.
// Members are added, never renamed. Nothing that writes it may change it.
//
// Texts stand in it as they came, secrets included: whatever is to be seen goes through [Visible], and what is written
// to a [Redactor] is masked text by text before, so that no secret is cut or encoded along with its surroundings.
type Document struct {
	Verdict   string         `json:"verdict"` // pass, fail, warn, skip or error
	Counts    map[string]int `json:"counts"`  // cases by outcome: pass, fail, warn, info, known, fixed, skip, error
	Seed      uint64         `json:"seed"`
	Now       time.Time      `json:"now"`
	Version   string         `json:"version"`
	Catalogue string         `json:"catalogue"`
	Backend   string         `json:"backend"` // URL without its query
	SDKAppID  uint64         `json:"sdkAppId"`
	Signed    bool           `json:"signed"`
	Captured  bool           `json:"captured,omitempty"` // the packets were: neither seed nor now makes them again, and sdkAppId 0 stands for theirs
	Started   time.Time      `json:"started"`
	Seconds   float64        `json:"seconds"`
	Ended     string         `json:"ended,omitempty"`    // why the run ended early
	Hints     []string       `json:"hints,omitempty"`    // what to look at first, where much was refused
	Problems  []string       `json:"problems,omitempty"` // what fails the run beside findings: budgets missed, entries of the known-failing list that are stale
	Findings  []Finding      `json:"findings"`           // one for each cause, the strongest first
	Cases     []Case         `json:"cases,omitempty"`    // in the order of the run; of one too long to keep, those that show the findings
	Unlisted  map[string]int `json:"unlisted,omitempty"` // further cases by outcome, which Counts includes and Cases leaves out
	Load      *Load          `json:"load,omitempty"`     // of a load, whose cases are not listed at all
}

// Finding is one thing that is wrong, however many cases show it.
type Finding struct {
	Check    string      `json:"check"`
	Title    string      `json:"title"` // the requirement
	Level    string      `json:"level"` // MUST, SHOULD, MAY
	Outcome  string      `json:"outcome"`
	Callback string      `json:"callback"`
	Case     string      `json:"case"` // the smallest that shows it
	Path     string      `json:"path"`
	Offset   int         `json:"offset"` // in the answer's body; -1: no place in it
	Length   int         `json:"length"`
	Caret    *safe.Caret `json:"caret,omitempty"` // the same place in Sample's body as it stands here; absent when it is not in it
	Got      string      `json:"got"`
	Want     string      `json:"want"`
	Message  string      `json:"message"`
	Count    int         `json:"count"` // of cases, those that were not played because they would repeat it and those that are not listed included
	Cases    []string    `json:"cases"`
	Spread   string      `json:"spread,omitempty"` // of the cases beside Case over the callbacks: "bot 4, attr 7"
	Source   string      `json:"source"`
	Evidence string      `json:"evidence"`
	Means    string      `json:"means"`
	Mend     string      `json:"mend"`
	Again    string      `json:"again"` // the command line that repeats it
	Curl     string      `json:"curl,omitempty"`
	Shrunk   string      `json:"shrunk,omitempty"` // the smallest packet that draws it, and from how many bytes it came
	Doc      string      `json:"doc,omitempty"`    // what varies in Case
	Sample   Exchange    `json:"sample"`           // the exchange of Case that shows it
}

// Case is what came of one case.
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
	Skipped   string     `json:"skipped,omitempty"` // the reason
	Known     string     `json:"known,omitempty"`   // why it is listed as failing
	Bug       string     `json:"bug,omitempty"`     // of timhook, which ended the case
	Seconds   float64    `json:"seconds"`
	Exchanges []Exchange `json:"exchanges,omitempty"`
}

// Exchange is one request of a case and what came back.
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
	Request  Sent         `json:"request"`
	Answer   Answer       `json:"answer"`
	Wire     safe.Content `json:"-"` // what was sent, byte for byte; only where a case is written as it ends
}

// Found is what one exchange shows of a requirement that is not met.
type Found struct {
	Check   string `json:"check"`
	Level   string `json:"level"`
	Path    string `json:"path"`
	Offset  int    `json:"offset"` // in the answer's body as it came; -1: no place in it
	Length  int    `json:"length"`
	Got     string `json:"got"`
	Want    string `json:"want"`
	Message string `json:"message"`
}

// Sent is a request. Its query has Sign masked, and "…" where the backend's URL had parameters of its own.
type Sent struct {
	Method string      `json:"method"`
	URL    string      `json:"url"` // without the query, which may hold secrets of the app's own
	Query  string      `json:"query,omitempty"`
	Header [][2]string `json:"header,omitempty"`
	safe.Content
}

// Answer is what came back, as far as it did.
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
