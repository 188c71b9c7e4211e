package report

import (
	"fmt"
	"io"
	"net/url"
	"strings"
	"time"
)

// writeHARLog writes every exchange of a run, with what was answered and how long it took. Sign is masked.
func writeHARLog(w io.Writer, d *Document) error {
	d = maskedFor(w, d)
	archive := har{Log: harLog{Version: "1.2", Creator: harName{Name: "timhook", Version: d.Version}, Entries: []harEntry{}}}
	for _, c := range d.Cases {
		for _, x := range c.Exchanges {
			archive.Log.Entries = append(archive.Log.Entries, answeredHAREntry(c, x, d.Started))
		}
	}
	enc := encoder(w)
	enc.SetIndent("", "  ")
	return enc.Encode(archive)
}

func answeredHAREntry(c Case, x Exchange, start time.Time) harEntry {
	if !x.Start.IsZero() {
		start = x.Start
	}
	e := harEntry{
		Started: start, Request: harRequestOf(x.Request), Response: harResponseOf(x.Answer), Timings: harTimingsOf(x.Answer),
		Comment: strings.TrimSpace(fmt.Sprintf("%s %s %s", c.Name, x.Label, strings.ToUpper(x.Outcome))),
	}
	e.Time = max(0, e.Timings.Connect) + e.Timings.Send + e.Timings.Wait + e.Timings.Receive
	return e
}

func harRequestOf(s Sent) harRequest {
	r := harRequest{
		Method: s.Method, URL: s.URL, HTTPVersion: "HTTP/1.1", Cookies: []harPair{}, Headers: harPairs(s.Header), QueryString: []harPair{},
		HeadersSize: -1, BodySize: s.Bytes, PostData: harPost{MimeType: harField(s.Header, "Content-Type"), Text: s.Body},
	}
	if s.Query != "" {
		r.URL += "?" + s.Query
	}
	if s.Base64 != "" {
		r.PostData.Text, r.PostData.Encoding = s.Base64, "base64"
	}
	for pair := range strings.SplitSeq(s.Query, "&") {
		name, value, _ := strings.Cut(pair, "=")
		if pair != "" {
			r.QueryString = append(r.QueryString, harPair{unescaped(name), unescaped(value)})
		}
	}
	return r
}

// unescaped is a part of a query as it was meant, or as it stands where it is broken.
func unescaped(s string) string {
	if text, err := url.QueryUnescape(s); err == nil {
		return text
	}
	return s
}

func harResponseOf(a Answer) harResponse {
	r := harResponse{
		Status: a.Status, StatusText: a.Reason, HTTPVersion: a.Proto, Cookies: []harPair{}, Headers: harPairs(a.Header),
		HeadersSize: -1, BodySize: a.Bytes, Error: a.Failure, RedirectURL: harField(a.Header, "Location"),
		Content: harContent{Size: a.Bytes, MimeType: harField(a.Header, "Content-Type"), Text: a.Body},
	}
	if a.Base64 != "" {
		r.Content.Text, r.Content.Encoding = a.Base64, "base64"
	}
	if a.Cut || a.Truncated {
		r.Content.Comment = "cut"
	}
	return r
}

func harTimingsOf(a Answer) harTimings {
	t := harTimings{Connect: a.ConnectMS, Wait: max(0, a.FirstByteMS-a.ConnectMS), Receive: max(0, a.WholeMS-max(a.FirstByteMS, a.ConnectMS))}
	if a.Reused {
		t.Connect = -1
	}
	return t
}

func harPairs(fields [][2]string) []harPair {
	pairs := []harPair{}
	for _, f := range fields {
		pairs = append(pairs, harPair{f[0], f[1]})
	}
	return pairs
}

func harField(fields [][2]string, name string) string {
	for _, f := range fields {
		if strings.EqualFold(f[0], name) {
			return f[1]
		}
	}
	return ""
}
