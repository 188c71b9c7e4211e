package verify

import (
	"encoding/json"
	"fmt"
	"html"
	"net/url"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// notations are texts that people paste, around a query with its signature.
func notations() map[string]func(query string) string {
	line := func(query string) string { return "POST /im?" + query + " HTTP/1.1" }
	access := func(query string) string {
		return `203.0.113.7 - - [26/Nov/2026:10:22:31 +0800] "` + line(query) + `" 200 51 "-" "-"`
	}
	object := func(query, format, between string) string {
		var members []string
		for _, p := range strings.Split(query, "&") {
			name, value, _ := strings.Cut(p, "=")
			members = append(members, fmt.Sprintf(format, name, value))
		}
		return "{" + strings.Join(members, between) + "}"
	}
	inJSON := func(text string) string { // as encoding/json escapes & and =
		out, err := json.Marshal(map[string]any{"level": "info", "uri": text, "time": "2026-11-26T10:22:31+08:00"})
		if err != nil {
			panic(err)
		}
		return string(out)
	}
	return map[string]func(string) string{
		"a URL":            func(q string) string { return "https://im.example.com:8443/im?" + q },
		"a query":          func(q string) string { return q },
		"a marked query":   func(q string) string { return "?" + q },
		"a request line":   line,
		"in quotes":        func(q string) string { return `"` + line(q) + `"` },
		"in single quotes": func(q string) string { return `'` + line(q) + `'` },
		"nginx":            access,
		"a load balancer": func(q string) string {
			return `h2 2026-11-26T02:22:31.123Z app/a "POST https://a:443/?` + q + ` HTTP/2.0" "x"`
		},
		"IIS":                func(q string) string { return "2026-11-26 10:22:31 10.0.0.1 POST /im " + q + " 443 - 203.0.113.7 200" },
		"HAProxy":            func(q string) string { return `a[1]: 203.0.113.7:1 [x] fe~ be/s 0/0/1 200 51 {} "` + line(q) + `"` },
		"JSON":               func(q string) string { return inJSON("/im?" + q) },
		"JSON in JSON":       func(q string) string { return inJSON(inJSON("/im?" + q)) },
		"Gson":               func(q string) string { return strings.ReplaceAll(inJSON("/im?"+q), "=", `\u003d`) },
		"PHP's JSON":         func(q string) string { return `{"u":"https:\/\/a.example\/im?` + q + `"}` },
		"HTML":               func(q string) string { return html.EscapeString("https://a/im?" + q) },
		"a link":             func(q string) string { return "see <https://a/im?" + q + ">, please" },
		"a sentence":         func(q string) string { return "the URL (https://a/im?" + q + "), as it came." },
		"cmd.exe":            func(q string) string { return strings.ReplaceAll("curl https://a/im?"+q, "&", "^&") },
		"sh":                 func(q string) string { return strings.ReplaceAll("curl https://a/im?"+q, "&", `\&`) },
		"curl":               func(q string) string { return `curl -X POST 'https://a/im?` + q + `' -d '{}'` },
		"a parameter":        func(q string) string { return "https://a/?url=" + url.QueryEscape("https://b/im?"+q) },
		"a merged object":    func(q string) string { return object(q, `"%s":"%s"`, ",") },
		"an indented object": func(q string) string { return object(q, "\n  \"%s\": \"%s\"", ",") },
		"a Python dict":      func(q string) string { return object(q, "'%s': '%s'", ", ") },
		"a Java map":         func(q string) string { return object(q, "%s=%s", ", ") },
		"a PHP array":        func(q string) string { return "Array\n" + object(q, "    [%s] => %s", "\n") },
		"a PHP dump":         func(q string) string { return "array(4) " + object(q, "\n  [\"%s\"]=>\n  string(64) \"%s\"", "") },
		"a Ruby hash":        func(q string) string { return object(q, `"%s"=>"%s"`, ", ") },
		"a Scala map":        func(q string) string { return "Map" + object(q, "%s -> %s", ", ") },
		"Python pairs":       func(q string) string { return "ImmutableMultiDict([" + object(q, "('%s', '%s')", ", ") + "])" },
		"a table":            func(q string) string { return object(q, "%s\t%s", "\n") },
		"a list of a page":   func(q string) string { return object(q, "%s\n%s", "\n") },
		"header lines":       func(q string) string { return object(q, "\n%s: %s", "") },
		"a Go map":           func(q string) string { return "map" + object(q, "%s:[%s]", " ") },
		"an object in a log": func(q string) string { return `[2026-11-26 10:22:31] INFO: got ` + object(q, `"%s":"%s"`, ",") },
		"an escaped object":  func(q string) string { return "body=" + strings.ReplaceAll(object(q, `"%s":"%s"`, ","), `"`, `\"`) },
	}
}

// Whatever stands around a signature, it is found as it is.
func TestASignatureIsFoundInWhateverIsPasted(t *testing.T) {
	for name, around := range notations() {
		t.Run(name, rapid.MakeCheck(func(t *rapid.T) {
			sign := rapid.StringMatching(`[0-9a-f]{64}`).Draw(t, "sign")
			at := rapid.StringMatching(`1[0-9]{9}`).Draw(t, "time")
			params := rapid.Permutation([]string{
				"SdkAppid=1400000001", "CallbackCommand=Bot.OnGroupMessage", "Sign=" + sign, "RequestTime=" + at,
			}).Draw(t, "order")
			text := around(strings.Join(params, "&"))
			lines := signedLines(text)
			if len(lines) != 1 {
				t.Fatalf("%s\ngot %d lines", text, len(lines))
			}
			s, err := signedIn(lines[0].text)
			if err != nil {
				t.Fatal(err)
			}
			if s.query.Get("Sign") != sign || s.query.Get("RequestTime") != at {
				t.Errorf("%s\ngot %v", text, s.query)
			}
		}))
	}
}

// The line of a log tells when the callback came, where it tells the zone.
func TestTheTimeOfALineIsTaken(t *testing.T) {
	came := time.Date(2026, 11, 26, 2, 22, 31, 0, time.UTC)
	for _, name := range []string{"nginx", "JSON", "a load balancer"} {
		s, err := signedIn(notations()[name]("Sign=a&RequestTime=1"))
		if err != nil || !s.at.Truncate(time.Second).Equal(came) {
			t.Errorf("%s: got %v, %v, want %v", name, s.at, err, came)
		}
	}
	for _, name := range []string{"IIS", "a URL", "an object in a log"} {
		if s, err := signedIn(notations()[name]("Sign=a&RequestTime=1")); err != nil || !s.at.IsZero() {
			t.Errorf("%s: got %v, %v, want no time", name, s.at, err)
		}
	}
}

func FuzzPastedTexts(f *testing.F) {
	for _, around := range notations() {
		f.Add(around("Sign=a&RequestTime=1"))
	}
	for _, text := range []string{"", "POST", "POST ", "?", "&", "Sign", "Sign=", "Sign=&Sign=", "[Sign] =>", "\xff Sign=%zz"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, line := range signedLines(text) {
			if s, err := signedIn(line.text); err == nil {
				_ = s.hidden()
			}
		}
	})
}
