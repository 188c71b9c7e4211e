package payloads

import (
	"strings"

	"github.com/timhook/timhook/payloads/jsontree"
)

// object judges the members of an object in their order, and then the fields that it does not have. Of a
// repeated name the last value is judged, which most readers take.
func (v *validator) object(at jsontree.Path, o Value, fields []Field) {
	var room [24]bool // on the stack
	seen, others := room[:], map[string]bool(nil)
	if len(fields) > len(room) {
		seen = make([]bool, len(fields))
	}
	for _, m := range o.Members() {
		here := append(at, m.Name)
		i := indexOf(fields, m.Name)
		switch {
		case i >= 0 && seen[i], i < 0 && others[m.Name]:
			message := "the name stands twice; readers differ on which counts"
			v.add(idDuplicate, Should, here, m.Value, message, jsonSource)
		case i < 0:
			if others == nil {
				others = map[string]bool{}
			}
			var found stranger
			if v.strangers++; v.strangers <= mostStrangers {
				found = strangerTo(m.Name, o, fields, len(at) == 0)
			}
			others[m.Name] = true
			v.unknown(here, m, found)
		default:
			f, x := &fields[i], o.Get(m.Name)
			if f.Presence == Wild {
				v.add(idUnknown, May, here, x, "is in no document; seen in the wild", f.Source)
			}
			v.value(here, x, &f.Type, f.Source)
			seen[i] = true
		}
	}
	for i := range fields {
		if !seen[i] {
			v.missing(append(at, fields[i].Name), o, &fields[i])
		}
	}
}

// missing reports a field that the object does not have, at the object itself. Only Always and SampleOnly promise a
// field.
func (v *validator) missing(at jsontree.Path, o Value, f *Field) {
	switch f.Presence {
	case Always:
		v.add(idMissing, Must, at, o, "is missing; want "+f.Type.String(), f.Source)
	case SampleOnly:
		v.add(idSample, May, at, o, "is missing; the sample has it, the table does not", f.Source)
	}
}

// unknown reports a name that no field has, and what it may be.
func (v *validator) unknown(at jsontree.Path, m jsontree.Member, found stranger) {
	message := "is in no document"
	if found.hint != "" {
		message += "; " + found.hint
	}
	kept := len(v.problems)
	v.add(idUnknown, May, at, m.Value, message, "fields are added over time; backends ignore unknown ones")
	if len(v.problems) > kept {
		v.problems[kept].Meant = found.meant
	}
	if found.meant != "" {
		if v.instead == nil {
			v.instead = map[string]string{}
		}
		v.instead[append(at[:len(at)-1:len(at)-1], found.meant).Pointer()] = m.Name
	}
}

// nameInstead adds to each missing field the member that may stand for it.
func (v *validator) nameInstead() {
	if v.instead == nil {
		return
	}
	for i := range v.problems {
		p := &v.problems[i]
		if name := v.instead[p.Path]; name != "" && strings.HasPrefix(p.Message, "is missing") {
			p.Message += "; " + name + " is there instead"
		}
	}
}
