// Package replay turns captured callbacks into deliveries that are sent again: re-signed or as they came, at the pace at
// which they came or another, with ids mapped and times refreshed.
//
// A [Source] says which entries there are, a [Plan] what becomes of them. [Plan.Survey] tells beforehand what
// [Plan.Deliveries] will do; a [conformance.Runner] sends them. Everything streams, so that a capture may be of any size.
package replay

import (
	"errors"
	"iter"
	"math"
	"sync"
	"time"

	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/webhook"
	"github.com/timhook/timhook/webhook/capture/read"
)

// Source is what is read. It is read anew for a survey and for each round.
type Source struct {
	Inputs []read.Input
	Read   read.ReadOptions
	Keep   func(*read.Entry) bool // which entries count; nil: all
	First  int                    // at most so many of them; 0: all
	Bad    func(error)            // told of what cannot be read while the rest can; nil: nobody
}

// entries are the entries of one reading, in the order in which they came. An error ends it.
func (s Source) entries() iter.Seq2[*read.Entry, error] {
	return func(yield func(*read.Entry, error) bool) {
		count := 0
		for e, err := range ordered(read.Entries(s.Inputs, s.Read)) {
			var bad *read.BadEntry
			var nothing *read.Nothing
			switch {
			case err != nil && !s.Read.Strict && errors.As(err, &bad), errors.As(err, &nothing):
				if s.Bad != nil {
					s.Bad(err)
				}
				continue
			case err == nil && s.Keep != nil && !s.Keep(e):
				continue
			}
			if !yield(e, err) || err != nil {
				return
			}
			if count++; count == s.First {
				return
			}
		}
	}
}

// Plan says how entries are sent. URL and signature are the target's.
type Plan struct {
	Target     webhook.Target
	AsCaptured bool    // every byte as it came; what follows up to RefreshTimes is not asked then
	Signed     bool    // some of the entries are: as captured, one that is not may have been meant to be refused
	SDKAppID   bool    // the target's SDKAppID takes the place of the captured one
	ClientIP   *string // takes the place of the captured one, "" leaves it out; nil: as captured
	Platform   *string // likewise
	Mapper     *Mapper // nil: nothing is mapped
	// RefreshTimes moves MsgTime and EventTime so that the first callback is now and distances stay.
	RefreshTimes bool

	Pace    Pace
	Loops   int     // rounds; 0 and 1: one
	Reorder *uint64 // shuffles within windows of [Window] by this seed; nil: not at all
	Track   bool    // keep the entries that are under way for [Plan.Entry]

	mu      sync.Mutex
	under   map[uint64]*read.Entry // by number
	oldest  uint64                 // of them
	failure error

	declared []*payloads.Command

	begun time.Time
	dated bool          // shift is that of this round
	shift time.Duration // of the packets' own times
}

// Window is how many callbacks may change places when they are reordered.
const Window = 64

// Deliveries are what is sent, made one after the other as it is asked for. [Plan.Err] says afterwards whether reading
// came to its end. They can be asked for once.
func (p *Plan) Deliveries(s Source) iter.Seq[conformance.Delivery] {
	return func(yield func(conformance.Delivery) bool) {
		p.begun = time.Now()
		clock := p.Pace.clock()
		number := uint64(0)
		for range max(1, p.Loops) {
			for paced := range p.shuffled(p.timed(s, clock)) {
				number++
				if !yield(p.delivery(paced.entry, paced.due, number)) {
					return
				}
			}
			if p.Err() != nil || number == 0 {
				return
			}
			clock.again()
			p.dated = false
		}
	}
}

// Err is why reading ended early.
func (p *Plan) Err() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.failure
}

// timedEntry is an entry and when it is due.
type timedEntry struct {
	entry *read.Entry
	due   time.Duration
}

func (p *Plan) timed(s Source, clock *clock) iter.Seq[timedEntry] {
	return func(yield func(timedEntry) bool) {
		for e, err := range s.entries() {
			if err != nil {
				p.mu.Lock()
				p.failure = err
				p.mu.Unlock()
				return
			}
			if !yield(timedEntry{e, clock.due(e)}) {
				return
			}
		}
	}
}

// delivery is one entry as it will be sent and what a right backend makes of it.
func (p *Plan) delivery(e *read.Entry, due time.Duration, number uint64) conformance.Delivery {
	d := p.judged(e, p.packet(e, due))
	d.From, d.Due, d.Packet.Number = Name(e), due, number
	if d.Skip == "" {
		d.Skip = unsendable(e)
	}
	if p.Track {
		p.track(e, number)
	}
	return d
}

func (p *Plan) track(e *read.Entry, number uint64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.under == nil {
		p.under, p.oldest = map[uint64]*read.Entry{}, number
	}
	p.under[number] = e
}

// Entry is the one that a result is of, while results come in their order; entries before it are forgotten.
func (p *Plan) Entry(r conformance.Result) *read.Entry {
	p.mu.Lock()
	defer p.mu.Unlock()
	for ; p.oldest < r.Packet.Number; p.oldest++ {
		delete(p.under, p.oldest)
	}
	return p.under[r.Packet.Number]
}

// packet is the request packet, mapped and dated as asked.
func (p *Plan) packet(e *read.Entry, due time.Duration) payloads.Packet {
	body := e.Request.Body
	if !p.AsCaptured {
		body = p.Mapper.Body(p.refreshed(body, due))
	}
	c := p.commandOf(e)
	if isLone(e) {
		if built, err := c.Build(nil, payloads.Params{Body: body}); err == nil {
			return built[0]
		}
	}
	return payloads.Packet{Command: c, Body: body}
}

// refreshed moves the times of a packet: the first of a round that has one is dated when it is due, and the others keep
// their distance.
func (p *Plan) refreshed(body []byte, due time.Duration) []byte {
	if !p.RefreshTimes {
		return body
	}
	if !p.dated {
		at, ok := eventTime(body)
		if !ok {
			return body
		}
		then := p.begun.Add(due)
		if now := time.Now(); now.After(then) {
			then = now
		}
		// Whole seconds, so that MsgTime and EventTime move alike; rounded down, so that nothing lies ahead.
		p.dated, p.shift = true, time.Duration(math.Floor(then.Sub(at).Seconds()))*time.Second
	}
	return Shift(body, p.shift)
}
