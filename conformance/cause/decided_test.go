package cause_test

import (
	"strings"
	"testing"
	"time"

	"github.com/timhook/timhook/conformance/cause"
	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/chat"
	"github.com/timhook/timhook/webhook"
	"pgregory.net/rapid"
)

// decided is an answer to the documentation's own packet of a callback.
func decided(t testing.TB, callback, body string) (*webhook.Exchange, *payloads.Command) {
	t.Helper()
	c, err := chat.Lookup(callback)
	if err != nil {
		t.Fatal(err)
	}
	return &webhook.Exchange{
		Request: &webhook.Request{Body: []byte(c.Sample)}, Status: 200, Body: []byte(body),
		Timing: webhook.Timing{Total: time.Millisecond},
	}, c
}

func TestADecisionIsKeptAndPutRight(t *testing.T) {
	const guess, sure = false, true
	for _, c := range []struct {
		name, callback, answer, want string
		sure                         bool
	}{
		{
			"a refusal without ErrorInfo", "before-send", `{"ActionStatus":"OK","ErrorCode":1}`,
			`{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":1}`, sure,
		},
		{
			"a code that is a string", "before-send", `{"ActionStatus":"OK","ErrorInfo":"no","ErrorCode":"10101"}`,
			`{"ActionStatus":"OK","ErrorInfo":"no","ErrorCode":10101}`, sure,
		},
		{
			"FAIL", "before-send", `{"ActionStatus":"FAIL","ErrorInfo":"","ErrorCode":1}`,
			`{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":1}`, sure,
		},
		{
			"another family's code", "before-send", `{"ActionStatus":"OK","ErrorInfo":"no","ErrorCode":120001}`,
			`{"ActionStatus":"OK","ErrorInfo":"no","ErrorCode":10100}`, sure,
		},
		{
			"2 for an invitation", "before-invite", `{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":2}`,
			`{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":1}`, sure,
		},
		{
			"a refusal of a signal", "bot-signal", `{"ActionStatus":"OK","ErrorInfo":"no","ErrorCode":10101}`,
			`{"ActionStatus":"OK","ErrorInfo":"no","ErrorCode":1}`, sure,
		},
		{
			"a list under another callback's name", "before-invite",
			`{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":0,"RefusedSubscribers_Account":["jared"]}`,
			`{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":0,"RefusedMembers_Account":["jared"]}`, sure,
		},
		{
			"no text", "before-send", `{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":10101}`,
			`{"ActionStatus":"OK","ErrorInfo":"say here why","ErrorCode":10101}`, guess,
		},
		{
			"a change beside 1", "before-send", `{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":1,"MsgBody":[]}`,
			`{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":1}`, sure,
		},
		{
			"null", "before-send",
			`{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":0,"MsgBody":null,"CloudCustomData":""}`,
			`{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":0,"CloudCustomData":""}`, sure,
		},
		{
			"one element", "before-send",
			`{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":0,"MsgBody":{"MsgType":"TIMTextElem",` +
				`"MsgContent":{"Text":"x"}}}`,
			`{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":0,"MsgBody":[{"MsgType":"TIMTextElem",` +
				`"MsgContent":{"Text":"x"}}]}`, sure,
		},
		{
			"data that is an object", "before-send",
			`{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":0,"CloudCustomData":{"rank":3}}`,
			`{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":0,"CloudCustomData":"{\"rank\":3}"}`, sure,
		},
		{
			"objects", "before-invite",
			`{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":0,"RefusedMembers_Account":[{"Member_Account":"jared"}]}`,
			`{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":0,"RefusedMembers_Account":["jared"]}`, sure,
		},
		{
			"a shorter name", "before-invite",
			`{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":0,"RefusedMembers":["jared"]}`,
			`{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":0,"RefusedMembers_Account":["jared"]}`, sure,
		},
		{
			"a stranger", "before-invite",
			`{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":0,"RefusedMembers_Account":["x","jared","jared"]}`,
			`{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":0,"RefusedMembers_Account":["jared"]}`, guess,
		},
		{
			"ErrorCode in place of items", "friend-request", `{"ActionStatus":"FAIL","ErrorInfo":"no","ErrorCode":1}`,
			`{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":0,"ResultItem":[{"To_Account":"id1","ResultCode":38000,` +
				`"ResultInfo":"no"},{"To_Account":"id2","ResultCode":38000,"ResultInfo":"no"}]}`, sure,
		},
		{
			"no items", "friend-request", judge.Canonical,
			`{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":0,"ResultItem":[{"To_Account":"id1","ResultCode":0,` +
				`"ResultInfo":""},{"To_Account":"id2","ResultCode":0,"ResultInfo":""}]}`, guess,
		},
		{
			"an item's code that is a string", "friend-request",
			`{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":0,"ResultItem":[{"To_Account":"id2","ResultCode":"1",` +
				`"ResultInfo":"no"},{"To_Account":"id1","ResultCode":0}]}`,
			`{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":0,"ResultItem":[{"To_Account":"id1","ResultCode":0,` +
				`"ResultInfo":""},{"To_Account":"id2","ResultCode":38000,"ResultInfo":"no"}]}`, sure,
		},
		{"a notification", "state", `{"ActionStatus":"FAIL","ErrorInfo":"","ErrorCode":1}`, judge.Canonical, guess},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, ok := cause.CorrectedFor(decided(t, c.callback, c.answer))
			if !ok || got.Body != c.want || got.Sure != c.sure {
				t.Errorf("got %s, sure %v, %v,\nwant %s, sure %v", got.Body, got.Sure, ok, c.want, c.sure)
			}
		})
	}
}

// Pieces of answers that decide, beside those of any answer.
func decisions() *rapid.Generator[string] {
	member := rapid.SampledFrom([]string{
		`"ErrorCode":1`, `"ErrorCode":2`, `"ErrorCode":"10101"`, `"ErrorCode":120001`, `"ErrorCode":-1`,
		`"ErrorCode":0`,
		`"ErrorInfo":"no"`, `"ErrorInfo":null`, `"ActionStatus":"FAIL"`, `"ActionStatus":"OK"`, `"MsgBody":null`,
		`"MsgBody":[]`,
		`"MsgBody":{}`, `"MsgBody":"[{}]"`, `"MsgBody":[{"MsgType":"TIMTextElem","MsgContent":{"Text":"x"}}]`,
		`"MsgBody":[{"MsgType":"timtextelem","MsgContent":{}}]`, `"CloudCustomData":7`, `"CloudCustomData":null`,
		`"RefusedMembers":["jared"]`, `"RefusedMembers_Account":["jared",7]`, `"RefusedMembers_Account":"jared"`,
		`"ResultItem":[]`, `"ResultItem":{"To_Account":"id1"}`,
		`"ResultItem":[{"To_Account":"id9","ResultCode":"x"},7]`, `"data":1`,
	})
	return rapid.Custom(func(t *rapid.T) string {
		if rapid.Bool().Draw(t, "any") {
			return answers().Draw(t, "answer")
		}
		return "{" + strings.Join(rapid.SliceOfN(member, 0, 8).Draw(t, "members"), ",") + "}"
	})
}

func TestEveryCorrectedDecisionPasses(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		callbacks := rapid.SampledFrom([]string{"before-send", "before-invite", "friend-request", "state"})
		callback := callbacks.Draw(r, "callback")
		x, command := decided(t, callback, decisions().Draw(r, "answer"))
		c, ok := cause.CorrectedFor(x, command)
		if !ok {
			return
		}
		x.Body = []byte(c.Body)
		j := judge.Judge(x, judge.Options{Command: command})
		if j.Outcome != judge.Pass && j.Outcome != judge.Info {
			r.Fatalf("%s: got %v %v, want it to pass", c.Body, j.Outcome, j.Findings)
		}
	})
}

func TestALateDecisionIsNotAnsweredFirst(t *testing.T) {
	for callback, want := range map[string]string{"before-send": "decides-late", "send": "late"} {
		t.Run(callback, func(t *testing.T) {
			x, command := decided(t, callback, judge.Canonical)
			x.Timing.Total = 3 * time.Second
			j := judge.Judge(x, judge.Options{Command: command, Deadline: 4 * time.Second})
			if len(j.Findings) != 1 {
				t.Fatalf("got %v, want one finding", j.Findings)
			}
			got := cause.Of(cause.Shown{
				Finding: j.Findings[0], Callback: callback, Command: command, Reaction: j.Reaction, Exchange: x,
			}, &cause.Run{})
			if got.ID != want {
				t.Errorf("got %s: %s, want %s", got.ID, got.Text, want)
			}
		})
	}
}
