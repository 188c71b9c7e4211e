package conformance

import (
	"cmp"
	"slices"

	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/webhook"
)

// suspect notes a packet that was under way at the last absence.
func (p *presence) suspect(it *suspect) *absence {
	p.mu.Lock()
	defer p.mu.Unlock()
	a := cmp.Or(p.away, p.last)
	a.suspects = append(a.suspects, it)
	return a
}

// others are the cases whose packets were under way beside one.
func (p *presence) others(a *absence, it *suspect) []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	var names []string
	for _, s := range a.suspects {
		if s != it {
			names = append(names, s.name)
		}
	}
	return names
}

// isLikeliest reports whether no other suspect is likelier to have ended the backend.
func (p *presence) isLikeliest(a *absence, it *suspect) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.MinFunc(a.suspects, likelier) == it
}

// isPlain reports whether an absence needs no further try: one packet was under way, and several were shown before to
// have ended the backend in the same way. Each try costs another start.
func (p *presence) isPlain(a *absence) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(a.suspects) == 1 && isDropped(a.suspects[0].x.Failure) && p.shown[a.said] >= enoughShown
}

const enoughShown = 3

func (p *presence) confirmed(said string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.shown == nil {
		p.shown = map[string]int{}
	}
	p.shown[said]++
}

// claimLoss reports whether the caller is the first that was not delivered since the backend was lost, where no packet
// is suspected of it: then nothing else in the run shows that it went away.
func (p *presence) claimLoss() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.last == nil || len(p.last.suspects) > 0 || p.last.claimed {
		return false
	}
	p.last.claimed = true
	return true
}

// takeRecent are the exchanges that ended shortly before an absence, the latest first.
func (p *presence) takeRecent(a *absence) []*webhook.Exchange {
	p.mu.Lock()
	defer p.mu.Unlock()
	return a.recent
}

// blame keeps an exchange that ended the backend although it was answered.
func (p *presence) blame(x *webhook.Exchange, gone *judge.Gone) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.blamed == nil {
		p.blamed = map[*webhook.Exchange]*judge.Gone{}
	}
	p.blamed[x] = gone
}

// suspect is a packet that was under way when the backend went away.
type suspect struct {
	x    *webhook.Exchange
	name string // of its case
	odd  bool   // it is to be refused or survived: more likely the one
}

// likelier compares suspects: an odd packet ends a backend sooner than an ordinary one, and one that was just sent
// sooner than one that was under way for a while.
func likelier(a, b *suspect) int {
	if a.odd != b.odd {
		if a.odd {
			return -1
		}
		return 1
	}
	return b.x.Start.Compare(a.x.Start)
}
