package payloadstest

import (
	"slices"
	"testing"
	"time"

	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/webhook"
)

// Packet is an answer with more members beside the three.
func Packet(code, info, more string) string {
	return `{"ActionStatus":"OK","ErrorInfo":"` + info + `","ErrorCode":` + code + more + `}`
}

// Answers tests how answers to the samples are judged. A row is a callback, an answer and the requirement that it
// breaks, "" where it is right. A callback whose answer decides nothing needs none: 0 is right for it and 1 is not,
// since the event is lost. To none of them is a plain "success" an answer.
func Answers(t *testing.T, commands []*payloads.Command, rows [][3]string) {
	t.Helper()
	for _, c := range payloads.Join(commands...) {
		of := slices.DeleteFunc(slices.Clone(rows), func(row [3]string) bool { return row[0] != c.Short })
		of = append(of, [3]string{c.Short, "success", "resp-json"})
		if !c.Answer.Decides() {
			of = append(of, [3]string{c.Short, Packet("0", "", ""), ""},
				[3]string{c.Short, Packet("1", "", ""), "resp-errorcode-zero"})
		}
		t.Run(c.Short, func(t *testing.T) {
			right, wrong := false, false
			for _, row := range of {
				body, want := row[1], row[2]
				right, wrong = right || want == "", wrong || want != "" && body != "success"
				if got := broken(t, c, body); got != want {
					t.Errorf("%s breaks %q, want %q", body, got, want)
				}
			}
			if !right || !wrong {
				t.Error("want a right answer and a wrong one")
			}
		})
	}
}

// broken is the first requirement that an answer breaks.
func broken(t *testing.T, c *payloads.Command, body string) string {
	t.Helper()
	endpoint, err := webhook.ParseEndpoint("http://backend.example/im")
	if err != nil {
		t.Fatal(err)
	}
	target := webhook.Target{URL: endpoint, SDKAppID: 1400187352}
	callback := webhook.Callback{
		Command: c.Name, ClientIP: "203.0.113.24", OptPlatform: "Android", Body: []byte(c.Sample),
	}
	j := judge.Judge(&webhook.Exchange{
		Proto: "HTTP/1.1", Status: 200, Body: []byte(body), Request: target.Request(callback, time.Now()),
		Timing: webhook.Timing{Total: 20 * time.Millisecond},
	}, judge.Options{Command: c})
	if j.Err != nil {
		t.Fatal(j.Err)
	}
	if len(j.Findings) == 0 {
		return ""
	}
	return j.Findings[0].Check.ID
}
