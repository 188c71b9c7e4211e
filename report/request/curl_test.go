package request_test

import (
	"fmt"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/timhook/timhook/report/request"
	"github.com/timhook/timhook/report/safe"
	"github.com/timhook/timhook/webhook"
	"pgregory.net/rapid"
)

// addressed is a signed request with that body for a listener.
func addressed(t testing.TB, url, body string, headers ...string) *webhook.Request {
	t.Helper()
	endpoint, err := webhook.ParseEndpoint(url)
	if err != nil {
		t.Fatal(err)
	}
	target := webhook.Target{URL: endpoint, SDKAppID: 1400000000, Token: "sesame"}
	for _, h := range headers {
		if err := target.SetHeader(h); err != nil {
			t.Fatal(err)
		}
	}
	return target.Request(webhook.Callback{Command: "Group.CallbackAfterSendMsg", ClientIP: "2001:db8::1", OptPlatform: "Web", Body: []byte(body)}, time.Now())
}

func bodies() map[string]string {
	return map[string]string{
		"ordinary": `{"Text":"hello"}`, "empty": "", "single quotes": `it's ''`,
		"double quotes and backslashes": `"\"\\n\'\`,
		"expansions":                    "$HOME ${x} $(touch pwned) `touch pwned` !! !x ~ * ?",
		"end of word":                   `'; touch pwned; '`, "percent": "%s %d %% %", "percent and newline": "%s %d\n%%", "lines and tabs": "a\nb\r\nc\td\n\n", "NUL": "a\x00b\x00", "octal": "\x001\x007\\0101\n",
		"emoji": "👩\u200d🚀 你好", "invalid UTF-8": "\xff\xfe\xc3(", "file": "@/etc/passwd", "file and newline": "@x\n",
		"option": "--help", "option and newline": "-n\n", "dash": "-", "carriage return": "\r", "escape": "\x1b[31m",
		"C1 and override": "\u009b2J\u202e",
		"comment":         "# no", "long": strings.Repeat("0123456'", 12<<10), "200 KiB": strings.Repeat("%'\\\n\xff\x00ab",
			25<<10),
	}
}

func TestTheCurlLineDeliversTheRequest(t *testing.T) {
	needCurl(t)
	for _, shell := range shells(t) {
		for name, body := range bodies() {
			t.Run(shell[0]+"/"+name, func(t *testing.T) {
				l := listen(t, "tcp", "127.0.0.1:0")
				delivers(t, shell, l, addressed(t, "http://"+l.Addr().String()+"/im", body))
			})
		}
	}
}

func TestTheCurlLineKeepsURLsAndHeaders(t *testing.T) {
	needCurl(t)
	shell := shells(t)[0]
	for _, c := range []struct {
		name, target string
		headers      []string
	}{
		{"braces and brackets", "/im/{a,b}/[1-3]?x[]=1&y={z}&q=\\[", nil},
		{"dots", "/a/../b/./c/%2e%2e/d", nil},
		{"a query with holes", "/im?&&=&a&b=&=c&a", nil},
		{"no path", "?key=1", nil},
		{"characters that shells know", "/im;a|b$(touch${IFS}pwned)`x`'\"!*~<>^?token='&x=$HOME#fragment", nil},
		{"slashes", "//a//b/", nil},
		{"escapes", "/%41%zz%?%%25=%", nil},
		{"own fields", "/im", []string{"X-One: 1", "x-two: it's \"$(touch pwned)\" `x` \\", "X-One: 2", "X-At: @file"}},
		{"an empty field", "/im", []string{"X-Empty;"}},
		{"another host", "/im", []string{"Host: www.example.com"}},
		{"no host", "/im", []string{"Host:"}},
		{"no type and no agent", "/im", []string{"Content-Type:", "User-Agent:"}},
		{"another type and agent", "/im", []string{"content-type: text/plain; charset=utf-8", "User-Agent: x y"}},
		{"a length in another spelling", "/im", []string{"content-length: 2"}},
		{"accept and connection", "/im", []string{"Accept: */*", "Connection: close"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			l := listen(t, "tcp", "127.0.0.1:0")
			delivers(t, shell, l, addressed(t, "http://"+l.Addr().String()+c.target, "{}", c.headers...))
		})
	}
	t.Run("no length", func(t *testing.T) {
		l := listen(t, "tcp", "127.0.0.1:0")
		delivers(t, shell, l, addressed(t, "http://"+l.Addr().String()+"/im", "", "Content-Length:"))
	})
}

func TestTheCurlLineFindsOtherAddresses(t *testing.T) {
	needCurl(t)
	t.Run("IPv6", func(t *testing.T) {
		l := listen(t, "tcp", "[::1]:0")
		delivers(t, shells(t)[0], l, addressed(t, "http://"+l.Addr().String()+"/im?x[0]=1", "{}"))
	})
	t.Run("Unix socket", func(t *testing.T) {
		path := filepath.Join(t.TempDir(), "it's a $(x) socket")
		l := listen(t, "unix", path)
		delivers(t, shells(t)[0], l, addressed(t, "unix:"+path+":/im?a=1", "{}"))
	})
	t.Run("https", func(t *testing.T) {
		if line := request.Curl(addressed(t, "https://www.example.com/im", "{}")); !strings.Contains(line, " --http1.1 ") {
			t.Errorf("got %s, want HTTP/1.1, as the request is", line)
		}
	})
}

func TestTheCurlLineDeliversAnyBody(t *testing.T) {
	needCurl(t)
	l := listen(t, "tcp", "127.0.0.1:0")
	list := shells(t)
	runs := 0
	rapid.Check(t, func(rt *rapid.T) {
		body := rapid.OneOf(rapid.SliceOfN(rapid.Byte(), 0, 200), rapid.SliceOfN(rapid.SampledFrom([]byte("'\"\\$`!%@-\n\r\t\x00\x7f\xff01nx")), 0, 30)).Draw(rt, "body")
		if runs++; runs <= 40 {
			delivers(t, list[runs%len(list)], l, addressed(t, "http://"+l.Addr().String()+"/im", string(body)))
			if t.Failed() {
				rt.Fatalf("body %q", body)
			}
		}
	})
}

func FuzzQuote(f *testing.F) {
	if _, err := exec.LookPath("sh"); err != nil {
		f.Skip("there is no sh here")
	}
	for _, seed := range []string{"", "a", "=ls", "-n", "~", "it's", "''", "$(touch pwned)", "`x`", "a\nb\n", "\\", "!x", "*", "{a,b}", "%d\\n", "\xff\xfe", "你好", "a b", "#x", "\t"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if strings.Contains(s, "\x00") || len(s) > 50_000 {
			t.Skip("no shell can hold that in a word")
		}
		out, err := exec.Command("sh", "-c", "printf '[%s]' "+safe.Quote(s)).Output()
		if want := fmt.Sprintf("[%s]", s); err != nil || string(out) != want {
			t.Errorf("%q went through sh as %q, %v", s, out, err)
		}
	})
}
