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
	Path    string // JSON Pointer; empty for the whole packet
	Offset  int    // bytes before the place; for something missing, before the object that should hold it
	Level   Level  // Must contradicts a page, Should an inference, May is undocumented but tolerable
	Message string // what was found and what was wanted
	Source  string
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
func (c *Command) Validate(body []byte) []Problem {
	v := validator{}
	tree, ok := v.parse(body)
	if ok {
		v.object(make(jsontree.Path, 0, 8), tree, c.Request)
		for _, rule := range c.Rules {
			rule.Check(tree, func(at jsontree.Path, message string) {
				v.add(at, nearestTo(at, tree), rule.Level, message, rule.Source)
			})
		}
	}
	slices.SortStableFunc(v.problems, func(a, b Problem) int { return a.Offset - b.Offset })
	return v.problems
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

func (v *validator) add(at jsontree.Path, found Value, level Level, message, source string) {
	v.problems = append(v.problems, Problem{Path: at.Pointer(), Offset: found.Start(), Level: level, Message: message, Source: source})
}

const jsonSource = "Webhook Overview (1047/34354): the body is JSON"

const byteOrderMark = "\xef\xbb\xbf"

// parse goes on behind a byte order mark, with invalid text and in front of trailing bytes, so that the rest is judged too.
func (v *validator) parse(body []byte) (Value, bool) {
	if bytes.HasPrefix(body, []byte(byteOrderMark)) {
		v.add(nil, Value{}, Must, "begins with a byte order mark, which JSON forbids", jsonSource)
		body = bytes.Replace(body, []byte(byteOrderMark), []byte("   "), 1) // offsets stay
	}
	tree, err := jsontree.Parse(body)
	var strict, loose *jsontree.SyntaxError
	if errors.As(err, &strict) {
		v.syntax(strict)
		if tree, err = jsontree.ParseLoose(body); errors.As(err, &loose) && loose.Offset != strict.Offset {
			v.syntax(loose)
		}
	}
	if tree.IsAbsent() {
		return tree, false
	}
	if tree.Kind() != jsontree.KindObject {
		v.add(nil, tree, Must, "got "+describe(tree)+", want an object", jsonSource)
		return tree, false
	}
	return tree, true
}

func (v *validator) syntax(e *jsontree.SyntaxError) {
	v.problems = append(v.problems, Problem{Path: e.Pointer, Offset: e.Offset, Level: Must, Message: e.Problem, Source: jsonSource})
}

func (v *validator) object(at jsontree.Path, o Value, fields []Field) {
	seen, others := make([]bool, len(fields), 16), map[string]bool(nil)
	for _, m := range o.Members() {
		here := append(at, m.Name)
		i := slices.IndexFunc(fields, func(f Field) bool { return f.Name == m.Name })
		switch {
		case i >= 0 && seen[i], i < 0 && others[m.Name]:
			v.add(here, m.Value, Should, "the name stands twice; readers differ on which counts", jsonSource)
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
		v.add(at, x, May, "is in no document; seen in the wild", f.Source)
	}
	v.value(at, x, &f.Type, f.Source)
}

func (v *validator) missing(at jsontree.Path, o Value, f *Field) {
	switch f.Presence {
	case Always:
		v.add(at, o, Must, "is missing; want "+f.Type.String(), f.Source)
	case SampleOnly:
		v.add(at, o, May, "is missing; the sample has it, the table does not", f.Source)
	}
}

func (v *validator) unknown(at jsontree.Path, m jsontree.Member, fields []Field) {
	message := "is in no document"
	if i := slices.IndexFunc(fields, func(f Field) bool { return strings.EqualFold(f.Name, m.Name) }); i >= 0 {
		message += "; want the spelling " + fields[i].Name
	}
	v.add(at, m.Value, May, message, "fields are added over time; backends ignore unknown ones")
}

func (v *validator) value(at jsontree.Path, x Value, t *Type, source string) {
	quotedInteger := t.Quoted && x.Kind() == jsontree.KindString && isInteger(x.Text())
	if x.Kind() != t.Kind && !quotedInteger {
		v.add(at, x, Must, fmt.Sprintf("got %s, want %s", describe(x), t), source)
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
		}
	}
}

func (v *validator) text(at jsontree.Path, x Value, t *Type, source string) {
	s := x.Text()
	switch {
	case t.Const != "" && s != t.Const, t.Prefix != "" && !strings.HasPrefix(s, t.Prefix):
		v.add(at, x, Must, fmt.Sprintf("got %s, want %s", describe(x), t), source)
	case t.MaxBytes > 0 && len(s) > t.MaxBytes:
		v.add(at, x, Must, fmt.Sprintf("is %d bytes long, want at most %d", len(s), t.MaxBytes), source)
	case len(s) < t.MinBytes:
		v.add(at, x, Must, "is empty, want "+t.String(), source)
	case t.Enum != nil && !slices.Contains(t.Enum, s):
		v.add(at, x, May, fmt.Sprintf("got %s, which no page lists; known are %s", describe(x), strings.Join(t.Enum, ", ")), source)
	}
}

func (v *validator) number(at jsontree.Path, x Value, t *Type, source string) {
	if !t.Integer {
		return
	}
	n, err := strconv.ParseInt(x.Text(), 10, 64)
	if err != nil || n < t.Min || t.Max != 0 && n > t.Max {
		v.add(at, x, Must, fmt.Sprintf("got %s, want %s", describe(x), t), source)
	}
}

func (v *validator) array(at jsontree.Path, x Value, t *Type, source string) {
	switch n := x.Len(); {
	case n < t.MinItems:
		v.add(at, x, Must, fmt.Sprintf("has %d entries, want at least %d", n, t.MinItems), source)
	case t.MaxItems > 0 && n > t.MaxItems:
		v.add(at, x, Must, fmt.Sprintf("has %d entries, want at most %d", n, t.MaxItems), source)
	}
	for i, item := range x.Members() {
		v.value(append(at, strconv.Itoa(i)), item.Value, t.Items, source)
	}
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
