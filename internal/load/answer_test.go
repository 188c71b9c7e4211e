package load

import (
	"strings"
	"testing"
	"time"

	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/internal/pipes"
	"github.com/timhook/timhook/payloads/chat"
	"github.com/timhook/timhook/webhook"
)

const secret = "k7Qd2mXz9TnB4vRw"

func answer(header, body string) string {
	return "HTTP/1.1 200 OK\r\n" + header + "\r\n" + body
}

// ordinary are answers of common servers, all of which the fast way should know.
func ordinary() []string {
	var list []string
	for _, header := range []string{
		"Content-Type: application/json\r\nContent-Length: 50\r\n",
		"Content-Length: 50\r\n",
		"content-type: application/json; charset=utf-8\r\ncontent-length: 50\r\nconnection: keep-alive\r\nkeep-alive: timeout=5\r\n",
		"Server: nginx/1.24.0\r\nDate: Sun, 22 Nov 2026 13:14:15 GMT\r\nContent-Type: application/json;charset=UTF-8\r\nContent-Length: 50\r\nConnection: Keep-Alive\r\nX-Powered-By: Express\r\nETag: W/\"32-abc\"\r\n",
	} {
		list = append(list, answer(header, judge.Canonical))
	}
	for _, body := range []string{
		`{"ErrorCode":0,"ErrorInfo":"","ActionStatus":"OK"}`, `{"ErrorCode": 0, "ErrorInfo": "", "ActionStatus": "OK"}`,
		"{\n\t\"ActionStatus\": \"OK\",\r\n \"ErrorInfo\": \"\" , \"ErrorCode\" : 0 }\n", " " + judge.Canonical + " ",
	} {
		list = append(list, answer("Content-Length: "+itoa(len(body))+"\r\n", body))
	}
	return list
}

func itoa(n int) string { return string(rune('0'+n/10)) + string(rune('0'+n%10)) }

// strangers are answers that may be right or wrong, and are not for the fast way.
func strangers() []string {
	const okay, length = judge.Canonical, "Content-Length: 50\r\n"
	list := []string{
		"", "\r\n" + answer(length, okay), "HTTP/1.0 200 OK\r\n" + length + "\r\n" + okay, "HTTP/1.1 201 Created\r\n" + length + "\r\n" + okay,
		"HTTP/1.1 200 Fine\r\n" + length + "\r\n" + okay, "HTTP/1.1 200\r\n" + length + "\r\n" + okay, "HTTP/1.1 200 OK\n" + length + "\r\n" + okay,
		"HTTP/1.1 100 Continue\r\n\r\n" + answer(length, okay), answer("", okay), answer(length, okay+"\n"), answer(length, okay) + answer(length, okay),
		answer("Content-Length: 51\r\n", okay+"\n\n"), answer("Content-Length: 49\r\n", okay), answer(length+length, okay), answer("Content-Length: +50\r\n", okay),
		answer("Content-Length: 5e1\r\n", okay), answer("Content-Length:\r\n", okay), answer("Content-Length : 50\r\n", okay), answer("Content-Length: 0000050\r\n", okay),
		answer("Transfer-Encoding: chunked\r\n", "32\r\n"+okay+"\r\n0\r\n\r\n"), answer(length+"Transfer-Encoding: chunked\r\n", okay), answer(length+"transfer-encoding: identity\r\n", okay),
		answer(length+"Connection: close\r\n", okay), answer(length+"Connection: keep-alive, Upgrade\r\n", okay), answer(length+"Content-Encoding: gzip\r\n", okay),
		answer(length+"Content-Type: text/html\r\n", okay), answer(length+"Content-Type: application/json\r\nContent-Type: text/html\r\n", okay), answer(length+"Content-Type: application/json; charset=gbk\r\n", okay),
		answer(length+"Content-Type: application/jsonp\r\n", okay), answer(length+"X-Token: "+secret+"\r\n", okay), answer(length+"X-"+secret+": 1\r\n", okay),
		answer("Content-Length: 64\r\n", strings.Repeat(" ", 14)+okay),
		answer(length+" folded: yes\r\n", okay), answer(length+"X: a\r\n b\r\n", okay), answer(length+"no colon\r\n", okay), answer(length+": empty\r\n", okay),
		answer(length+"X: \x00\r\n", okay), answer(length+"X: \x1b[31m\r\n", okay), answer(length+"X: \xff\r\n", okay), answer(length+"X: a\rb\r\n", okay), answer(length+"X: a\nY: b\r\n", okay), answer(length+"X y: z\r\n", okay),
	}
	for _, body := range strangePackets() {
		if len(body) < 100 {
			list = append(list, answer("Content-Length: "+itoa(len(body))+"\r\n", body))
		}
	}
	return list
}

// strangePackets are bodies that do not simply accept.
func strangePackets() []string {
	return []string{
		"", "OK", "{}", "[]", "null", `"` + judge.Canonical + `"`, judge.Canonical + "x", judge.Canonical + "{}", "\ufeff" + judge.Canonical,
		`{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":1}`, `{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":00}`, `{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":0.0}`,
		`{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":-0}`, `{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":"0"}`, `{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":0e0}`, `{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":null}`,
		`{"ActionStatus":"FAIL","ErrorInfo":"","ErrorCode":0}`, `{"ActionStatus":"ok","ErrorInfo":"","ErrorCode":0}`, `{"ActionStatus":"OK","ErrorInfo":" ","ErrorCode":0}`, `{"ActionStatus":"OK","ErrorInfo":null,"ErrorCode":0}`,
		`{"ActionStatus":"OK","ErrorCode":0}`, `{"ActionStatus":"OK","ErrorInfo":""}`, `{"ErrorInfo":"","ErrorCode":0}`, `{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":0,}`, `{,"ActionStatus":"OK","ErrorInfo":"","ErrorCode":0}`,
		`{"ActionStatus":"OK","ActionStatus":"OK","ErrorCode":0}`, `{"ActionStatus":"OK","ErrorInfo":"","ErrorInfo":"","ErrorCode":0}`, `{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":0,"a":1}`,
		`{"actionStatus":"OK","ErrorInfo":"","ErrorCode":0}`, `{"ActionStatus" "OK","ErrorInfo":"","ErrorCode":0}`, `{"ActionStatus":"OK" "ErrorInfo":"","ErrorCode":0}`, `{'ActionStatus':'OK','ErrorInfo':'','ErrorCode':0}`,
		`{"\u0041ctionStatus":"OK","ErrorInfo":"","ErrorCode":0}`, "{\"ActionStatus\":\"OK\",\"ErrorInfo\":\"\",\"ErrorCode\":\v0}", `{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":0`,
	}
}

func TestTheFastWayKnowsOrdinaryAnswers(t *testing.T) {
	for _, text := range ordinary() {
		r := recognizer{secrets: []string{secret}}
		for i := 1; i < len(text); i++ {
			if got := r.look([]byte(text[:i])); got != partial {
				t.Fatalf("%q: the first %d bytes: got %d, want a partial answer", text, i, got)
			}
		}
		for range 2 { // the second time it is the answer that came last
			if got := r.look([]byte(text)); got != right {
				t.Errorf("%q: got %d, want it to be recognised", text, got)
			}
		}
		if faulty := judgedInFull(t, text); faulty != "" {
			t.Errorf("%q: is recognised, and draws %s", text, faulty)
		}
	}
}

func TestTheFastWayTakesNothingElse(t *testing.T) {
	known := []byte(ordinary()[0])
	for _, text := range strangers() {
		r := recognizer{secrets: []string{secret}}
		for range 2 {
			if got := r.look([]byte(text)); got == right {
				t.Errorf("%q: is recognised", text)
			}
			if r.look(known) != right {
				t.Error("the ordinary answer is not recognised any more")
			}
		}
	}
	for _, body := range strangePackets() {
		if accepts([]byte(body)) {
			t.Errorf("%q: is taken for the packet that accepts", body)
		}
	}
}

// A token that stands in the documented packet by chance is no leak for the full judgement either; in another spelling it is.
func TestASecretInThePacketIsJudgedInFull(t *testing.T) {
	r := recognizer{secrets: []string{`"OK"}`}}
	if got := r.look([]byte(ordinary()[4])); got != odd {
		t.Errorf("got %d, want it judged in full", got)
	}
}

// judgedInFull is what a single send finds in an answer and its connection; empty: nothing.
func judgedInFull(t *testing.T, text string) string {
	t.Helper()
	client := &webhook.Client{Timeout: 20 * time.Second, Dial: pipes.Answering(text)}
	defer client.Close()
	load := sendPayload(t)
	ex := client.Send(t.Context(), load)
	ex.Timing.Total = 0 // a slow machine is no finding
	j := judge.Judge(ex, judge.Options{Secrets: []string{secret}})
	said := ""
	for _, f := range j.Findings {
		said += f.Check.ID + ": " + f.Message() + "; "
	}
	if j.Outcome != judge.Pass || j.Reaction != judge.Accepted {
		said += j.Outcome.String()
	}
	return said
}

func sendPayload(t testing.TB) *webhook.Request {
	t.Helper()
	c, err := chat.Lookup("send")
	if err != nil {
		t.Fatal(err)
	}
	return testTarget(t).Request(webhook.Callback{Command: c.Name, Body: []byte(c.Sample)}, unix(someSecond))
}

func testTarget(t testing.TB) webhook.Target {
	t.Helper()
	endpoint, err := webhook.ParseEndpoint("http://backend.example/im?a=b")
	if err != nil {
		t.Fatal(err)
	}
	return webhook.Target{URL: endpoint, SDKAppID: 1400187352, Token: secret}
}

// What the fast way takes, the full judgement finds no fault with.
func FuzzTheFastWayIsNeverWeaker(f *testing.F) {
	for _, text := range ordinary() {
		f.Add([]byte(text))
	}
	for _, text := range strangers() {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		r := recognizer{secrets: []string{secret}}
		if r.look(text) != right {
			return
		}
		if faulty := judgedInFull(t, string(text)); faulty != "" {
			t.Errorf("%q: is recognised, and draws %s", text, faulty)
		}
	})
}

// The same for the body alone, where a fuzzer gets further.
func FuzzThePacketParserIsNeverWeaker(f *testing.F) {
	f.Add([]byte(judge.Canonical))
	for _, body := range strangePackets() {
		f.Add([]byte(body))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		if !accepts(body) {
			return
		}
		ex := &webhook.Exchange{Request: sendPayload(t), Proto: "HTTP/1.1", Status: 200, Body: body}
		if j := judge.Judge(ex, judge.Options{}); j.Outcome != judge.Pass || j.Reaction != judge.Accepted || len(j.Findings) > 0 {
			t.Errorf("%q: is taken, and draws %v", body, j)
		}
	})
}
