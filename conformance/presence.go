package conformance

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/webhook"
)

// presence remembers whether the backend is there. Its zero value is ready for the first exchange.
type presence struct {
	mu       sync.Mutex
	answered bool // it has answered, or taken a connection: it is there
	hangs    int  // deliveries that went unanswered before the first answer
	lost     string
	away     *absence // while it is away
	last     *absence // the last one that is over
	lives    int      // how often it came back
	fresh    bool     // nothing was sent since it came back
	// the first callback that it accepted: sent again, it shows whether the backend answers
	good   *webhook.Exchange
	recent []*webhook.Exchange // the last that were answered
	// how often packets were shown to end the backend, by how its process ended
	shown  map[string]int
	blamed map[*webhook.Exchange]*judge.Gone // answered, and the backend ended afterwards
}

// absence is one time that the backend went away.
type absence struct {
	life     int                 // the one that it ended
	over     chan struct{}       // closed when the backend is back, or lost
	said     string              // how its process ended; empty: not known
	suspects []*suspect          // packets that were under way
	cleared  int                 // of which so many did not do it again
	guilty   bool                // one of them did
	claimed  bool                // a packet that was not delivered shows it, as none was under way
	recent   []*webhook.Exchange // answered shortly before, the latest first
}

const (
	// hangsBeforeGivingUp is how many deliveries may go unanswered from the start before the others are left out:
	// each costs a deadline of two seconds, and a backend that answered none of five will not answer the sixth.
	hangsBeforeGivingUp = 5

	// mostAbsences is how often a backend may go away before the run ends. Each time it has to be started again, which
	// takes a second where a compiler or a Java machine starts; and the first few show what is wrong.
	mostAbsences = 30

	// fewAbsences is how often it may before the run leaves out what ended it for another callback; after manyAbsences
	// it leaves out odd packets altogether and goes on with the ordinary ones.
	fewAbsences  = 4
	manyAbsences = 20

	// comesBackWithin is how long the run waits for a backend that it cannot start itself. A restart loop takes a
	// second or two.
	comesBackWithin = 10 * time.Second
	lookAgainAfter  = 50 * time.Millisecond
	endsAfter       = 20 * time.Millisecond // how long a process takes to end after the cause

	keptRecent = 16              // exchanges that are tried again where no packet under way ended the backend
	recently   = 2 * time.Second // before the backend went away
)

const unreachable = "the backend could not be reached"

// await waits while the backend is away. It returns the number of its life, and why nothing more is sent, if so.
func (p *presence) await(ctx context.Context) (life int, reason string) {
	for {
		p.mu.Lock()
		life, reason = p.lives, p.lost
		away := p.away
		p.mu.Unlock()
		switch {
		case reason != "":
			return life, reason
		case over(ctx):
			return life, endedBefore
		case away == nil:
			return life, ""
		}
		select {
		case <-away.over:
		case <-ctx.Done():
		}
	}
}

// note counts what one exchange tells about a backend that is there, or never was.
func (p *presence) note(x *webhook.Exchange) {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch f := x.Failure; {
	case f == nil:
		p.answered = true
		p.remember(x)
	case f.Class == webhook.Canceled || f.Class == webhook.Unsendable:
	case !f.Class.Reached() && !p.answered:
		p.lost = unreachable
	case f.Class == webhook.Timeout && x.Status == 0:
		if p.hangs++; p.hangs >= hangsBeforeGivingUp && !p.answered {
			p.lost = "the backend has answered nothing so far"
		}
	}
}

func (p *presence) remember(x *webhook.Exchange) {
	if x.Request.Wire != nil || len(x.Request.Body) > keptRequest {
		return
	}
	if p.recent = append(p.recent, x); len(p.recent) > keptRecent {
		p.recent = p.recent[1:]
	}
}

// accepted keeps the first callback that the backend has accepted: a later one may be what ended it.
func (p *presence) accepted(x *webhook.Exchange) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.good == nil && x.Request.Wire == nil && len(x.Request.Body) <= keptRequest {
		p.good = x
	}
}

// firstGood is the first callback that the backend accepted; nil: none yet.
func (p *presence) firstGood() *webhook.Exchange {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.good
}

// isThere reports whether the backend has answered or taken a connection in this run.
func (p *presence) isThere() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.answered
}

// absences is how often the backend went away.
func (p *presence) absences() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.lives
}

// reason is why nothing more is sent, empty while the run goes on.
func (p *presence) reason() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.lost
}

// leave notes that the backend went away in this life, and reports whether the caller is the first to see it.
func (p *presence) leave(life int) (*absence, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch {
	case p.away != nil:
		return p.away, false
	case p.lives != life:
		return p.last, false
	}
	p.answered = true // at least it has taken a connection
	p.away = &absence{life: life, over: make(chan struct{})}
	for i := len(p.recent) - 1; i >= 0; i-- {
		if x := p.recent[i]; time.Since(x.Start.Add(x.Timing.Total)) < recently {
			p.away.recent = append(p.away.recent, x)
		}
	}
	p.recent = nil
	return p.away, true
}

// returned notes that the backend is back, or that it is lost, and why.
func (p *presence) returned(said string, err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.away.said = said
	p.lives++
	p.fresh = true
	switch {
	case err != nil:
		if p.lost = err.Error(); err != errEnded && !strings.HasPrefix(p.lost, ErrLost.Error()) {
			p.lost = ErrLost.Error() + ": " + p.lost
		}
	case p.lives >= mostAbsences:
		p.lost = fmt.Sprintf("%v %d times", ErrLost, p.lives)
	}
	p.last, p.away = p.away, nil
	close(p.last.over)
}

// isRefused reports whether no connection came about although the machine answers: nothing listens.
func isRefused(f *webhook.Failure) bool {
	return f != nil && f.Class == webhook.Connect && !webhook.IsTimeout(f)
}

// isFull reports whether a connection was not accepted in time, as where the queue of those that wait is full.
func isFull(f *webhook.Failure) bool {
	return f != nil && f.Class == webhook.Connect && webhook.IsTimeout(f)
}

// isLate reports whether a request was given up that had been written.
func isLate(f *webhook.Failure) bool { return f != nil && f.Class == webhook.Timeout }

// isDropped reports whether the connection ended without a whole answer.
func isDropped(f *webhook.Failure) bool {
	return f != nil && (f.Class == webhook.Closed || f.Class == webhook.Reset)
}

// ErrLost is why a run ends whose backend answered and then went away for good: the rest could not run.
var ErrLost = errors.New("the backend went away")

// lostError is an ErrLost with its circumstances.
type lostError string

func (e lostError) Error() string        { return string(e) }
func (e lostError) Is(target error) bool { return target == ErrLost }

// WhyLost is the error that ended a run whose backend was lost, an [ErrLost]; nil where it was not.
func WhyLost(results []SuiteResult) error {
	for _, r := range results {
		if strings.HasPrefix(r.Skip, ErrLost.Error()) {
			return lostError(r.Skip)
		}
	}
	return nil
}
