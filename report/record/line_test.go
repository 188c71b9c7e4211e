package recordreport

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/timhook/timhook/internal/lint"
	"github.com/timhook/timhook/internal/record"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/report/safe"
	"github.com/timhook/timhook/webhook/capture/file"
)

const token = "k7Qd2mXz9TnB4vRw"

// hostileEvent has texts that a terminal would act on, the token where a text is cut, and a long text.
func hostileEvent() record.Event {
	nasty := "a\x1b[31m\u202eb\r\nc\xff##[error]"
	return record.Event{
		Time: time.Date(2026, 11, 22, 23, 0, 1, 2e6, time.UTC), Method: "POST",
		Command: strings.Repeat("x", 55) + token, Group: nasty, Bytes: 1 << 20, Truncated: true, Status: 413,
		Whole: 14200 * time.Microsecond, Added: 300 * time.Microsecond, Forwarded: true,
		Failure: nasty, Gone: true, Unsaved: true, Problems: []lint.Problem{
			{Rule: "packet-json", Level: payloads.Must, Path: "/" + nasty, Message: nasty + token},
			{Rule: "a-note", Level: payloads.May, Message: "not worth a line"},
			{
				Rule: "resp-json", Level: payloads.Should, Subject: lint.InAnswer,
				Message: strings.Repeat("y", 395) + token,
			},
		},
	}
}

func TestALiveLineIsHarmlessWhateverASenderSays(t *testing.T) {
	var out bytes.Buffer
	w := safe.NewRedactor(&out)
	w.Hide(token)
	Lines{W: w, Judged: true}.Exchange(hostileEvent())
	_ = w.Flush()
	shown := `a\x1b[31m\u202eb\r\nc\xff##\x5berror]`
	want := strings.Join([]string{
		"23:00:01.002  " + strings.Repeat("x", 55) + "maske...  " + shown +
			"  1048576 bytes  413  14.2ms (+0.3ms)     FAIL (request and answer)",
		"    MUST    packet-json  request: /" + shown + ": " + shown + "masked",
		"    SHOULD  resp-json  answer: " + strings.Repeat("y", 392) + "...",
		"    the backend: " + shown,
		"    the body is longer than --max-body; its beginning is kept, and nothing was forwarded",
		"    the sender closed the connection before the answer",
		"    not in the file",
	}, "\n") + "\n"
	if diff := cmp.Diff(want, out.String()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestALineOfJSONHoldsTheSame(t *testing.T) {
	var out bytes.Buffer
	w := safe.NewRedactor(&out)
	w.Hide(token)
	Lines{W: w, Judged: true, JSON: true}.Exchange(hostileEvent())
	_ = w.Flush()
	var line exchangeLine
	if err := json.Unmarshal(out.Bytes(), &line); err != nil {
		t.Fatalf("%v in %q", err, &out)
	}
	if bytes.Contains(out.Bytes(), []byte(token)) || bytes.ContainsAny(out.Bytes(), "\x1b\r") ||
		strings.Contains(out.String(), "\u202e") || bytes.Count(out.Bytes(), []byte("\n")) != 1 {
		t.Errorf("got %q, want one harmless line without the token", &out)
	}
	if line.Verdict != "fail" || line.Status != 413 || line.Ms != 14.2 || *line.AddedMs != 0.3 || line.Saved ||
		!line.Gone || len(line.Findings) != 3 {
		t.Errorf("got %+v", line)
	}
}

func TestQuietShowsFindingsOnly(t *testing.T) {
	var out bytes.Buffer
	l := Lines{W: &out, Judged: true, Quiet: true}
	l.Exchange(record.Event{Method: "POST", Command: "right", Status: 200})
	l.Exchange(record.Event{Method: "GET", Other: "a GET", Group: "right", Status: 405})
	l.Exchange(record.Event{
		Method: "POST", Command: "refused", Status: 502, Failure: "connection refused",
		Unreached: true,
	})
	l.Exchange(record.Event{Method: "POST", Command: "unsaved", Status: 200, Unsaved: true})
	l.Exchange(record.Event{
		Method: "POST", Command: "unheard", Status: 502, Failure: "exchange given up",
		GivenUp: true,
	})
	if got := out.String(); strings.Contains(got, "right") || strings.Count(got, "SKIP") != 1 ||
		!strings.Contains(got, "refused") || !strings.Contains(got, "unsaved") {
		t.Errorf("got %q", got)
	}
}

func TestManyFindingsAreCutShort(t *testing.T) {
	var out bytes.Buffer
	e := record.Event{Method: "GET", Other: "right, but a GET", Status: 405}
	for range 8 {
		e.Problems = append(e.Problems, lint.Problem{Rule: "r", Level: payloads.Must, Message: "wrong"})
	}
	l := Lines{W: &out, Judged: true}
	l.Exchange(e)
	if n := strings.Count(out.String(), "wrong"); n != 5 ||
		!strings.Contains(out.String(), "and 3 more; -v shows all") ||
		!strings.Contains(out.String(), "GET (no callback)") ||
		!strings.Contains(out.String(), "\n    passed over: right, but a GET\n") {
		t.Errorf("got %d findings in %q, want 5", n, &out)
	}
	l.Verbose = true
	out.Reset()
	if l.Exchange(e); strings.Count(out.String(), "wrong") != 8 {
		t.Errorf("got %q, want all with -v", &out)
	}
}

// A line names the entry for FILE#N, and who has to change something.
func TestALineSaysWhichEntryAndWhoIsAtFault(t *testing.T) {
	request := lint.Problem{Rule: "packet-missing-field", Level: payloads.Must, Subject: lint.InPacket, Message: "x"}
	answer := lint.Problem{Rule: "resp-json", Level: payloads.Should, Subject: lint.InAnswer, Message: "y"}
	note := lint.Problem{Rule: "a-note", Level: payloads.May, Subject: lint.InQuery, Message: "z"}
	for _, tt := range []struct {
		name     string
		problems []lint.Problem
		want     []string
		json     string
	}{
		{"nobody", []lint.Problem{note}, []string{"  #7    C  ", "PASS\n"}, `"entry":7`},
		{"the sender", []lint.Problem{request, note}, []string{
			"FAIL (request)\n", "packet-missing-field  request: x\n",
		}, `"at_fault":["request"]`},
		{"the backend", []lint.Problem{answer}, []string{
			"WARN (answer)\n", "resp-json  answer: y\n",
		}, `"at_fault":["answer"]`},
		{"both", []lint.Problem{request, answer}, []string{"FAIL (request and answer)\n"}, `"at_fault":["request","answer"]`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			e := record.Event{
				Method: "POST", Command: "C", Status: 200, Problems: tt.problems, Entry: file.At{Path: "a.2.ndjson", Number: 7},
			}
			var out bytes.Buffer
			Lines{W: &out, Judged: true}.Exchange(e)
			for _, want := range tt.want {
				if !strings.Contains(out.String(), want) {
					t.Errorf("got %q, want %q", &out, want)
				}
			}
			out.Reset()
			Lines{W: &out, Judged: true, JSON: true}.Exchange(e)
			if got := out.String(); !strings.Contains(got, tt.json) || !strings.Contains(got, `"file":"a.2.ndjson","entry":7`) {
				t.Errorf("got %s, want %s", got, tt.json)
			}
		})
	}
}
