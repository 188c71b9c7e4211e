package conformance

import (
	"context"
	"slices"
	"strconv"
	"sync"
	"time"

	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/signer"
	"github.com/timhook/timhook/webhook"
)

const (
	confirmTries  = 5  // further tries of a request that failed; the first that differs ends them
	confirmCauses = 12 // causes that are tried again, each by its first case
)

// confirm tries the first case of each cause again, all causes at once. A request that draws another reaction
// shows a flaky backend, and that is then the one finding of all results with this cause. What such a backend does
// now and then says nothing about the setting in which it happened to do it.
func (run *suiteRun) confirm(ctx context.Context) {
	report := Report{}
	for _, r := range run.results {
		report.Results = append(report.Results, r.Results...)
	}
	var flaky []flakiness
	var trying sync.WaitGroup
	tried := 0
	for _, cause := range report.Causes() {
		r, ok := repeatableOf(cause)
		if !ok || cause.Level == payloads.May || cause.Check.Under != judge.Plain || tried == confirmCauses {
			continue
		}
		tried++
		trying.Go(func() {
			if earlier := run.tryAgain(ctx, r); differs(earlier, r.Judgement.Reaction) {
				run.mu.Lock()
				defer run.mu.Unlock()
				flaky = append(flaky, flakiness{cause, r.Judgement.Reaction, earlier})
			}
		})
	}
	trying.Wait()
	for _, f := range flaky {
		run.mark(f)
	}
}

// flakiness is a cause whose request draws another reaction now and then.
type flakiness struct {
	cause   Cause
	was     judge.Reaction
	earlier []judge.Reaction
}

// repeatableOf is the first result of a cause that can be drawn again.
func repeatableOf(c Cause) (Result, bool) {
	if c.First.repeatable {
		return c.First, true
	}
	i := slices.IndexFunc(c.Cases, func(r Result) bool { return r.repeatable })
	if i < 0 {
		return Result{}, false
	}
	return c.Cases[i], true
}

func (run *suiteRun) tryAgain(ctx context.Context, r Result) []judge.Reaction {
	var reactions []judge.Reaction
	for range confirmTries {
		if ctx.Err() != nil || !r.repeatable {
			break
		}
		reaction := judge.Judge(run.o.Client.Send(ctx, run.again(r)), r.JudgedUnder).Reaction
		if reaction == judge.NoReaction {
			break
		}
		reactions = append(reactions, reaction)
		if reaction == judge.Hung || reaction != r.Judgement.Reaction {
			break // it is answer enough, and another hang would cost another deadline
		}
	}
	return reactions
}

// again is the same request. One that was rightly signed is dated anew, since its minute may be over:
// as far from now as it was when it was first sent.
func (run *suiteRun) again(r Result) *webhook.Request { return run.shifted(r, 0) }

// shifted is the same request with its date that much later.
func (run *suiteRun) shifted(r Result, by time.Duration) *webhook.Request {
	request := *r.Exchange.Request
	request.Query = slices.Clone(request.Query)
	sign, at := param(request.Query, "Sign"), param(request.Query, "RequestTime")
	if sign < 0 || at < 0 {
		return &request
	}
	dated, err := strconv.ParseInt(request.Query[at].Value, 10, 64)
	if err != nil || request.Query[sign].Value != signer.Sign(run.o.Target.Token, dated) {
		return &request
	}
	dated += time.Now().Unix() - r.Exchange.Start.Unix() + int64(by/time.Second)
	request.Query[sign] = webhook.Param{Name: "Sign", Value: signer.Sign(run.o.Target.Token, dated)}
	request.Query[at] = webhook.Param{Name: "RequestTime", Value: strconv.FormatInt(dated, 10)}
	return &request
}

// param is where the only parameter of that name stands, -1 when there is none or are several.
func param(query []webhook.Param, name string) int {
	named := func(p webhook.Param) bool { return p.Name == name }
	i := slices.IndexFunc(query, named)
	if i < 0 || slices.ContainsFunc(query[i+1:], named) {
		return -1
	}
	return i
}

func differs(reactions []judge.Reaction, from judge.Reaction) bool {
	return slices.ContainsFunc(reactions, func(r judge.Reaction) bool { return r != from })
}

// mark judges every result with the cause again, in the setting that knows of the other reactions.
func (run *suiteRun) mark(f flakiness) {
	for i := range run.results {
		for j := range run.results[i].Results {
			r := &run.results[i].Results[j]
			if !(r.shows(f.cause) && r.Judgement.Reaction == f.was) && !r.blamesSettingFor(f.was) {
				continue
			}
			options := r.JudgedUnder
			options.Under, options.Earlier = judge.Repeated, f.earlier
			if judged := judge.Judge(r.Exchange, options); len(judged.Findings) > 0 && judged.Findings[0].Check.Under == judge.Repeated {
				r.Judgement = judged
			}
		}
	}
}

// shows says that the result is one of the cause's.
func (r *Result) shows(c Cause) bool {
	return slices.ContainsFunc(r.Judgement.Findings, func(f judge.Finding) bool {
		return f.Check == c.Check && f.Path == c.Path && f.Want == c.Want
	})
}

// blamesSettingFor says that a setting is blamed for a reaction that the backend shows without it.
func (r *Result) blamesSettingFor(reaction judge.Reaction) bool {
	found := r.Judgement.Findings
	return r.Judgement.Reaction == reaction && len(found) > 0 && found[0].Check.Under != judge.Plain && found[0].Check.Under != judge.Repeated && found[0].Check.Level == payloads.Must
}
