package cause

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/jsontree"
	"github.com/timhook/timhook/webhook"
)

// CorrectedFor is [Corrected] for an answer to a callback. Where that decides, the decision is kept, and is put where
// Chat looks for it; nil is a callback whose answer decides nothing.
func CorrectedFor(x *webhook.Exchange, callback *payloads.Command) (c Correction, ok bool) {
	if callback == nil || !callback.Answer.Decides() {
		c, ok = Corrected(x)
		if ok && callback != nil && callback.Answer.Fixed {
			c.Body = withoutInfo(c.Body)
		}
		return c, ok
	}
	if x == nil || x.Failure != nil || x.Status < 200 || x.Status > 299 {
		return c, false
	}
	c = Correction{Status: x.Status != 200, Sure: true}
	packet := object(x.Body, &c)
	if packet.IsAbsent() || len(x.Body) > longestCorrected {
		packet, c.Sure = jsontree.Object(), false
	}
	d := readDecision(unwrapped(packet), callback, x, &c)
	d.decide()
	for i := range callback.Answer.Fields {
		d.correct(&callback.Answer.Fields[i])
	}
	c.Body = string(d.packet().Append(nil, jsontree.Compact))
	isShown := len(c.Body) <= longestCorrected && utf8.ValidString(c.Body)
	return c, isShown && (c.Status || c.Body != string(x.Body))
}

// withoutInfo is an answer whose ErrorInfo is empty, as a page may fix it.
func withoutInfo(body string) string {
	packet, err := jsontree.ParseLoose([]byte(body))
	if err != nil {
		return body
	}
	empty, err := packet.Replace(jsontree.Path{errorInfo}, func(jsontree.Value) (jsontree.Value, error) {
		return jsontree.String(""), nil
	})
	if err != nil { // there is none to empty
		return body
	}
	return string(empty.Append(nil, jsontree.Compact))
}

// decided is an answer while its decision is put right.
type decided struct {
	*Correction
	answer  *payloads.Answer
	request jsontree.Value // absent: it cannot be seen
	code    int64
	info    string
	rest    []jsontree.Member
}

func readDecision(packet jsontree.Value, callback *payloads.Command, x *webhook.Exchange, c *Correction) *decided {
	d := &decided{Correction: c, answer: &callback.Answer}
	if x.Request != nil {
		d.request, _ = jsontree.ParseLoose(x.Request.Body)
	}
	var members []jsontree.Member
	for _, m := range packet.Members() {
		switch documented(m.Name) {
		case errorCode:
			code, err := strconv.ParseInt(strings.TrimSpace(m.Value.Text()), 10, 64)
			if err == nil && code != 0 {
				d.code, m.Value = code, jsontree.Int(0) // a decision, and not what is wrong with the form
			}
		case actionStatus:
			if strings.EqualFold(m.Value.Text(), "FAIL") {
				m.Value = jsontree.String("OK")
			}
		}
		members = append(members, m)
	}
	form := inForm(jsontree.Object(members...), c)
	d.info = form.Get(errorInfo).Text()
	for _, m := range form.Members() {
		if documented(m.Name) == "" {
			d.rest = append(d.rest, m)
		}
	}
	return d
}

func (d *decided) packet() jsontree.Value {
	members := []jsontree.Member{
		jsontree.M(actionStatus, jsontree.String("OK")), jsontree.M(errorInfo, jsontree.String(d.info)),
		jsontree.M(errorCode, jsontree.Int(d.code)),
	}
	return jsontree.Object(append(members, d.rest...)...)
}

// decide puts ErrorCode right: one that no page has becomes the callback's own refusal, with the text where there is
// one. A refusal that the items have to make is left to them.
func (d *decided) decide() {
	if slices.ContainsFunc(d.answer.Fields, func(f payloads.AnswerField) bool { return f.Does == payloads.PerItem }) {
		return
	}
	c, known := d.answer.Of(d.code)
	if !known {
		c, d.Sure = d.refusal(), d.Sure && d.code > 0
		d.code = c.From
	}
	if c.Does == payloads.Refuse && c.Error == 0 && strings.TrimSpace(d.info) == "" {
		d.info, d.Sure = "say here why", false
	}
}

// refusal is the callback's code for a refusal with the answer's text, or without one.
func (d *decided) refusal() payloads.Code {
	withText := strings.TrimSpace(d.info) != ""
	var found payloads.Code
	for _, c := range d.answer.Codes {
		if c.Does == payloads.Refuse && (found.From == 0 || (c.Error == 0) == withText) {
			found = c
		}
	}
	if found.From == 0 && len(d.answer.Codes) > 0 {
		return d.answer.Codes[0] // that the backend could not, where nothing refuses
	}
	return found
}

// correct puts one of the answer's own members right, or leaves it out.
func (d *decided) correct(f *payloads.AnswerField) {
	at := slices.IndexFunc(d.rest, func(m jsontree.Member) bool { return m.Name == f.Name })
	if at < 0 {
		at = slices.IndexFunc(d.rest, func(m jsontree.Member) bool { return isMeant(m, f) })
	}
	v := jsontree.Absent()
	if at >= 0 {
		v = d.rest[at].Value
		d.rest = slices.Delete(d.rest, at, at+1)
		d.rest = slices.DeleteFunc(d.rest, func(m jsontree.Member) bool { return isMeant(m, f) })
	}
	switch f.Does {
	case payloads.Rewrite:
		v = d.rewrite(f, v)
	case payloads.Partly:
		v = d.names(f, v)
	case payloads.PerItem:
		v = d.items(f, v)
	case payloads.Reply:
		v = d.reply(v)
	}
	if !v.IsAbsent() {
		d.rest = slices.Insert(d.rest, max(0, min(at, len(d.rest))), jsontree.M(f.Name, v))
	}
}

// isMeant is true of a member under another spelling of the documented name, and of a list under a part of it or one
// with the same first word.
func isMeant(m jsontree.Member, f *payloads.AnswerField) bool {
	name, want := fold(m.Name), fold(f.Name)
	return name == want || m.Value.Kind() == jsontree.KindArray && len(name) > 4 &&
		(strings.HasPrefix(want, name) || strings.HasPrefix(name, want) || judge.SameFirstWord(m.Name, f.Name))
}

// rewrite is a member that changes the message. What cannot be put right is left out: the message stays as it was.
func (d *decided) rewrite(f *payloads.AnswerField, v jsontree.Value) jsontree.Value {
	if d.code != 0 || v.IsAbsent() || v.Kind() == jsontree.KindNull {
		return jsontree.Absent()
	}
	v = asKind(f.Type.Kind, v)
	isEmpty := v.Kind() == jsontree.KindArray && v.Len() == 0
	problems := d.answer.Validate(jsontree.Object(jsontree.M(f.Name, v)))
	isWrong := func(p payloads.Problem) bool { return p.Level != payloads.May }
	if isEmpty || slices.ContainsFunc(problems, isWrong) {
		d.Sure = false
		return jsontree.Absent()
	}
	return v
}

// asKind takes JSON out of a text, puts a lone entry into a list, and writes what has to be a text as one.
func asKind(want jsontree.Kind, v jsontree.Value) jsontree.Value {
	switch {
	case v.Kind() == want, v.IsAbsent():
		return v
	case v.Kind() == jsontree.KindNull:
		return jsontree.Absent()
	case want == jsontree.KindString:
		return jsontree.String(string(v.Append(nil, jsontree.Compact)))
	case v.Kind() == jsontree.KindString:
		if inner, err := jsontree.Parse([]byte(v.Text())); err == nil && inner.Kind() == want {
			return inner
		}
	}
	if want == jsontree.KindArray {
		return jsontree.Array(v)
	}
	return v
}

// names are those of the refused that the request has, each once.
func (d *decided) names(f *payloads.AnswerField, v jsontree.Value) jsontree.Value {
	asked := namesOf(f, d.request.Get(f.List))
	var names []jsontree.Value
	var seen []string
	for _, name := range namesOf(f, asKind(jsontree.KindArray, v)) {
		isKnown := asked == nil || slices.Contains(asked, name)
		d.Sure = d.Sure && isKnown
		if isKnown && !slices.Contains(seen, name) {
			seen, names = append(seen, name), append(names, jsontree.String(name))
		}
	}
	if d.code != 0 || len(names) == 0 {
		return jsontree.Absent()
	}
	return jsontree.Array(names...)
}

// namesOf are the names of a list's entries, which are strings or have the name as a member.
func namesOf(f *payloads.AnswerField, list jsontree.Value) []string {
	var names []string
	for _, m := range list.Members() {
		name := m.Value
		if name.Kind() == jsontree.KindObject {
			name = name.Get(f.Member)
		}
		if name.Kind() == jsontree.KindString {
			names = append(names, name.Text())
		}
	}
	return names
}

// reply is the text of the answer. Beside a code other than 0 it may be absent.
func (d *decided) reply(v jsontree.Value) jsontree.Value {
	if v.IsAbsent() || v.Kind() == jsontree.KindNull {
		if d.code != 0 {
			return jsontree.Absent()
		}
		d.Sure = false
		return jsontree.String("")
	}
	return asKind(jsontree.KindString, v)
}
