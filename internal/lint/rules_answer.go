package lint

import (
	"bytes"
	"cmp"

	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/webhook"
	"github.com/timhook/timhook/webhook/capture/read"
)

// answerRules are about the answer beside the checks of conformance.
func answerRules() []Rule {
	return []Rule{
		{
			ID: "answer-missing", Level: payloads.Must, Subject: InAnswer,
			Doc: "the backend was reached and answered", Source: overview + ", causes of failure",
			look: (*inspection).answers, // reports under the ids of the checks, too
		},
		{
			ID: "answer-truncated", Level: payloads.May, Subject: InAnswer, look: (*inspection).answerWhole,
			Doc: "the whole answer was captured, so that it can be judged", Source: "the capture itself",
		},
	}
}

func (x *inspection) answerWhole() {
	if a := x.entry.Answer; a != nil && a.Truncated {
		x.report("only the beginning of the answer was captured, so its body is not judged")
	}
}

// answers holds the answer to the checks. A packet that breaks a MUST, or of an unknown command, may be answered in any
// way but a breakdown.
func (x *inspection) answers() {
	e := x.entry
	switch {
	case e.Answer == nil && e.Failure == "":
		return // it was not captured
	case e.FailureClass == webhook.Canceled.String():
		return // the caller gave up for a reason of its own
	}
	expect := payloads.ExpectOK
	if x.broken() || x.command == nil && !x.isAnswerOnly() {
		expect = payloads.ExpectSurvive
	}
	o := judge.Options{Command: x.command, Expect: expect}
	if x.isOfNoPage() {
		o.Under = judge.Unhandled
	}
	if x.options.Token != "" {
		o.Secrets = []string{x.options.Token}
	}
	j := judge.Judge(x.exchange(), o)
	x.decision = j.Decision
	if j.Err != nil {
		x.report("got no answer: " + cmp.Or(e.Failure, j.Err.Error()))
		return
	}
	for i := range j.Findings {
		x.found(&j.Findings[i])
	}
}

// exchange is the record's, or for a lone response packet one around it.
func (x *inspection) exchange() *webhook.Exchange {
	if a := x.entry.Answer; x.isAnswerOnly() && a.Status == 0 {
		return &webhook.Exchange{Proto: "HTTP/1.1", Status: 200, Body: a.Body, Truncated: a.Truncated}
	}
	ex := x.entry.Exchange()
	ex.Timing.Total -= x.entry.Timing.Added // the time of recording is not the backend's
	x.reread(ex)
	return ex
}

// reread finds in the bytes of an answer what its fields do not hold. Other tools keep messages as text, with line ends
// of their own, and what was masked may have another length.
func (x *inspection) reread(ex *webhook.Exchange) {
	a := x.entry.Answer
	if x.entry.Kind != read.KindCapture || ex.Failure != nil || a == nil || a.Wire == nil || a.Truncated {
		return
	}
	again, ok := webhook.Reread(x.entry.Request.Method, a.Wire)
	if ok && again.Status == a.Status && bytes.Equal(again.Body, a.Body) {
		ex.Framing, ex.Stray, ex.Interim = again.Framing, again.Stray, again.Interim
	}
}

func (x *inspection) found(f *judge.Finding) {
	a := x.entry.Answer
	if f.Check.ID == "resp-size" && a != nil && a.Truncated {
		return // it was the capture that has a limit
	}
	offset := f.Offset
	if a == nil || offset < 0 {
		offset = asAWhole
	}
	kept := len(x.problems)
	x.add(x.rules.byID[f.Check.ID], Problem{Path: f.Path, Message: "got " + f.Got + ", want " + f.Want}, offset)
	if len(x.problems) > kept {
		x.problems[kept].Level = f.Level
	}
}
