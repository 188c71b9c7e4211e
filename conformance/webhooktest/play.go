package webhooktest

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/conformance/cases"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/webhook"
)

// plan is a run, decided before anything is sent.
type plan struct {
	o        Options
	choice   cases.Choice
	commands []*payloads.Command
	cases    []*conformance.Case
	known    *conformance.KnownFailures
	right    []conformance.ExpectedDecision
	now      time.Time

	mu   sync.Mutex
	told []string // by the run, beside its results
}

func (p *plan) note(text string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.told = append(p.told, p.visible(text))
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
	if p.commands, err = p.choice.Commands(); err != nil {
		return nil, hinted("Options.Callbacks", err)
	}
	if p.cases, err = p.choice.Cases(); err != nil {
		return nil, hinted("Options.Run or Skip", err)
	}
	return p, p.expect()
}

// expect reads which failures are known and which decisions are right.
func (p *plan) expect() error {
	entries, err := conformance.ParseKnown(strings.Join(p.o.KnownFailing, "\n"), "Options.KnownFailing")
	if err != nil {
		return err
	}
	if p.known, err = p.choice.Known(entries); err != nil {
		return hinted("", err)
	}
	for _, text := range p.o.Decisions {
		e, err := conformance.ParseExpectedDecision(text)
		if err != nil {
			return hinted("Options.Decisions", err)
		}
		if !slices.ContainsFunc(p.cases, e.Covers) {
			return fmt.Errorf("Options.Decisions: %s covers no case that is played and whose answer decides", e)
		}
		p.right = append(p.right, e)
	}
	return nil
}

// hinted is an error with what may have been meant.
func hinted(where string, err error) error {
	if where != "" {
		err = fmt.Errorf("%s: %w", where, err)
	}
	for inner := err; inner != nil; inner = errors.Unwrap(inner) {
		if h, ok := inner.(interface{ Hint() string }); ok && h.Hint() != "" {
			return fmt.Errorf("%w; %s", err, h.Hint())
		}
	}
	return err
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
	r := &conformance.Report{
		Seed: p.o.Seed, Now: p.now, Backend: endpoint.Public(), SDKAppID: p.o.SDKAppID, Signed: p.o.Token != "",
		Started: time.Now(),
	}
	r.Suite = conformance.RunSuite(ctx, list, conformance.Options{
		Client: client, Target: target, SDKAppIDGiven: p.o.SDKAppID != 0, Seed: p.o.Seed, Now: p.now, Known: p.known,
		Callbacks: p.commands, ExpectDecision: p.right, Effect: p.o.Effect, Notify: p.note,
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
	url = "http://" + listener.Addr().String() + "/" + strings.TrimPrefix(path, "/")
	return url, func() { _ = server.Close() }, nil
}
