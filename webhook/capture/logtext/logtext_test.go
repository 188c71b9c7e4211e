package logtext_test

import (
	"bytes"
	"encoding/json"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/timhook/timhook/webhook/capture/logtext"
	"github.com/timhook/timhook/webhook/capture/scan"
	"pgregory.net/rapid"
)

// readLog reads a whole text.
func readLog(text string) []scan.Found {
	var r logtext.Reader
	var list []scan.Found
	number := 0
	for line := range strings.Lines(text) {
		number++
		list = append(list, r.Line([]byte(strings.TrimSuffix(line, "\n")), number)...)
	}
	return append(list, r.End()...)
}

func TestEachFormIsReadWithWhereItWasFound(t *testing.T) {
	for _, f := range forms() {
		t.Run(f.name, func(t *testing.T) {
			text := f.line(packet)
			if !logtext.IsLog([]byte(text)) {
				t.Errorf("it is not known as a log: %s", text)
			}
			list := readLog(text)
			if f.wary && len(list) == 1 && list[0].Err != nil {
				return
			}
			if len(list) != 1 || list[0].Err != nil {
				t.Fatalf("%s\ngot %+v, want one packet", text, list)
			}
			x := list[0]
			want := packet
			if strings.HasPrefix(f.name, "several lines") {
				want = pretty(packet)
			}
			if got := string(x.Record.Request.Body); got != want {
				t.Errorf("%s\ngot  %s\nwant %s", text, got, want)
			}
			if note := strings.TrimSuffix(f.note, "+"); !strings.HasPrefix(x.Notes[0], note) {
				t.Errorf("got the note %q, want %q", x.Notes[0], note)
			}
			query := ""
			if f.query {
				query = wanted
			}
			if got := x.Record.Request.Query; got != query || x.Lone == f.query {
				t.Errorf("got the query %q (lone: %v), want %q", got, x.Lone, query)
			}
			if x.Line != max(1, f.number) {
				t.Errorf("got line %d", x.Line)
			}
			checkPlace(t, x, text)
		})
	}
}

// checkPlace follows a name of the packet, which no form escapes, to the text.
func checkPlace(t *testing.T, x scan.Found, text string) {
	t.Helper()
	at := x.Place(false, bytes.Index(x.Record.Request.Body, []byte("GroupId")))
	if !strings.Contains(text, "GroupId") || strings.Contains(text, `{"log":"recv {`) {
		if at.Line < 1 || at.Column < 1 {
			t.Errorf("got the place %v", at)
		}
		return // the text spells it otherwise
	}
	line := strings.Split(text, "\n")[at.Line-1]
	if got := line[at.Column-1:]; !strings.HasPrefix(got, "GroupId") {
		t.Errorf("line %d, column %d is %.20q, want GroupId", at.Line, at.Column, got)
	}
}

// TestAnyPacketComesBackByteForByte from every form, or is refused where the form can be read in two ways.
func TestAnyPacketComesBackByteForByte(t *testing.T) {
	read := map[string]int{}
	comesBack := func(t *rapid.T) {
		text := rapid.String().Draw(t, "text")
		spelt, _ := json.Marshal(text)
		if rapid.Bool().Draw(t, "plain") {
			spelt = []byte(quote(text))
		}
		packet := `{"CallbackCommand":"` + callback + `","Text":` + string(spelt) + `}`
		for _, f := range forms() {
			want := packet
			if strings.HasPrefix(f.name, "several lines") {
				want = pretty(packet)
			}
			line := f.line(packet)
			list := readLog(line)
			if f.wary && len(list) == 1 && list[0].Err != nil {
				continue
			}
			if len(list) != 1 || list[0].Err != nil || string(list[0].Record.Request.Body) != want {
				t.Fatalf("%s: %q\ngot %+v\nwant %q", f.name, line, list, want)
			}
			read[f.name]++
		}
	}
	rounds := 1
	if testing.Short() { // a check draws a fifth of the texts then
		rounds = 5
	}
	for range rounds {
		rapid.Check(t, comesBack)
	}
	for _, f := range forms() {
		if read[f.name] < 20 {
			t.Errorf("%s: %d texts were read, want at least 20", f.name, read[f.name])
		}
	}
}

func TestWhatIsNoJSONIsNamedWithTheWayOut(t *testing.T) {
	for _, test := range []struct{ name, line, want string }{
		{
			"Python", "recv {'CallbackCommand': 'Group.X', 'GroupId': 'g'}",
			"column 7: the packet is a dict as Python prints it and no JSON, so its bytes are lost; log the raw body, for instance request.get_data() of Flask or request.body of Django",
		},
		{"Java", "recv {CallbackCommand=Group.X, GroupId=g}", "a map or an object as Java prints it"},
		{
			"a record of Java", "recv Packet[callbackCommand=Group.X] (callbackCommand=Group.X, groupId=g)",
			"as Java prints it",
		},
		{"Go's map", "recv map[CallbackCommand:Group.X GroupId:g]", "as Go prints it"},
		{"Go's struct", "recv {CallbackCommand:Group.X GroupId:g}", "as Go prints it"},
		{"PHP", "Array ( [CallbackCommand] => Group.X [GroupId] => g )", "an array as PHP prints it"},
		{"PHP's var_export", "array ( 'CallbackCommand' => 'Group.X', )", "an array as PHP prints it"},
		{
			"Ruby", `Parameters: {"CallbackCommand"=>"Group.X", "GroupId"=>"g"}`,
			"a hash as Ruby or a map as Elixir prints it",
		},
		{"JavaScript", "recv { CallbackCommand: 'Group.X', GroupId: 'g' }", "an object as JavaScript prints it"},
		{
			"cut", `recv {"CallbackCommand":"Group.X","GroupId":"g`,
			"column 6: a packet is in this line of a log: the line ends before the packet does: the log has cut it",
		},
		{
			"cut behind a member", `recv {"CallbackCommand":"Group.X","GroupId":"g",`,
			"column 6: a packet is in this line of a log: the line ends",
		},
		{
			"broken", `recv {"CallbackCommand":"Group.X","GroupId":g}`,
			"column 6: a packet is in this line of a log: it is no JSON",
		},
		{
			"half of a character", `recv "{\"CallbackCommand\":\"Group.X\",\"Text\":\"\ud83e\"}"`,
			"column 7: a packet is in this line of a log: its escapes cannot be undone",
		},
		{
			"two ways", `recv '{"CallbackCommand":"Group.X","Text":"a\\nb"}'`,
			"column 7: a packet is in this line of a log: backslashes in single quotes can be read in two ways",
		},
		{
			"camelCase", `recv {"callbackCommand":"Group.X","groupId":"g"}`,
			"column 6: a packet is in this line of a log: a packet with its names in camelCase",
		},
		{"C#", "recv Packet { CallbackCommand = Group.X, GroupId = g }", "a record as C# prints it"},
		{"Rust", `recv Packet { callback_command: "Group.X", group_id: "g" }`, "a struct as Rust prints it"},
		{"JavaScript over lines", "recv {\n  CallbackCommand: 'Group.X',\n}", "an object as JavaScript prints it"},
		{
			"a plus", "recv %7B%22CallbackCommand%22:%22Group.X%22,%22Text%22:%221+1%22%7D",
			"a plus can be a space or itself",
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			if !logtext.IsLog([]byte(test.line)) {
				t.Error("it is not known as a log")
			}
			list := readLog(test.line)
			if len(list) != 1 || list[0].Err == nil || !strings.Contains(list[0].Err.Error(), test.want) {
				t.Errorf("got %+v, want %s", list, test.want)
			}
		})
	}
}

// TestLinesThatCanBeMisread: each row gives what was found, the query in front of the body.
func TestLinesThatCanBeMisread(t *testing.T) {
	const small = `{"CallbackCommand":"Group.X","Text":"a \"b\" + é"}`
	for _, test := range []struct{ name, line, want string }{
		{"a text of Python", "recv " + pythonText(small) + " ok", "? " + small},
		{
			"a text of the log's own", `recv '{"CallbackCommand":"Group.X","Text":"\u590f"}'`,
			`? {"CallbackCommand":"Group.X","Text":"\u590f"}`,
		},
		{"a plus in a URL", "recv " + strings.ReplaceAll(url.QueryEscape(small), "+", "%20"), "? " + small},
		{"a plus itself in a URL", "recv " + url.PathEscape(small), "? " + small},
		{"a plus in a form", "recv " + url.QueryEscape(small), "? " + small},
		{"an empty name", `recv {"":1,"CallbackCommand":"Group.X"}`, `? {"":1,"CallbackCommand":"Group.X"}`},
		{"a broken object in front", `at {"a" x} recv ` + small, "? " + small},
		{
			"another request around it", `{"method":"GET","url":"/x","headers":{},"msg":` + quote("recv "+small) + "}",
			"? " + small,
		},
		{
			"a query in a text", `recv {"CallbackCommand":"Group.X","Text":"/im?SdkAppid=1&CallbackCommand=Group.X"}`,
			`? {"CallbackCommand":"Group.X","Text":"/im?SdkAppid=1&CallbackCommand=Group.X"}`,
		},
		{
			"a query in a text in a text", `{"msg":"recv {\"CallbackCommand\":\"Group.X\",\"T\":\"?SdkAppid=1&CallbackCommand=Group.X\"}"}`,
			`? {"CallbackCommand":"Group.X","T":"?SdkAppid=1&CallbackCommand=Group.X"}`,
		},
		{
			"a query in a packet in JSON", `{"msg":"x","p":{"CallbackCommand":"Group.X","T":"?SdkAppid=1&CallbackCommand=Group.X"}}`,
			`? {"CallbackCommand":"Group.X","T":"?SdkAppid=1&CallbackCommand=Group.X"}`,
		},
		{
			"two queries", `from /a?SdkAppid=1&CallbackCommand=Group.Y to /b?SdkAppid=2&CallbackCommand=Group.X ` + small,
			"?SdkAppid=2&CallbackCommand=Group.X " + small,
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			list := readLog(test.line)
			if len(list) != 1 || list[0].Err != nil {
				t.Fatalf("%s\ngot %+v, want one packet", test.line, list)
			}
			r := list[0].Record.Request
			if got := "?" + r.Query + " " + string(r.Body); got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
	list := readLog(`at {"a" x} recv {"CallbackCommand":"Group.X","Text":"cut`)
	if len(list) != 1 || list[0].Err == nil || !strings.HasPrefix(list[0].Err.Error(), "column 17: ") {
		t.Errorf("a broken object in front of a cut packet: got %+v, want the place of the packet", list)
	}
}

// TestAPacketIsGivenAtOnce and is not held until an object in front of it ends, which it never may.
func TestAPacketIsGivenAtOnce(t *testing.T) {
	var r logtext.Reader
	r.Line([]byte("a {"), 1)
	if got := r.Line([]byte("recv "+packet), 2); len(got) != 1 || got[0].Line != 2 {
		t.Errorf("got %+v, want the packet of line 2", got)
	}
	part := []byte("2026-01-05T02:31:36.1Z stdout P " + packet + strings.Repeat(" ", 64<<10))
	given := 0
	for n := range 70 {
		given += len(r.Line(part, n+3))
	}
	if given < 60 {
		t.Errorf("%d packets were given of 70 lines that never end, want all but the last few", given)
	}
}

func TestLinesWithoutACallbackGiveNothing(t *testing.T) {
	for _, line := range []string{
		"", "INFO done", `{"level":"info","msg":"server started"}`, `resp {"ActionStatus":"OK","ErrorCode":0}`,
		"unknown CallbackCommand Group.X", `no "CallbackCommand" in the packet`, `{"a":"{ CallbackCommand }"}`,
		`"GET /health HTTP/1.1" 200`, "app=1 CallbackCommand=Group.X status=200",
	} {
		if list := readLog(line); len(list) > 0 {
			t.Errorf("%s: got %+v", line, list)
		}
		if logtext.IsLog([]byte(line)) {
			t.Errorf("%s: taken for a log", line)
		}
	}
}

func TestOtherTextsAreNoLogs(t *testing.T) {
	for _, test := range []struct{ name, text string }{
		{"a packet", packet},
		{"packets, one a line", packet + "\n" + packet},
		{"a packet over several lines", pretty(packet)},
		{"a broken packet", packet[:40] + ",," + packet[40:]},
		{"an array of packets", "[" + packet + "]"},
		{"comments", "\n// CallbackCommand\n\n// of Chat\n" + packet},
		{"a comment", "/* CallbackCommand */" + packet},
		{
			"a target of vegeta",
			`{"method":"POST","url":"http://h/im?` + wanted + `","header":{"A":["b"]},"body":"e30="}`,
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			if logtext.IsLog([]byte(test.text)) {
				t.Error("it is taken for a log")
			}
		})
	}
}

func TestSeveralPacketsInOneLineAndAcrossLines(t *testing.T) {
	text := "a " + packet + " b " + packet + "\nc {\n\"CallbackCommand\":\"Group.X\"\n}\nd {\nno JSON " + packet + "\n" +
		"e {\"CallbackCommand\":\"cut\",\nf " + packet + "\n"
	var lines []int
	failed := 0
	for _, x := range readLog(text) {
		if x.Err != nil {
			failed++
		}
		lines = append(lines, x.Line)
	}
	if want := []int{1, 1, 2, 6, 7, 8}; !slices.Equal(lines, want) || failed != 1 {
		t.Errorf("got lines %d and %d faults, want %d and one", lines, failed, want)
	}
}

func TestAccessLogsGiveTheQueryAlone(t *testing.T) {
	for _, test := range []struct{ name, line, method, url, query string }{
		{
			"nginx", `1.2.3.4 - - [20/Nov/2026:10:22:31 +0800] "POST /im?` + wanted + ` HTTP/1.1" 200 51 "-" "-"`,
			"POST", "http:///im", wanted,
		},
		{"a GET", `1.2.3.4 - - [x] "GET /im?` + wanted + ` HTTP/1.1" 404 0`, "GET", "http:///im", wanted},
		{
			"IIS", `2026-11-20 10:22:31 10.0.0.1 POST /im ` + wanted + ` 443 - 203.0.113.9 - 200`, "POST", "http:///im",
			wanted,
		},
		{
			"HAProxy", `h haproxy[1]: 1.2.3.4:5 [x] fe be/s 0/0 200 51 - - ---- "POST /im?` + wanted + ` HTTP/1.1"`,
			"POST", "http:///im", wanted,
		},
		{"Envoy", `[2026-11-20T10:22:31Z] "POST /im?` + wanted + ` HTTP/2" 200 - 5 51`, "POST", "http:///im", wanted},
		{
			"Caddy",
			`{"level":"info","logger":"http.log.access","request":{"method":"POST","host":"im.example.com","uri":"/im?` + wanted + `","headers":{"User-Agent":["x"]}},"status":200}`,
			"POST", "http:///im", wanted,
		},
		{
			"Traefik",
			`{"RequestMethod":"POST","RequestPath":"/im?` + wanted + `","RequestHost":"h","DownstreamStatus":200}`,
			"POST", "http:///im", wanted,
		},
		{
			"nginx in JSON", `{"time":"x","request":"POST /im?` + wanted + ` HTTP/1.1","status":"200"}`, "POST",
			"http:///im", wanted,
		},
		{"a whole URL", `proxy https://im.example.com/im?` + wanted, "POST", "https://im.example.com/im", wanted},
		{
			"escaped", `url="/im?SdkAppid=1\u0026CallbackCommand=x"`, "POST", "http:///im",
			"SdkAppid=1&CallbackCommand=x",
		},
		{"HTML", `<td>/im?SdkAppid=1&amp;CallbackCommand=x</td>`, "POST", "http:///im", "SdkAppid=1&CallbackCommand=x"},
		{
			"a slash with a backslash", `url="https:\/\/h\/im?SdkAppid=1&CallbackCommand=x"`, "POST", "https://h/im",
			"SdkAppid=1&CallbackCommand=x",
		},
		{"the arguments alone", `args=` + wanted + ` x`, "POST", "", wanted},
		{"a comma behind it", `url: /im?` + wanted + `, ok`, "POST", "http:///im", wanted},
	} {
		t.Run(test.name, func(t *testing.T) {
			if !logtext.IsLog([]byte(test.line)) && !strings.HasPrefix(test.line, "{") {
				t.Error("it is not known as a log")
			}
			list := readLog(test.line)
			if len(list) != 1 || list[0].Err != nil {
				t.Fatalf("got %+v, want one request", list)
			}
			r, hidden := list[0].Record.Request, list[0].Hidden
			if r.Method != test.method || r.URL != test.url || r.Query != test.query || r.Body != nil || !r.Truncated {
				t.Errorf("got %+v, want %s %s ?%s without a body", r, test.method, test.url, test.query)
			}
			if !slices.Contains(hidden, "body") || slices.Contains(hidden, "query") {
				t.Errorf("hidden: %q, want the body", hidden)
			}
		})
	}
}

// TestAnyQueryComesBackAsItWasSent from every form of an access log.
func TestAnyQueryComesBackAsItWasSent(t *testing.T) {
	with := func(before, separator, after string) func(string) string {
		return func(q string) string { return before + strings.ReplaceAll(q, "&", separator) + after }
	}
	lines := map[string]func(string) string{
		"nginx":    with(`1.2.3.4 - - [x] "POST /im?`, "&", ` HTTP/1.1" 200 51 "-" "-"`),
		"IIS":      with("2026-11-20 10:22:31 10.0.0.1 POST /im ", "&", " 443 - 203.0.113.9"),
		"logfmt":   with(`level=info url="/im?`, "&", `" status=200`),
		"Go":       with(`{"level":"info","uri":"/im?`, `\u0026`, `"}`),
		"escaped":  with(`{"log":"{\"uri\":\"/im?`, `\\u0026`, `\"}\n"}`),
		"HTML":     with("<td>/im?", "&amp;", "</td>"),
		"a proxy":  with("GET https://h/im?", "&", ""),
		"a packet": with(`"POST /im?`, "&", ` HTTP/1.1" `+packet),
	}
	value := rapid.StringN(0, 12, -1)
	rapid.Check(t, func(t *rapid.T) {
		query := "SdkAppid=1&CallbackCommand=" + callback
		for range rapid.IntRange(0, 3).Draw(t, "n") {
			name := url.QueryEscape(rapid.StringN(1, 8, -1).Draw(t, "name"))
			query += "&" + name + "=" + url.QueryEscape(value.Draw(t, "value"))
		}
		query = strings.TrimRight(query, ".") // a full stop may be that of a sentence
		for name, line := range lines {
			list := readLog(line(query))
			if len(list) != 1 || list[0].Err != nil || list[0].Record.Request.Query != query {
				t.Fatalf("%s: %s\ngot %+v, want the query %q", name, line(query), list, query)
			}
		}
	})
}

func TestARequestHasTheTimeOfItsLineWhereThatTellsTheZone(t *testing.T) {
	const request = ` "POST /im?` + wanted + ` HTTP/1.1" 200`
	for _, test := range []struct{ name, line, want string }{
		{"nginx", `1.2.3.4 - - [26/Nov/2025:19:20:17 +0800]` + request, "2025-11-26T11:20:17Z"},
		{"RFC 3339", `2025-11-26T19:20:17.5+08:00` + request, "2025-11-26T11:20:17.5Z"},
		{"a comma", `2025-11-26 11:20:17,250Z` + request, "2025-11-26T11:20:17.25Z"},
		{"a zone without a colon", `2025-11-26 19:20:17 +0800` + request, "2025-11-26T11:20:17Z"},
		{
			"Caddy", `{"level":"info","ts":1764156017.25,"request":{"method":"POST","uri":"/im?` + wanted + `"}}`,
			"2025-11-26T11:20:17.25Z",
		},
		{"no zone", `2025-11-26 11:20:17` + request, ""},
		{"behind the request", request + ` 2025-11-26T11:20:17Z`, ""},
		{"no time", `2025-99-26T11:20:17Z` + request, ""},
		{"a packet alone", `2025-11-26T11:20:17Z ` + packet, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			list := readLog(test.line)
			if len(list) != 1 || list[0].Err != nil {
				t.Fatalf("got %+v", list)
			}
			got := ""
			if at := list[0].Record.Start; !at.IsZero() {
				got = at.UTC().Format(time.RFC3339Nano)
			}
			if got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func FuzzLine(f *testing.F) {
	for _, form := range forms() {
		f.Add(form.line(packet))
	}
	f.Add(strings.Repeat("{\"a\":", 50) + "CallbackCommand" + strings.Repeat("}", 40))
	f.Fuzz(func(t *testing.T, text string) {
		logtext.IsLog([]byte(text))
		for _, x := range readLog(text) {
			if x.Line < 1 || x.Err == nil && (len(x.Notes) == 0 || x.Lone && !bytes.Contains(x.Record.Request.Body, []byte("CallbackCommand"))) {
				t.Fatalf("got %+v", x)
			}
			if x.Place != nil {
				if at := x.Place(false, len(x.Record.Request.Body)); at.Line < 1 || at.Column < 1 {
					t.Fatalf("the end of the body is at %v", at)
				}
			}
		}
	})
}
