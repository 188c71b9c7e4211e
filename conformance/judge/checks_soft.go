package judge

import (
	"fmt"
	"mime"
	"slices"
	"strings"

	"github.com/timhook/timhook/internal/phrase"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/jsontree"
)

// softChecks observe; nothing they find fails a case.
func softChecks() []*Check {
	return []*Check{
		{
			ID:    "resp-content-type",
			Title: "If there is a Content-Type, it is JSON in UTF-8.",
			Level: payloads.May, Evidence: payloads.Observed, Needs: NeedsPacket,
			Source: Overview + ", whose sample answer has no Content-Type",
			Impact: "Nothing, as far as is known: the documented sample answer carries none. (inferred)",
			Fix: "send Content-Type: application/json. Go: set the header before WriteHeader; PHP: " +
				"header('Content-Type: application/json').",
			Good: answer("200 OK", "", Canonical),
			Bad:  answer("200 OK", "Content-Type: text/html; charset=utf-8\r\n", Canonical),
			Run:  (*Trial).contentType,
		},
		{
			ID:    "resp-extra-fields",
			Title: "The packet holds only ActionStatus, ErrorCode and ErrorInfo.",
			Level: payloads.May, Evidence: payloads.Inferred, Needs: NeedsPacket,
			Source: responseFields + ", which define no others; pages of other callbacks do",
			Impact: "Chat most likely looks at the fields it knows and ignores others. (inferred)",
			Fix:    "leave them out, in case a later version of the callback gives the name a meaning.",
			Bad:    ok(`{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":0,"data":null}`), Run: (*Trial).extraFields,
		},
		{
			ID:    "resp-not-echo",
			Title: "The answer leaks no token, no stack trace and no text of the request.",
			Level: payloads.May, Evidence: payloads.Inferred, Needs: NeedsAnswer, HeldFor: OnAll,
			Source: "no page; answers pass proxies and end in logs",
			Impact: "Nothing happens at Chat. Anybody who can reach the URL can read it. (inferred)",
			Fix: "answer fixed texts and write details to the log. A stack trace means that debug mode is on: " +
				"Django DEBUG, Flask debug, NODE_ENV, display_errors, ASP.NET's developer exception page, " +
				"server.error.include-stacktrace of Spring.",
			Bad: ok(`{"ActionStatus":"OK","ErrorInfo":"Traceback (most recent call last):\n  File \"app.py\", ` +
				`line 9, in im","ErrorCode":0}`),
			Run: (*Trial).leaks,
		},
	}
}

func (t *Trial) contentType() {
	field := t.Exchange.Get("Content-Type")
	if field == "" {
		return
	}
	kind, params, err := mime.ParseMediaType(field)
	isJSON := strings.HasSuffix(kind, "/json") || strings.HasSuffix(kind, "+json")
	charset := strings.ToLower(params["charset"])
	if err != nil || !isJSON || !slices.Contains([]string{"", "utf-8", "utf8"}, charset) {
		t.Report(whole("Content-Type "+t.quote(field), "application/json"))
	}
}

// isKnown knows the members that the callback's answer may have.
func (t *Trial) isKnown(name string) bool {
	return isDocumented(name) || t.Command != nil && t.Command.Answer.Field(name) != nil
}

func isDocumented(name string) bool {
	names := documentedFields()
	return slices.Contains(names[:], name)
}

// extraFields leaves packets alone that lack a field: what is extra there may be the missing one under another name.
func (t *Trial) extraFields() {
	var first jsontree.Member
	extra := 0
	hasOwnCheck := t.ownCheck()
	for _, m := range t.Packet.Members() {
		if t.isKnown(m.Name) || hasOwnCheck(m) {
			continue
		}
		if extra++; extra == 1 {
			first = m
		}
	}
	if t.lacksField() {
		t.Skip()
		return
	}
	if extra == 0 {
		return
	}
	got := "the field " + t.quote(first.Name)
	if more := extra - 1; more > 0 {
		got += fmt.Sprintf(" and %d more", more)
	}
	f := at(first.Offset(), first.Value.End(), got, t.wantedFields())
	f.Path = t.pointer(jsontree.Path{first.Name}.Pointer())
	t.Report(f)
}

// lacksField reports whether one of the three fields is missing, or a member that the answer to this callback has to
// have.
func (t *Trial) lacksField() bool {
	for _, name := range documentedFields() {
		if t.Packet.Get(name).IsAbsent() {
			return true
		}
	}
	_, code := t.verdict()
	return decides(t.Command) && code.Text() == "0" &&
		slices.ContainsFunc(t.Command.Answer.Fields, func(f payloads.AnswerField) bool {
			return f.Required && t.Packet.Get(f.Name).IsAbsent()
		})
}

// ownCheck tells the strange members that a check of their own is about.
func (t *Trial) ownCheck() func(jsontree.Member) bool {
	isEchoed := t.sentBack()
	_, code := t.verdict()
	switch {
	case !decides(t.Command) || code.Text() != "0":
		return isEchoed
	case !may(payloads.Partly)(t.Command):
		return func(m jsontree.Member) bool { return isEchoed(m) || t.misspelt(m) != "" }
	}
	f, list := t.names()
	if !list.IsAbsent() {
		return isEchoed
	}
	name := t.misnamed(f).Name
	return func(m jsontree.Member) bool { return isEchoed(m) || name != "" && m.Name == name }
}

// wantedFields is what the answer may hold.
func (t *Trial) wantedFields() string {
	if t.Command == nil || len(t.Command.Answer.Fields) == 0 {
		return "ActionStatus, ErrorCode and ErrorInfo only"
	}
	list := []string{actionStatus, errorCode, errorInfo}
	for _, f := range t.Command.Answer.Fields {
		list = append(list, f.Name)
	}
	return phrase.And(list) + " only"
}
