package cli

import (
	"bytes"
	"io"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/timhook/timhook/conformance/judge"
)

func TestProgressIsShownFromTimeToTime(t *testing.T) {
	for _, tt := range []struct {
		name, mode string
		seconds    int
		want       string
	}{
		{"plain", "plain", 11, "2/4 sent, 2 left, 0/s, 1 failed\n2/4 sent, 2 left, 0/s, 1 failed\n"},
		{"plain and short", "plain", 4, ""},
		{"no terminal", "auto", 11, ""},
		{"none", "none", 11, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var errs bytes.Buffer
				a := New(strings.NewReader(""), io.Discard, &errs, func(string) string { return "" })
				c := a.StartCounter(tt.mode, Counting{Done: "sent", Total: 4, Fails: "failed"})
				c.Done(judge.Pass)
				c.Done(judge.Fail)
				time.Sleep(time.Duration(tt.seconds) * time.Second)
				c.Stop()
				if diff := cmp.Diff(tt.want, errs.String()); diff != "" {
					t.Errorf("(-want +got):\n%s", diff)
				}
			})
		})
	}
}

func TestALineOnATerminalMakesRoom(t *testing.T) {
	var errs bytes.Buffer
	p := Progress{w: &errs, redraw: true}
	p.Show("one")
	p.Draw("two")
	p.Clear()
	p.Clear()
	if want := "\r\x1b[Kone\r\x1b[Ktwo\r\x1b[K"; errs.String() != want {
		t.Errorf("got %q, want %q", &errs, want)
	}
}
