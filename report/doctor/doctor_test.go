package doctorreport_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/internal/doctor"
	doctorreport "github.com/timhook/timhook/report/doctor"
	"github.com/timhook/timhook/report/reporttest"
	"github.com/timhook/timhook/report/safe"
	"github.com/timhook/timhook/report/terminal"
)

// document has every outcome, and texts in which a backend tries to act on a terminal.
func document() *doctorreport.Document {
	const hostile = "\x1b[31mred\u202e\x00 k7Qd2mXz9TnB4vRw \xff"
	r := &doctor.Result{Next: doctor.Next{Why: "once that is changed"}}
	for _, o := range judge.Outcomes() {
		r.Looks = append(r.Looks, doctor.Look{
			Name: "keep-alive", Outcome: o, Found: "found " + hostile, Cause: "cause " + hostile,
			Fix: "fix " + strings.Repeat("and more ", 12),
		})
	}
	r.Looks = append(r.Looks, doctor.Look{Name: "port", Found: "127.0.0.1:8080 accepts connections"})
	d := doctorreport.NewDocument(r)
	d.Backend, d.Next, d.Version = "http://localhost:8080/im", "timhook doctor -u 'http://localhost:8080/im'", "v1"
	d.Settings = []doctorreport.Setting{
		{Name: "url", Value: d.Backend, From: "timhook.yaml:3, profile staging"},
		{Name: "token", Value: "env:IM_TOKEN", From: "TIMHOOK_TOKEN"},
		{Name: "timeout", Value: "2s", From: "default"},
	}
	return d
}

func written(t *testing.T, format string, columns int) string {
	t.Helper()
	var b bytes.Buffer
	w := safe.NewRedactor(&b)
	w.Hide("k7Qd2mXz9TnB4vRw")
	f, _ := doctorreport.Formats().Named(format)
	if err := f.Write(w, terminal.NewPalette(false).Within(columns), document()); err != nil {
		t.Fatal(err)
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestEveryFormatIsInertAndHoldsNoSecret(t *testing.T) {
	for _, f := range doctorreport.Formats() {
		for _, columns := range []int{0, 60} {
			got := written(t, f.Name, columns)
			for _, bad := range []string{"\x1b", "\u202e", "\x00", "\xff", "k7Qd2mXz9TnB4vRw"} {
				if strings.Contains(got, bad) {
					t.Errorf("%s holds %q:\n%s", f.Name, bad, got)
				}
			}
			for line := range strings.Lines(got) {
				if columns > 0 && f.Name == "text" && terminal.Columns(strings.TrimRight(line, "\n")) > columns {
					t.Errorf("wider than %d columns: %q", columns, line)
				}
			}
		}
	}
}

func TestText(t *testing.T) {
	reporttest.Golden(t, "doctor", written(t, "text", 0))
	reporttest.Golden(t, "doctor-60", written(t, "text", 60))
}

func TestJSON(t *testing.T) {
	var d doctorreport.Document
	if err := json.Unmarshal([]byte(written(t, "json", 0)), &d); err != nil {
		t.Fatal(err)
	}
	if len(d.Looks) != len(judge.Outcomes())+1 || d.Verdict != "fail" || d.Settings[0].Name != "url" {
		t.Errorf("got %+v", d)
	}
}
