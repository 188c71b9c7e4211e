package shell_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/timhook/timhook/webhook/capture"
)

func TestCurlLinesSayWhatCurlSends(t *testing.T) {
	const form = "|Content-Type: application/x-www-form-urlencoded|Content-Length: "
	for _, test := range []struct{ name, line, want string }{
		{"data", `curl -d {} h/im?a=1`, "POST http://h/im?a=1|Host: h" + form + "2|{}"},
		{"nothing but a URL", `curl http://h`, "GET http://h/|Host: h|"},
		{
			"a prompt, joined letters", `$ curl  -sS -i -m 2 -XPUT https://h:9/a#b --data-raw '@x'`,
			"PUT https://h:9/a|Host: h:9" + form + "2|@x",
		},
		{"data twice", `curl.exe -sSd 'a' -d 'b' --url h`, "POST http://h/|Host: h" + form + "3|a&b"},
		{
			"JSON", `/usr/bin/curl h --json '{"a":1' --json '}' -H 'Accept: x'`,
			`POST http://h/|Host: h|Accept: x|Content-Type: application/json|Content-Length: 7|{"a":1}`,
		},
		{"wide characters", `curl h -d 中文"}"`, "POST http://h/|Host: h" + form + "7|中文}"},
		{
			"data in the query",
			`curl h -G -d a=1 --data-urlencode 'b=c d' --data-urlencode '=e&' --data-urlencode 'f g'`,
			"GET http://h/?a=1&b=c+d&e%26&f+g|Host: h|",
		},
		{"steps that stay", `curl --path-as-is h/a/../b/./c`, "GET http://h/a/../b/./c|Host: h|"},
		{"steps that go", `curl h/a/../b/./c/..`, "GET http://h/b/|Host: h|"},
		{
			"brackets in a command", "curl \"h/$(printf '%s' ')(' \"(\" \\))\"", "GET http://h/)(()|Host: h|",
		},
		{"a document in a command", "curl \"h/$(cat <<'E'\n):(\nE\n)\"", "GET http://h/):(|Host: h|"},
		{"a head", `curl h -I`, "HEAD http://h/|Host: h|"},
		{
			"header fields", `curl -0 h -H Host: -H 'X-A;' -H 'X-B:' -H X-C:c -H 'nothing'`,
			"GET http://h/ HTTP/1.0|X-A: |X-C: c|",
		},
		{
			"options for header fields",
			`curl h -A agent -e 'ref;auto' -b a=1 -b jar -u me:pw --compressed`,
			"GET http://h/|Host: h|Authorization: Basic bWU6cHc=|User-Agent: agent|Referer: ref|Cookie: a=1|" +
				"Accept-Encoding: deflate, gzip, br, zstd|",
		},
		{"a bearer", `curl u@h --oauth2-bearer t`, "GET http://h/|Host: h|Authorization: Bearer t|"},
		{
			"a socket, and options that change nothing",
			`curl --unix-socket /s.sock http://localhost/im -o /dev/null -w '%{http_code}' --retry 3 ` +
				`--no-progress-meter -k`,
			"GET unix:/s.sock:/im|Host: localhost|",
		},
		{"a target", `curl --request-target '/a?b' http://h/c`, "GET http://h/a?b|Host: h|"},
		{"a target takes no data", `curl --request-target '/a?b' h/c -G -d d`, "GET http://h/a?b|Host: h|"},
		{"the last protocol counts", `curl -0 h --http1.1`, "GET http://h/|Host: h|"},
		{
			"all quotes and escapes",
			`curl h -d "a\"b\$c\\d\e` + "\\\n" + `f"'g'\h$'\x69\152\u4e2d\ud83e\udde7\n\'\cA\q'$"i"`,
			"POST http://h/|Host: h" + form + "27|a\"b$c\\d\\efghij中🧧\n'\x01\\qi",
		},
		{
			"prompts in front of its lines", "$ curl h \\\n> -d '{\n> 1}'\n", "POST http://h/|Host: h" + form + "4|{\n1}",
		},
		{
			"a line that goes on, redirected and piped",
			"curl h \\\r\n  -d 'a\nb' 2>&1 >/dev/null | jq . # said",
			"POST http://h/|Host: h" + form + "3|a\nb",
		},
		{
			"printf", `printf 'a\0\377%%\n' | curl --data-binary @- h`,
			"POST http://h/|Host: h" + form + "5|a\x00\xff%\n",
		},
		{"printf again and again", `printf -- '%s-' a b | curl -d @- h`, "POST http://h/|Host: h" + form + "4|a-b-"},
		{"echo without an end", `echo -n 'a'  b | curl -d @- h`, "POST http://h/|Host: h" + form + "3|a b"},
		{"data loses line feeds", "echo 'a\nb' | curl -d @- h", "POST http://h/|Host: h" + form + "2|ab"},
		{"binary data keeps them", "echo a | curl --data-binary @- h", "POST http://h/|Host: h" + form + "2|a\n"},
		{
			"a signature that only the shell knows",
			`now=$(date +%s); A=1 curl "http://h/im?a=1&Sign=$(printf '%s' "$x" | cut -c1-64)&b=2&RequestTime=$now"`,
			"GET http://h/im?a=1&b=2|Host: h|",
		},
		{"what timhook prints", `curl "$TIMHOOK_URL&SdkAppid=1&$(timhook sign)"`, "GET ?SdkAppid=1|"},
		{"a script", "#!/bin/sh\nset -e\n\ncurl h\n", "GET http://h/|Host: h|"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, callOf(test.line)); diff != "" {
				t.Errorf("%s\n(-want +got):\n%s", test.line, diff)
			}
		})
	}
}

// TestACurlBodyIsFoundInItsLine where the line has it byte for byte.
func TestACurlBodyIsFoundInItsLine(t *testing.T) {
	for _, test := range []struct {
		name, text string
		offset     int
		want       capture.Place
	}{
		{"in quotes, on a line of its own", "\ncurl h \\\n -d '{\n\"a\":1}'", 3, capture.Place{Line: 4, Column: 2}},
		{"without quotes", "curl h -d {}", 1, capture.Place{Line: 1, Column: 12}},
		{"in double quotes", "curl h -d \"{}\"", 0, capture.Place{Line: 1, Column: 12}},
		{"with escapes", "\ncurl h -d $'{}'", 0, capture.Place{Line: 2, Column: 1}},
		{"in a here document", "curl h --json @- <<E\n{\n\"a\":1}\nE\n", 3, capture.Place{Line: 3, Column: 2}},
		{"without its tabs", "curl h --json @- <<-E\n\t{\n\t}\n\tE\n", 1, capture.Place{Line: 1, Column: 1}},
		{"in several quotes", "\ncurl h -d '{'\\''}'", 0, capture.Place{Line: 2, Column: 1}},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := only(t, script{text: test.text}).Place(false, test.offset); got != test.want {
				t.Errorf("%q: byte %d is at %v, want %v", test.text, test.offset, got, test.want)
			}
		})
	}
}

// FuzzCurl reads whatever stands behind curl.
func FuzzCurl(f *testing.F) {
	for _, line := range []string{
		`h -d '{}'`,
		`"$(a $(b))${c}$1" -d $'\u1234\'`,
		"h \\\n -H 'a: b' | cat; curl i",
		"-",
		"--",
		"h -d a 2>&1",
	} {
		f.Add(line)
	}
	f.Fuzz(func(t *testing.T, line string) {
		list, _ := script{text: "curl h ; curl " + line}.calls()
		for _, call := range list {
			if call.Err == nil && call.Record.Request.Method == "" {
				t.Fatalf("got a request without a method: %+v", call)
			}
		}
	})
}
