package payloads

import (
	"fmt"
	"strings"

	"github.com/timhook/timhook/payloads/jsontree"
)

// Field is one member of a request packet, or of an object in one.
type Field struct {
	Name     string // as it is on the wire: "GroupId"
	Kind     Kind
	Type     Type
	Presence Presence
	When     string           // the situation of [Conditional] and [DocumentedOnly]: "the message mentions somebody"
	Doc      string           // what it means, with the unit: "seconds since 1970-01-01 UTC"
	Source   string           // the page, or the observation, that has it
	Make     func(*Gen) Value // builds it, and asks [Gen.Value] for what it derives from; nil: a value of its type
}

// Presence is how regularly a field is sent. No page has a column for it, so it is read from tables, samples and
// captures.
type Presence uint8

// The presences.
const (
	Always         Presence = iota // in the table and in every sample
	Conditional                    // in one situation alone, which When names
	DocumentedOnly                 // in the table and in no sample; in the situation that When names
	SampleOnly                     // in the sample and not in the table
	Wild                           // in captures and in no document
)

// String returns the word that `explain` shows, for instance "sample-only".
func (p Presence) String() string {
	return [...]string{"always", "conditional", "documented-only", "sample-only", "wild"}[p]
}

// Type is what a field may hold, as the field tables have it: "String, at most 48 bytes". A bound of zero bounds
// nothing, and members that belong to another Kind are not used. Where Inferred is set, the bound is our conclusion.
type Type struct {
	Kind jsontree.Kind

	// Of a number.
	Integer  bool // without fraction and exponent
	Quoted   bool // or a string that spells an integer: EventTime in the samples of pages about groups
	Min, Max int64

	// Of a string.
	MinBytes, MaxBytes int // in UTF-8
	Prefix             string
	Const              string   // the only text
	Enum               []string // the known texts; the lists are open, so an unknown one is a problem at level May

	// Of an array.
	MinItems, MaxItems int
	Items              *Type

	// Of an object.
	Fields []Field
	AnyOf  []string         // names of fields of which one is always there
	Open   bool             // nothing is known of it
	Cases  func() []Element // an element: its MsgType decides what its MsgContent holds

	Or *Type // what it may be instead: a text or, for some tags of a profile, a number

	Inferred bool // the upper bound is on no page of the field; exceeding it is a [Should]
}

// Text is a string of at most so many bytes; 0: no bound.
func Text(maxBytes int) Type     { return Type{Kind: jsontree.KindString, MaxBytes: maxBytes} }
func constant(value string) Type { return Type{Kind: jsontree.KindString, Const: value} }

// OneOf is a string, with the known texts of an open list.
func OneOf(known ...string) Type { return Type{Kind: jsontree.KindString, Enum: known} }

// Prefixed is a string that begins so, of at most so many bytes.
func Prefixed(p string, n int) Type { return Type{Kind: jsontree.KindString, Prefix: p, MaxBytes: n} }

// Number is any number.
func Number() Type { return Type{Kind: jsontree.KindNumber} }

// Boolean is true or false.
func Boolean() Type { return Type{Kind: jsontree.KindBool} }

// Object is an object with these members.
func Object(fields ...Field) Type { return Type{Kind: jsontree.KindObject, Fields: fields} }

// Integer is a number without fraction and exponent; a highest of 0 bounds nothing.
func Integer(lowest, highest int64) Type {
	return Type{Kind: jsontree.KindNumber, Integer: true, Min: lowest, Max: highest}
}

// Array is a list of so many entries; a most of 0 bounds nothing.
func Array(of Type, fewest, most int) Type {
	return Type{Kind: jsontree.KindArray, Items: &of, MinItems: fewest, MaxItems: most}
}

// Either is one type or another, which JSON tells apart.
func Either(one, other Type) Type {
	one.Or = &other
	return one
}

func inferred(t Type) Type {
	t.Inferred = true
	return t
}

// Part is a field that is always sent.
func Part(name string, t Type, doc string) Field { return Field{Name: name, Type: t, Doc: doc} }

// PartWhen is a field that is sent in one situation.
func PartWhen(when, name string, t Type, doc string) Field {
	return Field{Name: name, Type: t, Presence: Conditional, When: when, Doc: doc}
}

// Of is the field as one of a kind, with roles.
func (f Field) Of(kind string, role Role) Field {
	f.Kind.Name, f.Kind.Role = kind, role
	return f
}

// By is the field with its own maker.
func (f Field) By(by func(*Gen) Value) Field {
	f.Make = by
	return f
}

// InCase is the field with the situation in which it is sent.
func (f Field) InCase(situation string) Field {
	f.When = situation
	return f
}

// Sent is the field with another presence.
func (f Field) Sent(p Presence) Field {
	f.Presence = p
	return f
}

// cited names the page as the source of the fields that have none of their own, and of the fields in them.
func cited(page string, fields []Field) []Field {
	for i := range fields {
		f := &fields[i]
		if f.Source == "" {
			f.Source = page
		}
		cited(page, f.Type.Fields)
		if f.Type.Items != nil {
			cited(page, f.Type.Items.Fields)
		}
	}
	return fields
}

// indexOf is the place of a field among others, -1 where it is none of them.
func indexOf(fields []Field, name string) int {
	for i := range fields {
		if fields[i].Name == name {
			return i
		}
	}
	return -1
}

// Bounds of the protocol that several fields share.
const (
	maxUint32       = int64(1<<32 - 1)
	maxAccountBytes = 32       // UserID (Use Limits, 1047/34381)
	maxGroupBytes   = 48       // GroupId (Group System, 1047/33529)
	maxTopicBytes   = 96       // TopicId (Group System, 1047/33529)
	maxMessageBytes = 12 << 10 // MsgBody and CloudCustomData together (Use Limits, 1047/34381)
	maxMentions     = 30       // GroupAtInfo entries (1047/34375)
	maxRecalled     = 10       // entries of one recall (REST group_msg_recall, 1047/34965)
	maxAttrs        = 16       // attributes of a group (1047/44190)
	maxAttrKey      = 32       // bytes (1047/44190)
	maxAttrValue    = 4000     // bytes (1047/44190)
	maxAttrTotal    = 16000    // bytes of all values of a group (1047/44190)
	maxBots         = 20       // chatbots of an application (1047/55281)
)

// String describes the type as documentation does: "String, at most 48 bytes", "Array of Object, 1..10 entries".
func (t Type) String() string {
	if t.Or != nil {
		one := t
		one.Or = nil
		return one.String() + ", or " + t.Or.String()
	}
	switch t.Kind {
	case jsontree.KindString:
		return t.describeString()
	case jsontree.KindArray:
		s := "Array of " + t.Items.String() + bounds(int64(t.MinItems), int64(t.MaxItems), ", %d..%d entries")
		if t.MinItems > 0 && t.MaxItems == 0 {
			s += fmt.Sprintf(", at least %d", t.MinItems)
		}
		return s
	case jsontree.KindObject:
		return "Object"
	case jsontree.KindBool:
		return "Boolean"
	}
	if !t.Integer {
		return "Number"
	}
	s := "Integer" + bounds(t.Min, t.Max, ", %d..%d")
	if t.Max == 0 {
		s += fmt.Sprintf(", at least %d", t.Min)
	}
	if t.Quoted {
		s += ", or a string that spells one"
	}
	return s
}

func (t Type) describeString() string {
	switch {
	case t.Const != "":
		return "String, exactly " + t.Const
	case t.Enum != nil:
		return "String, one of " + strings.Join(t.Enum, ", ")
	}
	s := "String"
	if t.Prefix != "" {
		s += ", begins " + t.Prefix
	}
	switch {
	case t.MinBytes > 0:
		s += fmt.Sprintf(", %d..%d bytes", t.MinBytes, t.MaxBytes)
	case t.MaxBytes > 0:
		s += fmt.Sprintf(", at most %d bytes", t.MaxBytes)
	}
	return s
}

// bounds is the range in words, and nothing where there is no upper bound.
func bounds(lowest, highest int64, format string) string {
	if highest == 0 {
		return ""
	}
	return fmt.Sprintf(format, lowest, highest)
}
