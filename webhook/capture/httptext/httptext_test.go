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
