package why

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"github.com/timhook/timhook/report/safe"
	"github.com/timhook/timhook/report/words"
)

// Answered is the answer that shows a finding.
type Answered struct {
	caseName, label, delivery, request, outcome string
	start                                       time.Time
	status                                      int
	body                                        string
}

// AnswerOf is the answer that shows the finding. Findings on one answer are told together.
func AnswerOf(f Finding) Answered {
	x := f.Sample
	return Answered{f.Case, x.Label, x.Delivery, x.Request.Text(), x.Outcome, x.Start, x.Answer.Status, x.Answer.Text()}
}

// Texts are the texts of some findings, without empty ones.
func Texts(findings []Finding, text func(Finding) string) []string {
	var list []string
	for _, f := range findings {
		if s := text(f); s != "" {
			list = append(list, s)
		}
	}
	return list
}

// MoreCases are the other cases with a finding: "12 more: random-int32-over (bot, send), neg-put (attr)".
func MoreCases(f Finding) string {
	text := fmt.Sprintf("%d more", f.Count-1)
	if list := cmp.Or(strings.Join(f.Listed, ", "), f.Spread); list != "" {
		text += ": " + list
	}
	return text
}

// SameWord is what the other cases with a finding have in common.
func SameWord(f Finding) string {
	if f.SameCheck {
		return "Same check"
	}
	return "Same cause"
}

// OthersLine is MoreCases, and empty where no other case has the finding.
func OthersLine(f Finding) string {
	if f.Count <= 1 {
		return ""
	}
	return MoreCases(f)
}

// CorrectedLine is the answer as it should have been.
func CorrectedLine(f Finding) string {
	if f.Corrected == "" || f.CorrectedSure {
		return f.Corrected
	}
	return f.Corrected + " (a guess)"
}

// LinkOf leads to what the backend has logged of the answer.
func LinkOf(f Finding) string { return f.Sample.Link }

// SourceLine is where a requirement comes from, and how sure that is.
func SourceLine(f Finding) string {
	if f.Source == "" {
		return ""
	}
	return fmt.Sprintf("%s (%s)", f.Source, f.Evidence)
}

// NotSentLine counts the cases that were left out, since the ordinary packet fails so.
func NotSentLine(f Finding) string {
	if f.NotSent == 0 {
		return ""
	}
	return words.Plural(f.NotSent, "case") + ", since the ordinary packet fails"
}

// KnownEntry is the entry of --known-failing that names one finding of a case and nothing else.
func KnownEntry(name, check string) string { return ShortCase(name) + ":" + check }

// SentLine is what was sent, and what a right backend does with it.
func SentLine(f Finding) string {
	r := f.Sample.Request
	line := fmt.Sprintf("%s %s · %s · expected: %s",
		r.Method, cmp.Or(r.Given, r.URL), words.Bytes(r.Bytes), f.Sample.Expect)
	if f.Doc != "" {
		line += " · " + f.Doc
	}
	if f.Sample.Label != "" {
		line += " (" + f.Sample.Label + ")"
	}
	return line
}

// longestReason is how much of a reason phrase is shown, in bytes: a few backends put their error message there.
const longestReason = 60

// GotLine is what was answered: status, time and size, or why no answer came.
func GotLine(x Exchange) string {
	a, took := x.Answer, TookLine(x)
	if a.Failure != "" && a.Status == 0 {
		return a.Failure + " · " + took
	}
	line := fmt.Sprintf("%d %s · %s · %s", a.Status, safe.Cut(a.Reason, longestReason), took, words.Bytes(a.Bytes))
	if a.Failure != "" {
		line += " · " + a.Failure
	}
	return line
}
