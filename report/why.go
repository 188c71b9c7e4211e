package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/conformance/cause"
	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/payloads/chat"
	"github.com/timhook/timhook/report/safe"
)

// explain says why, and how the answer should have been.
func (f *Finding) explain(c conformance.Cause) {
	hide := policyIn(c.First)
	f.Cause, f.Fix = hide.Mask(sentence(c.Why.Text)), hide.Mask(f.Fix)
	f.SameCheck, f.NotSent = c.SameCheck, len(c.NotSent)
	x := c.First.Exchange
	saysNo := f.Check == "resp-errorcode-zero" && !strings.Contains(string(x.Body), `"OK"`)
	if saysNo || !slices.Contains(formChecks(), f.Check) {
		return
	}
	if right, ok := cause.CorrectedFor(x, c.First.Packet.Command); ok {
		f.Corrected, f.CorrectedSure = hide.Mask(right.Body), right.Sure
		if right.Status {
			f.Corrected = "HTTP 200  " + f.Corrected
		}
	}
}

// formChecks are the checks on the form of an answer, whose remedy can be shown.
func formChecks() []string {
	return []string{
		"resp-status-200", "resp-json", "resp-case", "resp-unwrapped", "resp-actionstatus-present",
		"resp-errorcode-present", "resp-errorinfo-present", "resp-errorcode-zero", "resp-consistent",
		"answer-code-documented", "answer-status-ok", "answer-code-text", "answer-rewrite-code", "answer-rewrite-valid",
		"answer-rewrite-null", "answer-names-list", "answer-names-known", "answer-names-code", "answer-items-decide",
		"answer-items-present", "answer-items-fields", "answer-items-each", "answer-items-range", "answer-reply-text",
	}
}

// sentence begins with a capital and ends with a period.
func sentence(text string) string {
	if text == "" {
		return ""
	}
	r, size := utf8.DecodeRuneInString(text)
	text = string(unicode.ToUpper(r)) + text[size:]
	if strings.HasSuffix(text, ".") || strings.HasSuffix(text, "…") {
		return text
	}
	return text + "."
}

// mostNamed is how many of the other cases are named.
const mostNamed = 10

// listCases names the cases beside the one in front, each id once with the callbacks that show it.
func (f *Finding) listCases() {
	callbacks := map[string][]string{}
	var ids []string
	short := map[string]string{}
	for _, c := range chat.All() {
		short[c.Name] = c.Short
	}
	for _, name := range f.Cases {
		callback, id, _ := strings.Cut(name, "/")
		if name == f.Case {
			continue
		}
		if callbacks[id] == nil {
			ids = append(ids, id)
		}
		callbacks[id] = append(callbacks[id], cmp.Or(short[callback], callback))
	}
	f.Listed = nil
	for i, id := range ids {
		if i == mostNamed {
			left := 0
			for _, id := range ids[i:] {
				left += len(callbacks[id])
			}
			f.Listed = append(f.Listed, fmt.Sprintf("and %d more", left))
			return
		}
		f.Listed = append(f.Listed, fmt.Sprintf("%s "+
			"(%s)", cmp.Or(id, "packets"), strings.Join(compacted(callbacks[id]), ", ")))
	}
}

// compacted are the texts, each once.
func compacted(texts []string) []string {
	var list []string
	for _, text := range texts {
		if !slices.Contains(list, text) {
			list = append(list, text)
		}
	}
	return list
}

// mostRerun is how many patterns a line to be copied may have. More are remembered by the run itself.
const mostRerun = 6

// rerun is the command line that runs again what failed; empty, where nothing did or nothing repeats it.
func rerun(r *conformance.Report) string {
	var names []string
	for _, s := range r.Suite {
		if o := s.Outcome(); o == judge.Fail || o == judge.Error || o == judge.Warn {
			names = append(names, s.Case.Command.Short+"/"+s.Case.ID)
		}
	}
	names = shortened(names, r.Suite)
	repeated := fmt.Sprintf(" --seed %d --now %s", r.Seed, r.Now.Format(time.RFC3339Nano))
	switch {
	case len(names) == 0:
		return ""
	case len(names) > mostRerun:
		return r.Command + " --last-failed" + repeated + r.After
	}
	line := r.Command
	for _, name := range names {
		line += " --run " + safe.Quote(name)
	}
	return line + repeated + r.After
}

// shortened writes the id alone where it failed for every callback that was played with it.
func shortened(names []string, suite []conformance.SuiteResult) []string {
	failed, played := map[string]int{}, map[string]int{}
	for _, name := range names {
		_, id, _ := strings.Cut(name, "/")
		failed[id]++
	}
	for _, s := range suite {
		if s.Skip == "" {
			played[s.Case.ID]++
		}
	}
	var list []string
	for _, name := range names {
		if _, id, _ := strings.Cut(name, "/"); failed[id] > 1 && failed[id] == played[id] {
			name = id
		}
		list = append(list, name)
	}
	return compacted(list)
}
