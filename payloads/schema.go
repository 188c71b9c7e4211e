package payloads

import (
	"fmt"
	"strings"

	"github.com/timhook/timhook/payloads/jsontree"
)

// Field is one member of a packet or of an object in it.
type Field struct {
	Name     string
	Type     Type
	Presence Presence
	When     string // for [Conditional]: in which situation it is sent
	Doc      string // what it means, unit included
	Source   string
	Make     func(*Gen) Value // builds it; what it needs of other fields it asks [Gen.Value] for
}

// Presence is how regularly a field is sent.
type Presence uint8

// The sources differ on many fields; each word says what is known.
const (
	Always         Presence = iota // in the table and in every sample
	Conditional                    // only in the situation that When names
	DocumentedOnly                 // in the table, in no sample; only in the situation that When names
	SampleOnly                     // in the sample, missing from the table
	Wild                           // in no document, seen in captures
)

// String prints the word that documentation and explain show.
func (p Presence) String() string {
	return [...]string{"always", "conditional", "documented-only", "sample-only", "wild"}[p]
}

// Type says which values a field takes. The zero bounds bound nothing.
type Type struct {
	Kind     jsontree.Kind
	Integer  bool  // a number without fraction and exponent
	Quoted   bool  // a string that spells an integer is taken too: EventTime in three of the four samples
	Min, Max int64 // of an integer
	MinBytes int   // of a string, in UTF-8
	MaxBytes int
	Prefix   string // of a string
	Const    string // the only text allowed

	Enum []string // the known texts; others are reported at level May, since the list is open

	MinItems, MaxItems int
	Items              *Type // of an array

	// Inferred says that no page has the upper bound: it is our conclusion, so that what exceeds it is a [Should].
	Inferred bool

	Fields []Field          // of an object
	AnyOf  []string         // names of an object's fields of which one is always there
	Open   bool             // an object of which nothing is known
	Cases  func() []Element // of an object whose MsgType decides what its MsgContent holds
}

func text(maxBytes int) Type        { return Type{Kind: jsontree.KindString, MaxBytes: maxBytes} }
func constant(value string) Type    { return Type{Kind: jsontree.KindString, Const: value} }
func oneOf(known ...string) Type    { return Type{Kind: jsontree.KindString, Enum: known} }
func prefixed(p string, n int) Type { return Type{Kind: jsontree.KindString, Prefix: p, MaxBytes: n} }
func number() Type                  { return Type{Kind: jsontree.KindNumber} }
func boolean() Type                 { return Type{Kind: jsontree.KindBool} }
func object(fields ...Field) Type   { return Type{Kind: jsontree.KindObject, Fields: fields} }

func integer(lowest, highest int64) Type {
	return Type{Kind: jsontree.KindNumber, Integer: true, Min: lowest, Max: highest}
}

func array(of Type, fewest, most int) Type {
	return Type{Kind: jsontree.KindArray, Items: &of, MinItems: fewest, MaxItems: most}
}

// inferred is a type whose upper bound no page has.
func inferred(t Type) Type {
	t.Inferred = true
	return t
}

// Bounds of the protocol that several fields share.
const (
	maxUint32       = 1<<32 - 1
	maxAccountBytes = 32       // UserID (Use Limits, 1047/34381)
	maxGroupBytes   = 48       // GroupId (Group System, 1047/33529)
	maxTopicBytes   = 96       // TopicId (Group System, 1047/33529)
	maxMessageBytes = 12 << 10 // MsgBody and CloudCustomData together (Use Limits, 1047/34381)
	maxMentions     = 30       // GroupAtInfo entries (1047/34375)
	maxRecalled     = 10       // entries of one recall (REST group_msg_recall, 1047/34965)
	maxAttrs        = 16       // attributes of a group (1047/44190)
	maxAttrKey      = 32
	maxAttrValue    = 4000
	maxAttrTotal    = 16000 // of all values of a group together
	maxBots         = 20    // chatbots of an application (1047/55281)
)

// String describes the type as documentation would: "String, at most 48 bytes", "Array of Object, 1..10".
func (t Type) String() string {
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
	s := "String"
	switch {
	case t.Const != "":
		return s + ", exactly " + t.Const
	case t.Enum != nil:
		return s + ", one of " + strings.Join(t.Enum, ", ")
	}
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

func bounds(lowest, highest int64, format string) string {
	if highest == 0 {
		return ""
	}
	return fmt.Sprintf(format, lowest, highest)
}
