// Package judge holds requirements to one exchange: what a backend answered to one callback.
//
// A [Check] is one requirement with its source, its reason and its remedy; [Checks] lists them, cause before
// consequence. [Judge] holds the checks to an exchange and returns a [Judgement]: the worst [Outcome] and each
// [Finding] behind it. It sends nothing and keeps nothing, so any program that has an exchange can call it.
//
// One cause draws one finding. A check names what it needs ([Stage]) and is skipped without it; a check whose subject
// an earlier one has blamed is skipped too. For example, a backend that answers a plain "OK" trips resp-json and
// nothing else: whether ErrorCode is 0 cannot be asked of it.
package judge

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/webhook"
)

const (
	Deadline  = 2 * time.Second // how long Chat waits for the whole answer (Webhook Overview, 1047/34354)
	SlowAfter = time.Second     // from when on an answer is a warning: a busy network may cost the other second
)

// Options is what an answer is held to. The zero value asks for acceptance within [Deadline].
type Options struct {
	Expect  payloads.Expect
	Level   payloads.Level // of the case: no finding is stronger
	Secrets []string       // that no answer may hold, for instance the token of the run
	// the limit that the exchange ran under, the client's Timeout; 0: [Deadline]; below 0: none
	Deadline   time.Duration
	Under      Circumstance  // that the case is about
	Earlier    []Reaction    // with [Repeated]: what the same request drew before
	SignedAnew bool          // with [Repeated]: the further tries had another RequestTime and Sign
	Tolerate   []Reaction    // right as well, though the expectation alone would blame them
	Statuses   []int         // right as well, as 501 to a method that the backend's server does not know
	Slowed     time.Duration // how much of the exchange the request itself took by design
	Gone       *Gone         // with [WentAway]: how
	Pace       *Pace         // with [TookTurns]: how long they took
	Effect     *Effect       // with [Stored]: what is stored otherwise than it has to be; nil: nothing is

	Command *payloads.Command // the callback; nil: one whose answer decides nothing
	Policy  Policy            // what the console is set to, for answers of a deciding callback that fail
	Usual   *Decision         // on the same packet before, or in its ordinary form; nil: not known
	Wanted  *Wanted           // that the backend's owner expects; nil: any

	// Baseline is the reaction that the callback's ordinary packet drew, where that breaks a MUST; [NoReaction]: none.
	// Checks on odd packets ignore it: the same reaction to an odd packet repeats the baseline's failure.
	Baseline Reaction
}

// Judgement is what came of holding the checks to one exchange.
type Judgement struct {
	Outcome  Outcome
	Reaction Reaction  // what the backend did
	Decision *Decision // what Chat would do; nil: the answer decides nothing, or the request is none of Chat's
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
// A backend that was not reached draws no finding but the outcome [Error], with the failure as Err. The outcome is
// [Skip] where an answer only repeats the baseline's failure. Under [payloads.ExpectInfo] nothing is required: the
// outcome is [Info] and Reaction tells what happened, unless the circumstance has something to warn of.
//
// The canonical answer, byte for byte in a plain exchange, is judged without an allocation: load judges every answer.
func Judge(ex *webhook.Exchange, o Options) Judgement {
	if err := unjudgeable(ex, o); err != nil {
		return Judgement{Outcome: Error, Err: err}
	}
	if o.Expect.Accepts() && o.Under == Plain && o.Slowed == 0 && !HoldsMore(o.Command) && isCanonical(ex, o) {
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
	case o.Under == WentAway, o.Under == Queued:
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
	return o.Deadline < 0 || errors.Is(ex.Failure, context.DeadlineExceeded) ||
		dated && ex.Timing.Total < cmp.Or(o.Deadline, Deadline)
}

// hold runs the checks that are held under a circumstance.
func (t *Trial) hold(j *Judgement, under Circumstance) {
	for _, c := range checks() {
		if !c.HeldFor.Includes(t.Expect) || c.Under != under || c.Flaw != NoFlaw && c.Flaw != t.flaw() ||
			!c.IsFor(t.Command) {
			continue
		}
		if hidesOthers(t.findings) {
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

// warnsUnderInfo reports whether the circumstance has a finding beyond an observation, which counts under
// [payloads.ExpectInfo] too.
func (t *Trial) warnsUnderInfo() bool {
	under := blamed(t.findings)
	return under != Plain && under != Repeated && t.findings[0].Level < payloads.May
}

// judge holds every check in turn.
func judge(ex *webhook.Exchange, o Options) Judgement {
	t := newTrial(ex, o)
	j := Judgement{Reaction: t.Reaction, Decision: t.shownDecision()}
	if o.Under != Plain {
		t.hold(&j, o.Under)
	}
	t.hold(&j, Plain)
	j.Findings = t.findings
	j.Outcome = Worst(j.Findings)
	switch {
	case o.Expect == payloads.ExpectInfo && !t.warnsUnderInfo():
		j.Outcome = Info
	case t.repeatsBaseline && j.Outcome == Pass:
		j.Outcome = Skip
	}
	return j
}

// Canonical is the documented answer to a callback that was accepted, byte for byte.
const Canonical = `{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":0}`

// isCanonical recognises the canonical answer in an exchange that passes every check. It may miss such an answer, for
// example one whose members come in another order; it never takes another one for it.
func isCanonical(ex *webhook.Exchange, o Options) bool {
	limit := SlowAfter
	switch {
	case o.Deadline > 0:
		limit = min(limit, o.Deadline)
	case o.Deadline < 0:
		limit = math.MaxInt64
	}
	return ex.Failure == nil && ex.Status == 200 &&
		!ex.Truncated && len(ex.Stray) == 0 && len(ex.Unasked) == 0 && len(ex.Framing) == 0 &&
		ex.Timing.Total < limit &&
		string(ex.Body) == Canonical &&
		(ex.Get("Transfer-Encoding") == "" || ex.Get("Content-Length") == "") &&
		plainType(ex.Get("Content-Type")) &&
		!slices.ContainsFunc(ex.Header, func(f webhook.HeaderField) bool { return !isOrdinary(f.Name) }) &&
		!leaksInHead(ex, o.Secrets)
}

// isOrdinary knows the header fields of an answer that no check looks at, beside those that [isCanonical] looks at
// itself. Any other field takes the long way, so that a check about it needs no entry here.
func isOrdinary(field string) bool {
	for _, name := range [...]string{
		"Content-Type", "Content-Length", "Transfer-Encoding", "Date", "Server", "Connection", "Keep-Alive",
	} {
		if strings.EqualFold(field, name) {
			return true
		}
	}
	return false
}

func plainType(contentType string) bool {
	switch contentType {
	case "", "application/json", "application/json; charset=utf-8", "application/json;charset=utf-8":
		return true
	}
	return false
}

func leaksInHead(ex *webhook.Exchange, secrets []string) bool {
	for _, secret := range secrets {
		if slices.ContainsFunc(ex.Header, func(f webhook.HeaderField) bool {
			return strings.Contains(f.Value, secret) || strings.Contains(f.Name, secret)
		}) {
			return true
		}
	}
	return false
}

// accepting lists the checks that are held when a backend has to accept, under no special circumstance.
// It is made once, so that a canonical answer is judged without an allocation.
var accepting = sync.OnceValue(func() []*Check {
	return slices.DeleteFunc(Checks(), func(c *Check) bool {
		return c.HeldFor&OnAccept == 0 || c.Under != Plain || !c.IsFor(nil)
	})
})
