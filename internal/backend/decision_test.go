package backend_test

import (
	"encoding/json"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/timhook/timhook/internal/backend"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/chat"
	"github.com/timhook/timhook/payloads/jsontree"
)

// wantOK holds an answer to the three fields, and returns it.
func wantOK(t *testing.T, body []byte, code int64) jsontree.Value {
	t.Helper()
	v, err := jsontree.Parse(body)
	got, isInteger := v.Get("ErrorCode").Int64()
	info := v.Get("ErrorInfo").Kind()
	if err != nil || v.Get("ActionStatus").Text() != "OK" || !isInteger || got != code || info != jsontree.KindString {
		t.Errorf("got %s (%v), want OK with %d and a text", body, err, code)
	}
	return v
}

// wantAllowed holds an answer to what the callback's page asks for, and to allowing the event.
func wantAllowed(t *testing.T, c *payloads.Command, packet []byte, w *httptest.ResponseRecorder) {
	t.Helper()
	if w.Code != 200 {
		t.Errorf("%s: got %d %s, want 200", c.Name, w.Code, w.Body)
	}
	v := wantOK(t, w.Body.Bytes(), 0)
	if problems := c.Answer.Validate(v); len(problems) > 0 {
		t.Errorf("%s: got %s: %v", c.Name, w.Body, problems)
	}
	request, _ := jsontree.ParseLoose(packet)
	for _, f := range c.Answer.Fields {
		switch got := v.Get(f.Name); {
		case f.Does == payloads.PerItem:
			wantResults(t, f, request.Get(f.List), got, 0)
		case f.Required == got.IsAbsent():
			t.Errorf("%s: got %s, want %s: %t", c.Name, w.Body, f.Name, f.Required)
		}
	}
}

// wantResults wants one result for each entry, in its order.
func wantResults(t *testing.T, f payloads.AnswerField, list, results jsontree.Value, code int64) {
	t.Helper()
	if results.Kind() != jsontree.KindArray || results.Len() != list.Len() {
		t.Fatalf("got %s for %s, want one each", results.JSON(), list.JSON())
	}
	for i, m := range results.Members() {
		got, _ := m.Value.Get("ResultCode").Int64()
		if want := list.Item(i).Get(f.Member).Text(); m.Value.Get(f.Member).Text() != want || got != code {
			t.Errorf("got %s as result %d, want %s with %d", m.Value.JSON(), i, want, code)
		}
	}
}

const (
	beforeSend   = `{"CallbackCommand":"Group.CallbackBeforeSendMsg","GroupId":"g","MsgBody":[{"MsgType":"TIMFaceElem"}]}`
	beforeInvite = `{"CallbackCommand":"Group.CallbackBeforeInviteJoinGroup","DestinationMembers":` +
		`[{"Member_Account":"ann"},{"Member_Account":"bob"}]}`
	inviteOne = `{"CallbackCommand":"Group.CallbackBeforeInviteJoinGroup","DestinationMembers":[{"Member_Account":"ann"}]}`
	request   = `{"CallbackCommand":"Sns.CallbackPrevFriendAdd","FriendItem":[{"To_Account":"ann"},{"To_Account":"bob"}]}`
)

func TestADecisionIsSaidAsThePageOfTheCallbackHasIt(t *testing.T) {
	ok := func(info, code, more string) string {
		return `{"ActionStatus":"OK","ErrorInfo":"` + info + `","ErrorCode":` + code + more + `}`
	}
	items := func(ann, bob string) string {
		const form = `,"ResultItem":[{"To_Account":"ann",ANN},{"To_Account":"bob",BOB}]`
		return strings.NewReplacer("ANN", ann, "BOB", bob).Replace(form)
	}
	const allowed = `"ResultCode":0,"ResultInfo":""`
	for _, c := range []struct{ name, packet, decision, want string }{
		{"allowed", beforeSend, "allow", okay},
		{"refused", beforeSend, "refuse", ok("", "1", "")},
		{"refused with a text that nobody gets to see", beforeSend, "refuse:1:spam", ok("spam", "1", "")},
		{"refused with its own code", beforeSend, "refuse:10101:no links: at all", ok("no links: at all", "10101", "")},
		{"refused with its own code alone", beforeSend, "refuse:10200", ok("this is not allowed", "10200", "")},
		{"dropped", beforeSend, "drop", ok("", "2", "")},
		{"rewritten", beforeSend, "rewrite:hush", ok("", "0",
			`,"MsgBody":[{"MsgType":"TIMTextElem","MsgContent":{"Text":"hush"}}]`)},
		{
			"rewritten, and the rest kept", strings.Replace(beforeSend, `[{`, `[{"MsgType":"TIMTextElem","MsgContent":{"Text":"a","x":1}},{`, 1),
			"rewrite:hush", ok("", "0", `,"MsgBody":[{"MsgType":"TIMTextElem","MsgContent":{"Text":"hush","x":1}},{"MsgType":"TIMFaceElem"}]`),
		},
		{"rewritten without a text", beforeSend, "rewrite", ok("", "0",
			`,"MsgBody":[{"MsgType":"TIMTextElem","MsgContent":{"Text":"(removed)"}}]`)},
		{"one of two", beforeInvite, "partly", ok("", "0", `,"RefusedMembers_Account":["ann"]`)},
		{"one of one, which would be all", inviteOne, "partly", okay},
		{"all invited", beforeInvite, "refuse", ok("", "1", "")},
		{"both friends", request, "allow", ok("", "0", items(allowed, allowed))},
		{"no friend", request, "refuse:38001:private", ok("", "0",
			items(`"ResultCode":38001,"ResultInfo":"private"`, `"ResultCode":38001,"ResultInfo":"private"`))},
		{
			"a list that is none", `{"CallbackCommand":"Sns.CallbackPrevFriendAdd","FriendItem":null}`, "allow",
			ok("", "0", `,"ResultItem":[]`),
		},
		{"entries that are none", `{"CallbackCommand":"Sns.CallbackPrevFriendAdd","FriendItem":[null,{"To_Account":7},` +
			`{"To_Account":"ann"}]}`, "allow", ok("", "0", `,"ResultItem":[{"To_Account":"ann",`+allowed+`}]`)},
		{"one friend of two", request, "partly", ok("", "0",
			items(`"ResultCode":38000,"ResultInfo":"this is not allowed"`, allowed))},
	} {
		t.Run(c.name, func(t *testing.T) {
			packet, err := jsontree.Parse([]byte(c.packet))
			if err != nil {
				t.Fatal(err)
			}
			callback, err := chat.Lookup(packet.Get("CallbackCommand").Text())
			if err != nil {
				t.Fatal(err)
			}
			decision, err := backend.ParseDecision(callback, c.decision)
			if err != nil {
				t.Fatal(err)
			}
			var got events
			h := backend.Reference(backend.Options{
				Log:    got.log,
				Decide: func(*payloads.Command, jsontree.Value) backend.Decision { return decision },
			})
			for range 2 { // the same packet gets the same decision
				w := post(h, plainQuery(callback.Name), c.packet)
				if w.Code != 200 || w.Body.String() != c.want {
					t.Errorf("got %d %s, want %s", w.Code, w.Body, c.want)
				}
			}
			v, _ := jsontree.Parse([]byte(c.want))
			if problems := callback.Answer.Validate(v); len(problems) > 0 && !strings.Contains(c.name, "kept") {
				t.Errorf("the answer breaks its own types: %v", problems)
			}
			if d := got.all[0].Decision; d == nil || *d != decision {
				t.Errorf("got the decision %v in the log, want %v", d, decision)
			}
		})
	}
}

func TestADecisionThatACallbackCannotHaveAllowsTheEvent(t *testing.T) {
	for name, packet := range map[string]string{
		"Group.CallbackBeforeInviteJoinGroup": beforeInvite, "Sns.CallbackPrevFriendAdd": request,
		"C2C.CallbackAfterSendMsg": `{"CallbackCommand":"C2C.CallbackAfterSendMsg"}`,
	} {
		c, err := chat.Lookup(name)
		if err != nil {
			t.Fatal(err)
		}
		h := backend.Reference(backend.Options{Decide: func(*payloads.Command, jsontree.Value) backend.Decision {
			return backend.Decision{Does: payloads.Drop}
		}})
		wantAllowed(t, c, []byte(packet), post(h, plainQuery(name), packet))
	}
}

func TestAnAnswerWithoutABackendAllowsTheEvent(t *testing.T) {
	answers := backend.NewAnswers()
	for _, c := range chat.All() {
		w := httptest.NewRecorder()
		_, _ = w.WriteString(answers.To(c.Name, []byte(c.Sample)))
		wantAllowed(t, c, []byte(c.Sample), w)
	}
	if got := answers.To("Group.CallbackAfterTeleport", []byte("{")); got != okay {
		t.Errorf("got %s for an unknown callback, want %s", got, okay)
	}
}

func TestAReplyIsThereWhereThePageWantsOne(t *testing.T) {
	c := &payloads.Command{Name: "Chatbot.OnSignal", Short: "signal", Answer: payloads.Answer{
		Fields: []payloads.AnswerField{{
			Field: payloads.Field{Name: "RspData", Type: payloads.Type{Kind: jsontree.KindString}},
			Does:  payloads.Reply, Required: true,
		}},
	}}
	const packet = `{"CallbackCommand":"Chatbot.OnSignal"}`
	for decision, want := range map[string]string{"reply": "hello", "reply:good day": "good day"} {
		d, err := backend.ParseDecision(c, decision)
		if err != nil {
			t.Fatal(err)
		}
		h := backend.Reference(backend.Options{
			Callbacks: []*payloads.Command{c},
			Decide:    func(*payloads.Command, jsontree.Value) backend.Decision { return d },
		})
		var got struct{ RspData string }
		if err := json.Unmarshal(post(h, plainQuery(c.Name), packet).Body.Bytes(), &got); err != nil || got.RspData != want {
			t.Errorf("%s: got %+v (%v), want %q", decision, got, err, want)
		}
	}
}

func TestAMistakenDecisionIsRefusedWithWhatThereIs(t *testing.T) {
	for _, c := range []struct{ callback, text, want string }{
		{"send", "refuse", "the answer to send decides nothing"},
		{"before-send", "refsue", `unknown decision "refsue"; for before-send want allow, refuse, drop or rewrite`},
		{"before-send", "partly", `unknown decision "partly"; for before-send want allow, refuse, drop or rewrite`},
		{"before-send", "failed", `unknown decision "failed"; for before-send want allow, refuse, drop or rewrite`},
		{"before-send", "", `unknown decision ""; for before-send want allow, refuse, drop or rewrite`},
		{"before-send", "refuse:", `"" is no code; want refuse:CODE:TEXT with a code of 1 or 10100..10200`},
		{"before-send", "refuse:no links", `"no links" is no code; want refuse:CODE:TEXT with a code of 1 or 10100..10200`},
		{"before-send", "refuse:120001:x", "120001 is no code with which before-send refuses; want 1 or 10100..10200"},
		{"before-send", "refuse:0", "0 is no code with which before-send refuses; want 1 or 10100..10200"},
		{"before-send", "refuse:2", "2 is no code with which before-send refuses; want 1 or 10100..10200"},
		{"before-send", "refuse:99999999999999999999", "99999999999999999999 is no code with which before-send refuses; " +
			"want 1 or 10100..10200"},
		{"before-send", "refuse:10101:", "the text behind refuse:10101: is empty"},
		{"before-send", "drop:1", `drop takes nothing behind it, got ":1"`},
		{"before-send", "rewrite:", "want rewrite:TEXT, or rewrite alone"},
		{"before-invite", "drop", `unknown decision "drop"; for before-invite want allow, refuse or partly`},
		{"friend-request", "refuse:1", "1 is no code with which friend-request refuses; want 38000..39000"},
		{"before-invite", "partly:10101", `partly takes nothing behind it, got ":10101"`},
		{"friend-request", "drop", `unknown decision "drop"; for friend-request want allow, refuse or partly`},
		{"bot-signal", "allow", `unknown decision "allow"; for bot-signal want reply`},
		{"bot-signal", "refuse:1", `unknown decision "refuse"; for bot-signal want reply`},
		{"friend-request", "partly:10101", "10101 is no code with which friend-request refuses; want 38000..39000"},
	} {
		t.Run(c.callback+"="+c.text, func(t *testing.T) {
			callback, err := chat.Lookup(c.callback)
			if err != nil {
				t.Fatal(err)
			}
			if d, err := backend.ParseDecision(callback, c.text); err == nil || err.Error() != c.want {
				t.Errorf("got %v, %v, want %s", d, err, c.want)
			}
		})
	}
}
