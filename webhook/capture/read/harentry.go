package read

import (
	"encoding/base64"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/timhook/timhook/webhook"
	"github.com/timhook/timhook/webhook/capture"
	"github.com/timhook/timhook/webhook/capture/scan"
)

// The members of a HAR 1.2 entry that are used. Tools add members of their own, which begin with an underscore.
type (
	harEntry struct {
		Started  time.Time   `json:"startedDateTime"`
		Time     float64     `json:"time"`
		Request  harRequest  `json:"request"`
		Response harResponse `json:"response"`
		Timings  harTimings  `json:"timings"`
	}
	harRequest struct {
		Method  string    `json:"method"`
		URL     string    `json:"url"`
		Version string    `json:"httpVersion"`
		Headers []harPair `json:"headers"`
		Post    struct {
			Text        harText   `json:"text"`
			Params      []harPair `json:"params"`
			Encoding    string    `json:"encoding"`  // not of HAR 1.2, and written all the same
			OwnEncoding string    `json:"_encoding"` // as timhook writes it
		} `json:"postData"`
	}
	harResponse struct {
		Status  int       `json:"status"`
		Reason  string    `json:"statusText"`
		Version string    `json:"httpVersion"`
		Headers []harPair `json:"headers"`
		Content struct {
			Text     harText `json:"text"`
			Encoding string  `json:"encoding"`
			Comment  string  `json:"comment"`
		} `json:"content"`
		Error string `json:"_error"`
	}
	harPair struct {
		Name  string `json:"name"`
		Value string `json:"value"`
	}
	harTimings struct {
		Blocked float64 `json:"blocked"`
		DNS     float64 `json:"dns"`
		Connect float64 `json:"connect"`
		SSL     float64 `json:"ssl"`
		Send    float64 `json:"send"`
		Wait    float64 `json:"wait"`
		Receive float64 `json:"receive"`
	}
)

// entry is the exchange of a HAR.
func (h *harEntry) entry() (*Entry, error) {
	request, err := h.Request.request()
	if err != nil {
		return nil, fmt.Errorf("postData: %w", err)
	}
	e := &Entry{Dated: !h.Started.IsZero(), Record: capture.Record{Start: h.Started, Request: request, Failure: h.Response.Error}}
	e.Redacted = remask(&e.Request)
	e.Timing = h.Timings.timing(h.Time)
	if h.Response.Status > 0 {
		e.Answer, err = h.Response.answer()
	}
	if err != nil {
		return nil, fmt.Errorf("content: %w", err)
	}
	return e, nil
}

func (h *harRequest) request() (capture.Request, error) {
	r := capture.Request{Method: h.Method, Header: fieldsOf(h.Headers), Proto: protoOf(h.Version)}
	address, _, _ := strings.Cut(h.URL, "#")
	r.URL, r.Query, _ = strings.Cut(address, "?")
	var err error
	r.Body, err = h.Post.Text.decoded(h.Post.Encoding + h.Post.OwnEncoding)
	if r.Body == nil && len(h.Post.Params) > 0 {
		r.Body = form(h.Post.Params)
	}
	return r, err
}

func (h *harResponse) answer() (*capture.Answer, error) {
	body, err := h.Content.Text.decoded(h.Content.Encoding)
	a := &capture.Answer{Proto: protoOf(h.Version), Status: h.Status, Reason: h.Reason, Header: fieldsOf(h.Headers), Body: body, Truncated: h.Content.Comment == "cut"}
	if a.Proto == "" {
		a.Proto = capture.Http11
	}
	return a, err
}

// protoOf keeps what can be written again; what is newer is written as HTTP/1.1, which is "".
func protoOf(version string) string {
	if version == "HTTP/1.0" {
		return version
	}
	return ""
}

// fieldsOf leaves out HTTP/2's pseudo fields, which are parts of the request line and of the status line, and gives
// their :authority as Host.
func fieldsOf(pairs []harPair) []webhook.HeaderField {
	list := make([]webhook.HeaderField, 0, len(pairs))
	authority, host := "", false
	for _, p := range pairs {
		switch {
		case p.Name == ":authority":
			authority = p.Value
		case !strings.HasPrefix(p.Name, ":"):
			host = host || strings.EqualFold(p.Name, "Host")
			list = append(list, webhook.HeaderField{Name: p.Name, Value: p.Value})
		}
	}
	if authority != "" && !host {
		list = append([]webhook.HeaderField{{Name: "Host", Value: authority}}, list...)
	}
	return list
}

// form is the body of a form that is given by its fields only.
func form(params []harPair) []byte {
	var pairs []string
	for _, p := range params {
		pairs = append(pairs, url.QueryEscape(p.Name)+"="+url.QueryEscape(p.Value))
	}
	return []byte(strings.Join(pairs, "&"))
}

// timing adds up the phases; -1 is a phase that there was not. Connect holds that of TLS already.
func (t harTimings) timing(whole float64) capture.Timing {
	before := max(0, t.Blocked) + max(0, t.DNS)
	first := before + max(0, t.Connect) + max(0, t.Send) + max(0, t.Wait)
	var out capture.Timing
	if t.Connect > 0 {
		out.Connect = milliseconds(before + t.Connect)
	}
	out.FirstByte = milliseconds(first)
	out.Total = max(milliseconds(whole), milliseconds(first+max(0, t.Receive)))
	return out
}

// harText is a text of bytes.
type harText []byte

// UnmarshalJSON reads a JSON string. mitmproxy writes bytes that are no UTF-8 as Python does: a lone surrogate from
// U+DC80 on, which is such a byte plus 0xDC00.
func (t *harText) UnmarshalJSON(data []byte) error {
	if string(data) == "null" {
		return nil
	}
	text, err := strictString(data)
	*t = text
	return err
}

func strictString(data []byte) ([]byte, error) {
	if len(data) < 2 || data[0] != '"' {
		return nil, fmt.Errorf("text: got %s, want a string", scan.Short(string(data)))
	}
	var out []byte
	for rest := data[1 : len(data)-1]; len(rest) > 0; {
		if rest[0] != '\\' {
			out = append(out, rest[0])
			rest = rest[1:]
			continue
		}
		c, size := escaped(rest)
		switch {
		case c >= 0xdc80 && c <= 0xdcff:
			out = append(out, byte(c-0xdc00))
		default:
			out = utf8.AppendRune(out, c)
		}
		rest = rest[size:]
	}
	return out, nil
}

// escaped reads the escape at the beginning of s, which is legal JSON; a pair of surrogates is one.
func escaped(s []byte) (c rune, size int) {
	if i := strings.IndexByte(`bfnrt`, s[1]); i >= 0 {
		return rune("\b\f\n\r\t"[i]), 2
	}
	if s[1] != 'u' {
		return rune(s[1]), 2
	}
	c = unit(s)
	if utf16.IsSurrogate(c) && len(s) >= 12 && s[6] == '\\' && s[7] == 'u' {
		if pair := utf16.DecodeRune(c, unit(s[6:])); pair != utf8.RuneError {
			return pair, 12
		}
	}
	return c, 6
}

func unit(s []byte) rune {
	n, _ := strconv.ParseUint(string(s[2:6]), 16, 16)
	return rune(n)
}

func (t harText) decoded(encoding string) ([]byte, error) {
	switch encoding {
	case "":
		if len(t) == 0 {
			return nil, nil
		}
		return t, nil
	case "base64":
		return base64.StdEncoding.DecodeString(string(t))
	}
	return nil, fmt.Errorf("encoding: got %q, want base64", scan.Short(encoding))
}
