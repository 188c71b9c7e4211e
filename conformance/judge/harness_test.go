package judge_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/internal/pipes"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/chat"
	"github.com/timhook/timhook/webhook"
)

const (
	appID = 1400187352
	token = "k7Qd2mXz9TnB4vRw"
)

// target is where the tests send: the name is never looked up, since Dial makes pipes.
func target(t testing.TB) webhook.Target {
	t.Helper()
	endpoint, err := webhook.ParseEndpoint("http://backend.example/im")
	if err != nil {
		t.Fatal(err)
	}
	return webhook.Target{URL: endpoint, SDKAppID: appID, Token: token}
}

// ordinary is the documentation's own callback of a command.
func ordinary(c *payloads.Command) webhook.Callback {
	return webhook.Callback{Command: c.Name, ClientIP: "203.0.113.24", OptPlatform: "Android", Body: []byte(c.Sample)}
}

func sendCommand(t testing.TB) *payloads.Command {
	t.Helper()
	c, err := chat.Lookup("send")
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// answering makes a client whose every connection answers the first request with these bytes and then waits.
func answering(raw string) *webhook.Client {
	return &webhook.Client{NoKeepAlive: true, Dial: pipes.Answering(raw)}
}

// closing is answering with the connection closed behind the answer.
func closing(raw string) *webhook.Client {
	return &webhook.Client{NoKeepAlive: true, Dial: pipes.Closing(raw)}
}

// send fires the ordinary send callback with the client and closes it.
func send(t testing.TB, client *webhook.Client) *webhook.Exchange {
	t.Helper()
	defer client.Close()
	return client.Send(t.Context(), target(t).Request(ordinary(sendCommand(t)), time.Now()))
}

// ids lists the checks that found something, each once, in order.
func ids(j judge.Judgement) []string {
	var list []string
	for _, f := range j.Findings {
		if len(list) == 0 || list[len(list)-1] != f.Check.ID {
			list = append(list, f.Check.ID)
		}
	}
	return list
}

// brief writes findings as the tables of these tests do: "FAIL resp-errorcode-present /ErrorCode @48+3".
func brief(j judge.Judgement) string {
	var lines []string
	for _, f := range j.Findings {
		line := judge.OutcomeOf(f.Level).String() + " " + f.Check.ID
		if f.Path != "" {
			line += " " + f.Path
		}
		if f.Offset >= 0 {
			line += fmt.Sprintf(" @%d+%d", f.Offset, f.Length)
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, ", ")
}

// expectation is the one under which a check is held.
func expectation(c *judge.Check) payloads.Expect {
	for _, e := range []payloads.Expect{payloads.ExpectOK, payloads.ExpectRefuse, payloads.ExpectSurvive} {
		if c.HeldFor.Includes(e) {
			return e
		}
	}
	return payloads.ExpectInfo
}

// whole is an HTTP answer with the packet under status 200.
func whole(packet string) string {
	return fmt.Sprintf("%sContent-Length: %d\r\n\r\n%s", head, len(packet), packet)
}
