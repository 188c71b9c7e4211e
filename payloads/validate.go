package payloads

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/timhook/timhook/payloads/jsontree"
)

// Problem is one place where a packet leaves the documentation.
type Problem struct {
	ID      string // what is wrong, one of [ProblemKinds] or the id of a [Rule]
	Path    string // JSON Pointer; empty for the whole packet
	Offset  int    // bytes before the place; for something missing, before the object that should hold it
	Level   Level  // Must contradicts a page, Should an inference, May is undocumented but tolerable
	Message string // what was found and what was wanted
	Source  string
}

// JustifiesRefusal says that a right backend may refuse the packet for the problem, even if some do not.
func (p Problem) JustifiesRefusal() bool {
	return p.Level == Must || p.ID == idInferred || p.ID == idSpelling
}

func (p Problem) String() string {
	path := p.Path
	if path == "" {
		path = "the packet"
	}
	return fmt.Sprintf("%s: %s", path, p.Message)
}

// Validate judges a packet against the command's fields and rules. The problems come in the order of their offsets.
// It never changes its mind about unknown fields: they are reported at level May, since Chat adds fields over the years.
func (c *Command) Validate(body []byte) []Problem { return c.ValidateParsed(ParsePacket(body)) }

// ValidateParsed is Validate of a text that was read.
func (c *Command) ValidateParsed(t ParsedPacket) []Problem {
	v := validator{problems: slices.Clone(t.Problems)}
	if !t.Packet.IsAbsent() {
		v.object(make(jsontree.Path, 0, 8), t.Packet, c.Request)
		v.rules(c, t.Packet)
	}
	slices.SortStableFunc(v.problems, func(a, b Problem) int { return a.Offset - b.Offset })
	return v.problems
}

func (v *validator) rules(c *Command, packet Value) {
	for i := range c.Rules {
		rule := &c.Rules[i]
		rule.Check(packet, func(at jsontree.Path, message string) {
			v.add(&Problem{ID: rule.ID, Level: rule.Level, Message: message, Source: rule.Source}, at, nearestTo(at, packet))
		})
	}
}

// nearestTo is the value at the path or, where there is none, the object or array that should hold it.
func nearestTo(at jsontree.Path, tree Value) Value {
	found := tree.At(at)
	for n := len(at) - 1; n >= 0 && found.IsAbsent(); n-- {
		found = tree.At(at[:n])
	}
	return found
}

// validator passes paths down in one growing slice, which is printed before the next sibling overwrites its end.
type validator struct{ problems []Problem }

// add reports a problem with what was found at a path.
func (v *validator) add(p *Problem, at jsontree.Path, found Value) {
	p.Path, p.Offset = at.Pointer(), found.Start()
	v.problems = append(v.problems, *p)
}

// breaks reports that a MUST of the field table is broken.
func (v *validator) breaks(id string, at jsontree.Path, found Value, message, source string) {
	v.add(&Problem{ID: id, Level: Must, Message: message, Source: source}, at, found)
}

// exceeds reports that a value is beyond an upper bound.
func (v *validator) exceeds(t *Type, at jsontree.Path, found Value, message, source string) {
	if !t.Inferred {
		v.breaks(idBounds, at, found, message, source)
		return
	}
	v.add(&Problem{ID: idInferred, Level: Should, Message: message + " (inferred)", Source: source}, at, found)
}

// leaves reports what is undocumented but tolerable.
func (v *validator) leaves(id string, at jsontree.Path, found Value, message, source string) {
	v.add(&Problem{ID: id, Level: May, Message: message, Source: source}, at, found)
}

func (v *validator) object(at jsontree.Path, o Value, fields []Field) {
	seen, others := make([]bool, len(fields), 16), map[string]bool(nil)
	for _, m := range o.Members() {
		here := append(at, m.Name)
		i := slices.IndexFunc(fields, func(f Field) bool { return f.Name == m.Name })
		switch {
		case i >= 0 && seen[i], i < 0 && others[m.Name]:
			v.add(&Problem{ID: idDuplicate, Level: Should, Message: "the name stands twice; readers differ on which counts", Source: jsonSource}, here, m.Value)
		case i < 0:
			v.unknown(here, m, fields)
			if others == nil {
				others = map[string]bool{}
			}
			others[m.Name] = true
		default:
			v.known(here, o.Get(m.Name), &fields[i])
			seen[i] = true
		}
	}
	for i := range fields {
		if !seen[i] {
			v.missing(append(at, fields[i].Name), o, &fields[i])
		}
	}
}

func (v *validator) known(at jsontree.Path, x Value, f *Field) {
	if f.Presence == Wild {
		v.leaves(idUnknown, at, x, "is in no document; seen in the wild", f.Source)
	}
	v.value(at, x, &f.Type, f.Source)
}

func (v *validator) missing(at jsontree.Path, o Value, f *Field) {
	switch f.Presence {
	case Always:
		v.breaks(idMissing, at, o, "is missing; want "+f.Type.String(), f.Source)
	case SampleOnly:
		v.leaves(idSample, at, o, "is missing; the sample has it, the table does not", f.Source)
	}
}

func (v *validator) unknown(at jsontree.Path, m jsontree.Member, fields []Field) {
	message := "is in no document"
	if i := slices.IndexFunc(fields, func(f Field) bool { return strings.EqualFold(f.Name, m.Name) }); i >= 0 {
		message += "; want the spelling " + fields[i].Name
	}
	v.leaves(idUnknown, at, m.Value, message, "fields are added over time; backends ignore unknown ones")
}

func (v *validator) value(at jsontree.Path, x Value, t *Type, source string) {
	quotedInteger := t.Quoted && x.Kind() == jsontree.KindString && isInteger(x.Text())
	if x.Kind() != t.Kind && !quotedInteger {
		v.breaks(idType, at, x, fmt.Sprintf("got %s, want %s", describe(x), t), source)
		return
	}
	switch t.Kind {
	case jsontree.KindString:
		v.text(at, x, t, source)
	case jsontree.KindNumber:
		v.number(at, x, t, source)
	case jsontree.KindArray:
		v.array(at, x, t, source)
	case jsontree.KindObject:
		switch {
		case t.Cases != nil:
			v.object(at, x, t.elementFields(x))
		case !t.Open:
			v.object(at, x, t.Fields)
			v.anyOf(at, x, t, source)
		}
	}
}

// anyOf reports an object that has none of the fields of which one is always there, as the first of them that is missing.
func (v *validator) anyOf(at jsontree.Path, x Value, t *Type, source string) {
	if len(t.AnyOf) == 0 || slices.ContainsFunc(t.AnyOf, func(name string) bool { return !x.Get(name).IsAbsent() }) {
		return
	}
	v.breaks(idMissing, append(at, t.AnyOf[0]), x, "is missing; want it or "+strings.Join(t.AnyOf[1:], " or "), source)
}

// isInteger is strict where ParseInt would take a plus sign.
func isInteger(s string) bool {
	_, err := strconv.ParseInt(s, 10, 64)
	return err == nil && s[0] != '+'
}

// describe names a value as messages do: its kind and, where it is short, its text.
func describe(x Value) string {
	const longest = 60
	switch x.Kind() {
	case jsontree.KindString:
		s := x.Text()
		if len(s) > longest {
			start := strings.ToValidUTF8(s[:longest], "") // a character may be cut
			return fmt.Sprintf("the string %q and %d more bytes", start, len(s)-len(start))
		}
		return fmt.Sprintf("the string %q", s)
	case jsontree.KindNumber:
		return "the number " + x.Text()[:min(len(x.Text()), longest)]
	case jsontree.KindBool:
		return "the boolean " + x.Text()
	}
	return x.Kind().String()
}
