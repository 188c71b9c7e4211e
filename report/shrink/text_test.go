package shrinkreport

import (
	"bytes"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/conformance/shrink"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/chat"
	"github.com/timhook/timhook/payloads/jsontree"
	"github.com/timhook/timhook/report/terminal"
)

// found is a search with a finding, whose smallest packet holds an escape sequence.
func found(t *testing.T, change func(*Search)) *Search {
	t.Helper()
	check, err := judge.Lookup("resp-status-200")
	if err != nil {
		t.Fatal(err)
	}
	f := judge.Finding{Check: check, Level: payloads.Must, Got: "500\x1b[31m", Want: "200"}
	r := conformance.Result{Judgement: judge.Judgement{Outcome: judge.Fail, Findings: []judge.Finding{f}}}
	r.From = "calls.ndjson#17\r"
	r.Packet = payloads.Packet{Command: chat.All()[0], Body: []byte(`{"a":1,"b":"\u001b[31m"}`)}
	s := &Search{
		Sent: 3, Finding: f, First: r, Second: r, Last: r, Tries: 2, Repeat: "timhook send\x1b",
		Smallest: shrink.Result{
			Body:  []byte("{\"b\":\"\x1b[31m\"}"),
			Steps: []shrink.Step{{Path: jsontree.Path{"a"}, What: "left out", Bytes: 6}, {What: "laid out anew"}},
		},
	}
	change(s)
	return s
}

func TestASearchIsHarmlessText(t *testing.T) {
	const head = `FAIL  resp-status-200  MUST  Bot.OnGroupMessage/calls.ndjson#17\r
  got 500\x1b[31m, want 200
  The HTTP status is exactly 200.
  the first of 3 callbacks that draws it

`
	const packet = `
{"b":"\x1b[31m"}

`
	const tail = `Reproduce  timhook send\x1b
           outside of the documentation: the backend only has to survive it
Explain    timhook explain resp-status-200
`
	for _, tt := range []struct {
		name   string
		search *Search
		want   string
	}{
		{
			"one answer without a finding", &Search{Sent: 1},
			"PASS  the answer draws no finding, so there is nothing to shrink\n",
		},
		{
			"answers with other findings", &Search{Sent: 3, Others: []string{"a", "b"}},
			"PASS  none of 3 answers draws a finding, so there is nothing to shrink; left alone: a, b\n",
		},
		{
			"a smaller packet", found(t, func(*Search) {}),
			head + `     -6  left out                               /a
      =  laid out anew                          the packet

from 24 to 13 bytes in 2 tries
` + packet + "shown with escapes; -o FILE writes its bytes\n" + tail,
		},
		{
			"ended before it began, in a file",
			found(t, func(s *Search) { s.Smallest.Steps, s.Ended, s.InFile = nil, "--max-tries\x1b", true }),
			head + `none of its 24 bytes are left out yet (2 tries)
ended early (--max-tries\x1b): there may be a smaller one
` + packet + tail,
		},
		{
			"nothing to spare, and flaky at the end",
			found(t,
				func(s *Search) { s.Smallest.Steps, s.Last, s.Tries, s.Repeat = nil, conformance.Result{}, 1, "" }),
			head + `none of its 24 bytes can be left out (1 try)
the smallest did not draw it again: the backend is flaky here
` + packet + "shown with escapes; -o FILE writes its bytes\nExplain    timhook explain resp-status-200\n",
		},
		{
			"flaky from the start",
			found(t, func(s *Search) { s.Second, s.Tries = conformance.Result{}, 0 }),
			head + `The same packet did not draw it again: the backend was not reached.
The backend is flaky here, and a smaller packet would show nothing.
`,
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var out bytes.Buffer
			tt.search.Text(&out, terminal.NewPalette(false))
			if diff := cmp.Diff(tt.want, out.String()); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestASearchAsDataHoldsThePacketAsItIs(t *testing.T) {
	doc := found(t, func(s *Search) { s.Smallest.Body = []byte("{\xff}") }).Document()
	if doc.Body != "" || doc.BodyBase64 != "e/99" || doc.Got != "500\x1b[31m" || !doc.Found || doc.Flaky {
		t.Errorf("got %+v, want texts as they are", doc)
	}
	if none := (&Search{Sent: 2, Others: []string{"a"}}).Document(); none.Found || none.Sent != 2 ||
		len(none.Others) != 1 {
		t.Errorf("got %+v, want that nothing was found", none)
	}
}
