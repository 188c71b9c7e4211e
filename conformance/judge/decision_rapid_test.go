package judge_test

import (
	"strings"
	"testing"
	"unicode"

	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/payloads"
	"pgregory.net/rapid"
)

// decidingAnswers are answers as backends get them right and wrong.
func decidingAnswers() *rapid.Generator[string] {
	member := rapid.SampledFrom([]string{
		`"ErrorCode":0`, `"ErrorCode":1`, `"ErrorCode":2`, `"ErrorCode":"1"`, `"ErrorCode":10101`, `"ErrorCode":120001`,
		`"ErrorCode":-1`, `"ErrorInfo":""`, `"ErrorInfo":"no\u0000\u202e"`, `"ErrorInfo":"` + token + `"`,
		`"ActionStatus":"OK"`, `"ActionStatus":"FAIL"`, `"MsgBody":null`, `"MsgBody":[]`, `"msgBody":[]`,
		`"MsgBody":[7]`,
		`"MsgBody":[` + element + `]`, `"CloudCustomData":""`, `"CloudCustomData":{}`, `"RefusedMembers":["jared"]`,
		`"RefusedMembers_Account":["jared","\u001b[31m"]`, `"RefusedMembers_Account":[{}]`,
		`"RefusedMembers_Account":["jared"]`,
		`"ResultItem":[` + item1 + `,` + item2 + `]`, `"ResultItem":[` + item1 + `]`, `"ResultItem":[7]`,
		`"ResultItem":{}`,
	})
	right := rapid.SampledFrom([]string{
		judge.Canonical, packet("1", "", ""), packet("0", "", `,"MsgBody":[`+element+`]`),
	})
	return rapid.Custom(func(t *rapid.T) string {
		if rapid.IntRange(0, 3).Draw(t, "right") == 0 {
			return right.Draw(t, "answer")
		}
		return "{" + strings.Join(rapid.SliceOfN(member, 0, 6).Draw(t, "members"), ",") + "}"
	})
}

func TestWhatPassesIsADecisionThatChatCanUse(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		callback := rapid.SampledFrom([]string{onSend, onInvite, onFriend}).Draw(r, "callback")
		x, o := deciding(t, callback, decidingAnswers().Draw(r, "answer"))
		if rapid.Bool().Draw(r, "odd request") {
			x.Request.Body = []byte(rapid.SampledFrom([]string{
				"", "7", `{"FriendItem":7}`, `{"DestinationMembers":[7,{"Member_Account":null}],"MsgBody":{}}`,
			}).Draw(r, "request"))
		}
		o.Policy = rapid.SampledFrom([]judge.Policy{judge.PassOnFailure, judge.BlockOnFailure}).Draw(r, "policy")
		o.Secrets = []string{token}
		j := judge.Judge(x, o)
		if j.Decision == nil {
			r.Fatal("got no decision from a callback that decides")
		}
		text := j.Decision.Sentence()
		if !strings.HasPrefix(text, "Chat ") || !strings.HasSuffix(text, ".") || strings.Contains(text, token) ||
			strings.ContainsFunc(text, func(c rune) bool { return !unicode.IsPrint(c) }) {
			r.Errorf("got %q, want a sentence that prints and holds no secret", text)
		}
		if j.Outcome == judge.Pass && j.Decision.Does == payloads.Failed {
			r.Errorf("%s passes, and %s", x.Body, text)
		}
		if !j.Decision.Agrees(j.Decision) {
			r.Errorf("%s does not agree with itself", j.Decision.Sentence())
		}
	})
}
