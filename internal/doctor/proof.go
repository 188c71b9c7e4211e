package doctor

import (
	"context"
	"fmt"
	"slices"

	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/report/why"
)

const (
	signLook        = "sign"
	applicationLook = "sdkappid"
)

// findings are those of all callbacks; none where nothing was sent.
func (e *examination) findings() []why.Finding {
	if e.report == nil {
		return nil
	}
	return e.report.Findings
}

// sign looks at whether a wrong and a missing Sign are refused, and the right one is not.
func (e *examination) sign(context.Context) Look {
	l := Look{Name: signLook, Outcome: judge.Pass}
	signed := e.Target.Token != ""
	switch {
	case !e.isTaken():
		return denied(l)
	case !signed:
		l.Outcome = judge.Info
		l.Found = "a callback without Sign is accepted, and no token is given to check more"
		l.Fix = "switch authentication on in the console, check Sign in the backend, and give the token here: " +
			"--token env:NAME"
		return l
	}
	return e.refused(l, "a right Sign is accepted, a wrong and a missing one are refused", wrongSign, missingSign)
}

// application looks at whether callbacks of another application are refused.
func (e *examination) application(context.Context) Look {
	l := Look{Name: applicationLook, Outcome: judge.Pass}
	switch {
	case !e.SDKAppIDGiven:
		l.Outcome = judge.Skip
		l.Found = fmt.Sprintf("no application is given, and %d was sent", e.Target.SDKAppID)
		l.Fix = "give the SDKAppID of the console: --sdk-app-id N"
		return l
	case !e.isTaken():
		return denied(l)
	}
	return e.refused(l, "a callback of another application is refused", otherAppCase)
}

// refused holds forged callbacks to what was found about them. Of several findings the first counts, the worst one.
func (e *examination) refused(l Look, right string, forged ...string) Look {
	for _, name := range forged {
		r, sent := e.forged[name]
		if !sent || r.Exchange == nil || r.Outcome() == judge.Error || r.Skip != "" {
			l.Outcome, l.Found = judge.Skip, "the backend did not answer all callbacks"
			return l
		}
	}
	for _, f := range e.findings() {
		isOne := func(name string) bool {
			return slices.ContainsFunc(f.Cases, func(c string) bool { return c == e.Command.Name+"/"+name })
		}
		if slices.ContainsFunc(forged, isOne) && !e.isOrdinary(f) {
			l = explained(l, f)
			l.Found = e.what(forged) + ": " + f.Check + ": " + f.Message
			return l
		}
	}
	l.Found = right
	return l
}

// what names the first forged callback that the backend took.
func (e *examination) what(forged []string) string {
	names := map[string]string{
		wrongSign: "a wrong Sign", missingSign: "a missing Sign", otherAppCase: "a callback of another application",
	}
	for _, name := range forged {
		if e.forged[name].Judgement.Reaction.Takes() {
			return names[name] + " is accepted"
		}
	}
	return "a forged callback is not refused in a form that can be recognised"
}

// denied is said where the right callback is not accepted.
func denied(l Look) Look {
	l.Outcome, l.Found = judge.Skip, "the ordinary callback is not accepted, so a refusal would say nothing"
	return l
}
