package capture_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/timhook/timhook/webhook/capture"
)

func TestALineThatCannotBeReadSaysWhereAndWhy(t *testing.T) {
	type table map[string]struct{ old, new, want string }
	const reads = `, this version of timhook reads "capture/1"`
	for name, c := range (table{
		"nothing":       {spelt, "", "column 1: the line is empty"},
		"an array":      {spelt, "[]", "column 1: got an array, want an object"},
		"no JSON":       {spelt, "POST /im", "column 1: invalid character 'P' at start of value"},
		"torn":          {spelt, spelt[:60], "column 61: "},
		"no version":    {`"timhook":"capture/1",`, "", "column 1: /timhook is missing"},
		"later version": {"capture/1", "capture/2", `column 12: /timhook: got "capture/2"` + reads},
		"later, other shape": {
			spelt, `{"timhook":"capture/2",request}`,
			`column 12: /timhook: got "capture/2"` + reads,
		},
		"later, at the end": {spelt, `{"request":1,"timhook":"v9"}`, `column 24: /timhook: got "v9"` + reads},
		"version no text":   {`"capture/1"`, "1", "column 12: /timhook: got a number 1, want a string"},
		"no start":          {`"start":"2026-01-02T03:04:05.000000678+01:00",`, "", "column 1: /start is missing"},
		"odd start": {
			"2026-01-02T03:04:05.000000678+01:00", "yesterday",
			`column 32: /start: got a string "yesterday", want a time such as `,
		},
		"request no object": {
			spelt, `{"timhook":"capture/1","start":"2026-01-02T03:04:05Z","request":[]}`,
			"column 65: /request: got an array, want an object",
		},
		"no method":       {`"method":"POST",`, "", "column 80: /request/method is missing"},
		"no body":         {`,"bodyBase64":"/w=="`, "", "column 335: /answer/body is missing"},
		"method no text":  {`"POST"`, "7", "column 90: /request/method: got a number 7, want a string"},
		"header no pairs": {`[["Host","h"],`, `[["Host"],`, "/request/header/0: got 1 items, want a name and a value"},
		"header three": {
			`["Host","h"]`, `["Host","h","x"]`, "/request/header/0: got 3 items, want a name and a value",
		},
		"header no base64": {
			`["Host","h"]`, `["Host","*","base64"]`, `/request/header/0/1: got a string "*", want base64`,
		},
		"header no list": {`["Host","h"]`, `{"Host":"h"}`, "/request/header/0: got an object, want an array"},
		"wire no base64": {`"AAE="`, `"AAE"`, `/request/wireBase64: got a string "AAE", want base64`},
		"body twice":     {`"bodyBase64":"/w=="`, `"bodyBase64":"/w==","body":""`, "/answer/body stands there twice"},
		"unknown twice":  {`"failure":`, `"x":1,"x":2,"failure":`, "/x stands there twice"},
		"query twice":    {`"proto":"HTTP/1.0"`, `"queryBase64":""`, "/request/query stands there twice"},
		"truncated": {
			`"truncated":true`, `"truncated":1`, "/request/truncated: got a number 1, want true or false",
		},
		"status": {`200`, `200.0`, "/answer/status: got a number 200.0, want an integer"},
		"timing": {`:1000,`, `:1e3,`, "/timing/connectUs: got a number 1e3, want an integer"},
		"timing too long": {
			`:1000,`, `:9223372036854776,`,
			"/timing/connectUs: got a number 9223372036854776, want a number of microseconds",
		},
		"finding":        {`"check":"resp-json",`, ``, "/findings/0/check is missing"},
		"verdict null":   {`"verdict":"fail"`, `"verdict":null`, "/verdict: got null, want a string"},
		"lone surrogate": {`"POST"`, `"\ud83d"`, "/request/method: "},
		"raw control":    {`"POST"`, "\"\x01\"", "/request/method: "},
		"invalid UTF-8":  {`"POST"`, "\"\xff\"", "/request/method: "},
		"more behind":    {"}]}\n", "}]} {}\n", "2 bytes follow the end of the value"},
		"long text": {
			`"reason":"OK"`, `"status":"` + strings.Repeat("y", 99) + `"`,
			`got a string "` + strings.Repeat("y", 39) + "…, want an integer",
		},
	}) {
		t.Run(name, func(t *testing.T) {
			text := strings.Replace(spelt, c.old, c.new, 1)
			if text == spelt {
				t.Fatalf("%s: %s is not in the line", name, c.old)
			}
			r, err := capture.ParseLine([]byte(text))
			var bad *capture.LineError
			if !errors.As(err, &bad) || r != nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%s: got %v, want %s", name, err, c.want)
			} else if bad.Column < 1 || bad.Column > len(text)+1 {
				t.Errorf("%s: got column %d of %d bytes", name, bad.Column, len(text))
			}
		})
	}
}
