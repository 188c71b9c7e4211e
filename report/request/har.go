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
	entries := []har.Entry{}
	for _, r := range requests {
		body := safe.WholeContent(r.Body).Masked(safe.SecretsOf(w))
		body.Bytes = len(r.Body)
		entries = append(entries, har.Entry{
			Started: at, Request: HARRequest(r.Method, r.URL(), fieldsOf(r), r.Query, body),
			Response: har.Response{Cookies: []har.Pair{}, Headers: []har.Pair{}, HeadersSize: -1, BodySize: -1},
		})
	}
	return WriteArchive(w, "1", entries)
}

// WriteArchive writes an HTTP archive.
func WriteArchive(w io.Writer, version string, entries []har.Entry) error {
	return safe.WriteJSON(w, har.Archive{Log: har.Log{
		Version: "1.2", Creator: har.Creator{Name: "timhook", Version: version}, Entries: entries,
	}})
}

// HARRequest is a request as archives have it.
func HARRequest(method, url string, fields [][2]string, query []webhook.Param, body safe.Content) har.Request {
	r := har.Request{
		Method: method, URL: url, HTTPVersion: "HTTP/1.1", Cookies: []har.Pair{}, Headers: HARPairs(fields),
		QueryString: []har.Pair{}, HeadersSize: -1, BodySize: har.Count(body.Bytes),
		PostData: har.Post{MimeType: HARField(fields, "Content-Type"), Text: har.Text(body.Body)},
	}
	if body.Base64 != "" {
		r.PostData.Text, r.PostData.Encoding = har.Text(body.Base64), "base64"
	}
	for _, q := range query {
		r.QueryString = append(r.QueryString, har.Pair{Name: q.Name, Value: q.Value})
	}
	return r
}

// HARPairs are header fields as archives have them.
func HARPairs(fields [][2]string) []har.Pair {
	pairs := []har.Pair{}
	for _, f := range fields {
		pairs = append(pairs, har.Pair{Name: f[0], Value: f[1]})
	}
	return pairs
}

// HARField is the value of the first header field of a name.
func HARField(fields [][2]string, name string) har.Note {
	for _, f := range fields {
		if strings.EqualFold(f[0], name) {
			return har.Note(f[1])
		}
	}
	return ""
}
