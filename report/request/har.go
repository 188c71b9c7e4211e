package request

import (
	"io"
	"strings"
	"time"

	"github.com/timhook/timhook/internal/har"
	"github.com/timhook/timhook/report/safe"
	"github.com/timhook/timhook/webhook"
)

// writeHAR writes requests that have no answer yet: status 0, as browsers write a request that was not answered.
func writeHAR(w io.Writer, requests []*webhook.Request, at time.Time) error {
	archive := har.Archive{Log: har.Log{Version: "1.2", Creator: har.Creator{Name: "timhook", Version: "1"}, Entries: []har.Entry{}}}
	for _, r := range requests {
		archive.Log.Entries = append(archive.Log.Entries, newHAREntry(r, at, safe.SecretsOf(w)))
	}
	enc := safe.Encoder(w)
	enc.SetIndent("", "  ")
	return enc.Encode(archive)
}

func newHAREntry(r *webhook.Request, at time.Time, hide safe.Secrets) har.Entry {
	request := har.Request{
		Method: r.Method, URL: r.URL(), HTTPVersion: "HTTP/1.1", Cookies: []har.Pair{}, Headers: []har.Pair{}, QueryString: []har.Pair{},
		HeadersSize: -1, BodySize: har.Count(len(r.Body)),
	}
	c := safe.WholeContent(r.Body).Masked(hide)
	request.PostData.Text = har.Text(c.Body)
	if c.Base64 != "" {
		request.PostData.Text, request.PostData.Encoding = har.Text(c.Base64), "base64"
	}
	for _, h := range r.Header {
		request.Headers = append(request.Headers, har.Pair{Name: h.Name, Value: h.Value})
		if strings.EqualFold(h.Name, "Content-Type") {
			request.PostData.MimeType = har.Note(h.Value)
		}
	}
	for _, q := range r.Query {
		request.QueryString = append(request.QueryString, har.Pair{Name: q.Name, Value: q.Value})
	}
	return har.Entry{
		Started: at, Request: request,
		Response: har.Response{Cookies: []har.Pair{}, Headers: []har.Pair{}, HeadersSize: -1, BodySize: -1},
	}
}
