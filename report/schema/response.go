package schema

import (
	"slices"

	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/report/catalogue"
)

// answerFields are the members of an answer beside the three that every answer has.
func answerFields(c *payloads.Command) []payloads.Field {
	var list []payloads.Field
	for _, f := range c.Answer.Fields {
		list = append(list, f.Field)
	}
	return list
}

// response is what a callback may be answered. Where nothing is decided, that is one answer, but for ErrorInfo.
func (b builder) response(c *payloads.Command) Node {
	a := c.Answer
	s := b.object(answerFields(c))
	members := s["properties"].(Node)
	for _, f := range a.Fields {
		b.result(members[f.Name].(Node), a, f)
		if f.Does == payloads.Rewrite && b.tolerant {
			members[f.Name] = Node{"anyOf": []Node{members[f.Name].(Node), {"type": "null"}}}
		}
	}
	status := Node{"type": "string", "const": "OK"}
	if a.Decides() && (b.tolerant || len(codesThat(a.Codes, payloads.Allow)) > 0) {
		status = Node{"type": "string", "enum": []string{"OK", "FAIL"}}
	}
	members["ActionStatus"] = status
	members["ErrorCode"] = Node{"type": "integer"}.with(anyCode(a))
	members["ErrorInfo"] = Node{"type": "string"}
	if a.Fixed {
		members["ErrorInfo"] = Node{"type": "string", "const": ""}
	}
	s["required"] = []string{"ActionStatus", "ErrorCode", "ErrorInfo"}
	if rules := b.answerRules(a); len(rules) > 0 {
		s["allOf"] = rules
	}
	return s
}

// anyCode lists the codes of a page that decide something. One that fails the callback is no answer to it.
func anyCode(a payloads.Answer) Node {
	if !a.Decides() {
		return Node{"const": 0}
	}
	codes := slices.DeleteFunc(slices.Clone(a.Codes), func(c payloads.Code) bool { return c.Does == payloads.Failed })
	return Node{"anyOf": append([]Node{{"const": 0}}, ranges(a, codes)...)}
}

// ranges lists codes, each with what it does.
func ranges(a payloads.Answer, codes []payloads.Code) []Node {
	var list []Node
	for _, c := range codes {
		list = append(list, Node{"minimum": c.From, "maximum": c.To, "description": catalogue.OfCode(a, c)})
	}
	return list
}

func codesThat(codes []payloads.Code, does payloads.Decision) []payloads.Code {
	return slices.DeleteFunc(slices.Clone(codes), func(c payloads.Code) bool { return c.Does != does })
}

// result bounds the codes of the items, where an answer has one for each.
func (b builder) result(s Node, a payloads.Answer, f payloads.AnswerField) {
	if f.Does != payloads.PerItem || b.tolerant {
		return
	}
	members := s["items"].(Node)["properties"].(Node)
	codes := Node{"anyOf": append([]Node{{"const": 0}}, ranges(a, f.Codes)...)}
	members["ResultCode"] = members["ResultCode"].(Node).with(codes)
}

// answerRules tie the members of an answer together.
func (b builder) answerRules(a payloads.Answer) []Node {
	var rules []Node
	member := func(name string, s Node) Node {
		return Node{"properties": Node{name: s}, "required": []string{name}}
	}
	zero := member("ErrorCode", Node{"const": 0})
	for _, f := range a.Fields {
		switch {
		case f.Required:
			rules = append(rules, Node{"if": zero, "then": Node{"required": []string{f.Name}}})
		case f.Does == payloads.Rewrite:
			rules = append(rules, Node{"if": member(f.Name, Node{"not": Node{"type": "null"}}), "then": zero})
		case f.Does == payloads.Partly && !b.tolerant:
			rules = append(rules, Node{"if": member(f.Name, Node{"minItems": 1}), "then": zero})
		}
	}
	if b.tolerant || !a.Decides() {
		return rules
	}
	if allow := codesThat(a.Codes, payloads.Allow); len(allow) > 0 {
		rules = append(rules, Node{
			"if":   member("ActionStatus", Node{"const": "FAIL"}),
			"then": member("ErrorCode", Node{"anyOf": ranges(a, allow)}),
		})
	}
	for _, c := range codesThat(a.Codes, payloads.Refuse) {
		if c.Error == 0 { // who asked sees the text
			rules = append(rules, Node{
				"if":   member("ErrorCode", Node{"minimum": c.From, "maximum": c.To}),
				"then": member("ErrorInfo", Node{"pattern": `\S`}),
			})
		}
	}
	return rules
}
