package backend

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/jsontree"
)

// Decision is what a backend decides on the event of a callback. The zero Decision allows it.
type Decision struct {
	Does payloads.Decision
	Code int64 // with which it refuses; 0: the first that the callback has for it

	// Text is what who asked gets to see, the message in place of theirs, or the reply; "": one of this package.
	Text string
}

// String is the decision in words: "refuse 10101".
func (d Decision) String() string {
	if d.Code == 0 {
		return d.Does.String()
	}
	return fmt.Sprintf("%s %d", d.Does, d.Code)
}

// Decisions are those that an answer can have. Where it has one for each item, refusing is refusing all of them, and
// partly is refusing some. An answer that has to carry a reply decides nothing else.
func Decisions(a payloads.Answer) []payloads.Decision {
	if reply := a.FieldThat(payloads.Reply); reply != nil && reply.Required {
		return []payloads.Decision{payloads.Reply}
	}
	all := []payloads.Decision{payloads.Allow}
	for _, c := range a.Codes {
		all = append(all, c.Does)
	}
	for _, f := range a.Fields {
		if all = append(all, f.Does); f.Does == payloads.PerItem {
			all[len(all)-1] = payloads.Partly
		}
		for _, c := range f.Codes {
			all = append(all, c.Does)
		}
	}
	slices.Sort(all)
	return slices.DeleteFunc(slices.Compact(all), func(d payloads.Decision) bool { return d == payloads.Failed })
}

// codesFor are the codes that do something: those of the answer, or where it has none those of its items.
func codesFor(a payloads.Answer, does payloads.Decision) (codes []payloads.Code, ofItems bool) {
	of := func(all []payloads.Code) []payloads.Code {
		return slices.DeleteFunc(slices.Clone(all), func(c payloads.Code) bool { return c.Does != does })
	}
	if codes = of(a.Codes); len(codes) > 0 {
		return codes, false
	}
	for _, f := range a.Fields {
		codes = append(codes, of(f.Codes)...)
	}
	return codes, true
}

// The texts of decisions that come without one.
const (
	refusalText = "this is not allowed"
	rewriteText = "(removed)"
	replyText   = "hello"
)

// refusal is the code and the text of a refusal. A code that the client does not get to see needs no text.
func (d Decision) refusal(codes []payloads.Code) (code int64, text string) {
	code, text = cmp.Or(d.Code, codes[0].From), d.Text
	for _, c := range codes {
		if c.From <= code && code <= c.To && c.Does == payloads.Refuse && c.Error == 0 {
			text = cmp.Or(text, refusalText)
		}
	}
	return code, text
}

// answerTo is the packet of the answer to a callback that was accepted. A decision that the callback cannot have allows
// the event.
func (c *callback) answerTo(packet jsontree.Value, d Decision) string {
	a := c.Answer
	if len(a.Codes)+len(a.Fields) == 0 {
		return accepted
	}
	if !slices.Contains(Decisions(a), d.Does) {
		d = Decision{}
	}
	code, info := int64(0), ""
	if d.Does == payloads.Refuse || d.Does == payloads.Drop {
		if codes, ofItems := codesFor(a, d.Does); !ofItems {
			code, info = d.refusal(codes)
		}
	}
	members := []jsontree.Member{
		jsontree.M("ActionStatus", jsontree.String("OK")), jsontree.M("ErrorInfo", jsontree.String(info)),
		jsontree.M("ErrorCode", jsontree.Int(code)),
	}
	changed := false // one field is enough
	for _, f := range a.Fields {
		if f.Does == payloads.Rewrite && changed {
			continue
		}
		if v := d.valueOf(f, packet, a); !v.IsAbsent() {
			members = append(members, jsontree.M(f.Name, v))
			changed = changed || f.Does == payloads.Rewrite
		}
	}
	return jsontree.Object(members...).JSON()
}

// Answers are right answers, which allow every event.
type Answers struct{ handled map[string]*callback }

// NewAnswers knows all callbacks.
func NewAnswers() Answers { return Answers{handled(nil)} }

// To is the answer to a callback with a packet, of which the answer may have to name the entries.
func (a Answers) To(command string, packet []byte) string {
	c := a.handled[command]
	required := func(f payloads.AnswerField) bool { return f.Required }
	if c == nil || !slices.ContainsFunc(c.Answer.Fields, required) {
		return accepted
	}
	v, _ := parse(packet)
	return c.answerTo(v, Decision{})
}

// With is the answer to a callback with a packet and a decision on it.
func (a Answers) With(command string, packet jsontree.Value, d Decision) string {
	if c := a.handled[command]; c != nil {
		return c.answerTo(packet, d)
	}
	return accepted
}

// valueOf is a member of the answer, absent where the decision has none.
func (d Decision) valueOf(f payloads.AnswerField, packet jsontree.Value, a payloads.Answer) jsontree.Value {
	list := asked(packet, f)
	switch {
	case f.Does == payloads.PerItem:
		return d.results(f, list, a)
	case f.Does == payloads.Partly && d.Does == payloads.Partly && len(list) > 1:
		return jsontree.Array(jsontree.String(list[0].Text()))
	case f.Does == payloads.Reply && (f.Required || d.Does == payloads.Reply):
		return jsontree.String(cmp.Or(d.Text, replyText))
	case f.Does == payloads.Rewrite && d.Does == payloads.Rewrite:
		text := cmp.Or(d.Text, rewriteText)
		if f.Type.Kind != jsontree.KindArray {
			return jsontree.String(text)
		}
		return rewritten(packet.Get(f.Name), text)
	}
	return jsontree.Value{}
}

// asked are the names in the request's list that a member of the answer is about.
func asked(packet jsontree.Value, f payloads.AnswerField) []jsontree.Value {
	var names []jsontree.Value
	for _, m := range packet.Get(f.List).Items() {
		if name := m.Value.Get(f.Member); name.Kind() == jsontree.KindString {
			names = append(names, name)
		}
	}
	return names
}

// rewritten is a message with the text in place of each of its texts, and all else as it came. One without a text
// becomes a text.
func rewritten(elements jsontree.Value, text string) jsontree.Value {
	var list []jsontree.Value
	changed := false
	for _, m := range elements.Members() {
		e := m.Value
		if e.Get("MsgType").Text() == "TIMTextElem" && e.Get("MsgContent").Kind() == jsontree.KindObject {
			e, _ = e.Add(jsontree.Path{"MsgContent", "Text"}, jsontree.String(text))
			changed = true
		}
		list = append(list, e)
	}
	if !changed {
		return message(text)
	}
	return jsontree.Array(list...)
}

// results are a result for each entry, in the order of the request. Partly refuses the first of several.
func (d Decision) results(f payloads.AnswerField, list []jsontree.Value, a payloads.Answer) jsontree.Value {
	refused, text := int64(0), ""
	if codes, ofItems := codesFor(a, payloads.Refuse); ofItems && len(codes) > 0 {
		refused, text = d.refusal(codes)
	}
	items := make([]jsontree.Value, len(list))
	for i, whom := range list {
		code, info := int64(0), ""
		if d.Does == payloads.Refuse || d.Does == payloads.Partly && i == 0 && len(list) > 1 {
			code, info = refused, text
		}
		items[i] = jsontree.Object(
			jsontree.M(f.Member, jsontree.String(whom.Text())),
			jsontree.M("ResultCode", jsontree.Int(code)), jsontree.M("ResultInfo", jsontree.String(info)),
		)
	}
	return jsontree.Array(items...)
}
