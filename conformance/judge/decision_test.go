package judge_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/chat"
	"github.com/timhook/timhook/webhook"
)

// deciding is the documentation's own packet of a deciding callback with an answer under status 200.
func deciding(t *testing.T, callback, answer string) (*webhook.Exchange, judge.Options) {
	t.Helper()
	c, err := chat.Lookup(callback)
	if err != nil {
		t.Fatal(err)
	}
	return &webhook.Exchange{
		Proto: "HTTP/1.1", Status: http.StatusOK, Body: []byte(answer),
		Request: target(t).Request(ordinary(c), time.Now()),
		Timing:  webhook.Timing{Total: 20 * time.Millisecond},
	}, judge.Options{Command: c}
}

// packet is an answer with more members beside the three.
func packet(code, info, more string) string {
	return `{"ActionStatus":"OK","ErrorInfo":"` + info + `","ErrorCode":` + code + more + `}`
}

func TestTheDecisionIsOneSentence(t *testing.T) {
	const (
		send, invite, friend = "before-send", "before-invite", "friend-request"
		signal               = "bot-signal"
		text                 = `,"MsgBody":[{"MsgType":"TIMTextElem","MsgContent":{"Text":"***"}}]`
		items                = `,"ResultItem":[{"To_Account":"id1","ResultCode":0,"ResultInfo":""},` +
			`{"To_Account":"id2","ResultCode":38001,"ResultInfo":"not now"}]`
	)
	for _, tt := range []struct {
		name, callback, answer string
		does                   payloads.Decision
		want                   string
	}{
		{"allow", send, packet("0", "", ""), payloads.Allow, "Chat would let this message through."},
		{
			"refuse", send, packet("1", "", ""), payloads.Refuse,
			"Chat would refuse this message; the sender sees error 10016.",
		},
		{
			"refuse with a text that goes nowhere", send, packet("1", "no links", ""), payloads.Refuse,
			"Chat would refuse this message; the sender sees error 10016, and not your text.",
		},
		{
			"refuse with a code", send, packet("10101", "no links", ""), payloads.Refuse,
			"Chat would refuse this message; the sender sees 10101 and your text.",
		},
		{
			"refuse with another family's code", send, packet("120001", "no links", ""), payloads.Refuse,
			"Chat would most likely refuse this message; the sender sees neither 120001 nor your text.",
		},
		{
			"drop", send, packet("2", "", ""), payloads.Drop,
			"Chat would drop this message; the sender is told that all went well.",
		},
		{
			"rewrite", send, packet("0", "", text), payloads.Rewrite,
			"Chat would let this message through with your MsgBody in place of the sender's.",
		},
		{
			"partly", invite, packet("0", "", `,"RefusedMembers_Account":["jared"]`), payloads.Partly,
			"Chat would let this invitation through, but leave out jared.",
		},
		{
			"per item", friend, packet("0", "", items), payloads.PerItem,
			"Chat would let this friend request through for id1, and refuse id2 (38001 and your text).",
		},
		{
			"no items", friend, packet("0", "", ""), payloads.Failed,
			"Chat takes no decision from this answer (ResultItem is missing), so this friend request most " +
				"likely goes through.",
		},
		{
			"ErrorCode in place of items", friend, packet("1", "", ""), payloads.Failed,
			"Chat takes no decision from this answer (ErrorCode 1 says only that the backend failed: ResultItem " +
				"decides), so this friend request goes through.",
		},
		{
			"reply", signal, packet("0", "", `,"RspData":"hello"`), payloads.Reply,
			"Chat would hand your reply to the chatbot.",
		},
		{
			"no reply", signal, packet("0", "", ""), payloads.Failed,
			"Chat most likely takes no reply from this answer (RspData is missing): the chatbot gets nothing for " +
				"this signal.",
		},
		{
			"a reply that fails", signal, packet("1", "later", `,"RspData":"hello"`), payloads.Failed,
			"Chat takes no reply from this answer (beside ErrorCode 1 it is not read): the chatbot gets nothing for " +
				"this signal.",
		},
		{
			"a code for nothing", signal, packet("10101", "no", ""), payloads.Failed,
			"Chat most likely takes no reply from this answer (beside ErrorCode 10101 it is not read): the chatbot " +
				"gets nothing for this signal.",
		},
		{
			"not JSON", send, "OK", payloads.Failed, "Chat cannot use this answer (its body is no response packet). " +
				"With the console's policy, pass, this message most likely goes through as if you had allowed it.",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d := judge.Judge(deciding(t, tt.callback, tt.answer)).Decision
			if d == nil || d.Does != tt.does || d.Sentence() != tt.want {
				t.Errorf("got %+v, want %v: %s", d, tt.does, tt.want)
			}
		})
	}
}

func TestThePolicyDecidesWhereAnAnswerFails(t *testing.T) {
	for _, tt := range []struct {
		name, callback, answer string
		policy                 judge.Policy
		want                   string
	}{
		{
			"pass", "before-send", "OK", judge.PassOnFailure,
			"Chat cannot use this answer (its body is no response packet). With the console's policy, pass, this " +
				"message most likely goes through as if you had allowed it.",
		},
		{
			"block", "before-send", "OK", judge.BlockOnFailure,
			"Chat cannot use this answer (its body is no response packet). With the console's policy, block, this " +
				"message is most likely not let through; the sender sees 80003.",
		},
		{
			"a reply", "bot-signal", "OK", judge.BlockOnFailure,
			"Chat most likely takes no reply from this answer (its body is no response packet): the chatbot gets " +
				"nothing for this signal.",
		},
		{
			"items", "friend-request", judge.Canonical, judge.BlockOnFailure,
			"Chat takes no decision from this answer (ResultItem is missing). Most likely this friend request goes " +
				"through; whether the console's policy, block, changes that is not documented.",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			x, o := deciding(t, tt.callback, tt.answer)
			o.Policy = tt.policy
			if got := judge.Judge(x, o).Decision.Sentence(); got != tt.want {
				t.Errorf("got %s\nwant %s", got, tt.want)
			}
		})
	}
}

func TestARequestOfNobodyIsNotDecided(t *testing.T) {
	x, o := deciding(t, "before-send", packet("1", "", ""))
	o.Expect = payloads.ExpectRefuse
	if d := judge.Judge(x, o).Decision; d != nil {
		t.Errorf("got %s for a forged request, want nothing: Chat has not sent it", d.Sentence())
	}
}

func TestALateAnswerDecidesNothing(t *testing.T) {
	x, o := deciding(t, "before-send", packet("1", "", ""))
	x.Timing.Total, o.Deadline = 2100*time.Millisecond, 5*time.Second
	if d := judge.Judge(x, o).Decision; d.Does != payloads.Failed || d.Evidence != payloads.Documented {
		t.Errorf("got %s, want an answer that Chat does not wait for", d.Sentence())
	}
	if o.Deadline = -1; !judge.Judge(x, o).Decision.Is(payloads.Refuse) {
		t.Error("without a limit, as in a debugger, nothing is late")
	}
}
