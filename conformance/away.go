package conformance

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/webhook"
)

// Revive starts a backend again that has gone away, and returns once it takes connections. It returns how the process
// ended, for example "exit status 1" and what it wrote last; empty where that is not known.
type Revive func(ctx context.Context) (said string, err error)

// fate is what an exchange shows about the backend.
type fate uint8

const (
	judgeable   fate = iota // whatever came, it is the answer to this packet
	undelivered             // the backend was away, or took no more connections, before the packet reached it
	underWay                // the backend went away while the packet was under way
)

// fateOf tells a packet that ended the backend, or was under way when it ended, from one that only lost its connection.
// An uncaught exception in Node, for example, ends the process: all connections break at once and none is accepted.
func (e *engine) fateOf(ctx context.Context, x *webhook.Exchange, life int, burst bool) fate {
	f := x.Failure
	switch {
	case over(ctx):
		return judgeable
	case isRefused(f) && x.Redialed:
		e.goneSince(ctx, life) // the packet had been written to a connection that broke
		return underWay
	case (isRefused(f) || isFull(f) && !burst) && e.backend.isThere():
		e.goneSince(ctx, life)
		return undelivered
	case isDropped(f) && !e.stillThere(ctx, life), isLate(f) && e.backend.isThere() && !e.stillListens(ctx, life):
		return underWay
	}
	return judgeable
}

// stillThere asks whether the backend still takes connections and, where it has accepted a callback before, whether it
// answers that one. Some keep the port open for a process that has ended: a proxy, a container's port.
func (e *engine) stillThere(ctx context.Context, life int) bool {
	select {
	case e.asking <- struct{}{}:
		defer func() { <-e.asking }()
	case <-ctx.Done():
		return true
	}
	e.backend.mu.Lock()
	same := e.backend.lives == life && e.backend.away == nil
	e.backend.mu.Unlock()
	// A process that ends closes its connections a moment before its port.
	if same && e.answers(ctx) && sleep(ctx, endsAfter) && e.answers(ctx) || over(ctx) {
		return true
	}
	e.goneSince(ctx, life)
	return false
}

// stillListens asks whether the backend takes connections after a packet that it did not answer in time: some end when
// the sender goes away.
func (e *engine) stillListens(ctx context.Context, life int) bool {
	if !sleep(ctx, endsAfter) {
		return true
	}
	if _, failure := e.client.Probe(ctx, e.target.URL); !isRefused(failure) || over(ctx) {
		return true
	}
	e.goneSince(ctx, life)
	return false
}

// answers reports whether the backend takes a connection and answers a callback that it has accepted before.
func (e *engine) answers(ctx context.Context) bool {
	if _, failure := e.client.Probe(ctx, e.target.URL); failure != nil {
		return false
	}
	good := e.backend.firstGood()
	if good == nil {
		return true
	}
	f := e.client.Send(ctx, e.again(good, 0)).Failure
	return !isDropped(f) && !isRefused(f)
}

// goneSince brings the backend back, or waits for it to come back. One of those that saw it go does so for all.
func (e *engine) goneSince(ctx context.Context, life int) {
	if _, first := e.backend.leave(life); !first {
		return
	}
	few := life < toldAbsences
	if few {
		e.tell("the backend went away; waiting for it to come back")
	}
	if e.slowDown != nil {
		e.slowDown()
	}
	e.client.Close() // over a kept connection it would not be known whether a packet reached a backend that ends
	said, err := e.bringBack(ctx)
	if over(ctx) {
		err = errEnded
	}
	e.backend.returned(said, err)
	if err == nil && few {
		e.tell("the backend is back")
	}
}

// toldAbsences is how many times people are told at once that the backend went away; the report names them all.
const toldAbsences = 3

var errEnded = errors.New(endedBefore)

func (e *engine) bringBack(ctx context.Context) (said string, err error) {
	if e.revive != nil {
		return e.revive(ctx)
	}
	within, cancel := context.WithTimeout(ctx, e.waits())
	defer cancel()
	for sleep(within, lookAgainAfter) {
		if e.answers(within) && within.Err() == nil {
			return "", nil
		}
	}
	if over(ctx) {
		return "", errEnded
	}
	return "", fmt.Errorf("%w and did not come back within %v", ErrLost, e.waits())
}

// tryAlone sends a packet again that was under way when the backend went away, with nothing else under way. It returns
// the new exchange where the packet is innocent; otherwise how the packet ended the backend.
func (e *engine) tryAlone(
	ctx context.Context, a *absence, it *suspect, s sending,
) (x *webhook.Exchange, gone *judge.Gone, reason string) {
	select {
	case e.trying <- struct{}{}:
		defer func() { <-e.trying }()
	case <-ctx.Done():
		return nil, nil, endedBefore
	}
	if e.backend.isPlain(a) {
		a.guilty = true
		return it.x, &judge.Gone{Said: a.said}, ""
	}
	again, gone, reason := e.endsBackend(ctx, it.x, s)
	switch {
	case reason != "":
		return nil, nil, reason
	case gone != nil:
		a.guilty = true
		e.backend.confirmed(gone.Said)
		return again, gone, ""
	}
	if a.cleared++; a.guilty || a.cleared <= len(e.backend.others(a, it)) || e.blameRecent(ctx, a) {
		return again, nil, ""
	}
	return it.x, &judge.Gone{Said: a.said, Others: e.backend.others(a, it), Once: true}, ""
}

// endsBackend sends a request again, alone, and reports how the backend ended over it, nil where it did not. Where
// other packets were sent to the process before, only a fresh one shows that it was this packet and not their number.
func (e *engine) endsBackend(
	ctx context.Context, x *webhook.Exchange, s sending,
) (again *webhook.Exchange, gone *judge.Gone, reason string) {
	leave, ok := e.flights.enter(ctx, true)
	if !ok {
		return nil, nil, endedBefore
	}
	defer leave()
	for {
		life, reason := e.backend.await(ctx)
		if reason != "" {
			return nil, nil, reason
		}
		fresh := e.backend.use()
		again := s.do(ctx, e.again(x, 0))
		if e.fateOf(ctx, again, life, false) == judgeable {
			return again, nil, ""
		}
		_, reason = e.backend.await(ctx)
		if fresh || reason != "" {
			return again, &judge.Gone{Said: e.backend.lastSaid(), Alone: true, Lost: reason != "" && !over(ctx)}, ""
		}
	}
}

// blameRecent looks for a packet that was answered and ended the backend afterwards, as an exception in a callback
// function does. It tries those that were answered last.
func (e *engine) blameRecent(ctx context.Context, a *absence) bool {
	for _, x := range e.backend.takeRecent(a) {
		leave, ok := e.flights.enter(ctx, true)
		if !ok {
			return false
		}
		gone := e.endsAfterwards(ctx, x)
		leave()
		if gone != nil {
			e.backend.blame(x, gone)
			return true
		}
	}
	return false
}

// endsAfterwards is endsBackend for a packet whose answer comes before the end.
func (e *engine) endsAfterwards(ctx context.Context, x *webhook.Exchange) *judge.Gone {
	for {
		life, reason := e.backend.await(ctx)
		if reason != "" {
			return nil
		}
		fresh := e.backend.use()
		again := e.client.Send(ctx, e.again(x, 0))
		if e.fateOf(ctx, again, life, false) == judgeable && sleep(ctx, lookAgainAfter) && e.stillThere(ctx, life) {
			return nil
		}
		if over(ctx) {
			return nil
		}
		if _, reason = e.backend.await(ctx); fresh || reason != "" {
			return &judge.Gone{Said: e.backend.lastSaid(), Alone: true, Lost: reason != ""}
		}
	}
}

// isWornOut reports whether the backend went away too often to go on.
func (p *presence) isWornOut() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.lives >= mostAbsences
}

// use marks the process as one that was sent something, and reports whether it was the first.
func (p *presence) use() (fresh bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	fresh, p.fresh = p.fresh, false
	return fresh
}

func (p *presence) lastSaid() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.last.said
}

// waits is how long the run waits for a backend that it cannot start itself.
func (e *engine) waits() time.Duration { return cmp.Or(e.patience, comesBackWithin) }
