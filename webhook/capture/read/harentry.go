package read

import (
	"cmp"
	"fmt"
	"net/url"
	"strings"

	"github.com/timhook/timhook/internal/har"
	"github.com/timhook/timhook/webhook"
	"github.com/timhook/timhook/webhook/capture"
)

// harEntry is the exchange of an entry of a HAR.
func harEntry(h *har.Entry) (*Entry, error) {
	request, err := harRequest(&h.Request)
	if err != nil {
		return nil, fmt.Errorf("postData: %w", err)
	}
	e := &Entry{Dated: !h.Started.IsZero()}
	e.Start, e.Request, e.Failure = h.Started, request, h.Response.Error
	e.Redacted = remask(&e.Request)
	e.Timing = harTiming(h.Timings, h.Time)
	if h.Response.Status > 0 {
		e.Answer, err = harAnswer(&h.Response)
	}
	if err != nil {
		return nil, fmt.Errorf("content: %w", err)
	}
	return e, nil
}

func harRequest(h *har.Request) (capture.Request, error) {
	r := capture.Request{Method: h.Method, Header: fieldsOf(h.Headers), Proto: protoOf(h.HTTPVersion)}
	address, _, _ := strings.Cut(h.URL, "#")
	r.URL, r.Query, _ = strings.Cut(address, "?")
	var err error
	r.Body, err = h.PostData.Text.Bytes(h.PostData.OtherEncoding + h.PostData.Encoding)
	if r.Body == nil && len(h.PostData.Params) > 0 {
		r.Body = form(h.PostData.Params)
	}
	return r, err
}

func harAnswer(h *har.Response) (*capture.Answer, error) {
	body, err := h.Content.Text.Bytes(h.Content.Encoding)
	return &capture.Answer{
		Proto: cmp.Or(protoOf(h.HTTPVersion), capture.HTTP11), Status: h.Status, Reason: h.StatusText,
		Header: fieldsOf(h.Headers), Body: body, Truncated: h.Content.Comment == "cut",
	}, err
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
func fieldsOf(pairs []har.Pair) []webhook.HeaderField {
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
func form(params []har.Pair) []byte {
	var pairs []string
	for _, p := range params {
		pairs = append(pairs, url.QueryEscape(p.Name)+"="+url.QueryEscape(p.Value))
	}
	return []byte(strings.Join(pairs, "&"))
}

// timing adds up the phases; -1 is a phase that there was not. Connect holds that of TLS already.
func harTiming(t har.Timings, whole float64) capture.Timing {
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
