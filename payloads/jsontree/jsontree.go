// Package jsontree holds a JSON value as an ordered tree that remembers how it was spelt and where it stood.
//
// Chat's packets are tested byte for byte, so member order, number literals, escapes and offsets are part of the value here.
// [Parse] reads bytes, [String], [Int], [Array] and [Object] build, [Value.Append] writes,
// and [Value.Replace], [Value.Add] and [Value.Remove] return changed copies.
package jsontree

import "strconv"

// Kind tells what a [Value] is.
type Kind uint8

// The kinds of JSON, and two of our own: Absent is no value at all, Raw is bytes that are written as they stand, legal JSON or not.
const (
	KindAbsent Kind = iota
	KindNull
	KindBool
	KindNumber
	KindString
	KindArray
	KindObject
	KindRaw
)

// String names the kind as a sentence about JSON would, with its article: "a string", "null".
func (k Kind) String() string {
	return [...]string{"nothing", "null", "a boolean", "a number", "a string", "an array", "an object", "raw bytes"}[k]
}

// Value is one JSON value. The zero Value is absent. Values are never changed in place, so they may be shared.
type Value struct {
	kind    Kind
	text    string // the unescaped text of a string; the literal of a number, boolean or raw value
	literal string // a parsed string with its quotes and escapes, so that it is written back as it was
	list    []Member
	start   int // of the first byte in the parsed text
	end     int // behind the last byte in the parsed text
}

// Member is one name and value of an object, or, with an empty name, one item of an array.
type Member struct {
	Name    string
	Value   Value
	literal string
	start   int
}

// Offset is where the name's opening quote stood in the parsed text.
func (m Member) Offset() int { return m.start }

// Absent is the value that is not there: as an object's member it is left out.
func Absent() Value { return Value{} }

// Null is the literal null.
func Null() Value { return Value{kind: KindNull, text: "null"} }

// Bool is true or false.
func Bool(b bool) Value { return Value{kind: KindBool, text: strconv.FormatBool(b)} }

// String is a string with the given text.
func String(text string) Value { return Value{kind: KindString, text: text} }

// Int is a number without fraction or exponent.
func Int(n int64) Value { return Value{kind: KindNumber, text: strconv.FormatInt(n, 10)} }

// Number is a number spelt as literal, for instance 1.5e-7.
func Number(literal string) Value { return Value{kind: KindNumber, text: literal} }

// Raw is written as it stands, so that a packet may hold what JSON forbids or what an encoder would tidy up.
func Raw(bytes string) Value { return Value{kind: KindRaw, text: bytes} }

// Array holds items in order; absent ones are left out.
func Array(items ...Value) Value {
	list := make([]Member, 0, len(items))
	for _, item := range items {
		if item.kind != KindAbsent {
			list = append(list, Member{Value: item})
		}
	}
	return Value{kind: KindArray, list: list}
}

// Object holds members in order; absent ones are left out.
func Object(members ...Member) Value {
	list := make([]Member, 0, len(members))
	for _, m := range members {
		if m.Value.kind != KindAbsent {
			list = append(list, m)
		}
	}
	return Value{kind: KindObject, list: list}
}

// M is a member of an object.
func M(name string, v Value) Member { return Member{Name: name, Value: v} }

// Kind tells what the value is.
func (v Value) Kind() Kind { return v.kind }

// IsAbsent says that there is no value.
func (v Value) IsAbsent() bool { return v.kind == KindAbsent }

// Text is a string's text without quotes and escapes, or the literal of a number or boolean; it is empty for arrays and objects.
func (v Value) Text() string { return v.text }

// Start and End delimit the value in the text that it was parsed from, in bytes.
func (v Value) Start() int { return v.start }

// End is the offset behind the value's last byte.
func (v Value) End() int { return v.end }

// Members are an object's names and values in order, repeated names included; for an array, its items with empty names.
func (v Value) Members() []Member { return v.list }

// Len is the number of members or items.
func (v Value) Len() int { return len(v.list) }

// Get returns an object's member; of a repeated name the last one, as most readers do.
func (v Value) Get(name string) Value {
	if v.kind != KindObject {
		return Value{}
	}
	for i := len(v.list) - 1; i >= 0; i-- {
		if v.list[i].Name == name {
			return v.list[i].Value
		}
	}
	return Value{}
}

// Item returns an array's i-th item, absent when there is none.
func (v Value) Item(i int) Value {
	if v.kind != KindArray || i < 0 || i >= len(v.list) {
		return Value{}
	}
	return v.list[i].Value
}

// Int64 reads a number spelt as an integer, without fraction or exponent, that fits 64 bits.
func (v Value) Int64() (int64, bool) {
	if v.kind != KindNumber {
		return 0, false
	}
	n, err := strconv.ParseInt(v.text, 10, 64)
	return n, err == nil
}
