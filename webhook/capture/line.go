package capture

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"time"
	"unicode/utf8"

	"github.com/timhook/timhook/webhook"
)

// line is a record as it is spelt.
type line struct {
	Version string      `json:"timhook"`
	Start   time.Time   `json:"start"`
	Request lineRequest `json:"request"`
	Answer  *lineAnswer `json:"answer,omitempty"`
	Timing  lineTiming  `json:"timing"`
	Failure string      `json:"failure,omitempty"`
	Redact  []string    `json:"redacted,omitempty"`
	Verdict string      `json:"verdict,omitempty"`
	Found   []lineFound `json:"findings,omitempty"`
}

type lineRequest struct {
	Method    string      `json:"method"`
	URL       string      `json:"url"`
	Query     string      `json:"query,omitempty"`
	Proto     string      `json:"proto,omitempty"`
	Header    [][2]string `json:"header"`
	Truncated bool        `json:"truncated,omitempty"`
	Wire      []byte      `json:"wireBase64,omitempty"`
	lineBody
}

type lineAnswer struct {
	Proto     string      `json:"proto"`
	Status    int         `json:"status"`
	Reason    string      `json:"reason,omitempty"`
	Header    [][2]string `json:"header"`
	Truncated bool        `json:"truncated,omitempty"`
	Wire      []byte      `json:"wireBase64,omitempty"`
	lineBody
}

type lineBody struct {
	Text   *string `json:"body,omitempty"`
	Base64 string  `json:"bodyBase64,omitempty"`
}

type lineTiming struct {
	Connect   int64 `json:"connectUs"`
	FirstByte int64 `json:"firstByteUs"`
	Whole     int64 `json:"wholeUs"`
	Added     int64 `json:"addedUs,omitempty"`
}

type lineFound struct {
	Check string `json:"check"`
	Path  string `json:"path,omitempty"`
	Want  string `json:"want,omitempty"`
}

// AppendLine writes the record as one line.
func (r *Record) AppendLine(dst []byte) ([]byte, error) {
	l := line{
		Version: Version, Start: r.Start, Failure: r.Failure, Redact: r.Redacted, Verdict: r.Verdict,
		Request: lineRequest{
			Method: r.Request.Method, URL: r.Request.URL, Query: r.Request.Query, Proto: r.Request.Proto, Header: pairs(r.Request.Header),
			Truncated: r.Request.Truncated, Wire: r.Request.Wire, lineBody: spellBody(r.Request.Body),
		},
		Timing: lineTiming{r.Timing.Connect.Microseconds(), r.Timing.FirstByte.Microseconds(), r.Timing.Whole.Microseconds(), r.Timing.Added.Microseconds()},
	}
	for _, f := range r.Findings {
		l.Found = append(l.Found, lineFound(f))
	}
	if a := r.Answer; a != nil {
		l.Answer = &lineAnswer{Proto: a.Proto, Status: a.Status, Reason: a.Reason, Header: pairs(a.Header), Truncated: a.Truncated, Wire: a.Wire, lineBody: spellBody(a.Body)}
	}
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false) // a query full of \u0026 is hard to read
	err := enc.Encode(l)
	return append(dst, buf.Bytes()...), err
}

// ParseLine reads what AppendLine wrote.
func ParseLine(data []byte) (*Record, error) {
	var l line
	if err := json.Unmarshal(data, &l); err != nil {
		return nil, err
	}
	if l.Version != Version {
		return nil, fmt.Errorf("timhook: got %q, want %q", l.Version, Version)
	}
	request, err := l.Request.bytes()
	if err != nil {
		return nil, err
	}
	r := &Record{
		Start: l.Start, Failure: l.Failure, Redacted: l.Redact, Verdict: l.Verdict,
		Request: Request{
			Method: l.Request.Method, URL: l.Request.URL, Query: l.Request.Query, Proto: l.Request.Proto, Header: fields(l.Request.Header),
			Body: request, Truncated: l.Request.Truncated, Wire: l.Request.Wire,
		},
		Timing: Timing{
			time.Duration(l.Timing.Connect) * time.Microsecond, time.Duration(l.Timing.FirstByte) * time.Microsecond,
			time.Duration(l.Timing.Whole) * time.Microsecond, time.Duration(l.Timing.Added) * time.Microsecond,
		},
	}
	for _, f := range l.Found {
		r.Findings = append(r.Findings, Finding(f))
	}
	if a := l.Answer; a != nil {
		body, err := a.bytes()
		if err != nil {
			return nil, err
		}
		r.Answer = &Answer{Proto: a.Proto, Status: a.Status, Reason: a.Reason, Header: fields(a.Header), Body: body, Truncated: a.Truncated, Wire: a.Wire}
	}
	return r, nil
}

func pairs(list []webhook.HeaderField) [][2]string {
	out := make([][2]string, 0, len(list))
	for _, f := range list {
		out = append(out, [2]string{f.Name, f.Value})
	}
	return out
}

func fields(list [][2]string) []webhook.HeaderField {
	out := make([]webhook.HeaderField, 0, len(list))
	for _, f := range list {
		out = append(out, webhook.HeaderField{Name: f[0], Value: f[1]})
	}
	return out
}

func spellBody(body []byte) lineBody {
	if utf8.Valid(body) {
		text := string(body)
		return lineBody{Text: &text}
	}
	return lineBody{Base64: base64.StdEncoding.EncodeToString(body)}
}

func (b lineBody) bytes() ([]byte, error) {
	if b.Text != nil {
		return []byte(*b.Text), nil
	}
	if b.Base64 == "" {
		return nil, errors.New("got neither body nor bodyBase64")
	}
	return base64.StdEncoding.DecodeString(b.Base64)
}
