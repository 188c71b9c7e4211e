package httptext_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/timhook/timhook/webhook/capture/httptext"
)

// The texts are what curl 7.88 and 8.5 and Wget 1.21 have printed, shortened.
func TestOutputOfClients(t *testing.T) {
	const (
		sent  = "> POST " + target + " HTTP/1.1\n> Host: h\n> Content-Length: 56\n> \n"
		seen  = "POST http://h" + target + " Host:h Content-Length:56 | "
		hint  = "note: curl -v prints no body of a request: give the curl line, or what curl --trace FILE writes"
		meter = "  % Total    % Received % Xferd  Average Speed\n                                 Dload  Upload\n" +
			"\r  0     0    0     0    0     0      0      0 --:--:-- --:--:-- --:--:--     0"
		left = "* Connection #0 to host h left intact\n"
		head = "< HTTP/1.1 200 OK\n< Content-Length: 50\n< \n"
	)
	for _, test := range []struct {
		name, text string
		want       []string
	}{
		{
			"curl -v", "*   Trying 127.0.0.1:80...\n* Connected to h (127.0.0.1) port 80\n" + sent +
				"* upload completely sent off: 56 bytes\n" + head + left + ok,
			[]string{"3 " + seen + " -> 200 " + ok, "hidden: body", hint},
		},
		{
			"the answer without a length",
			"* Host h was resolved.\n" + sent + "< HTTP/1.1 200 OK\n<\n* no chunk, no close\n" + ok + left,
			[]string{"2 " + seen + " -> 200 " + ok, "hidden: body", hint},
		},
		{
			"two requests, and how far each is",
			meter + "*   Trying 127.0.0.1:80...\n" + sent + "} [56 bytes data]\n" + head + "{ [50 bytes data]\n" +
				"\r100   130  100    50  100    80   5815   9304 --:--:-- --:--:-- --:--:-- 16250\n" + left + ok +
				"* Found bundle for host: 0x55f960c6f200 [serially]\n" + sent + head + left + ok + "\n$ \n",
			[]string{"4 " + seen + " -> 200 " + ok, "hidden: body", hint, "16 " + seen + " -> 200 " + ok, "hidden: body", hint},
		},
		{
			"the answer is elsewhere", "* Trying 127.0.0.1:80...\n" + sent + head + "{ [50 bytes data]\n" + left,
			[]string{"2 " + seen + " -> 200  cut", "hidden: body", hint},
		},
		{
			"HTTP/2, a prompt, and a line in the middle of a head",
			"* [HTTP/2] [1] OPENED stream\n> POST " + target + " HTTP/2\r\n> host: h\r\n* We are uploading\n" +
				"> content-length: 2\r\n> \r\n< HTTP/2 200 \r\n< \r\n" + ok + "\n$ curl -v http://h/health\n" +
				"> GET /health HTTP/1.1\n>\n< HTTP/1.1 200 OK\n",
			[]string{
				"2 POST http://h" + target + " host:h content-length:2 |  -> 200 " + ok, "hidden: body", hint,
				"11 GET http:///health? |  -> 200 ", "note: read from the output of curl -v",
			},
		},
		{
			"curl -v -i, which shows the head twice",
			"*   Trying 127.0.0.1:80...\n" + sent + head + "{ [50 bytes data]\n" +
				"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n" + left + ok,
			[]string{"2 " + seen + " -> 200 " + ok, "hidden: body", hint},
		},
		{
			"wget -d of a file",
			"DEBUG output created by Wget\n---request begin---\nPOST " + target + " HTTP/1.1\r\n" +
				"Host: h\r\nContent-Length: 56\r\n\r\n---request end---\n[writing BODY file packet.json ... done]\n" +
				"---response begin---\nHTTP/1.1 200 OK\r\n\r\n",
			[]string{
				"3 " + seen + " -> 200 ", "hidden: body",
				"note: the header announces a body (Content-Length: 56), and the text does not hold it",
			},
		},
		{
			"wget -d",
			"Setting --post-data (postdata) to {}\nDEBUG output created by Wget 1.21.3 on linux-gnu.\n\n" +
				"---request begin---\nPOST " + target + " HTTP/1.1\r\nHost: h\r\nContent-Length: 56\r\n\r\n" +
				"---request end---\n[BODY data: " + packet + "]\n" +
				"HTTP request sent, awaiting response... \n---response begin---\nHTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n" +
				"---response end---\n200 OK\nRegistered socket 3 for persistent reuse.\nLength: 50 [application/json]\n" +
				"Saving to: ‘STDOUT’\n" + ok + "\n     0K  100% 19.4M=0s\n",
			[]string{"5 " + seen + packet + " -> 200 " + ok},
		},
		{
			"HTTPie behind a prompt",
			"$ http -v :8080/im a=1\nPOST " + target + " HTTP/1.1\nHost: h\nContent-Length: 8\n" +
				"User-Agent: HTTPie/3.2.2\n\n{\n    \"a\": \"1\"\n}\n\n\nHTTP/1.1 200 OK\nContent-Length: 50\n\n" +
				"{\n    \"ActionStatus\": \"OK\",\n    \"ErrorCode\": 0,\n    \"ErrorInfo\": \"\"\n}\n\n\n$ \n",
			[]string{
				"2 POST http://h" + target + " Host:h Content-Length:16 User-Agent:HTTPie/3.2.2 | {\n    \"a\": \"1\"\n} -> 200 " +
					"{\n    \"ActionStatus\": \"OK\",\n    \"ErrorCode\": 0,\n    \"ErrorInfo\": \"\"\n}",
				"note: HTTPie sent 8 bytes and printed 16: it sorts and indents JSON, but for --pretty=none",
			},
		},
		{
			"OkHttp",
			"--> POST http://h" + target + " http/1.1\nContent-Length: 56\n\n" + packet + "\n--> END POST (56-byte body)\n" +
				"<-- 200 OK http://h/im (12ms)\nContent-Type: application/json\n\n" + ok + "\n<-- END HTTP (50-byte body)\n" +
				"--> POST http://h/im h2 (56-byte body)\n<-- 500 http://h/im (1ms, unknown-length body)\n",
			[]string{
				"1 POST http://h" + target + " Content-Length:56 | " + packet + " -> 200 " + ok,
				"11 POST http://h/im? Content-Length:56 |  -> 500 ", "hidden: body",
				"note: the header announces a body (Content-Length: 56), and the text does not hold it",
			},
		},
		{
			"curl --trace",
			"== Info:   Trying 127.0.0.1:80...\n=> Send header, 58 bytes (0x3a)\n" +
				"0000: 50 4f 53 54 20 2f 3f 43 61 6c 6c 62 61 63 6b 43 POST /?CallbackC\n" +
				"0010: 6f 6d 6d 61 6e 64 3d 61 20 48 54 54 50 2f 31 2e ommand=a HTTP/1.\n" +
				"0020: 31 0d 0a 43 6f 6e 74 65 6e 74 2d 4c 65 6e 67 74 1..Content-Lengt\n" +
				"0030: 68 3a 20 33 0d 0a 0d 0a                         h: 3....\n" +
				"=> Send data, 3 bytes (0x3)\n0000: e4 bd a0                                        ...\n" +
				"<= Recv header, 17 bytes (0x11)\n" +
				"0000: 48 54 54 50 2f 31 2e 31 20 32 30 30 20 4f 4b 0d HTTP/1.1 200 OK.\n" +
				"0010: 0a                                              .\n" +
				"<= Recv header, 2 bytes (0x2)\n0000: 0d 0a                                           ..\n" +
				"<= Recv data, 2 bytes (0x2)\n0000: 7b 7d                                           {}\n" +
				"{}== Info: Connection #0 to host h left intact\n" +
				"=> Send header, 20 bytes (0x14)\n" +
				"0000: 47 45 54 20 2f 20 48 54 54 50 2f 31 2e 31 0d 0a GET / HTTP/1.1..\n" +
				"0010: 0d 0a                                           ..\n",
			[]string{"2 POST http:///?CallbackCommand=a Content-Length:3 | 你 -> 200 {}", "17 GET http:///? | "},
		},
		{
			"curl --trace-ascii --trace-time",
			"12:00:00.000000 == Info:   Trying 127.0.0.1:80...\n12:00:00.000001 => Send header, 101 bytes (0x65)\n" +
				"0000: POST /?CallbackCommand=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa \n" +
				"0040: HTTP/1.1\n004a: X: y\n0050: Content-Length: 3\n0063: \n" +
				"12:00:00.000002 => Send data, 3 bytes (0x3)\n0000: ...\n" +
				"12:00:00.000003 <= Recv header, 17 bytes (0x11)\n0000: HTTP/1.1 200 OK\n",
			[]string{
				"2 POST http:///?CallbackCommand=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa X:y Content-Length:3 |  -> 200 ",
				"hidden: body",
				"note: the header announces a body (Content-Length: 3), and the text does not hold it",
				"note: curl --trace-ascii prints dots in the place of bytes: curl --trace FILE writes the body whole",
			},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, read(t, test.text)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if !httptext.Begins([]byte(test.text)) {
				t.Error("the text is not known by its beginning")
			}
		})
	}
}

func TestOtherTextsAreNone(t *testing.T) {
	for _, text := range []string{
		"", "# a list\n\n* one\n* two\n", "curl -v http://h/im\n", "#!/bin/sh\ncurl http://h/\n", "{}", "> a quote\n",
		`POST /im?a=b HTTP/1.1" 200 512` + "\n", "POST /im 200 5.123 ms - 21\n", "POST request came\n", "Post /im\n",
		"2026-01-05 02:31:36 INFO got\nPOST / HTTP/1.1\nHost: h\n", "Try:\ncurl -v h\nPOST / HTTP/1.1\nHost: h\n",
		"<html>", "HTTP is a protocol\n", "http://a b\n", strings.Repeat("a", 5000),
	} {
		if httptext.Begins([]byte(text)) {
			t.Errorf("%.50q is taken for a message", text)
		}
	}
}
