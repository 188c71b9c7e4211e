package payloads

import "github.com/timhook/timhook/payloads/jsontree"

// Value is a piece of a packet, or a whole one.
type Value = jsontree.Value

// Obj is an object of names and values in turn: Obj("GroupAtAllFlag", 1). An absent value leaves its name out.
func Obj(pairs ...any) Value {
	var room [16]jsontree.Member // on the stack
	members := room[:0]
	for i := 0; i < len(pairs); i += 2 {
		members = append(members, jsontree.M(pairs[i].(string), value(pairs[i+1])))
	}
	return jsontree.Object(members...)
}

// Arr is an array of the items.
func Arr(items ...any) Value {
	var room [8]Value
	list := room[:0]
	for _, item := range items {
		list = append(list, value(item))
	}
	return jsontree.Array(list...)
}

// value is a text, number or truth value as JSON.
func value(x any) Value {
	switch x := x.(type) {
	case Value:
		return x
	case string:
		return jsontree.String(x)
	case int:
		return jsontree.Int(int64(x))
	case int64:
		return jsontree.Int(x)
	case bool:
		return jsontree.Bool(x)
	}
	panic("payloads: a value that is none of JSON's") // naming x would move all values to the heap
}

// element is an entry of MsgBody.
func element(msgType string, content Value) Value {
	return Obj("MsgType", msgType, "MsgContent", content)
}

func textElement(s string) Value { return element(tText, Obj("Text", s)) }
