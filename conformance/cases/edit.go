package cases

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/jsontree"
	"github.com/timhook/timhook/webhook"
)

// under gives tampers a heading of the catalogue, and tags where they have none of their own.
func under(section string, tags conformance.Tags, list []tamper) []tamper {
	for i := range list {
		list[i].Section = section
		if list[i].Tags == 0 {
			list[i].Tags = tags
		}
	}
	return list
}

// allOfEndpoint are the tampers as ones about the endpoint.
func allOfEndpoint(list []tamper) []tamper {
	for i := range list {
		list[i] = list[i].ofEndpoint()
	}
	return list
}

// allOf are the tampers for the callbacks that have what they need.
func allOf(n need, list []tamper) []tamper {
	for i := range list {
		list[i] = list[i].of(n)
	}
	return list
}

// resuming lets those tampers that are to be refused or survived send a valid callback afterwards.
func resuming(list []tamper) []tamper {
	for i := range list {
		if itself := list[i].Run; !list[i].Expect.Accepts() {
			list[i].Run = func(ctx context.Context, run *conformance.CaseRun) {
				itself(ctx, run)
				if !run.Skipped() {
					run.Resume(ctx)
				}
			}
		}
	}
	return list
}

// once sends one ordinary callback whose request was changed.
func once(change func(*webhook.Request)) conformance.RunFunc {
	return func(ctx context.Context, run *conformance.CaseRun) { run.Send(ctx, run.Changed("", change)) }
}

// addressed sends one ordinary callback to a target that was changed.
func addressed(change func(*webhook.Target)) conformance.RunFunc {
	return func(ctx context.Context, run *conformance.CaseRun) { run.Send(ctx, attemptTo(run, change)) }
}

// attemptTo is an ordinary callback to a target that was changed.
func attemptTo(run *conformance.CaseRun, change func(*webhook.Target)) conformance.Attempt {
	p := run.Ordinary()
	return conformance.Attempt{Packet: p, Request: run.RequestTo(change, p)}
}

// choices sends one callback for each of several changes.
func choices(list ...choice) conformance.RunFunc {
	return func(ctx context.Context, run *conformance.CaseRun) {
		for _, c := range list {
			run.Send(ctx, run.Changed(c.label, c.change))
		}
	}
}

type choice struct {
	label  string
	change func(*webhook.Request)
}

// body sends one callback with a body that is made of an ordinary packet.
func body(make func(payloads.Packet) []byte) conformance.RunFunc { return bodies(reshaped{"", make}) }

// bodies sends one callback for each of several bodies, made of ordinary packets.
func bodies(list ...reshaped) conformance.RunFunc {
	return func(ctx context.Context, run *conformance.CaseRun) {
		for _, b := range list {
			run.Send(ctx, attemptWith(run, b.label, b.make))
		}
	}
}

type reshaped struct {
	label string
	make  func(p payloads.Packet) []byte
}

// attemptWith is an ordinary callback with another body, made of its own.
func attemptWith(run *conformance.CaseRun, label string, body func(payloads.Packet) []byte) conformance.Attempt {
	p := run.Ordinary()
	p.Body = body(p)
	return run.Attempt(label, p)
}

// setParam replaces the query parameter of that name, or appends it.
func setParam(r *webhook.Request, p webhook.Param) {
	for i := range r.Query {
		if r.Query[i].Name == p.Name {
			r.Query[i] = p
			return
		}
	}
	r.Query = append(r.Query, p)
}

func setting(name, value string) func(*webhook.Request) {
	return func(r *webhook.Request) { setParam(r, webhook.Param{Name: name, Value: value}) }
}

func without(names ...string) func(*webhook.Request) {
	return func(r *webhook.Request) {
		r.Query = slices.DeleteFunc(r.Query, func(p webhook.Param) bool { return slices.Contains(names, p.Name) })
	}
}

func withHeader(name, value string) func(*webhook.Request) {
	return func(r *webhook.Request) { r.SetHeader(name, value) }
}

func withoutHeader(names ...string) func(*webhook.Request) {
	return func(r *webhook.Request) {
		r.Header = slices.DeleteFunc(r.Header, func(f webhook.HeaderField) bool {
			return slices.ContainsFunc(names, func(name string) bool { return strings.EqualFold(name, f.Name) })
		})
	}
}

// tree reads a packet, which Build has made and which therefore is JSON.
func tree(p payloads.Packet) jsontree.Value {
	v, err := jsontree.ParseLoose(p.Body)
	if err != nil {
		panic(fmt.Sprintf("%s: %v", p.Name(), err))
	}
	return v
}

// put replaces or adds the value at a path. A path that leads nowhere is a wrong declaration.
func put(v jsontree.Value, path string, x jsontree.Value) jsontree.Value {
	p, err := jsontree.ParsePath(path)
	if err == nil {
		v, err = v.Add(p, x)
	}
	if err != nil {
		panic(fmt.Sprintf("put %s: %v", path, err))
	}
	return v
}

// at is the value at a path of those that a [need] finds.
func at(v jsontree.Value, path string) jsontree.Value { return v.At(strings.Split(path, ".")) }

// edited is a packet with values replaced or added: path and value in turn.
func edited(p payloads.Packet, changes ...change) payloads.Packet {
	v := tree(p)
	for _, c := range changes {
		v = put(v, c.path, c.value)
	}
	p.Body = v.Append(nil, jsontree.Compact)
	return p
}

type change struct {
	path  string
	value jsontree.Value
}
