package request

import (
	"io"
	"strings"

	"github.com/timhook/timhook/report/safe"
	"github.com/timhook/timhook/webhook"
)

// vegetaTarget is one line of vegeta's JSON target format, as lib/target.schema.json of vegeta 12 describes it.
type vegetaTarget struct {
	Method string              `json:"method"`
	URL    string              `json:"url"`
	Body   []byte              `json:"body"` // base64
	Header map[string][]string `json:"header"`
}

// writeVegeta writes a target for vegeta attack -format=json. Its Sign is good for a minute, whenever vegeta sends it.
// vegeta itself adds Content-Length and decides on the order of the header fields.
func writeVegeta(w io.Writer, r *webhook.Request) error {
	target := vegetaTarget{
		Method: r.Method, URL: r.URL(), Header: map[string][]string{},
		Body: []byte(safe.SecretsOf(w).Mask(string(r.Body))),
	}
	for _, h := range r.Header {
		if !strings.EqualFold(h.Name, "Content-Length") {
			target.Header[h.Name] = append(target.Header[h.Name], h.Value)
		}
	}
	return safe.Encoder(w).Encode(target)
}
