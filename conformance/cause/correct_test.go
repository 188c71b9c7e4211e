package cause_test

import (
	"strings"
	"testing"
	"time"

	"github.com/timhook/timhook/conformance/cause"
	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/webhook"
	"pgregory.net/rapid"
)

func answered(status int, body string) *webhook.Exchange {
	return &webhook.Exchange{
		Request: &webhook.Request{}, Status: status, Body: []byte(body), Timing: webhook.Timing{Total: time.Millisecond},
	}
}

func TestAnAnswerIsCorrectedAndItsOwnMembersAreKept(t *testing.T) {
	const guess, sure = false, true
	for _, c := range []struct {
		name, answer, want string
		sure               bool
	}{
		{"a string for a number", `{"ActionStatus":"OK","ErrorInfo":"saved","ErrorCode":"0"}`, `{"ActionStatus":"OK","ErrorInfo":"saved","ErrorCode":0}`, sure},
		{"own members", `{"ActionStatus":"ok","id":7,"ErrorCode":0}`, `{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":0,"id":7}`, sure},
		{"camel case", `{"actionStatus":"OK","errorInfo":"","errorCode":0}`, judge.Canonical, sure},
		{"Cyrillic letters", `{"АctionStatus":"OK","ЕrrorInfo":"","ErrorСode":0}`, judge.Canonical, sure},
		{"a byte order mark", "\uFEFF" + judge.Canonical, judge.Canonical, sure},
		{"a Python dict", `{'ActionStatus': 'OK', 'ErrorInfo': None, 'ErrorCode': 0}`, judge.Canonical, sure},
		{"encoded twice", `"{\"ActionStatus\":\"OK\",\"ErrorInfo\":\"\",\"ErrorCode\":0}"`, judge.Canonical, sure},
		{"in a list", "[" + judge.Canonical + "]", judge.Canonical, sure},
		{"under data", `{"code":0,"data":` + judge.Canonical + `}`, judge.Canonical, sure},
		{"a text in body", `{"statusCode":200,"body":"{\"ActionStatus\":\"OK\",\"ErrorInfo\":\"\",\"ErrorCode\":0}"}`, judge.Canonical, sure},
		{"a notice before it", "<br />\n<b>Warning</b>: Undefined index in <b>/a.php</b> on line <b>3</b><br />\n" + judge.Canonical, judge.Canonical, sure},
		{"a comma too many", `{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":0,}`, judge.Canonical, sure},
		{"no brace at the end", `{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":0`, judge.Canonical, sure},
		{"curly quotes", `{“ActionStatus”:“OK”,“ErrorInfo”:“”,“ErrorCode”：0}`, judge.Canonical, sure},
		{"two of them", judge.Canonical + judge.Canonical, judge.Canonical, sure},
		{"a word", "OK", judge.Canonical, guess},
		{"nothing", "", judge.Canonical, guess},
		{"an own API", `{"code":0,"msg":"success"}`, `{"ActionStatus":"OK","ErrorInfo":"success","ErrorCode":0}`, guess},
		{"a failure", `{"ActionStatus":"FAIL","ErrorInfo":"busy","ErrorCode":1}`, `{"ActionStatus":"OK","ErrorInfo":"busy","ErrorCode":0}`, guess},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, ok := cause.Corrected(answered(200, c.answer))
			if !ok || got.Body != c.want || got.Sure != c.sure {
				t.Errorf("got %s, sure %v, %v, want %s, sure %v", got.Body, got.Sure, ok, c.want, c.sure)
			}
		})
	}
}

func TestWhatNeedsNoCorrectionHasNone(t *testing.T) {
	for name, x := range map[string]*webhook.Exchange{
		"canonical": answered(200, judge.Canonical), "refused": answered(403, "no"), "crashed": answered(500, ""), "none": nil,
	} {
		t.Run(name, func(t *testing.T) {
			if got, ok := cause.Corrected(x); ok {
				t.Errorf("got %v, want none", got)
			}
		})
	}
}

// Pieces of answers as backends get them wrong, and bytes that are none.
func answers() *rapid.Generator[string] {
	piece := rapid.SampledFrom([]string{
		judge.Canonical, `{`, `}`, `"`, `'`, `:`, `,`, `[`, `]`, `"ActionStatus"`, `"ErrorCode"`, `"ErrorInfo"`, `"errorCode"`,
		`"action_status"`, `"OK"`, `"ok"`, `"FAIL"`, `0`, `"0"`, `0.0`, `null`, `None`, `true`, `NaN`, "\uFEFF", "\xff", "\x00", " ",
		"\n", `"data"`, `"a"`, `{"code":0,"msg":"x"}`, `<b>Warning</b>: x`, `//`, `/* x */`, "“", "：", `\ud83d`, `"goroutine 7 .go: +0x"`,
	})
	return rapid.Custom(func(t *rapid.T) string {
		if rapid.Bool().Draw(t, "any") {
			return string(rapid.SliceOf(rapid.Byte()).Draw(t, "bytes"))
		}
		return strings.Join(rapid.SliceOfN(piece, 0, 24).Draw(t, "pieces"), "")
	})
}

func TestEveryCorrectedAnswerPasses(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		status := rapid.SampledFrom([]int{200, 200, 201, 204}).Draw(t, "status")
		c, ok := cause.Corrected(answered(status, answers().Draw(t, "answer")))
		if !ok {
			return
		}
		j := judge.Judge(answered(200, c.Body), judge.Options{})
		if j.Outcome != judge.Pass && j.Outcome != judge.Info {
			t.Fatalf("%s: got %v %v, want it to pass", c.Body, j.Outcome, j.Findings)
		}
	})
}
