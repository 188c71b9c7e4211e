package request

import (
	"bytes"
	_ "embed" // the programs around the requests
	"encoding/json"
	"io"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/timhook/timhook/payloads/chat"
	"github.com/timhook/timhook/report/safe"
	"github.com/timhook/timhook/webhook"
)

// The programs around the requests of a test fixture. Each has one place for the list.
var (
	//go:embed fixture.go.txt
	goFixture string
	//go:embed fixture.py.txt
	pythonFixture string
	//go:embed fixture.mjs.txt
	nodeFixture string
)

// place stands in a fixture where the requests go.
const place = "{{requests}}"

// fixtureRequest is a request of a fixture: the test signs it itself where it was signed.
type fixtureRequest struct {
	Name    string      `json:"name"`
	URL     string      `json:"url"` // without Sign and RequestTime
	Signed  bool        `json:"signed"`
	Decides bool        `json:"decides"` // the answer does, so that another code than 0 may be right
	Header  [][2]string `json:"header"`
	Body    string      `json:"body"`
	Base64  bool        `json:"base64"` // of a body that is no text
}

// fixture writes a test with the requests in it: as JSON in a text of the language, which its program reads.
func fixture(program string) Write {
	return func(w io.Writer, requests []*webhook.Request, _ time.Time) error {
		list := make([]fixtureRequest, len(requests))
		for i, r := range requests {
			list[i] = newFixtureRequest(w, r)
		}
		var text bytes.Buffer
		enc := json.NewEncoder(&text)
		enc.SetEscapeHTML(false)
		enc.SetIndent("", " ")
		if err := enc.Encode(list); err != nil {
			return err
		}
		_, err := io.WriteString(w, strings.Replace(program, place, inASCII(strings.TrimSpace(text.String())), 1))
		return err
	}
}

func newFixtureRequest(w io.Writer, r *webhook.Request) fixtureRequest {
	fields, body := sendable(w, r)
	unsigned := *r
	unsigned.Query = nil
	signed := false
	for _, p := range r.Query {
		if p.Name == "Sign" || p.Name == "RequestTime" {
			signed = true
			continue
		}
		unsigned.Query = append(unsigned.Query, p)
	}
	hide := safe.SecretsOf(w) // of texts that are escaped twice the last writer knows no secret
	for i := range fields {
		fields[i][1] = hide.Mask(fields[i][1])
	}
	f := fixtureRequest{
		Name: hide.Mask(callbackOf(r)), URL: hide.Mask(unsigned.URL()), Signed: signed, Header: fields, Body: body,
	}
	if c, err := chat.Lookup(f.Name); err == nil {
		f.Decides = c.Answer.Decides()
	}
	if !utf8.ValidString(body) {
		f.Body, f.Base64 = safe.WholeContent([]byte(body)).Base64, true
	}
	return f
}

// inASCII is JSON without a character that a text in quotes of any language could read otherwise: \u takes its place.
func inASCII(text string) string {
	var b strings.Builder
	for _, r := range text {
		switch {
		case r < 0x7f && !strings.ContainsRune("`'$", r):
			b.WriteRune(r)
		case r > 0xffff:
			const high, low, ten = 0xd800, 0xdc00, 10
			r -= 0x10000
			b.WriteString(escaped(high+r>>ten) + escaped(low+r&(1<<ten-1)))
		default:
			b.WriteString(escaped(r))
		}
	}
	return b.String()
}

func escaped(r rune) string {
	const digits = "0123456789abcdef"
	return string([]byte{'\\', 'u', digits[r>>12&15], digits[r>>8&15], digits[r>>4&15], digits[r&15]})
}
