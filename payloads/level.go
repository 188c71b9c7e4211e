package payloads

// Level is how strongly the sources demand something.
type Level uint8

// Must is documented or a direct consequence of what is; Should is strongly inferred from documents or captures; May is informational.
const (
	Must Level = iota
	Should
	May
)

// String prints the level in capitals, as requirements are written.
func (l Level) String() string { return [...]string{"MUST", "SHOULD", "MAY"}[l] }

// Expect is how a right backend answers a variant.
type Expect uint8

// The expectations. A backend's answer looks the same for the first three; they differ in what its store should show afterwards.
const (
	ExpectOK      Expect = iota // HTTP 200 within 2 s with ActionStatus OK, ErrorCode 0 and a string ErrorInfo
	ExpectSame                  // OK, and the event is processed exactly as the baseline's
	ExpectValue                 // OK, and the varied value arrives byte for byte
	ExpectRefuse                // anything but acceptance, without side effect
	ExpectSurvive               // any answer that is no 5xx, hang, dropped connection or crash, and the next valid request succeeds
	ExpectInfo                  // reported, never judged
)

// String prints the short form used in lists: OK, OK=, OKv, REFUSE, SANE, INFO.
func (e Expect) String() string {
	return [...]string{"OK", "OK=", "OKv", "REFUSE", "SANE", "INFO"}[e]
}

// Accepts says whether the answer has to be the success packet.
func (e Expect) Accepts() bool { return e <= ExpectValue }

// Doc says in a sentence what the expectation asks of the backend.
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

// Documented stands on a page of Tencent's, Observed in captured traffic or public receivers, Inferred is our conclusion.
const (
	Documented Evidence = iota
	Observed
	Inferred
)

// String prints the word that reports show beside a source.
func (e Evidence) String() string { return [...]string{"documented", "observed", "inferred"}[e] }
