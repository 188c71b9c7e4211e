package load

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/timhook/timhook/webhook"
)

// Whatever the target is, the bytes of a template are those of a single send in the same second.
func TestATemplateIsTheRequestOfASingleSend(t *testing.T) {
	stamped := 0
	rapid.Check(t, func(rt *rapid.T) {
		target := anyTarget(rt, t)
		callback := webhook.Callback{
			Command:  rapid.SampledFrom([]string{"Bot.OnGroupMessage", "Group.CallbackAfterSendMsg"}).Draw(rt, "command"),
			ClientIP: rapid.SampledFrom([]string{"", "203.0.113.24", "2001:db8::7"}).Draw(rt, "ip"), OptPlatform: rapid.SampledFrom([]string{"", "Web", "安卓"}).Draw(rt, "platform"),
			Body: rapid.SliceOfN(rapid.Byte(), 0, 50).Draw(rt, "body"),
		}
		tpl, all := newTemplate(target, callback), newStamps(target)
		for range 3 {
			second := rapid.Int64Range(1_100_000_000, 9_999_999_000).Draw(rt, "second")
			now := time.Unix(second, rapid.Int64Range(0, 999_999_999).Draw(rt, "nanosecond"))
			got, ok := tpl.append([]byte("before "), all.at(target.Signing, second))
			want := "before " + string(target.Request(callback, now).AppendWire(nil))
			if !ok || string(got) != want {
				rt.Fatalf("got %v\n%q\nwant\n%q", ok, got, want)
			}
			if tpl.sign.length == 64 && tpl.date.length == 10 {
				stamped++
			}
		}
	})
	if stamped == 0 {
		t.Error("no template had a place for Sign and RequestTime")
	}
}

func anyTarget(rt *rapid.T, t *testing.T) webhook.Target {
	target := testTarget(t)
	var err error
	url := rapid.SampledFrom([]string{"http://h/", "https://h:1/im?Sign=mine&RequestTime=5", "http://h/%20?x&y=%zz&&Sign", "unix:/run/app.sock:/im?a=b"}).Draw(rt, "url")
	if target.URL, err = webhook.ParseEndpoint(url); err != nil {
		rt.Fatal(err)
	}
	target.Token = rapid.SampledFrom([]string{"", secret}).Draw(rt, "token")
	target.Order = rapid.SampledFrom([]webhook.QueryOrder{webhook.OrderDocumented, webhook.OrderSorted}).Draw(rt, "order")
	target.Signing = webhook.Signing(rapid.IntRange(0, int(webhook.SignFuture)).Draw(rt, "signing"))
	if rapid.Bool().Draw(rt, "extra") {
		target.Extra = []webhook.Param{{Name: "Sign", Raw: "Sign=else"}, {Name: "q", Value: "Sign=é&RequestTime"}}
		target.Header = []webhook.HeaderField{{Name: "X-Sign", Value: "Sign=1"}}
	}
	return target
}

func TestAStampThatDoesNotFitIsNoRequest(t *testing.T) {
	target := testTarget(t)
	tpl, all := newTemplate(target, webhook.Callback{}), newStamps(target)
	if got, ok := tpl.append(nil, all.at(target.Signing, 999_999_999)); ok || len(got) > 0 {
		t.Errorf("got %q, want nothing: RequestTime has nine digits", got)
	}
}
