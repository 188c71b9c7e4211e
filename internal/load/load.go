// Package load finds out how much a backend takes: it sends callbacks at a rate, whatever the backend does, judges
// every answer as a single send does, and measures how long each took from the moment at which it was due.
//
// [Run] sends one load and returns its [Summary]; [Find] looks for the highest rate that a backend keeps up with.
// A rate is an open model: the k-th callback is due at a time that no answer changes, so that a backend that stalls
// shows in the latencies of all that had to wait. Without a rate ([Rate.Max]) it is a closed model: each connection
// sends its next callback as soon as the answer to the one before has come.
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

// Share is a callback in the mix and how often it is sent beside the others.
type Share struct {
	Command *payloads.Command
	Variant *payloads.Variant // nil: the command's examples, which differ from packet to packet
	Weight  int               // of bot=1,send=20 the second; 0: the callback is left out
}

// Options says what is sent, how fast and for how long. Target, Rate, and Mix or Packets have no default; neither
// has the end: Duration, Count or a rate that ends.
type Options struct {
	Target webhook.Target
	Client *webhook.Client // how connections are made and how long an exchange may take; nil: the client's defaults

	Mix      []Share
	Payloads int                     // distinct request packets, built before the first is sent; 0: 10,000, or fewer that fill 128 MiB
	Params   payloads.Params         // what they are built from: Seed, Now and the overrides; Number counts them
	Packets  []payloads.Packet       // sent in this order, over and over, instead of Mix and Payloads
	Address  func([]payloads.Packet) // changes what the query says of the packets of one event, from several goroutines; nil: nothing

	Rate        Rate
	Connections int           // 0: 16 without a rate; with one as many as needed, at most 1,000
	Duration    time.Duration // of sending; 0: Count says when to end
	Count       int           // callbacks; 0: Duration says when to end

	Budgets []budget.Budget
	Keep    int          // results of each cause of failure that are kept with their bytes; 0: 5
	Tick    func(Second) // told of every second of the run as soon as it is over, from a goroutine of its own; nil: nobody

	// ByTimer waits with package time alone. Otherwise the last milliseconds before a callback are waited for with
	// what the system has for short waits, which a bubble of testing/synctest knows nothing of.
	ByTimer bool
}

const (
	defaultPayloads    = 10_000
	mostPacketBytes    = 128 << 20 // of as many payloads as nobody has asked for
	defaultConnections = 16        // of the closed model
	mostConnections    = 1_000     // of the open one
)

var errNothing = errors.New("the mix has no callback with a weight")

// check refuses options that make no run, and fills in the defaults.
func (o *Options) check() error {
	switch {
	case o.Target.URL == nil:
		return errors.New("there is no URL to send to")
	case o.Rate.isZero():
		return errors.New("there is no rate to send at")
	case o.Duration < 0 || o.Count < 0 || o.Connections < 0 || o.Payloads < 0:
		return fmt.Errorf("got duration %v, count %d, %d connections and %d payloads, want none of them negative", o.Duration, o.Count, o.Connections, o.Payloads)
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

// Run sends the load and returns what came of it. An error means that nothing was sent: the options make no run, no
// packet can be built, the first connection could not be made, which is a *[webhook.Failure], or ctx was done before.
// What happens later stands in the summary. When ctx is done, Run returns at once with what ran.
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
