package report

import (
	"io"
	"slices"
	"strings"
	"time"

	"github.com/timhook/timhook/internal/har"
	"github.com/timhook/timhook/report/request"
	"github.com/timhook/timhook/report/why"
	"github.com/timhook/timhook/webhook"
)

// writeHARLog writes every exchange of a run, with its answer and how long that took. Sign is masked.
func writeHARLog(w io.Writer, d *Document) error {
	d = why.Masked(w, d)
	entries := []har.Entry{}
	for _, c := range d.Cases {
		for _, x := range c.Exchanges {
			entries = append(entries, harEntryOf(c, x, d.Started))
		}
	}
	return request.WriteArchive(w, d.Version, entries)
}

func harEntryOf(c Case, x Exchange, start time.Time) har.Entry {
	if !x.Start.IsZero() {
		start = x.Start
	}
	s, t := x.Request, harTimingsOf(x.Answer)
	if s.Query != "" {
		s.URL += "?" + s.Query
	}
	query := slices.DeleteFunc(webhook.ParseQuery(s.Query), func(p webhook.Param) bool { return p.Raw == "" })
	comment := strings.Join([]string{c.Name, x.Label, strings.ToUpper(x.Outcome), why.DecisionLine(x), x.Link}, " ")
	return har.Entry{
		Started: start, Time: max(0, t.Connect) + t.Send + t.Wait + t.Receive, Timings: t,
		Request: request.HARRequest(s.Method, s.URL, s.Header, query, s.Content), Response: harResponseOf(x.Answer),
		Comment: har.Note(strings.TrimSpace(comment)),
	}
}

func harResponseOf(a Answer) har.Response {
	r := har.Response{
		Status: a.Status, StatusText: a.Reason, HTTPVersion: a.Proto, Cookies: []har.Pair{},
		Headers: request.HARPairs(a.Header), HeadersSize: -1, BodySize: har.Count(a.Bytes), Error: a.Failure,
		RedirectURL: request.HARField(a.Header, "Location"),
		Content: har.Content{
			Size: har.Count(a.Bytes), MimeType: request.HARField(a.Header, "Content-Type"), Text: har.Text(a.Body),
		},
	}
	if a.Base64 != "" {
		r.Content.Text, r.Content.Encoding = har.Text(a.Base64), "base64"
	}
	if a.Cut || a.Truncated {
		r.Content.Comment = "cut"
	}
	return r
}

func harTimingsOf(a Answer) har.Timings {
	t := har.Timings{
		Connect: a.ConnectMS, Wait: max(0, a.FirstByteMS-a.ConnectMS),
		Receive: max(0, a.WholeMS-max(a.FirstByteMS, a.ConnectMS)),
	}
	if a.Reused {
		t.Connect = -1
	}
	return t
}
