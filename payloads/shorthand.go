package payloads

import (
	"fmt"

	"github.com/timhook/timhook/payloads/jsontree"
)

// Shorthand is a flag for an [Override] that is wanted often: `--group ID` is `--set GroupId=ID`.
type Shorthand struct {
	Name    string // of the flag: "group"
	Value   string // what the flag takes: "ID"
	Doc     string // for help
	Repeats bool
	Choices []string // all values, where there are only some

	// Expand makes the override of the flag's values, of which there is at least one. The error is for the user.
	Expand func(values []string) (Override, error)
}

// Shorthands lists the flags in the order of the documentation's fields.
func Shorthands() []Shorthand {
	flag := func(name, value, doc string, expand func([]string) (Override, error)) Shorthand {
		return Shorthand{Name: name, Value: value, Doc: doc, Expand: expand}
	}
	bot := flag("bot", "ID", "a chatbot in AtRobots_Account, repeatable; the text mentions it", bots)
	bot.Repeats = true
	eventTime := flag("event-time", "int|string", "how EventTime is spelt", eventTimeAs)
	eventTime.Choices = []string{"int", "string"}
	return []Shorthand{
		flag("group", "ID", "GroupId; an id that begins @TGS#_ makes Type Community", field("GroupId")),
		flag("topic", "ID", "TopicId; GroupId and Type follow it", topic),
		flag("from", "USER", "From_Account; MsgId follows it", field("From_Account")),
		flag("operator", "USER", "Operator_Account; administrator makes OptPlatform RESTAPI",
			field("Operator_Account")),
		bot,
		flag("text", "TEXT", "the Text of every text element", field("MsgBody.*.MsgContent.Text")),
		eventTime,
	}
}

func field(path string) func([]string) (Override, error) {
	return func(values []string) (Override, error) {
		p, err := jsontree.ParsePath(path)
		return Override{Path: p, Text: path, value: values[len(values)-1]}, err
	}
}

func topic(values []string) (Override, error) {
	o := Override{Path: jsontree.Path{"TopicId"}, Text: "TopicId", op: opAdd, value: values[len(values)-1]}
	o.declared = true
	return o, nil
}

func bots(values []string) (Override, error) {
	list := make([]Value, len(values))
	for i, v := range values {
		list[i] = jsontree.String(v)
	}
	const path = "AtRobots_Account"
	return Override{Path: jsontree.Path{path}, Text: path, value: jsontree.Array(list...).JSON(), json: true}, nil
}

// eventTimeAs keeps the time and changes its spelling: 1670574414123 or "1670574414123".
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
