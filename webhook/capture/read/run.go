package read

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/timhook/timhook/webhook"
	"github.com/timhook/timhook/webhook/capture"
	"github.com/timhook/timhook/webhook/capture/scan"
)

// The members of a run's NDJSON that make up an exchange. See report.Case, which holds more.
type (
	runLine struct {
		Case *struct {
			Name      string        `json:"case"`
			Callback  string        `json:"callback"`
			Exchanges []runExchange `json:"exchanges"`
		} `json:"case"`
		Run *struct{} `json:"run"`
	}
	runExchange struct {
		Label   string            `json:"label"`
		Outcome string            `json:"outcome"`
		Error   string            `json:"error"`
		Found   []capture.Finding `json:"found"`
		Start   time.Time         `json:"start"`
		Request runSent           `json:"request"`
		Answer  runAnswer         `json:"answer"`
	}
	runSent struct {
		Method string      `json:"method"`
		URL    string      `json:"url"`
		Query  string      `json:"query"`
		Header [][2]string `json:"header"`
		runContent
	}
	runAnswer struct {
		Status      int         `json:"status"`
		Proto       string      `json:"proto"`
		Reason      string      `json:"reason"`
		Header      [][2]string `json:"header"`
		Failure     string      `json:"failure"`
		Truncated   bool        `json:"truncated"`
		ConnectMS   float64     `json:"connectMs"`
		FirstByteMS float64     `json:"firstByteMs"`
		WholeMS     float64     `json:"wholeMs"`
		runContent
	}
	runContent struct {
		Body   string `json:"body"`
		Base64 string `json:"bodyBase64"`
		Cut    bool   `json:"bodyCut"`
	}
)

// runMask replaces the backend's own part of the query in a run's record. Older records hold it in the place of each
// secret, too, where others hold [capture.Masked].
const runMask = "…"

// runCases reads the exchanges of a run.
func (r *inputReader) runCases(text io.Reader) error {
	return r.eachLine(text, r.runCase)
}

func (r *inputReader) runCase(line textLine) error {
	if line.fault != nil {
		return r.reject(line.number, line.fault)
	}
	if len(bytes.TrimSpace(line.text)) == 0 {
		return nil
	}
	var got runLine
	err := json.Unmarshal(line.text, &got)
	switch {
	case err != nil && line.torn:
		return r.reject(line.number, fmt.Errorf("the last line is torn: %w", scan.PlainMistake(err)))
	case err != nil:
		return r.reject(line.number, scan.PlainMistake(err))
	case got.Case == nil && got.Run == nil:
		return r.reject(line.number, scan.BadTextf(`got %s, want {"case": …} or {"run": …}`, string(line.text)))
	case got.Case == nil:
		return nil
	}
	for _, x := range got.Case.Exchanges {
		e, err := x.entry()
		if err != nil {
			if err := r.reject(line.number, err); err != nil {
				return err
			}
			continue
		}
		e.Line, e.Case = line.number, got.Case.Name
		if e.Request.Query == "" && got.Case.Callback != "" {
			e.Request.Query = "CallbackCommand=" + got.Case.Callback
		}
		r.accept(e)
	}
	return nil
}

// entry is the exchange of a case. Redacted lists what the run has masked.
func (x *runExchange) entry() (*Entry, error) {
	e := &Entry{Label: x.Label, Dated: !x.Start.IsZero()}
	e.Start, e.Verdict, e.Findings = x.Start, x.Outcome, x.Found
	var err error
	if e.Request, err = x.Request.request(); err != nil {
		return nil, fmt.Errorf("request: %w", err)
	}
	e.Redacted = remask(&e.Request)
	e.Timing.Connect = milliseconds(x.Answer.ConnectMS)
	e.Timing.FirstByte, e.Timing.Total = milliseconds(x.Answer.FirstByteMS), milliseconds(x.Answer.WholeMS)
	if e.Failure = x.Answer.Failure; e.Failure == "" && x.Answer.Status == 0 {
		e.Failure = x.Error
	}
	if x.Answer.Status == 0 {
		return e, nil
	}
	body, err := x.Answer.bytes()
	if err != nil {
		return nil, fmt.Errorf("answer: %w", err)
	}
	e.Answer = &capture.Answer{
		Proto: x.Answer.Proto, Status: x.Answer.Status, Reason: x.Answer.Reason, Header: fieldList(x.Answer.Header),
		Body: body, Truncated: x.Answer.Truncated || x.Answer.Cut,
	}
	return e, nil
}

func (s *runSent) request() (capture.Request, error) {
	body, err := s.bytes()
	return capture.Request{
		Method: s.Method, URL: s.URL, Query: s.Query, Header: fieldList(s.Header), Body: body, Truncated: s.Cut,
	}, err
}

// remask puts this package's mask in the place of the run's, takes out the one of the backend's own query, and
// returns what is masked.
func remask(r *capture.Request) (masked []string) {
	var query []string
	for piece := range strings.SplitSeq(r.Query, "&") {
		switch name, value, _ := strings.Cut(piece, "="); {
		case piece == runMask:
			continue
		case value == runMask, value == capture.Masked:
			piece = name + "=" + capture.Masked
			masked = append(masked, name)
		}
		query = append(query, piece)
	}
	r.Query = strings.Join(query, "&")
	for i := range r.Header {
		if value := r.Header[i].Value; value == runMask || value == capture.Masked {
			r.Header[i].Value = capture.Masked
			masked = append(masked, r.Header[i].Name)
		}
	}
	slices.Sort(masked)
	return slices.Compact(masked)
}

func (c *runContent) bytes() ([]byte, error) {
	if c.Base64 == "" {
		return orNil([]byte(c.Body)), nil
	}
	body, err := base64.StdEncoding.DecodeString(c.Base64)
	if err != nil {
		return nil, fmt.Errorf("bodyBase64: %w", err)
	}
	return body, nil
}

func fieldList(pairs [][2]string) []webhook.HeaderField {
	list := make([]webhook.HeaderField, 0, len(pairs))
	for _, p := range pairs {
		list = append(list, webhook.HeaderField{Name: p[0], Value: p[1]})
	}
	return list
}

// milliseconds is a time that is given in them. What is no time is 0.
func milliseconds(ms float64) time.Duration {
	const longest = 1e12 // about 30 years
	if !(ms > 0 && ms < longest) {
		return 0
	}
	return time.Duration(ms * float64(time.Millisecond)).Round(time.Microsecond)
}

// orNil keeps to the rule that a record's empty bytes are nil.
func orNil(b []byte) []byte {
	if len(b) == 0 {
		return nil
	}
	return b
}
