package lint_test

import (
	"strings"
	"testing"

	"github.com/timhook/timhook/internal/lint"
	"github.com/timhook/timhook/webhook/capture/read"
)

// What a variable stands for is not known, so nothing is found wrong with it, and all else is judged.
func TestWhatIsHiddenIsNotJudged(t *testing.T) {
	mute := func(old, new string, hidden ...string) func(*read.Entry) {
		return func(e *read.Entry) {
			e.Request.Query = strings.Replace(e.Request.Query, old, new, 1)
			e.Hidden = hidden
		}
	}
	body := func(text string, hidden ...string) func(*read.Entry) {
		return func(e *read.Entry) {
			e.Request.Body, e.Hidden = []byte(text), hidden
			e.Request.Header = append(e.Request.Header, e.Request.Header[0])
			e.Request.Header[2].Name, e.Request.Header[2].Value = "Content-Length", "999"
		}
	}
	for _, tt := range []struct {
		name   string
		change func(*read.Entry)
		seen   string // the rule that finds the same where nothing is hidden
	}{
		{"a parameter's value", mute("SdkAppid=1400187352", "SdkAppid=$APP", "query SdkAppid"), "query-sdkappid-form"},
		{"the command", mute("Group.CallbackAfterSendMsg", "$CMD", "query CallbackCommand"), "query-command-mismatch"},
		{"a Sign", mute("&Sign=", "&Sign=$SIGN&x=", "query Sign"), "sign-form"},
		{"a RequestTime", mute("&RequestTime=1741000000", "&RequestTime=$T", "query RequestTime"), "requesttime-form"},
		{"the query", mute("SdkAppid=1400187352&", "", "query"), "query-sdkappid-missing"},
		{"a platform", mute("Android", "$P", "query OptPlatform"), "query-optplatform-unlisted"},
		{"an address", mute("203.0.113.24", "$IP", "query ClientIP"), "query-clientip-form"},
		{"the URL", func(e *read.Entry) { e.Request.Query, e.Hidden = "", []string{"url"} }, "query-command-missing"},
		{"the body", body("$BODY", "body"), "packet-json"},
		{"the body's length", body(sendPacket, "header Content-Length"), "request-content-length"},
		{"the header", body(sendPacket, "header"), "request-content-length"},
		{"a type", func(e *read.Entry) {
			e.Request.Header[1].Value, e.Hidden = "$TYPE", []string{"header content-type"}
		}, "request-content-type"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			e := captured(sendPacket)
			e.Answer = nil
			tt.change(e)
			for _, text := range texts(lint.Entry(e, lint.Options{})) {
				if !strings.HasPrefix(text, "query-unknown: the parameter x ") {
					t.Errorf("hidden, got %s", text)
				}
			}
			e.Hidden = nil
			if all := strings.Join(texts(lint.Entry(e, lint.Options{})), "\n"); !strings.Contains(all, tt.seen+": ") {
				t.Errorf("not hidden, got %s, want %s", all, tt.seen)
			}
		})
	}
	t.Run("all else", func(t *testing.T) {
		e := captured(sendPacket)
		mute("SdkAppid=1400187352", "SdkAppid=$APP", "query SdkAppid")(e)
		query("203.0.113.24", "nowhere")(e)
		got := texts(lint.Entry(e, lint.Options{}))
		if len(got) != 1 || !strings.HasPrefix(got[0], "query-clientip-form: ") {
			t.Errorf("got %q", got)
		}
	})
}
