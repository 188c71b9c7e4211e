package webhook_test

import (
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/timhook/timhook/webhook"
)

func TestParseEndpointKeepsWhatTheCustomerWrote(t *testing.T) {
	for _, tc := range []struct {
		url  string
		want webhook.Endpoint
		text string // of String, where it differs from url
	}{
		{"http://h", webhook.Endpoint{Scheme: "http", Host: "h", Addr: "h:80", Path: "/"}, "http://h/"},
		{
			"https://www.example.com/im",
			webhook.Endpoint{Scheme: "https", Host: "www.example.com", Addr: "www.example.com:443", Path: "/im"},
			"",
		},
		{"HTTP://H:80/", webhook.Endpoint{Scheme: "http", Host: "H:80", Addr: "h:80", Path: "/"}, "http://H:80/"},
		{"http://h:0080/a", webhook.Endpoint{Scheme: "http", Host: "h:0080", Addr: "h:80", Path: "/a"}, ""},
		{
			"http://123.123.123.123/imcallback",
			webhook.Endpoint{Scheme: "http", Host: "123.123.123.123", Addr: "123.123.123.123:80", Path: "/imcallback"},
			"",
		},
		{
			"http://my_backend-1.internal:8080/a//b/../c%2Fd",
			webhook.Endpoint{Scheme: "http", Host: "my_backend-1.internal:8080", Addr: "my_backend-1.internal:8080", Path: "/a//b/../c%2Fd"},
			"",
		},
		{
			"http://h?token=a%20b+c&&x",
			webhook.Endpoint{Scheme: "http", Host: "h", Addr: "h:80", Path: "/", RawQuery: "token=a%20b+c&&x"},
			"http://h/?token=a%20b+c&&x",
		},
		{
			"http://h/p?a=/b?c:d@e#f?g",
			webhook.Endpoint{Scheme: "http", Host: "h", Addr: "h:80", Path: "/p", RawQuery: "a=/b?c:d@e"},
			"http://h/p?a=/b?c:d@e",
		},
		{"http://h#fragment", webhook.Endpoint{Scheme: "http", Host: "h", Addr: "h:80", Path: "/"}, "http://h/"},
		{"http://h/%zz?%", webhook.Endpoint{Scheme: "http", Host: "h", Addr: "h:80", Path: "/%zz", RawQuery: "%"}, ""},
		{
			"http://h/回?令=牌",
			webhook.Endpoint{Scheme: "http", Host: "h", Addr: "h:80", Path: "/%E5%9B%9E", RawQuery: "%E4%BB%A4=%E7%89%8C"},
			"http://h/%E5%9B%9E?%E4%BB%A4=%E7%89%8C",
		},
		{
			"http://[2001:db8::7]/",
			webhook.Endpoint{Scheme: "http", Host: "[2001:db8::7]", Addr: "[2001:db8::7]:80", Path: "/"},
			"",
		},
		{
			"https://[::1]:8443/",
			webhook.Endpoint{Scheme: "https", Host: "[::1]:8443", Addr: "[::1]:8443", Path: "/"},
			"",
		},
		{
			"http://[fe80::1%25eth0]:8080/",
			webhook.Endpoint{Scheme: "http", Host: "[fe80::1]:8080", Addr: "[fe80::1%eth0]:8080", Path: "/"},
			"http://[fe80::1]:8080/",
		},
		{
			":8080/im",
			webhook.Endpoint{Scheme: "http", Host: "127.0.0.1:8080", Addr: "127.0.0.1:8080", Path: "/im", Loopback: true},
			"http://127.0.0.1:8080/im",
		},
		{
			":8080",
			webhook.Endpoint{Scheme: "http", Host: "127.0.0.1:8080", Addr: "127.0.0.1:8080", Path: "/", Loopback: true},
			"http://127.0.0.1:8080/",
		},
		{
			"localhost:8080/im",
			webhook.Endpoint{Scheme: "http", Host: "localhost:8080", Addr: "localhost:8080", Path: "/im", Loopback: true},
			"http://localhost:8080/im",
		},
		{
			"127.0.0.1:8080",
			webhook.Endpoint{Scheme: "http", Host: "127.0.0.1:8080", Addr: "127.0.0.1:8080", Path: "/"},
			"http://127.0.0.1:8080/",
		},
		{
			"[::1]:8080?a=b:80",
			webhook.Endpoint{Scheme: "http", Host: "[::1]:8080", Addr: "[::1]:8080", Path: "/", RawQuery: "a=b:80"},
			"http://[::1]:8080/?a=b:80",
		},
		{
			"unix:/run/app.sock",
			webhook.Endpoint{Scheme: "http", Host: "localhost", Network: "unix", Addr: "/run/app.sock", Path: "/"},
			"unix:/run/app.sock:/",
		},
		{
			"unix:///run/app.sock",
			webhook.Endpoint{Scheme: "http", Host: "localhost", Network: "unix", Addr: "/run/app.sock", Path: "/"},
			"unix:/run/app.sock:/",
		},
		{
			"unix:app.sock:/im?a=b:/c",
			webhook.Endpoint{Scheme: "http", Host: "localhost", Network: "unix", Addr: "app.sock", Path: "/im", RawQuery: "a=b:/c"},
			"",
		},
	} {
		t.Run(tc.url, func(t *testing.T) {
			if tc.want.Network == "" {
				tc.want.Network = "tcp"
			}
			if tc.text == "" {
				tc.text = tc.url
			}
			got, err := webhook.ParseEndpoint(tc.url)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(&tc.want, got); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
			if got.String() != tc.text {
				t.Errorf("String: got %s, want %s", got, tc.text)
			}
		})
	}
}

func TestParseEndpointRefusesWithAReason(t *testing.T) {
	for url, want := range map[string]string{
		"":                         "URL is empty, want http:// or https://",
		"h/im":                     `URL "h/im": no scheme, want http:// or https:// in front`,
		"http:/h":                  `URL "http:/h": no scheme, want http:// or https:// in front`,
		"secret?token=x":           `URL "secret"...: no scheme, want http:// or https:// in front`,
		"ftp://h/":                 `URL scheme: got "ftp", want http or https`,
		"http://":                  "URL has no host",
		"http:///im":               "URL has no host",
		"http://:8080/":            "URL has no host",
		":":                        `URL port: got "", want 1 to 65535`,
		"http://h:/":               `URL port: got "", want 1 to 65535`,
		"http://h:0/":              `URL port: got "0", want 1 to 65535`,
		"http://h:65536/":          `URL port: got "65536", want 1 to 65535`,
		"http://h:-1/":             `URL port: got "-1", want 1 to 65535`,
		"http://h:im/":             `URL port: got "im", want 1 to 65535`,
		"http://u:secret@h/":       "URL holds a user name or password, which Chat does not send",
		"http://::1/":              `URL host: got ":", want an IPv6 address in brackets`,
		"http://2001:db8::7:80/":   `URL host: got "2001:db8::7", want an IPv6 address in brackets`,
		"http://[::1/":             `URL host: got "[::1", want an IPv6 address in brackets`,
		"http://[127.0.0.1]/":      `URL host: got "[127.0.0.1]", want an IPv6 address in brackets`,
		"http://例.cn/":             `URL host: got "例.cn", want its ASCII form (xn--...)`,
		"http://a b/":              `URL host: got ' ' in "a b", want letters, digits, dots and hyphens`,
		"http://h\r\nX-A: b/":      `URL host: got '\r' in "h\r\nX-A", want letters, digits, dots and hyphens`,
		"http://h/a b":             "URL: got ' ' in path or query, want it escaped as %20",
		"http://h/\r\nX: y":        `URL: got '\r' in path or query, want it escaped as %0D`,
		"http://h/?\x7f":           `URL: got '\x7f' in path or query, want it escaped as %7F`,
		"unix:":                    "unix URL: no path of a socket, want unix:/path.sock or unix:/path.sock:/http/path",
		"unix::/im":                "unix URL: no path of a socket, want unix:/path.sock or unix:/path.sock:/http/path",
		"unix:/a\x00b":             "unix URL: the path of the socket holds a NUL",
		"unix:/app.sock:/im?a= \n": "URL: got ' ' in path or query, want it escaped as %20",
	} {
		t.Run(strconv.Quote(url), func(t *testing.T) {
			got, err := webhook.ParseEndpoint(url)
			if err == nil {
				t.Fatalf("got %+v, want an error", got)
			}
			if first, _, _ := strings.Cut(err.Error(), "\n"); first != want {
				t.Errorf("got  %s\nwant %s", first, want)
			}
			if strings.Contains(err.Error(), "secret@") || strings.Contains(err.Error(), "token=") {
				t.Errorf("the error quotes a secret: %v", err)
			}
		})
	}
}

func FuzzParseEndpoint(f *testing.F) {
	for _, url := range []string{
		"http://h", "https://[fe80::1%25e]:1/a?b=c#d", "unix:/s:/p?q", ":8080/im", "unix:///s", "http://回/", "http://u:p@h", "http://h:99999", "unix::/", "http://[",
	} {
		f.Add(url)
	}
	f.Fuzz(func(t *testing.T, url string) {
		e, err := webhook.ParseEndpoint(url)
		if err != nil {
			return
		}
		again, err := webhook.ParseEndpoint(e.String())
		if err != nil {
			t.Fatalf("%q becomes %q, which is no URL: %v", url, e.String(), err)
		}
		if again.Path != e.Path || again.RawQuery != e.RawQuery || again.Host != e.Host {
			t.Errorf("%q: %+v becomes %+v", url, e, again)
		}
		wire := request(t, url).AppendWire(nil)
		if n := strings.Count(string(wire), "\r\n"); n != 6 {
			t.Errorf("%q: a request of %d lines, want 6:\n%q", url, n, wire)
		}
		if line, _, _ := strings.Cut(string(wire), "\r\n"); len(strings.Split(line, " ")) != 3 {
			t.Errorf("%q: request line %q", url, line)
		}
	})
}
