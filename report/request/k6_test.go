package request_test

import (
	"encoding/json"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/conformance/budget"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/chat"
	"github.com/timhook/timhook/report/reporttest"
	"github.com/timhook/timhook/report/request"
	"github.com/timhook/timhook/report/safe"
	"github.com/timhook/timhook/webhook"
)

// hostileScript is a script with everything that a script can hold.
func hostileScript(t testing.TB) request.K6 {
	t.Helper()
	deliveries := shots(t, `{"Text":"你好 </script> `+"`${x}` \u2028 \u202e ##[error]"+` \"q\" 'q' \\"}`,
		reporttest.Hostile, "", "*/ // \ufeff")
	deliveries[1].Expect, deliveries[1].Signing = payloads.ExpectRefuse, webhook.SignWrong
	deliveries[2].Level = payloads.Should
	deliveries[3].Packet.Command = chat.All()[0]
	deliveries[3].Expect = payloads.ExpectSurvive
	target := k6Target(t, "https://www.example.com/im?key=</script>")
	if err := target.SetHeader("X-Hostile: </script>\u2028`${x}`\u202e"); err != nil {
		t.Fatal(err)
	}
	k := request.NewK6(deliveries, target)
	k.Rate, k.Per, k.Duration = 7.5, time.Minute, 90*time.Second
	k.Budgets = budgets(t, "p95<300ms", "Group.*: late<0.1%")
	return k
}

func budgets(t testing.TB, texts ...string) []budget.Budget {
	t.Helper()
	var list []budget.Budget
	for _, text := range texts {
		b, err := budget.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, b)
	}
	return list
}

func TestTheScriptLooksLikeTheGoldenOne(t *testing.T) {
	script := scriptOf(t, hostileScript(t))
	_, data, found := strings.Cut(script, "\nfunction plan() {")
	if !found {
		t.Fatal("the script has no plan")
	}
	reporttest.Golden(t, "k6", "function plan() {"+data) // what stands before is the same in every script
	node, err := exec.LookPath("node")
	if err != nil {
		t.Skip("node is not installed here")
	}
	file := filepath.Join(t.TempDir(), "script.mjs")
	if err := os.WriteFile(file, []byte(script), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.CommandContext(t.Context(), node, "--check", file).CombinedOutput(); err != nil {
		t.Errorf("the script does not parse: %v\n%s", err, out)
	}
}

func TestTheTargetsLookLikeTheGoldenOnes(t *testing.T) {
	target := k6Target(t, "https://www.example.com/im?key=1")
	target.Token = ""
	for _, h := range []string{"X-One: 1", "X-One: 2", "User-Agent:"} {
		if err := target.SetHeader(h); err != nil {
			t.Fatal(err)
		}
	}
	var list []*webhook.Request
	for _, body := range []string{`{"Text":"你好"}`, reporttest.Hostile, ""} {
		list = append(list, target.Request(conformance.CallbackOf(reporttest.Packet(t, body)), time.Time{}))
	}
	got := printed(t, "vegeta", list...)
	reporttest.Golden(t, "vegeta", got)
	dec := json.NewDecoder(strings.NewReader(got))
	for i, want := range list {
		var line struct {
			Method, URL string
			Body        []byte
			Header      map[string][]string
		}
		if err := dec.Decode(&line); err != nil {
			t.Fatal(err)
		}
		if line.Method != "POST" || line.URL != want.URL() || string(line.Body) != string(want.Body) {
			t.Errorf("line %d: got %+v", i+1, line)
		}
		if diff := cmp.Diff(map[string][]string{"Host": {"www.example.com"}, "Content-Type": {"application/json"}, "X-One": {"1", "2"}}, line.Header); diff != "" {
			t.Errorf("line %d: header (-want +got):\n%s", i+1, diff)
		}
	}
}

func TestBudgetsBecomeThresholds(t *testing.T) {
	several := shots(t, "{}") // of a group message
	for _, other := range []string{"bot", "recall"} {
		c, err := chat.Lookup(other)
		if err != nil {
			t.Fatal(err)
		}
		several = append(several, conformance.Delivery{Packet: payloads.Packet{Command: c}})
	}
	for _, c := range []struct {
		budget string
		want   map[string][]string
		tags   map[string]string // of the group message, beside its name
	}{
		{
			"p99<300ms",
			map[string][]string{
				"http_req_duration{expected_response:true}": {"p(99)<300"}, "timhook_accepted": {"count>0"},
			},
			nil,
		},
		{
			"p99.9<=1.5s",
			map[string][]string{
				"http_req_duration{expected_response:true}": {"p(99.9)<=1500"}, "timhook_accepted": {"count>0"},
			},
			nil,
		},
		{
			"max<250us",
			map[string][]string{
				"http_req_duration{expected_response:true}": {"max<0.25"}, "timhook_accepted": {"count>0"},
			},
			nil,
		},
		{"late<0.1%", map[string][]string{"timhook_late": {"rate<0.001"}}, nil},
		{"late<=5", map[string][]string{"timhook_late_answers": {"count<=5"}}, nil},
		{"fail=0", map[string][]string{"timhook_failures": {"count==0"}}, nil},
		{"fail=0%", map[string][]string{"timhook_fail": {"rate==0"}}, nil},
		{"all:fail=0", map[string][]string{"timhook_failures": {"count==0"}}, nil},
		{
			"send:fail=0",
			map[string][]string{"timhook_failures{callback:Group.CallbackAfterSendMsg}": {"count==0"}},
			nil,
		},
		{
			"Group.*:p95<100ms", map[string][]string{
				"http_req_duration{budget_1:Group.*,expected_response:true}": {"p(95)<100"}, "timhook_accepted{budget_1:Group.*}": {"count>0"},
			}, map[string]string{"budget_1": "Group.*"},
		},
	} {
		t.Run(c.budget, func(t *testing.T) {
			k := request.NewK6(several, k6Target(t, "http://127.0.0.1/im"))
			k.Budgets = budgets(t, c.budget)
			got := planOf(t, k)
			if diff := cmp.Diff(c.want, got.Thresholds); diff != "" {
				t.Errorf("%s (-want +got):\n%s", c.budget, diff)
			}
			tags := map[string]string{"callback": "Group.CallbackAfterSendMsg"}
			maps.Copy(tags, c.tags)
			if diff := cmp.Diff(tags, got.Tags["Group.CallbackAfterSendMsg"]); diff != "" {
				t.Errorf("tags (-want +got):\n%s", diff)
			}
		})
	}
}

// k6Plan is what a script knows of all its callbacks.
type k6Plan struct {
	Thresholds map[string][]string
	Tags       map[string]map[string]string
}

func planOf(t testing.TB, k request.K6) (plan k6Plan) {
	t.Helper()
	_, text, found := strings.Cut(scriptOf(t, k), "\nfunction plan() {\n  return ")
	if err := json.NewDecoder(strings.NewReader(text)).Decode(&plan); !found || err != nil {
		t.Fatalf("the script has no plan: %v", err)
	}
	return plan
}

func TestWhatK6CannotSendIsRefused(t *testing.T) {
	unix := k6Target(t, "unix:/run/app.sock:/im")
	twice := k6Target(t, "http://127.0.0.1/im")
	twice.Header = []webhook.HeaderField{{Name: "X-One", Value: "1"}, {Name: "x-one", Value: "2"}}
	other := request.NewK6(shots(t, "{}", "{}"), k6Target(t, "http://127.0.0.1/im"))
	other.Requests[1] = request.NewK6(shots(t, "{}"), k6Target(t, "http://127.0.0.1/other")).Requests[0]
	missed := request.NewK6(shots(t, "{}"), k6Target(t, "http://127.0.0.1/im"))
	missed.Budgets = budgets(t, "bot:late=0")
	for want, k := range map[string]request.K6{
		"no callbacks to make a script of":                                 {},
		"k6 speaks no HTTP over a Unix socket; give the URL of a TCP port": request.NewK6(shots(t, "{}"), unix),
		"the header field x-one stands twice":                              request.NewK6(shots(t, "{}"), twice),
		"a script has one URL and one header for all its callbacks":        other,
		`budget "bot:late=0": no callback of the script is one of these`:   missed,
	} {
		t.Run(want, func(t *testing.T) {
			var b strings.Builder
			if err := k.Write(&b); err == nil || !strings.HasPrefix(err.Error(), want) || b.Len() > 0 {
				t.Errorf("got %v and %d bytes, want %s and none", err, b.Len(), want)
			}
		})
	}
	if err := hostileScript(t).Write(&reporttest.Full{After: 1000}); err == nil || !strings.Contains(err.Error(), "no space left") {
		t.Errorf("got %v, want the writer's error", err)
	}
}

// A script that is made of finished requests signs those that were signed, in their order.
func TestAScriptOfRequestsSignsThemAfresh(t *testing.T) {
	target := k6Target(t, "http://127.0.0.1:8080/im?key=1")
	target.Order = webhook.OrderSorted
	signed := target.Request(conformance.CallbackOf(reporttest.Packet(t, "{}")), time.Unix(1, 0))
	script := printed(t, "k6", signed)
	for _, part := range []string{`"needsToken": true`, `"sorted": true`, `"callback":"Group.CallbackAfterSendMsg"`, `contenttype=json&x%20y=%26%3D"`, "Sign=no"} {
		if !strings.Contains(script, part) {
			t.Errorf("got no %s in the script", part)
		}
	}
	if strings.Contains(script, "RequestTime=1") || strings.Contains(script, reporttest.SignOf(t, signed)) {
		t.Error("the script holds the signature of the request")
	}
	target.Token = ""
	if script := printed(t, "k6", target.Request(conformance.CallbackOf(reporttest.Packet(t, "{}")), time.Unix(1, 0))); !strings.Contains(script, `"needsToken": false`) || !strings.Contains(script, `"sign":"off"`) {
		t.Error("the script would sign what was not signed")
	}
}

// The token is in the packet, the header and the URL, and in the script nowhere.
func TestTheScriptHidesTheToken(t *testing.T) {
	for _, token := range reporttest.Canaries() {
		for _, body := range []string{`{"Text":"` + token + `"}`, "\xff" + token} {
			target := k6Target(t, "http://127.0.0.1/im")
			target.Token = token
			target.Header = []webhook.HeaderField{{Name: "X-Token", Value: token}}
			target.Extra = []webhook.Param{{Name: "t", Value: token}}
			var b strings.Builder
			redactor := safe.NewRedactor(&b)
			redactor.Hide(token)
			if err := request.NewK6(shots(t, body), target).Write(redactor); err != nil {
				t.Fatal(err)
			}
			if err := redactor.Flush(); err != nil {
				t.Fatal(err)
			}
			if left := reporttest.Spelt(b.String(), token); left != nil {
				t.Errorf("pieces of %q are left: %s", token, left)
			}
		}
	}
}

func FuzzTheScriptIsOneLineForEachCallback(f *testing.F) {
	for _, body := range bodies() {
		f.Add(body)
	}
	f.Add(reporttest.Hostile)
	f.Fuzz(func(t *testing.T, body string) {
		script := scriptOf(t, request.NewK6(shots(t, body, body), k6Target(t, "http://127.0.0.1/im")))
		_, data, _ := strings.Cut(script, "\nfunction callbacks() {\n  return [\n")
		lines := strings.Split(data, "\n")
		if len(lines) != 5 || lines[0] != lines[1] || lines[2] != "  ];" {
			t.Fatalf("got %q", lines)
		}
		var got struct {
			Body   string
			Base64 []byte
		}
		dec := json.NewDecoder(strings.NewReader(lines[0]))
		if err := dec.Decode(&got); err != nil || got.Body+string(got.Base64) != body {
			t.Errorf("got %q, %v, want %q", got, err, body)
		}
		if rest, _ := io.ReadAll(dec.Buffered()); string(rest) != "," {
			t.Errorf("got %q behind the callback", rest)
		}
	})
}
