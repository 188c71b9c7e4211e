package lint_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/timhook/timhook/internal/lint"
	"github.com/timhook/timhook/signer"
	"github.com/timhook/timhook/webhook/capture"
	"github.com/timhook/timhook/webhook/capture/read"
)

func texts(problems []lint.Problem) []string {
	var list []string
	for _, p := range problems {
		list = append(list, p.Rule+": "+p.Text())
	}
	return list
}

// A parameter under another name is missing and there: both problems name the other.
func TestAParameterUnderAnotherNameIsNamed(t *testing.T) {
	for _, tt := range []struct {
		name     string
		old, new string // in the query
		want     []string
	}{
		{"as CallKit has it", "&CallbackCommand=", "&command=", []string{
			"the parameter command is in no document; CallbackCommand?",
			"got no CallbackCommand, want the packet's; command is there instead",
		}},
		{"a near one", "ClientIP=", "ClientIp4=", []string{
			"the parameter ClientIp4 is in no document; ClientIP?", "got no ClientIP; ClientIp4 is there instead",
		}},
		{"a signature of other webhooks", "Sign=", "Signature=", []string{
			"the parameter Signature is in no document; Sign?",
			"got a RequestTime without Sign; Signature is there instead",
		}},
		{"the application's own", "OptPlatform=", "token=abc&ts=1&OptPlatform=", []string{
			"the parameter token is in no document; the configured URL may have it",
			"the parameter ts is in no document; the configured URL may have it",
		}},
		{"other capitals", "SdkAppid=", "sdkappid=", []string{
			"got the parameter sdkappid, want the spelling SdkAppid",
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			e := captured(sendPacket)
			query(tt.old, tt.new)(e)
			var got []string
			for _, p := range lint.Entry(e, lint.Options{}) {
				got = append(got, p.Text())
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("got %q", got)
			}
		})
	}
}

// Each time is blamed on itself: a time in another unit makes no other field wrong, and excuses nothing.
func TestEachTimeIsJudgedByItself(t *testing.T) {
	for _, tt := range []struct {
		name   string
		packet string
		change func(*read.Entry)
		want   string
	}{
		{
			"MsgTime in milliseconds", sendPacket, body(`"MsgTime":1741000000`, `"MsgTime":1741000000400`),
			"message-time-seconds: /MsgTime: got 1741000000400, which is in milliseconds; want seconds, 1741000000",
		},
		{
			"EventTime in seconds", sendPacket, body(`"EventTime":1741000000417`, `"EventTime":1741000000`),
			"event-time-milliseconds: /EventTime: got 1741000000, which is in seconds; want milliseconds",
		},
		{
			"MsgId in milliseconds", sendPacket, body(`-1740999999-`, `-1740999999123-`),
			"msgid-time: /MsgId: its time, 1740999999123, is in milliseconds; want seconds, 1740999999",
		},
		{
			"a recalled MsgId in milliseconds", recallPacket, body(`-1740999900-`, `-1740999900123-`),
			"msgid-time: /MsgSeqList/0/MsgId: its time, 1740999900123, is in milliseconds; want seconds, 1740999900",
		},
		{
			"RequestTime in milliseconds", sendPacket, query("RequestTime=1741000000", "RequestTime=1741000000123"),
			"requesttime-form: got the RequestTime 1741000000123, which is in milliseconds; want seconds, 1741000000",
		},
		{
			"RequestTime in nanoseconds", sendPacket, query("RequestTime=1741000000", "RequestTime=1741000000123456789"),
			"requesttime-form: got the RequestTime 1741000000123456789, which is in nanoseconds; want seconds, 1741000000",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			e := captured(tt.packet)
			tt.change(e)
			if got := texts(lint.Entry(e, lint.Options{})); len(got) != 1 || got[0] != tt.want {
				t.Errorf("got %q", got)
			}
		})
	}
	t.Run("an EventTime in seconds makes no old capture", func(t *testing.T) {
		e := captured(sendPacket)
		body(`"EventTime":1741000000417`, `"EventTime":1741000000`, `"MsgTime":1741000000,`, ``,
			`"MsgId":"144115233406643804-1740999999-123456",`, ``)(e)
		all := strings.Join(texts(lint.Entry(e, lint.Options{})), "\n")
		if strings.Contains(all, "captures from before") || !strings.Contains(all, "/MsgId: is missing") {
			t.Errorf("got %s", all)
		}
	})
}

func merged(members string) *read.Entry {
	packet := strings.Replace(recallPacket, `{`, `{`+members+`,`, 1)
	return &read.Entry{Kind: read.KindPacket, Record: capture.Record{Request: capture.Request{Body: []byte(packet)}}}
}

// A framework's merge costs one note, and what it merged is judged as the query would be.
func TestAQueryMergedIntoThePacketIsJudged(t *testing.T) {
	right := `"SdkAppid":"1400187352","Sign":"` + signer.Sign(token, second) + `","RequestTime":"1741000000"`
	const note = "query-merged: SdkAppid, Sign and RequestTime are parameters of the query, merged into the packet by a " +
		"framework; log the raw body to see what Chat sends"
	for _, tt := range []struct {
		name    string
		members string
		options lint.Options
		want    []string
	}{
		{"right", right, lint.Options{Token: token, SDKAppID: app}, []string{note}},
		{"one", `"OptPlatform":"Web"`, lint.Options{Token: token}, []string{
			"query-merged: OptPlatform is a parameter of the query, merged into the packet by a framework; " +
				"log the raw body to see what Chat sends",
		}},
		{"undocumented ones", `"ClientIP":"203.0.113.7","RequestId":"a"`, lint.Options{}, []string{
			"query-merged: ClientIP and RequestId are parameters of the query, merged into the packet by a framework; " +
				"log the raw body to see what Chat sends",
		}},
		{"another application", right, lint.Options{SDKAppID: 7}, []string{
			"query-sdkappid-other: got the SdkAppid 1400187352, want 7", note,
		}},
		{"another token", right, lint.Options{Token: "another", Quick: true}, []string{
			"sign-mismatch: the Sign does not match the token and RequestTime", note,
		}},
		{"a number", `"SdkAppid":0`, lint.Options{}, []string{
			`query-sdkappid-form: got the SdkAppid "0", want a decimal number that begins with no 0`,
			"query-merged: SdkAppid is a parameter of the query, merged into the packet by a framework; " +
				"log the raw body to see what Chat sends",
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := texts(lint.Entry(merged(tt.members), tt.options)); !slices.Equal(got, tt.want) {
				t.Errorf("got %q", got)
			}
		})
	}
}
