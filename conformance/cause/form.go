package cause

import (
	"cmp"
	"slices"
	"strings"

	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/payloads"
)

// underOK are the findings on the body of an answer as if its status were 200.
func underOK(s Shown) []judge.Finding {
	x := *s.Exchange
	x.Status, x.Framing = 200, nil
	return slices.DeleteFunc(judge.Judge(&x, judge.Options{Secrets: s.Secrets}).Findings, func(f judge.Finding) bool {
		return f.Level == payloads.May || !matches("resp-json resp-unwrapped resp-case resp-actionstatus-present "+
			"resp-errorcode-present resp-errorinfo-present resp-errorcode-zero", f.Check.ID)
	})
}

// formOf is what the form of the answer gets wrong beside its status, where the text asks for it.
func formOf(s Shown, text string) string {
	if !strings.Contains(text, "{form}") {
		return ""
	}
	var list []string
	for _, f := range underOK(s) {
		list = append(list, f.Message())
	}
	return strings.Join(list, "; ")
}

// formFixOf is what cures that.
func formFixOf(s Shown, text string, r *Run) string {
	if !strings.Contains(text, "{formfix}") {
		return ""
	}
	var list []string
	for _, f := range underOK(s) {
		one := s
		one.Finding = f
		_, fix := f.Advice()
		list = append(list, cmp.Or(Of(one, r).Fix, fix))
	}
	return strings.Join(slices.Compact(list), " ")
}
