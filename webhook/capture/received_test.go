package capture_test

import (
	"bytes"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/timhook/timhook/webhook"
	"github.com/timhook/timhook/webhook/capture"
	"pgregory.net/rapid"
)

var host = webhook.HeaderField{Name: "Host", Value: "h:1"}

// received are requests as they come over a connection, and how they are read.
var received = map[string]struct {
	raw  capture.Raw
	want capture.Request
	wire string // of the result
}{
	"plain": {
		capture.Raw{
			Head: []byte("POST /im?a=%41&Sign=x HTTP/1.1\r\nHost: h:1\r\ncontent-type: a/b\r\n\r\n"),
			Body: []byte("{}"),
		},
		capture.Request{
			Method: "POST",
			URL:    "http://h:1/im",
			Query:  "a=%41&Sign=x",
			Header: []webhook.HeaderField{host, {Name: "content-type", Value: "a/b"}},
			Body:   []byte("{}"),
		},
		"",
	},
	"old protocol, no host": {
		capture.Raw{Head: []byte("POST / HTTP/1.0\r\n\r\n")},
		capture.Request{Method: "POST", URL: "http://here:9/", Proto: "HTTP/1.0"},
		"",
	},
	"empty query": {
		capture.Raw{Head: []byte("POST /im? HTTP/1.1\r\nHost: h:1\r\n\r\n")},
		capture.Request{Method: "POST", URL: "http://h:1/im", Header: []webhook.HeaderField{host}},
		"POST /im? HTTP/1.1\r\nHost: h:1\r\n\r\n",
	},
	"absolute": {
		capture.Raw{Head: []byte("POST http://other/im?a=b HTTP/1.1\r\nHost: h:1\r\n\r\n")},
		capture.Request{Method: "POST", URL: "http://other/im", Query: "a=b", Header: []webhook.HeaderField{host}},
		"POST http://other/im?a=b HTTP/1.1\r\nHost: h:1\r\n\r\n",
	},
	"asterisk": {
		capture.Raw{Head: []byte("OPTIONS * HTTP/1.1\r\nHost: h:1\r\n\r\n")},
		capture.Request{Method: "OPTIONS", URL: "http://h:1/*", Header: []webhook.HeaderField{host}},
		"OPTIONS * HTTP/1.1\r\nHost: h:1\r\n\r\n",
	},
	"chunks": {
		capture.Raw{
			Head:   []byte("POST /im HTTP/1.1\r\nHost: h:1\r\n\r\n"),
			Body:   []byte("{}"),
			Frames: []byte("1\r\n{\r\n1\r\n}\r\n0\r\n\r\n"),
		},
		capture.Request{
			Method: "POST",
			URL:    "http://h:1/im",
			Header: []webhook.HeaderField{host},
			Body:   []byte("{}"),
		},
		"POST /im HTTP/1.1\r\nHost: h:1\r\n\r\n1\r\n{\r\n1\r\n}\r\n0\r\n\r\n",
	},
	"odd spacing": {
		capture.Raw{Head: []byte("POST  /im HTTP/1.1\nHost:h:1\n X\n\n")},
		capture.Request{
			Method: "POST",
			URL:    "http://h:1 X/ /im",
			Header: []webhook.HeaderField{{Name: "Host", Value: "h:1 X"}},
		},
		"POST  /im HTTP/1.1\nHost:h:1\n X\n\n",
	},
	"a path of two slashes": {
		capture.Raw{Head: []byte("POST //x/y?http://z HTTP/1.1\r\nHost: h:1\r\n\r\n")},
		capture.Request{
			Method: "POST",
			URL:    "http://h:1//x/y",
			Query:  "http://z",
			Header: []webhook.HeaderField{host},
		},
		"",
	},
	"a path that looks like a URL": {
		capture.Raw{Head: []byte("POST /x://y HTTP/1.1\r\nHost: h:1\r\n\r\n")},
		capture.Request{Method: "POST", URL: "http://h:1/x://y", Header: []webhook.HeaderField{host}},
		"",
	},
	"no HTTP": {
		capture.Raw{Head: []byte("\x16\x03\x01")},
		capture.Request{Method: "\x16\x03\x01", URL: "http://here:9/"},
		"\x16\x03\x01",
	},
	"nothing": {capture.Raw{}, capture.Request{URL: "http://here:9/"}, ""},
}

func TestARequestIsReadAsItCame(t *testing.T) {
	for name, c := range received {
		t.Run(name, func(t *testing.T) {
			c.raw.Scheme, c.raw.Host = "http", "here:9"
			if c.wire != "" {
				c.want.Wire = []byte(c.wire)
			}
			got := capture.NewRequest(c.raw)
			if len(got.Header) == 0 {
				got.Header = nil
			}
			if name == "nothing" {
				got.Wire = nil // rendered, it would be a request
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("%s: %s", name, diff)
			}
		})
	}
}

// anyMessage is the head of a request and what follows, mostly sound.
func anyMessage() *rapid.Generator[capture.Raw] {
	piece := rapid.SampledFrom([]string{
		"POST /im?a=b HTTP/1.1\r\n", "GET / HTTP/1.0\n", "Host: h\r\n", "host:  h \r\n", "X-A: b\r\n",
		"Cookie: s=1\r\n", " folded\r\n", "X\r\n", ": y\r\n", "\r\n", "\n", "\x00", "\xff", "  ", "?",
		"Sign=1\r\n",
	})
	return rapid.Custom(func(t *rapid.T) capture.Raw {
		var head []byte
		for _, p := range rapid.SliceOfN(piece, 0, 8).Draw(t, "pieces") {
			head = append(head, p...)
		}
		raw := capture.Raw{Scheme: "http", Host: "h", Head: head, Body: anyBytes(t, "body")}
		if rapid.Bool().Draw(t, "framed") {
			raw.Frames = []byte(anyText().Draw(t, "frames"))
		}
		return raw
	})
}

// TestWhatWasReadIsWrittenAgainByteForByte: recorded and replayed as captured, a request is the same.
func TestWhatWasReadIsWrittenAgainByteForByte(t *testing.T) {
	to, err := webhook.ParseEndpoint("http://127.0.0.1:8080/other?x=y")
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		raw := anyMessage().Draw(t, "raw")
		line, err := (&capture.Record{Request: capture.NewRequest(raw)}).AppendLine(nil)
		if err != nil {
			t.Fatal(err)
		}
		r, err := capture.ParseLine(line)
		if err != nil {
			t.Fatal(err)
		}
		sent := r.WebhookRequest(to)
		frames := raw.Frames
		if frames == nil {
			frames = raw.Body
		}
		want := append(bytes.Clone(raw.Head), frames...)
		if len(want) == 0 {
			return
		}
		if got := sent.AppendWire(nil); !bytes.Equal(got, want) {
			t.Fatalf("got %q, want %q", got, want)
		}
		if sent.Endpoint.Addr != "127.0.0.1:8080" {
			t.Fatalf("it goes to %s", sent.Endpoint.Addr)
		}
	})
}
