package cases

import (
	"fmt"
	"slices"
	"strings"

	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/jsontree"
	"github.com/timhook/timhook/webhook"
)

// under puts tampers under a heading of the catalogue, and under a tag where they have none of their own.
func under(section string, tags conformance.Tags, list []Tamper) []Tamper {
	for i := range list {
		list[i].Section = section
		if list[i].Tags == 0 {
			list[i].Tags = tags
		}
	}
	return list
}

// resuming plays what is to be refused or survived and then sends a valid callback.
func resuming(list []Tamper) []Tamper {
	for i := range list {
		if play := list[i].Run; !list[i].Expect.Accepts() {
			list[i].Run = func(s *conformance.CaseRun) {
				play(s)
				if !skipped(s) {
					s.Resume()
				}
			}
		}
	}
	return list
}

// once sends one ordinary callback whose request was changed.
func once(change func(*webhook.Request)) func(*conformance.CaseRun) {
	return func(s *conformance.CaseRun) { s.Send(s.Changed("", change)) }
}

// addressed sends one ordinary callback to a target that was changed.
func addressed(change func(*webhook.Target)) func(*conformance.CaseRun) {
	return func(s *conformance.CaseRun) {
		p := s.Ordinary()
		s.SendRequest("", p, s.RequestTo(change, p))
	}
}

// choices sends one callback for each of several changes.
func choices(list ...choice) func(*conformance.CaseRun) {
	return func(s *conformance.CaseRun) {
		for _, c := range list {
			s.Send(s.Changed(c.label, c.change))
		}
	}
}

type choice struct {
	label  string
	change func(*webhook.Request)
}

// bodies sends one callback for each of several bodies, made of an ordinary packet's.
func bodies(list ...reshaped) func(*conformance.CaseRun) {
	return func(s *conformance.CaseRun) {
		for _, b := range list {
			s.Send(playReshaped(s, b.label, b.make))
		}
	}
}

type reshaped struct {
	label string
	make  func(p payloads.Packet) []byte
}

// playReshaped is an ordinary callback with another body.
func playReshaped(s *conformance.CaseRun, label string, body func(payloads.Packet) []byte) conformance.Attempt {
	p := s.Ordinary()
	p.Body = body(p)
	return s.Plain(label, p)
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

// put replaces or adds what stands at a path. A path that leads nowhere is a wrong declaration.
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

func skipped(s *conformance.CaseRun) bool {
	s.Mu.Lock()
	defer s.Mu.Unlock()
	return len(s.Results) > 0 && s.Results[len(s.Results)-1].Skip != ""
}
