package conformance

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"time"

	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/conformance/shrink"
	"github.com/timhook/timhook/internal/fields"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/chat"
	"github.com/timhook/timhook/payloads/jsontree"
)

// Minimizer looks for the smallest packet that still draws a finding: it asks the backend about smaller and smaller
// ones. MaxSends and MaxTime have to be above zero.
type Minimizer struct {
	// Send sends the packet with another body in the way that drew the finding, and judges the answer as it was judged.
	// An error ends the search, with the smallest packet so far.
	Send func(ctx context.Context, body []byte) (Result, error)

	MaxSends  int           // requests at most
	MaxTime   time.Duration // the last request is broken off then
	KeepTimes bool          // the times in the packet stay as they are
}

// Why a [Minimizer] ends before there is nothing left to try.
var (
	ErrMaxSends = errors.New("the most requests were sent")
	ErrMaxTime  = errors.New("the time was up")
)

// Minimize makes the packet small that drew the finding. The smallest packet leaves the documentation nowhere that
// the first does not: a backend may rightly refuse a packet that does, which would look like the finding.
//
// The error is why the search ended early: [ErrMaxSends], [ErrMaxTime], what Send returned, or the cause of ctx.
// The packet is then the smallest so far.
func (m Minimizer) Minimize(ctx context.Context, first Result, f judge.Finding) (shrink.Result, error) {
	ctx, stop := context.WithTimeoutCause(ctx, m.MaxTime, ErrMaxTime)
	defer stop()
	ctx, end := context.WithCancelCause(ctx)
	defer end(nil)
	dated := fields.Of(append(chat.All(), first.Packet.Command))
	sent := 0
	fails := func(ctx context.Context, body []byte) bool {
		if leavesSpecFurther(first.Packet, body) || m.KeepTimes && changesTimes(dated, first.Packet, body) {
			return false
		}
		if sent == m.MaxSends {
			end(ErrMaxSends)
			return false
		}
		sent++
		r, err := m.Send(ctx, body)
		if err != nil {
			end(err)
		}
		return r.Shows(f)
	}
	start := time.Now()
	// Most candidates that are refused here cost no request: asking has a bound of its own.
	small := shrink.Shrink(ctx, first.Packet.Body, fails, shrink.Options{
		MaxTries: 50 * m.MaxSends, MaxTime: m.MaxTime, Keep: []jsontree.Path{{"CallbackCommand"}},
	})
	switch {
	case !small.Exhausted:
		return small, nil
	case ctx.Err() != nil:
		return small, context.Cause(ctx)
	case time.Since(start) >= m.MaxTime:
		return small, ErrMaxTime
	}
	return small, ErrMaxSends
}

// leavesSpecFurther reports whether a body leaves the documentation where the packet does not, or worse there, or has
// one empty text more. Whole members and items go first when a packet shrinks, so little is lost.
func leavesSpecFurther(p payloads.Packet, body []byte) bool {
	if bytes.Count(body, []byte(`""`)) > bytes.Count(p.Body, []byte(`""`)) {
		return true
	}
	own := map[string]payloads.Level{} // the worst of each place
	for _, problem := range p.Command.Validate(p.Body) {
		if level, known := own[problem.Path]; !known || problem.Level < level {
			own[problem.Path] = problem.Level
		}
	}
	return slices.ContainsFunc(p.Command.Validate(body), func(problem payloads.Problem) bool {
		level, known := own[problem.Path]
		return !known || problem.Level < level
	})
}

// changesTimes reports whether a packet is dated otherwise than another. An earlier time is no simpler one, and two
// that have to be close to each other would go back in small steps without end.
func changesTimes(declared *fields.Declared, p payloads.Packet, body []byte) bool {
	then, errThen := jsontree.ParseLoose(p.Body)
	now, errNow := jsontree.ParseLoose(body)
	if errThen != nil || errNow != nil {
		return false
	}
	in := func(v jsontree.Value) []fields.Found {
		return declared.In(v, p.Command.Name, fields.Has(payloads.IsSeconds|payloads.IsMilliseconds))
	}
	had := in(then)
	return slices.ContainsFunc(in(now), func(time fields.Found) bool {
		return !slices.ContainsFunc(had, func(old fields.Found) bool {
			return old.Kind == time.Kind && old.Value.JSON() == time.Value.JSON()
		})
	})
}
