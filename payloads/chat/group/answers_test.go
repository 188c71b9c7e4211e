package group_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/chat/group"
	"github.com/timhook/timhook/webhook"
)

// answer is what a backend may answer: its ErrorCode, ErrorInfo and what else there is.
func answer(code int, info, rest string) string {
	return fmt.Sprintf(`{"ActionStatus":"OK","ErrorInfo":%q,"ErrorCode":%d%s}`, info, code, rest)
}

// answers are the right and the wrong ones of a family of callbacks; a wrong one with the check that finds it.
type answers struct {
	right []string
	wrong map[string]string
}

const (
	strangeCode = "answer-code-documented"
	notZero     = "resp-errorcode-zero"
)

// afterAnswers are those of callbacks after the event. Also where the page has a code for a backend that failed, an
// answer with it is wrong: the event is lost.
func afterAnswers() answers {
	return answers{
		right: []string{answer(0, "", "")},
		wrong: map[string]string{answer(1, "", ""): notZero, answer(10100, "no", ""): notZero},
	}
}

// decidingAnswers are those of callbacks whose answer decides yes or no.
func decidingAnswers() answers {
	return answers{
		right: []string{
			answer(0, "", ""), answer(1, "", ""), answer(10100, "no", ""), answer(10200, "no", ""),
		},
		wrong: map[string]string{
			answer(2, "", ""): strangeCode, answer(10099, "no", ""): strangeCode, answer(10201, "no", ""): strangeCode,
			answer(120001, "no", ""): strangeCode, answer(-1, "no", ""): strangeCode,
		},
	}
}

func sendAnswers() answers {
	a := decidingAnswers()
	delete(a.wrong, answer(2, "", ""))
	a.right = append(a.right, answer(2, "", ""),
		answer(0, "", `,"MsgBody":[{"MsgType":"TIMTextElem","MsgContent":{"Text":"***"}}]`))
	a.wrong[answer(0, "", `,"MsgBody":[]`)] = "answer-rewrite-valid"
	return a
}

func inviteAnswers() answers {
	a := decidingAnswers()
	a.right = append(a.right, answer(0, "", `,"RefusedMembers_Account":["jared"]`))
	a.wrong[answer(0, "", `,"RefusedMembers_Account":["nobody"]`)] = "answer-names-known"
	a.wrong[answer(0, "", `,"RefusedMembers_Account":[{"Member_Account":"jared"}]`)] = "answer-names-list"
	return a
}

// answersOf tells the family of a callback.
func answersOf(short string) answers {
	switch short {
	case "before-send":
		return sendAnswers()
	case "before-invite":
		return inviteAnswers()
	case "before-create", "before-join", "before-topic":
		return decidingAnswers()
	}
	a := afterAnswers()
	if short == "send-failed" { // whose request has an ErrorCode too
		a.wrong[answer(10023, "too many messages", "")] = notZero
	}
	return a
}

func TestAnswersOfEachFamilyAreJudged(t *testing.T) {
	for _, c := range payloads.Join(group.Callbacks()...) {
		t.Run(c.Short, func(t *testing.T) {
			want := answersOf(c.Short)
			for _, right := range want.right {
				if ids := failures(t, c, right); len(ids) > 0 {
					t.Errorf("%s is blamed: %v", right, ids)
				}
			}
			for wrong, id := range want.wrong {
				if ids := failures(t, c, wrong); len(ids) == 0 || ids[0] != id {
					t.Errorf("%s: got %v, want %s", wrong, ids, id)
				}
			}
		})
	}
}

// failures are the requirements that an answer to the page's sample breaks, the cause first.
func failures(t *testing.T, c *payloads.Command, body string) []string {
	t.Helper()
	endpoint, err := webhook.ParseEndpoint("http://backend.example/im")
	if err != nil {
		t.Fatal(err)
	}
	target := webhook.Target{URL: endpoint, SDKAppID: 1400000000}
	request := target.Request(webhook.Callback{
		Command: c.Name, ClientIP: "203.0.113.24", OptPlatform: "Android", Body: []byte(c.Sample),
	}, now)
	j := judge.Judge(&webhook.Exchange{
		Request: request, Proto: "HTTP/1.1", Status: 200, Reason: "OK", Body: []byte(body),
		Header: []webhook.HeaderField{{Name: "Content-Type", Value: "application/json"}},
		Timing: webhook.Timing{Total: 20 * time.Millisecond},
	}, judge.Options{Command: c})
	if j.Err != nil {
		t.Fatal(j.Err)
	}
	var ids []string
	for _, f := range j.Findings {
		if f.Level != payloads.May {
			ids = append(ids, f.Check.ID)
		}
	}
	return ids
}
