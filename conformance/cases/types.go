package cases

import (
	"slices"

	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/jsontree"
)

// typeTampers are fields of another type, fields that are null or missing, and names in another case.
func typeTampers() []Tamper {
	const may, sane = payloads.May, payloads.ExpectSurvive
	return []Tamper{
		{ID: "neg-type-string-for-int", Callbacks: "bot,send", Doc: "MsgSeq, MsgTime, Random and OnlineOnlyFlag as strings", Source: "type drift", Level: may, Expect: sane, Run: bodies(reshaped{"", stringsForInts})},
		{ID: "neg-type-int-for-string", Doc: "GroupId and From_Account as numbers", Source: "type drift", Level: may, Expect: sane, Run: bodies(reshaped{"", intsForStrings})},
		{ID: "neg-field-null", Doc: "each documented field null in turn", Source: "never seen", Level: may, Expect: sane, Run: eachField(func(payloads.Field, jsontree.Value) (jsontree.Value, bool) {
			return jsontree.Null(), true
		})},
		{ID: "neg-field-missing", Doc: "each field of the packet missing in turn", Source: "older versions lack some (observed)", Level: may, Expect: sane, Run: eachField(func(_ payloads.Field, old jsontree.Value) (jsontree.Value, bool) {
			return jsontree.Absent(), !old.IsAbsent()
		})},
		{ID: "neg-field-case", Doc: "groupid and msgseq in lower case", Source: "exact spelling; Go's decoders take any case", Level: may, Expect: payloads.ExpectInfo, Run: bodies(reshaped{"", lowerNames})},
		{ID: "neg-field-wrong-container", Doc: "arrays as objects, the objects in them as strings, in turn", Source: "robustness", Level: payloads.Should, Expect: sane, Run: wrongContainers},
	}
}

func stringsForInts(p payloads.Packet) []byte {
	v := tree(p)
	for _, name := range []string{"MsgSeq", "MsgTime", "Random", "OnlineOnlyFlag"} {
		v = put(v, name, jsontree.String(v.Get(name).Text()))
	}
	return v.Append(nil, jsontree.Compact)
}

func intsForStrings(p payloads.Packet) []byte {
	v := tree(p)
	for _, name := range []string{"GroupId", "From_Account"} {
		if !v.Get(name).IsAbsent() {
			v = put(v, name, jsontree.Int(1213456))
		}
	}
	return v.Append(nil, jsontree.Compact)
}

// eachField sends one packet for each documented field that change wants to be another.
func eachField(change func(payloads.Field, jsontree.Value) (jsontree.Value, bool)) func(*conformance.CaseRun) {
	return func(s *conformance.CaseRun) {
		for _, f := range s.Case.Command.Request {
			p := s.Ordinary()
			v := tree(p)
			value, wanted := change(f, v.Get(f.Name))
			if !wanted {
				continue
			}
			p.Body = put(v, f.Name, value).Append(nil, jsontree.Compact)
			s.Send(s.Plain(f.Name, p))
		}
	}
}

func lowerNames(p payloads.Packet) []byte {
	return renamed(tree(p), map[string]string{"GroupId": "groupid", "MsgSeq": "msgseq"}).Append(nil, jsontree.Compact)
}

// renamed gives members other names, at every level.
func renamed(v jsontree.Value, names map[string]string) jsontree.Value {
	members := slices.Clone(v.Members())
	for i, m := range members {
		members[i].Value = renamed(m.Value, names)
		if name, ok := names[m.Name]; ok {
			members[i] = jsontree.M(name, members[i].Value)
		}
	}
	switch v.Kind() {
	case jsontree.KindObject:
		return jsontree.Object(members...)
	case jsontree.KindArray:
		return array(members)
	}
	return v
}

// wrongContainers makes an object of each array and a string of each array's first object.
func wrongContainers(s *conformance.CaseRun) {
	fields := tree(s.Ordinary()).Members()
	for _, m := range fields {
		if m.Value.Kind() != jsontree.KindArray {
			continue
		}
		s.Send(playReshaped(s, m.Name+" as an object", with(m.Name, jsontree.Object(jsontree.M("0", m.Value.Item(0))))))
		if m.Value.Item(0).Kind() == jsontree.KindObject {
			s.Send(playReshaped(s, "an entry of "+m.Name+" as a string", with(m.Name+".0", jsontree.String("text"))))
		}
	}
	if s.Case.Command.Field("MsgBody") != nil {
		s.Send(playReshaped(s, "MsgContent as a string", with("MsgBody.0.MsgContent", jsontree.String("text"))))
	}
}
