package report_test

import (
	"encoding/base64"
	"encoding/json"
	"math"
	"testing"
	"time"

	"github.com/timhook/timhook/report/reporttest"

	"github.com/google/go-cmp/cmp"
	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/report"
	"github.com/timhook/timhook/webhook"
)

type readEntry struct {
	StartedDateTime time.Time
	Time            float64
	Comment         string
	Request         struct {
		Method, URL string
		PostData    struct{ MimeType, Text string }
		QueryString []struct{ Name, Value string }
	}
	Response struct {
		Status      int
		StatusText  string
		RedirectURL string
		Error       string `json:"_error"`
		Content     struct {
			Size                     int
			MimeType, Text, Encoding string
		}
	}
	Timings struct{ Connect, Send, Wait, Receive float64 }
}

func readHAR(t testing.TB, r *conformance.Report) []readEntry {
	t.Helper()
	var archive struct{ Log struct{ Entries []readEntry } }
	if err := json.Unmarshal([]byte(formatted(t, "har", report.NewDocument(r))), &archive); err != nil {
		t.Fatal(err)
	}
	return archive.Log.Entries
}

func TestAnArchiveOfARunHoldsWhatWasSentAndAnswered(t *testing.T) {
	r := reporttest.Outcome(t, judge.Pass, "plain")
	r.Label = "first"
	r.Exchange.Start = time.Date(2026, 1, 2, 3, 4, 5, 6_000_000, time.UTC)
	r.Exchange.Header = []webhook.HeaderField{
		{Name: "Content-Type", Value: "application/json"}, {Name: "location", Value: "/else"},
	}
	e := readHAR(t, &conformance.Report{Results: []conformance.Result{r}})[0]
	if !e.StartedDateTime.Equal(r.Exchange.Start) || e.Request.Method != "POST" || e.Request.PostData.Text != `{"Text":plain}` || e.Request.PostData.MimeType != "application/json" {
		t.Errorf("got request %+v at %v", e.Request, e.StartedDateTime)
	}
	answer := e.Response
	if answer.Status != 200 || answer.StatusText != "plain" || answer.RedirectURL != "/else" || answer.Content.Text != `{"ActionStatus":"FAIL","ErrorInfo":"plain"}` || answer.Content.MimeType != "application/json" {
		t.Errorf("got answer %+v", answer)
	}
	if diff := cmp.Diff(struct{ Connect, Send, Wait, Receive float64 }{1, 0, 19, 1214}, e.Timings); diff != "" || e.Time != 1234 {
		t.Errorf("got %v ms, timings (-want +got):\n%s", e.Time, diff)
	}
	query := map[string]string{}
	for _, q := range e.Request.QueryString {
		query[q.Name] = q.Value
	}
	if query["Sign"] != "masked" || query["CallbackCommand"] != "Group.CallbackAfterSendMsg" || query["key"] != "masked" || e.Comment == "" {
		t.Errorf("got query %v and comment %q", query, e.Comment)
	}
}

func TestAnArchiveHasAnEntryForEachRequestAndTimesThatAddUp(t *testing.T) {
	for _, r := range []*conformance.Report{reporttest.Model(t, reporttest.Hostile), suiteRun(t, reporttest.Hostile)} {
		sent := 0
		for _, result := range r.Results {
			if result.Exchange != nil {
				sent++
			}
		}
		entries := readHAR(t, r)
		if len(entries) != sent {
			t.Errorf("got %d entries for %d requests", len(entries), sent)
		}
		for i, e := range entries {
			if sum := max(0, e.Timings.Connect) + e.Timings.Send + e.Timings.Wait + e.Timings.Receive; math.Abs(sum-e.Time) > 1e-6 {
				t.Errorf("entry %d takes %v ms, its timings %v", i, e.Time, sum)
			}
			if e.Response.Status == 0 && e.Response.Error == "" {
				t.Errorf("entry %d has no answer and no reason", i)
			}
			if e.Response.Content.Encoding == "base64" {
				if body, err := base64.StdEncoding.DecodeString(e.Response.Content.Text); err != nil || len(body) != e.Response.Content.Size {
					t.Errorf("entry %d: got %d bytes, %v, want %d", i, len(body), err, e.Response.Content.Size)
				}
			}
		}
	}
}
