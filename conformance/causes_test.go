package conformance_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/webhook"
)

// drawn is what a variant of a message drew, as the suite judges it.
func drawn(t testing.TB, variant string, status int, body string) conformance.Result {
	t.Helper()
	c := sendCommand(t)
	v, err := c.Variant(variant)
	if err != nil {
		t.Fatal(err)
	}
	r := conformance.Result{Delivery: conformance.Delivery{
		Packet: payloads.Packet{Command: c, Variant: v, Body: []byte(`{"a":1}`)}, Expect: v.Expect,
	}}
	r.Exchange = &webhook.Exchange{Request: &webhook.Request{Body: r.Packet.Body}, Status: status, Body: []byte(body)}
	r.Judgement = judge.Judge(r.Exchange, judge.Options{Expect: v.Expect})
	return r
}

// groups writes the causes of a run: the row, the case in front, and how many cases show it.
func groups(results ...conformance.Result) []string {
	var list []string
	for _, c := range (&conformance.Report{Results: results}).Causes() {
		_, id, _ := strings.Cut(c.First.Name(), "/")
		line := fmt.Sprintf("%s %s %d", c.Why.ID, id, len(c.Cases))
		if c.SameCheck {
			line += " same check"
		}
		list = append(list, line)
	}
	return list
}

func TestAGroupIsOneCause(t *testing.T) {
	of := func(variant string, status int, body string) conformance.Result {
		return drawn(t, variant, status, body)
	}
	for _, c := range []struct {
		name    string
		results []conformance.Result
		want    []string
	}{
		{
			"what was varied counts where the cures differ",
			[]conformance.Result{
				of("eventtime-string", 500, "error"), of("random-int32-over", 500, "error"), of("random-real", 500, "error"),
				of("elem-face", 500, "error"),
			},
			[]string{"eventtime-string eventtime-string 1", "int32 random-int32-over 2", "element elem-face 1"},
		},
		{
			"and not where one change cures all",
			[]conformance.Result{of("text-emoji-bmp-out", 500, "error"), of("ccd-unicode", 500, "error")},
			[]string{"emoji text-emoji-bmp-out 2"},
		},
		{
			"another status is another cause",
			[]conformance.Result{of("text-emoji-bmp-out", 201, "error"), of("text-emoji-zwj", 400, "error")},
			[]string{"status-and-form text-emoji-bmp-out 1", "emoji text-emoji-zwj 1"},
		},
		{
			"another answer is another cause",
			[]conformance.Result{of("msgid-absent", 500, "KeyError: 'MsgId'"), of("eventtime-absent", 500, "KeyError: 'EventTime'")},
			[]string{"absent msgid-absent 1", "absent eventtime-absent 1"},
		},
		{
			"numbers and ids of the answer do not count",
			[]conformance.Result{of("msgid-absent", 500, "request 17 failed"), of("eventtime-absent", 500, "request a18 failed")},
			[]string{"absent msgid-absent 2"},
		},
		{
			"what repeats the ordinary packet's failure is that failure",
			[]conformance.Result{of("baseline-minimal", 500, "error"), of("text-emoji-zwj", 500, "error"), of("at-all", 500, "error")},
			[]string{"ordinary-5xx baseline-minimal 3"},
		},
		{
			"a case that varies one thing explains a case that varies many",
			[]conformance.Result{of("baseline-maximal", 500, "error"), of("at-all", 500, "error")},
			[]string{"mentions at-all 2"},
		},
		{
			"an answer in words is one cause, named by what most of its cases vary",
			[]conformance.Result{
				of("topic-max-96", 400, "bad group type"), of("group-community", 400, "bad group type"),
				of("group-work", 400, "bad group type"), of("group-meeting", 400, "bad group type"),
			},
			[]string{"group-type group-community 4"},
		},
		{
			"where most of a family fails, a member fails as the others do",
			[]conformance.Result{
				of("elem-face", 500, "error"), of("elem-location", 500, "error"), of("elem-image", 500, "error"),
				of("elem-video", 500, "error"), of("elem-file-size-big", 500, "error"),
			},
			[]string{"element elem-face 5"},
		},
		{
			"a rate limit is one whatever was varied",
			[]conformance.Result{of("text-emoji-zwj", 429, "Too Many Requests"), of("at-all", 429, "Too Many Requests")},
			[]string{"rate-limit text-emoji-zwj 2"},
		},
		{
			"the form of an answer does not depend on what was varied",
			[]conformance.Result{
				of("text-emoji-zwj", 200, `{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":"0"}`),
				of("at-all", 200, `{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":"0"}`),
			},
			[]string{"code-string text-emoji-zwj 2"},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := groups(c.results...)
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestTheFurtherCausesOfACheckAreOneGroup(t *testing.T) {
	var results []conformance.Result
	for i := range 14 {
		results = append(results, drawn(t, "text-ascii", 500, "error "+strings.Repeat("x", i+1)))
	}
	got := groups(results...)
	if len(got) != 10 || got[9] != "text-form text-ascii 5 same check" {
		t.Errorf("got %d groups, the last %q, want 10, the last with 5 cases and only the check in common", len(got), got[len(got)-1])
	}
}

// A backend may answer each callback in other words. Grouping then costs as much a result as in a small run: the two
// figures ns/result are to be compared.
func BenchmarkGroupingAnswersThatAllDiffer(b *testing.B) {
	for _, n := range []int{250, 1000, 4000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			var r conformance.Report
			for i := range n {
				body := fmt.Sprintf("error %c%c%c", 'a'+i%26, 'a'+i/26%26, 'a'+i/676%26)
				r.Results = append(r.Results, drawn(b, []string{"baseline-minimal", "at-all"}[i%2], 500, body))
			}
			for b.Loop() {
				r.Causes()
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*n), "ns/result")
		})
	}
}
