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
	"github.com/timhook/timhook/conformance/shrink"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/report/safe"
	"github.com/timhook/timhook/webhook"
)

// shrinking is one run of the verb.
type shrinking struct {
	a      *cli.App
	o      *options
	source shrinkSource
	runner conformance.Runner

	sent    int                // deliveries that were sent until one drew a finding
	skipped string             // why the last one that was left out was
	over    bool               // the run ended before one drew a finding
	others  []string           // ids of findings that are not the one that --check asks for
	first   conformance.Result // that draws the finding
	finding judge.Finding      // to go for
	again   conformance.Result // the same sent once more
	shrunk  shrink.Result
	last    conformance.Result // the smallest packet, sent once more
	tries   int                // requests sent for shrinking
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
	found, err := s.look(ctx)
	switch {
	case err != nil:
		return err
	case !found:
		return s.tellNothing(ctx)
	}
	s.again = s.send(ctx, s.first.Delivery)
	if !s.again.Shows(s.finding) {
		return s.tellFlaky(ctx)
	}
	why := s.shrink(ctx)
	s.last = s.first
	if len(s.shrunk.Steps) > 0 && !errors.Is(why, context.Canceled) && !errors.Is(why, errGone) {
		s.last = s.send(context.WithoutCancel(ctx), with(s.first.Delivery, s.shrunk.Body))
	}
	return s.tell(why)
}

// look sends one after the other until one draws a finding.
func (s *shrinking) look(ctx context.Context) (found bool, err error) {
	for d := range s.source.deliveries {
		if ctx.Err() != nil {
			break
		}
		if d.Skip != "" {
			s.skipped = d.Skip
			continue
		}
		result := s.send(ctx, d)
		switch {
		case result.Skip != "":
			s.over = true
			return false, nil
		case result.Outcome() == judge.Error:
			return false, s.unreachable(result)
		}
		s.sent++
		if s.choose(result) {
			return true, nil
		}
	}
	if err := s.source.failed(); err != nil {
		return false, cli.Usage("", "%w", err)
	}
	return false, nil
}

// choose takes the worst finding, or the one that is asked for. What is mere information is taken only when it is asked for.
func (s *shrinking) choose(r conformance.Result) bool {
	var worst *judge.Finding
	for i, f := range r.Judgement.Findings {
		switch {
		case s.o.check != "" && f.Check.ID != s.o.check, s.o.check == "" && f.Level == payloads.May:
			if !slices.Contains(s.others, f.Check.ID) {
				s.others = append(s.others, f.Check.ID)
			}
		case worst == nil || f.Level < worst.Level:
			worst = &r.Judgement.Findings[i]
		}
	}
	if worst == nil {
		return false
	}
	s.first, s.finding = r, *worst
	return true
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
	if s.first.Judgement.Reaction == judge.Hung {
		limit = shrinkTriesHung
	}
	if s.o.maxTries > 0 {
		limit = s.o.maxTries
	}
	p := s.a.StartCounter(s.o.progress, limit)
	defer p.Stop()
	m := conformance.Minimizer{MaxSends: limit, MaxTime: s.o.maxTime, KeepTimes: true}
	m.Send = func(ctx context.Context, body []byte) (conformance.Result, error) {
		s.tries++
		r := s.send(ctx, with(s.first.Delivery, body))
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
	s.shrunk, why = m.Minimize(ctx, s.first, s.finding)
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
