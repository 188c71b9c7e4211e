package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/timhook/timhook/conformance"
)

// summary says what a person would ask next, how many cases have which outcome, and what repeats the run.
func (t Text) summary(d *Document) {
	for _, s := range skippedFor(d.Cases) {
		fmt.Fprintf(t.W, "%s\n", t.Palette.Faint(fmt.Sprintf("skipped %d: %s", s.count, Visible(s.reason))))
	}
	if slow := slowestOf(d); len(slow) > 0 {
		var parts []string
		for _, c := range slow {
			parts = append(parts, Visible(c.Name)+" "+seconds(c.Seconds))
		}
		fmt.Fprintf(t.W, "%s\n", t.Palette.Faint("slowest: "+strings.Join(parts, ", ")))
	}
	for _, h := range d.Hints {
		fmt.Fprintf(t.W, "hint: %s\n", Visible(h))
	}
	for _, p := range d.Problems {
		fmt.Fprintf(t.W, "%s  %s\n", t.Palette.Outcome(conformance.Fail, "FAIL"), Visible(p))
	}
	if d.Ended != "" {
		fmt.Fprintf(t.W, "ended early: %s\n", Visible(d.Ended))
	}
	o := outcomeNamed(d.Verdict)
	fmt.Fprintf(t.W, "%s  %s  %s\n", t.Palette.Outcome(o, o.String()), counted(d, t.Palette), t.Palette.Faint(Visible(runLine(d))))
}

func runLine(d *Document) string {
	return fmt.Sprintf("%s · %s · seed %d · now %s · %s", d.Backend, seconds(d.Seconds), d.Seed, d.Now.Format(time.RFC3339Nano), d.Version)
}

// counted says how many cases have which outcome, those that none has left out.
func counted(d *Document, p Palette) string {
	var counts []string
	for _, o := range conformance.Outcomes() {
		if n := d.Counts[word(o)]; n > 0 {
			counts = append(counts, p.Outcome(o, fmt.Sprintf("%d %s", n, word(o))))
		}
	}
	if len(counts) == 0 {
		return "nothing was sent"
	}
	return strings.Join(counts, ", ")
}

// skippedReason counts the cases that were skipped for one reason.
type skippedReason struct {
	reason string
	count  int
}

// skippedFor counts skipped cases by reason, in the order of the run.
func skippedFor(cases []Case) []skippedReason {
	var list []skippedReason
	for _, c := range cases {
		if c.Skipped == "" {
			continue
		}
		i := slices.IndexFunc(list, func(s skippedReason) bool { return s.reason == c.Skipped })
		if i < 0 {
			i = len(list)
			list = append(list, skippedReason{reason: c.Skipped})
		}
		list[i].count++
	}
	return list
}

const (
	shownSlowest = 5
	longRun      = 1 // seconds, from which on it is worth knowing what took long
)

// slowestOf are the cases of a long run that took longest, the slowest first.
func slowestOf(d *Document) []Case {
	list := slices.DeleteFunc(slices.Clone(d.Cases), func(c Case) bool { return c.Skipped != "" })
	if d.Seconds <= longRun || len(list) <= shownSlowest {
		return nil
	}
	slices.SortStableFunc(list, func(a, b Case) int { return cmp.Compare(b.Seconds, a.Seconds) })
	return list[:shownSlowest]
}

// seconds shows a duration with as many digits as mean something.
func seconds(s float64) string {
	d := time.Duration(s * float64(time.Second))
	switch {
	case d >= time.Second:
		return d.Round(10 * time.Millisecond).String()
	case d >= 10*time.Millisecond:
		return d.Round(time.Millisecond).String()
	}
	return d.Round(100 * time.Microsecond).String()
}

// MaskSign hides every signature in a request, a URL or what came of them: a signature is good for a minute.
func MaskSign(text string) string {
	hidden := signSpans(text)
	if len(hidden) == 0 {
		return text
	}
	var b strings.Builder
	at := 0
	for _, h := range hidden {
		b.WriteString(text[at:h.start] + "Sign=…")
		at = h.stop
	}
	return b.String() + text[at:]
}

// signDigits are what a signature is made of, in whatever case it is echoed, and what a broken one may hold beside them.
const signDigits = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-._~%+"
