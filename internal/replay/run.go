package replay

import (
	"iter"
	"math"
	"sync"
	"time"

	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/chat"
	"github.com/timhook/timhook/webhook/capture/read"
)

// Run is one replay of a source.
type Run struct {
	options  Options
	source   Source
	declared []*payloads.Command // listed once, since they are made anew for each list
	times    times

	begun time.Time
	dated bool          // shift is that of this round
	shift time.Duration // of the packets' own times

	mu      sync.Mutex             // guards the rest
	under   map[uint64]*read.Entry // under way, by number
	oldest  uint64                 // of them
	failure error
}

// Run makes a replay of the source. Its deliveries can be asked for once.
func (o Options) Run(s Source) *Run {
	all := chat.All()
	return &Run{
		options: o, source: s, declared: all, times: newTimes(all), under: map[uint64]*read.Entry{}, oldest: 1,
	}
}

// Deliveries are made one after the other as they are asked for. [Run.Err] tells afterwards whether all was read.
func (r *Run) Deliveries() iter.Seq[conformance.Delivery] {
	return func(yield func(conformance.Delivery) bool) {
		r.begun = time.Now()
		clock := r.options.Pace.clock()
		number := uint64(0)
		for range max(1, r.options.Loops) {
			for paced := range r.options.shuffled(r.timed(clock)) {
				number++
				if !yield(r.delivery(paced.entry, paced.due, number)) {
					return
				}
			}
			if r.Err() != nil || number == 0 {
				return
			}
			clock.again()
			r.dated = false
		}
	}
}

// Err is why reading ended early.
func (r *Run) Err() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.failure
}

// timedEntry is an entry and when it is due.
type timedEntry struct {
	entry *read.Entry
	due   time.Duration
}

func (r *Run) timed(clock *clock) iter.Seq[timedEntry] {
	return func(yield func(timedEntry) bool) {
		for e, err := range r.source.entries() {
			if err != nil {
				r.mu.Lock()
				r.failure = err
				r.mu.Unlock()
				return
			}
			if !yield(timedEntry{e, clock.due(e)}) {
				return
			}
		}
	}
}

// delivery is one entry as it will be sent, with what a right backend does with it.
func (r *Run) delivery(e *read.Entry, due time.Duration, number uint64) conformance.Delivery {
	d := r.options.delivery(e, r.packet(e, due))
	d.From, d.Due, d.Packet.Number = Name(e), due, number
	if d.Skip == "" {
		d.Skip = unsendable(e)
	}
	if r.options.Track {
		r.mu.Lock()
		defer r.mu.Unlock()
		r.under[number] = e
	}
	return d
}

// Entry is the entry of a result. Results have to come in order: entries before this one are forgotten.
func (r *Run) Entry(result conformance.Result) *read.Entry {
	r.mu.Lock()
	defer r.mu.Unlock()
	for ; r.oldest < result.Packet.Number; r.oldest++ {
		delete(r.under, r.oldest)
	}
	return r.under[result.Packet.Number]
}

// packet is the request packet, mapped and dated as asked.
func (r *Run) packet(e *read.Entry, due time.Duration) payloads.Packet {
	body := e.Request.Body
	if !r.options.AsCaptured {
		body = r.options.Mapper.Body(r.refreshed(body, due))
	}
	c := r.commandOf(e)
	if e.Lone {
		if built, err := c.Build(nil, payloads.Params{Body: body}); err == nil {
			return built[0]
		}
	}
	return payloads.Packet{Command: c, Body: body}
}

// commandOf is the declared command, or a bare one that has the name and nothing else.
func (r *Run) commandOf(e *read.Entry) *payloads.Command {
	name := commandName(e)
	for _, c := range r.declared {
		if c.Name == name {
			return c
		}
	}
	return &payloads.Command{Name: name, Short: name}
}

// refreshed moves the times of a packet. The first packet of a round that has a time is dated when it is due; the
// others keep their distance from it.
func (r *Run) refreshed(body []byte, due time.Duration) []byte {
	if !r.options.RefreshTimes {
		return body
	}
	if !r.dated {
		at, ok := r.times.event(body)
		if !ok {
			return body
		}
		then := r.begun.Add(due)
		if now := time.Now(); now.After(then) {
			then = now
		}
		// Whole seconds, so that MsgTime and EventTime move alike; rounded down, so that none lies ahead.
		r.dated, r.shift = true, time.Duration(math.Floor(then.Sub(at).Seconds()))*time.Second
	}
	return r.times.shift(body, r.shift)
}
