package why_test

import (
	"strings"
	"testing"

	"github.com/timhook/timhook/report/safe"
	"github.com/timhook/timhook/report/why"
)

// found is a finding about the last three bytes but one of an answer.
func found(body string) why.Finding {
	at := len(body) - 4
	return why.Finding{
		Check: "resp-errorcode-present", Title: "ErrorCode is an integer.", Level: "MUST", Outcome: "fail",
		Case: "Group.CallbackAfterSendMsg/baseline-minimal", Message: "/ErrorCode: got the string, want an integer",
		Offset: at, Caret: &safe.Caret{Offset: at, Length: 3}, Impact: "lost\x1b[2J", Fix: "::error::x", Count: 1,
		Sample: why.Exchange{
			Outcome: "fail", Expect: "accept", Request: why.Sent{Method: "POST", URL: "http://127.0.0.1:1/im"},
			Answer: why.Answer{Status: 200, Reason: "OK", Content: safe.NewContent([]byte(body))},
		},
	}
}

func plain(group ...why.Finding) string {
	var b strings.Builder
	why.WritePlain(&b, group)
	return b.String()
}

func TestFindingsAreExplainedForALog(t *testing.T) {
	const want = `FAIL  resp-errorcode-present  MUST  Group.CallbackAfterSendMsg/baseline-minimal
 Requirement  ErrorCode is an integer.
 Sent         POST http://127.0.0.1:1/im · 0 bytes · expected: accept
 Got          200 OK · 0s · 17 bytes
 Body         {"ErrorCode":"0"}
                           ^^^ byte 13, /ErrorCode: got the string, want an integer
 Impact       lost\x1b[2J
 Fix          \x3a:error::x
 Known as     send/baseline-minimal:resp-errorcode-present
`
	if got := plain(found(`{"ErrorCode":"0"}`)); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// Without a table of widths, carets behind Chinese would stand under other characters.
func TestBehindWideCharactersTheWordsNameThePlace(t *testing.T) {
	got := plain(found(`{"ErrorInfo":"收到","ErrorCode":"0"}`))
	if strings.Contains(got, "^") || !strings.Contains(got, "\n              byte 34, /ErrorCode: got the string") {
		t.Errorf("got\n%s", got)
	}
}

func TestFindingsOnOneAnswerAreExplainedTogether(t *testing.T) {
	first, second := found(`{"ErrorCode":"0"}`), found(`{"ErrorCode":"0"}`)
	second.Check, second.Level, second.Title, second.Caret = "resp-extra-fields", "MAY", "No more fields.", nil
	second.Message = "/x: got more"
	got := plain(first, second)
	for _, want := range []string{
		"MUST  Group.CallbackAfterSendMsg/baseline-minimal\nFAIL  resp-extra-fields  MAY\n",
		" Requirement  - ErrorCode is an integer.\n              - No more fields.\n", "\n              /x: got more\n",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("got\n%s\nwant it to hold\n%s", got, want)
		}
	}
	if strings.Count(got, "Body") != 1 {
		t.Errorf("the answer is shown more than once:\n%s", got)
	}
}
