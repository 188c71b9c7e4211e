package flags

import (
	"context"

	"github.com/timhook/timhook/cmd/cli"
	"github.com/timhook/timhook/webhook"
)

// Setup is what a verb that sends begins with.
type Setup struct {
	Target webhook.Target
	Client *webhook.Client
	Files  []Destination // of the reports
}

// SetUp reads the flags of target, transport and output, for a URL that may be among the arguments. Without out there
// are no reports. The caller closes the client.
func (h *HTTP) SetUp(ctx context.Context, a *cli.App, url string, out *Output) (s Setup, err error) {
	if s.Target, err = h.target.Resolve(a, url); err != nil {
		return s, err
	}
	if s.Client, err = h.Client(a); err != nil {
		return s, err
	}
	if out != nil {
		if s.Files, err = out.Destinations(a); err != nil || out.DryRun {
			return s, err
		}
	}
	s.Target.URL = Settle(ctx, a, s.Client, s.Target.URL)
	return s, nil
}

// Settle decides which loopback address a URL such as :8080 means: the one that accepts a connection. Where none does,
// it stays open.
func Settle(ctx context.Context, a *cli.App, c *webhook.Client, e *webhook.Endpoint) *webhook.Endpoint {
	if !e.Loopback {
		return e
	}
	found, failure := c.Probe(ctx, e)
	if failure != nil {
		return e
	}
	if found.Addr != e.Addr {
		a.Note("note: nothing listens on %s; using %s", e.Addr, found.Addr)
	}
	return found
}
