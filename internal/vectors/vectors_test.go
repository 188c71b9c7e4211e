package vectors_test

import (
	"bufio"
	"bytes"
	"cmp"
	"crypto/sha256"
	"flag"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/timhook/timhook/conformance/cases"
	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/internal/backend"
	"github.com/timhook/timhook/internal/vectors"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/chat"
	"github.com/timhook/timhook/webhook"
)

func vectorsOf(t *testing.T, unix int64) vectors.Set {
	t.Helper()
	set, err := vectors.Make(time.Unix(unix, 0))
	if err != nil {
		t.Fatal(err)
	}
	return set
}

var update = flag.Bool("update", false, "rewrite the golden file")

// TestTheVectorsAreAContract has a line for each vector, so that a change of its outcome or its bytes is seen.
func TestTheVectorsAreAContract(t *testing.T) {
	const golden = "../../testdata/golden/vectors.txt"
	set := vectorsOf(t, vectors.Now)
	var lines strings.Builder
	for _, r := range set.Requests {
		sum := sha256.Sum256(r.AppendWire(nil))
		fmt.Fprintf(&lines, "%s %v %s %.12x\n", r.ID, r.Level, cmp.Or(r.Reason, "accept"), sum)
	}
	for _, a := range set.Answers {
		fmt.Fprintf(&lines, "%s %s %.12x\n", a.ID, cmp.Or(a.Check, "right"), sha256.Sum256([]byte(a.Wire)))
	}
	if *update {
		if err := os.WriteFile(golden, []byte(lines.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil || string(want) != lines.String() {
		t.Errorf("%s differs (%v); if that is meant, run go test ./internal/vectors -update:\n%s", golden, err,
			lines.String())
	}
}

func TestThereAreEnoughOfEachKind(t *testing.T) {
	set := vectorsOf(t, vectors.Now)
	seen, reasons := map[string]bool{}, map[vectors.Reason]int{}
	for _, r := range set.Requests {
		if seen[r.ID] {
			t.Errorf("%s is there twice", r.ID)
		}
		seen[r.ID] = true
		reasons[r.Reason]++
	}
	for _, why := range vectors.Reasons() {
		if reasons[why.ID] == 0 {
			t.Errorf("no request is refused for %s", why.ID)
		}
	}
	right, answers := reasons[""], map[bool]int{}
	for _, a := range set.Answers {
		if seen[a.ID+" answer"] || !seen[a.Request] {
			t.Errorf("%s is there twice, or answers %s, which is not there", a.ID, a.Request)
		}
		seen[a.ID+" answer"] = true
		answers[a.Check == ""]++
	}
	if right < 12 || len(set.Requests)-right < 28 || answers[true] < 12 || answers[false] < 28 {
		t.Errorf("got %d right requests of %d, %d right answers and %d wrong ones", right, len(set.Requests),
			answers[true], answers[false])
	}
}

// texts are the reasons of the reference backend for ours.
var texts = map[vectors.Reason]string{
	vectors.NotPost: "the method is not POST", vectors.OtherApp: "SdkAppid is not the application of this backend",
	vectors.Repeated: "Sign or RequestTime is there more than once", vectors.SignMissing: "no Sign, or an empty one",
	vectors.TimeMissing:    "no RequestTime, or an empty one",
	vectors.TimeUnreadable: "the RequestTime is not a decimal number of seconds",
	vectors.SignWrong:      "the Sign does not match", vectors.TimeStale: "the RequestTime is more than a minute old",
	vectors.TimeFuture:     "the RequestTime is more than a minute ahead",
	vectors.BodyUnreadable: "the packet is not one JSON object",
	vectors.OtherCommand:   "query and packet name different commands", "": "",
}

// TestTheReferenceBackendAndTheJudgeSayTheSame plays each request at its own time, at several of them.
func TestTheReferenceBackendAndTheJudgeSayTheSame(t *testing.T) {
	for _, unix := range []int64{vectors.Now, 1_000_000_000, 2_000_000_007} {
		for _, r := range vectorsOf(t, unix).Requests {
			t.Run(r.ID, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					time.Sleep(time.Until(time.Unix(unix, 0)))
					play(t, r)
				})
			})
		}
	}
}

func play(t *testing.T, r vectors.Request) {
	var event backend.Event
	reference := backend.Reference(backend.Options{
		Token: vectors.Token, SDKAppID: vectors.SDKAppID, Log: func(e backend.Event) { event = e },
	})
	request, err := http.ReadRequest(bufio.NewReader(bytes.NewReader(r.AppendWire(nil))))
	if err != nil {
		t.Fatal(err)
	}
	w := httptest.NewRecorder()
	reference.ServeHTTP(w, request)
	isRefused := event.Outcome == backend.Refused
	if isRefused != (r.Reason != "") || isRefused && event.Reason != texts[r.Reason] {
		t.Errorf("the reference backend: %v, %q; want %q", event.Outcome, event.Reason, texts[r.Reason])
	}
	for _, why := range vectors.Reasons() {
		if why.ID == r.Reason && why.Status != event.Status {
			t.Errorf("got status %d, want %d", event.Status, why.Status)
		}
	}
	var raw bytes.Buffer
	if err := w.Result().Write(&raw); err != nil {
		t.Fatal(err)
	}
	command, _ := chat.Lookup(r.Callback)
	if event.Outcome == backend.Ignored {
		command = nil
	}
	options := judge.Options{Command: command, Secrets: []string{vectors.Token}}
	if isRefused {
		options.Expect = payloads.ExpectRefuse
	}
	if got := judged(t, r.Request, raw.String(), options); len(got.Findings) > 0 {
		t.Errorf("the judge of its answer: %v", got.Findings)
	}
	if !isRefused {
		return
	}
	if r.ID == "wrong-sdkappid-other" || r.ID == "wrong-sdkappid-longer" {
		options.Under = judge.OtherApplication // which the judge cannot see
	}
	const accepted = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 50\r\n\r\n" + judge.Canonical
	blamed := judged(t, r.Request, accepted, options).Findings
	if r.Check != "" && (len(blamed) != 1 || blamed[0].Check.ID != r.Check) {
		t.Errorf("the judge of a backend that accepts: %v, want %s", blamed, r.Check)
	}
}

func judged(t *testing.T, r *webhook.Request, raw string, o judge.Options) judge.Judgement {
	t.Helper()
	ex, ok := webhook.Reread(r.Method, []byte(raw))
	if !ok {
		ex = &webhook.Exchange{Failure: &webhook.Failure{Class: webhook.Malformed}}
	}
	ex.Request, ex.Start = r, time.Now()
	return judge.Judge(ex, o)
}

func TestTheSuiteExpectsTheSame(t *testing.T) {
	send, err := chat.Lookup("send")
	if err != nil {
		t.Fatal(err)
	}
	held := 0
	for _, r := range vectorsOf(t, vectors.Now).Requests {
		if r.Case == "" {
			continue
		}
		found := false
		for _, c := range cases.Suite(send) {
			if c.Tamper != r.Case {
				continue
			}
			found = true
			held++
			isOpen := c.Expect == payloads.ExpectInfo || c.Expect == payloads.ExpectSurvive
			if isOpen && r.Level != payloads.May {
				t.Errorf("%s: either is right in the suite; want level MAY", r.ID)
			}
			if !isOpen && (c.Expect.Accepts() != (r.Reason == "") || c.Level != r.Level) {
				t.Errorf("%s: the suite expects %v at %v; got the reason %q at %v", r.ID, c.Expect, c.Level, r.Reason,
					r.Level)
			}
		}
		if !found {
			t.Errorf("%s: there is no case %s", r.ID, r.Case)
		}
	}
	if held < 30 {
		t.Errorf("held %d requests to the suite, want 30 or more", held)
	}
}

func TestTheJudgeSaysTheSameOfEachAnswer(t *testing.T) {
	set := vectorsOf(t, vectors.Now)
	requests := map[string]vectors.Request{}
	for _, r := range set.Requests {
		requests[r.ID] = r
	}
	for _, a := range set.Answers {
		t.Run(a.ID, func(t *testing.T) {
			r := requests[a.Request]
			command, err := chat.Lookup(r.Callback)
			if err != nil {
				t.Fatal(err)
			}
			got := judged(t, r.Request, a.Wire, judge.Options{Command: command}).Findings
			switch {
			case a.Check == "" && len(got) > 0:
				t.Errorf("got %v, want no finding", got)
			case a.Check != "" && (len(got) == 0 || got[0].Check.ID != a.Check || got[0].Level != a.Level):
				t.Errorf("got %v, want %s at %v", got, a.Check, a.Level)
			}
		})
	}
}
