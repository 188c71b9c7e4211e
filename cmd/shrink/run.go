package shrink

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/timhook/timhook/cmd/cli"
	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/report/safe"
	shrinkreport "github.com/timhook/timhook/report/shrink"
	"github.com/timhook/timhook/webhook"
)

// shrinking is one run of the verb.
type shrinking struct {
	a      *cli.App
	o      *options
	source shrinkSource
	runner conformance.Runner
	search shrinkreport.Search

	skipped string // why the last callback that was left out was
	over    bool   // the run ended before a callback drew a finding
}

// Why shrinking ends before it is done.
var (
	errTries = errors.New("--" + maxTriesFlag)
	errTime  = errors.New("--" + maxTimeFlag)
	errGone  = errors.New("the backend is gone")
)

func (s *shrinking) run(ctx context.Context) error {
	ctx, cancel := context.WithTimeoutCause(ctx, s.o.maxTime, errTime)
	defer cancel()
	f := &s.search
	if err := s.look(ctx); err != nil {
		return err
	}
	if !f.Found() {
		return s.endWithout(ctx)
	}
	if f.Second = s.send(ctx, f.First.Delivery); !f.Second.Shows(f.Finding) {
		return s.endFlaky(ctx)
	}
	why := s.shrink(ctx)
	f.Last = f.First
	if len(f.Smallest.Steps) > 0 && !errors.Is(why, context.Canceled) && !errors.Is(why, errGone) {
		f.Last = s.send(context.WithoutCancel(ctx), with(f.First.Delivery, f.Smallest.Body))
	}
	return s.end(why)
}

// look sends callbacks one after the other until one draws the finding.
func (s *shrinking) look(ctx context.Context) error {
	p := s.a.StartCounter(s.o.progress, cli.Counting{Done: "sent", Fails: "failed"})
	defer p.Stop()
	for d := range s.source.deliveries {
		if ctx.Err() != nil {
			break
		}
		if d.Skip != "" {
			s.skipped = d.Skip
			continue
		}
		result := s.send(ctx, d)
		p.Done(result.Outcome())
		switch {
		case result.Skip != "":
			s.over = true
			return nil
		case result.Outcome() == judge.Error:
			return s.unreachable(result)
		}
		s.search.Sent++
		if s.choose(result); s.search.Found() {
			return nil
		}
	}
	if err := s.source.failed(); err != nil {
		return cli.Usage("", "%w", err)
	}
	return nil
}

// choose takes the worst finding, or the one that is asked for. Mere information is taken only when it is asked for.
func (s *shrinking) choose(r conformance.Result) {
	f := &s.search
	for _, found := range r.Judgement.Findings {
		switch {
		case s.o.check != "" && found.Check.ID != s.o.check, s.o.check == "" && found.Level == payloads.May:
			if !slices.Contains(f.Others, found.Check.ID) {
				f.Others = append(f.Others, found.Check.ID)
			}
		case !f.Found() || found.Level < f.Finding.Level:
			f.First, f.Finding = r, found
		}
	}
}

// send sends one delivery.
func (s *shrinking) send(ctx context.Context, d conformance.Delivery) conformance.Result {
	d.Due = 0
	results := s.runner.Run(ctx, []conformance.Delivery{d}, func(conformance.Result) {})
	if len(results) == 0 { // the context was done
		d.Skip = "the run ended before"
		return conformance.Result{Delivery: d}
	}
	return results[0]
}

// with is the same delivery with another packet: its request is the same but for what a signature of now makes of it.
func with(d conformance.Delivery, body []byte) conformance.Delivery {
	request := d.Request
	d.Packet.Body = body
	if request != nil {
		d.Request = func(now time.Time) *webhook.Request {
			r := *request(now)
			r.Header = slices.Clone(r.Header)
			r.SetBody(body)
			return &r
		}
	}
	return d
}

// shrink looks for the smallest packet. It returns why the search ended early, nil when it did not.
func (s *shrinking) shrink(ctx context.Context) error {
	limit := shrinkTries
	if s.search.First.Judgement.Reaction == judge.Hung {
		limit = shrinkTriesHung
	}
	if s.o.maxTries > 0 {
		limit = s.o.maxTries
	}
	p := s.a.StartCounter(s.o.progress, cli.Counting{Done: "sent", Total: limit, Fails: "failed"})
	defer p.Stop()
	m := conformance.Minimizer{MaxSends: limit, MaxTime: s.o.maxTime, KeepTimes: true}
	m.Send = func(ctx context.Context, body []byte) (conformance.Result, error) {
		s.search.Tries++
		r := s.send(ctx, with(s.search.First.Delivery, body))
		p.Done(r.Outcome())
		switch {
		case r.Skip != "":
			return r, errTime // where ctx has another cause that one counts: at its deadline it may not know yet
		case r.Outcome() == judge.Error:
			return r, fmt.Errorf("%w: %s", errGone, whyUnjudged(r))
		}
		return r, nil
	}
	var why error
	s.search.Smallest, why = m.Minimize(ctx, s.search.First, s.search.Finding)
	switch {
	case errors.Is(why, conformance.ErrMaxSends):
		return errTries
	case errors.Is(why, conformance.ErrMaxTime):
		return errTime
	}
	return why
}

// unreachable is the end when there is no backend.
func (s *shrinking) unreachable(r conformance.Result) error {
	s.a.Note("note: %s", safe.Visible(whyUnjudged(r)))
	return &cli.Exit{Code: cli.ExitUnreachable}
}

func whyUnjudged(r conformance.Result) string {
	if r.Judgement.Err == nil {
		return "there is no answer"
	}
	return r.Judgement.Err.Error()
}
