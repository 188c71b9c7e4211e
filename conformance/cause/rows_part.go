package cause

import "slices"

// partRows are backends that take the ordinary packet of some callbacks and not of others.
func partRows() []row {
	others := func(s Shown, r *Run) bool {
		accepted := r.acceptedCallbacks()
		return s.IsOrdinary() && len(accepted) > 0 && !slices.Contains(accepted, s.Callback)
	}
	return []row{
		{
			id: "not-handled", cases: ordinary, status: "4xx 200 501",
			when: func(s Shown, r *Run) bool { return others(s, r) && refuses(s) },
			text: "the backend handles {accepted}, and refuses the callbacks that it does not handle: {answer}",
			fix: `if it shall handle the others, add them; if not, test these alone (--callbacks {callbacks}) ` +
				`and answer ` +
				`{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":0} in the default branch: a callback that is ` +
				`switched on in ` +
				"the console by accident counts as failed otherwise.",
		},
		{
			id: "slow-own", cases: ordinary, checks: "resp-answer resp-under-2s",
			when: func(s Shown, r *Run) bool { return others(s, r) && isSlow(s) },
			text: "this callback alone is not answered in time, while {accepted} are accepted: {answer}",
			fix: "answer first and work afterwards: what its handler waits for (a query without an index, another " +
				"service, a lock) belongs on a queue behind the answer. If it never answers, one of its branches " +
				"lacks the answer: res.end, next(), a promise that never settles.",
		},
		{
			id: "field-of-own", cases: ordinary, checks: "resp-status-200 resp-answer behave-stays-up resp-under-2s",
			when: func(s Shown, r *Run) bool {
				return others(s, r) && len(r.own(s)) > 0 && len(r.acceptedCallbacks()) > 2
			},
			text: "the handler fails over this callback alone, while {accepted} are accepted: {answer}",
			fix: "look at what this callback has of its own: {own}. Its texts are any text (a value of GroupAttr " +
				"need not be a number), lists may be empty, and fields may be missing. The backend's log at that " +
				"moment holds the exception.",
		},
		{
			id: "field-of-others", cases: ordinary, checks: "resp-status-200 resp-answer behave-stays-up resp-under-2s",
			when: func(s Shown, r *Run) bool { return others(s, r) && len(r.lacking(s)) > 0 },
			text: "a field is taken for granted that this callback does not have: {accepted} are accepted, and their " +
				"packets have {lacks}. The answer is {answer}",
			fix: "read fields with a default, or dispatch on CallbackCommand first: {lacks} are not in every " +
				"callback. Python packet.get('From_Account') instead of packet['From_Account'] (KeyError); PHP ??; " +
				"JavaScript x?.y.",
		},
	}
}
