package report

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/timhook/timhook/internal/har"
	"github.com/timhook/timhook/report/safe"
	"github.com/timhook/timhook/webhook"
)

// writeHARLog writes every exchange of a run, with what was answered and how long it took. Sign is masked.
func writeHARLog(w io.Writer, d *Document) error {
	d = Masked(w, d)
	archive := har.Archive{Log: har.Log{Version: "1.2", Creator: har.Creator{Name: "timhook", Version: d.Version}, Entries: []har.Entry{}}}
	for _, c := range d.Cases {
		for _, x := range c.Exchanges {
			archive.Log.Entries = append(archive.Log.Entries, answeredHAREntry(c, x, d.Started))
		}
	}
	enc := safe.Encoder(w)
	enc.SetIndent("", "  ")
	return enc.Encode(archive)
}

func answeredHAREntry(c Case, x Exchange, start time.Time) har.Entry {
	if !x.Start.IsZero() {
		start = x.Start
	}
	e := har.Entry{
		Started: start, Request: harRequestOf(x.Request), Response: harResponseOf(x.Answer), Timings: harTimingsOf(x.Answer),
		Comment: har.Note(strings.TrimSpace(fmt.Sprintf("%s %s %s", c.Name, x.Label, strings.ToUpper(x.Outcome)))),
	}
	e.Time = max(0, e.Timings.Connect) + e.Timings.Send + e.Timings.Wait + e.Timings.Receive
	return e
}

func harRequestOf(s Sent) har.Request {
	r := har.Request{
		Method: s.Method, URL: s.URL, HTTPVersion: "HTTP/1.1", Cookies: []har.Pair{}, Headers: harPairs(s.Header), QueryString: []har.Pair{},
		HeadersSize: -1, BodySize: har.Count(s.Bytes), PostData: har.Post{MimeType: harField(s.Header, "Content-Type"), Text: har.Text(s.Body)},
	}
	if s.Query != "" {
		r.URL += "?" + s.Query
	}
	if s.Base64 != "" {
		r.PostData.Text, r.PostData.Encoding = har.Text(s.Base64), "base64"
	}
	for _, p := range webhook.ParseQuery(s.Query) {
		if p.Raw != "" {
			r.QueryString = append(r.QueryString, har.Pair{Name: p.Name, Value: p.Value})
		}
	}
	return r
}

func harResponseOf(a Answer) har.Response {
	r := har.Response{
		Status: a.Status, StatusText: a.Reason, HTTPVersion: a.Proto, Cookies: []har.Pair{}, Headers: harPairs(a.Header),
		HeadersSize: -1, BodySize: har.Count(a.Bytes), Error: a.Failure, RedirectURL: harField(a.Header, "Location"),
		Content: har.Content{Size: har.Count(a.Bytes), MimeType: harField(a.Header, "Content-Type"), Text: har.Text(a.Body)},
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
	t := har.Timings{Connect: a.ConnectMS, Wait: max(0, a.FirstByteMS-a.ConnectMS), Receive: max(0, a.WholeMS-max(a.FirstByteMS, a.ConnectMS))}
	if a.Reused {
		t.Connect = -1
	}
	return t
}

func harPairs(fields [][2]string) []har.Pair {
	pairs := []har.Pair{}
	for _, f := range fields {
		pairs = append(pairs, har.Pair{Name: f[0], Value: f[1]})
	}
	return pairs
}

func harField(fields [][2]string, name string) har.Note {
	for _, f := range fields {
		if strings.EqualFold(f[0], name) {
			return har.Note(f[1])
		}
	}
	return ""
}
