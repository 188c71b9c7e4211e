package payloads

import (
	"fmt"

	"github.com/timhook/timhook/payloads/jsontree"
)

// Shorthand is a short way to write an [Override] that is wanted often.
type Shorthand struct {
	Name    string // of the flag: "group"
	Value   string // what the flag takes: "ID"
	Doc     string
	Repeats bool
	Choices []string // all values, where there are only some
	Expand  func(values []string) (Override, error)
}

// Shorthands lists them in the order of the documentation's fields.
func Shorthands() []Shorthand {
	return []Shorthand{
		{Name: "group", Value: "ID", Doc: "GroupId; an id that begins @TGS#_ makes Type Community", Expand: field("GroupId")},
		{Name: "topic", Value: "ID", Doc: "TopicId; GroupId and Type follow it", Expand: topic},
		{Name: "from", Value: "USER", Doc: "From_Account; MsgId follows it", Expand: field("From_Account")},
		{Name: "operator", Value: "USER", Doc: "Operator_Account; administrator makes OptPlatform RESTAPI", Expand: field("Operator_Account")},
		{Name: "bot", Value: "ID", Doc: "a chatbot in AtRobots_Account, repeatable; the text mentions it", Repeats: true, Expand: bots},
		{Name: "text", Value: "TEXT", Doc: "the Text of every text element", Expand: field("MsgBody.*.MsgContent.Text")},
		{Name: "event-time", Value: "int|string", Doc: "how EventTime is spelt", Choices: []string{"int", "string"}, Expand: eventTimeAs},
	}
}

func field(path string) func([]string) (Override, error) {
	return func(values []string) (Override, error) {
		p, err := jsontree.ParsePath(path)
		return Override{Path: p, Text: path, value: values[len(values)-1]}, err
	}
}

func topic(values []string) (Override, error) {
	return Override{Path: jsontree.Path{"TopicId"}, Text: "TopicId", op: opAdd, value: values[len(values)-1], declared: true}, nil
}

func bots(values []string) (Override, error) {
	list := make([]Value, len(values))
	for i, v := range values {
		list[i] = jsontree.String(v)
	}
	return Override{Path: jsontree.Path{"AtRobots_Account"}, Text: "AtRobots_Account", value: jsontree.Array(list...).JSON(), json: true}, nil
}

func eventTimeAs(values []string) (Override, error) {
	spell := map[string]func(string) Value{"int": jsontree.Number, "string": jsontree.String}[values[len(values)-1]]
	if spell == nil {
		return Override{}, fmt.Errorf("got %q, want int or string", values[len(values)-1])
	}
	edit := func(old Value) (Value, error) {
		isNumber := old.Kind() == jsontree.KindNumber
		if !isNumber && (old.Kind() != jsontree.KindString || !isInteger(old.Text())) {
			return old, fmt.Errorf("got %s, want an integer or a string that spells one", describe(old))
		}
		return spell(old.Text()), nil
	}
	return Override{Path: jsontree.Path{"EventTime"}, Text: "EventTime", edit: edit}, nil
}
