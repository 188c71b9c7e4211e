package capture_test

import (
	"bytes"
	"encoding/base64"
	"slices"
	"strings"
	"testing"

	"github.com/timhook/timhook/webhook"
	"github.com/timhook/timhook/webhook/capture"
)

// TestEchoedCredentialsAreMasked: a backend that dumps the request into its answer gives them away for as long as they hold.
func TestEchoedCredentialsAreMasked(t *testing.T) {
	const bearer, session = "eyJhbGciOi.J9x-_7", "9f8e7d6c5b4a3f2e1d0c"
	for _, c := range []struct{ name, value, echo, want string }{
		{"Authorization", "Bearer " + bearer, "no " + bearer + "!", "no masked!"},
		{"authorization", bearer, "no " + bearer + "!", "no masked!"},
		{"Authorization ", "Bearer short", "Bearer short, a short one", "masked, a short one"},
		{"Proxy-Authorization", "Basic " + base64.StdEncoding.EncodeToString([]byte("mina:opensesame")), "mina has opensesame", "mina has masked"},
		{"Proxy-Authorization", "Basic " + base64.StdEncoding.EncodeToString([]byte("mina:opensesame")), "bWluYTpvcGVuc2VzYW1l", "masked"},
		{"Cookie", "lang=zh; sid=" + session, "sid is " + session + ", lang is zh", "sid is masked, lang is zh"},
		{"Cookie", `a="b c" ; d`, `{"cookie":"a=\"b c\" ; d"}`, `{"cookie":"masked"}`},
		{"X-Key", "12345678", "12345678 1234567", "masked 1234567"},
		{"X-Key", "1234567", "1234567", "1234567"},
		{"X-Other", "12345678", "12345678", "12345678"},
		{"X-Api-Key", bearer, "no " + bearer + "!", "no masked!"},
	} {
		r := &capture.Record{
			Request: capture.Request{Header: []webhook.HeaderField{{Name: "Host", Value: "h"}, {Name: c.name, Value: c.value}}},
			Answer: &capture.Answer{
				Reason: c.echo, Header: []webhook.HeaderField{{Name: "X-Echo", Value: c.echo}}, Body: []byte(c.echo),
				Wire: []byte("HTTP/1.1 200 OK\r\nX-Echo: " + c.echo + "\r\n\r\n" + c.echo),
			},
		}
		a := r.Redact(capture.Redaction{Mask: []string{"x-key"}, KeepSign: true}).Answer
		if a.Reason != c.want || a.Header[0].Value != c.want || !bytes.HasPrefix(a.Wire, []byte("HTTP/1.1 200 OK\r\nX-Echo: "+c.want+"\r\n\r\n")) {
			t.Errorf("%s: %s: got %q, %q and %q, want %q", c.name, c.value, a.Reason, a.Header[0].Value, a.Wire, c.want)
		}
		if len(a.Body) != len(c.echo) || (c.echo == c.want) != (string(a.Body) == c.echo) || !bytes.HasSuffix(a.Wire, a.Body) {
			t.Errorf("%s: %s: got the body %q and the wire %q, want %q at the same length", c.name, c.value, a.Body, a.Wire, c.want)
		}
	}
}

// TestCredentialsInTrailersAreMasked: they are fields, though they stand behind the body.
func TestCredentialsInTrailersAreMasked(t *testing.T) {
	const chunks = "3;x=y\r\n{}\n\r\n0\r\n"
	for trailers, want := range map[string]string{
		"\r\n":                              "\r\n",
		"Authorization: Bearer abc\r\n\r\n": "Authorization: masked\r\n\r\n",
		"X-A: 1\r\ncookie :a=b\r\n\tc\r\nX-B: 2\r\n\r\n": "X-A: 1\r\ncookie :masked\r\n\t\r\nX-B: 2\r\n\r\n",
		"X-A: " + token + "\r\n\r\n":                     "X-A: maskedxxxxxxxxxx\r\n\r\n",
		"Proxy-Authorization: \xff\r\n\r\n":              "Proxy-Authorization: masked\r\n\r\n",
		"Authorization: masked\r\n\r\n":                  "Authorization: masked\r\n\r\n",
		"Authorization: cut":                             "Authorization: masked",
	} {
		hide := capture.Redaction{Secrets: []string{token}}
		head := "POST / HTTP/1.1\r\nTransfer-encoding: chunked\r\n\r\n"
		r := &capture.Record{
			Request: capture.NewRequest(capture.Raw{Scheme: "http", Head: []byte(head), Body: []byte("{}\n"), Frames: []byte(chunks + trailers)}),
			Answer:  &capture.Answer{Status: 200, Body: []byte("{}\n"), Wire: []byte("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n" + chunks + trailers)},
		}
		got := r.Redact(hide)
		if !bytes.HasSuffix(got.Request.Wire, []byte(chunks+want)) || !bytes.HasSuffix(got.Answer.Wire, []byte(chunks+want)) {
			t.Errorf("%q: got %q and %q, want %q at the end", trailers, got.Request.Wire, got.Answer.Wire, want)
		}
		if changed := trailers != want; changed != (len(got.Redacted) > 0) {
			t.Errorf("%q: masked %q", trailers, got.Redacted)
		}
		if again := got.Redact(hide); !bytes.Equal(again.Request.Wire, got.Request.Wire) || !slices.Equal(again.Redacted, got.Redacted) {
			t.Errorf("%q: masked again: got %q, redacted %q", trailers, again.Request.Wire, again.Redacted)
		}
	}
	// Without chunks, such lines are the body's own.
	r := capture.Record{Request: capture.NewRequest(capture.Raw{Scheme: "http", Head: []byte("POST / HTTP/1.1\nHost: h\n\n"), Body: []byte("0\nAuthorization: abc\n\n")})}
	if got := r.Redact(capture.Redaction{}); got.Redacted != nil || !bytes.Equal(got.Request.Wire, r.Request.Wire) {
		t.Errorf("got %q, redacted %q, want it as it is", got.Request.Wire, got.Redacted)
	}
}

// TestSecretsInARequestTargetAreMaskedWhereverTheyStand, in the fields as on the wire.
func TestSecretsInARequestTargetAreMaskedWhereverTheyStand(t *testing.T) {
	for target, want := range map[string]string{
		"/im#Sign=" + sign:                     "/im#Sign=masked",
		"/im#Sign=ab&RequestTime=1":            "/im#Sign=masked&RequestTime=1",
		"/im/Sign=" + sign:                     "/im/Sign=masked",
		"/im/s%69gn=ab?a=1":                    "/im/s%69gn=masked?a=1",
		"/im;Sign=ab?a=1":                      "/im;Sign=masked?a=1",
		"/im?a=1;Sign=" + sign:                 "/im?a=1;Sign=masked",
		"/im?a=1;Sign=ab&b=2":                  "/im?a=1;Sign=masked&b=2",
		"/im?a=/x?Sign=ab":                     "/im?a=/x?Sign=masked",
		"/im?a=1%26Sign=ab":                    "/im?a=1%26Sign=masked",
		"/im?a=1#Sign=ab":                      "/im?a=1#Sign=masked",
		"/im?a=1,+Sign=ab":                     "/im?a=1,+Sign=masked",
		"/im/Signal=ab?Signed=1&Signs=2":       "/im/Signal=ab?Signed=1&Signs=2",
		"http://user:PW@h/im":                  "http://user:masked@h/im",
		"http://user:P@W@h:80?a=1":             "http://user:masked@h:80?a=1",
		"http://:PW@h/im;Sign=ab":              "http://:masked@h/im;Sign=masked",
		"https://user:masked@h/im":             "https://user:masked@h/im",
		"http://user@h/im?a=b:c@d":             "http://user@h/im?a=b:c@d",
		"http://h/a:b@c":                       "http://h/a:b@c",
		"http://user:pass%77ord@h/password?ok": "http://user:masked@h/masked?ok",
	} {
		// The space before the first field's value keeps the message on the wire.
		head := []byte("POST " + target + " HTTP/1.1\r\nX:1\r\nHost: h\r\n\r\n")
		r := capture.Record{Request: capture.NewRequest(capture.Raw{Scheme: "http", Host: "h", Head: head})}
		got := r.Redact(capture.Redaction{})
		if line := "POST " + want + " HTTP/1.1\r\n"; !bytes.HasPrefix(got.Request.Wire, []byte(line)) {
			t.Errorf("%s: got the wire %q, want %q", target, got.Request.Wire, line)
		}
		url := got.Request.URL
		if _, query, asked := strings.Cut(want, "?"); asked {
			url += "?" + query
			if got.Request.Query != query {
				t.Errorf("%s: got the query %s, want %s", target, got.Request.Query, query)
			}
		}
		if !strings.HasSuffix(url, want) {
			t.Errorf("%s: got the URL %s, want %s", target, url, want)
		}
		if (target == want) != (got.Redacted == nil) {
			t.Errorf("%s: masked %q", target, got.Redacted)
		}
		if again := got.Redact(capture.Redaction{}); again.Request.URL != got.Request.URL || again.Request.Query != got.Request.Query || !slices.Equal(again.Redacted, got.Redacted) {
			t.Errorf("%s: masked again: %q", target, again.Redacted)
		}
	}
	// What is masked in one place is masked in the others.
	r := capture.Record{Request: capture.Request{URL: "http://mina:opensesame@h/im#Sign=" + sign}, Failure: "opensesame, " + sign}
	if got := r.Redact(capture.Redaction{}).Failure; got != "masked, masked" {
		t.Errorf("got the failure %q", got)
	}
	if got := r.Redact(capture.Redaction{KeepSign: true}); got.Failure != "masked, "+sign || got.Request.URL != "http://mina:masked@h/im#Sign="+sign {
		t.Errorf("got the failure %q and the URL %q with Sign kept", got.Failure, got.Request.URL)
	}
}

// TestWhatIsNamedASecretIsMasked: in a parameter, a path and a header field, and where an answer quotes it.
func TestWhatIsNamedASecretIsMasked(t *testing.T) {
	const key, hook = "k7Qd2mXz/9", "9f8e7d6c5b4a3f2e1d0c"
	r := capture.Record{
		Request: capture.NewRequest(capture.Raw{Scheme: "http", Host: "h", Head: []byte("POST /hook/" + hook + "?api_key=k7Qd2mXz%2f9&MsgKey&keyword=plain&id=1 HTTP/1.1\r\nX-Short-Key:" + key + "\r\n\r\n")}),
		Answer:  &capture.Answer{Status: 200, Body: []byte(key + " k7Qd2mXz%2F9 " + hook)},
	}
	got := r.Redact(capture.Redaction{Mask: []string{"hook"}})
	want := "POST /hook/masked?api_key=masked&MsgKey&keyword=plain&id=1 HTTP/1.1\r\nX-Short-Key:masked\r\n\r\n"
	if string(got.Request.Wire) != want {
		t.Errorf("got %q, want %q", got.Request.Wire, want)
	}
	if got.Request.URL != "http://h/hook/masked" || got.Request.Query != "api_key=masked&MsgKey&keyword=plain&id=1" || got.Request.Header[0].Value != capture.Masked {
		t.Errorf("got %+v", got.Request)
	}
	if want := "maskedxxxx maskedxxxxxx maskedxxxxxxxxxxxxxx"; string(got.Answer.Body) != want {
		t.Errorf("got the answer %q, want %q", got.Answer.Body, want)
	}
	if want := []string{"url", "api_key", "X-Short-Key", "answer body"}; !slices.Equal(got.Redacted, want) {
		t.Errorf("got %q masked, want %q", got.Redacted, want)
	}
}
