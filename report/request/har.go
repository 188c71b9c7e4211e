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
	archive := har.HAR{Log: har.HARLog{Version: "1.2", Creator: har.HARName{Name: "timhook", Version: "1"}, Entries: []har.HAREntry{}}}
	for _, r := range requests {
		archive.Log.Entries = append(archive.Log.Entries, newHAREntry(r, at, safe.SecretsOf(w)))
	}
	enc := safe.Encoder(w)
	enc.SetIndent("", "  ")
	return enc.Encode(archive)
}

func newHAREntry(r *webhook.Request, at time.Time, hide safe.Secrets) har.HAREntry {
	request := har.HARRequest{
		Method: r.Method, URL: r.URL(), HTTPVersion: "HTTP/1.1", Cookies: []har.HARPair{}, Headers: []har.HARPair{}, QueryString: []har.HARPair{},
		HeadersSize: -1, BodySize: len(r.Body),
	}
	c := safe.WholeContent(r.Body).Masked(hide)
	request.PostData.Text = c.Body
	if c.Base64 != "" {
		request.PostData.Text, request.PostData.Encoding = c.Base64, "base64"
	}
	for _, h := range r.Header {
		request.Headers = append(request.Headers, har.HARPair{Name: h.Name, Value: h.Value})
		if strings.EqualFold(h.Name, "Content-Type") {
			request.PostData.MimeType = h.Value
		}
	}
	for _, q := range r.Query {
		request.QueryString = append(request.QueryString, har.HARPair{Name: q.Name, Value: q.Value})
	}
	return har.HAREntry{
		Started: at, Request: request,
		Response: har.HARResponse{Cookies: []har.HARPair{}, Headers: []har.HARPair{}, HeadersSize: -1, BodySize: -1},
	}
}
