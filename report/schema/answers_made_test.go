package schema_test

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/chat"
	"github.com/timhook/timhook/report/schema"
	"github.com/timhook/timhook/webhook"
)

// answersMade are answers with each of some codes, states and texts, and with members that some callbacks read.
func answersMade() []string {
	var list []string
	for _, more := range []string{
		"", `,"MsgBody":[{"MsgType":"TIMTextElem","MsgContent":{"Text":"red packet"}}]`,
		`,"MsgBody":null`, `,"MsgBody":[]`,
		`,"CloudCustomData":"x"`, `,"RspData":"hello"`, `,"RefusedMembers_Account":[]`, `,"ResultItem":[]`,
		`,"ResultItem":[{"To_Account":"id1","ResultCode":0,"ResultInfo":""},{"To_Account":"id2","ResultCode":38001,` +
			`"ResultInfo":"no"}]`,
	} {
		for _, code := range []string{"0", "1", "2", "3", "10016", "10100", "10201", "120001", "-1", `"0"`, "null"} {
			for _, status := range []string{`"OK"`, `"FAIL"`, `"ok"`} {
				for _, info := range []string{`""`, `"because"`, "null"} {
					list = append(list, `{"ActionStatus":`+status+`,"ErrorInfo":`+info+`,"ErrorCode":`+code+more+`}`)
				}
			}
		}
	}
	return list
}

// TestTheSchemasAgreeWithTheJudgeOnMadeAnswers takes one callback of each form of the answer.
func TestTheSchemasAgreeWithTheJudgeOnMadeAnswers(t *testing.T) {
	endpoint, err := webhook.ParseEndpoint("http://backend.example/im")
	if err != nil {
		t.Fatal(err)
	}
	target, now := webhook.Target{URL: endpoint, SDKAppID: 1}, time.Unix(1762851903, 0)
	forms, held := map[string]bool{}, 0
	for _, c := range chat.All() {
		form := fmt.Sprint(c.Answer.Codes, len(c.Answer.Fields), c.Answer.Fixed, c.Answer.Decides())
		if forms[form] {
			continue
		}
		forms[form] = true
		strict, tolerant := compileResponse(t, c, schema.Strict), compileResponse(t, c, schema.Tolerant)
		request := target.Request(webhook.Callback{Command: c.Name, Body: []byte(c.Sample)}, now)
		for i, text := range answersMade() {
			if testing.Short() && i%7 != 0 {
				continue
			}
			value, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
			if err != nil {
				t.Fatal(err)
			}
			ex := &webhook.Exchange{Request: request, Status: 200, Body: []byte(text), Start: now}
			findings := judge.Judge(ex, judge.Options{Command: c}).Findings
			isSeen := func(f judge.Finding) bool { return !slices.Contains(unseen(), f.Check.ID) }
			if len(findings) > 0 && !slices.ContainsFunc(findings, isSeen) {
				continue
			}
			held++
			breaksMust := slices.ContainsFunc(findings, func(f judge.Finding) bool {
				return isSeen(f) && f.Level == payloads.Must
			})
			holdAnswer(t, c, "strict", strict, value, text, findings, len(findings) == 0)
			holdAnswer(t, c, "tolerant", tolerant, value, text, findings, !breaksMust)
		}
	}
	if len(forms) < 8 || held < 5000 && !testing.Short() {
		t.Errorf("held %d answers of %d forms, want more", held, len(forms))
	}
}

func holdAnswer(
	t *testing.T, c *payloads.Command, name string, s *jsonschema.Schema, value any, text string,
	findings []judge.Finding, right bool,
) {
	t.Helper()
	if err := s.Validate(value); (err == nil) != right {
		var b bytes.Buffer
		for _, f := range findings {
			fmt.Fprintf(&b, "%s %v: %s; ", f.Check.ID, f.Level, f.Message())
		}
		t.Errorf("%s, %s: the judge has %q, the schema %v: %s", c.Short, name, b.String(), err, text)
	}
}
