package request

import (
	"io"
	"strings"
	"time"

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

// writeVegeta writes one target a line, for vegeta attack -format=json. The Sign that a target carries stays what it
// is, whenever vegeta sends it. Content-Length is vegeta's own business, and so is the order of the header fields.
func writeVegeta(w io.Writer, requests []*webhook.Request, _ time.Time) error {
	enc := safe.Encoder(w)
	hide := safe.SecretsOf(w)
	for _, r := range requests {
		target := vegetaTarget{
			Method: r.Method, URL: r.URL(), Body: []byte(hide.Mask(string(r.Body))), Header: map[string][]string{},
		}
		for _, h := range r.Header {
			if !strings.EqualFold(h.Name, "Content-Length") {
				target.Header[h.Name] = append(target.Header[h.Name], h.Value)
			}
		}
		if err := enc.Encode(target); err != nil {
			return err
		}
	}
	return nil
}
