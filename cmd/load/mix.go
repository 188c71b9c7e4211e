package load

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/timhook/timhook/cmd/cli"
	"github.com/timhook/timhook/internal/load"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/chat"
)

// loadRate is the rate of a load as a flag.
type loadRate struct {
	text string
	rate load.Rate
}

func (r *loadRate) String() string { return r.text }
func (r *loadRate) Type() string   { return "" }

func (r *loadRate) Set(s string) error {
	rate, err := load.ParseRate(s)
	r.text, r.rate = s, rate
	return err
}

// varies is true of a rate that changes over the run.
func (r *loadRate) varies() bool {
	return strings.Contains(r.text, "..") || strings.Contains(r.text, ",")
}

// weight is how often a callback is sent beside the others.
type weight struct {
	command *payloads.Command
	weight  int
}

// mixValue is --mix.
type mixValue struct {
	text    string
	weights []weight
}

func (m *mixValue) String() string { return m.text }
func (m *mixValue) Type() string   { return "" }

func (m *mixValue) Set(s string) error {
	m.text, m.weights = s, nil
	for part := range strings.SplitSeq(s, ",") {
		name, number, found := strings.Cut(strings.TrimSpace(part), "=")
		n, err := strconv.Atoi(number)
		if !found || err != nil || n < 0 || n > 1_000_000 {
			return fmt.Errorf("got %q, want CALLBACK=WEIGHT, as in bot=1,send=20", part)
		}
		c, err := chat.Lookup(name)
		if err != nil {
			return err
		}
		if slices.ContainsFunc(m.weights, func(w weight) bool { return w.command.Name == c.Name }) {
			return fmt.Errorf("%s has two weights, want one", c.Short)
		}
		m.weights = append(m.weights, weight{c, n})
	}
	return nil
}

// shares are the callbacks that are named, by --mix alone where the arguments name none. A weight of 0 leaves a
// callback out.
func (o *options) shares(callbacks []string) ([]load.Share, error) {
	if len(callbacks) == 0 && len(o.mix.weights) > 0 {
		for _, w := range o.mix.weights {
			callbacks = append(callbacks, w.command.Short)
		}
	}
	choices, err := o.packet.Choose("load", callbacks)
	if err != nil {
		return nil, err
	}
	var shares []load.Share
	for _, s := range choices {
		shares = append(shares, load.Share{Command: s.Command, Variant: s.Variant, Weight: 1})
	}
	for _, w := range o.mix.weights {
		named := false
		for i := range shares {
			if shares[i].Command.Name == w.command.Name {
				shares[i].Weight, named = w.weight, true
			}
		}
		if !named {
			return nil, cli.Usage("", "--mix has a share for %s, which is not among the callbacks", w.command.Short)
		}
	}
	shares = slices.DeleteFunc(shares, func(s load.Share) bool { return s.Weight == 0 })
	if len(shares) == 0 {
		return nil, cli.Usage("", "--mix %s leaves nothing to send", o.mix.text)
	}
	return shares, nil
}

// tryPackets builds a packet of each share, so that a packet that cannot be built, and an override that no packet has a
// place for, are refused before anything is sent.
func (o *options) tryPackets(a *cli.App, mix []load.Share, params payloads.Params) error {
	var packets []payloads.Packet
	for _, s := range mix {
		built, err := s.Command.Build(s.Variant, params)
		if err != nil {
			return cli.Usage("", "%w", err)
		}
		packets = append(packets, built...)
	}
	return o.packet.CheckMissed(a, packets, params.Overrides)
}
