package payloads_test

import (
	"testing"

	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/chat"
	"github.com/timhook/timhook/payloads/jsontree"
)

// occurrences counts what the documentation names in what is generated: "send /GroupAtInfo/GroupAt_Account",
// "TIMFaceElem/Index".
type occurrences map[string]int

func (o occurrences) count(prefix string, v jsontree.Value, t payloads.Type) {
	switch {
	case t.Kind == jsontree.KindArray:
		for _, item := range v.Members() {
			o.count(prefix, item.Value, *t.Items)
		}
	case t.Cases != nil:
		for _, e := range t.Cases() {
			if v.Get("MsgType").Text() == e.Type {
				o[e.Type]++
				o.fields(e.Type, v.Get("MsgContent"), e.Content)
			}
		}
	default:
		o.fields(prefix, v, t.Fields)
	}
}

func (o occurrences) fields(prefix string, v jsontree.Value, fields []payloads.Field) {
	for _, f := range fields {
		if part := v.Get(f.Name); !part.IsAbsent() {
			o[prefix+"/"+f.Name]++
			o.count(prefix+"/"+f.Name, part, f.Type)
		}
	}
}

// declared lists what has to occur.
func declared(prefix string, t payloads.Type) []string {
	switch {
	case t.Kind == jsontree.KindArray:
		return declared(prefix, *t.Items)
	case t.Cases != nil:
		return nil // the elements are listed on their own
	}
	var names []string
	for _, f := range t.Fields {
		names = append(names, prefix+"/"+f.Name)
		names = append(names, declared(prefix+"/"+f.Name, f.Type)...)
	}
	return names
}

func TestEverythingDocumentedIsGenerated(t *testing.T) {
	serial(t)
	o := occurrences{}
	var want []string
	for _, w := range allWork() {
		if len(w.v.OffSpec) > 0 && w.v.ID != "field-msgpriority" {
			continue
		}
		builds := uint64(2)
		if w.v.ID == payloads.Example().ID {
			builds = 2000
		}
		for n := range builds {
			for _, p := range build(t, w.c, w.v, payloads.Params{Seed: 5, Number: n}) {
				packet, err := jsontree.Parse(p.Body)
				if err != nil {
					t.Fatalf("%s: %v", p.Name(), err)
				}
				o.fields(p.Command.Short+" ", packet, p.Command.Request)
			}
		}
	}
	for _, c := range chat.All() {
		want = append(want, declared(c.Short+" ", payloads.Type{Kind: jsontree.KindObject, Fields: c.Request})...)
	}
	for _, e := range payloads.Elements() {
		want = append(want, e.Type)
		want = append(want, declared(e.Type, payloads.Type{Kind: jsontree.KindObject, Fields: e.Content})...)
	}
	if len(want) < 110 {
		t.Fatalf("the documentation names %d things, want at least 110", len(want))
	}
	for _, name := range want {
		if o[name] == 0 {
			t.Errorf("%s is never generated", name)
		}
	}
}
