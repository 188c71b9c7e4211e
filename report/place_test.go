package report_test

import (
	"bytes"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/timhook/timhook/report/reporttest"

	"github.com/clipperhouse/displaywidth"
	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/report"
	"github.com/timhook/timhook/report/safe"
	"pgregory.net/rapid"
)

// shown is how text shows a place in an answer: the line of the body and what the caret line underlines in it.
// In a body without a place the caret line is empty.
func shown(t testing.TB, body string, offset, length int) (line, carets, under string) {
	t.Helper()
	f := judge.Finding{
		Check: reporttest.HostileCheck("x"), Level: payloads.Must, Offset: offset, Length: length, Got: "a", Want: "b",
	}
	r := reporttest.Outcome(t, judge.Fail, "x", f)
	r.Exchange.Body = []byte(body)
	var buf bytes.Buffer
	report.Text{W: &buf}.End(report.NewDocument(&conformance.Report{Results: []conformance.Result{r}}))
	_, rest, found := strings.Cut(buf.String(), "\n Body         ")
	if !found {
		return "", "", ""
	}
	line, rest, _ = strings.Cut(rest, "\n")
	next, _, _ := strings.Cut(rest, "\n")
	carets, _, _ = strings.Cut(next[14:], " byte ")
	if carets = strings.TrimRight(carets, " "); strings.Trim(carets, " ^") != "" {
		return line, "", ""
	}
	return line, carets, columnsOf(line, displaywidth.String(carets)-strings.Count(carets, "^"), strings.Count(carets, "^"))
}

// columnsOf is what stands in some columns of a line on the screen.
func columnsOf(line string, column, width int) string {
	var under strings.Builder
	at := 0
	for g := displaywidth.StringGraphemes(line); g.Next(); at += g.Width() {
		if at >= column && at < column+width {
			under.WriteString(g.Value())
		}
	}
	return under.String()
}

func TestTheCaretStandsUnderTheBytes(t *testing.T) {
	long := strings.Repeat("a", 300)
	for _, c := range []struct {
		name           string
		body           string
		offset, length int
		line, under    string
	}{
		{"at the beginning", `{"a":1}`, 0, 1, `{"a":1}`, "{"},
		{"in the middle", `{"a":1}`, 5, 1, `{"a":1}`, "1"},
		{"at the end", `{"a":1}`, 7, 0, `{"a":1}`, ""},
		{"of no length", `{"a":1}`, 3, 0, `{"a":1}`, `"`},
		{"of a huge length", `{"a":1}`, 5, 1 << 40, `{"a":1}`, "1}"},
		{"of a negative length", `{"a":1}`, 5, -7, `{"a":1}`, "1"},
		{"in an empty body", "", 0, 0, "", ""},
		{"behind CJK", `{"你好":1}`, 9, 2, `{"你好":1}`, ":1"},
		{"under CJK", `{"你好":1}`, 2, 3, `{"你好":1}`, "你"},
		{"inside a character", `{"你好":1}`, 3, 1, `{"你好":1}`, "你"},
		{"behind an emoji of many", "👩\u200d👩\u200d👧x", 18, 1, "👩\u200d👩\u200d👧x", "x"},
		{"inside an emoji of many", "👩\u200d👩\u200d👧x", 7, 4, "👩\u200d👩\u200d👧x", "👩\u200d👩\u200d👧"},
		{"behind a tab and an escape", "\t\x1b[1mx", 5, 1, `\t\x1b[1mx`, "x"},
		{"under an escape", "a\x1bb", 1, 1, `a\x1bb`, `\x1b`},
		{"under invalid UTF-8", "a\xff\x80b", 2, 1, `a\xff\x80b`, `\x80`},
		{"behind a command of GitHub's", "##[x", 2, 1, `##\x5bx`, `\x5b`},
		{"far behind", long + "x" + long, 300, 1, "…" + long[:100] + "x" + long[:140] + "… (160 more bytes)", "x"},
		{"in a body that is hardly long", long + "x" + long[:99], 300, 1, long + "x" + long[:99], "x"},
		{"hardly before the end", long + "x" + long[:180], 300, 1, "…" + long[:100] + "x" + long[:180], "x"},
		{"hardly behind the beginning", long[:140] + "x" + long, 140, 1, long[:140] + "x" + long[:140] + "… (160 more bytes)", "x"},
		{
			"in bytes that are no text", strings.Repeat("\x80", 300), 200, 1,
			"…" + strings.Repeat(`\x80`, 61) + "… (64 more bytes)", `\x80`,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			line, carets, under := shown(t, c.body, c.offset, c.length)
			if line != c.line || under != c.under || !strings.HasSuffix(carets, "^") {
				t.Errorf("got %q under %q, want %q under %q (carets %q)", under, line, c.under, c.line, carets)
			}
		})
	}
}

func TestAPlaceOutsideTheBodyHasNoCaret(t *testing.T) {
	for _, offset := range []int{-1, 8, 1 << 40} {
		if line, carets, _ := shown(t, `{"a":1}`, offset, 1); line != `{"a":1}` || carets != "" {
			t.Errorf("offset %d: got %q with carets %q, want the body alone", offset, line, carets)
		}
	}
	if line, _, _ := shown(t, "", -1, 0); line != "" {
		t.Errorf("got %q for an empty body, want nothing", line)
	}
	if line, _, _ := shown(t, strings.Repeat("\x80", 1<<20), -1, 0); len(line) > 500 {
		t.Errorf("a body that is no text is shown in %d bytes, want its beginning", len(line))
	}
}

func TestTheCaretStandsUnderAnyBytes(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		pieces := rapid.SliceOfN(rapid.SampledFrom([]string{"a", `"`, "你", "é", "e\u0301", "👩\u200d🚀", "❤\ufe0f", "🇩🇪", "\t", "\x1b", "\x00", "\xff", "\x80", "\u202e", "##["}), 0, 60).Draw(rt, "pieces")
		mark := rapid.SampledFrom([]string{"X", "XYZ", "真", "\x07", "\xfe"}).Draw(rt, "mark")
		lead := strings.Join(pieces, "")
		line, carets, under := shown(t, lead+mark+lead, len(lead), len(mark))
		if want := safe.Visible(mark); under != want {
			rt.Fatalf("the caret underlines %q in %q, want %q (carets %q)", under, line, want, carets)
		}
		if !utf8.ValidString(line) || len(line) > 1500 {
			rt.Fatalf("the line is %d bytes: %q", len(line), line)
		}
	})
}
