package payloads

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/timhook/timhook/payloads/jsontree"
)

// Problem is one place where a packet leaves the documentation.
type Problem struct {
	ID      string // what is wrong: one of [ProblemKinds], or the ID of a [Rule]
	Path    string // JSON Pointer: "/MsgBody/0/MsgType"; empty for the whole packet
	Offset  int    // bytes before the place; for something missing, before the object that should hold it
	Level   Level  // Must contradicts a page, Should an inference, May is undocumented but tolerable
	Message string // what was found and what was wanted: "got the number 5, want String"
	Meant   string // of an unknown field, the name of the field that it may stand for; empty: none is near
	Source  string // the page, or the observation, of the field or rule
}

// JustifiesRefusal reports whether a right backend may refuse the packet for this problem. For instance, it may
// refuse a packet without GroupId, and it has to accept one with an unknown field, which Chat may have added.
func (p Problem) JustifiesRefusal() bool {
	return p.Level == Must || p.ID == idInferred || p.ID == idSpelling
}

// String is the place and the message, as `lint` prints them.
func (p Problem) String() string {
	path := p.Path
	if path == "" {
		path = "the packet"
	}
	return fmt.Sprintf("%s: %s", path, p.Message)
}

// Validate holds a packet, as it was received, to the callback's fields and rules. The problems come in the order of
// their offsets; none means that the packet is as documented. A body that is no JSON object has problems of the text
// alone. An unknown field is always a problem at level May, since Chat adds fields over the years.
func (c *Command) Validate(body []byte) []Problem { return c.ValidateParsed(ParsePacket(body)) }

// ValidateParsed is [Command.Validate] for a packet that was read already.
func (c *Command) ValidateParsed(p ParsedPacket) []Problem {
	problems, _ := c.ValidateFirst(p, 0)
	return problems
}

// validator collects problems. Its methods pass the path down in one growing slice: a sibling overwrites the end, so a
// path is printed before that.
type validator struct {
	problems  []Problem
	most      int               // problems of one ID that are kept; 0: all
	kept      map[string]int    // of each ID, with those left out
	left      map[string]Left   // those left out
	strangers int               // members without a field
	instead   map[string]string // the path of a field that is not there: the name that may stand for it
}

// rules asks the callback's rules. They see the packet as it is, with values of any type.
func (v *validator) rules(c *Command, packet Value) {
	for i := range c.Rules {
		rule := &c.Rules[i]
		rule.Check(packet, func(at jsontree.Path, format string, args ...any) {
			v.add(rule.ID, rule.Level, at, nearestTo(at, packet), fmt.Sprintf(format, args...), rule.Source)
		})
	}
}

// nearestTo is the value at a path or, where there is none, the object or array that should hold it.
func nearestTo(at jsontree.Path, tree Value) Value {
	found := tree.At(at)
	for n := len(at) - 1; n >= 0 && found.IsAbsent(); n-- {
		found = tree.At(at[:n])
	}
	return found
}

func (v *validator) add(id string, level Level, at jsontree.Path, found Value, message, source string) {
	if v.leavesOut(id, level, found.Start()) {
		return
	}
	p := Problem{ID: id, Path: at.Pointer(), Offset: found.Start(), Level: level, Message: message, Source: source}
	v.problems = append(v.problems, p)
}

// exceeds reports a value above an upper bound. A bound that no page has is a Should.
func (v *validator) exceeds(t *Type, at jsontree.Path, found Value, message, source string) {
	if t.Inferred {
		v.add(idInferred, Should, at, found, message+" (inferred)", source)
		return
	}
	v.add(idBounds, Must, at, found, message, source)
}

// value judges a value by its JSON type first. A value of another type has no other problem.
func (v *validator) value(at jsontree.Path, x Value, t *Type, source string) {
	whole := t
	for t.Or != nil && x.Kind() != t.Kind {
		t = t.Or
	}
	quotedInteger := t.Quoted && x.Kind() == jsontree.KindString && isInteger(x.Text())
	if x.Kind() != t.Kind && !quotedInteger {
		v.add(idType, Must, at, x, fmt.Sprintf("got %s, want %s%s", describe(x), whole, encodedTwice(x, t)), source)
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

// encodedTwice is the cause of a string that holds the wanted array or object as JSON; empty where it holds another.
func encodedTwice(x Value, t *Type) string {
	const longest = 64 << 10 // of a text that is parsed a second time
	isTree := t.Kind == jsontree.KindArray || t.Kind == jsontree.KindObject
	if !isTree || x.Kind() != jsontree.KindString || len(x.Text()) > longest {
		return ""
	}
	inner, err := jsontree.ParseLoose([]byte(x.Text()))
	if err != nil || inner.Kind() != t.Kind {
		return ""
	}
	return "; it is JSON inside a string, encoded once too often"
}

// anyOf reports an object that has none of the fields of which one is always there. The first of them is the missing
// one.
func (v *validator) anyOf(at jsontree.Path, x Value, t *Type, source string) {
	has := func(name string) bool { return !x.Get(name).IsAbsent() }
	if len(t.AnyOf) == 0 || slices.ContainsFunc(t.AnyOf, has) {
		return
	}
	message := "is missing; want it or " + strings.Join(t.AnyOf[1:], " or ")
	v.add(idMissing, Must, append(at, t.AnyOf[0]), x, message, source)
}

// isInteger is stricter than ParseInt, which takes a plus sign.
func isInteger(s string) bool {
	_, err := strconv.ParseInt(s, 10, 64)
	return err == nil && s[0] != '+'
}

// describe names a value as messages do: its kind and the beginning of its text.
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

const jsonSource = "Webhook Overview (1047/34354): the body is JSON"

// ParsedPacket is a packet's text after reading, for a caller that looks into the packet and validates it too.
type ParsedPacket struct {
	Packet   Value     // absent when the text is no JSON object
	Problems []Problem // of the text itself, in the order in which they were met
}

// ParsePacket reads a packet's text as far as it goes, so that the rest can be judged too. It passes over a byte order
// mark and invalid UTF-8, and stops before trailing bytes. Each of them is a problem.
func ParsePacket(body []byte) ParsedPacket {
	const mark = "\xef\xbb\xbf"
	var v validator
	if bytes.HasPrefix(body, []byte(mark)) {
		v.add(idJSON, Must, nil, Value{}, "begins with a byte order mark, which JSON forbids", jsonSource)
		body = append([]byte("   "), body[len(mark):]...) // offsets stay
	}
	tree, err := jsontree.Parse(body)
	var strict, loose *jsontree.SyntaxError
	if errors.As(err, &strict) {
		v.syntax(strict)
		if tree, err = jsontree.ParseLoose(body); errors.As(err, &loose) && loose.Offset != strict.Offset {
			v.syntax(loose)
		}
	}
	if !tree.IsAbsent() && tree.Kind() != jsontree.KindObject {
		v.add(idJSON, Must, nil, tree, "got "+describe(tree)+", want an object", jsonSource)
		tree = Value{}
	}
	return ParsedPacket{Packet: tree, Problems: v.problems}
}

func (v *validator) syntax(e *jsontree.SyntaxError) {
	p := Problem{ID: idJSON, Path: e.Pointer, Offset: e.Offset, Level: Must, Message: e.Problem, Source: jsonSource}
	v.problems = append(v.problems, p)
}
