// Package har holds the types of an HTTP Archive 1.2 as timhook writes it, and reads the entries of any: [Read] takes
// what other tools put in the place of a text, a number or a date, and tells of it.
//
// Source: http://www.softwareishard.com/blog/har-12-spec/. Members that begin with an underscore are of a tool's own.
package har

import "time"

// Archive is the whole file.
type Archive struct {
	Log Log `json:"log"`
}

// Log is its only member. Times are in milliseconds, sizes in bytes; -1 is a size or a phase that is not known.
type Log struct {
	Version string  `json:"version"` // "1.2"
	Creator Creator `json:"creator"`
	Entries []Entry `json:"entries"`
}

// Creator names the program that wrote the archive.
type Creator struct {
	Name    string `json:"name"`
	Version string `json:"version"`
}

// Pair is a header field, a cookie, a parameter of the query or a field of a form.
type Pair struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// Types of members.
type (
	Pairs []Pair
	Count int // of bytes; -1: not known
	Note  string
	Text  string // bytes that are no UTF-8 are in base64, which is named beside it
	Cache struct{}
)

// Entry is one exchange.
type Entry struct {
	Started  time.Time `json:"startedDateTime"`
	Time     float64   `json:"time"` // the sum of the timings
	Request  Request   `json:"request"`
	Response Response  `json:"response"`
	Cache    Cache     `json:"cache"`
	Timings  Timings   `json:"timings"`
	Comment  Note      `json:"comment,omitempty"`
}

// Request is the request with its query in the URL, too.
type Request struct {
	Method      string `json:"method"`
	URL         string `json:"url"`
	HTTPVersion string `json:"httpVersion"`
	Cookies     Pairs  `json:"cookies"`
	Headers     []Pair `json:"headers"`
	QueryString Pairs  `json:"queryString"`
	PostData    Post   `json:"postData"`
	HeadersSize Count  `json:"headersSize"`
	BodySize    Count  `json:"bodySize"`
}

// Post is the body of a request. HAR has no member that says how bytes are encoded in the text. Timhook has its own
// one, and [Read] takes the one that other tools write, too.
type Post struct {
	MimeType Note   `json:"mimeType"`
	Text     Text   `json:"text"`
	Encoding string `json:"_encoding,omitempty"` // "base64", or empty
}

// Response is the answer. Its status is 0 where none came.
type Response struct {
	Status      int     `json:"status"`
	StatusText  string  `json:"statusText"`
	HTTPVersion string  `json:"httpVersion"`
	Cookies     Pairs   `json:"cookies"`
	Headers     []Pair  `json:"headers"`
	Content     Content `json:"content"`
	RedirectURL Note    `json:"redirectURL"`
	HeadersSize Count   `json:"headersSize"`
	BodySize    Count   `json:"bodySize"`
	Error       string  `json:"_error,omitempty"` // why there is no whole answer, as browsers write it
	Comment     Note    `json:"comment,omitempty"`
}

// Content is the body of an answer. The comment "cut" is timhook's: only the beginning was kept.
type Content struct {
	Size     Count  `json:"size"`
	MimeType Note   `json:"mimeType"`
	Text     Text   `json:"text,omitempty"`
	Encoding string `json:"encoding,omitempty"` // "base64", or empty
	Comment  string `json:"comment,omitempty"`
}

// Timings are the phases of an exchange in their order. Connect includes the handshake of TLS; it is -1 where the
// connection was there already.
type Timings struct {
	Blocked float64 `json:"blocked,omitempty"`
	DNS     float64 `json:"dns,omitempty"`
	Connect float64 `json:"connect"`
	Send    float64 `json:"send"`
	Wait    float64 `json:"wait"`
	Receive float64 `json:"receive"`
}
