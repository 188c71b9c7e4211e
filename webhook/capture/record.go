package capture

import (
	"slices"
	"strings"

	"github.com/timhook/timhook/webhook"
)

// NewRecord makes a record of an exchange that was sent.
func NewRecord(x *webhook.Exchange, hide Redaction) *Record {
	endpoint := *x.Request.Endpoint
	endpoint.RawQuery = ""
	r := &Record{
		Start:   x.Start,
		Request: Request{Method: x.Request.Method, URL: endpoint.String(), Proto: x.Request.Proto, Body: x.Request.Body},
		Timing:  Timing{Connect: x.Timing.Connect, FirstByte: x.Timing.FirstByte, Whole: x.Timing.Whole},
	}
	_, query, _ := strings.Cut(x.Request.RequestTarget(), "?")
	r.Request.Query = r.query(query, hide)
	r.Request.Header = r.header(x.Request.Header, hide)
	if x.Status != 0 {
		r.Answer = &Answer{Proto: x.Proto, Status: x.Status, Reason: x.Reason, Header: r.header(x.Header, hide), Body: x.Body, Truncated: x.Truncated}
	}
	if x.Failure != nil {
		r.Failure = x.Failure.Error()
	}
	return r
}

func (r *Record) query(query string, hide Redaction) string {
	if hide.KeepSign {
		return query
	}
	pieces := strings.Split(query, "&")
	for i, piece := range pieces {
		if name, _, _ := strings.Cut(piece, "="); name == "Sign" {
			pieces[i] = "Sign=" + Masked
			r.Redacted = append(r.Redacted, "Sign")
		}
	}
	return strings.Join(pieces, "&")
}

// header keeps order and spelling, and masks what carries credentials.
func (r *Record) header(list []webhook.HeaderField, hide Redaction) []webhook.HeaderField {
	out := slices.Clone(list)
	for i, f := range out {
		switch name := strings.ToLower(f.Name); {
		case slices.Contains([]string{"authorization", "proxy-authorization", "cookie", "set-cookie"}, name),
			slices.ContainsFunc(hide.Header, func(h string) bool { return strings.EqualFold(h, name) }):
			out[i].Value = Masked
			r.Redacted = append(r.Redacted, f.Name)
		}
	}
	return out
}
