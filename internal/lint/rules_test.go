package lint_test

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/internal/lint"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/chat"
	"github.com/timhook/timhook/signer"
	"github.com/timhook/timhook/webhook"
	"github.com/timhook/timhook/webhook/capture"
	"github.com/timhook/timhook/webhook/capture/read"
)

const (
	token  = "k7Qd2mXz9TnB4vRw"
	app    = 1400187352
	second = 1741000000 // of the captured requests

	sendPacket = `{"CallbackCommand":"Group.CallbackAfterSendMsg","GroupId":"@TGS#2J4SZEAEL","Type":"Public","From_Account":"jared","Operator_Account":"admin",` +
		`"Random":123456,"MsgId":"144115233406643804-1740999999-123456","MsgSeq":123,"MsgTime":1741000000,"OnlineOnlyFlag":0,` +
		`"MsgBody":[{"MsgType":"TIMTextElem","MsgContent":{"Text":"hi"}}],"EventTime":1741000000417}`
	botPacket = `{"CallbackCommand":"Bot.OnGroupMessage","GroupId":"g","Type":"Public","From_Account":"jared","Operator_Account":"admin",` +
		`"Random":1,"MsgSeq":1,"MsgTime":1741000000,"OnlineOnlyFlag":0,"MsgBody":[{"MsgType":"TIMTextElem","MsgContent":{"Text":"hi"}}],` +
		`"AtRobots_Account":["@RBT#001"],"EventTime":1741000000417}`
	recallPacket = `{"CallbackCommand":"Group.CallbackAfterRecallMsg","Operator_Account":"admin","Type":"Public","GroupId":"g",` +
		`"MsgSeqList":[{"MsgSeq":130,"MsgId":"144115213033478435-1740999900-7"}],"EventTime":1741000000417}`
	attrPacket = `{"CallbackCommand":"Group.CallbackAfterGroupAttrChanged","GroupId":"g","Type":"Public","Operator_Account":"leckie","OptionType":"set",` +
		`"GroupAttr":[{"key":"k","value":"v"}],"EventTime":1741000000417}`
	directPacket = `{"CallbackCommand":"C2C.CallbackAfterSendMsg","From_Account":"jared","To_Account":"Jonh","MsgSeq":48374,` +
		`"MsgRandom":2837546,"MsgTime":1557481126,"MsgKey":"48374_2837546_1557481126","OnlineOnlyFlag":1,"SendMsgResult":0,` +
		`"ErrorInfo":"send msg succeed","UnreadMsgNum":7,"MsgBody":[{"MsgType":"TIMTextElem","MsgContent":{"Text":"hi"}}]}`
)

// captured is a callback as Chat sends it and a right backend answers it.
func captured(packet string) *read.Entry {
	alone := read.Entry{Record: capture.Record{Request: capture.Request{Body: []byte(packet)}}}
	command := alone.Command()
	return &read.Entry{
		Input: "calls.ndjson", Number: 3, Line: 3, Kind: read.KindCapture, Dated: true,
		Record: capture.Record{
			Start: time.Unix(second, 400e6).UTC(),
			Request: capture.Request{
				Method: "POST", URL: "http://127.0.0.1:9000/im",
				Query: "SdkAppid=1400187352&CallbackCommand=" + command + "&contenttype=json&ClientIP=203.0.113.24&OptPlatform=Android" +
					"&Sign=" + signer.Sign(token, second) + "&RequestTime=" + strconv.Itoa(second),
				Header: []webhook.HeaderField{{Name: "Host", Value: "127.0.0.1:9000"}, {Name: "Content-Type", Value: "application/json"}},
				Body:   []byte(packet),
			},
			Answer: &capture.Answer{
				Proto: "HTTP/1.1", Status: 200, Reason: "OK", Body: []byte(judge.Canonical),
				Header: []webhook.HeaderField{{Name: "Content-Type", Value: "application/json"}, {Name: "Content-Length", Value: strconv.Itoa(len(judge.Canonical))}},
			},
			Timing: capture.Timing{FirstByte: 3 * time.Millisecond, Total: 4 * time.Millisecond},
		},
	}
}

// tripped is an exchange that a rule finds fault with: a right one, changed.
type tripped struct {
	unanswered bool     // a right answer to it has more than the three members
	want       []string // ids; the first is what the row is about
	packet     string
	change     func(*read.Entry)
	hide       bool // without the token
}

func body(pairs ...string) func(*read.Entry) {
	return func(e *read.Entry) {
		for i := 0; i < len(pairs); i += 2 {
			e.Request.Body = []byte(replaced(string(e.Request.Body), pairs[i], pairs[i+1]))
		}
	}
}

func query(old, replacement string) func(*read.Entry) {
	return func(e *read.Entry) { e.Request.Query = replaced(e.Request.Query, old, replacement) }
}

func answer(text string) func(*read.Entry) {
	return func(e *read.Entry) { e.Answer.Body, e.Answer.Header = []byte(text), nil }
}

func replaced(text, old, replacement string) string {
	if !strings.Contains(text, old) {
		panic("nothing to change: " + old)
	}
	return strings.Replace(text, old, replacement, 1)
}

func ruleIDs(problems []lint.Problem) []string {
	var ids []string
	for _, p := range problems {
		ids = append(ids, p.Rule)
	}
	return ids
}

// Each row is a right exchange with one thing wrong, which draws one problem, and every rule has a row.
func TestEveryRuleIsTrippedByWhatItIsAbout(t *testing.T) {
	met := map[string]bool{}
	for _, row := range trippedTable() {
		e := captured(row.packet)
		options := lint.Options{Token: token, SDKAppID: app}
		if row.hide {
			options.Token = ""
		}
		if row.unanswered {
			e.Answer = nil
		}
		if got := lint.Entry(e, options); got != nil {
			t.Fatalf("the right exchange has problems: %v", got)
		}
		row.change(e)
		got := lint.Entry(e, options)
		if diff := cmp.Diff(row.want, ruleIDs(got)); diff != "" {
			t.Errorf("%s (-want +got):\n%s%v", row.want[0], diff, got)
		}
		for _, p := range got {
			met[p.Rule] = true
			r, err := lint.LookupRule(p.Rule)
			if err != nil || p.Level < r.Level || p.Subject != r.Subject || p.Message == "" || p.Source == "" || p.Place.Line < 1 || p.Place.Column < 1 {
				t.Errorf("%#v is no whole problem of %#v: %v", p, r, err)
			}
			if strings.Contains(p.Text(), token) {
				t.Errorf("%s holds the token", p.Text())
			}
		}
	}
	for _, c := range judge.Checks() { // a check of the judge brings its own bad answer
		if !met[c.ID] {
			met[c.ID] = slices.Contains(ruleIDs(lint.Entry(answeredWith(t, c), lint.Options{Token: token, SDKAppID: app})), c.ID)
		}
	}
	for _, r := range lint.Rules() {
		if !met[r.ID] {
			t.Errorf("nothing trips %s", r.ID)
		}
	}
}

// answeredWith is the right exchange with the bad answer of a check in the place of its own, of a callback that the
// check is for.
func answeredWith(t *testing.T, c *judge.Check) *read.Entry {
	t.Helper()
	packet, raw := sendPacket, c.Bad
	for _, callback := range chat.All() {
		if c.Where != nil && c.IsFor(callback) {
			packet = callback.Sample
			break
		}
	}
	if limit := "(12 KB)"; strings.Contains(raw, limit) { // a sample is for people, too
		_, body, _ := strings.Cut(strings.Replace(raw, limit, strings.Repeat("x", 12<<10), 1), "\r\n\r\n")
		raw = fmt.Sprintf("HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s", len(body), body)
	}
	e := captured(packet)
	answer, err := http.ReadResponse(bufio.NewReader(strings.NewReader(raw)), nil)
	if err != nil {
		return e
	}
	defer answer.Body.Close()
	e.Answer.Status, e.Answer.Header = answer.StatusCode, nil
	for name := range answer.Header {
		e.Answer.Header = append(e.Answer.Header, webhook.HeaderField{Name: name, Value: answer.Header.Get(name)})
	}
	if e.Answer.Body, err = io.ReadAll(answer.Body); err != nil {
		t.Fatal(err)
	}
	return e
}

func TestEveryRuleSaysWhatItIsAbout(t *testing.T) {
	kebab := regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	seen := map[string]bool{}
	for _, r := range lint.Rules() {
		if seen[r.ID] || !kebab.MatchString(r.ID) || r.Doc == "" || r.Source == "" || r.Subject == "" {
			t.Errorf("rule %#v", r)
		}
		seen[r.ID] = true
	}
	if len(seen) < 60 {
		t.Errorf("there are %d rules, want at least 60", len(seen))
	}
	var unknown *payloads.UnknownError
	if _, err := lint.LookupRule("sign-mismatc"); !errors.As(err, &unknown) || unknown.Hint() != "did you mean sign-mismatch?" {
		t.Errorf("got %v, want an error that names the nearest", err)
	}
}
