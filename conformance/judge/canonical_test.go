package judge

import (
	"bufio"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/webhook"
)

func canonicalExchange() *webhook.Exchange {
	return &webhook.Exchange{
		Request: &webhook.Request{}, Status: 200, Body: []byte(Canonical),
		Header: []webhook.HeaderField{
			{Name: "Content-Type", Value: "application/json"}, {Name: "Content-Length", Value: "50"},
		},
		Timing: webhook.Timing{Total: time.Millisecond},
	}
}

func TestTheShortWayJudgesAsTheLongOne(t *testing.T) {
	ex := canonicalExchange()
	for _, expect := range []payloads.Expect{payloads.ExpectOK, payloads.ExpectSame, payloads.ExpectValue} {
		o := Options{Expect: expect, Secrets: []string{"k7Qd2mXz9TnB4vRw"}}
		if !isCanonical(ex, o) {
			t.Fatal("the canonical answer takes the long way")
		}
		byID := cmp.Comparer(func(a, b *Check) bool { return a.ID == b.ID })
		if diff := cmp.Diff(judge(ex, o), Judge(ex, o), byID, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%v (-long +short):\n%s", expect, diff)
		}
	}
}

func TestWhatAnyCheckFindsFaultWithTakesTheLongWay(t *testing.T) {
	for name, spoil := range map[string]func(*webhook.Exchange){
		"failure":        func(ex *webhook.Exchange) { ex.Failure = &webhook.Failure{Class: webhook.Closed} },
		"status":         func(ex *webhook.Exchange) { ex.Status = 201 },
		"truncated":      func(ex *webhook.Exchange) { ex.Truncated = true },
		"stray":          func(ex *webhook.Exchange) { ex.Stray = []byte("\n") },
		"framing":        func(ex *webhook.Exchange) { ex.Framing = []string{"odd"} },
		"slow":           func(ex *webhook.Exchange) { ex.Timing.Total = time.Second },
		"body":           func(ex *webhook.Exchange) { ex.Body = []byte(Canonical + " ") },
		"type":           func(ex *webhook.Exchange) { ex.Header[0].Value = "text/html" },
		"leak in a head": func(ex *webhook.Exchange) { ex.Header[1] = webhook.HeaderField{Name: "X", Value: "k7Qd2mXz9TnB4vRw"} },
		"both framings": func(ex *webhook.Exchange) {
			ex.Header = append(ex.Header, webhook.HeaderField{Name: "Transfer-Encoding", Value: "chunked"})
		},
	} {
		t.Run(name, func(t *testing.T) {
			ex := canonicalExchange()
			spoil(ex)
			if isCanonical(ex, Options{Secrets: []string{"k7Qd2mXz9TnB4vRw"}}) {
				t.Errorf("takes the short way")
			}
		})
	}
}

// TestNoCheckIsPassedOverByTheShortWay puts the head of each check's bad sample around the canonical body.
func TestNoCheckIsPassedOverByTheShortWay(t *testing.T) {
	tried := 0
	for _, c := range accepting() {
		answer, err := http.ReadResponse(bufio.NewReader(strings.NewReader(c.Bad)), nil)
		if err != nil {
			continue // a bad sample without a head takes the long way in any case
		}
		tried++
		t.Run(c.ID, func(t *testing.T) {
			ex := canonicalExchange()
			ex.Status, ex.Header = answer.StatusCode, nil
			for name, values := range answer.Header {
				for _, value := range values {
					ex.Header = append(ex.Header, webhook.HeaderField{Name: name, Value: value})
				}
			}
			if found := judge(ex, Options{}).Findings; len(found) > 0 && isCanonical(ex, Options{}) {
				t.Errorf("%s finds fault with it, and isCanonical passes it over", found[0].Check.ID)
			}
		})
	}
	if tried < 10 {
		t.Errorf("%d heads were tried, want at least 10", tried)
	}
}

func TestAFieldThatNobodyKnowsTakesTheLongWay(t *testing.T) {
	ex := canonicalExchange()
	ex.Header = append(ex.Header, webhook.HeaderField{Name: "X-Powered-By", Value: "PHP/8.3.1"})
	if isCanonical(ex, Options{}) {
		t.Error("it takes the short way, so that a check about it would be passed over")
	}
}

func TestTheShortWayAllocatesNothing(t *testing.T) {
	ex, o := canonicalExchange(), Options{Secrets: []string{"k7Qd2mXz9TnB4vRw"}}
	if n := testing.AllocsPerRun(100, func() { Judge(ex, o) }); n > 0 {
		t.Errorf("got %v allocations, want none", n)
	}
}

func BenchmarkJudgeCanonical(b *testing.B) {
	ex := canonicalExchange()
	b.ReportAllocs()
	for b.Loop() {
		Judge(ex, Options{})
	}
}

func BenchmarkJudgeOther(b *testing.B) {
	ex := canonicalExchange()
	ex.Body = []byte(`{"ErrorCode":0,"ErrorInfo":"","ActionStatus":"OK"}`)
	b.ReportAllocs()
	for b.Loop() {
		Judge(ex, Options{})
	}
}
