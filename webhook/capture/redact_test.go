package capture_test

import (
	"bytes"
	"encoding/base64"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/timhook/timhook/webhook"
	"github.com/timhook/timhook/webhook/capture"
	"pgregory.net/rapid"
)

const sign = "d79d7ad8337e3eea0c2d5e1f6a7b8c9d00112233445566778899aabbccddeeff"

func TestSignIsMaskedHoweverItIsSpelt(t *testing.T) {
	for query, want := range map[string]string{
		"":                                   "",
		"a=b":                                "a=b",
		"Sign=" + sign:                       "Sign=masked",
		"sign=ab&SIGN=cd&a=b":                "sign=masked&SIGN=masked&a=b",
		"S%69gn=ab&%53%49%47%4E=cd":          "S%69gn=masked&%53%49%47%4E=masked",
		"Sign=&Sign&sIgN=x=y&&":              "Sign=&Sign&sIgN=masked&&",
		"Sign=masked":                        "Sign=masked",
		"Signal=a&Signs=b&S%69gn%=c":         "Signal=a&Signs=b&S%69gn%=c",
		"x=" + strings.ToUpper(sign):         "x=" + strings.ToUpper(sign),
		"Sign=" + sign + "&x=" + sign[:40]:   "Sign=masked&x=masked",
		"Sign=" + sign + "&x=a" + sign + "b": "Sign=masked&x=amaskedb",
		"Sign=application/json&c=application/json": "Sign=masked&c=application/json",
		"S%69gN=" + sign + "&x=" + sign:            "S%69gN=masked&x=masked",
	} {
		r := capture.Record{Request: capture.Request{Query: query}}
		if got := r.Redact(capture.Redaction{}).Request.Query; got != want {
			t.Errorf("%s: got %s, want %s", query, got, want)
		}
		if got := r.Redact(capture.Redaction{KeepSign: true}); got.Request.Query != query || got.Redacted != nil {
			t.Errorf("%s: got %s, want it kept", query, got.Request.Query)
		}
		if again := (&capture.Record{Request: capture.Request{Query: want}}).Redact(capture.Redaction{}); again.Request.Query != want || again.Redacted != nil {
			t.Errorf("%s: masked again: got %s, redacted %q", want, again.Request.Query, again.Redacted)
		}
	}
}

// TestAnEchoedSignIsMasked: a backend that quotes the URL in its answer gives away what is good for a minute.
func TestAnEchoedSignIsMasked(t *testing.T) {
	r := &capture.Record{
		Request: capture.Request{
			Method: "POST", URL: "http://h/im", Query: "Sign=" + sign + "&RequestTime=1",
			Header: []webhook.HeaderField{{Name: "X-Original-URI", Value: "/im?Sign=" + sign}, {Name: "Cookie", Value: "a"}, {Name: "X-Key", Value: "b"}},
			Body:   []byte(`{"a":1}`),
			Wire:   []byte("POST /im?Sign=" + sign + "&RequestTime=1 HTTP/1.1\nX-Original-URI: /im?Sign=" + sign + "\ncookie:a\n b\nX-Key:\t c\n\n{\"a\":1}"),
		},
		Answer: &capture.Answer{
			Reason: "no " + sign, Header: []webhook.HeaderField{{Name: "Location", Value: "/im?sign=" + strings.ToUpper(sign)}},
			Body: []byte(`{"ErrorInfo":"` + sign + `"}`), Wire: []byte("HTTP/1.1 103 Hints\r\nSet-Cookie: x\r\n\r\nHTTP/1.1 200 " + sign + "\r\nset-cookie: y\r\n\r\n" + sign),
		},
		Failure: "broken at " + sign, Findings: []capture.Finding{{Check: "c", Path: "/" + sign, Want: sign}}, Extra: `"a":"` + sign + `"`,
	}
	before, err := r.AppendLine(nil)
	if err != nil {
		t.Fatal(err)
	}
	got := r.Redact(capture.Redaction{Mask: []string{"x-key"}})
	long := "masked" + strings.Repeat("x", 58)
	want := &capture.Record{
		Request: capture.Request{
			Method: "POST", URL: "http://h/im", Query: "Sign=masked&RequestTime=1",
			Header: []webhook.HeaderField{{Name: "X-Original-URI", Value: "/im?Sign=masked"}, {Name: "Cookie", Value: "masked"}, {Name: "X-Key", Value: "masked"}},
			Body:   []byte(`{"a":1}`),
			Wire:   []byte("POST /im?Sign=masked&RequestTime=1 HTTP/1.1\nX-Original-URI: /im?Sign=masked\ncookie:masked\n \nX-Key:\t masked\n\n{\"a\":1}"),
		},
		Answer: &capture.Answer{
			Reason: "no masked", Header: []webhook.HeaderField{{Name: "Location", Value: "/im?sign=masked"}},
			Body: []byte(`{"ErrorInfo":"` + long + `"}`), Wire: nil,
		},
		Failure: "broken at masked", Findings: []capture.Finding{{Check: "c", Path: "/masked", Want: "masked"}}, Extra: `"a":"masked"`,
		Redacted: []string{"Sign", "X-Original-URI", "Cookie", "X-Key", "reason", "Location", "answer body", "Set-Cookie", "wire", "failure", "extra", "findings"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if after, _ := r.AppendLine(nil); !bytes.Equal(before, after) {
		t.Error("the record itself was changed")
	}
	r.Answer.Body = []byte(sign)
	got = r.Redact(capture.Redaction{})
	if want := "HTTP/1.1 103 Hints\r\nSet-Cookie: masked\r\n\r\nHTTP/1.1 200 masked\r\nset-cookie: masked\r\n\r\n" + long; string(got.Answer.Wire) != want {
		t.Errorf("got the answer %q, want %q", got.Answer.Wire, want)
	}
}

func TestOddSpellingsOfAHeadHideNothing(t *testing.T) {
	for head, want := range map[string]string{
		"\r\n\r\nPOST /?Sign=a HTTP/1.1\r\nCookie: b\r\n\r\n": "\r\n\r\nPOST /?Sign=masked HTTP/1.1\r\nCookie: masked\r\n\r\n",
		"POST / HTTP/1.1\nAuthorization : b\n\n":              "POST / HTTP/1.1\nAuthorization : masked\n\n",
		"POST / HTTP/1.1\nCookie:\n b\n\n":                    "POST / HTTP/1.1\nCookie:\n \n\n",
		"POST /?Sign=a":                                       "POST /?Sign=masked",
	} {
		r := capture.Record{Request: capture.NewRequest(capture.Raw{Scheme: "http", Host: "h", Head: []byte(head)})}
		got := r.Redact(capture.Redaction{}).Request
		if string(got.Wire) != want {
			t.Errorf("%q: got %q, want %q", head, got.Wire, want)
		}
		for _, f := range got.Header {
			if f.Value == "b" {
				t.Errorf("%q: got the field %q", head, f)
			}
		}
	}
}

func TestSecretsThatOverlapOrAreEscapedAreMaskedWhole(t *testing.T) {
	for _, c := range []struct{ secret, text, want string }{
		{"abcabc", "-abcabcabc-", "-masked-"},
		{"abcabc", "-abcabcabcabc-", "-masked-"},
		{"sesame open<", "sesame+open%3c sesame+open%3C sesame%20open%3c", "masked masked masked"},
		{"sesame:open", "sesame%3Aopen sesame:open", "masked masked"},
		{"sésame", `s\u00e9same`, "masked"},
		{`say "x"`, `"{\"a\":\"say \\\"x\\\"\"}"`, `"{\"a\":\"masked\"}"`},
		{"abcdef", "-abcdefabcdef-", "-masked-"},
	} {
		got := (&capture.Record{Failure: c.text}).Redact(capture.Redaction{Secrets: []string{c.secret}})
		if got.Failure != c.want {
			t.Errorf("%s: got %s, want %s", c.text, got.Failure, c.want)
		}
	}
}

// TestASecretInTwoChunksIsMaskedInBoth: the wire has it in no piece that could be searched for.
func TestASecretInTwoChunksIsMaskedInBoth(t *testing.T) {
	body := []byte(`{"a":"` + token + `"}`)
	for at := range len(body) + 1 {
		frames := chunked(body[:at], body[at:])
		r := capture.Record{Request: capture.NewRequest(capture.Raw{Scheme: "http", Head: []byte("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n"), Body: body, Frames: frames})}
		got := r.Redact(capture.Redaction{Secrets: []string{token}})
		masked := []byte(`{"a":"maskedxxxxxxxxxx"}`)
		if !bytes.Equal(got.Request.Body, masked) || !slices.Contains(got.Redacted, "body") {
			t.Fatalf("got %q, redacted %q", got.Request.Body, got.Redacted)
		}
		if want := chunked(masked[:at], masked[at:]); !bytes.HasSuffix(got.Request.Wire, want) {
			t.Fatalf("got %q, want %q at its end", got.Request.Wire, want)
		}
	}
	// What cannot be taken apart is not kept.
	r := capture.Record{Request: capture.Request{Body: body, Wire: []byte("POST / HTTP/1.1\r\n\r\n5;\r\nodd")}}
	if got := r.Redact(capture.Redaction{Secrets: []string{token}}); got.Request.Wire != nil || !slices.Contains(got.Redacted, "wire") {
		t.Errorf("got the wire %q, redacted %q", got.Request.Wire, got.Redacted)
	}
}

func chunked(pieces ...[]byte) []byte {
	var b bytes.Buffer
	for _, p := range pieces {
		if len(p) > 0 {
			b.WriteString(string("0123456789abcdef"[len(p)>>4]) + string("0123456789abcdef"[len(p)&15]) + " ; x=y\r\n" + string(p) + "\r\n")
		}
	}
	b.WriteString("0\r\nTrailer: x\r\n\r\n")
	return b.Bytes()
}

// TestSecretsStandNowhereInARecord: in no spelling, wherever they were.
func TestSecretsStandNowhereInARecord(t *testing.T) {
	odd := "canary-Zq8<&>/+\"%7Kx"
	spellings := []string{
		odd, token, url.QueryEscape(odd), url.PathEscape(odd), "canary-Zq8%3c%26%3e%2f%2b%22%257Kx", `canary-Zq8<&>/+\"%7Kx`, `canary-Zq8\u003c\u0026\u003e\/+\"%7Kx`,
		"canary-Zq8&lt;&amp;&gt;/+&#34;%7Kx", "canary-Zq8&lt;&amp;&gt;/+&quot;%7Kx",
		base64.StdEncoding.EncodeToString([]byte("u:" + odd)), base64.RawURLEncoding.EncodeToString([]byte("user:" + odd + ":x")), base64.StdEncoding.EncodeToString([]byte(token)),
	}
	secret := rapid.Custom(func(t *rapid.T) string {
		return anyText().Draw(t, "before") + rapid.SampledFrom(spellings).Draw(t, "secret") + anyText().Draw(t, "behind")
	})
	rapid.Check(t, func(t *rapid.T) {
		r := anyRecord().Draw(t, "record")
		r.Extra, r.Request.Extra, r.Timing.Extra, r.Findings = "", "", "", nil
		if r.Answer != nil {
			r.Answer.Extra = ""
		}
		for range rapid.IntRange(1, 4).Draw(t, "secrets") {
			text := secret.Draw(t, "text")
			switch rapid.IntRange(0, 10).Draw(t, "place") {
			case 0:
				r.Request.Query = text
			case 1:
				r.Request.URL = text
			case 2:
				r.Request.Method = text
			case 3:
				r.Request.Body = []byte(text)
			case 4:
				r.Request.Wire = []byte(text)
			case 5:
				r.Request.Header = append(r.Request.Header, webhook.HeaderField{Name: "X", Value: text})
			case 6:
				r.Failure = text
			case 7:
				r.Answer = &capture.Answer{Body: []byte(text), Wire: []byte("HTTP/1.1 200 OK\r\n\r\n" + text)}
			case 8:
				r.Answer = &capture.Answer{Reason: text, Header: []webhook.HeaderField{{Name: text, Value: text}}}
			case 9:
				r.Findings = []capture.Finding{{Check: "a", Want: text}}
			case 10:
				r.Request.Wire = []byte("POST /?" + text + " HTTP/1.1\r\n" + text + "\r\nCookie: " + text + "\r\n " + text + "\r\n\r\n" + text)
			}
		}
		hide := capture.Redaction{Secrets: []string{odd, token}}
		got := r.Redact(hide)
		line, err := got.AppendLine(nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, part := range append(plainParts(got), string(line)) {
			for _, s := range spellings {
				// In base64, the first and the last characters hold bits of what stands around the secret.
				if strings.Contains(part, s[min(4, len(s)-16):len(s)-4]) {
					t.Fatalf("%s is in %q", s, part)
				}
			}
		}
		if len(got.Request.Body) != len(r.Request.Body) {
			t.Fatalf("the body has %d bytes, want %d", len(got.Request.Body), len(r.Request.Body))
		}
		if diff := cmp.Diff(got, got.Redact(hide)); diff != "" {
			t.Fatalf("masked again: %s", diff)
		}
	})
}

// plainParts are the texts of a record before they are spelt.
func plainParts(r *capture.Record) []string {
	parts := []string{r.Request.Method, r.Request.URL, r.Request.Query, r.Request.Proto, string(r.Request.Body), string(r.Request.Wire), r.Failure}
	fields := r.Request.Header
	if a := r.Answer; a != nil {
		parts = append(parts, a.Reason, string(a.Body), string(a.Wire))
		fields = append(slices.Clip(fields), a.Header...)
	}
	for _, f := range fields {
		parts = append(parts, f.Name, f.Value)
	}
	return parts
}

func TestShortSecretsAreLeft(t *testing.T) {
	r := capture.Record{Request: capture.Request{Query: "a=12345&b=123456", Body: []byte("12345 123456")}}
	got := r.Redact(capture.Redaction{Secrets: []string{"", "12345", "123456"}})
	if got.Request.Query != "a=12345&b=masked" || string(got.Request.Body) != "12345 masked" {
		t.Errorf("got %q %q", got.Request.Query, got.Request.Body)
	}
}

// TestWhatHoldsNoSecretStaysAsItIs: masking touches no other byte.
func TestWhatHoldsNoSecretStaysAsItIs(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := anyRecord().Draw(t, "record")
		if diff := cmp.Diff(r, r.Redact(capture.Redaction{Secrets: []string{token}})); diff != "" {
			t.Fatal(diff)
		}
	})
}

// TestTheWireIsMaskedAsItsFieldsAre: a message that is read after masking has the fields that were masked.
func TestTheWireIsMaskedAsItsFieldsAre(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		raw := anyMessage().Draw(t, "raw")
		raw.Head = append([]byte("POST /im?Sign=x&a="+token+" HTTP/1.1\r\nAuthorization : "+token+"\r\n"), raw.Head...)
		raw.Frames = nil
		r := capture.Record{Request: capture.NewRequest(raw)}
		got := r.Redact(capture.Redaction{Secrets: []string{token}}).Request
		head, _, _ := bytes.Cut(got.Wire, []byte("\r\n\r\n"))
		want := capture.NewRequest(capture.Raw{Scheme: "http", Host: "h", Head: append(bytes.Clone(head), "\r\n\r\n"...)})
		if !bytes.Contains(raw.Head, []byte("\r\n\r\n")) {
			return
		}
		if got.Wire != nil && got.Query != want.Query {
			t.Fatalf("got the query %q, the wire has %q", got.Query, want.Query)
		}
		if diff := cmp.Diff(want.Header[:1], got.Header[:1]); got.Wire != nil && diff != "" {
			t.Fatal(diff)
		}
	})
}

// BenchmarkRedact is what recording pays for it.
func BenchmarkRedact(b *testing.B) {
	r, err := capture.ParseLine(ordinary(b, 1))
	if err != nil {
		b.Fatal(err)
	}
	r.Request.Query = strings.Replace(r.Request.Query, "masked", sign, 1)
	b.ReportAllocs()
	for b.Loop() {
		r.Redact(capture.Redaction{Secrets: []string{token}})
	}
}
