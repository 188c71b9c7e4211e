package replay

import (
	"fmt"
	"strings"
	"time"

	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/internal/compare"
	"github.com/timhook/timhook/internal/replay"
	"github.com/timhook/timhook/report/safe"
	"github.com/timhook/timhook/report/words"
	"github.com/timhook/timhook/webhook"
	"github.com/timhook/timhook/webhook/capture"
	"github.com/timhook/timhook/webhook/capture/read"
)

// compare says what became of an entry that failed before.
func (r *replayRun) compare(e *read.Entry, results []conformance.Result) {
	c := replay.Compare(e, results)
	r.comparisons[c]++
	was, is := replay.Checks(e.Findings), replay.Checks(replay.Findings(results))
	text := was
	switch c {
	case replay.Untried:
		return
	case replay.Fixed:
		text = "was " + was
	case replay.Changed:
		text = "was " + was + ", now " + is
	}
	r.line(c.String(), results[0].Name(), text)
}

func (r *replayRun) line(word, name, text string) {
	fmt.Fprintf(r.text.W, "  %-7s  %s  %s\n", word, safe.Visible(name), r.text.Palette.Faint(safe.Visible(text)))
}

// mostDifferences of one answer are shown, and those of so many answers.
const (
	mostDifferences = 20
	mostDiffering   = 100
)

// differ compares an answer with the captured one, and notes in the result what differs, for reports.
func (r *replayRun) differ(result *conformance.Result) {
	e, x := r.entry, result.Exchange
	if !r.o.diff || x == nil || result.Outcome() == judge.Error || e.Answer == nil && e.Failure == "" {
		return // nothing to hold against each other
	}
	r.differences = compare.Answers(e.Answer, capture.NewRecord(x, capture.Redaction{KeepSign: true}).Answer, r.ignore)
	for i, d := range r.differences {
		if i == mostDifferences {
			break
		}
		if result.Note != "" {
			result.Note += "; "
		}
		result.Note += "differs from the captured answer at " + differenceText(d)
	}
}

// showDifferences writes those of an entry.
func (r *replayRun) showDifferences(name string) {
	found := r.differences
	if r.differences = nil; len(found) == 0 {
		return
	}
	if r.differing++; r.differing > mostDiffering {
		return
	}
	for i, d := range found {
		if i == mostDifferences {
			r.line("DIFF", name, fmt.Sprintf("%d more", len(found)-i))
			break
		}
		r.line("DIFF", name, differenceText(d))
	}
}

func differenceText(d compare.Difference) string {
	switch d.Kind {
	case compare.Added:
		return d.Where() + ": new " + shortened(d.New)
	case compare.Removed:
		return d.Where() + ": gone, was " + shortened(d.Old)
	case compare.Reordered:
		return d.Where() + ": reordered"
	}
	return d.Where() + ": was " + shortened(d.Old) + ", now " + shortened(d.New)
}

// shortened keeps a value to a part of a line.
func shortened(s string) string {
	const most = 100
	if len(s) <= most {
		return s
	}
	return strings.ToValidUTF8(s[:most], "") + "…"
}

// announce says on stderr what is going to happen.
func (r *replayRun) announce() {
	a, o, s, target := r.a, r.o, r.found, r.plan.Target
	for _, text := range r.notes {
		a.Note("%s", safe.Visible(text))
	}
	if !o.output.Quiet {
		a.Note("%s", safe.Visible(fmt.Sprintf("replay: %s%s to %s, %s", words.Plural(r.total, "callback"), among(s.Commands, o.loops), webhook.WithoutQuery(target.URL), r.paceText(s))))
		if changes := r.changes(s); changes != "" {
			a.Note("changed: %s", safe.Visible(changes))
		}
		for _, text := range r.remarks(s) {
			a.Note("note: %s", safe.Visible(text))
		}
	}
	for i, m := range s.Mapped {
		if m.Count == 0 {
			a.Note("note: --map %s is found nowhere", safe.Visible(o.maps[i]))
		}
	}
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

// paceText says how long it takes, as far as that is known.
func (r *replayRun) paceText(s *replay.Survey) string {
	switch {
	case r.o.rate.Interval > 0:
		return fmt.Sprintf("%s: about %s", r.o.rate.Text, rounded(time.Duration(r.total-1)*r.o.rate.Interval))
	case r.o.speed == "max":
		return fmt.Sprintf("as fast as it answers, %d at a time", r.o.jobsOr())
	case r.o.maxGap > 0:
		return fmt.Sprintf("at %s with pauses up to %s: about %s", r.o.speed, r.o.maxGap, rounded(s.Duration))
	}
	return fmt.Sprintf("at %s: about %s", r.o.speed, rounded(s.Duration))
}

func rounded(d time.Duration) time.Duration {
	if d > time.Minute {
		return d.Round(time.Second)
	}
	return d.Round(10 * time.Millisecond)
}

// changes are what is not sent as it came.
func (r *replayRun) changes(s *replay.Survey) string {
	var list []string
	if !r.plan.AsCaptured {
		list = r.contentChanges(s)
	}
	if r.plan.Reorder != nil {
		list = append(list, fmt.Sprintf("order shuffled within %d by seed %d", replay.Window, r.o.reorder))
	}
	if r.o.twice {
		list = append(list, "each sent twice")
	}
	if n := r.o.retries; n > 0 {
		list = append(list, "sent again after a timeout, up to "+words.Plural(n, "time"))
	}
	return strings.Join(list, "; ")
}

// contentChanges are those within a request.
func (r *replayRun) contentChanges(s *replay.Survey) []string {
	var list []string
	switch how := r.o.target.Signing; {
	case r.plan.Target.Token != "" && how != "off" && how != "missing":
		text := "signed anew"
		if how != "auto" {
			text += ", on purpose " + how
		}
		list = append(list, text)
	case s.Signed > 0:
		list = append(list, "signatures left out")
	}
	if s.Dated > 0 {
		list = append(list, fmt.Sprintf("times refreshed in %d, the first of them of %s", s.Dated, s.Oldest.UTC().Format("2006-01-02 15:04:05 UTC")))
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

// remarks are what a person should know before wondering.
func (r *replayRun) remarks(s *replay.Survey) []string {
	var list []string
	if s.Signed > 0 && !r.plan.AsCaptured && r.plan.Target.Token == "" {
		list = append(list, fmt.Sprintf("%d of %d were signed when they were captured, and are sent unsigned: no token given (--token)", s.Signed, s.Total))
	}
	if s.Signed > 0 && r.plan.AsCaptured {
		list = append(list, fmt.Sprintf("%d of %d carry a Sign of the time of the capture: a backend that has the token refuses them, so their answers are only reported", s.Signed, s.Total))
	}
	if len(s.Masked) > 0 {
		list = append(list, "masked when captured"+among(s.Masked, 1))
	}
	if s.Undated > 0 && r.plan.Pace.Speed > 0 {
		list = append(list, fmt.Sprintf("%d of %d do not say when they were sent, and follow at once", s.Undated, s.Total))
	}
	if s.Unanswered > 0 && r.o.diff {
		list = append(list, fmt.Sprintf("%d of %d hold no answer that --diff could compare", s.Unanswered, s.Total))
	}
	if s.Skipped > 0 {
		list = append(list, fmt.Sprintf("%d of %d cannot be sent; the results say why", s.Skipped, s.Total))
	}
	return list
}
