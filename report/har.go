package report

import (
	"io"
	"strings"
	"time"

	"github.com/timhook/timhook/webhook"
)

type (
	har struct {
		Log harLog `json:"log"`
	}
	harLog struct {
		Version string     `json:"version"`
		Creator harName    `json:"creator"`
		Entries []harEntry `json:"entries"`
	}
	harName struct {
		Name    string `json:"name"`
		Version string `json:"version"`
	}
	harPair struct {
		Name  string `json:"name"`
		Value string `json:"value"`
	}
	harEntry struct {
		Started  time.Time   `json:"startedDateTime"`
		Time     float64     `json:"time"`
		Request  harRequest  `json:"request"`
		Response harResponse `json:"response"`
		Cache    struct{}    `json:"cache"`
		Timings  harTimings  `json:"timings"`
		Comment  string      `json:"comment,omitempty"`
	}
	harRequest struct {
		Method      string    `json:"method"`
		URL         string    `json:"url"`
		HTTPVersion string    `json:"httpVersion"`
		Cookies     []harPair `json:"cookies"`
		Headers     []harPair `json:"headers"`
		QueryString []harPair `json:"queryString"`
		PostData    harPost   `json:"postData"`
		HeadersSize int       `json:"headersSize"`
		BodySize    int       `json:"bodySize"`
	}
	harPost struct {
		MimeType string `json:"mimeType"`
		Text     string `json:"text"`
		Encoding string `json:"_encoding,omitempty"` // base64, where the body is no text: HAR has no standard member for it
	}
	harResponse struct {
		Status      int        `json:"status"`
		StatusText  string     `json:"statusText"`
		HTTPVersion string     `json:"httpVersion"`
		Cookies     []harPair  `json:"cookies"`
		Headers     []harPair  `json:"headers"`
		Content     harContent `json:"content"`
		RedirectURL string     `json:"redirectURL"`
		HeadersSize int        `json:"headersSize"`
		BodySize    int        `json:"bodySize"`
		Error       string     `json:"_error,omitempty"` // why there is no whole answer, as browsers write it
		Comment     string     `json:"comment,omitempty"`
	}
	harContent struct {
		Size     int    `json:"size"`
		MimeType string `json:"mimeType"`
		Text     string `json:"text,omitempty"`
		Encoding string `json:"encoding,omitempty"`
		Comment  string `json:"comment,omitempty"`
	}
	harTimings struct {
		Connect float64 `json:"connect"` // -1: the connection was there already
		Send    float64 `json:"send"`
		Wait    float64 `json:"wait"`
		Receive float64 `json:"receive"`
	}
)

// writeHAR writes requests that have no answer yet: status 0, as browsers write a request that was not answered.
func writeHAR(w io.Writer, requests []*webhook.Request, at time.Time) error {
	archive := har{Log: harLog{Version: "1.2", Creator: harName{Name: "timhook", Version: "1"}, Entries: []harEntry{}}}
	for _, r := range requests {
		archive.Log.Entries = append(archive.Log.Entries, newHAREntry(r, at, secretsOf(w)))
	}
	enc := encoder(w)
	enc.SetIndent("", "  ")
	return enc.Encode(archive)
}

func newHAREntry(r *webhook.Request, at time.Time, hide secrets) harEntry {
	request := harRequest{
		Method: r.Method, URL: r.URL(), HTTPVersion: "HTTP/1.1", Cookies: []harPair{}, Headers: []harPair{}, QueryString: []harPair{},
		HeadersSize: -1, BodySize: len(r.Body),
	}
	c := wholeContent(r.Body).masked(hide)
	request.PostData.Text = c.Body
	if c.Base64 != "" {
		request.PostData.Text, request.PostData.Encoding = c.Base64, "base64"
	}
	for _, h := range r.Header {
		request.Headers = append(request.Headers, harPair{h.Name, h.Value})
		if strings.EqualFold(h.Name, "Content-Type") {
			request.PostData.MimeType = h.Value
		}
	}
	for _, q := range r.Query {
		request.QueryString = append(request.QueryString, harPair{q.Name, q.Value})
	}
	return harEntry{
		Started: at, Request: request,
		Response: harResponse{Cookies: []harPair{}, Headers: []harPair{}, HeadersSize: -1, BodySize: -1},
	}
}
