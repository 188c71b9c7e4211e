package read_test

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/timhook/timhook/webhook/capture/read"
)

// textInput is an input that holds the text.
func textInput(name, text string) read.Input {
	return read.Input{
		Name: name,
		Open: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(text)), nil },
	}
}

// sample is a file of testdata/captures, or of the documentation's samples.
func sample(t testing.TB, path ...string) read.Input {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(append([]string{"..", "..", "..", "testdata"}, path...)...))
	if err != nil {
		t.Fatal(err)
	}
	return textInput(path[len(path)-1], string(text))
}

// got is what reading an input gave, a line for each entry and error.
func got(o read.ReadOptions, inputs ...read.Input) []string {
	var list []string
	for e, err := range read.Entries(inputs, o) {
		if err != nil {
			list = append(list, errorLine(err))
			continue
		}
		list = append(list, entryLine(e))
	}
	return list
}

func errorLine(err error) string {
	var bad *read.BadEntry
	var nothing *read.EmptyInput
	switch {
	case errors.As(err, &bad):
		return fmt.Sprintf("bad %d: %v", bad.Number, err)
	case errors.As(err, &nothing):
		return "nothing: " + err.Error()
	}
	return "error: " + err.Error()
}

func entryLine(e *read.Entry) string {
	line := fmt.Sprintf("%d %s line %d", e.Number, e.Kind, e.Line)
	if e.Request.Method != "" {
		line += fmt.Sprintf(" %s %s?%s", e.Request.Method, e.Request.URL, e.Request.Query)
		line += fmt.Sprintf(" fields=%d body=%d", len(e.Request.Header), len(e.Request.Body))
	}
	if e.Answer != nil {
		line += fmt.Sprintf(" -> %d %s", e.Answer.Status, e.Answer.Body)
	}
	return line
}

// decoded is how the entries of an input are compared where the whole of them matters.
func readAll(t testing.TB, input read.Input) []*read.Entry {
	t.Helper()
	var list []*read.Entry
	for e, err := range read.Entries([]read.Input{input}, read.ReadOptions{All: true}) {
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, e)
	}
	if len(list) == 0 {
		t.Fatalf("%s holds no entry", input.Name)
	}
	return list
}

const query = "SdkAppid=1400000001&CallbackCommand=%s&contenttype=json&ClientIP=203.0.113.24&OptPlatform=Android"

// TestEveryKindIsTold reads a small file of each kind. The names of the files say nothing to the reader.
func TestEveryKindIsTold(t *testing.T) {
	const ok = `{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":0}`
	send, bot, recall := fmt.Sprintf(
		query,
		"Group.CallbackAfterSendMsg",
	), fmt.Sprintf(query, "Bot.OnGroupMessage"), fmt.Sprintf(query, "Group.CallbackAfterRecallMsg")
	for _, test := range []struct {
		file string
		want []string
	}{
		{"answer.json", []string{"1 JSON line 1 -> 200 " + ok}},
		{"array.json", []string{
			"1 JSON line 2 POST ?CallbackCommand=Group.CallbackAfterSendMsg fields=0 body=341",
			"2 JSON line 3 POST ?CallbackCommand=Bot.OnGroupMessage fields=0 body=361",
		}},
		{"bom.json", []string{"1 JSON line 1 POST ?CallbackCommand=Group.CallbackAfterSendMsg fields=0 body=341"}},
		{"packets.jsonl", []string{
			"1 JSON Lines line 1 POST ?CallbackCommand=Group.CallbackAfterSendMsg fields=0 body=341",
			"2 JSON Lines line 2 POST ?CallbackCommand=Bot.OnGroupMessage fields=0 body=361",
			"3 JSON Lines line 3 POST ?CallbackCommand=Group.CallbackAfterRecallMsg fields=0 body=223",
		}},
		{"pasted.txt", []string{
			"1 JSON with comments line 2 POST ?CallbackCommand=Group.CallbackAfterSendMsg fields=0 body=316",
			"2 JSON with comments line 10 POST ?CallbackCommand=Bot.OnGroupMessage fields=0 body=71",
			"3 JSON with comments line 11 POST ?CallbackCommand=Group.CallbackAfterRecallMsg fields=0 body=51",
			`bad 4: pasted.txt:11: column 53: got "# not a comment", want a request packet in braces`,
			"5 JSON with comments line 12 POST ?CallbackCommand=Group.CallbackAfterGroupAttrChanged fields=0 body=60",
		}},
		{"chromium.har", []string{
			"1 HAR line 133 POST https://www.example.com/im?" + send + " fields=8 body=341 -> 200 " + ok,
			"2 HAR line 275 POST http://127.0.0.1:9000/im?" + bot + " fields=9 body=361 -> 200 " + ok,
		}},
		{"mitmproxy.har", []string{
			"1 HAR line 11 POST http://127.0.0.1:9000/im?" + recall + " fields=3 body=223 -> 200 " + ok,
			"2 HAR line 95 POST http://127.0.0.1:9000/im?" + recall + " fields=3 body=88 -> 200 \xff\x00",
		}},
		{
			"no-posts.har",
			[]string{"nothing: no-posts.har: there is no callback in it, and one other request: " +
				"a GET, and every callback is a POST"},
		},
		{"request.http", []string{
			"1 HTTP message line 1 POST http://127.0.0.1:9000/im?" + recall + " fields=3 body=223 -> 200 " + ok,
			"2 HTTP message line 12 POST http://127.0.0.1:9000/im?" + recall + " fields=2 body=223",
		}},
		{"editor.http", []string{
			"1 HTTP message line 5 POST " +
				"http://127.0.0.1:9000/im?SdkAppid=1400000001&CallbackCommand=Group.CallbackAfterSendMsg fields=1 " +
				"body=84",
			`bad 2: editor.http:16: the body is the file "./packet.json"; put its text here in the place of that line`,
			"3 HTTP message line 21 POST http://127.0.0.1:9000/im?CallbackCommand=Group.CallbackAfterRecallMsg " +
				"fields=1 body=51",
		}},
		{"chromium.curl", []string{
			"1 curl line line 1 POST https://www.example.com/im?" + send + " fields=7 body=341",
			"2 curl line line 8 POST https://www.example.com/im?" + bot + " fields=3 body=361",
		}},
	} {
		t.Run(test.file, func(t *testing.T) {
			input := sample(t, "captures", test.file)
			var kinds []read.Kind
			o := read.ReadOptions{Detected: func(_ read.Input, k read.Kind) { kinds = append(kinds, k) }}
			if diff := cmp.Diff(test.want, got(o, input)); diff != "" {
				t.Errorf("entries (-want +got):\n%s", diff)
			}
			if len(kinds) != 1 {
				t.Errorf("the kind was told %d times, want once", len(kinds))
			}
		})
	}
}
