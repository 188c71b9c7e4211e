package send

import (
	"strings"
	"testing"

	"github.com/timhook/timhook/cmd/flags"
	"github.com/timhook/timhook/cmd/verbtest"
	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/chat"
	"github.com/timhook/timhook/webhook"
)

func TestTheNextCommandGoesOnFromTheAnswer(t *testing.T) {
	check, err := judge.Lookup("resp-errorcode-present")
	if err != nil {
		t.Fatal(err)
	}
	pass, failure := judge.Judgement{Outcome: judge.Pass}, judge.Judgement{Outcome: judge.Error}
	fail := judge.Judgement{Outcome: judge.Fail, Findings: []judge.Finding{{Check: check, Level: payloads.Must}}}
	for _, tt := range []struct {
		name, args, callback string
		judged               []judge.Judgement
		want                 string
	}{
		{"a pass", "send", "send", []judge.Judgement{pass}, "timhook test -u http://127.0.0.1:8080/im"},
		{
			"what the suite shares", "send --token env:IM_TOKEN --sdk-app-id 7 --timeout 1s --set A=1 -n 2 --seed 3 --save x -v",
			"send",
			[]judge.Judgement{pass},
			"timhook test --token env:IM_TOKEN --sdk-app-id 7 --timeout 1s -u http://127.0.0.1:8080/im",
		},
		{"what it signs itself", "send --sign wrong --request-time -90s", "send", []judge.Judgement{pass}, "timhook test -u http://127.0.0.1:8080/im"},
		{
			"a callback that is not usual", "c2c-before-send", "c2c-before-send",
			[]judge.Judgement{pass},
			"timhook test -u http://127.0.0.1:8080/im --callbacks c2c-before-send",
		},
		{"a failure", "send", "send", []judge.Judgement{pass, fail}, "timhook explain resp-errorcode-present"},
		{"no answer", "send", "send", []judge.Judgement{failure}, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			o, err := verbtest.Parse(t, command, append(strings.Fields(tt.args), "-u", ":8080/im")...)
			if err != nil {
				t.Fatal(err)
			}
			endpoint, err := webhook.ParseEndpoint("http://127.0.0.1:8080/im")
			if err != nil {
				t.Fatal(err)
			}
			callback, err := chat.Lookup(tt.callback)
			if err != nil {
				t.Fatal(err)
			}
			run := &conformance.Report{}
			for _, j := range tt.judged {
				run.Results = append(run.Results, conformance.Result{
					Delivery: conformance.Delivery{Packet: payloads.Packet{Command: callback}}, Judgement: j,
				})
			}
			s := &sending{a: verbtest.App(), o: o, setup: flags.Setup{Target: webhook.Target{URL: endpoint}}}
			if got := s.next(run); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}
