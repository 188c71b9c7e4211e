// Package load measures how many callbacks a backend takes: it sends them at a rate, judges every answer as a single
// send does, and measures how long each took from the moment at which it was due.
//
// [Run] sends one load and returns its [Summary]; [Find] looks for the highest rate that a backend keeps up with. A
// rate is an open model: no answer changes when the next callback is due. If a backend stalls for 3 s, the latencies of
// all callbacks of these 3 s show it. [Rate.Max] is a closed model: each connection sends its next callback as soon as
// the last answer has come.
package load

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/timhook/timhook/conformance/budget"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/webhook"
)

// Share is one callback of the mix.
type Share struct {
	Command *payloads.Command
	Variant *payloads.Variant // nil: the command's examples, which differ from packet to packet
	Weight  int               // how often it is sent beside the others: 20 in send=20; 0: never
}

// Options are the callbacks to send, their rate and the end. Target, Rate, and Mix or Packets have no default; neither
// has the end: Duration, Count, or both.
type Options struct {
	Target webhook.Target
	Client *webhook.Client // how connections are made and how long an exchange may take; nil: the client's defaults

	Mix      []Share
	Payloads int               // distinct request packets, built before the first is sent; 0: 10,000, at most 128 MiB
	Params   payloads.Params   // Seed, Now and the overrides of the packets; Number counts them
	Packets  []payloads.Packet // sent in this order, over and over, instead of Mix and Payloads

	// Address changes the query parameters of the packets of one event, from several goroutines; nil: it does not.
	Address func([]payloads.Packet)

	Rate        Rate
	Connections int           // 0: 16 without a rate; with one as many as needed, at most 1,000
	Duration    time.Duration // of sending; 0: Count says when to end
	Count       int           // callbacks; 0: Duration says when to end

	Budgets []budget.Budget
	Keep    int             // results of each cause of failure that are kept with their bytes; 0: 5
	Tick    func(Second)    // gets every second of the run as soon as it is over, from a goroutine of its own; may be nil
	Large   func(bytes int) // is told of an answer that is larger than all before and needs much memory; may be nil

	// ByTimer waits with package time alone, as a bubble of testing/synctest needs it. Otherwise the last milliseconds
	// before a callback are waited for with the system's own short waits, which are more exact.
	ByTimer bool
}

const (
	defaultPayloads    = 10_000
	mostPacketBytes    = 128 << 20 // of the default number of payloads
	defaultConnections = 16        // of the closed model
	mostConnections    = 1_000     // of the open one
)

// Memory is how many bytes the load needs: above it, garbage should be collected more often. Building the payloads
// makes all the garbage, sending makes none.
func (o *Options) Memory() int64 {
	const base, most = 20 << 20, 150 << 20    // mostPacketBytes, and what comes with each packet
	each := 2<<10 + int64(len(o.Params.Body)) // a packet of ours with its request line and header
	if o.Payloads == 0 {
		return base + min(defaultPayloads*each, most)
	}
	return base + int64(o.Payloads)*each
}

// MemoryFor is how many bytes the load needs where answers have so many bytes: each connection holds one in several
// forms while it waits to be judged.
func (o *Options) MemoryFor(answer int) int64 {
	const forms, most = 4, 1 << 30
	connections := o.Connections
	if connections == 0 && !o.Rate.Max {
		connections = mostConnections
	}
	return o.Memory() + 128<<20 + min(int64(max(connections, defaultConnections))*forms*int64(answer), most)
}

var errNothing = errors.New("the mix has no callback with a weight")

// check refuses options that make no run, and fills in the defaults.
func (o *Options) check() error {
	switch {
	case o.Target.URL == nil:
		return errors.New("there is no URL to send to")
	case o.Rate.isZero():
		return errors.New("there is no rate to send at")
	case o.Duration < 0 || o.Count < 0 || o.Connections < 0 || o.Payloads < 0:
		return fmt.Errorf("got duration %v, count %d, %d connections and %d payloads, want none of them negative",
			o.Duration, o.Count, o.Connections, o.Payloads)
	case o.Duration == 0 && o.Count == 0:
		return errors.New("there is no end: neither a duration nor a count")
	case o.Duration == 0 && o.Rate.needsDuration():
		return fmt.Errorf("rate %s changes over the run, so it needs a duration", o.Rate)
	}
	if o.Client == nil {
		o.Client = new(webhook.Client)
	}
	if o.Connections == 0 {
		o.Connections = mostConnections
		if o.Rate.Max {
			o.Connections = defaultConnections
		}
	}
	return nil
}

// Run sends the load and returns its summary. An error means that nothing was sent: the options make no run, no packet
// can be built, ctx was done, or the first connection could not be made, which is a *[webhook.Failure]. Later failures
// are in the summary. When ctx is done, Run returns at once with the summary so far.
func Run(ctx context.Context, o Options) (*Summary, error) {
	if err := o.check(); err != nil {
		return nil, err
	}
	load, err := prepare(ctx, &o)
	if err != nil {
		return nil, err
	}
	return load.run(ctx, o)
}
