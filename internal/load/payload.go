package load

import (
	"context"
	"fmt"
	"runtime"
	"sync"

	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/webhook"
)

// payload is a request packet that is ready to be sent but for its date and signature.
type payload struct {
	template
	delivery conformance.Delivery
	callback int // of [prepared.callbacks]
}

// prepared is everything that can be made before the first callback is due.
type prepared struct {
	target     webhook.Target
	callbacks  []*payloads.Command // in the order of the mix
	payloads   []payload           // take turns in this order
	stamps     *stamps
	deliveries sync.Map // a func() conformance.Delivery for each kind
	slow       string   // why they cannot go the fast way; empty: they can
}

// prepare builds, addresses and encodes everything that is sent.
func prepare(ctx context.Context, o *Options) (*prepared, error) {
	turns, err := o.turns()
	if err != nil {
		return nil, err
	}
	p := &prepared{target: o.Target, payloads: make([]payload, len(turns)), stamps: newStamps(o.Target)}
	for _, s := range o.Mix {
		if len(o.Packets) == 0 && s.Weight > 0 {
			p.callback(s.Command)
		}
	}
	for i, s := range turns {
		p.payloads[i].callback = p.callback(s.Command)
	}
	if err := p.fill(ctx, turns, o); err != nil {
		return nil, err
	}
	p.slow = p.slowReason(o.Client)
	return p, nil
}

func (p *prepared) callback(c *payloads.Command) int {
	for i, known := range p.callbacks {
		if known.Name == c.Name {
			return i
		}
	}
	p.callbacks = append(p.callbacks, c)
	return len(p.callbacks) - 1
}

// fill makes the payloads on all processors. The processor makes no difference to a payload.
func (p *prepared) fill(ctx context.Context, turns []Share, o *Options) error {
	makers := runtime.GOMAXPROCS(0)
	errs := make([]error, makers)
	var all sync.WaitGroup
	for m := range makers {
		all.Go(func() {
			for i := m; i < len(turns) && errs[m] == nil && ctx.Err() == nil; i += makers {
				errs[m] = p.make(i, turns[i], o)
			}
		})
	}
	all.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return ctx.Err()
}

func (p *prepared) make(i int, s Share, o *Options) error {
	var packet payloads.Packet
	if len(o.Packets) > 0 {
		packet = o.Packets[i]
	} else {
		params := o.Params
		params.Number += uint64(i)
		packets, err := s.Command.Build(s.Variant, params)
		if err != nil {
			return fmt.Errorf("payload %d: %w", i+1, err)
		}
		if o.Address != nil {
			o.Address(packets)
		}
		packet = packets[i%len(packets)]
	}
	delivery := p.deliveryOf(packet, o)
	if delivery.Skip != "" {
		return fmt.Errorf("%s cannot be sent: %s", delivery.Name(), delivery.Skip)
	}
	p.payloads[i].template = newTemplate(p.stamps.target(delivery.Signing), conformance.CallbackOf(packet))
	wire := p.payloads[i].wire
	delivery.Packet.Body = wire[len(wire)-len(packet.Body):] // the only copy that is kept
	p.payloads[i].delivery = delivery
	return nil
}

// kind is what packets share that a right backend treats alike.
type kind struct {
	*payloads.Command
	*payloads.Variant
	step int
}

// deliveryOf is a packet with what a right backend does with it. Packets of one variant are alike in that, unless they
// were changed, so only the first of them is looked at.
func (p *prepared) deliveryOf(packet payloads.Packet, o *Options) conformance.Delivery {
	if len(o.Packets) > 0 || len(o.Params.Overrides) > 0 || o.Params.Body != nil {
		return conformance.Deliveries([]payloads.Packet{packet}, o.Target)[0]
	}
	alike := kind{packet.Command, packet.Variant, packet.Step}
	planned, _ := p.deliveries.LoadOrStore(alike, sync.OnceValue(func() conformance.Delivery {
		return conformance.Deliveries([]payloads.Packet{packet}, o.Target)[0]
	}))
	delivery := planned.(func() conformance.Delivery)()
	delivery.Packet = packet
	return delivery
}

// turns is the order of one round: each callback as often as its weight, spread as evenly as possible.
func (o *Options) turns() ([]Share, error) {
	if len(o.Packets) > 0 {
		turns := make([]Share, len(o.Packets))
		for i, packet := range o.Packets {
			turns[i].Command = packet.Command
		}
		return turns, nil
	}
	mix, total, err := o.mix()
	if err != nil {
		return nil, err
	}
	count, err := o.distinct(mix, total)
	if err != nil {
		return nil, err
	}
	turns := make([]Share, 0, count)
	credit := make([]int, len(mix))
	for range count {
		next := 0
		for i := range mix {
			if credit[i] += mix[i].Weight; credit[i] > credit[next] {
				next = i
			}
		}
		credit[next] -= total
		turns = append(turns, mix[next])
	}
	return turns, nil
}

// distinct is how many packets are made: by default fewer of large ones.
func (o *Options) distinct(mix []Share, total int) (int, error) {
	if o.Payloads > 0 {
		return o.Payloads, nil
	}
	size := 0.0
	for _, s := range mix {
		packets, err := s.Command.Build(s.Variant, o.Params)
		if err != nil {
			return 0, err
		}
		size += float64(len(packets[0].Body)) * float64(s.Weight) / float64(total)
	}
	return min(defaultPayloads, max(1, int(mostPacketBytes/max(1, size)))), nil
}

// mix is Mix with its variants, and the sum of its weights.
func (o *Options) mix() (mix []Share, total int, err error) {
	for _, s := range o.Mix {
		if s.Weight < 0 {
			return nil, 0, fmt.Errorf("%s: got the weight %d, want a number from 0", s.Command.Name, s.Weight)
		}
		if s.Variant == nil {
			if s.Variant, err = s.Command.Variant("example"); err != nil {
				return nil, 0, err
			}
		}
		if total += s.Weight; s.Weight > 0 {
			mix = append(mix, s)
		}
	}
	if total == 0 {
		return nil, 0, errNothing
	}
	return mix, total, nil
}

// request is a payload as a single send would make it in that second.
func (p *prepared) request(load *payload, second int64) *webhook.Request {
	return p.stamps.target(load.delivery.Signing).Request(conformance.CallbackOf(load.delivery.Packet), unix(second))
}

// largest is how much every socket takes at once.
const largest = 16 << 10

// slowReason is why the exchanges have to go the way of single sends; empty: they do not.
func (p *prepared) slowReason(client *webhook.Client) string {
	if !client.Direct(p.target.URL) {
		return "a proxy is in the way"
	}
	for i := range p.payloads {
		load := &p.payloads[i]
		if len(load.wire) > largest {
			const text = "a request has %d bytes, more than the %d that are sent in one go"
			return fmt.Sprintf(text, len(load.wire), largest)
		}
	}
	if !client.Keepable(p.request(&p.payloads[0], 0)) {
		return "each exchange has a connection of its own, as the options or header fields have it"
	}
	return ""
}
