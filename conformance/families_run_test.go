package conformance_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/chat"
	"github.com/timhook/timhook/webhook"
)

// Each wrong answer of a callback's family is found, the cause first, and each right one finds nothing, over HTTP and
// as send and replay judge.
func TestOfEachCallbackTheWrongAnswersAreFoundAndTheRightOnesAreNot(t *testing.T) {
	tried, family := 0, map[string]string{}
	for _, f := range answerFamilies() {
		for _, of := range f.callbacks {
			if family[of.short] != "" {
				t.Errorf("%s is of two families", of.short)
			}
			family[of.short] = f.name
			t.Run(of.short, func(t *testing.T) {
				for _, a := range f.answers {
					if a.fits(of) {
						tried++
						wantFinding(t, of, a)
					}
				}
			})
		}
	}
	for _, c := range chat.All() {
		if family[c.Short] == "" {
			t.Errorf("%s is of no family", c.Short)
		}
	}
	if len(family) != 61 || tried < 1000 {
		t.Errorf("got %d callbacks and %d answers, some were lost", len(family), tried)
	}
}

var aboutCodes = regexp.MustCompile(`\{(low|high|below|above)\}`)

// fits leaves answers with codes of one's own to the callbacks that have such.
func (a answered) fits(of ofCallback) bool { return of.low != "" || !aboutCodes.MatchString(a.body) }

func wantFinding(t *testing.T, of ofCallback, a answered) {
	t.Helper()
	c, err := chat.Lookup(of.short)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		packet, _ := io.ReadAll(r.Body)
		body := of.fill(a.body, packet)
		w.Header().Set("Content-Type", "application/json")
		if a.status != 0 {
			if a.status == http.StatusFound {
				w.Header().Set("Location", "/login")
			}
			w.WriteHeader(a.status)
		}
		_, _ = io.WriteString(w, body)
	}))
	defer server.Close()
	endpoint, err := webhook.ParseEndpoint(server.URL + "/im")
	if err != nil {
		t.Fatal(err)
	}
	client := &webhook.Client{Timeout: 20 * time.Second} // a slow machine is no finding
	defer client.Close()
	target := webhook.Target{URL: endpoint, SDKAppID: appID, Token: token}
	results := conformance.Runner{Client: client, Target: target}.Run(t.Context(),
		conformance.Deliveries([]payloads.Packet{withSeveral(t, c, of)}, target), func(conformance.Result) {})
	if len(results) != 1 {
		t.Fatalf("got %d results", len(results))
	}
	got, j := "", results[0].Judgement
	for _, f := range j.Findings {
		if _, fix := f.Advice(); namesOthers(c, fix) {
			t.Errorf("%s: got the fix %q, which names what the answer to %s does not have", f.Check.ID, fix, c.Short)
		}
		if f.Check.ID != "resp-under-2s" { // nor is a slow answer
			got = f.Check.ID
			break
		}
	}
	if got != a.breaks || a.breaks == "" && j.Outcome != judge.Pass {
		t.Errorf("%d %s\ngot  %v %q, want %q: %s", a.status, a.body, j.Outcome, got, a.breaks, brief(j))
	}
}

// namesOthers reports whether an advice names a member that only answers to other callbacks have.
func namesOthers(c *payloads.Command, advice string) bool {
	for _, other := range chat.All() {
		for _, f := range other.Answer.Fields {
			if strings.Contains(advice, f.Name) && c.Answer.Field(f.Name) == nil && c.Field(f.Name) == nil {
				return true
			}
		}
	}
	return false
}

// withSeveral is an ordinary packet whose list names several.
func withSeveral(t *testing.T, c *payloads.Command, of ofCallback) payloads.Packet {
	t.Helper()
	for n := range uint64(100) {
		packets, err := c.Build(payloads.Example(), payloads.Params{
			Seed: 7, Number: n, Now: time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC), Lang: payloads.Plain,
		})
		if err != nil {
			t.Fatal(err)
		}
		if of.list == "" || len(of.namesIn(packets[0].Body)) > 1 {
			return packets[0]
		}
	}
	t.Fatalf("no packet of %s names several", c.Short)
	return payloads.Packet{}
}

// namesIn are those whom the list of a request names, as JSON, each once.
func (of ofCallback) namesIn(packet []byte) []string {
	var members map[string]json.RawMessage
	var list []map[string]json.RawMessage
	if json.Unmarshal(packet, &members) != nil || json.Unmarshal(members[of.list], &list) != nil {
		return nil
	}
	var names []string
	seen := map[string]bool{}
	for _, entry := range list {
		if name := string(entry[of.member]); !seen[name] {
			seen[name], names = true, append(names, name)
		}
	}
	return names
}

// fill writes an answer out, with the three fields that an object lacks in front.
func (of ofCallback) fill(answer string, packet []byte) string {
	items, first, names := []string{}, "", of.namesIn(packet)
	for _, name := range names {
		items = append(items, `{"`+of.member+`":`+name+`,"ResultCode":0,"ResultInfo":""}`)
		if first == "" {
			first = name
		}
	}
	low, _ := strconv.Atoi(of.low)
	high, _ := strconv.Atoi(of.high)
	answer = strings.NewReplacer(
		"{low}", of.low, "{high}", of.high, "{below}", fmt.Sprint(low-1), "{above}", fmt.Sprint(high+1),
		"{refused}", of.refused, "{other}", of.other, "{member}", of.member, "{first}", first,
		"{names}", strings.Join(names, ","),
		"{each}", strings.Join(items, ","), "{rest}", strings.Join(items[min(1, len(items)):], ","),
		"{short}", strings.Join(items[:max(0, len(items)-1)], ","),
	).Replace(answer)
	if !strings.HasPrefix(answer, "{") {
		return answer
	}
	var members []string
	for _, m := range []string{`"ActionStatus":"OK"`, `"ErrorInfo":""`, `"ErrorCode":0`} {
		if name, _, _ := strings.Cut(m, ":"); !strings.Contains(answer, name+":") {
			members = append(members, m)
		}
	}
	if rest := answer[1:]; rest != "}" {
		return "{" + strings.Join(append(members, rest), ",")
	}
	return "{" + strings.Join(members, ",") + "}"
}
