package doctor

import (
	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/webhook"
)

// Next is the command that is useful now. It is a verb with the flags of the one that ran.
type Next struct {
	Verb  string
	URL   *webhook.Endpoint
	Cases []string // of test; none: all of them
	Why   string   // what it is for, in the words before a colon
}

// next follows from the first look that is not right.
func (e *examination) next(r *Result) Next {
	n := Next{Verb: "doctor", URL: e.Target.URL, Why: "once that is changed"}
	for _, l := range r.Looks {
		if l.Outcome != judge.Fail && l.Outcome != judge.Error {
			continue
		}
		switch l.Name {
		case redirectLook:
			// A signed callback goes to no other host than the one that was named.
			if to := e.destination(); to != nil && isSameHost(e.Target.URL, to) && !isSame(e.Target.URL, to) {
				return Next{Verb: "doctor", URL: to, Why: "the URL that it leads to"}
			}
		case answerLook, latencyLook:
			if l.Outcome == judge.Fail {
				return Next{Verb: "send " + e.Command.Short, URL: e.Target.URL, Why: "request, answer and fix in full"}
			}
		case signLook:
			return e.cases("neg-sign-*")
		case applicationLook:
			return e.cases("neg-sdkappid-*")
		}
		return n
	}
	return Next{Verb: "test", URL: e.Target.URL, Why: "the whole suite"}
}

// cases are those of the suite around what was found.
func (e *examination) cases(pattern string) Next {
	return Next{
		Verb: "test", URL: e.Target.URL, Cases: []string{e.Command.Short + "/" + pattern},
		Why: "all cases of this kind, with the fix",
	}
}
