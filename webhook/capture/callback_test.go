package capture_test

import (
	"strings"
	"testing"

	"github.com/timhook/timhook/webhook"
	"github.com/timhook/timhook/webhook/capture"
)

func TestWhatIsNoCallbackIsNamed(t *testing.T) {
	const (
		im     = "SdkAppid=1400000001&CallbackCommand=Bot.OnGroupMessage"
		packet = `{"CallbackCommand":"Bot.OnGroupMessage"}`
		none   = "neither its query nor its body holds a CallbackCommand"
	)
	field := func(names ...string) []webhook.HeaderField {
		var list []webhook.HeaderField
		for _, n := range names {
			list = append(list, webhook.HeaderField{Name: n, Value: "x"})
		}
		return list
	}
	for _, tt := range []struct {
		name    string
		request capture.Request
		want    string // the beginning; empty: it may be one
	}{
		{"a callback", capture.Request{Method: "POST", Query: im, Body: []byte(packet)}, ""},
		{"a packet alone", capture.Request{Body: []byte(packet)}, ""},
		{"a packet in a string", capture.Request{Method: "POST", Body: []byte(`"{\"CallbackCommand\":\"B\"}"`)}, ""},
		{"a callback with a wrong method", capture.Request{Method: "GET", Query: im}, ""},
		{"a method in small letters", capture.Request{Method: "post", Query: im, Body: []byte(packet)}, ""},
		{"a query with other capitals", capture.Request{Method: "POST", Query: "callbackcommand=B"}, ""},
		{"a query alone", capture.Request{Method: "POST", Query: "OptPlatform=Web"}, ""},
		{"a health check", capture.Request{Method: "GET", URL: "http://a/health"}, "a GET, and every callback is a POST"},
		{"a load balancer at the callbacks' URL", capture.Request{Method: "HEAD", Query: im}, "a HEAD, and every"},
		{"a browser before it posts", capture.Request{Method: "OPTIONS", Query: im}, "an OPTIONS, and every"},
		{"another path", capture.Request{Method: "POST", URL: "http://a/login", Body: []byte(`{"user":"a"}`)}, none},
		{"no body", capture.Request{Method: "POST", URL: "http://a/im"}, none},
		{"GitHub", capture.Request{Method: "POST", Header: field("x-github-event")}, "a webhook of GitHub ("},
		{"RTC", capture.Request{Method: "POST", Header: field("sign", "SdkAppId")}, "a webhook of Tencent RTC (Sign"},
		{"a sign alone", capture.Request{Method: "POST", Header: field("sign")}, none},
		{
			"RTC without its header",
			capture.Request{Method: "POST", Body: []byte(`{"EventGroupId":1,"EventType":101,"EventInfo":{}}`)},
			"a webhook of Tencent RTC (EventGroupId",
		},
		{
			"CallKit",
			capture.Request{Method: "POST", Query: "sdkappid=1&command=Call&contenttype=json"},
			"a webhook of Tencent's CallKit (",
		},
		{
			"the bot gateway",
			capture.Request{Body: []byte(`{"callback_command":"Group.CallbackAfterSendMsg"}`)},
			"a message of the Yuanbao bot gateway (a websocket), ",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := tt.request.NotCallback()
			if tt.want == "" && got != "" || !strings.HasPrefix(got, tt.want) {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}
