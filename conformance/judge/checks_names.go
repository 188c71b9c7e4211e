package judge

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/timhook/timhook/internal/nearest"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/jsontree"
)

// nameChecks judge lists of those that an event leaves out.
func nameChecks() []*Check {
	const (
		page  = "response fields on the callback's page: the list of the refused"
		ahead = `{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":`
	)
	list := []*Check{
		{
			ID:    "answer-names-list",
			Title: "The refused are listed as strings, under the documented name.",
			Level: payloads.Must, Evidence: payloads.Documented, Source: page,
			Impact: "Chat does not find the refused. Most likely it fails open: all of them are let in. (inferred)",
			Fix: `send plain UserIDs: "RefusedMembers_Account":["jared"]. The request lists objects, the answer does ` +
				`not.`,
			Bad: ok(ahead + `0,"RefusedMembers_Account":[{"Member_Account":"jared"}]}`), Run: (*Trial).listsNames,
		},
		{
			ID:    "answer-names-known",
			Title: "The refused are among those whom the request names, each once.",
			Level: payloads.Should, Evidence: payloads.Inferred, Source: page + ", of those in the request",
			Impact: "Chat lets the user in who was meant: a name that is not in the request refuses nobody. (inferred)",
			Fix:    "take the names from this request, spelt as they are there.",
			Bad:    ok(ahead + `0,"RefusedMembers_Account":["nobody"]}`), Run: (*Trial).namesKnown,
		},
		{
			ID:    "answer-names-code",
			Title: "The refused are listed beside ErrorCode 0 only.",
			Level: payloads.Should, Evidence: payloads.Inferred, Source: page + "; the sample has ErrorCode 0",
			Impact: "Another code refuses the whole event, whomever the list names. (documented; that the list has " +
				"no effect then: inferred)",
			Fix: "answer 0 with the list to refuse some, or 1 without it to refuse all.",
			Bad: ok(ahead + `1,"RefusedMembers_Account":["jared"]}`), Run: (*Trial).namesWithZero,
		},
	}
	for _, c := range list {
		c.Needs, c.Where = NeedsPacket, may(payloads.Partly)
	}
	return list
}

// names is the list of the refused, and the field that declares it.
func (t *Trial) names() (*payloads.AnswerField, jsontree.Value) {
	f := t.Command.Answer.FieldThat(payloads.Partly)
	return f, t.Packet.Get(f.Name)
}

func (t *Trial) listsNames() {
	f, list := t.names()
	want := f.Name + ", a list of strings"
	plainly := fmt.Sprintf(`"%s":["jared"]`, f.Name)
	report := func(g Finding, fix string) {
		g.fix = fix
		t.Report(g)
	}
	asStrings := fmt.Sprintf("send plain UserIDs: %s. The request lists objects, the answer does not.", plainly)
	if _, n, ok := t.code(); !ok || n != 0 {
		return // beside another code the list has no effect, whatever it is
	}
	switch {
	case list.IsAbsent():
		if m := t.misnamed(f); m.Name != "" {
			g := at(m.Offset(), nameEnd(m), "the name "+t.quote(m.Name), want)
			g.Path = t.pointer(jsontree.Path{m.Name}.Pointer())
			report(t.becauseOf(g, "The members of "+t.plain(m.Name)+" are not read."),
				"name the list as this callback's page has it: "+plainly+", of plain UserIDs.")
		}
	case list.Kind() == jsontree.KindNull:
		report(at(list.Start(), list.End(), "null", want+", or none").in(f.Name).atMost(payloads.Should), asStrings)
	case list.Kind() != jsontree.KindArray:
		report(t.becauseOf(at(list.Start(), list.End(), t.describe(list), want).in(f.Name), ""), asStrings)
	default:
		for i, m := range list.Members() {
			if m.Value.Kind() != jsontree.KindString {
				g := at(m.Value.Start(), m.Value.End(), t.describe(m.Value), want)
				g.Path = jsontree.Path{f.Name, fmt.Sprint(i)}.Pointer()
				report(t.becauseOf(g, ""), asStrings)
				return
			}
		}
	}
}

// misnamed is a member that no answer to this callback has and that is most likely the list: its name is near or begins
// with the same word, as that of another callback's list does, and it is a list, or a text where a list is meant.
func (t *Trial) misnamed(f *payloads.AnswerField) jsontree.Member {
	for _, m := range t.Packet.Members() {
		isKnown := isDocumented(m.Name) || t.Command.Answer.Field(m.Name) != nil
		isMeant := len(nearest.Names(f.Name, []string{m.Name})) > 0 || SameFirstWord(m.Name, f.Name)
		isText := m.Value.Kind() == jsontree.KindString && m.Value.Text() != ""
		if !isKnown && (m.Value.Kind() == jsontree.KindArray || isText) && isMeant {
			return m
		}
	}
	return jsontree.Member{}
}

// SameFirstWord reports whether two names begin with the same word, however they are spelt.
func SameFirstWord(a, b string) bool { return firstWord(a) == firstWord(b) }

// firstWord is the first word of a name in lower case: "refused" of RefusedMembers_Account, refused_users and REFUSED.
func firstWord(name string) string {
	isUpper := false
	for i, r := range name {
		if i > 0 && (r == '_' || unicode.IsUpper(r) && !isUpper) {
			return strings.ToLower(name[:i])
		}
		isUpper = unicode.IsUpper(r)
	}
	return strings.ToLower(name)
}

// readable are the strings of a list, where it is one.
func readable(list jsontree.Value) []jsontree.Value {
	var names []jsontree.Value
	for _, m := range list.Members() {
		if list.Kind() != jsontree.KindArray || m.Value.Kind() != jsontree.KindString {
			return nil
		}
		names = append(names, m.Value)
	}
	return names
}

func (t *Trial) namesKnown() {
	f, list := t.names()
	asked := t.asked(f)
	if t.request.IsAbsent() {
		t.Skip()
		return
	}
	left := map[string]bool{} // those that are not named yet
	for _, name := range asked {
		left[name] = true
	}
	for _, v := range readable(list) {
		name := t.plain(v.Text())
		isLeft, isAsked := left[name]
		g := at(v.Start(), v.End(), t.describe(v), "a "+f.Member+" of the request's "+f.List)
		g.Path = "/" + f.Name
		switch {
		case !isAsked:
			if near := nearest.Names(name, asked); len(near) > 0 {
				g.Got += " (" + near[0] + "?)"
			}
			t.Report(t.becauseOf(g, t.quote(v.Text())+" refuses nobody."))
			return
		case !isLeft:
			g.Got, g.Want = g.Got+" again", "each of the refused once"
			t.Report(t.becauseOf(g, ""))
			return
		}
		left[name] = false
	}
}

func (t *Trial) namesWithZero() {
	f, list := t.names()
	if _, n, ok := t.code(); ok && n != 0 && list.Len() > 0 {
		g := at(list.Start(), list.End(), fmt.Sprintf("%s beside ErrorCode %d", f.Name, n), "it with 0 only").in(f.Name)
		t.Report(t.becauseOf(g, "The list has no effect."))
	}
}
