package cases

import (
	"context"
	"slices"

	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/jsontree"
)

// typeTampers are fields of another type, fields that are null or missing, and names in another case.
func typeTampers() []tamper {
	return []tamper{
		may("neg-type-string-for-int", "MsgSeq, MsgTime, Random and OnlineOnlyFlag as strings", "type drift",
			body(stringsForInts)).expect(survive).on("bot", "send"),
		may("neg-type-int-for-string", "GroupId and From_Account as numbers", "type drift",
			body(intsForStrings)).expect(survive),
		may("neg-field-null", "each documented field null in turn", "never seen",
			eachField(func(jsontree.Value) (jsontree.Value, bool) { return jsontree.Null(), true })).expect(survive),
		may("neg-field-missing", "each field of the packet missing in turn", "older versions lack some (observed)",
			eachField(func(old jsontree.Value) (jsontree.Value, bool) {
				return jsontree.Absent(), !old.IsAbsent()
			})).expect(survive),
		may("neg-field-case", "groupid and msgseq in lower case", "exact spelling; Go's decoders take any case",
			body(lowerNames)).expect(info),
		should("neg-field-wrong-container", "arrays as objects, the objects in them as strings, in turn", "robustness",
			wrongContainers).expect(survive),
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
func eachField(change func(old jsontree.Value) (value jsontree.Value, wanted bool)) conformance.RunFunc {
	return func(ctx context.Context, run *conformance.CaseRun) {
		var each []conformance.Attempt
		for _, f := range run.Case.Command.Request {
			p := run.Ordinary()
			v := tree(p)
			value, wanted := change(v.Get(f.Name))
			if !wanted {
				continue
			}
			p.Body = put(v, f.Name, value).Append(nil, jsontree.Compact)
			each = append(each, run.Attempt(f.Name, p))
		}
		run.SendEach(ctx, each...)
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
func wrongContainers(ctx context.Context, run *conformance.CaseRun) {
	text := jsontree.String("text")
	for _, m := range tree(run.Ordinary()).Members() {
		if m.Value.Kind() != jsontree.KindArray {
			continue
		}
		wrapped := jsontree.Object(jsontree.M("0", m.Value.Item(0)))
		run.Send(ctx, attemptWith(run, m.Name+" as an object", with(m.Name, wrapped)))
		if m.Value.Item(0).Kind() == jsontree.KindObject {
			run.Send(ctx, attemptWith(run, "an entry of "+m.Name+" as a string", with(m.Name+".0", text)))
		}
	}
	if run.Case.Command.Field("MsgBody") != nil {
		run.Send(ctx, attemptWith(run, "MsgContent as a string", with("MsgBody.0.MsgContent", text)))
	}
}
