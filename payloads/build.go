package payloads

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/timhook/timhook/payloads/jsontree"
)

// Params are what a packet is built from, besides its variant. Equal Params give equal bytes, in any order and on any
// machine.
type Params struct {
	Seed      uint64          // of people, ids and texts
	Number    uint64          // which of many packets of one variant; MsgSeq counts up with it
	Now       time.Time       // when the event happens: MsgTime (s) and EventTime (ms) follow it; required
	Lang      Lang            // of texts; the zero value is [Mixed]
	Layout    jsontree.Layout // of the JSON text; the zero value is [jsontree.Compact]
	Overrides []Override      // the user's changes, in order
	SDKAppID  uint64          // the application's, which moderation results repeat; 0: 1400000000
	Body      []byte          // a packet to take instead of a generated one; Overrides change it
}

// Packet is one request packet, with the two query parameters that belong to its event.
type Packet struct {
	Command     *Command
	Variant     *Variant // nil for a packet that was given as Body
	Number      uint64   // [Params.Number]
	Step        int      // place among the packets of its variant, from 0
	Label       string   // what this step varies; empty for most
	Body        []byte
	ClientIP    string     // an address that is reserved for documentation; empty where the query has none
	OptPlatform string     // "RESTAPI" when an administrator is the operator, otherwise "Android"; or empty too
	Missed      []Override // the overrides whose path this packet does not have
}

// Name is how reports call the packet: "Group.CallbackAfterSendMsg/eventtime-string", and "#2" after it for the second
// step of a variant.
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

// Build makes the packets of a variant: one, or as many as the variant has steps. A nil variant is the ordinary one.
//
// An override is a change while building, so fields that derive from the changed one follow it: MsgId ends in the
// given Random. An override of a path that a packet does not have is no error; it is in [Packet.Missed]. The errors
// are a Body that is no JSON, a missing Now, and an override whose value does not fit the place.
func (c *Command) Build(v *Variant, p Params) ([]Packet, error) {
	if slices.ContainsFunc(p.Overrides, func(o Override) bool { return len(o.Path) == 0 }) {
		return nil, errors.New(
			"an override has no path; make overrides with ParseSet, ParseAdd, ParseRemove or a Shorthand")
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
		v = &c.Variants()[0]
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

// buildStep makes one packet. Its seed follows from the seed of the user, the names of callback and variant, the
// event and the number: a run of some variants, or in another order, builds the same bytes as a run of all.
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
	packet := Packet{
		Command: g.command, Variant: v, Number: p.Number, Label: step.Label,
		Body:   tree.Append(make([]byte, 0, 1024), p.Layout),
		Missed: g.missed,
	}
	packet.ClientIP, packet.OptPlatform = g.client(tree)
	return packet, nil
}

// fromBody keeps the given bytes as they are, unless an override changes them.
func (c *Command) fromBody(p Params) (Packet, error) {
	tree, err := jsontree.ParseLoose(p.Body)
	if err != nil {
		return Packet{}, fmt.Errorf("the body is not JSON: %w", err)
	}
	g := &Gen{command: c, params: &p, seed: hash(p.Seed, c.Name)}
	packet := Packet{Command: c, Number: p.Number, Body: p.Body}
	packet.ClientIP, packet.OptPlatform = g.client(tree)
	if len(p.Overrides) == 0 {
		return packet, nil
	}
	if tree, err = g.overrideAll(tree, nil); err != nil {
		return Packet{}, err
	}
	packet.Body, packet.Missed = tree.Append(nil, p.Layout), g.missed
	return packet, nil
}

// client is what the query tells of the client that caused the event. Some callbacks tell nothing.
func (g *Gen) client(tree Value) (ip, platform string) {
	if g.command.Queries("ClientIP") {
		ip = g.clientIP()
	}
	if g.command.Queries("OptPlatform") {
		platform = platformOf(tree)
	}
	return ip, platform
}

// platformOf is RESTAPI for what the app administrator does, as the overview has it (1047/34354): an administrator acts
// through the REST API.
func platformOf(tree Value) string {
	if tree.Get("Operator_Account").Text() == administrator || tree.Get("Admin_Account").Text() == administrator {
		return "RESTAPI"
	}
	return "Android"
}
