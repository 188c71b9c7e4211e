package cases

import (
	"context"
	"slices"
	"strings"

	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/internal/phrase"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/jsontree"
)

// typeTampers are fields of another type, fields that are null or missing, and names in another case.
func typeTampers() []tamper {
	return []tamper{
		may("neg-type-string-for-int", "", "type drift",
			body(plainNumbers().at(stringsForInts))).expect(survive).of(plainNumbers()).
			saying(func(names []string) string { return asOther(names, "string") }),
		may("neg-type-int-for-string", "GroupId and From_Account as numbers", "type drift",
			body(ids().at(intsForStrings))).expect(survive).of(ids()).
			saying(func(names []string) string { return asOther(names, "number") }),
		may("neg-field-null", "each documented field null in turn", "never seen",
			eachField(func(jsontree.Value) (jsontree.Value, bool) { return jsontree.Null(), true })).expect(survive),
		may("neg-field-missing", "each field of the packet missing in turn", "older versions lack some (observed)",
			eachField(func(old jsontree.Value) (jsontree.Value, bool) {
				return jsontree.Absent(), !old.IsAbsent()
			})).expect(survive),
		may("neg-field-case", "groupid and msgseq in lower case", "exact spelling; Go's decoders take any case",
			body(keys().at(lowerNames))).expect(info).of(keys()).
			saying(func(paths []string) string { return strings.ToLower(phrase.And(lastSteps(paths))) + " in lower case" }),
		should("neg-field-wrong-container", "arrays as objects, the objects in them as strings, in turn", "robustness",
			wrongContainers).expect(survive).of(aContainer()),
	}
}

// asOther is "MsgSeq and MsgTime as strings".
func asOther(names []string, kind string) string {
	if len(names) == 1 {
		return names[0] + " as a " + kind
	}
	return phrase.And(names) + " as " + kind + "s"
}

func stringsForInts(p payloads.Packet, paths []string) []byte {
	v := tree(p)
	for _, path := range paths {
		v = put(v, path, jsontree.String(at(v, path).Text()))
	}
	return v.Append(nil, jsontree.Compact)
}

func intsForStrings(p payloads.Packet, paths []string) []byte {
	v := tree(p)
	for _, path := range paths {
		v = put(v, path, jsontree.Int(1213456))
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

func lowerNames(p payloads.Packet, paths []string) []byte {
	lower := map[string]string{}
	for _, name := range lastSteps(paths) {
		lower[name] = strings.ToLower(name)
	}
	return renamed(tree(p), lower).Append(nil, jsontree.Compact)
}

func lastSteps(paths []string) []string {
	names := make([]string, len(paths))
	for i, path := range paths {
		_, names[i], _ = cutLast(path)
	}
	return names
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

// wrongContainers makes an object of each array, and strings of its first object, of the objects in that and of those
// at the top.
func wrongContainers(ctx context.Context, run *conformance.CaseRun) {
	text := jsontree.String("text")
	asText := func(label, path string) conformance.Attempt {
		return attemptWith(run, label+" as a string", with(path, text))
	}
	var last []func() conformance.Attempt
	for _, m := range tree(run.Ordinary()).Members() {
		first := m.Value.Item(0)
		switch {
		case m.Value.Kind() == jsontree.KindObject:
			last = append(last, func() conformance.Attempt { return asText(m.Name, m.Name) })
			continue
		case m.Value.Kind() != jsontree.KindArray:
			continue
		}
		wrapped := jsontree.Object(jsontree.M("0", first))
		run.Send(ctx, attemptWith(run, m.Name+" as an object", with(m.Name, wrapped)))
		if first.Kind() != jsontree.KindObject {
			continue
		}
		run.Send(ctx, asText("an entry of "+m.Name, m.Name+".0"))
		for _, part := range first.Members() {
			if part.Value.Kind() == jsontree.KindObject {
				last = append(last, func() conformance.Attempt { return asText(part.Name, m.Name+".0."+part.Name) })
			}
		}
	}
	for _, attempt := range last {
		run.Send(ctx, attempt())
	}
	if !run.HasSent() {
		run.Skip("its ordinary packet has no list and no object")
	}
}
