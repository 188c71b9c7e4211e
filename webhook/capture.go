package webhook

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"strings"
	"time"
	"unicode/utf8"
)

// CaptureVersion names the form of a [Record] in a file. Members are added under it, never renamed.
const CaptureVersion = "capture/1"

// Record is one exchange as a capture file keeps it: one JSON object on a line.
type Record struct {
	Version  string        `json:"timhook"`
	Start    time.Time     `json:"start"` // nanoseconds and zone
	Request  RecordRequest `json:"request"`
	Answer   *RecordAnswer `json:"answer,omitempty"` // absent when no status line came
	Timing   RecordTiming  `json:"timing"`
	Failure  string        `json:"failure,omitempty"`
	Redacted []string      `json:"redacted,omitempty"` // what was masked: "Sign", names of header fields
}

// RecordRequest is the request; the query is as it stood on the wire.
type RecordRequest struct {
	Method string      `json:"method"`
	URL    string      `json:"url"` // without the query
	Query  string      `json:"query,omitempty"`
	Header [][2]string `json:"header"`
	RecordBody
}

// RecordAnswer is the answer, as far as it came.
type RecordAnswer struct {
	Proto     string      `json:"proto"`
	Status    int         `json:"status"`
	Reason    string      `json:"reason,omitempty"`
	Header    [][2]string `json:"header"`
	Truncated bool        `json:"truncated,omitempty"`
	RecordBody
}

// RecordBody is text where the bytes are valid UTF-8, base64 otherwise.
type RecordBody struct {
	Text   *string `json:"body,omitempty"`
	Base64 string  `json:"bodyBase64,omitempty"`
}

// RecordTiming is [Timing] in microseconds.
type RecordTiming struct {
	Connect   int64 `json:"connectUs"`
	FirstByte int64 `json:"firstByteUs"`
	Whole     int64 `json:"wholeUs"`
}

// NewRecord makes a record of an exchange. Sign and the header fields that carry credentials are masked.
func NewRecord(x *Exchange) Record {
	endpoint := *x.Request.Endpoint
	endpoint.RawQuery = ""
	r := Record{
		Version: CaptureVersion, Start: x.Start,
		Request: RecordRequest{Method: x.Request.Method, URL: endpoint.String(), RecordBody: newRecordBody(x.Request.Body)},
		Timing:  RecordTiming{x.Timing.Connect.Microseconds(), x.Timing.FirstByte.Microseconds(), x.Timing.Whole.Microseconds()},
	}
	_, r.Request.Query, _ = strings.Cut(x.Request.RequestTarget(), "?")
	r.maskSign()
	r.Request.Header = r.header(x.Request.Header)
	if x.Status != 0 {
		r.Answer = &RecordAnswer{
			Proto: x.Proto, Status: x.Status, Reason: x.Reason, Header: r.header(x.Header), Truncated: x.Truncated, RecordBody: newRecordBody(x.Body),
		}
	}
	if x.Failure != nil {
		r.Failure = x.Failure.Error()
	}
	return r
}

// AppendLine writes the record as one line.
func (r Record) AppendLine(dst []byte) ([]byte, error) {
	var line bytes.Buffer
	enc := json.NewEncoder(&line)
	enc.SetEscapeHTML(false) // a query full of \u0026 is hard to read
	err := enc.Encode(r)
	return append(dst, line.Bytes()...), err
}

func newRecordBody(body []byte) RecordBody {
	if utf8.Valid(body) {
		text := string(body)
		return RecordBody{Text: &text}
	}
	return RecordBody{Base64: base64.StdEncoding.EncodeToString(body)}
}

const masked = "…"

func (r *Record) maskSign() {
	pieces := strings.Split(r.Request.Query, "&")
	for i, piece := range pieces {
		if name, _, _ := strings.Cut(piece, "="); name == "Sign" {
			pieces[i] = "Sign=" + masked
			r.Redacted = append(r.Redacted, "Sign")
		}
	}
	r.Request.Query = strings.Join(pieces, "&")
}

// header keeps order and spelling, and masks what carries credentials.
func (r *Record) header(fields []HeaderField) [][2]string {
	list := make([][2]string, 0, len(fields))
	for _, f := range fields {
		switch strings.ToLower(f.Name) {
		case "authorization", "proxy-authorization", "cookie", "set-cookie":
			f.Value = masked
			r.Redacted = append(r.Redacted, f.Name)
		}
		list = append(list, [2]string{f.Name, f.Value})
	}
	return list
}
