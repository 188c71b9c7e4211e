package secret_test

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/timhook/timhook/internal/secret"
)

const sign = "d79d7ad8337e3eea0c2d5e1f6a7b8c9d00112233445566778899aabbccddeeff"

func TestSignsAreMaskedWhereverTheyStand(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"nothing", "", ""},
		{"no Sign", "POST /im?a=1 HTTP/1.1", "POST /im?a=1 HTTP/1.1"},
		{"in a request line", "POST /im?Sign=ab12&RequestTime=5 HTTP/1.1", "POST /im?Sign=masked&RequestTime=5 HTTP/1.1"},
		{"the last parameter", "POST /im?a=1&Sign=ab12 HTTP/1.1\r\n", "POST /im?a=1&Sign=masked HTTP/1.1\r\n"},
		{"twice", "/im?Sign=mine&Sign=ab12", "/im?Sign=masked&Sign=masked"},
		{"in JSON", `{"url":"/im?Sign=ab12"}`, `{"url":"/im?Sign=masked"}`},
		{"in a field", "Location: /x?Sign=AB12\r\nX: y", "Location: /x?Sign=masked\r\nX: y"},
		{"empty", "Sign=&a", "Sign=&a"},
		{"masked", "Sign=masked&a", "Sign=masked&a"},
		{"the request's own", "got " + sign + "!", "got masked!"},
		{"in capitals", "got " + strings.ToUpper(sign), "got masked"},
		{"cut", "got " + sign[:30] + "…", "got masked…"},
		{"cut too short", "got " + sign[:11], "got " + sign[:11]},
		{"in base64", "got " + base64.StdEncoding.EncodeToString([]byte(sign)), "got maskedg=="},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := secret.Policy{}
			p.LearnQuery("a=b&Sign=" + sign)
			if got := p.Mask(c.text); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
			if kept := (&secret.Policy{KeepSign: true}).Mask(c.text); kept != c.text {
				t.Errorf("got %q, want it kept", kept)
			}
		})
	}
}

func TestFieldsAreMaskedByTheirNames(t *testing.T) {
	for _, c := range []struct{ name, value, want string }{
		{"Host", "h", "h"},
		{"X-Key", "k", "masked"},
		{"X-Key", "", ""},
		{"X-Key", "masked", "masked"},
		{"x-odd", "k", "masked"},
		{" X-Odd ", "k", "masked"},
		{"X-Original-URI", "/im?Sign=1", "/im?Sign=masked"},
	} {
		t.Run(c.name+"="+c.value, func(t *testing.T) {
			p := secret.Policy{Told: []string{"X-Odd"}}
			if got := p.Field(c.name, c.value); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

// TestAHeadIsMaskedLineByLine keeps every other byte.
func TestAHeadIsMaskedLineByLine(t *testing.T) {
	for _, c := range []struct{ name, message, want, rest string }{
		{"a request", "POST /im?key=k&a HTTP/1.1\r\nHost: h\r\nX-Key:  k\r\n\r\nX-Key: body", "POST /im?key=masked&a HTTP/1.1\r\nHost: h\r\nX-Key:  masked\r\n\r\n", "X-Key: body"},
		{"a path", "POST /hook/" + hook + " HTTP/1.1\r\n\r\n", "POST /hook/masked HTTP/1.1\r\n\r\n", ""},
		{"folded lines", "POST / HTTP/1.1\nCookie: a\n  b\nA: c\n\n", "POST / HTTP/1.1\nCookie: masked\n  \nA: c\n\n", ""},
		{"cut", "POST /?Sign=a", "POST /?Sign=masked", ""},
		{"no message", "", "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			head, rest, _ := (&secret.Policy{Told: []string{"hook"}}).Head([]byte(c.message), true)
			if string(head) != c.want || string(rest) != c.rest {
				t.Errorf("got %q and %q, want %q and %q", head, rest, c.want, c.rest)
			}
		})
	}
	head, rest, chunked := new(secret.Policy).Head([]byte("HTTP/1.1 103 Hints\r\nSet-Cookie: a\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n"), false)
	if want := "HTTP/1.1 103 Hints\r\nSet-Cookie: masked\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"; string(head) != want || string(rest) != "0\r\n" || !chunked {
		t.Errorf("got %q and %q, chunked %t", head, rest, chunked)
	}
}

func TestWhatARequestHoldsIsMaskedInItsAnswer(t *testing.T) {
	p := secret.Policy{}
	p.LearnURL("/im?api_key=k7Qd2mXz&id=12345678")
	p.LearnField("Authorization", "Basic "+base64.StdEncoding.EncodeToString([]byte("mina:opensesame")))
	p.LearnField("X-Note", "a note of mine")
	p.LearnField("X-Key", "7 bytes")
	if got, want := p.Mask("k7Qd2mXz opensesame a note of mine 7 bytes 12345678"), "masked masked a note of mine 7 bytes 12345678"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got, want := p.Body([]byte("k7Qd2mXz, opensesame"), "body"), "maskedxx, maskedxxxx"; string(got) != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if !slices.Equal(p.Masked, []string{"body"}) {
		t.Errorf("noted %q, want the body", p.Masked)
	}
}

// TestAHostileRequestHasFewSecrets: each of them is looked for in every text.
func TestAHostileRequestHasFewSecrets(t *testing.T) {
	var query bytes.Buffer
	for i := range 10_000 {
		fmt.Fprintf(&query, "key%d=value-%06d&", i, i)
	}
	p := secret.Policy{}
	p.LearnQuery(query.String())
	masked := p.Query(query.String(), "query")
	if strings.Contains(masked, "value") || strings.Count(masked, "=masked&") != 10_000 {
		t.Errorf("got %.100s", masked)
	}
	if len(p.Masked) > 100 {
		t.Errorf("noted %d names", len(p.Masked))
	}
	if got := p.Mask("value-000001 value-009999"); got != "masked value-009999" {
		t.Errorf("got %q, want the first values only to be looked for", got)
	}
}
