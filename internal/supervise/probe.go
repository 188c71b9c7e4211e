package supervise

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/timhook/timhook/webhook"
)

// Probe asks whether a backend is there.
type Probe struct {
	Client *webhook.Client
	Target webhook.Target
}

// Answers sends one GET without any of a callback's parameters, so that nothing is taken for an event.
// Whatever comes back, the backend is there. Otherwise why says what failed.
func (p *Probe) Answers(ctx context.Context) (why string, ready bool) {
	r := p.Target.Request(webhook.Callback{}, time.Now())
	r.Method, r.Query = "GET", nil
	if raw := p.Target.URL.RawQuery; raw != "" {
		r.Query = []webhook.Param{{Raw: raw}}
	}
	r.SetBody(nil)
	x := p.Client.Send(ctx, r)
	if f := x.Failure; f != nil && f.Class != webhook.Malformed && f.Class != webhook.HeaderTooLarge {
		return f.Error(), false
	}
	return "", true
}

// WaitReady waits until the backend answers anything. It returns an error when the server dies, the time is over or the
// run ends.
func (p *Probe) WaitReady(ctx context.Context, limit time.Duration) error {
	ctx, cancel := context.WithTimeoutCause(ctx, limit, ErrNeverReady)
	defer cancel()
	last, until := "", time.Now().Add(limit)
	for {
		why, ready := p.Answers(ctx)
		switch {
		case ready:
			return nil
		case last == "" || time.Now().Before(until): // what the end of the time has cut short says nothing
			last = why
		}
		select {
		case <-ctx.Done():
			if cause := context.Cause(ctx); !errors.Is(cause, ErrNeverReady) {
				return cause
			}
			return fmt.Errorf("%w within %s: %s", ErrNeverReady, limit, last)
		case <-time.After(50 * time.Millisecond):
		}
	}
}

var ErrNeverReady = errors.New("the backend was never ready")
