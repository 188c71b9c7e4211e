package payloads

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/timhook/timhook/payloads/jsontree"
)

// Params are what a packet is built from besides its variant. Equal Params give equal bytes, whatever else runs.
type Params struct {
	Seed      uint64
	Number    uint64    // which of several packets of one variant; MsgSeq counts up with it
	Now       time.Time // dates MsgTime and EventTime
	Lang      Lang
	Layout    jsontree.Layout
	Overrides []Override
	Body      []byte // taken instead of a generated packet; overrides apply to it
}

// Packet is one request packet and the two query parameters that belong to its event.
type Packet struct {
	Command     *Command
	Variant     *Variant // nil for a packet that was given as bytes
	Number      uint64   // which of several packets of one variant
	Step        int      // position among the variant's packets
	Label       string   // what this step varies, empty for most
	Body        []byte
	ClientIP    string
	OptPlatform string
	Missed      []Override // the overrides whose path this packet does not have
}

// Name is the case's name: "Group.CallbackAfterSendMsg/eventtime-string", followed by "#2" on the second of several packets.
func (p Packet) Name() string {
	name := p.Command.Name
	if p.Variant != nil {
		name += "/" + p.Variant.ID
	}
	if p.Step > 0 {
		name += "#" + itoa(int64(p.Step+1))
	}
	return name
}

// Build makes the packets of a variant, one for most, several where the variant is about a sequence.
// A nil variant is the ordinary one. Overrides of p apply while building.
func (c *Command) Build(v *Variant, p Params) ([]Packet, error) {
	if slices.ContainsFunc(p.Overrides, func(o Override) bool { return len(o.Path) == 0 }) {
		return nil, errors.New("an override has no path; make overrides with ParseSet, ParseAdd, ParseRemove or a Shorthand")
	}
	if p.Body != nil {
		packet, err := c.fromBody(p)
		if err != nil {
			return nil, err
		}
		return []Packet{packet}, nil
	}
	if p.Now.IsZero() {
		return nil, errors.New("Params.Now is not set, and a packet has to be dated")
	}
	if v == nil {
		v = &c.Variants[0]
	}
	steps := v.Steps
	if len(steps) == 0 {
		steps = []Step{{}}
	}
	packets := make([]Packet, len(steps))
	for i, step := range steps {
		packet, err := c.buildStep(v, step, &p)
		if err != nil {
			return nil, fmt.Errorf("%s/%s: %w", c.Name, v.ID, err)
		}
		packet.Step = i
		packets[i] = packet
	}
	return packets, nil
}

func (c *Command) buildStep(v *Variant, step Step, p *Params) (Packet, error) {
	series := hash(p.Seed, c.Name, v.ID, itoa(int64(step.SameEventAs)))
	g := &Gen{
		command: c, params: p, scope: max(v.Scope, step.Scope), sample: v.ID == docSampleID,
		series: series, seed: hash(series + p.Number),
	}
	if step.Callback != "" {
		g = g.As(step.Callback)
	}
	g.changes = append(v.Set[:len(v.Set):len(v.Set)], step.Set...)
	tree, err := g.packet()
	if err != nil {
		return Packet{}, err
	}
	return Packet{
		Command: g.command, Variant: v, Number: p.Number, Label: step.Label,
		Body:     tree.Append(make([]byte, 0, 1024), p.Layout),
		ClientIP: g.clientIP(), OptPlatform: platformOf(tree),
		Missed: g.missed,
	}, nil
}

// fromBody keeps the given bytes as they are unless an override changes them.
func (c *Command) fromBody(p Params) (Packet, error) {
	tree, err := jsontree.ParseLoose(p.Body)
	if err != nil {
		return Packet{}, fmt.Errorf("the body is not JSON: %w", err)
	}
	g := &Gen{command: c, params: &p, seed: hash(p.Seed, c.Name)}
	packet := Packet{Command: c, Number: p.Number, Body: p.Body, ClientIP: g.clientIP(), OptPlatform: platformOf(tree)}
	if len(p.Overrides) == 0 {
		return packet, nil
	}
	if tree, err = g.overrideAll(tree, nil); err != nil {
		return Packet{}, err
	}
	packet.Body, packet.Missed = tree.Append(nil, p.Layout), g.missed
	return packet, nil
}

// platformOf follows the documentation: what the app administrator does through the REST API carries RESTAPI.
func platformOf(tree Value) string {
	if tree.Get("Operator_Account").Text() == administrator {
		return "RESTAPI"
	}
	return "Android"
}
