// Package request writes requests for other programs to send: curl lines, archives, targets of vegeta, scripts of k6.
package request

import (
	"bytes"
	"fmt"
	"io"
	"time"
	"unicode/utf8"

	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/report/formats"
	"github.com/timhook/timhook/report/safe"
	"github.com/timhook/timhook/webhook"
)

// Write writes requests in a format. They have their real Sign, since another program is to send them. The time is for
// formats with a date.
type Write func(w io.Writer, requests []*webhook.Request, at time.Time) error

// Formats lists the formats of requests.
func Formats() formats.Table[Write] {
	return formats.Table[Write]{
		{Name: "json", Doc: "the request packets, one after the other", Write: each(writePacket)},
		{Name: "ndjson", Doc: "one request a line: method, URL, header, body", Write: each(writeLine)},
		{Name: "curl", Doc: "a shell command for each", Write: each(writeCurl)},
		{
			Name:  "curl=portable",
			Doc:   "a shell command that signs itself with date and sha256sum, $IM_CALLBACK_TOKEN being the token",
			Write: each(writePortableCurl),
		},
		{Name: "http", Doc: "the bytes on the wire", Write: each(writeWire)},
		{Name: "httpie", Doc: "a shell command for HTTPie for each", Write: each(writeHTTPie)},
		{Name: "hurl", Doc: "entries of a Hurl file", Write: each(writeHurl)},
		{Name: "har", Doc: "an HTTP archive (HAR 1.2)", Write: writeHAR},
		{
			Name: "postman", Doc: "a collection of Postman (v2.1), which signs anew with IM_CALLBACK_TOKEN",
			Write: writePostman,
		},
		{Name: "bruno", Doc: "a collection of Bruno, in one JSON file", Write: writeBruno},
		{Name: "insomnia", Doc: "an export of Insomnia (v4)", Write: writeInsomnia},
		{Name: "go", Doc: "a test in Go that signs as it runs", Write: fixture(goFixture)},
		{Name: "python", Doc: "a test in Python (unittest) that signs as it runs", Write: fixture(pythonFixture)},
		{Name: "node", Doc: "a test in Node (node --test) that signs as it runs", Write: fixture(nodeFixture)},
		{Name: "vegeta", Doc: "one target a line, for vegeta attack -format=json", Write: each(writeVegeta)},
		{
			Name: "k6", Doc: "a script for k6 that signs each request as it is sent and checks every answer",
			Write: writeK6,
		},
	}
}

// LeavesOut is why a form has no place for a packet; empty where it has one.
func LeavesOut(form string, p payloads.Packet) string {
	switch form {
	case "go", "python", "node":
		if p.Variant != nil && !p.Variant.Expect.Accepts() {
			return "a right backend may refuse what the test wants to be accepted"
		}
	case "postman", "bruno", "insomnia":
		switch {
		case !utf8.Valid(p.Body):
			return "the form has no place for a body that is no UTF-8"
		case bytes.Contains(p.Body, []byte("{{")), bytes.Contains(p.Body, []byte("{%")):
			return "the program would fill in what stands between the braces of its body"
		}
	}
	return ""
}

// each writes one request after the other.
func each(write func(io.Writer, *webhook.Request) error) Write {
	return func(w io.Writer, requests []*webhook.Request, _ time.Time) error {
		for _, r := range requests {
			if err := write(w, r); err != nil {
				return err
			}
		}
		return nil
	}
}

func writePacket(w io.Writer, r *webhook.Request) error {
	_, err := fmt.Fprintf(w, "%s\n", r.Body)
	return err
}

func writeLine(w io.Writer, r *webhook.Request) error {
	line := struct {
		Method string      `json:"method"`
		URL    string      `json:"url"`
		Header [][2]string `json:"header"`
		safe.Content
	}{r.Method, r.URL(), fieldsOf(r), safe.WholeContent(r.Body).Masked(safe.SecretsOf(w))}
	return safe.Encoder(w).Encode(line)
}

func fieldsOf(r *webhook.Request) [][2]string {
	var fields [][2]string
	for _, h := range r.Header {
		fields = append(fields, [2]string{h.Name, h.Value})
	}
	return fields
}

func writeWire(w io.Writer, r *webhook.Request) error {
	_, err := w.Write(r.AppendWire(nil))
	return err
}
