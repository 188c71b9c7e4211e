package payloads

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/timhook/timhook/internal/nearest"
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

// Validate judges a packet against the command's fields and rules, in the order of the packet.
// It never changes its mind about unknown fields: they are reported at level May, since Chat adds fields over the years.
func (c *Command) Validate(body []byte) []Problem {
	v := validator{}
	tree, ok := v.parse(body)
	if ok {
		v.object(nil, tree, c.Request)
		for _, rule := range c.Rules {
			rule.Check(tree, func(at jsontree.Path, message string) {
				v.add(at, tree.At(at), rule.Level, message, rule.Source)
			})
		}
	}
	slices.SortStableFunc(v.problems, func(a, b Problem) int { return a.Offset - b.Offset })
	return v.problems
}

type validator struct{ problems []Problem }

func (v *validator) add(at jsontree.Path, found Value, level Level, message, source string) {
	v.problems = append(v.problems, Problem{Path: at.Pointer(), Offset: found.Start(), Level: level, Message: message, Source: source})
}

const jsonSource = "Webhook Overview (1047/34354): the body is JSON"

// parse goes on behind a byte order mark and with invalid text, so that the rest is judged too.
func (v *validator) parse(body []byte) (Value, bool) {
	if rest, marked := bytes.CutPrefix(body, []byte("\xef\xbb\xbf")); marked {
		v.add(nil, Value{}, Must, "begins with a byte order mark, which JSON forbids", jsonSource)
		body = rest
	}
	tree, err := jsontree.Parse(body)
	var syntax *jsontree.SyntaxError
	if errors.As(err, &syntax) {
		v.problems = append(v.problems, Problem{Path: syntax.Pointer, Offset: syntax.Offset, Level: Must, Message: syntax.Problem, Source: jsonSource})
		if tree, err = jsontree.ParseLoose(body); err != nil {
			return tree, syntax.Trailing && tree.Kind() == jsontree.KindObject
		}
	}
	if tree.Kind() != jsontree.KindObject {
		v.add(nil, tree, Must, "got "+tree.Kind().String()+", want an object", jsonSource)
		return tree, false
	}
	return tree, true
}

func (v *validator) object(at jsontree.Path, o Value, fields []Field) {
	seen := map[string]bool{}
	for _, m := range o.Members() {
		here := at.Child(m.Name)
		if seen[m.Name] {
			v.add(here, m.Value, Should, "the name stands twice; readers differ on which counts", jsonSource)
			continue
		}
		seen[m.Name] = true
		i := slices.IndexFunc(fields, func(f Field) bool { return f.Name == m.Name })
		if i < 0 {
			v.unknown(here, m, fields)
			continue
		}
		if fields[i].Presence == Wild {
			v.add(here, m.Value, May, "is in no document; seen in the wild", fields[i].Source)
		}
		v.value(here, o.Get(m.Name), &fields[i].Type, fields[i].Source)
	}
	for _, f := range fields {
		if !seen[f.Name] {
			v.missing(at.Child(f.Name), o, f)
		}
	}
}

func (v *validator) missing(at jsontree.Path, o Value, f Field) {
	switch f.Presence {
	case Always:
		v.add(at, o, Must, "is missing; want "+f.Type.String(), f.Source)
	case SampleOnly:
		v.add(at, o, May, "is missing; the sample has it, the table does not", f.Source)
	}
}

func (v *validator) unknown(at jsontree.Path, m jsontree.Member, fields []Field) {
	message := "is in no document"
	names := make([]string, len(fields))
	for i, f := range fields {
		names[i] = f.Name
	}
	if near := nearest.Names(m.Name, names); len(near) > 0 && strings.EqualFold(near[0], m.Name) {
		message += "; want the spelling " + near[0]
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
			v.element(at, x, t.Cases())
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
	if n := x.Len(); n < t.MinItems || t.MaxItems > 0 && n > t.MaxItems {
		v.add(at, x, Must, fmt.Sprintf("has %d entries, want %s", n, t), source)
	}
	for i, item := range x.Members() {
		v.value(at.Child(strconv.Itoa(i)), item.Value, t.Items, source)
	}
}

// element judges an entry of MsgBody: its MsgType says what its MsgContent holds.
func (v *validator) element(at jsontree.Path, x Value, cases []Element) {
	known := make([]string, len(cases))
	content := Type{Kind: jsontree.KindObject, Open: true}
	for i, e := range cases {
		known[i] = e.Type
		if e.Type == x.Get("MsgType").Text() {
			content = object(e.Content...)
		}
	}
	v.object(at, x, []Field{
		{Name: "MsgType", Type: oneOf(known...), Source: formats},
		{Name: "MsgContent", Type: content, Source: formats},
	})
}

func isInteger(s string) bool {
	_, err := strconv.ParseInt(s, 10, 64)
	return err == nil
}

// describe names a value as messages do: its kind and, where it is short, its text.
func describe(x Value) string {
	const longest = 60
	switch x.Kind() {
	case jsontree.KindString:
		s := x.Text()
		if len(s) > longest {
			return fmt.Sprintf("the string %q and %d more bytes", strings.ToValidUTF8(s[:longest], ""), len(s)-longest)
		}
		return fmt.Sprintf("the string %q", s)
	case jsontree.KindNumber:
		return "the number " + x.Text()[:min(len(x.Text()), longest)]
	case jsontree.KindBool:
		return "the boolean " + x.Text()
	}
	return x.Kind().String()
}
