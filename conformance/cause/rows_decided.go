package cause

import "github.com/timhook/timhook/payloads/jsontree"

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

// echoRows are answers that hold the request's own result.
func echoRows() []row {
	return []row{{
		id: "echoed", checks: "resp-errorcode-zero answer-echo answer-fixed", when: echoesResult,
		text: "the answer repeats the result that the request carries: {got}",
		fix: "make the answer anew: do not decode the request into the struct of the answer, and do not send the " +
			"request back with fields added.",
	}}
}

// echoesResult is true of an answer with the request's own ErrorCode, or with its ErrorInfo beside 0. Most packets
// carry none, or 0 and an empty text.
func echoesResult(s Shown, _ *Run) bool {
	if s.Exchange == nil || s.Exchange.Request == nil {
		return false
	}
	request, _ := jsontree.ParseLoose(s.Exchange.Request.Body)
	answer, _ := jsontree.ParseLoose(s.Exchange.Body)
	isSame := func(name, empty string) bool {
		sent := request.Get(name).Text()
		return sent != empty && sent == answer.Get(name).Text()
	}
	return isSame(errorCode, "0") && request.Get(errorCode).Text() != "" ||
		s.Finding.Check.ID != "resp-errorcode-zero" && isSame(errorInfo, "")
}

func decidesLate(s Shown, _ *Run) bool {
	return s.Command != nil && s.Command.Answer.Decides() && isSlow(s)
}
