package supervise

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/timhook/timhook/webhook"
)

// Probe asks whether a backend is there: it makes a connection and sends nothing over it.
type Probe struct {
	Client *webhook.Client
	URL    *webhook.Endpoint
}

// ErrNeverReady is why a run ends whose backend took no connection in time.
var ErrNeverReady = errors.New("the backend was never ready")

// Connects reports whether the backend takes a connection. Otherwise why says what failed.
func (p *Probe) Connects(ctx context.Context) (why string, ready bool) {
	if _, failure := p.Client.Probe(ctx, p.URL); failure != nil {
		return failure.Error(), false
	}
	return "", true
}

// WaitReady waits until the backend takes a connection. It returns an error when ended is closed, as by a server that
// dies, when the time is over, or when the run ends. A nil channel is for a backend that the run has not started.
func (p *Probe) WaitReady(ctx context.Context, limit time.Duration, ended <-chan struct{}) error {
	ctx, cancel := context.WithTimeoutCause(ctx, limit, ErrNeverReady)
	defer cancel()
	last, until := "", time.Now().Add(limit)
	for {
		why, ready := p.Connects(ctx)
		switch {
		case ready:
			return nil
		case last == "" || time.Now().Before(until): // what the end of the time has cut short says nothing
			last = why
		}
		select {
		case <-ended:
			return ErrServerDied
		case <-ctx.Done():
			if cause := context.Cause(ctx); !errors.Is(cause, ErrNeverReady) {
				return cause
			}
			return fmt.Errorf("%w within %s: %s", ErrNeverReady, limit, last)
		case <-time.After(lookAgainAfter):
		}
	}
}

const lookAgainAfter = 20 * time.Millisecond
