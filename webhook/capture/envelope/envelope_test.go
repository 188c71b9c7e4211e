package envelope_test

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/timhook/timhook/webhook/capture/envelope"
	"github.com/timhook/timhook/webhook/capture/scan"
	"pgregory.net/rapid"
)

const packet = `{"CallbackCommand":"` + callback + `","GroupId":"@TGS#2QK5WD3FB","MsgBody":[{"MsgType":"TIMTextElem",` +
	`"MsgContent":{"Text":"a \"quote\", a \\ and \u5e73\n中🧧"}}]}`

func TestEachFormIsNamedAndRead(t *testing.T) {
	for _, f := range forms {
		t.Run(f.name, func(t *testing.T) {
			value := f.around([]byte(packet))
			want := f.format
			if want == "" {
				want = envelope.Generic
			}
			if got := envelope.Name(value); got != want {
				t.Errorf("named %q, want %q", got, want)
			}
			x := readOne(t, value)
			checkRequest(t, &f, x, packet)
			if x.Notes[0] != "found in a "+want && x.Notes[0] != "found in an "+want {
				t.Errorf("got the note %q, want the format in it", x.Notes[0])
			}
			status := 0
			if x.Record.Answer != nil {
				status = x.Record.Answer.Status
			}
			if status != f.status {
				t.Errorf("got the status %d, want %d", status, f.status)
			}
		})
	}
}

// readOne reads a value that holds one exchange.
func readOne(t *testing.T, value []byte) scan.Found {
	t.Helper()
	list, err := envelope.Read(value)
	if err != nil || len(list) != 1 || list[0].Err != nil {
		t.Fatalf("%s\ngot %d exchanges and %v, want one: %+v", value, len(list), err, list)
	}
	return list[0]
}

func checkRequest(t interface{ Errorf(string, ...any) }, f *form, x scan.Found, packet string) {
	request := x.Record.Request
	if string(request.Body) != packet {
		t.Errorf("got the body %q, want %q", request.Body, packet)
	}
	if f.lone {
		if !x.Lone || request.Query != "" {
			t.Errorf("got the query %q, want a packet alone", request.Query)
		}
		return
	}
	if request.Method != "POST" || request.Query != wanted || x.Lone {
		t.Errorf("got %s ?%s (lone: %v), want a POST with the query %s", request.Method, request.Query, x.Lone, wanted)
	}
	if slices.Contains(x.Hidden, "query") || slices.Contains(x.Hidden, "body") {
		t.Errorf("hidden: %q", x.Hidden)
	}
}

// anyPacket is a packet with any text in it, spelt in any of JSON's ways.
func anyPacket(t *rapid.T) []byte {
	text := rapid.String().Draw(t, "text")
	spelt, _ := json.Marshal(text)
	if rapid.Bool().Draw(t, "plain") {
		spelt = []byte(quote(text))
	}
	gap := rapid.SampledFrom([]string{"", " ", "\n  ", "\t"}).Draw(t, "gap")
	return []byte(`{"CallbackCommand":` + gap + `"` + callback + `",` + gap + `"Text":` + string(spelt) + gap + `}`)
}

// TestAnyPacketComesBackByteForByte from every form.
func TestAnyPacketComesBackByteForByte(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := rapid.SampledFrom(forms).Draw(t, "form")
		if f.name == "JSON in JSON" {
			return // its packet has to be in one line
		}
		packet := anyPacket(t)
		if bytes.Contains(packet, []byte("{{")) || bytes.Contains(packet, []byte("<<")) {
			return // it may be a variable, which hides the body
		}
		list, err := envelope.Read(f.around(packet))
		if err != nil || len(list) != 1 || list[0].Err != nil {
			t.Fatalf("%s: got %v, %+v", f.name, err, list)
		}
		checkRequest(t, &f, list[0], string(packet))
	})
}

// TestPlacesLeadToTheBytesOfTheValue wherever the packet stands in it as text.
func TestPlacesLeadToTheBytesOfTheValue(t *testing.T) {
	for _, f := range forms {
		if !strings.Contains(f.text, "BODY") && !strings.Contains(f.text, "PACKET") || f.name == "WireMock" {
			continue
		}
		t.Run(f.name, func(t *testing.T) {
			const marked = `{"CallbackCommand":"x","Text":"é\n","Last":"MARK"}`
			value := bytes.ReplaceAll(f.around([]byte(marked)), []byte(`"headers"`), []byte("\n  \"headers\""))
			x := readOne(t, value)
			at := x.Place(false, strings.Index(marked, "MARK"))
			lines := strings.Split(string(value), "\n")
			if got := lines[at.Line-1][at.Column-1:]; !strings.HasPrefix(got, "MARK") {
				t.Errorf("line %d, column %d is %.20q, want MARK", at.Line, at.Column, got)
			}
		})
	}
}

func TestOtherJSONIsNoEnvelope(t *testing.T) {
	for _, test := range []struct{ name, value string }{
		{"a packet", packet},
		{"a packet with a member of each role", `{"CallbackCommand":"x","url":"/","body":"{}","method":"POST"}`},
		{"a batch of events", `{"Events":[{"CallbackCommand":"x","url":"/","body":"{}"}]}`},
		{"a response packet", `{"ActionStatus":"OK","ErrorCode":0,"ErrorInfo":""}`},
		{"a record of a capture", `{"timhook":"capture/1","request":{"method":"POST","url":"http://h/","body":"{}"}}`},
		{"a case of a run", `{"case":{"case":"x","exchanges":[{"request":{"method":"POST","url":"/"}}]}}`},
		{"a HAR", `{"log":{"entries":[{"request":{"method":"POST","url":"/"}}]}}`},
		{"a query that was read into an object", `{"meta":{"SdkAppid":"1","CallbackCommand":"x"}}`},
		{"a message of a chat", `{"url":"http://h/","text":"hi"}`},
		{"another webhook", `{"event":"charge","data":{"object":{"id":"1"}}}`},
		{"a list of numbers", `[1,2,3]`},
		{"nothing", ``},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := envelope.Name([]byte(test.value)); got != "" {
				t.Errorf("named %q", got)
			}
			if list, err := envelope.Read([]byte(test.value)); err == nil {
				t.Errorf("read %+v", list)
			}
		})
	}
}

func TestWhatHoldsNoRequestIsRefusedWithTheWayOut(t *testing.T) {
	for _, test := range []struct{ name, value, want string }{
		{
			"the bot gateway", `{"callback_command":"Group.CallbackAfterSendMsg","from_account":"u","msg_key":"k"}`,
			"a message of the Yuanbao bot gateway (a websocket): it looks like a callback of Chat with its names in " +
				"snake_case, and is no webhook: Chat does not send it",
		},
		{
			"names in snake_case", `{"callback_command":"x"}`,
			"a packet with its names in snake_case: Chat's own names begin with a capital, as in CallbackCommand. " +
				"Log the body of the request as it came, before it is read into an object",
		},
		{"names in camelCase", `{"callbackCommand":"x","groupId":"g"}`, "a packet with its names in camelCase: Chat's"},
		{"Hoverfly", `{"data":{"pairs":[{"request":{}}]}}`, "a Hoverfly simulation: it holds matchers"},
		{"OpenAPI", `{"openapi":"3.0.0","paths":{}}`, "a description of an API: it holds schemas and no requests"},
		{"an environment", `{"values":[],"_postman_variable_scope":"environment"}`, "a Postman environment: it holds"},
		{"a collection of nothing", `{"info":{"_postman_id":"1"},"item":[]}`, "a Postman collection: no request"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if envelope.Name([]byte(test.value)) == "" {
				t.Error("got no name")
			}
			_, err := envelope.Read([]byte(test.value))
			if err == nil || !strings.HasPrefix(err.Error(), test.want) {
				t.Errorf("got %v, want %s", err, test.want)
			}
		})
	}
}

func TestWhatIsCutIsNamedAndNotRead(t *testing.T) {
	for _, f := range forms {
		whole := f.around([]byte(packet))
		name := envelope.Name(whole)
		for cut := len(whole) / 2; cut < len(whole); cut += 7 {
			if list, err := envelope.Read(whole[:cut]); err == nil {
				t.Fatalf("%s, %d of %d bytes: got %+v, want an error", f.name, cut, len(whole), list)
			}
		}
		if got := envelope.Name(whole[:len(whole)-1]); got != name && name != envelope.Around {
			t.Errorf("%s without its last byte: named %q, want %q", f.name, got, name)
		}
	}
}

func TestACallThatIsNoneOfHTTPHasNoMethod(t *testing.T) {
	x := readOne(t, []byte(`{"jsonrpc":"2.0","method":"send","payload":{"CallbackCommand":"x"}}`))
	if !x.Lone {
		t.Errorf("got %+v, want a packet alone", x)
	}
	x = readOne(t, []byte(`{"jsonrpc":"2.0","method":"send","url":"/im?`+wanted+`","payload":{"CallbackCommand":"x"}}`))
	if x.Record.Request.Method != "POST" {
		t.Errorf("got the method %s, want POST", x.Record.Request.Method)
	}
}

// TestAnAnswerThatWasReadIsLeftOut, since its bytes are lost.
func TestAnAnswerThatWasReadIsLeftOut(t *testing.T) {
	around := func(answer string) []byte {
		return []byte(`{"request":{"method":"POST","url":"/im?` + wanted + `","headers":{},"body":"{}"},` +
			`"response":{"status":200,"body":` + answer + `}}`)
	}
	if x := readOne(t, around(`{"ActionStatus":"OK"}`)); x.Record.Answer != nil {
		t.Errorf("got %+v, want none", x.Record.Answer)
	}
	x := readOne(t, around(`"{\"ActionStatus\":\"OK\"}"`))
	if x.Record.Answer == nil || string(x.Record.Answer.Body) != `{"ActionStatus":"OK"}` {
		t.Errorf("got %+v, want the text", x.Record.Answer)
	}
	half := readOne(t, around(`"\ud83e"`))
	if notes := strings.Join(half.Notes, "; "); half.Record.Answer != nil || !strings.Contains(notes, "left out") {
		t.Errorf("got %+v and %s", half.Record.Answer, notes)
	}
}

// TestAnAddressWithoutAQueryHidesIt where the tool is not known: the path that frameworks give has none.
func TestAnAddressWithoutAQueryHidesIt(t *testing.T) {
	x := readOne(t, []byte(`{"path":"/im","method":"POST","headers":{},"body":{"CallbackCommand":"x"}}`))
	if !x.Lone || x.Record.Request.Query != "" {
		t.Errorf("got %+v, want a packet alone", x)
	}
	x = readOne(t, []byte(`{"path":"/im","method":"POST","query":{},"headers":{},"body":{"CallbackCommand":"x"}}`))
	if x.Lone || slices.Contains(x.Hidden, "query") {
		t.Errorf("got %+v, want a request whose query is known to be empty", x)
	}
}

func TestRequestsThatAreNoCallbacksAreGivenToo(t *testing.T) {
	const value = `{"info":{"_postman_id":"1"},"item":[` +
		`{"request":{"method":"GET","header":[],"url":"http://h/health"}},` +
		`{"request":{"method":"POST","header":[],"url":"http://h/im?` + wanted + `","body":{"mode":"raw","raw":"{}"}}}]}`
	list, err := envelope.Read([]byte(value))
	if err != nil || len(list) != 2 {
		t.Fatalf("got %d, %v", len(list), err)
	}
	got := []string{list[0].Record.Request.NotCallback(), list[1].Record.Request.NotCallback()}
	if want := []string{"a GET, and every callback is a POST", ""}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestOddBodies(t *testing.T) {
	around := func(rest string) []byte {
		return []byte(`{"method":"POST","url":"/im?` + wanted + `","headers":{"host":"h"},` + rest + `}`)
	}
	const half = `"body":"{\"CallbackCommand\":\"x\",\"Text\":\"\ud83e\"}"`
	for _, test := range []struct{ name, rest, body, note, err string }{
		{"half of a character", half, "", "", "half of a character"},
		{
			"a label of base64 on plain text", `"body":"{\"CallbackCommand\":\"x\"}","isBase64Encoded":true`,
			`{"CallbackCommand":"x"}`, "said to be in base64", "",
		},
		{
			"base64 without a label", `"body":"eyJDYWxsYmFja0NvbW1hbmQiOiJ4In0"`, `{"CallbackCommand":"x"}`,
			"in base64, and nothing says so", "",
		},
		{
			"read into an object", `"body":{"CallbackCommand": "x"}`, `{"CallbackCommand": "x"}`,
			"read the body as JSON", "",
		},
		{"a form", `"body":{"mode":"urlencoded","urlencoded":[{"key":"a","value":"b c"}]}`, "a=b+c", "", ""},
		{"no body", `"body":null`, "", "", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			list, err := envelope.Read(around(test.rest))
			if err != nil || len(list) != 1 {
				t.Fatalf("got %v, %v", list, err)
			}
			x := list[0]
			if x.Err != nil || test.err != "" {
				if x.Err == nil || !strings.Contains(x.Err.Error(), test.err) || test.err == "" {
					t.Errorf("got %v, want %q", x.Err, test.err)
				}
				return
			}
			if string(x.Record.Request.Body) != test.body || !strings.Contains(strings.Join(x.Notes, "; "), test.note) {
				t.Errorf("got %q with %q, want %q with %q", x.Record.Request.Body, x.Notes, test.body, test.note)
			}
		})
	}
}

// TestOddRequests are read as they are meant: each row gives query and body of what was found, one behind the other.
func TestOddRequests(t *testing.T) {
	for _, test := range []struct{ name, value, want string }{
		{
			"a load balancer keeps escapes", `{"requestContext":{"elb":{}},"httpMethod":"POST","path":"/im",` +
				`"queryStringParameters":{"CallbackCommand":"x","a":"b%2Fc"},"headers":{},"body":"{}"}`,
			"?CallbackCommand=x&a=b%2Fc {}",
		},
		{
			"others do not", `{"requestContext":{"serviceId":"s"},"httpMethod":"POST","path":"/im",` +
				`"queryString":{"CallbackCommand":"x","a":"b/c %"},"headers":{},"body":"{}"}`,
			"?CallbackCommand=x&a=b%2Fc%20%25 {}",
		},
		{
			"a packet apart from its request", `{"httpRequest":{"requestMethod":"POST","requestUrl":"https://h/im?` + wanted +
				`"},"jsonPayload":{"body":{"CallbackCommand":"x"}}}`,
			"?" + wanted + ` | ? {"CallbackCommand":"x"}`,
		},
		{
			"a packet with members that describe a body", `{"method":"POST","url":"/im?a=b","headers":{},` +
				`"body":{"CallbackCommand":"x","Type":"Public","Text":"y"}}`,
			`?a=b {"CallbackCommand":"x","Type":"Public","Text":"y"}`,
		},
		{
			"a text of JSON with white space", `{"x":{"y":"{ \"CallbackCommand\":\"x\",\"o\":{\"a\":1}}"}}`,
			`? { "CallbackCommand":"x","o":{"a":1}}`,
		},
		{"a query of values that repeat", `{"method":"POST","path":"/im","query":{"CallbackCommand":["x"],"a":["1","2"]},` +
			`"headers":{},"body":"{}"}`, "?CallbackCommand=x&a=1&a=2 {}"},
	} {
		t.Run(test.name, func(t *testing.T) {
			list, err := envelope.Read([]byte(test.value))
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, x := range list {
				got = append(got, strings.TrimSpace("?"+x.Record.Request.Query+" "+string(x.Record.Request.Body)))
			}
			if all := strings.Join(got, " | "); all != test.want {
				t.Errorf("got %s, want %s", all, test.want)
			}
		})
	}
}

func TestVariablesAreFilledInOrHideWhatTheyStandFor(t *testing.T) {
	const value = `{"info":{"_postman_id":"1"},"variable":[{"key":"base","value":"http://h"},{"key":"who","value":"lena"}],` +
		`"item":[{"request":{"method":"POST","header":[{"key":"X-Key","value":"{{key}}"},{"key":"X-Who","value":"{{who}}!"}],` +
		`"url":{"raw":"{{base}}/im?SdkAppid={{app}}&CallbackCommand=x"},` +
		`"body":{"mode":"raw","raw":"{\"CallbackCommand\":\"x\",\"From_Account\":\"{{who}}\",\"Text\":\"{{ not one\"}"}}}]}`
	x := readOne(t, []byte(value))
	request := x.Record.Request
	if want := `{"CallbackCommand":"x","From_Account":"lena","Text":"{{ not one"}`; string(request.Body) != want {
		t.Errorf("got the body %s, want %s", request.Body, want)
	}
	if len(request.Header) != 1 || request.Header[0].Value != "lena!" || request.Query != "CallbackCommand=x" {
		t.Errorf("got %v and ?%s, want neither what is hidden nor a variable", request.Header, request.Query)
	}
	if request.URL != "http://h/im" || !slices.Equal(x.Hidden, []string{"query SdkAppid", "header X-Key"}) {
		t.Errorf("got %s, hidden %q", request.URL, x.Hidden)
	}
}

func TestEnvironmentsThatAnExportBringsWithIt(t *testing.T) {
	const value = `{"_type":"export","__export_format":4,"resources":[` +
		`{"_type":"environment","data":{"base":"http://h","app":1400000009}},` +
		`{"_type":"request","method":"POST","url":"{{ _.base }}/im?SdkAppid={{app}}&CallbackCommand=x&a={% uuid 'v4' %}",` +
		`"headers":[{"name":"X-Sign","value":"{% hash 'x' %}"}],"body":{"mimeType":"a","text":"{\"CallbackCommand\":\"x\"}"}}]}`
	x := readOne(t, []byte(value))
	r := x.Record.Request
	if r.URL != "http://h/im" || r.Query != "SdkAppid=1400000009&CallbackCommand=x" || len(r.Header) > 0 {
		t.Errorf("got %s?%s with %v", r.URL, r.Query, r.Header)
	}
	if want := []string{"query a", "header X-Sign"}; !slices.Equal(x.Hidden, want) {
		t.Errorf("hidden: %q, want %q", x.Hidden, want)
	}
}

func TestTheQueryThatAFrameworkHasMerged(t *testing.T) {
	for _, test := range []struct{ name, packet, query, names string }{
		{
			"merged", `{"SdkAppid":1400000001,"CallbackCommand":"a/b","Sign":"ab","GroupId":"g","OptPlatform":"Web"}`,
			"SdkAppid=1400000001&CallbackCommand=a%2Fb&Sign=ab&OptPlatform=Web", "SdkAppid Sign OptPlatform",
		},
		{"not merged", packet, "", ""},
		{"a name that a packet may have", `{"CallbackCommand":"x","RequestId":"1"}`, "", ""},
		{"an object of that name", `{"CallbackCommand":"x","ClientIP":{}}`, "", ""},
		{"no JSON", `SdkAppid=1`, "", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			query, names := envelope.Merged([]byte(test.packet))
			if query != test.query || strings.Join(names, " ") != test.names {
				t.Errorf("got %q and %q, want %q and %q", query, names, test.query, test.names)
			}
		})
	}
}

func FuzzRead(f *testing.F) {
	for _, form := range forms {
		f.Add(form.around([]byte(packet)), uint16(40))
	}
	f.Fuzz(func(t *testing.T, value []byte, cut uint16) {
		envelope.Name(value[:min(len(value), int(cut))])
		envelope.Merged(value)
		list, err := envelope.Read(value)
		if err == nil && len(list) == 0 {
			t.Fatal("read nothing, without an error")
		}
		for _, x := range list {
			if x.Line < 1 || x.Err == nil && len(x.Notes) == 0 {
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
