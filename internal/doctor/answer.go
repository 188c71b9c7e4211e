package doctor

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/report"
	"github.com/timhook/timhook/report/why"
	"github.com/timhook/timhook/report/words"
	"github.com/timhook/timhook/webhook"
)

// answer sends the ordinary callbacks, one after the other, and looks at what is wrong with the answers. What other
// looks are about is theirs.
func (e *examination) answer(ctx context.Context) Look {
	l := Look{Name: answerLook, Outcome: judge.Pass}
	if err := e.send(ctx); err != nil {
		l.Outcome, l.Found = judge.Error, err.Error()
		return l
	}
	first := e.answers[0]
	switch {
	case first.Exchange != nil && first.Skip != "": // cut short by the limit of the whole
		l.Outcome, l.Found = judge.Fail, fmt.Sprintf("no answer within %v; Chat waits %v", e.Limit, judge.Deadline)
		l.Fix = "answer first, and do the work behind the answer; look at what the backend waits for"
		return l
	case first.Exchange == nil || first.Outcome() == judge.Error:
		return unanswered(l, first)
	}
	for _, f := range e.report.Findings {
		if belongsTo(f) == answerLook && e.isOrdinary(f) {
			return ofGateway(explained(l, f), first.Exchange.Status)
		}
	}
	switch { // other looks tell of these
	case e.redirected():
		l.Outcome, l.Found = judge.Skip, "the answer is a redirect"
		return l
	case first.Exchange.Failure != nil:
		l.Outcome, l.Found = judge.Skip, "the answer is not whole"
		return l
	}
	l.Found = fmt.Sprintf("%s is answered as documented", e.Command.Name)
	if d := first.Judgement.Decision; d != nil {
		l.Found += ": " + d.Does.String()
	}
	return l
}

// send sends all callbacks. Where the first is not answered, no other is sent.
func (e *examination) send(ctx context.Context) error {
	runner := conformance.Runner{Client: e.Client, Target: e.Target}
	run := func(d ...conformance.Delivery) []conformance.Result {
		return runner.Run(ctx, d, func(conformance.Result) {})
	}
	var planned []conformance.Delivery
	for i := range Requests {
		params := e.Params
		params.Number = uint64(i)
		packets, err := e.Command.Build(nil, params)
		if err != nil {
			return err
		}
		planned = append(planned, conformance.Deliveries(packets[:1], e.Target)...)
	}
	e.answers = run(planned[0])
	if len(e.answers) == 0 {
		return fmt.Errorf("nothing was sent: %w", context.Cause(ctx))
	}
	e.forged = map[string]conformance.Result{}
	if e.isTaken() {
		e.answers = append(e.answers, run(planned[1:ordinary]...)...)
		for _, d := range e.forgeries(planned[ordinary:]) {
			for _, r := range run(d) {
				e.forged[d.Tamper] = r
			}
		}
	}
	e.report = e.reported()
	return nil
}

// isTaken reports whether the ordinary callback was taken, so that a refusal of another one says something. A whole
// answer with HTTP 200 that is neither an acceptance nor a refusal counts as well: it only has a wrong form.
func (e *examination) isTaken() bool {
	if len(e.answers) == 0 || e.answers[0].Exchange == nil {
		return false
	}
	x, reaction := e.answers[0].Exchange, e.answers[0].Judgement.Reaction
	return reaction.Takes() || x.Failure == nil && x.Status == 200 && reaction == judge.Unclear
}

// The cases of the suite that the forged callbacks are of.
const (
	wrongSign    = "neg-sign-wrong"
	missingSign  = "neg-sign-missing"
	otherAppCase = "neg-sdkappid-wrong"
)

// forgeries are callbacks that a right backend refuses, of these packets, as far as they can be made.
func (e *examination) forgeries(planned []conformance.Delivery) (list []conformance.Delivery) {
	add := func(tamper string, change func(*webhook.Target), under judge.Circumstance) {
		d, target := planned[len(list)], e.Target
		change(&target)
		d.Tamper, d.Expect, d.Level, d.Under = tamper, payloads.ExpectRefuse, payloads.Must, under
		d.Request = func(now time.Time) *webhook.Request {
			return target.Request(conformance.CallbackOf(d.Packet), now)
		}
		list = append(list, d)
	}
	if e.Target.Token != "" {
		add(wrongSign, func(t *webhook.Target) { t.Signing = webhook.SignWrong }, judge.Plain)
		add(missingSign, func(t *webhook.Target) { t.Signing = webhook.SignMissing }, judge.Plain)
	}
	if e.SDKAppIDGiven {
		add(otherAppCase, func(t *webhook.Target) { t.SDKAppID ^= 1 }, judge.OtherApplication)
	}
	return list
}

// reported is the run as every report has it: with the causes of what was found.
func (e *examination) reported() *report.Document {
	run := &conformance.Report{
		Backend: e.Target.URL.Public(), SDKAppID: e.Target.SDKAppID, Signed: e.Target.Token != "",
		Command: "timhook send", Results: slices.Clone(e.answers),
	}
	for _, name := range []string{wrongSign, missingSign, otherAppCase} {
		if r, sent := e.forged[name]; sent {
			run.Results = append(run.Results, r)
		}
	}
	return report.NewDocument(run)
}

// belongsTo is the name of the look that shows a finding.
func belongsTo(f why.Finding) string {
	switch f.Check {
	case "resp-no-redirect":
		return redirectLook
	case "resp-under-2s":
		return latencyLook
	}
	return answerLook
}

// isOrdinary reports whether an ordinary callback has drawn the finding.
func (e *examination) isOrdinary(f why.Finding) bool {
	return slices.ContainsFunc(f.Cases, func(name string) bool { return !isForged(name) })
}

func isForged(name string) bool {
	_, id, _ := strings.Cut(name, "/")
	return strings.HasPrefix(id, "neg-")
}

// explained is a look with a finding in it.
func explained(l Look, f why.Finding) Look {
	l.Outcome = words.OutcomeNamed(f.Outcome)
	l.Found, l.Cause, l.Fix = f.Check+": "+f.Message, f.Cause, f.Fix
	return l
}

// ofGateway names the tunnel or the proxy that answers in the place of a backend that it does not reach. 530 is
// Cloudflare's.
func ofGateway(l Look, status int) Look {
	if status == http.StatusBadGateway || status == http.StatusGatewayTimeout || status == 530 {
		const is = "%d is the answer of a proxy or a tunnel in front that does not reach the backend"
		l.Cause = fmt.Sprintf(is, status)
		l.Fix = "start the backend, and let what stands in front lead to its port"
	}
	return l
}

// unanswered is said of an exchange that cannot be judged.
func unanswered(l Look, r conformance.Result) Look {
	l.Outcome = judge.Error
	switch {
	case r.Exchange == nil:
		l.Found = r.Skip
	case r.Exchange.Failure != nil:
		l.Found = r.Exchange.Failure.Error()
		if r.Exchange.Failure.Class == webhook.Protocol { // the sentence names the change
			l.Outcome = judge.Fail
		}
	case r.Judgement.Err != nil:
		l.Found = r.Judgement.Err.Error()
	}
	return l
}
