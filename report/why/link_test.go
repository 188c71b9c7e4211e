package why_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/timhook/timhook/internal/secret"
	"github.com/timhook/timhook/report/reporttest"
	"github.com/timhook/timhook/report/why"
)

// answered is an exchange with a header field, and its case.
func answered(value string) (why.Case, why.Exchange) {
	return why.Case{Name: "Bot.OnGroupMessage/a b", Callback: "Bot.OnGroupMessage"}, why.Exchange{
		Start:  time.Date(2026, 1, 2, 3, 4, 5, 6, time.UTC),
		Answer: why.Answer{Header: [][2]string{{"x-trace-id", value}, {"X-Trace-Id", "second"}}},
	}
}

func TestALinkIsMadeOfAnExchange(t *testing.T) {
	for _, tt := range []struct{ name, template, value, want, lacks string }{
		{"a header field", "https://logs.example/t/{header:X-Trace-Id}", "4bf9", "https://logs.example/t/4bf9", ""},
		{"nothing to fill in", "http://[::1]:3000", "", "http://[::1]:3000", ""},
		{"the case", "https://a/?q={callback}&c={case}", "", "https://a/?q=Bot.OnGroupMessage&c=Bot.OnGroupMessage%2Fa%20b", ""},
		{"the time", "https://a/#{time}", "", "https://a/#2026-01-02T03%3A04%3A05.000000006Z", ""},
		{"what ends a URL", "https://a/{header:X-Trace-Id}", "/../?#&\" ><)(+%\r\n", "https://a/%2F..%2F%3F%23%26%22%20%3E%3C%29%28%2B%25%0D%0A", ""},
		{"a field that is not there", "https://a/{header:Traceparent}", "", "", "header field Traceparent"},
		{"a field without a value", "https://a/{header:X-Trace-Id}", "", "", "header field X-Trace-Id"},
		{"a field that is masked", "https://a/{header:X-Trace-Id}", secret.Mask, "", "header field X-Trace-Id"},
		{"a field that is too long", "https://a/{header:X-Trace-Id}", strings.Repeat("x", 513), "", "header field X-Trace-Id"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			template, err := why.ParseLinkTemplate(tt.template)
			if err != nil {
				t.Fatal(err)
			}
			c, x := answered(tt.value)
			if link, lacks := template.Link(c, x, nil); link != tt.want || lacks != tt.lacks {
				t.Errorf("got %q, lacking %q, want %q, %q", link, lacks, tt.want, tt.lacks)
			}
		})
	}
}

func TestTemplatesThatLeadElsewhereAreRefused(t *testing.T) {
	for _, tt := range []struct{ name, template, want string }{
		{"a script", "javascript:alert(1)", "begins with https:// or http://"},
		{"a file", "file:///etc/{case}", "begins with https:// or http://"},
		{"nothing", "", "begins with https:// or http://"},
		{"capitals", "HTTPS://a/", "begins with https:// or http://"},
		{"no host", "https:///{case}", "values only behind it"},
		{"a value for a host", "https://{header:Host}/", "values only behind it"},
		{"a value in a host", "https://a.{header:Host}", "values only behind it"},
		{"a user", "https://me@a/{case}", "without a user or a password"},
		{"a blank", "https://a/ {case}", "as %20"},
		{"a line", "https://a/\n{case}", "as %20"},
		{"the end of a link in Markdown", "https://a/){case}", "as %20"},
		{"the end of an attribute", `https://a/"{case}`, "as %20"},
		{"an unknown value", "https://a/{body}", "got {body}, want {header:NAME}, {callback}, {case} or {time}"},
		{"no name", "https://a/{header:}", "got {header:}, want"},
		{"an open brace", "https://a/{case", "a { has no }"},
		{"a closed brace", "https://a/case}", "as %20"},
		{"a secret", "https://a/?api_key=0123456789", "looks like a secret"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := why.ParseLinkTemplate(tt.template); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want %q", err, tt.want)
			}
		})
	}
}

// Whatever a backend sends, a link leads to the host of its template and holds nothing that ends it.
func FuzzLinks(f *testing.F) {
	f.Add("https://logs.example/t/{header:X-Trace-Id}?c={case}", reporttest.Hostile)
	f.Add("http://a#{header:x}{time}", "//evil.example")
	f.Add("https://a/{header:X-Trace-Id", "x")
	f.Fuzz(func(t *testing.T, text, value string) {
		template, err := why.ParseLinkTemplate(text)
		if err != nil {
			return
		}
		c, x := answered(value)
		link, _ := template.Link(c, x, nil)
		if link == "" {
			return
		}
		if strings.ContainsAny(link, " \t\r\n\"'<>()`\\{}|^\x00") {
			t.Fatalf("%q and %q: got %q", text, value, link)
		}
		want, _, _ := strings.Cut(strings.SplitN(text, "//", 2)[1], "/")
		if got, err := url.Parse(link); err == nil && !strings.HasPrefix(want, got.Host) {
			t.Fatalf("%q and %q: got the host %q", text, value, got.Host)
		}
	})
}
