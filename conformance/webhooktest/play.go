package webhooktest

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"time"

	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/conformance/cases"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/webhook"
)

// plan is a run, decided before anything is sent.
type plan struct {
	o      Options
	choice cases.Choice
	cases  []*conformance.Case
	known  *conformance.KnownFailures
	right  []conformance.ExpectedDecision
	now    time.Time
}

func newPlan(h http.Handler, o Options) (*plan, error) {
	switch {
	case (h == nil) == (o.URL == ""):
		return nil, errors.New("want a handler or Options.URL, and not both")
	case o.URL != "" && o.Path != "":
		return nil, errors.New("Options.Path: the URL has the path already")
	}
	p := &plan{o: o, now: o.Now}
	if p.now.IsZero() {
		p.now = time.Now().Truncate(time.Millisecond)
	}
	p.choice = cases.Choice{Callbacks: o.Callbacks, Selection: cases.Selection{Run: o.Run, Skip: o.Skip}}
	var err error
	if p.choice.Level, err = parseLevel(o.Level); err != nil {
		return nil, err
	}
	if p.cases, err = p.choice.Cases(); err != nil {
		return nil, fmt.Errorf("Options: %w", err)
	}
	entries, err := conformance.ParseKnown(strings.Join(o.KnownFailing, "\n"), "Options.KnownFailing")
	if err != nil {
		return nil, err
	}
	if p.known, err = p.choice.Known(entries); err != nil {
		return nil, err
	}
	for _, text := range o.Decisions {
		e, err := conformance.ParseExpectedDecision(text)
		if err != nil {
			return nil, fmt.Errorf("Options.Decisions: %w", err)
		}
		p.right = append(p.right, e)
	}
	return p, nil
}

func parseLevel(text string) (payloads.Level, error) {
	for _, level := range []payloads.Level{payloads.Must, payloads.Should, payloads.May} {
		if strings.EqualFold(cmp.Or(text, "may"), level.String()) {
			return level, nil
		}
	}
	return 0, fmt.Errorf(`Options.Level: got %q, want "must", "should" or "may"`, text)
}

// play plays cases and returns what came of it.
func (p *plan) play(ctx context.Context, h http.Handler, list []*conformance.Case) (*conformance.Report, error) {
	url, stop, err := p.serve(h)
	if err != nil {
		return nil, err
	}
	defer stop()
	endpoint, err := webhook.ParseEndpoint(url)
	if err != nil {
		return nil, fmt.Errorf("Options.URL: %w", err)
	}
	target := webhook.Target{URL: endpoint, SDKAppID: p.o.SDKAppID, Token: p.o.Token}
	client := &webhook.Client{}
	defer client.Close()
	commands, err := p.choice.Commands()
	if err != nil {
		return nil, err
	}
	r := &conformance.Report{
		Seed: p.o.Seed, Now: p.now, Backend: endpoint.Public(), SDKAppID: p.o.SDKAppID, Signed: p.o.Token != "",
		Started: time.Now(),
	}
	r.Suite = conformance.RunSuite(ctx, list, conformance.Options{
		Client: client, Target: target, SDKAppIDGiven: p.o.SDKAppID != 0, Seed: p.o.Seed, Now: p.now, Known: p.known,
		Callbacks: commands, ExpectDecision: p.right, Effect: p.o.Effect,
	})
	r.Elapsed = time.Since(r.Started)
	for _, s := range r.Suite {
		r.Results = append(r.Results, s.Results...)
	}
	return r, context.Cause(ctx)
}

// problems are what fails the run beside its cases.
func (p *plan) problems(r *conformance.Report) []string {
	list := p.known.Problems(r.Started)
	if err := conformance.WhyLost(r.Suite); err != nil {
		list = append(list, "the run ended before: "+err.Error())
	}
	return list
}

// serve gives the handler a server on loopback, if there is one, and says where the backend is.
func (p *plan) serve(h http.Handler) (url string, stop func(), err error) {
	if h == nil {
		return p.o.URL, func() {}, nil
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", nil, fmt.Errorf("a server for the handler: %w", err)
	}
	server := &http.Server{Handler: h, ReadHeaderTimeout: 10 * time.Second}
	go func() { _ = server.Serve(listener) }()
	path := cmp.Or(p.o.Path, "/im")
	return "http://" + listener.Addr().String() + "/" + strings.TrimPrefix(path, "/"), func() { _ = server.Close() }, nil
}
