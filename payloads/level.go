package payloads

// Level is how strongly the sources demand something, of a packet or of a backend.
type Level uint8

// The levels.
const (
	Must   Level = iota // a page demands it, or it follows directly from one
	Should              // strongly inferred from pages or captures
	May                 // for information
)

// String returns the level as requirements write it: MUST, SHOULD, MAY.
func (l Level) String() string { return [...]string{"MUST", "SHOULD", "MAY"}[l] }

// Expect is how a right backend answers a packet.
type Expect uint8

// The expectations. The answer is the same for the first three; the difference is in what the backend should have
// stored afterwards, which only its user can see.
const (
	ExpectOK      Expect = iota // HTTP 200 within 2 s; ActionStatus "OK", ErrorCode 0 and ErrorInfo, a string
	ExpectSame                  // OK, and the event is processed exactly as the ordinary packet's
	ExpectValue                 // OK, and the value that varies arrives byte for byte
	ExpectRefuse                // any answer but OK, and no side effect
	ExpectSurvive               // no 5xx, hang, dropped connection or crash; the next valid request succeeds
	ExpectInfo                  // reported and never judged
)

// String returns the short form for lists: OK, OK=, OKv, REFUSE, SANE, INFO.
func (e Expect) String() string {
	return [...]string{"OK", "OK=", "OKv", "REFUSE", "SANE", "INFO"}[e]
}

// Accepts reports whether the answer has to be the success packet.
func (e Expect) Accepts() bool { return e <= ExpectValue }

// Doc is the expectation in a sentence to the backend's author, for instance "accept, and keep the varied value byte
// for byte".
func (e Expect) Doc() string {
	return [...]string{
		"accept: HTTP 200 within 2 s, ActionStatus OK, ErrorCode 0, ErrorInfo a string",
		"accept, and process the event exactly as the baseline's",
		"accept, and keep the varied value byte for byte",
		"refuse: 4xx, or HTTP 200 with FAIL or an ErrorCode that is not 0, and no side effect",
		"survive: any answer but 5xx, a hang or a dropped connection; the next valid request succeeds",
		"either way: what happened is reported, not judged",
	}[e]
}

// Evidence is how sure a statement about Chat is.
type Evidence uint8

// The evidence.
const (
	Documented Evidence = iota // a page of Tencent's has it
	Observed                   // captured traffic or public receivers show it
	Inferred                   // our conclusion
)

// String returns the word beside a source in reports, for instance "observed".
func (e Evidence) String() string { return [...]string{"documented", "observed", "inferred"}[e] }
