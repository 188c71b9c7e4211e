package lint_test

import (
	"strings"
	"testing"

	"github.com/timhook/timhook/internal/lint"
	"github.com/timhook/timhook/signer"
	"github.com/timhook/timhook/webhook/capture/read"
)

func TestMessagesSayWhatWasMet(t *testing.T) {
	long := strings.Repeat("é", 100)
	for _, tc := range []struct {
		packet string
		change func(*read.Entry)
		want   string
	}{
		{sendPacket, query("SdkAppid", "SDKAppID"), "got the parameter SDKAppID, want the spelling SdkAppid"},
		{sendPacket, query("SdkAppid", "RequestID=1&SdkAppid"), "the parameter RequestID is in no document; seen in the wild, in both spellings"},
		{sendPacket, query("Android", "IOS"), `got the OptPlatform "IOS", want the spelling iOS; compare without regard to case`},
		{sendPacket, query("Android", "%1b%5B31m"), `got the OptPlatform "\x1b[31m", which no page lists`},
		{sendPacket, query("Group.CallbackAfterSendMsg", "group.callbackaftersendmsg"), `got the CallbackCommand "group.callbackaftersendmsg", and the packet has "Group.CallbackAfterSendMsg"; they differ in letter case`},
		{sendPacket, body(`"MsgSeq":123`, `"MsgSeq":"123"`), `/MsgSeq: got the string "123", want Integer, 0..4294967295`},
		{botPacket, body(`"MsgSeq":1`, `"MsgSeq":1,"MsgPriority":"Normal"`), "/MsgPriority: is in no document; seen in the wild with Group.CallbackAfterSendMsg"},
		{botPacket, body(`"MsgSeq":1`, `"MsgSeq":1,"MsgId":"1-1741000000-1"`), "/MsgId: is in no document; Bot.OnC2CMessage has it"},
		{sendPacket, query("203.0.113.24", long), `got the ClientIP "` + long[:60] + `" and 140 more bytes, want an IPv4 or IPv6 address`},
		{sendPacket, answer("OK"), `answer: got "OK"`},
	} {
		t.Run(tc.want, func(t *testing.T) {
			e := captured(tc.packet)
			tc.change(e)
			got := lint.Entry(e, lint.Options{})
			if len(got) != 1 || !strings.HasPrefix(got[0].Text(), tc.want) {
				t.Errorf("got %v, want %s", got, tc.want)
			}
		})
	}
}

func TestTheMistakeBehindAWrongSignIsLookedForUnlessItHasToBeQuick(t *testing.T) {
	e := captured(sendPacket)
	query(signer.Sign(token, second), strings.ToUpper(signer.Sign(token, second)))(e)
	for quick, want := range map[bool]string{
		false: "the Sign does not match the token and RequestTime: it is right but for its capitals: Chat writes the digits a to f in lower case",
		true:  "the Sign does not match the token and RequestTime",
	} {
		if got := lint.Entry(e, lint.Options{Token: token, Quick: quick}); len(got) != 1 || got[0].Message != want {
			t.Errorf("quick %v: got %v, want %s", quick, got, want)
		}
	}
}

// The token may stand anywhere, also where a message would cut it.
func TestNoMessageHoldsAPieceOfTheToken(t *testing.T) {
	for n := 40; n <= 62; n++ {
		text := strings.Repeat("x", n) + token
		for _, change := range []func(*read.Entry){
			body(`"Public"`, `"`+text+`"`), body(`"OnlineOnlyFlag":0`, `"OnlineOnlyFlag":"`+text+`"`), query("Android", text), query("&contenttype", "&"+text+"=1&contenttype"),
			query("203.0.113.24", text), query("1400187352", text), func(e *read.Entry) { e.Request.Method = text }, answer(text), answer(`{"` + text + `":1}`),
			func(e *read.Entry) { e.Request.Header[1].Value = text }, query("RequestTime=1741000000", "RequestTime="+text), body("Group.CallbackAfterSendMsg", text),
		} {
			e := captured(sendPacket)
			change(e)
			got := lint.Entry(e, lint.Options{Token: token, SDKAppID: app})
			if len(got) == 0 {
				t.Fatal("nothing was found")
			}
			for _, p := range got {
				if strings.Contains(p.Text(), token[:6]) {
					t.Errorf("%s: %s", p.Rule, p.Text())
				}
			}
		}
	}
}

// Whoever reads a Sign can forge for a minute, so no message quotes one, however wrong it is.
func TestNoMessageHoldsTheSign(t *testing.T) {
	right := signer.Sign(token, second)
	for _, change := range []func(*read.Entry){
		query("Sign="+right, "Sign=%zz"+right), query("Sign="+right, "sign="+right), query("Sign="+right, "Sign="+right+"&SIGN=%"+right),
		query("Sign="+right, "Sign="+strings.ToUpper(right)), query("Sign="+right, "Sign=x"+right[1:]), query("Sign="+right, "Sign="+right+"&Sign="+right),
	} {
		e := captured(sendPacket)
		change(e)
		for _, o := range []lint.Options{{}, {Token: token}, {Token: "another"}} {
			got := lint.Entry(e, o)
			for _, p := range got {
				if strings.Contains(strings.ToLower(p.Text()), right[1:20]) {
					t.Errorf("%s holds the Sign", p.Text())
				}
			}
			if len(got) == 0 && o.Token != "" {
				t.Errorf("%s: got nothing", e.Request.Query)
			}
		}
	}
}
