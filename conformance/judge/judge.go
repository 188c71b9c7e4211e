package judge

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/webhook"
)

// Deadline is how long Chat waits for the whole answer (Webhook Overview, 1047/34354); Leisurely is from when on an answer is close to it.
const (
	Deadline  = 2 * time.Second
	SlowAfter = time.Second
)

// Options says what an answer is held to. The zero value asks for acceptance within [Deadline].
type Options struct {
	Expect   payloads.Expect
	Level    payloads.Level // of the case: a finding is never stronger than this
	Secrets  []string       // that no answer may hold, for instance the token of the run
	Deadline time.Duration  // the limit that the exchange ran under, the client's Timeout; 0: [Deadline]
	Under    Circumstance   // what the case is about beside the answer
	Earlier  []Reaction     // with [Repeated]: what the same request drew before
	Tolerate []Reaction     // right as well, though the expectation alone would blame them
	Statuses []int          // right as well, as 501 to a method that the backend's server does not know
	Slowed   time.Duration  // how much of the exchange the request itself took by design
	Baseline Reaction       // what the ordinary packet draws, where that is wrong: drawn by an odd one, it is no news
}

// Judgement is what came of holding the checks to one exchange.
type Judgement struct {
	Outcome  Outcome
	Reaction Reaction // what the backend did, whatever was expected
	Findings []Finding
	Passed   []*Check // held and met; not to be changed
	Skipped  []*Check // not held, since an earlier finding has taken what they need
	Err      error    // with [Error]: why nothing could be judged
}

// Why an exchange cannot be judged although the backend was reached.
var (
	errNoAnswer = errors.New("there is no answer to judge")
	errCutShort = errors.New("the run ended before the backend's time was up")
)

// Judge holds the checks to one exchange.
//
// A backend that was not reached is no finding but an [Error], with the failure as Err.
// What the ordinary packet draws as well is a [Skip], when nothing else is found.
// Under [payloads.ExpectInfo] nothing is required: the outcome is [Info] and Reaction says what happened,
// unless the setting has something to warn of.
// The canonical answer, byte for byte in a plain exchange, takes a short way that allocates nothing; load relies on it.
func Judge(ex *webhook.Exchange, o Options) Judgement {
	if err := unjudgeable(ex, o); err != nil {
		return Judgement{Outcome: Error, Err: err}
	}
	if o.Expect.Accepts() && o.Under == Plain && o.Slowed == 0 && isCanonical(ex, o) {
		return Judgement{Outcome: Pass, Reaction: Accepted, Passed: accepting()}
	}
	return judge(ex, o)
}

func unjudgeable(ex *webhook.Exchange, o Options) error {
	switch {
	case ex == nil, ex.Failure == nil && ex.Status == 0:
		return errNoAnswer
	case ex.Failure == nil:
		return nil
	case o.Under == Concurrent && ex.Failure.Class == webhook.Connect:
		return nil // the backend was there before the burst
	case !ex.Failure.Class.Reached():
		return ex.Failure
	case ex.Failure.Class == webhook.Timeout && cutShort(ex, o):
		return fmt.Errorf("%w: %w", errCutShort, ex.Failure)
	}
	return nil
}

// cutShort tells a run that was over, whose context sets a deadline of its own, from a backend that was late.
func cutShort(ex *webhook.Exchange, o Options) bool {
	dated := !ex.Start.IsZero() // an exchange that was read from elsewhere may lack its times
	return errors.Is(ex.Failure, context.DeadlineExceeded) || dated && ex.Timing.Total < cmp.Or(o.Deadline, Deadline)
}

// blamesSetting says that a finding blames the setting, which takes the place of all findings about the answer.
// What the setting would only rather see hides nothing.
func (t *Trial) blamesSetting() bool {
	return len(t.findings) > 0 && t.findings[0].Check.Under != Plain && t.findings[0].Check.Level == payloads.Must
}

// warned says that the setting has a finding beyond an observation, which stands under [payloads.ExpectInfo] too.
func (t *Trial) warned() bool {
	return len(t.findings) > 0 && t.findings[0].Check.Under != Plain && t.findings[0].Check.Under != Repeated && t.findings[0].Level < payloads.May
}

// hold runs the checks of a setting.
func (t *Trial) hold(j *Judgement, in Circumstance) {
	for _, c := range checks() {
		if !c.HeldFor.Includes(t.Expect) || c.Under != in {
			continue
		}
		if t.blamesSetting() {
			j.Skipped = append(j.Skipped, c)
			continue
		}
		switch t.run(c) {
		case met:
			j.Passed = append(j.Passed, c)
		case skipped:
			j.Skipped = append(j.Skipped, c)
		}
	}
}

// judge is the long way: every check in turn.
func judge(ex *webhook.Exchange, o Options) Judgement {
	t := newTrial(ex, o)
	j := Judgement{Reaction: t.Reaction}
	if o.Under != Plain {
		t.hold(&j, o.Under)
	}
	t.hold(&j, Plain)
	j.Findings = t.findings
	j.Outcome = Worst(j.Findings)
	switch {
	case o.Expect == payloads.ExpectInfo && !t.warned():
		j.Outcome = Info
	case t.repeatsBaseline && j.Outcome == Pass:
		j.Outcome = Skip
	}
	return j
}
