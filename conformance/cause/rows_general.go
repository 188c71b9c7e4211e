package cause

import (
	"strings"

	"github.com/timhook/timhook/conformance/judge"
)

// generalRows say what the case varied and what came of it, where nothing narrower is known.
func generalRows() []row {
	return []row{
		{
			id: "absent-field", each: true, checks: answering, when: endsIn("-absent"),
			text: "a field is taken for granted that may be missing: with {varied} the answer is {answer}{ordinary}",
			fix: "read it with a default. Python entry.get('…') instead of entry['…'] (KeyError); PHP ?? null; " +
				"JavaScript x?.y; Java optional fields or a null check; Pydantic `= None`; JSON Schema: not in " +
				"required.",
		},
		{
			id: "value-unlisted", each: true, checks: answering, when: endsIn("-unlisted"),
			text: "a value is looked up in a list that lacks it: with {varied} the answer is {answer}{ordinary}",
			fix: "give the enum, table or switch a default for values that it does not have: Chat adds values over " +
				"time. Python table.get(value); Go and JavaScript a default branch; Java valueOf throws, so catch " +
				"that; a column that takes any text.",
		},
		{
			id: "refused", each: true, checks: "resp-status-200 resp-errorcode-zero", status: "4xx 200",
			text: "with {varied} the answer is {answer}{ordinary}",
			fix: "accept it: {varied}. The documentation allows it, so that no check of your own (a schema, an enum, " +
				"a regular expression, a length) may refuse it; the answer's text and the backend's log say which " +
				"one did.",
		},
		{
			id: "throws", each: true, checks: "resp-status-200 behave-survives", status: "5xx",
			text: "with {varied} the handler throws: {answer}{ordinary}",
			fix: "the backend's log at that moment holds the exception. Handle {varied}, and catch errors around the " +
				"whole handler.",
		},
		{
			id: "crashes", each: true, checks: "behave-survives resp-answer resp-framing behave-refusal-form",
			when: func(s Shown, _ *Run) bool {
				return s.Reaction == judge.Dropped && s.Exchange != nil && s.Exchange.Status == 0
			},
			text: "with {varied} the connection ends without an answer{ordinary}: an exception that nothing catches, " +
				"or the process has died",
			fix: "the backend's last lines of output hold the exception. Handle {varied}, and catch errors around " +
				"the whole handler.",
		},
		{
			id: "slow-on", each: true, checks: "resp-under-2s behave-survives " +
				"resp-answer", when: func(s Shown, _ *Run) bool { return isSlow(s) && !s.IsOrdinary() },
			text: "with {varied} no answer comes in time{ordinary}",
			fix: "look for a loop or a wait that {varied} leads into: a promise that never settles, a callback that " +
				"is not called in one branch, a regular expression that backtracks, a lock.",
		},
		{
			id: "slow", checks: "resp-under-2s resp-answer", when: func(s Shown, _ *Run) bool { return isSlow(s) },
			text: "the ordinary packet is not answered in time: {answer}",
			fix: "call the answer in every branch (Node: res.end or res.json; Express: no missing next(); a promise " +
				"that never settles), send the right Content-Length, and do the work after the answer.",
		},
		{
			id: "accepted", each: true, checks: refusing,
			text: "{varied} is accepted, and has to be refused", fix: "",
		},
		{
			id: "refusal-form", each: true, checks: "behave-refusal-form",
			text: "{varied} is not accepted, which is right, but the answer is {answer}", fix: "",
		},
	}
}

func isSlow(s Shown) bool {
	return s.Reaction == judge.Hung || s.Finding.Check.ID == "resp-under-2s"
}

// ManyHangs is the cause of timeouts that cases of many kinds show.
func ManyHangs(cases, rank int) Cause {
	return Cause{
		ID: "slow-many", Rank: rank, IsOne: true,
		Text: "requests of many kinds (" + itoa(cases) +
			") are not answered in time, so that it is not what they vary: the backend takes too long, or takes too " +
			"few at a time",
		Fix: "answer first and work afterwards, and answer several at once: more workers or threads (gunicorn -w 4 " +
			"--threads 8, php-fpm, ThreadingHTTPServer), no lock or synchronous call over the answer. `-j 1` shows " +
			"whether they are answered one by one.",
	}
}

// endsIn is true of answers to cases whose id ends so, which says what they vary whatever the field is.
func endsIn(suffix string) func(Shown, *Run) bool {
	return func(s Shown, _ *Run) bool { return strings.HasSuffix(s.Case, suffix) && s.Reaction != judge.Hung }
}
