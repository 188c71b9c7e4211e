package schema

import (
	"io"
	"strings"

	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/report/formats"
)

// WriteFunc writes all of the callbacks.
type WriteFunc func(w io.Writer, callbacks []*payloads.Command, s Strictness) error

// Forms lists the languages and documents that callbacks are written in.
func Forms() formats.Table[WriteFunc] {
	return formats.Table[WriteFunc]{
		{Name: "openapi", Doc: "an OpenAPI 3.1 document with a webhook for each callback", Write: WriteOpenAPI},
		{Name: "typescript", Doc: "types of TypeScript", Write: WriteTypeScript},
		{Name: "go", Doc: "types of Go, as a package named callbacks", Write: WriteGo},
	}
}

// typeName is the name of a callback or field as a type: "GroupCallbackAfterSendMsg".
func typeName(name string) string {
	var b strings.Builder
	for _, word := range strings.FieldsFunc(name, func(r rune) bool { return r == '.' || r == '_' || r == '-' }) {
		b.WriteString(strings.ToUpper(word[:1]) + word[1:])
	}
	return b.String()
}

// responseMembers are those of every answer.
func responseMembers() []payloads.Field {
	return []payloads.Field{
		payloads.Part("ActionStatus", payloads.OneOf("OK", "FAIL"), "OK, or FAIL"),
		payloads.Part("ErrorCode", payloads.Integer(0, 0), "0, or a code that decides"),
		payloads.Part("ErrorInfo", payloads.Text(0), "a text, often empty"),
	}
}

// responseFields are all members of an answer.
func responseFields(c *payloads.Command) []payloads.Field {
	list := responseMembers()
	for _, f := range c.Answer.Fields {
		field := f.Field
		if !f.Required {
			field.Presence = payloads.Conditional
		}
		list = append(list, field)
	}
	return list
}

// isOptional reports whether a packet without the field is right.
func isOptional(f payloads.Field) bool {
	return f.Presence != payloads.Always && f.Presence != payloads.SampleOnly
}

// oneLine is a text that ends no comment.
func oneLine(text string) string {
	return strings.NewReplacer("\n", " ", "\r", " ", "*/", "* /").Replace(text)
}
