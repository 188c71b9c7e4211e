package judge

import (
	"slices"
	"strings"

	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/jsontree"
)

// decideByMembers reads the members that count beside ErrorCode 0. Those that cannot be used leave it open what Chat
// does: most likely the answer counts as failed.
func (t *Trial) decideByMembers(d *Decision) {
	for i := range d.answer.Fields {
		f := &d.answer.Fields[i]
		v := t.Packet.Get(f.Name)
		switch isThere := v.Kind() != jsontree.KindNull && !v.IsAbsent(); {
		case !isThere && !f.Required:
			if v.Kind() == jsontree.KindNull {
				d.Evidence = payloads.Inferred
			}
		case !isThere:
			d.ignored = f.Does == payloads.PerItem
			d.fail(payloads.Inferred, f.Name+" is missing")
		case t.unusable(f, v) != nil:
			p := t.unusable(f, v)
			d.ignored = f.Does == payloads.PerItem
			d.fail(payloads.Inferred, t.plain(p.String()))
		default:
			t.decideByMember(d, f, v)
		}
	}
}

// unusable is the first problem for which Chat cannot read the member; nil where there is none.
func (t *Trial) unusable(f *payloads.AnswerField, v jsontree.Value) *payloads.Problem {
	for _, p := range t.problemsOf(f, v) {
		if p.Level == payloads.Must {
			return &p
		}
	}
	if f.Does == payloads.Rewrite && v.Kind() == jsontree.KindArray && v.Len() == 0 {
		return &payloads.Problem{Path: "/" + f.Name, Message: "is empty"}
	}
	return nil
}

// problemsOf holds one member of the answer to its type and bounds.
func (t *Trial) problemsOf(f *payloads.AnswerField, v jsontree.Value) []payloads.Problem {
	return t.Command.Answer.Validate(jsontree.Object(jsontree.M(f.Name, v)))
}

// atProblem is a problem of a member as a finding, at its place or at the object that should hold it.
func (t *Trial) atProblem(p payloads.Problem, want string) Finding {
	steps := strings.Split(strings.TrimPrefix(p.Path, "/"), "/")
	for i := range steps {
		steps[i] = strings.NewReplacer("~1", "/", "~0", "~").Replace(steps[i])
	}
	v := t.Packet.At(steps)
	for n := len(steps) - 1; v.IsAbsent() && n >= 0; n-- {
		v = t.Packet.At(steps[:n])
	}
	f := at(v.Start(), v.End(), t.plain(p.Message), want).atMost(p.Level)
	f.Path = t.pointer(p.Path)
	return f
}

func (t *Trial) decideByMember(d *Decision, f *payloads.AnswerField, v jsontree.Value) {
	asked := t.asked(f)
	switch f.Does {
	case payloads.Rewrite:
		d.Names = append(d.Names, f.Name)
		d.Does = max(d.Does, payloads.Rewrite)
	case payloads.Partly:
		for _, m := range v.Members() {
			if name := t.plain(m.Value.Text()); slices.Contains(asked, name) && !slices.Contains(d.Names, name) {
				d.Names, d.Does = append(d.Names, name), max(d.Does, payloads.Partly)
			}
		}
		d.all = len(asked) > 0 && len(d.Names) == len(asked)
	case payloads.PerItem:
		d.Does = max(d.Does, payloads.PerItem)
		for _, name := range asked {
			d.Items = append(d.Items, t.itemOf(name, f, v))
		}
	case payloads.Reply:
		d.Does = max(d.Does, payloads.Reply)
	}
}

// asked are the names in the request's list that the member is about, each once.
func (t *Trial) asked(f *payloads.AnswerField) []string {
	var names []string
	for _, m := range t.request().Get(f.List).Members() {
		if name := t.plain(m.Value.Get(f.Member).Text()); !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

// request is the request packet; absent where it is not one.
func (t *Trial) request() jsontree.Value {
	if t.Exchange.Request == nil {
		return jsontree.Absent()
	}
	packet, err := jsontree.ParseLoose(t.Exchange.Request.Body)
	if err != nil {
		return jsontree.Absent()
	}
	return packet
}

// itemOf is the first item about that name.
func (t *Trial) itemOf(name string, f *payloads.AnswerField, list jsontree.Value) Item {
	for _, m := range list.Members() {
		if t.plain(m.Value.Get(f.Member).Text()) == name {
			code, _ := m.Value.Get(resultCode).Int64()
			return Item{Name: name, Code: code, Text: t.plain(m.Value.Get(resultInfo).Text())}
		}
	}
	return Item{Name: name, Missing: true}
}

// The members of an item beside its name.
const (
	resultCode = "ResultCode"
	resultInfo = "ResultInfo"
)
