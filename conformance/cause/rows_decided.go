package cause

// waitedRows are answers that come too late to decide. To answer first and work afterwards, which cures others, is no
// cure for them: the answer is the decision.
func waitedRows() []row {
	return []row{{
		id: "decides-late", checks: "resp-under-2s resp-answer", when: decidesLate,
		text: "the decision takes too long: {got}",
		fix: "decide within 500 ms: keep lists and rules in memory, give every service that is asked a limit of its " +
			"own, and say what is decided when it does not answer in time. What does not decide (logs, statistics, " +
			"storage) goes behind the answer.",
	}}
}

func decidesLate(s Shown, _ *Run) bool {
	return s.Command != nil && s.Command.Answer.Decides() && isSlow(s)
}
