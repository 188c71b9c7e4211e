package judge_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/webhook"
	"pgregory.net/rapid"
)

// answered is an exchange with a whole answer of that body.
func answered(body string) *webhook.Exchange {
	return &webhook.Exchange{
		Request: &webhook.Request{}, Proto: "HTTP/1.1", Status: 200, Reason: "OK",
		Header: []webhook.HeaderField{{Name: "Content-Type", Value: "application/json"}},
		Body:   []byte(body), Timing: webhook.Timing{Total: time.Millisecond},
	}
}

func failed(class webhook.FailureClass, err error) *webhook.Exchange {
	return &webhook.Exchange{Request: &webhook.Request{}, Failure: &webhook.Failure{Class: class, Err: err}}
}

func TestTheLimitThatAppliedIsNamed(t *testing.T) {
	for _, c := range []struct {
		took, limit time.Duration
		want        string
	}{
		{999 * time.Millisecond, 0, ""},
		{time.Second, 0, "WARN got the whole answer after 1s, want it within 1s, well before Chat gives up after 2s"},
		{
			2 * time.Second, 0,
			"WARN got the whole answer after 2s, want it within 1s, well before Chat gives up after 2s",
		},
		{2*time.Second + 1, 0, "FAIL got the whole answer after 2.000000001s, want the whole answer within 2s"},
		{
			3 * time.Second, 5 * time.Second,
			"FAIL got the whole answer after 3s, want the whole answer within 2s, as long as Chat waits (this run waits 5s)",
		},
		{
			1500 * time.Millisecond, 5 * time.Second,
			"WARN got the whole answer after 1.5s, want it within 1s, well before Chat gives up after 2s",
		},
		{
			600 * time.Millisecond, 500 * time.Millisecond,
			"FAIL got the whole answer after 600ms, want the whole answer within 500ms, the limit of this run (Chat waits 2s)",
		},
	} {
		t.Run(fmt.Sprintf("%v under %v", c.took, c.limit), func(t *testing.T) {
			ex := answered(judge.Canonical)
			ex.Timing.Total = c.took
			got := ""
			for _, f := range judge.Judge(ex, judge.Options{Deadline: c.limit}).Findings {
				got += judge.OutcomeOf(f.Level).String() + " " + f.Message()
			}
			if got != c.want {
				t.Errorf("%v under %v:\ngot  %s\nwant %s", c.took, c.limit, got, c.want)
			}
		})
	}
}

func TestSilenceIsBlamedWithTheLimitThatApplied(t *testing.T) {
	for limit, want := range map[time.Duration]string{
		0: "got no answer within 2s, want the whole answer within 2s",
		500 * time.Millisecond: "got no answer within 500ms, " +
			"want the whole answer within 500ms, the limit of this run (Chat waits 2s)",
		5 * time.Second: "got no answer within 5s, " +
			"want the whole answer within 2s, as long as Chat waits (this run waits 5s)",
	} {
		t.Run(limit.String(), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				client := answering("")
				client.Timeout = limit
				j := judge.Judge(send(t, client), judge.Options{Deadline: limit})
				if len(j.Findings) != 1 || j.Findings[0].Message() != want {
					t.Errorf("got %v, want one finding: %s", j.Findings, want)
				}
			})
		})
	}
}

func TestABackendThatWasNotReachedIsAnErrorAndNoFailure(t *testing.T) {
	for _, class := range []webhook.FailureClass{webhook.Unsendable, webhook.Canceled, webhook.Resolve, webhook.Connect, webhook.Proxy, webhook.TLS} {
		cause := errors.New("what went wrong")
		j := judge.Judge(failed(class, cause), judge.Options{})
		if j.Outcome != judge.Error || !errors.Is(j.Err, cause) || len(j.Findings) > 0 ||
			j.Reaction != judge.NoReaction {
			t.Errorf("class %d: got %v, %v, %s, want ERROR with the cause", class, j.Outcome, j.Err, brief(j))
		}
	}
	for name, ex := range map[string]*webhook.Exchange{"nil": nil, "empty": {}} {
		if j := judge.Judge(ex, judge.Options{}); j.Outcome != judge.Error || j.Err == nil {
			t.Errorf("%s exchange: got %v, %v, want ERROR with a reason", name, j.Outcome, j.Err)
		}
	}
}

func TestARunThatEndsEarlyDoesNotBlameTheBackend(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
		defer cancel()
		client := answering("")
		defer client.Close()
		request := target(t).Request(ordinary(sendCommand(t)), time.Now())
		for range 2 { // the second one is over before it begins
			j := judge.Judge(client.Send(ctx, request), judge.Options{})
			if j.Outcome != judge.Error || j.Err == nil {
				t.Errorf("got %v, %s, want ERROR with a reason", j.Outcome, brief(j))
			}
		}
	})
}

func TestEachBrokenConnectionIsOneClearSentence(t *testing.T) {
	partial := failed(webhook.Closed, errors.New("cut"))
	partial.Status, partial.Body = 200, []byte(`{"Action`)
	beheaded := failed(webhook.Closed, errors.New("cut"))
	beheaded.Status, beheaded.Interim, beheaded.Raw = 200, 1, []byte("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nX: y\r\n")
	partial.Header = []webhook.HeaderField{{Name: "Content-Length", Value: "50"}}
	started := failed(webhook.Reset, errors.New("cut"))
	started.Raw = []byte("HTTP/1.1 2")
	foreign := failed(webhook.Malformed, errors.New("answer is not HTTP"))
	foreign.Raw = []byte("SSH-2.0\x1b[31m\r\n")
	for _, c := range []struct {
		ex   *webhook.Exchange
		want string
	}{
		{
			failed(webhook.Closed, errors.New("cut")),
			"got a connection that was closed without any answer, want an HTTP answer",
		},
		{
			failed(webhook.Reset, errors.New("cut")),
			"got a connection that was reset without any answer, want an HTTP answer",
		},
		{
			started,
			"got a connection that was reset within the head of the answer, after 10 bytes, want one whole HTTP answer",
		},
		{
			beheaded,
			"got a connection that was closed within the head of the answer, after 48 bytes, want one whole HTTP answer",
		},
		{
			partial,
			"got a connection that was closed after 8 bytes of the body: Content-Length announces 50, want one whole HTTP answer",
		},
		{foreign, `got "SSH-2.0\x1b[31m\r\n", which is not HTTP, want one whole HTTP answer`},
	} {
		t.Run(c.want, func(t *testing.T) {
			j := judge.Judge(c.ex, judge.Options{})
			if len(j.Findings) != 1 || !slices.Contains([]string{"resp-answer", "resp-framing"}, j.Findings[0].Check.ID) || j.Findings[0].Message() != c.want {
				t.Errorf("got  %s %v\nwant %s", brief(j), j.Findings, c.want)
			}
		})
	}
}

func TestMessagesNameWhatWasThereAndWhatIsWanted(t *testing.T) {
	for body, want := range map[string]string{
		`{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":"0"}`:     `/ErrorCode: got the string "0", want an integer`,
		`{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":0.0}`:     `/ErrorCode: got the number 0.0, want an integer`,
		`{"ActionStatus":"ok","ErrorInfo":"","ErrorCode":0}`:       `/ActionStatus: got the string "ok", want the string "OK" or "FAIL"`,
		`{"ActionStatus":"OK","ErrorCode":0}`:                      `/ErrorInfo: got nothing, want a string`,
		`{"ActionStatus":"OK","ErrInfo":"","ErrorCode":0}`:         `/ErrorInfo: got nothing (but "ErrInfo"), want a string`,
		`{"ActionStatus":"OK","ErrorInfo":null,"ErrorCode":0}`:     `/ErrorInfo: got null, want a string`,
		`{"ActionStatus":"OK","ErrorInfo":"","errorcode":0}`:       `/errorcode: got the name "errorcode", want "ErrorCode"`,
		`{"ActionStatus":"FAIL","ErrorInfo":"","ErrorCode":10016}`: `/ErrorCode: got 10016, want 0`,
		`OK`:                   `got "OK" (invalid character 'O' at start of value), want one JSON object`,
		"\x1b]0;owned\a\u202e": `got "\x1b]0;owned\a\u202e" (invalid character '\x1b' at start of value), want one JSON object`,
	} {
		t.Run(body, func(t *testing.T) {
			j := judge.Judge(answered(body), judge.Options{})
			if len(j.Findings) != 1 || j.Findings[0].Message() != want {
				t.Errorf("%q:\ngot  %v\nwant %s", body, messages(j), want)
			}
		})
	}
}

func messages(j judge.Judgement) []string {
	var list []string
	for _, f := range j.Findings {
		list = append(list, f.Message())
	}
	return list
}

func TestHostileAnswersDoNotFloodAFinding(t *testing.T) {
	for _, body := range []string{
		strings.Repeat("\x1b", 1<<20),
		strings.Repeat("é", 1<<19) + "\xff",
		`{"` + strings.Repeat("\\u0000", 1<<16) + `":0}`,
		`{"ErrorCode":` + strings.Repeat("9", 1<<20) + `,"ActionStatus":"` + strings.Repeat("x",
			1<<20) + `","ErrorInfo":""}`,
		strings.Repeat("[", 1<<20),
		judge.Canonical + strings.Repeat("é", 1<<19),
		strings.Repeat(`{"a":`, 9000) + `"deep"` + strings.Repeat("}", 9000),
	} {
		ex := answered(body)
		ex.Request.Body = []byte(`{"MsgBody":` + strings.Repeat("[", 9000) + strings.Repeat("]", 9000) + `}`)
		j := judge.Judge(ex, judge.Options{})
		if j.Outcome != judge.Fail {
			t.Errorf("%.20q: got %v, want FAIL", body, j.Outcome)
		}
		for _, m := range messages(j) {
			if len(m) > 2000 || strings.ContainsAny(m, "\x1b\x00\n") {
				t.Errorf("%.20q: got %d bytes of message, %.100q", body, len(m), m)
			}
		}
	}
}

func TestNoFindingShowsASecret(t *testing.T) {
	long := strings.Repeat("x", 113) + token // a plain cut would show half of it
	for _, body := range []string{token, "bad token " + token, `"` + token + `"`, long, `{"ActionStatus":"` + token + `","` + token + `":0,"ErrorCode":"` + token + `","ErrorInfo":0}`, judge.Canonical + token} {
		j := judge.Judge(answered(body), judge.Options{Secrets: []string{token}})
		if !strings.Contains(strings.Join(ids(j), " "), "resp-not-echo") {
			t.Errorf("%.40q: got %v, want resp-not-echo among them", body, ids(j))
		}
		for _, m := range messages(j) {
			if strings.Contains(m, token[:6]) {
				t.Errorf("the token stands in %q", m)
			}
		}
	}
}

func TestNoFindingShowsTheSign(t *testing.T) {
	request := target(t).Request(ordinary(sendCommand(t)), time.Now())
	sign := request.Query[len(request.Query)-2].Value
	redirect := answered("")
	redirect.Status, redirect.Header = 302, []webhook.HeaderField{{Name: "Location", Value: "/?a=1&Sign=" + sign}}
	for _, ex := range []*webhook.Exchange{redirect, answered("bad sign " + sign), answered(`{"` + sign + `":0}`)} {
		ex.Request = request
		j := judge.Judge(ex, judge.Options{})
		if len(sign) != 64 || len(j.Findings) == 0 || strings.Contains(fmt.Sprint(messages(j)), sign[:8]) {
			t.Errorf("got %q, want findings without the sign %s", messages(j), sign)
		}
	}
}

func TestALeakIsTold(t *testing.T) {
	body := []byte(`{"MsgBody":[{"MsgType":"TIMTextElem","MsgContent":{"Text":"meet me at the old harbour"}}],"CloudCustomData":"ok","GroupId":"@TGS#2J4SZEAEL"}`)
	packet := func(info string) string {
		return fmt.Sprintf(`{"ActionStatus":"OK","ErrorInfo":%q,"ErrorCode":0}`, info)
	}
	for _, c := range []struct {
		name, answer string
		leaks        bool
	}{
		{"short word", packet("ok"), false},
		{"id", packet("stored message of @TGS#2J4SZEAEL"), false},
		{"part of the text", packet("meet me"), false},
		{"element type", packet("TIMTextElem stored"), false},
		{"word of a trace", packet("goroutine started at main.go: fine"), false},
		{"users' text", packet("stored: meet me at the old harbour"), true},
		{"Go", packet("goroutine 1 [running]:\nmain.main()\n\t/srv/main.go:9 +0x1d"), true},
		{"Java", packet("java.lang.NullPointerException\n\tat com.example.Hook.post(Hook.java:31)"), true},
		{"Python", packet("Traceback (most recent call last):\n  File \"app.py\""), true},
		{"Node", packet("TypeError: x\n    at post (/srv/app/hook.js:10:5)"), true},
		{"PHP", packet("PHP Fatal error:  Uncaught TypeError in /srv/hook.php:3\nStack trace:\n#0 {main}"), true},
	} {
		t.Run(c.name, func(t *testing.T) {
			ex := answered(c.answer)
			ex.Request.Body = body
			got := brief(judge.Judge(ex, judge.Options{}))
			if want := map[bool]string{true: "INFO resp-not-echo"}[c.leaks]; got != want {
				t.Errorf("got %q, want %q", got, want)
			}
		})
	}
}

func TestATextOfTheRequestThatReadsAsAnAnswerIsNoLeak(t *testing.T) {
	ex := answered(`{"ErrorInfo":"","ActionStatus":"OK","ErrorCode":0}`)
	ex.Request.Body = []byte(fmt.Sprintf(`{"CloudCustomData":%q}`, ex.Body))
	if got := brief(judge.Judge(ex, judge.Options{})); got != "" {
		t.Errorf("got %s, want nothing", got)
	}
}

func TestTheLevelOfTheCaseLowersFindings(t *testing.T) {
	for level, want := range map[payloads.Level]judge.Outcome{payloads.Must: judge.Fail, payloads.Should: judge.Warn, payloads.May: judge.Info} {
		t.Run(level.String(), func(t *testing.T) {
			j := judge.Judge(answered("OK"), judge.Options{Level: level})
			if j.Outcome != want || brief(j) != want.String()+" resp-json @0+1" {
				t.Errorf("got %v, %s, want %v", j.Outcome, brief(j), want)
			}
		})
	}
}

func TestChecksThatLackTheirSubjectAreSkipped(t *testing.T) {
	j := judge.Judge(answered("OK"), judge.Options{})
	if len(j.Findings) != 1 || len(j.Skipped) == 0 {
		t.Fatalf("got %s and %d skipped, want one finding and the rest skipped", brief(j), len(j.Skipped))
	}
	for _, c := range j.Passed {
		if c.Needs == judge.NeedsPacket {
			t.Errorf("%s passed on an answer without a packet", c.ID)
		}
	}
}

// Whatever a backend answers, judging ends in an outcome that agrees with the findings, none of which is stronger
// than its check.
func TestAnyAnswerIsJudged(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		ex := anyExchange(rt)
		o := judge.Options{
			Expect: rapid.SampledFrom([]payloads.Expect{payloads.ExpectOK, payloads.ExpectSame, payloads.ExpectValue, payloads.ExpectRefuse, payloads.ExpectSurvive}).Draw(rt, "expect"),
			Level: rapid.SampledFrom([]payloads.Level{payloads.Must, payloads.Should, payloads.May}).Draw(rt,
				"level"),
			Secrets:  rapid.SliceOfN(rapid.String(), 0, 2).Draw(rt, "secrets"),
			Deadline: rapid.SampledFrom([]time.Duration{0, time.Second, 5 * time.Second}).Draw(rt, "deadline"),
		}
		if problem := incoherent(ex, o); problem != "" {
			rt.Fatal(problem)
		}
	})
}

func anyExchange(rt *rapid.T) *webhook.Exchange {
	bodies := []string{judge.Canonical, "", "OK", "{}", `{"ActionStatus":"FAIL","ErrorInfo":"","ErrorCode":1}`, `{"errorcode":0}`}
	ex := answered("")
	ex.Status = rapid.SampledFrom([]int{200, 0, 101, 204, 302, 404, 500, 999}).Draw(rt, "status")
	ex.Body = rapid.OneOf(rapid.SliceOf(rapid.Byte()),
		rapid.Map(rapid.SampledFrom(bodies), func(s string) []byte { return []byte(s) })).Draw(rt, "body")
	ex.Request.Body = rapid.SliceOf(rapid.Byte()).Draw(rt, "sent")
	ex.Truncated = rapid.Bool().Draw(rt, "truncated")
	ex.Timing.Total = rapid.SampledFrom([]time.Duration{0, time.Millisecond, 1500 * time.Millisecond, 3 * time.Second}).Draw(rt, "took")
	ex.Stray = rapid.SliceOfN(rapid.Byte(), 0, 3).Draw(rt, "stray")
	if class := webhook.FailureClass(rapid.IntRange(0, int(webhook.HeaderTooLarge)).Draw(rt, "class")); class != 0 {
		ex.Failure = &webhook.Failure{Class: class, Err: errors.New(rapid.String().Draw(rt, "cause"))}
	}
	return ex
}

// incoherent says what contradicts itself in the judgement of an exchange.
func incoherent(ex *webhook.Exchange, o judge.Options) string {
	j := judge.Judge(ex, o)
	if (j.Outcome == judge.Error) != (j.Err != nil) {
		return fmt.Sprintf("got outcome %v with the error %v", j.Outcome, j.Err)
	}
	if j.Outcome == judge.Error {
		return ""
	}
	if j.Outcome != judge.Worst(j.Findings) {
		return fmt.Sprintf("got outcome %v of the findings %s", j.Outcome, brief(j))
	}
	if accepted := j.Reaction == judge.Accepted; o.Expect == payloads.ExpectRefuse && accepted &&
		j.Outcome == judge.Pass {
		return "acceptance passes where a refusal is wanted"
	}
	for _, f := range j.Findings {
		switch {
		case f.Level < f.Check.Level || f.Level < o.Level:
			return fmt.Sprintf("%s: got level %v, above the check's or the case's", f.Check.ID, f.Level)
		case f.Offset < -1 || f.Offset+f.Length > len(ex.Body) && f.Offset >= 0 || f.Length < 0:
			return fmt.Sprintf("%s: got the place %d+%d in %d bytes", f.Check.ID, f.Offset, f.Length, len(ex.Body))
		case f.Got == "" || f.Want == "":
			return f.Check.ID + ": says nothing"
		}
	}
	return ""
}

func FuzzJudgeNeverPanicsAndAgreesWithItself(f *testing.F) {
	for _, r := range bodies() {
		f.Add([]byte(r.answer), uint8(payloads.ExpectOK))
	}
	f.Fuzz(func(t *testing.T, body []byte, expect uint8) {
		o := judge.Options{Expect: payloads.Expect(expect % uint8(payloads.ExpectInfo)), Secrets: []string{token}}
		if problem := incoherent(answered(string(body)), o); problem != "" {
			t.Error(problem)
		}
	})
}
