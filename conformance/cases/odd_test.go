package cases

import (
	"testing"

	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/jsontree"
)

// oddities are callbacks of shapes that no page has.
func oddities(t testing.TB) []*payloads.Command {
	t.Helper()
	value := func(text string) func(*payloads.Gen) payloads.Value {
		v, err := jsontree.Parse([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		return func(*payloads.Gen) payloads.Value { return v }
	}
	callback := func(short string, fields ...payloads.Field) *payloads.Command {
		name := "Odd." + short
		command := payloads.Field{
			Name: "CallbackCommand", Type: payloads.Type{Kind: jsontree.KindString, Const: name},
			Make: value(`"` + name + `"`),
		}
		return &payloads.Command{
			Name: name, Short: short, Title: "something odd has happened", Page: "a page",
			Request: append([]payloads.Field{command}, fields...),
		}
	}
	whole := payloads.Type{Kind: jsontree.KindNumber, Integer: true}
	seconds := payloads.Field{
		Name: "At", Kind: payloads.Kind{Name: "since", Role: payloads.IsSeconds}, Type: whole, Make: value("1762851903"),
	}
	words := payloads.Type{Kind: jsontree.KindString}
	item := payloads.Type{Kind: jsontree.KindObject, Fields: []payloads.Field{
		{Name: "Reason", Type: words}, {Name: "Deep", Type: payloads.Type{Kind: jsontree.KindObject, Fields: []payloads.Field{
			{Name: "Score", Type: whole},
		}}},
	}}
	items := payloads.Field{
		Name: "Reason", Type: payloads.Type{Kind: jsontree.KindArray, MinItems: 1, Items: &item},
		Make: value(`[{"Reason":"spam","Deep":{"Score":3}}]`),
	}
	wordless := callback("wordless", seconds)
	wordless.Sample = `{"CallbackCommand":"Odd.wordless"}`
	return payloads.Join(
		callback("list", items, seconds), wordless, callback("bare"),
		callback("small", payloads.Field{Name: "at", Type: whole, Make: value("7")}),
		callback("text", payloads.Field{
			Name: "Unknown", Kind: payloads.Kind{Role: payloads.IsUserText}, Type: words, Make: value(`"hello"`),
		}),
	)
}
