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
	"github.com/timhook/timhook/payloads/jsontree"
	"github.com/timhook/timhook/report/safe"
	"github.com/timhook/timhook/webhook"
)

// shrinking is one run of the verb.
type shrinking struct {
	a       *cli.App
	o       *options
	source  shrinkSource
	runner  conformance.Runner
	started time.Time

	sent    int                // deliveries that were sent until one drew a finding
	skipped string             // why the last one that was left out was
	over    bool               // the run ended before one drew a finding
	others  []string           // ids of findings that are not the one that --check asks for
	first   conformance.Result // that draws the finding
	finding judge.Finding      // to go for
	again   conformance.Result // the same sent once more
	shrunk  shrink.Shrunk
	last    conformance.Result // the smallest packet, sent once more
	tries   int                // requests sent for shrinking
	gone    error              // the backend was lost on the way
}

// Why shrinking ends before it is done.
var (
	errTries = errors.New("--max-tries")
	errTime  = errors.New("--max-time")
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
	if !s.shows(s.again) {
		return s.tellFlaky(ctx)
	}
	why := s.shrink(ctx)
	s.last = s.first
	if len(s.shrunk.Steps) > 0 && !errors.Is(why, context.Canceled) && s.gone == nil {
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

// shows says that a result has the finding: same requirement, place, and kind of mismatch.
func (s *shrinking) shows(r conformance.Result) bool {
	return slices.ContainsFunc(r.Judgement.Findings, func(f judge.Finding) bool {
		return f.Check == s.finding.Check && f.Path == s.finding.Path && f.Want == s.finding.Want
	})
}

// shrink returns why it ended early, nil when it did not.
func (s *shrinking) shrink(ctx context.Context) error {
	limit := shrinkTries
	if s.first.Judgement.Reaction == judge.Hung {
		limit = shrinkTriesHung
	}
	if s.o.maxTries > 0 {
		limit = s.o.maxTries
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	p := s.a.StartProgress(s.o.progress, limit)
	defer p.Stop()
	fails := func(ctx context.Context, body []byte) bool {
		if !s.isFair(body) {
			return false
		}
		if s.tries == limit {
			cancel(errTries)
			return false
		}
		s.tries++
		r := s.send(ctx, with(s.first.Delivery, body))
		p.Done(r)
		switch {
		case r.Skip != "":
			cancel(errTime) // unless the context has another cause: at the moment of its deadline it may not know yet
		case r.Outcome() == judge.Error:
			s.gone = fmt.Errorf("%w: %s", errGone, whyUnjudged(r))
			cancel(s.gone)
		}
		return s.shows(r)
	}
	s.shrunk = shrink.Shrink(ctx, s.first.Packet.Body, fails, shrink.Options{
		MaxTries: 50 * limit, MaxTime: s.o.maxTime, Keep: []jsontree.Path{{"CallbackCommand"}},
	})
	switch {
	case !s.shrunk.Exhausted:
		return nil
	case ctx.Err() != nil:
		return context.Cause(ctx)
	case time.Since(s.started) >= s.o.maxTime:
		return errTime
	}
	return errTries
}

// isFair says that a right backend makes of a packet what it makes of the first: it leaves the documentation nowhere else.
func (s *shrinking) isFair(body []byte) bool {
	return !changesTimes(s.first.Packet.Body, body) && !conformance.LeavesSpecFurther(s.first.Packet, body)
}

// changesTimes says that a packet is dated otherwise than another. An earlier time is no simpler one, and two that have to be
// close to each other would go back in small steps without end.
func changesTimes(of, body []byte) bool {
	then, errThen := jsontree.ParseLoose(of)
	now, errNow := jsontree.ParseLoose(body)
	return errThen == nil && errNow == nil && slices.ContainsFunc([]string{"MsgTime", "EventTime"}, func(name string) bool {
		v := now.Get(name)
		return !v.IsAbsent() && v.JSON() != then.Get(name).JSON()
	})
}

// unreachable is the end when there is no backend.
func (s *shrinking) unreachable(r conformance.Result) error {
	s.a.Note("note: %s", safe.Visible(whyUnjudged(r)))
	return &cli.ExitError{Code: cli.ExitUnreachable}
}

func whyUnjudged(r conformance.Result) string {
	if r.Judgement.Err == nil {
		return "there is no answer"
	}
	return r.Judgement.Err.Error()
}
