package httptext_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/timhook/timhook/webhook/capture/httptext"
)

func TestFilesOfEditors(t *testing.T) {
	url := "http://127.0.0.1:8080" + target
	for _, test := range []struct {
		name, text string
		want       []string
	}{
		{
			"JetBrains",
			"### send\n# @name send\n// @no-log\nPOST " + url + "\nContent-Type: application/json\n# X-Off: 1\n\n" + packet +
				"\n\n> {%\n  client.test('ok', function () {\n    client.assert(true);\n  });\n%}\n" +
				"\n<> 2025-11-26T120000.200.json\n\n###\n\n" +
				"POST " + url + "\n\n" + packet + "\n> ./handler.js\n",
			[]string{
				"4 POST " + url + " Content-Type:application/json | " + packet,
				"20 POST " + url + " | " + packet,
			},
		},
		{
			"a script before the request, and one on a line",
			"< {%\n  request.variables.set('a', '1')\n%}\nPOST " + url + "\n\n" + packet +
				"\n> {% client.log('POST / HTTP/1.1') %}\n>> answer.json\n### b\n< {% a() %}\nGET http://h/health\n",
			[]string{"4 POST " + url + " | " + packet, "11 GET http://h/health? | "},
		},
		{
			"an answer that was kept", "POST " + url + "\n\n" + packet + "\n\nHTTP/1.1 200 OK\nA: b\n\n" +
				ok + "\n\n### next\nGET http://h/\n",
			[]string{"1 POST " + url + " | " + packet + " -> 200 " + ok, "11 GET http://h/? | "},
		},
		{
			"a request line over several lines",
			"POST http://h\n    /im\n    ?SdkAppid=1\n    &CallbackCommand=你 b+c#part\nA: b\n\n{}\n" +
				"###\npost localhost:8080/im HTTP/2\n\n{}\n###\nPOST /im\n?a=1\nHost: h\n\n{}",
			[]string{
				"1 POST http://h/im?SdkAppid=1&CallbackCommand=%E4%BD%A0%20b+c A:b | {}",
				"note: the # in the URL and what follows it are not sent: a # that is part of a value is spelt %23",
				"9 POST http://localhost:8080/im? | {}", "note: the method is spelt post, and is taken as POST",
				"13 POST http://h/im?a=1 Host:h | {}",
			},
		},
		{
			"variables with values",
			"@host = http://127.0.0.1:8080\n@app=1400000009\n@base = {{host}}/im?SdkAppid={{ app }}\n\n" +
				"POST {{base}}&CallbackCommand=Bot.OnGroupMessage\nX-App: {{app}}\n\n{\"SdkAppid\":{{app}},\"a\":\"{{ app}}\"}",
			[]string{"5 POST " + url + " X-App:1400000009 | {\"SdkAppid\":1400000009,\"a\":\"1400000009\"}"},
		},
		{
			"variables without",
			"POST {{host}}/im?SdkAppid={{app}}&CallbackCommand=a&{{more}}&{{k}}=1\nX-Key: {{key}}\nX: y\n\n" +
				"{\"a\":{{$randomInt 1 5}}}\n###\nPOST {{url}}\n\n{}\n###\nPOST {{url}}&a=b\n\n{}",
			[]string{
				"1 POST http://{{host}}/im?CallbackCommand=a X:y | {\"a\":{{$randomInt 1 5}}}",
				"hidden: url, query SdkAppid, query, header X-Key, body",
				"note: the text gives no value for {{host}}, {{app}}, {{more}}, {{k}}, {{key}}, {{$randomInt 1 5}}, so url, " +
					`query SdkAppid, query, header X-Key, body cannot be judged; a line "@host = …" above the request gives one`,
				"7 POST http://{{url}}? | {}", "hidden: url, query",
				`note: the text gives no value for {{url}}, so url, query cannot be judged; a line "@url = …" above the ` +
					"request gives one",
				"11 POST http://{{url}}?a=b | {}", "hidden: url, query",
				`note: the text gives no value for {{url}}, so url, query cannot be judged; a line "@url = …" above the ` +
					"request gives one",
			},
		},
		{
			"braces in a body of the announced length are text",
			"POST /im HTTP/1.1\nContent-Length: 14\n\n{\"Text\":{{b}}}",
			[]string{"1 POST http:///im? Content-Length:14 | {\"Text\":{{b}}}"},
		},
		{
			"files",
			"POST " + url + "\n\n< .\\packet.json\n###\nPOST " + url + "\n\n< ./../packet.json\n###\n" +
				"POST " + url + "\n\n<@utf8 packet.json\n###\nPOST " + url + "\n\n<@latin1 packet.json\n###\n" +
				"POST " + url + "\n@packet.json\n\n",
			[]string{
				"1 POST " + url + " | " + packet + "\n",
				`5 bad: the body is the file "./../packet.json": it is not in the folder of the text; put its text here in ` +
					"the place of that line",
				"9 POST " + url + " | " + packet + "\n",
				`13 bad: the body is the file "packet.json" in the encoding latin1; save it as UTF-8`,
				"17 POST " + url + " | " + packet + "\n",
			},
		},
		{
			"comments in a body", "POST " + url + "\n\n{\n  // one\n  \"a\": 1,\n# two\n  \"b\": 2\n}\n// three\n",
			[]string{
				"1 POST " + url + " | {\n  \"a\": 1,\n  \"b\": 2\n}",
				"note: lines with a comment in the body are left out, as editors do: 3",
			},
		},
		{
			"the length that somebody typed", "POST " + url + "\nContent-Length: 7\n\n{}\n\n###\n",
			[]string{
				"1 POST " + url + " Content-Length:2 | {}",
				"note: Content-Length is 7, and the body in the text has 2 bytes: read with its 2",
			},
		},
		{
			"no separator",
			"POST " + url + "\n\n" + packet + "\n\nPOST " + url + "\nX: y\nGET http://h/\n\nPOST " + url + "\n@packet.json\n\n" +
				"POST " + url + "\n\n< packet.json\n> {% a %}\nGET http://h/",
			[]string{
				"1 POST " + url + " | " + packet, "note: line 5 begins another request, and no ### stands before it",
				"5 POST " + url + " X:y | ", "7 GET http://h/? | ", "9 POST " + url + " | " + packet + "\n",
				"12 POST " + url + " | " + packet + "\n", "16 GET http://h/? | ",
			},
		},
		{
			"values of environments",
			"POST http://127.0.0.1:{{port}}" + target + "\nA: {{secret}}\nB: {{who}}\n\n" + packet,
			[]string{
				"1 POST " + url + " A:k | " + packet, "hidden: header B",
				"note: the text gives no value for {{who}}, so header B cannot be judged; a line \"@who = …\" above the " +
					"request gives one",
			},
		},
		{
			"checks of Hurl and httpYac",
			"POST " + url + "\nA: b\n" + packet + "\nHTTP 200\n[Asserts]\njsonpath \"$.ActionStatus\" == \"OK\"\n\n" +
				"POST " + url + "\n\n" + packet + "\nHTTP/1.1 200\n[Asserts]\nstatus == 200\n###\nPOST " + url + "\n\n" + packet +
				"\n?? status == 200\n",
			[]string{
				"1 POST " + url + " A:b | " + packet,
				"note: line 3: an empty line is missing between the header and the body",
				"8 POST " + url + " | " + packet, "15 POST " + url + " | " + packet,
			},
		},
		{
			"pseudo fields of HTTP/2",
			":authority: h\n:method: POST\n:path: " + target + "\n:scheme: https\ncontent-length: 56\n\n" + packet,
			[]string{"1 POST http://h" + target + " Host:h content-length:56 | " + packet},
		},
		{
			"blanks, quotes and tabs around a request line",
			"  POST\t\"" + url + "\"\tHTTP/1.1\n  A: b\n\n  " + packet + "\n",
			[]string{"1 POST " + url + " A:b | " + packet},
		},
		{
			"the console of JetBrains",
			"POST " + url + "\n\nHTTP/1.1 200 OK\n\n" + ok + "\n\nResponse code: 200 (OK); Time: 12ms (12 ms)\n",
			[]string{
				"1 POST " + url + " |  -> 200 " + ok, "hidden: body",
				"note: the text shows the answer, and no body of the request",
			},
		},
		{
			"prose around messages",
			"Request:\n\nPOST " + target + " HTTP/1.1\nHost: h\n\n" + packet + "\n\nResponse (slow):\n\nHTTP/1.1 200 OK\n\n" + ok +
				"\n\nAnd so on.\n",
			[]string{"3 POST http://h" + target + " Host:h | " + packet + " -> 200 " + ok},
		},
		{
			"a mail",
			"> POST " + target + " HTTP/1.1\n> Host: h\n>\n> " + packet + "\n>\n> HTTP/1.1 200 OK\n>\n> " + ok + "\n\nHm.\n",
			[]string{"1 POST http://h" + target + " Host:h | " + packet, "note: read without the > before each line"},
		},
		{
			"a prompt", "$ nc -l 8080\nPOST " + target + " HTTP/1.1\nHost: h\nContent-Length: 56\n\n" + packet + "\n^C\n$ ls\n",
			[]string{"2 POST http://h" + target + " Host:h Content-Length:56 | " + packet},
		},
		{
			"a fence of Markdown", "```http\nPOST " + url + " HTTP/1.1\n\n" + packet + "\n```\n",
			[]string{"2 POST " + url + " | " + packet},
		},
		{
			"line ends of Windows and a byte order mark",
			"\ufeff@a = b\r\n\r\nPOST " + url + "\r\nX: {{a}}\r\n\r\n{\r\n}\r\n\r\n###\r\n",
			[]string{"3 POST " + url + " X:b | {\r\n}"},
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
