package request

import (
	"fmt"
	"io"
	"time"

	"github.com/timhook/timhook/report/formats"
	"github.com/timhook/timhook/report/safe"
	"github.com/timhook/timhook/webhook"
)

// Write writes requests in a format, for another program to send: they hold their real Sign. At is the time for
// formats that want one.
type Write func(w io.Writer, requests []*webhook.Request, at time.Time) error

// Formats lists the formats of requests.
func Formats() formats.Table[Write] {
	return formats.Table[Write]{
		{Name: "json", Doc: "the request packets, one after the other", Write: writePackets},
		{Name: "ndjson", Doc: "one request a line: method, URL, header, body", Write: writeRequestLines},
		{Name: "curl", Doc: "a shell command for each", Write: writeCurl},
		{
			Name:  "curl=portable",
			Doc:   "a shell command that signs itself with date and sha256sum, $IM_CALLBACK_TOKEN being the token",
			Write: writePortableCurl,
		},
		{Name: "http", Doc: "the bytes on the wire", Write: writeWire},
		{Name: "har", Doc: "an HTTP archive (HAR 1.2)", Write: writeHAR},
		{Name: "vegeta", Doc: "one target a line, for vegeta attack -format=json", Write: writeVegeta},
		{
			Name: "k6", Doc: "a script for k6 that signs each request as it is sent and checks every answer",
			Write: writeK6,
		},
	}
}

func writePackets(w io.Writer, requests []*webhook.Request, _ time.Time) error {
	for _, r := range requests {
		if _, err := fmt.Fprintf(w, "%s\n", r.Body); err != nil {
			return err
		}
	}
	return nil
}

type requestLine struct {
	Method string      `json:"method"`
	URL    string      `json:"url"`
	Header [][2]string `json:"header"`
	safe.Content
}

func writeRequestLines(w io.Writer, requests []*webhook.Request, _ time.Time) error {
	enc := safe.Encoder(w)
	for _, r := range requests {
		line := requestLine{
			Method: r.Method, URL: r.URL(), Content: safe.WholeContent(r.Body).Masked(safe.SecretsOf(w)),
		}
		for _, h := range r.Header {
			line.Header = append(line.Header, [2]string{h.Name, h.Value})
		}
		if err := enc.Encode(line); err != nil {
			return err
		}
	}
	return nil
}

func writeWire(w io.Writer, requests []*webhook.Request, _ time.Time) error {
	for _, r := range requests {
		if _, err := w.Write(r.AppendWire(nil)); err != nil {
			return err
		}
	}
	return nil
}

func writeCurl(w io.Writer, requests []*webhook.Request, _ time.Time) error {
	for _, r := range requests {
		if _, err := fmt.Fprintln(w, Curl(r)); err != nil {
			return err
		}
	}
	return nil
}

func writePortableCurl(w io.Writer, requests []*webhook.Request, _ time.Time) error {
	for _, r := range requests {
		if _, err := fmt.Fprintln(w, portableCurl(r)); err != nil {
			return err
		}
	}
	return nil
}
