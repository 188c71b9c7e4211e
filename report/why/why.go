// Package why explains what a run has found: each finding with its requirement, its cause, the fix, and how to repeat
// it, and each case with its requests and answers. Its texts need no terminal.
package why

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/conformance/cause"
	"github.com/timhook/timhook/payloads/chat"
	"github.com/timhook/timhook/report/words"
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

// ListCases names the cases beside the one in front, each id once with the callbacks that show it.
func (f *Finding) ListCases() {
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
			"(%s)", cmp.Or(id, "packets"), strings.Join(words.Once(callbacks[id]), ", ")))
	}
}
