package cases

import (
	"slices"
	"strconv"
	"strings"

	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/jsontree"
)

// need is what a tamper changes in the packets of a callback, or repeats. A callback that lacks it does not have the
// tamper.
type need struct {
	lack string                           // why a callback does not have the tamper: "has no number"
	in   func(*payloads.Command) []string // the paths of what the tamper changes; none: it is lacking
}

// at makes a body of a packet and of the paths of what it changes.
func (n need) at(change func(p payloads.Packet, paths []string) []byte) func(payloads.Packet) []byte {
	return func(p payloads.Packet) []byte { return change(p, n.in(p.Command)) }
}

// pair are the first two paths of a case's callback.
func (n need) pair(run *conformance.CaseRun) (first, second string) {
	paths := n.in(run.Case.Command)
	return paths[0], paths[1]
}

// place is a field that every packet of a callback has. In a list it is that of the first entry.
type place struct {
	path  string
	field *payloads.Field
}

func places(above string, fields []payloads.Field) []place {
	var list []place
	for i := range fields {
		f := &fields[i]
		if f.Presence != payloads.Always && f.Presence != payloads.SampleOnly {
			continue
		}
		list = append(list, place{above + f.Name, f})
		switch t := &f.Type; {
		case t.Kind == jsontree.KindObject:
			list = append(list, places(above+f.Name+".", t.Fields)...)
		case t.Kind == jsontree.KindArray && t.MinItems > 0:
			list = append(list, places(above+f.Name+".0.", t.Items.Fields)...)
		}
	}
	return list
}

// pathsOf are the paths of the wanted places: those with the first of the roles first, and so on, then the others.
func pathsOf(c *payloads.Command, wanted func(place) bool, first ...payloads.Role) []string {
	list := slices.DeleteFunc(places("", c.Request), func(p place) bool { return !wanted(p) })
	rank := func(p place) int {
		if i := slices.IndexFunc(first, p.field.Kind.Role.Has); i >= 0 {
			return i
		}
		return len(first)
	}
	slices.SortStableFunc(list, func(a, b place) int { return rank(a) - rank(b) })
	paths := make([]string, len(list))
	for i, p := range list {
		paths[i] = p.path
	}
	return paths
}

func firstOf(paths []string) []string { return paths[:min(1, len(paths))] }

// isMember leaves out the command, which says whose packet it is.
func isMember(p place) bool { return p.field.Type.Const == "" }

func isText(p place) bool { return p.field.Type.Kind == jsontree.KindString && isMember(p) }

func isNumber(p place) bool { return p.field.Type.Kind == jsontree.KindNumber }

func isID(p place) bool { return isText(p) && p.field.Kind.Of == "" }

func withRole(is func(place) bool, roles payloads.Role) func(place) bool {
	return func(p place) bool { return is(p) && p.field.Kind.Role.Has(roles) }
}

// aNumber is any, one with the first of the roles before others.
func aNumber(first ...payloads.Role) need {
	return need{"has no number", func(c *payloads.Command) []string { return firstOf(pathsOf(c, isNumber, first...)) }}
}

// plainNumbers stand at the top and are documented as numbers alone. EventTime has a case of its own.
func plainNumbers() need {
	return need{"has no number that is never a text", func(c *payloads.Command) []string {
		return pathsOf(c, func(p place) bool {
			isOther := !p.field.Type.Quoted && p.field.Kind.Name != "event-time"
			return isNumber(p) && isOther && !strings.Contains(p.path, ".")
		}, payloads.IsSequence, payloads.IsSeconds)
	}}
}

// aScalar is a text, that of the conversation or an account before others, or else a number.
func aScalar() need {
	return need{"has no text and no number beside its command", func(c *payloads.Command) []string {
		texts := pathsOf(c, isText, payloads.IsConversation, payloads.IsActor)
		return firstOf(append(texts, pathsOf(c, isNumber)...))
	}}
}

// ids are that of the conversation and that of who acts.
func ids() need {
	return need{"has no id of a conversation or an account", func(c *payloads.Command) []string {
		return append(firstOf(pathsOf(c, withRole(isID, payloads.IsConversation))),
			firstOf(pathsOf(c, withRole(isID, payloads.IsActor)))...)
	}}
}

// keys are the conversation and the sequence numbers, or else the first field, with capitals in their names.
func keys() need {
	isCapital := func(p place) bool { return isMember(p) && p.field.Name != strings.ToLower(p.field.Name) }
	return need{"has no field with a capital letter", func(c *payloads.Command) []string {
		found := pathsOf(c, withRole(isCapital, payloads.IsConversation|payloads.IsSequence), payloads.IsConversation)
		if len(found) == 0 {
			found = firstOf(pathsOf(c, isCapital))
		}
		return found
	}}
}

// aListOfObjects is a list that ordinary packets may have, but for messages.
func aListOfObjects() need {
	return need{"has no list of objects", func(c *payloads.Command) []string {
		i := slices.IndexFunc(c.Request, func(f payloads.Field) bool {
			return f.Presence != payloads.DocumentedOnly && f.Type.Items != nil && len(f.Type.Items.Fields) > 0
		})
		if i < 0 {
			return nil
		}
		return []string{c.Request[i].Name}
	}}
}

// aContainer is a list or an object: of the fields that every packet has and, for a callback without one there, of those
// of its page's sample.
func aContainer() need {
	isContainer := func(t payloads.Type) bool { return t.Kind == jsontree.KindArray || t.Kind == jsontree.KindObject }
	return need{"has no list and no object", func(c *payloads.Command) []string {
		always := pathsOf(c, func(p place) bool { return isContainer(p.field.Type) && !strings.Contains(p.path, ".") })
		if len(always) > 0 {
			return always
		}
		var paths []string
		for _, f := range c.Request {
			if isContainer(f.Type) && strings.Contains(c.Sample, strconv.Quote(f.Name)) {
				paths = append(paths, f.Name)
			}
		}
		return paths
	}}
}

// aMessage is one with elements.
func aMessage() need {
	return need{"has no message", func(c *payloads.Command) []string { return ofKinds(c, "message-body") }}
}

// eachMessage is of the callbacks for every message, and not only for those that mention a chatbot. The paths are those
// of the message and of the fields of these kinds.
func eachMessage(lack string, kinds ...string) need {
	return need{lack, func(c *payloads.Command) []string {
		if len(ofKinds(c, "chatbots")) > 0 {
			return nil
		}
		return ofKinds(c, append(kinds, "message-body")...)
	}}
}

// ofKinds are the fields of these kinds at the top, in the order of the kinds; none where one is lacking.
func ofKinds(c *payloads.Command, kinds ...string) []string {
	paths := make([]string, len(kinds))
	for i, kind := range kinds {
		f := c.FieldOf(kind)
		if f == nil {
			return nil
		}
		paths[i] = f.Name
	}
	return paths
}

// parameter is one of the query that the callback's page has.
func parameter(name string) need {
	return need{"has no " + name + " in its query", func(c *payloads.Command) []string {
		if !c.Queries(name) {
			return nil
		}
		return []string{name}
	}}
}

// itsName is CallbackCommand at the top of the packet.
func itsName() need {
	return need{"has no CallbackCommand in its packet", func(c *payloads.Command) []string {
		if !c.NamesItself() {
			return nil
		}
		return []string{"CallbackCommand"}
	}}
}

// beside is of every other callback.
func beside(name string) need {
	return need{"is that callback itself", func(c *payloads.Command) []string {
		if c.Name == name {
			return nil
		}
		return []string{c.Name}
	}}
}

// aSample is that of the page.
func aSample() need {
	return need{"has no sample on its page", func(c *payloads.Command) []string {
		if c.Sample == "" {
			return nil
		}
		return []string{""}
	}}
}

// undeclared is a name that no field of the callback has: this one, or a longer one.
func undeclared(c *payloads.Command, name string) string {
	for c.Field(name) != nil {
		name += "X"
	}
	return name
}
