package httptext_test

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/timhook/timhook/webhook/capture/httptext"
	"github.com/timhook/timhook/webhook/capture/scan"
)

const (
	target = "/im?SdkAppid=1400000009&CallbackCommand=Bot.OnGroupMessage"
	packet = `{"CallbackCommand":"Bot.OnGroupMessage","Text":"你好"}` // 56 bytes
	ok     = `{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":0}`
)

// read gives what a text holds, one line for each message: first line of the text, request, answer, notes, hidden.
func read(t *testing.T, text string) (list []string) {
	t.Helper()
	beside := func(name string) ([]byte, error) {
		switch name {
		case "packet.json":
			return []byte(packet + "\n"), nil
		case "http-client.env.json":
			return []byte(`{"dev":{"port":8080,"who":"a"},"prod":{"who":"b","secret":"k"}}`), nil
		}
		return nil, errors.New("it is not in the folder of the text")
	}
	r := httptext.NewReader(scan.NewSource(strings.NewReader(text), 1<<20), httptext.Options{Beside: beside})
	for range 20 {
		found, err := r.Next()
		if errors.Is(err, io.EOF) {
			return list
		}
		if err != nil {
			return append(list, "error: "+err.Error())
		}
		list = append(list, shown(found)...)
	}
	t.Fatal("the reading does not end")
	return nil
}

func shown(found scan.Found) (list []string) {
	if found.Err != nil {
		return []string{fmt.Sprintf("%d bad: %v", found.Line, found.Err)}
	}
	line := fmt.Sprint(found.Line)
	if q := found.Record.Request; q.Method != "" {
		line += " " + q.Method + " " + q.URL + "?" + q.Query
		for _, f := range q.Header {
			line += " " + f.Name + ":" + f.Value
		}
		line += " | " + string(q.Body)
		if q.Wire != nil {
			line += " wire"
		}
	}
	if a := found.Record.Answer; a != nil {
		line += fmt.Sprintf(" -> %d %s", a.Status, a.Body)
		if a.Truncated {
			line += " cut"
		}
	}
	list = append(list, line)
	if len(found.Hidden) > 0 {
		list = append(list, "hidden: "+strings.Join(found.Hidden, ", "))
	}
	for _, n := range found.Notes {
		list = append(list, "note: "+n)
	}
	return list
}

func TestRawMessages(t *testing.T) {
	post := "POST " + target + " HTTP/1.1\r\nHost: h\r\n"
	sent := "1 POST http://h" + target + " Host:h"
	for _, test := range []struct {
		name, text string
		want       []string
	}{
		{
			"the length fits", post + "Content-Length: 56\r\n\r\n" + packet,
			[]string{sent + " Content-Length:56 | " + packet},
		},
		{
			"the next one begins on the line on which a body ends",
			post + "Content-Length: 56\r\n\r\n" + packet + post + "Content-Length: 2\r\n\r\n{}",
			[]string{
				sent + " Content-Length:56 | " + packet,
				"5 POST http://h" + target + " Host:h Content-Length:2 | {}",
			},
		},
		{
			"a body that holds the first line of another",
			post + "Content-Length: 28\r\n\r\n" + "a\nPOST /other HTTP/1.1\nHost:" + "\n\nHTTP/1.1 200 OK\n\n" + ok,
			[]string{sent + " Content-Length:28 | a\nPOST /other HTTP/1.1\nHost: -> 200 " + ok},
		},
		{
			"the length is too small", post + "Content-Length: 40\r\n\r\n" + packet + "\n",
			[]string{
				sent + " Content-Length:56 | " + packet,
				"note: Content-Length is 40, and the body in the text has 56 bytes: read with its 56",
			},
		},
		{
			"the length is too great", post + "Content-Length: 70\r\n\r\n" + packet + "\r\n\r\n" + post +
				"Content-Length: 900\r\n\r\n" + packet,
			[]string{
				sent + " Content-Length:56 | " + packet,
				"note: Content-Length is 70, and the body in the text has 56 bytes: read with its 56",
				"7 POST http://h" + target + " Host:h Content-Length:56 | " + packet,
				"note: Content-Length is 900, and the body in the text has 56 bytes: read with its 56",
			},
		},
		{
			"the length is a word", post + "Content-Length: many\r\n\r\n" + packet,
			[]string{
				sent + " Content-Length:56 | " + packet,
				"note: Content-Length is no number, and the body in the text has 56 bytes: read with its 56",
			},
		},
		{
			"the body is cut off", post + "Content-Length: 56\r\n\r\n" + packet[:30],
			[]string{"1 bad: the text ends after 30 bytes of the body, and Content-Length says 56"},
		},
		{
			"the body was not copied", post + "Content-Length: 56\r\n\r\nHTTP/1.1 200 OK\r\n\r\n" + ok,
			[]string{
				sent + " Content-Length:56 |  -> 200 " + ok, "hidden: body",
				"note: the header announces a body (Content-Length: 56), and the text does not hold it",
			},
		},
		{
			"chunks", post + "Transfer-Encoding: chunked\r\n\r\n1e;x=y\r\n" + packet[:30] + "\r\n1a\r\n" + packet[30:] +
				"\r\n0\r\nT: 1\r\n\r\n" + post + "\r\n",
			[]string{
				sent + " Transfer-Encoding:chunked | " + packet + " wire", "12 POST http://h" + target + " Host:h | ",
			},
		},
		{
			"chunks with an editor's line ends",
			strings.ReplaceAll(post+"Transfer-Encoding: chunked\r\n\r\n38\r\n"+packet+"\r\n0\r\n\r\n", "\r", ""),
			[]string{sent + " Transfer-Encoding:chunked | " + packet + " wire"},
		},
		{
			"chunks are undone", post + "Transfer-Encoding: chunked\r\n\r\n" + packet,
			[]string{
				sent + " Content-Length:56 | " + packet,
				"note: the header announces chunks, and the body is in none: read as it is, of 56 bytes",
			},
		},
		{
			"the last chunk is missing", post + "Transfer-Encoding: chunked\r\n\r\n38\r\n" + packet + "\r\n",
			[]string{
				sent + " Content-Length:56 | " + packet, "note: the last chunk, of 0 bytes, is missing behind the body",
			},
		},
		{
			"a chunk is cut off", post + "Transfer-Encoding: chunked\r\n\r\n38\r\n" + packet[:20],
			[]string{"1 bad: chunks: the text ends after 20 bytes of the body"},
		},
		{
			"no empty line behind the header", post + packet,
			[]string{
				sent + " | " + packet, "note: line 3: an empty line is missing between the header and the body",
			},
		},
		{
			"an answer that cannot be read", post + "\r\nHTTP/1.1 1x0 OK\r\n\r\n" + post + "\r\n",
			[]string{
				sent + " | ", `note: the answer on line 4 cannot be read: status: got "1x0", want three digits`,
				"6 POST http://h" + target + " Host:h | ",
			},
		},
		{
			"unpacked, and as it came", post + "Content-Encoding: gzip\r\nContent-Length: 44\r\n\r\n" + packet + "\r\n" + post +
				"Content-Encoding: br\r\nContent-Length: 56\r\n\r\n" + packet,
			[]string{
				sent + " Content-Length:56 | " + packet,
				"note: Content-Length is 44, and the body in the text has 56 bytes: read with its 56",
				"note: the header has a Content-Encoding, and the body is plain here: the field is left out",
				"7 POST http://h" + target + " Host:h Content-Encoding:br Content-Length:56 | " + packet,
				"note: the header has a Content-Encoding, and the body is plain",
			},
		},
		{
			"an answer that was unpacked",
			post + "\r\nHTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 70\r\n\r\n" + ok,
			[]string{
				sent + " |  -> 200 " + ok, "note: the answer has a Content-Encoding, and its body is plain here: read as one that " +
					"the client has unpacked",
			},
		},
		{
			"line ends of a terminal", strings.ReplaceAll(post+"Content-Length: 56\r\n\r\n"+packet, "\r\n", "\r\r\n"),
			[]string{sent + " Content-Length:56 | " + packet},
		},
		{
			"lines of a header that are odd", post + "X-Api-Key k7Qd2mXz\r\nA: b\r\n  folded\r\n  B: c\r\n\r\n" + packet,
			[]string{
				sent + " A:b folded B:c | " + packet, "note: line 3 has no colon, so it is no header field, and is left out",
			},
		},
		{
			"odd blanks are kept", "POST " + target + " HTTP/1.1\r\nHost:h\r\n\r\n" + packet + "\r\n",
			[]string{sent + " | " + packet + " wire"},
		},
		{
			"an interim answer", post + "\r\nHTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK\r\n\r\n" + ok,
			[]string{sent + " |  -> 200 " + ok},
		},
		{
			"a body that waited for an interim answer",
			post + "Expect: 100-continue\r\nContent-Length: 56\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n" + packet +
				"HTTP/1.1 200 OK\r\n\r\n" + ok,
			[]string{sent + " Expect:100-continue Content-Length:56 | " + packet + " -> 200 " + ok},
		},
		{
			"an answer that is cut off", post + "\r\nHTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n" + ok[:20],
			[]string{sent + " |  -> 200 " + ok[:20] + " cut"},
		},
		{
			"what stands behind the header is the body", post + "\r\nPSOT\n" + post + "\r\n",
			[]string{
				sent + " | PSOT",
				"5 POST http://h" + target + " Host:h | ",
			},
		},
		{
			"HTTPie", "POST " + target + " HTTP/1.1\nUser-Agent: HTTPie/3.2.2\nContent-Length: 3\n\n{\n    \"a\": 1\n}\n\n\n" +
				"HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n" + ok,
			[]string{
				"1 POST http://" + target + " User-Agent:HTTPie/3.2.2 Content-Length:14 | {\n    \"a\": 1\n} -> 200 " + ok,
				"note: HTTPie sent 3 bytes and printed 14: it sorts and indents JSON, but for --pretty=none",
			},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, read(t, test.text)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

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
				`note: "#part" in the URL is not sent: a # that is part of a value is spelt %23`,
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
			"POST " + url + "\n\n< ./packet.json\n###\nPOST " + url + "\n\n< ./../packet.json\n###\n" +
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
