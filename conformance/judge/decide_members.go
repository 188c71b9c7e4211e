package judge

import (
	"strings"

	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/jsontree"
	"github.com/timhook/timhook/webhook"
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
	got := p.Message
	if rest, is := strings.CutPrefix(got, "is missing; want "); is {
		got, want = "nothing", rest
	} else if is, rest, has := strings.Cut(strings.TrimPrefix(got, "got "), ", want "); has {
		got, want = is, rest
	}
	f := at(v.Start(), v.End(), t.plain(got), want).atMost(p.Level)
	f.Path = t.pointer(p.Path)
	return f
}

func (t *Trial) decideByMember(d *Decision, f *payloads.AnswerField, v jsontree.Value) {
	asked := t.asked(f)
	if t.request.IsAbsent() { // those that the answer names have to do
		asked = namesIn(t.named(f, v))
	}
	switch f.Does {
	case payloads.Rewrite:
		d.Names = append(d.Names, f.Name)
		d.Does = max(d.Does, payloads.Rewrite)
	case payloads.Partly:
		isAsked := map[string]bool{}
		for _, name := range asked {
			isAsked[name] = true
		}
		for _, m := range v.Members() {
			if name := t.plain(m.Value.Text()); isAsked[name] {
				isAsked[name] = false // it is named
				d.Names, d.Does = append(d.Names, name), max(d.Does, payloads.Partly)
			}
		}
		d.all = len(asked) > 0 && len(d.Names) == len(asked)
	case payloads.PerItem:
		d.Does = max(d.Does, payloads.PerItem)
		items := t.itemsIn(f, v)
		for _, name := range asked {
			item, found := items[name]
			if !found {
				item, d.Evidence = Item{Name: name, Missing: true}, payloads.Inferred
			}
			d.Items = append(d.Items, item)
		}
	case payloads.Reply:
		d.Does = max(d.Does, payloads.Reply)
	}
}

// asked are the names in the request's list that the member is about, each once.
func (t *Trial) asked(f *payloads.AnswerField) []string {
	return namesIn(t.named(f, t.request.Get(f.List)))
}

// named are the names of a list's entries, which are strings or have the name as a member.
func (t *Trial) named(f *payloads.AnswerField, list jsontree.Value) []string {
	var names []string
	for _, m := range list.Members() {
		name := m.Value
		if name.Kind() == jsontree.KindObject {
			name = name.Get(f.Member)
		}
		names = append(names, t.plain(name.Text()))
	}
	return names
}

// namesIn are the names, each once.
func namesIn(names []string) []string {
	var list []string
	seen := make(map[string]bool, len(names)) // a request may have 100,000
	for _, name := range names {
		if !seen[name] {
			seen[name] = true
			list = append(list, name)
		}
	}
	return list
}

// requestIn is the request packet of an exchange. It is absent where it cannot be seen: where a large one was cut, for
// example, or the body holds the chunks of one.
func requestIn(ex *webhook.Exchange) jsontree.Value {
	if ex.Request == nil {
		return jsontree.Absent()
	}
	packet, err := jsontree.ParseLoose(ex.Request.Body)
	if err != nil || packet.Kind() != jsontree.KindObject {
		return jsontree.Absent()
	}
	return packet
}

// itemsIn are the items by their names, the first of each.
func (t *Trial) itemsIn(f *payloads.AnswerField, list jsontree.Value) map[string]Item {
	items := make(map[string]Item, list.Len())
	for _, m := range list.Members() {
		name := t.plain(m.Value.Get(f.Member).Text())
		if _, known := items[name]; !known {
			code, _ := m.Value.Get(resultCode).Int64()
			items[name] = Item{Name: name, Code: code, Text: t.plain(m.Value.Get(resultInfo).Text())}
		}
	}
	return items
}

// The members of an item beside its name.
const (
	resultCode = "ResultCode"
	resultInfo = "ResultInfo"
)
