package judge_test

import (
	"strings"
	"testing"

	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/payloads"
)

func TestADecisionTripsTheCheckThatIsForItAndNoOther(t *testing.T) {
	tripped := map[string]bool{}
	for _, row := range append(rightDecisions(), wrongDecisions()...) {
		t.Run(row.callback+" "+row.name, func(t *testing.T) {
			j := judge.Judge(deciding(t, row.callback, row.answer))
			if got := brief(j); got != row.want || j.Err != nil {
				t.Errorf("%s:\n got %s\nwant %s", row.answer, got, row.want)
			}
			for _, id := range ids(j) {
				tripped[id] = true
			}
		})
	}
	for _, c := range judge.Checks() {
		isCompared := c.ID == "answer-steady" || c.ID == "answer-same-as-ordinary" || c.ID == "answer-expected" // below
		if strings.HasPrefix(c.ID, "answer-") && !tripped[c.ID] && !isCompared && c.ID != "answer-reply-text" {
			t.Errorf("no answer trips %s", c.ID)
		}
	}
}

func TestAReplyIsAString(t *testing.T) {
	for _, row := range []decided{
		{"a reply", "", packet("0", "", `,"RspData":"hello"`), ""},
		{"no reply, said so", "", packet("1", "", ""), ""},
		{"no reply", "", packet("0", "", ""), "FAIL answer-reply-text /RspData"},
		{"an object", "", packet("0", "", `,"RspData":{}`), "FAIL answer-reply-text /RspData @60+2"},
	} {
		t.Run(row.name, func(t *testing.T) {
			x, o := deciding(t, "bot", row.answer)
			o.Command = replying(t)
			if got := brief(judge.Judge(x, o)); got != row.want {
				t.Errorf("%s: got %s, want %s", row.answer, got, row.want)
			}
		})
	}
}

func TestADecisionIsComparedWithAnother(t *testing.T) {
	allow, refuse := &judge.Decision{Does: payloads.Allow}, &judge.Decision{Does: payloads.Refuse, Shown: 10016}
	for _, tt := range []struct {
		name, code string
		change     func(*judge.Options)
		want       string
	}{
		{"the same again", "1", func(o *judge.Options) { o.Under, o.Usual = judge.Redelivered, refuse }, ""},
		{
			"another one again", "1", func(o *judge.Options) { o.Under, o.Usual = judge.Redelivered, allow },
			"WARN answer-steady",
		},
		{"another form, the same", "0", func(o *judge.Options) { o.Expect, o.Usual = payloads.ExpectSame, allow }, ""},
		{
			"another form, another one", "0",
			func(o *judge.Options) { o.Expect, o.Usual = payloads.ExpectSame, refuse }, "FAIL answer-same-as-ordinary",
		},
		{
			"another value may be decided otherwise", "0",
			func(o *judge.Options) { o.Expect, o.Usual = payloads.ExpectValue, refuse }, "",
		},
		{"as expected", "1", func(o *judge.Options) { o.Wanted = &judge.Wanted{Does: payloads.Refuse} }, ""},
		{
			"not as expected", "0", func(o *judge.Options) { o.Wanted = &judge.Wanted{Does: payloads.Refuse} },
			"FAIL answer-expected",
		},
		{
			"not the expected code", "1",
			func(o *judge.Options) { o.Wanted = &judge.Wanted{Does: payloads.Refuse, Code: 10101} },
			"FAIL answer-expected",
		},
		{
			"the code that is shown for 1", "1",
			func(o *judge.Options) { o.Wanted = &judge.Wanted{Does: payloads.Refuse, Code: 10016} }, "",
		},
		{
			"however weak the case is", "0",
			func(o *judge.Options) { o.Level, o.Wanted = payloads.May, &judge.Wanted{Does: payloads.Drop} },
			"FAIL answer-expected",
		},
		{
			"an answer that is wrong anyhow", `"1"`,
			func(o *judge.Options) { o.Wanted = &judge.Wanted{Does: payloads.Refuse} },
			"FAIL resp-errorcode-present /ErrorCode @48+3",
		},
		{
			"a forged request that a decision refuses", "1",
			func(o *judge.Options) { o.Expect = payloads.ExpectRefuse }, "INFO behave-refusal-told",
		},
		{
			"a forged request that is accepted", "0", func(o *judge.Options) { o.Expect = payloads.ExpectRefuse },
			"FAIL behave-refuses-signature",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			x, o := deciding(t, onSend, packet(tt.code, "", ""))
			tt.change(&o)
			if got := brief(judge.Judge(x, o)); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}

func TestARequestThatCannotBeSeenBlamesNobody(t *testing.T) {
	bodies := map[string]string{"none": "", "chunks": "2\r\n{}\r\n0\r\n\r\n", "cut": `{"FriendItem":[{"To_Acc`}
	aName := decided{"a name", onInvite, packet("0", "", `,"RefusedMembers_Account":["nobody"]`), ""}
	for _, row := range append(rightDecisions(), aName) {
		for name, body := range bodies {
			t.Run(row.callback+" "+row.name+", "+name, func(t *testing.T) {
				x, o := deciding(t, row.callback, row.answer)
				x.Request.Body = []byte(body)
				o.Expect = payloads.ExpectSame
				if got := brief(judge.Judge(x, o)); got != "" {
					t.Errorf("%s: got %s, want nothing", row.answer, got)
				}
			})
		}
	}
}

func TestTheWordsOfAFriendRequestAreUsersTextToo(t *testing.T) {
	const words = "hello, we met at the lake last summer"
	x, o := deciding(t, onFriend, packet("0", "stored: "+words, `,"ResultItem":[`+item1+`]`))
	x.Request.Body = []byte(`{"CallbackCommand":"Sns.CallbackPrevFriendAdd","FriendItem":[{"To_Account":"id1",` +
		`"AddWording":"` + words + `"}],"padding":"` + strings.Repeat("x", 64) + `"}`)
	if got := brief(judge.Judge(x, o)); got != "INFO resp-not-echo" {
		t.Errorf("got %s, want INFO resp-not-echo", got)
	}
}
