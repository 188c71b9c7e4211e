package request_test

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"io"
	"maps"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/internal/backend"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/chat"
	"github.com/timhook/timhook/payloads/jsontree"
	"github.com/timhook/timhook/report/reporttest"
	"github.com/timhook/timhook/report/request"
	"github.com/timhook/timhook/webhook"
)

// k6Checks are the checks that a script holds: every MUST about a single answer, but for those that need the types of
// the request's fields, another answer, what the user expects, or the one answer that a page allows.
func k6Checks(t testing.TB) map[string]*judge.Check {
	t.Helper()
	held := map[string]*judge.Check{}
	for _, c := range judge.Checks() {
		sent := c.Flaw == judge.NoFlaw || c.Flaw == judge.FlawSignature || c.Flaw == judge.FlawTime
		needsMore := slices.Contains([]string{
			"answer-rewrite-valid", "answer-same-as-ordinary", "answer-expected", "answer-fixed",
		}, c.ID)
		if c.Level == payloads.Must && c.Under == judge.Plain && sent && !needsMore {
			held[c.ID] = c
		}
	}
	if len(held) < 12 {
		t.Fatalf("got %d checks, want at least 12", len(held))
	}
	return held
}

func TestTheScriptNamesItsChecksAsTimhookDoes(t *testing.T) {
	script := scriptOf(t, request.NewK6(shots(t, "{}"), k6Target(t, "http://127.0.0.1/im")))
	named := map[string]bool{}
	for _, match := range regexp.MustCompile(`'((?:resp|behave|answer)-[a-z0-9-]+)'`).FindAllStringSubmatch(script, -1) {
		named[match[1]] = true
	}
	held := k6Checks(t)
	for name := range named {
		if held[name] == nil {
			t.Errorf("%s is none of timhook's checks of a single answer", name)
		}
	}
	for name := range held {
		if !named[name] {
			t.Errorf("the script does not hold %s", name)
		}
	}
}

// pairing is an answer as timhook's client and as k6 would give it.
type pairing struct {
	name string
	ex   *webhook.Exchange
	k6   k6Answer
}

func paired(name string, ex *webhook.Exchange) pairing {
	encoded := base64.StdEncoding.EncodeToString(ex.Body)
	a := k6Answer{Status: ex.Status, Body: &encoded, Headers: map[string]string{}}
	if ex.Status == 204 || ex.Status == 304 {
		a.Body = nil
	}
	if ex.Status >= 400 {
		a.ErrorCode = 1000 + ex.Status // 4xx and 5xx are errors to k6 as well
	}
	for _, h := range ex.Header {
		a.Headers[http.CanonicalHeaderKey(h.Name)] = h.Value
	}
	a.Timings.Duration, a.Timings.Receiving = float64(ex.Timing.Total)/float64(time.Millisecond), 0.5
	return pairing{name, ex, a}
}

// compare holds both to the answers, under each expectation. What timhook only warns of is right for k6.
func compare(t *testing.T, pairings []pairing) {
	t.Helper()
	compareTo(t, nil, pairings, payloads.ExpectOK, payloads.ExpectRefuse, payloads.ExpectSurvive, payloads.ExpectInfo)
}

// compareTo compares answers to a callback; nil is one whose answers decide nothing.
func compareTo(t *testing.T, c *payloads.Command, pairings []pairing, expects ...payloads.Expect) {
	t.Helper()
	held := k6Checks(t)
	deliveries := shots(t, slices.Repeat([]string{"{}"}, len(expects))...)
	for i, expect := range expects {
		deliveries[i].Expect = expect
		if c != nil {
			deliveries[i].Packet.Command = c
		}
	}
	target := k6Target(t, "http://127.0.0.1/im")
	target.Token = ""
	run := k6Run{Env: map[string]string{"TIMHOOK_RATE": "1000000"}}
	for _, p := range pairings {
		run.Answers = append(run.Answers, slices.Repeat([]k6Answer{p.k6}, len(expects))...)
	}
	for i, got := range exchanges(t, request.NewK6(deliveries, target), run) {
		p, expect := pairings[i/len(expects)], expects[i%len(expects)]
		want := map[string]bool{}
		j := judge.Judge(p.ex, judge.Options{Command: c, Expect: expect})
		for _, c := range j.Passed {
			if held[c.ID] != nil {
				want[c.ID] = true
			}
		}
		for _, f := range j.Findings {
			if _, told := want[f.Check.ID]; held[f.Check.ID] != nil && (!told || f.Level == payloads.Must) {
				want[f.Check.ID] = f.Level != payloads.Must
			}
		}
		if diff := cmp.Diff(want, got.Verdicts); diff != "" {
			t.Errorf("%s under %s, status %d, body %.200q: timhook - and the script +\n%s", p.name, expect, p.ex.Status,
				p.ex.Body, diff)
		}
		if fails := got.Samples["timhook_fail"].Value == 1; fails != slices.Contains(slices.Collect(maps.Values(want)), false) {
			t.Errorf("%s under %s: counted as failed: %t", p.name, expect, fails)
		}
	}
}

// The faults that lead to a whole answer, over TCP.
func TestTheScriptBlamesAFaultyBackendAsTimhookDoes(t *testing.T) {
	request := addressed(t, "http://127.0.0.1/im", `{"CallbackCommand":"Group.CallbackAfterSendMsg"}`)
	var pairings []pairing
	for _, f := range backend.Faults() {
		if !quick(f) {
			continue
		}
		ex := answeredBy(t, f.Break(backend.Reference(backend.Options{})), reporttest.Packet(t, chat.Usual()[1].Sample))
		ex.Request = request
		pairings = append(pairings, paired(f.Name, ex))
	}
	if len(pairings) < 45 {
		t.Fatalf("got %d answers, want at least 45", len(pairings))
	}
	compare(t, pairings)
}

// answeredBy is the exchange with a backend over TCP.
func answeredBy(t *testing.T, h http.Handler, p payloads.Packet) *webhook.Exchange {
	t.Helper()
	server := httptest.NewServer(h)
	defer server.Close()
	defer server.CloseClientConnections()
	endpoint, err := webhook.ParseEndpoint(server.URL + "/im")
	if err != nil {
		t.Fatal(err)
	}
	client := &webhook.Client{NoKeepAlive: true}
	ex := client.Send(t.Context(),
		webhook.Target{URL: endpoint, SDKAppID: 1400000000}.Request(conformance.CallbackOf(p), time.Now()))
	if ex.Failure != nil {
		t.Fatal(ex.Failure)
	}
	ex.Timing.Total = time.Millisecond
	return ex
}

// Right backends in each decision, and the faults of their answers.
func TestTheScriptJudgesAnswersThatDecideAsTimhookDoes(t *testing.T) {
	tried := 0
	for _, c := range chat.All() {
		if !c.Answer.Decides() {
			continue
		}
		packet := reporttest.Packet(t, c.Sample)
		packet.Command = c
		var pairings []pairing
		for _, does := range backend.Decisions(c.Answer) {
			decide := func(*payloads.Command, jsontree.Value) backend.Decision { return backend.Decision{Does: does} }
			h := backend.Reference(backend.Options{Decide: decide})
			pairings = append(pairings, paired(does.String(), answeredBy(t, h, packet)))
		}
		for _, f := range backend.Faults() {
			if f.Callback == c.Short && quick(f) && f.Name != "list-wrong-name" { // a name that k6 does not look for
				tried++
				h := f.Break(backend.Reference(backend.Options{}))
				pairings = append(pairings, paired(f.Name, answeredBy(t, h, packet)))
			}
		}
		compareTo(t, c, pairings, payloads.ExpectOK, payloads.ExpectSurvive, payloads.ExpectInfo)
	}
	if tried < 15 {
		t.Errorf("got %d faults, some were lost", tried)
	}
}

// quick says that a fault answers at once and whole, as far as k6 can tell.
func quick(f backend.Fault) bool {
	return !slices.ContainsFunc(f.Trips, func(id string) bool {
		return id == "resp-answer" || id == "resp-under-2s" || id == "resp-framing" || id == "resp-size" || id == "resp-not-echo" || strings.HasPrefix(id, "behave-")
	})
}

// The samples of every check, its good answer and its bad one.
func TestTheScriptJudgesTheSamplesAsTimhookDoes(t *testing.T) {
	var pairings []pairing
	for _, c := range judge.Checks() {
		for name, raw := range map[string]string{c.ID + ", good": c.Good, c.ID + ", bad": c.Bad} {
			if raw == "" {
				continue // silence, which k6 tells by its error code
			}
			answer, err := http.ReadResponse(bufio.NewReader(strings.NewReader(raw)), nil)
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			body, err := io.ReadAll(answer.Body)
			if err != nil {
				continue // cut short, which k6 tells by its error code
			}
			ex := &webhook.Exchange{
				Proto: "HTTP/1.1", Status: answer.StatusCode, Body: body,
				Timing: webhook.Timing{Total: time.Millisecond},
			}
			for name := range answer.Header {
				ex.Header = append(ex.Header, webhook.HeaderField{Name: name, Value: answer.Header.Get(name)})
			}
			pairings = append(pairings, paired(name, ex))
		}
	}
	compare(t, pairings)
}

// Answers that are almost right, the same ones each time.
func TestTheScriptReadsPacketsAsTimhookDoes(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	var pairings []pairing
	for range 2500 {
		ex := &webhook.Exchange{
			Proto: "HTTP/1.1", Status: 200, Body: almostRight(r), Timing: webhook.Timing{Total: time.Millisecond},
		}
		pairings = append(pairings, paired("mutant", ex))
	}
	compare(t, pairings)
}

// almostRight is a packet of pieces that stand in packets, with a byte or two of noise now and then.
func almostRight(r *rand.Rand) []byte {
	pick := func(list ...string) string { return list[r.IntN(len(list))] }
	var members []string
	for range r.IntN(6) {
		name := pick("ActionStatus", "ErrorCode", "ErrorInfo", "ActionStatus", "ErrorCode", "ErrorInfo", "actionstatus",
			"error_code", "Error-Info", "errorCode", "data", `\u0045rrorCode`, "__proto__", "toString", "")
		value := pick(`"OK"`, `"FAIL"`, `"ok"`, `""`, "0", "0", "1", "-1", "-0", "0.0", "0e0", "1E2",
			"9223372036854775807", "9223372036854775808", "-9223372036854775809", "null", "true", "false", `"0"`, `"\u004fK"`, `"é\ufffd你😀"`, `{"a":[1,{"ErrorCode":2}],"b":"}"}`, "[]", "{}", `[",",":","\"","\\"]`)
		members = append(members,
			pick("", " ", "\n")+`"`+name+`"`+pick("", "\t")+":"+pick("", " ")+value+pick("", "\r\n"))
	}
	if r.IntN(2) == 0 {
		members = []string{
			`"ActionStatus":` + pick(`"OK"`, `"FAIL"`, "1"), `"ErrorInfo":` + pick(`""`, `"x"`, "null"),
			`"ErrorCode":` + pick("0", "0", "3", "0.0", `"0"`),
		}
		r.Shuffle(len(members), func(i, j int) { members[i], members[j] = members[j], members[i] })
	}
	body := []byte(pick("", "", "", " ", "\ufeff", "\n", "[") + "{" + strings.Join(members, ",") + "}" + pick("", "", "", "", "\n", "}", "x", "{}", "\x00"))
	for range r.IntN(8) - 5 {
		at := r.IntN(len(body))
		switch r.IntN(3) {
		case 0:
			body[at] = byte(r.IntN(256))
		case 1:
			body = slices.Delete(body, at, at+1)
		case 2:
			body = slices.Insert(body, at,
				[]byte(pick("\"", "\xff", ",", "\u00a0", "\x0b", "\xe4\xbd", "\\", "\xc0\x80", "\xed\xa0\x80"))...)
		}
	}
	return bytes.Clone(body)
}

// What k6 tells by its error codes.
func TestTheScriptJudgesWhatIsNoWholeAnswer(t *testing.T) {
	begun := func(a k6Answer) k6Answer {
		a.Timings.Receiving = 0.5
		return a
	}
	silence, closed, reset := k6Answer{ErrorCode: 1050}, k6Answer{ErrorCode: 1000}, k6Answer{ErrorCode: 1220}
	late, half, garbled := begun(silence), begun(closed), begun(closed)
	silence.Timings.Duration, late.Timings.Duration = 2000, 2000
	large, slow, compressed := answered(strings.Repeat(" ", 1<<20)+"{}"), answered(judge.Canonical), answered(judge.Canonical)
	slow.Timings.Duration = 2000.5
	compressed.Headers["Content-Encoding"] = "gzip"
	refused, unresolved, untrusted := k6Answer{ErrorCode: 1212}, k6Answer{ErrorCode: 1101}, k6Answer{ErrorCode: 1310}
	undecoded := begun(k6Answer{ErrorCode: 1701})
	upgraded := k6Answer{Throws: "unsupported response status: 101 Switching Protocols"}
	const answer, under, framing = "resp-answer", "resp-under-2s", "resp-framing"
	unreached := map[string]bool{"backend-reached": false}
	table := []struct {
		name    string
		answer  k6Answer
		want    map[string]bool // to what has to be accepted
		refuses bool            // is a refusal
		lives   bool            // is an answer to an odd packet
		late    float64
	}{
		{"a timeout", late, map[string]bool{under: false}, false, false, 1},
		{"a timeout without a byte", silence, map[string]bool{answer: false}, false, false, 1},
		{
			"a late answer", slow,
			map[string]bool{
				answer: true, under: false, framing: true, "resp-size": true, "resp-no-redirect": true, "resp-status-200": true,
				"resp-content-encoding": true, "resp-unwrapped": true,
				"resp-json": true, "resp-case": true, "resp-actionstatus-present": true, "resp-errorcode-present": true,
				"resp-errorinfo-present": true, "resp-errorcode-zero": true,
			},
			false, true, 1,
		},
		{"a closed connection", closed, map[string]bool{answer: false}, true, false, 0},
		{"a connection closed within the answer", half, map[string]bool{framing: false}, true, false, 0},
		{"a reset", reset, map[string]bool{answer: false}, true, false, 0},
		{"no HTTP", garbled, map[string]bool{framing: false}, true, false, 0},
		{
			"more than a MiB", large,
			map[string]bool{
				answer: true, under: true, framing: true, "resp-size": false, "resp-no-redirect": true, "resp-status-200": true,
			},
			true, true, 0,
		},
		{
			"compressed", compressed,
			map[string]bool{
				answer: true, under: true, framing: true, "resp-size": true, "resp-no-redirect": true, "resp-status-200": true,
				"resp-content-encoding": false, "resp-unwrapped": true, "resp-json": true, "resp-case": true,
				"resp-actionstatus-present": true, "resp-errorcode-present": true, "resp-errorinfo-present": true,
				"resp-errorcode-zero": true,
			},
			false, true, 0,
		},
		{
			"not what it says it is compressed as", undecoded,
			map[string]bool{answer: true, under: true, "resp-content-encoding": false},
			true,
			true, 0,
		},
		{
			"101", upgraded,
			map[string]bool{
				answer: true, under: true, framing: true, "resp-size": true, "resp-no-redirect": true, "resp-status-200": false,
			},
			true, true, 0,
		},
		{"connection refused", refused, unreached, false, false, -1},
		{"no such host", unresolved, unreached, false, false, -1},
		{"an unknown authority", untrusted, unreached, false, false, -1},
	}
	deliveries := shots(t, "{}", "{}", "{}")
	deliveries[1].Expect, deliveries[2].Expect = payloads.ExpectRefuse, payloads.ExpectSurvive
	target := k6Target(t, "http://127.0.0.1/im")
	target.Token = ""
	var run k6Run
	for _, c := range table {
		run.Answers = append(run.Answers, c.answer, c.answer, c.answer)
	}
	all := exchanges(t, request.NewK6(deliveries, target), run)
	for i, c := range table {
		t.Run(c.name, func(t *testing.T) {
			got := all[3*i : 3*i+3]
			refuses, lives := map[string]bool{answer: true, "behave-refuses-signature": c.refuses}, map[string]bool{"behave-survives": c.lives}
			if code := c.answer.ErrorCode; code == 0 || code == 1701 {
				refuses[framing], lives[framing] = true, true
			}
			if c.answer.ErrorCode == 1050 {
				refuses = map[string]bool{answer: false}
			}
			if c.late < 0 {
				refuses, lives = unreached, unreached
			}
			if diff := cmp.Diff([]map[string]bool{c.want, refuses, lives}, []map[string]bool{got[0].Verdicts, got[1].Verdicts, got[2].Verdicts}); diff != "" {
				t.Errorf("%s (-want +got):\n%s", c.name, diff)
			}
			if late, counted := got[0].Samples["timhook_late"]; counted != (c.late >= 0) || counted && late.Value != c.late {
				t.Errorf("got %+v, want %v late", late, c.late)
			}
			if _, counted := got[1].Samples["timhook_late"]; counted {
				t.Errorf("what is to be refused counts as late or not")
			}
		})
	}
}
