// Package replayreport writes what a replay tells: beforehand what is going to be sent, and then, beside the results,
// what became of callbacks that failed before and where answers differ from the captured ones.
package replayreport

import (
	"fmt"
	"strings"
	"time"

	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/internal/replay"
	"github.com/timhook/timhook/report/words"
	"github.com/timhook/timhook/webhook"
)

// Announcement is what is going to be sent, and how.
type Announcement struct {
	Options *replay.Options
	Survey  *replay.Survey
	Runner  conformance.Runner
	Speed   string // as it was given, such as 4x
	Rate    string // likewise, such as 30/m
	Diff    bool   // answers are compared with the captured ones
}

// Total is how many callbacks will be sent, redeliveries aside.
func (a Announcement) Total() int { return a.Survey.Total * max(1, a.Options.Loops) }

// Lines are for people, before anything is sent. They may hold what a capture says, so they are not fit for a
// terminal yet.
func (a Announcement) Lines() []string {
	what := words.Plural(a.Total(), "callback") + among(a.Survey.Commands, a.Options.Loops)
	lines := []string{fmt.Sprintf("replay: %s to %s, %s", what, a.Options.Target.URL.Public(), a.pace())}
	if changes := a.changes(); changes != "" {
		lines = append(lines, "changed: "+changes)
	}
	return append(lines, a.remarks()...)
}

// Warnings are lines for people too, about flags without an effect.
func (a Announcement) Warnings() []string {
	var lines []string
	for _, m := range a.Survey.Mapped {
		if m.Count == 0 {
			lines = append(lines, fmt.Sprintf("note: --map %s is found nowhere", m.Name))
		}
	}
	return lines
}

// among names a few of the most frequent.
func among(list []replay.Count, loops int) string {
	var parts []string
	for i, c := range list {
		if i == 4 {
			parts = append(parts, "…")
			break
		}
		parts = append(parts, fmt.Sprintf("%s %d", c.Name, c.Count))
	}
	text := " (" + strings.Join(parts, ", ") + ")"
	if loops > 1 {
		text += fmt.Sprintf(", %d times", loops)
	}
	return text
}

// pace is how fast the callbacks are sent, and how long that takes as far as it is known.
func (a Announcement) pace() string {
	switch pace := a.Options.Pace; {
	case a.Runner.Interval > 0:
		return fmt.Sprintf("%s: about %s", a.Rate, rounded(time.Duration(a.Total()-1)*a.Runner.Interval))
	case pace.Speed == 0:
		return fmt.Sprintf("as fast as it answers, %d at a time", a.Runner.Jobs)
	case pace.MaxGap > 0:
		return fmt.Sprintf("at %s with pauses up to %s: about %s", a.Speed, pace.MaxGap, rounded(a.Survey.Duration))
	}
	return fmt.Sprintf("at %s: about %s", a.Speed, rounded(a.Survey.Duration))
}

func rounded(d time.Duration) time.Duration {
	if d > time.Minute {
		return d.Round(time.Second)
	}
	return d.Round(10 * time.Millisecond)
}

// changes are the differences between what was captured and what is sent.
func (a Announcement) changes() string {
	var list []string
	if !a.Options.AsCaptured {
		list = a.contentChanges()
	}
	if seed := a.Options.Reorder; seed != nil {
		list = append(list, fmt.Sprintf("order shuffled within %d by seed %d", replay.Window, *seed))
	}
	if a.Runner.Twice {
		list = append(list, "each sent twice")
	}
	if n := a.Runner.Retries; n > 0 {
		list = append(list, "sent again after a timeout, up to "+words.Plural(n, "time"))
	}
	return strings.Join(list, "; ")
}

// contentChanges are those within a request.
func (a Announcement) contentChanges() []string {
	s, target := a.Survey, a.Options.Target
	var list []string
	switch how := target.Signing; {
	case target.Token != "" && how == webhook.SignAuto:
		list = append(list, "signed anew")
	case target.Token != "" && how != webhook.SignOff && how != webhook.SignMissing:
		list = append(list, "signed anew, on purpose "+how.String())
	case s.Signed > 0:
		list = append(list, "signatures left out")
	}
	if s.Dated > 0 {
		oldest := s.Oldest.UTC().Format("2006-01-02 15:04:05 UTC")
		list = append(list, fmt.Sprintf("times refreshed in %d, the first of them of %s", s.Dated, oldest))
	}
	for _, m := range s.Mapped {
		if m.Count > 0 {
			list = append(list, fmt.Sprintf("%s in %d", m.Name, m.Count))
		}
	}
	if len(s.Dropped) > 0 {
		list = append(list, "left out"+among(s.Dropped, 1))
	}
	return list
}

// remarks are notes on what might otherwise look like a mistake of the backend.
func (a Announcement) remarks() []string {
	s := a.Survey
	var list []string
	remark := func(when bool, n int, text string) {
		if when && n > 0 {
			list = append(list, fmt.Sprintf("note: %d of %d %s", n, s.Total, text))
		}
	}
	remark(!a.Options.AsCaptured && a.Options.Target.Token == "", s.Signed,
		"were signed when they were captured, and are sent unsigned: no token given (--token)")
	remark(a.Options.AsCaptured, s.Signed, "carry a Sign of the time of the capture: "+
		"a backend that has the token refuses them, so their answers are only reported")
	if len(s.Masked) > 0 {
		list = append(list, "note: masked when captured"+among(s.Masked, 1))
	}
	remark(a.Options.Pace.Speed > 0, s.Undated, "do not say when they were sent, and follow at once")
	remark(a.Diff, s.Unanswered, "hold no answer that --diff could compare")
	remark(true, s.Skipped, "cannot be sent; the results say why")
	return list
}
