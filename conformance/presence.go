package conformance

import (
	"context"
	"sync"
	"time"

	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/webhook"
)

// presence remembers whether the backend is there at all. Its zero value is ready for the first result.
type presence struct {
	mu       sync.Mutex
	answered bool
	hangs    int
	refused  int       // connections in a row, each after a pause, since the last answer
	refusal  time.Time // the last of them
	gone     string    // why nothing more is sent; empty: the run goes on
}

// hangsBeforeGivingUp is how many deliveries may go unanswered from the start before the others are left out:
// each costs a deadline of two seconds, and a backend that answered none of five will not answer the sixth.
const hangsBeforeGivingUp = 5

// A backend that has answered and then refuses a connection may be restarting: so many refusals in a row,
// each tried after a pause, are taken for an end.
const (
	refusalsBeforeGivingUp = 3
	pauseAfterRefusal      = 100 * time.Millisecond
)

const unreachable = "the backend could not be reached"

// note counts what one exchange tells about the backend.
func (p *presence) note(r Result) {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch f := r.Exchange.Failure; {
	case f == nil:
		p.answered, p.refused = true, 0
	case f.Class == webhook.Canceled || f.Class == webhook.Unsendable:
	case !f.Class.Reached() && r.Under == judge.Concurrent: // too many connections at once, not an absence
	case f.Class == webhook.Connect && p.answered:
		p.noteRefusal(r.Exchange.Start)
	case !f.Class.Reached():
		p.gone = unreachable
	case f.Class == webhook.Timeout && r.Exchange.Status == 0:
		if p.hangs++; p.hangs >= hangsBeforeGivingUp && !p.answered {
			p.gone = "the backend has answered nothing so far"
		}
	}
}

// noteRefusal counts refusals of the same moment as one.
func (p *presence) noteRefusal(tried time.Time) {
	if p.refused > 0 && tried.Before(p.refusal.Add(pauseAfterRefusal)) {
		return
	}
	p.refusal = time.Now()
	if p.refused++; p.refused >= refusalsBeforeGivingUp {
		p.gone = unreachable
	}
}

// breathe waits after a refused connection, which gives the backend time to come back.
func (p *presence) breathe(ctx context.Context) {
	p.mu.Lock()
	refused, until := p.refused, p.refusal.Add(pauseAfterRefusal)
	p.mu.Unlock()
	if refused > 0 {
		sleep(ctx, time.Until(until))
	}
}

// reason is why nothing more is sent, empty while the run goes on.
func (p *presence) reason() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.gone
}
