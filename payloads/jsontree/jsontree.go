// Package jsontree holds a JSON value as a tree with the order, the spelling and the places of its text.
//
// Packets are tested byte for byte. So the order of members, repeated names, the literal of a number and the escapes
// of a string are part of a value here, and a value that was read is written as it was, but for white space.
//
// [Parse] reads bytes. [String], [Int], [Array] and [Object] build. [Value.Get], [Value.At] and [Value.Members] look
// into a value. [Value.Replace], [Value.Add] and [Value.Remove] return changed copies, and [Value.Append] writes.
package jsontree

import "strconv"

// Kind is what a [Value] is.
type Kind uint8

// The kinds of JSON, and two of our own.
const (
	KindAbsent Kind = iota // no value, for instance of a member that an object does not have
	KindNull
	KindBool
	KindNumber
	KindString
	KindArray
	KindObject
	KindRaw // bytes that are written as they are, JSON or not
)

// String is the kind as messages have it, with its article: "a string", "null".
func (k Kind) String() string {
	return [...]string{"nothing", "null", "a boolean", "a number", "a string", "an array", "an object", "raw bytes"}[k]
}

// Value is one JSON value. The zero Value is absent. No method changes a value in place, so values may be shared, also
// between goroutines.
type Value struct {
	kind    Kind
	text    string // of a string without escapes; the literal of a number, boolean or raw value
	literal string // of a string that was parsed, with its quotes and escapes
	list    []Member
	names   *names // of a parsed list with many members; nil: none
	start   int    // offset of the first byte in the parsed text
	end     int    // offset behind the last byte
}

// Member is a name and a value of an object or, with an empty name, an item of an array.
type Member struct {
	Name    string
	Value   Value
	literal string // of a name that was parsed
	start   int
}

// Offset is the place of the name's opening quote in the parsed text, in bytes.
func (m Member) Offset() int { return m.start }

// Absent is no value. A member or item that is absent is left out of its object or array.
func Absent() Value { return Value{} }

// Null is the literal null.
func Null() Value { return Value{kind: KindNull, text: "null"} }

// Bool is true or false.
func Bool(b bool) Value { return Value{kind: KindBool, text: strconv.FormatBool(b)} }

// String is a string with the given text.
func String(text string) Value { return Value{kind: KindString, text: text} }

// Int is a number without fraction and exponent.
func Int(n int64) Value { return Value{kind: KindNumber, text: strconv.FormatInt(n, 10)} }

// Number is a number with the given spelling, for instance 1.5e-7.
func Number(literal string) Value { return Value{kind: KindNumber, text: literal} }

// Raw is bytes that are written as they are. It is for packets with what JSON forbids, for instance invalid UTF-8, or
// with what an encoder would tidy up, for instance an escaped slash.
func Raw(bytes string) Value { return Value{kind: KindRaw, text: bytes} }

// Array is the items in this order, without the absent ones.
func Array(items ...Value) Value {
	list := make([]Member, 0, len(items))
	for _, item := range items {
		if item.kind != KindAbsent {
			list = append(list, Member{Value: item})
		}
	}
	return Value{kind: KindArray, list: list}
}

// Object is the members in this order, without those whose value is absent. A name may be repeated.
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

// Kind is what the value is.
func (v Value) Kind() Kind { return v.kind }

// IsAbsent reports whether there is no value.
func (v Value) IsAbsent() bool { return v.kind == KindAbsent }

// Text is the text of a string without quotes and escapes, or the literal of a number, boolean, null or raw value. It
// is empty for arrays and objects.
func (v Value) Text() string { return v.text }

// Start is the offset of the value's first byte in the text that it was parsed from; 0 for a value that was built.
func (v Value) Start() int { return v.start }

// End is the offset behind the value's last byte; 0 for a value that was built.
func (v Value) End() int { return v.end }

// Members are the names and values of an object in order, repeated names included, or the items of an array with empty
// names. The caller must not change them.
func (v Value) Members() []Member { return v.list }

// Items are the members of an array. Another value has none.
func (v Value) Items() []Member {
	if v.kind != KindArray {
		return nil
	}
	return v.list
}

// Len is the number of members or items.
func (v Value) Len() int { return len(v.list) }

// Get is a member of an object, absent where it has none of that name. Of a repeated name it is the last, which most
// readers take.
func (v Value) Get(name string) Value {
	if i := v.last(name); i >= 0 {
		return v.list[i].Value
	}
	return Value{}
}

// Item is an item of an array, from 0, absent where there is none.
func (v Value) Item(i int) Value {
	if v.kind != KindArray || i < 0 || i >= len(v.list) {
		return Value{}
	}
	return v.list[i].Value
}

// Int64 is a number, and whether it is spelt as an integer, without fraction and exponent, that fits 64 bits.
func (v Value) Int64() (int64, bool) {
	if v.kind != KindNumber {
		return 0, false
	}
	n, err := strconv.ParseInt(v.text, 10, 64)
	return n, err == nil
}
