package judge

import (
	"fmt"
	"slices"

	"github.com/timhook/timhook/internal/phrase"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/jsontree"
)

// itemChecks judge answers that decide on each entry of the request's list, and replies.
func itemChecks() []*Check {
	const (
		page  = "response fields on the callback's page: ResultItem"
		ahead = `{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":`
		id2   = `{"To_Account":"id2","ResultCode":0,"ResultInfo":""}`
		good  = ahead + `0,"ResultItem":[{"To_Account":"id1","ResultCode":0,"ResultInfo":""},` + id2 + `]}`
	)
	list := []*Check{
		{
			ID:    "answer-items-decide",
			Title: "A refusal is in the items: ErrorCode refuses nothing here.",
			Level: payloads.Must, Evidence: payloads.Documented,
			Source: page + "; ErrorCode other than 0: the backend failed, which is ignored by default",
			Impact: "It fails open: Chat ignores ErrorCode here, so the event goes through for all. (documented)",
			Fix: `answer ErrorCode 0, and refuse in ResultItem: {"To_Account":"…","ResultCode":38000,"ResultInfo":` +
				`"why"} for each entry of the request.`,
			Bad: ok(ahead + `1}`), Run: (*Trial).decidesInItems,
		},
		{
			ID:    "answer-items-present",
			Title: "The items are there, as a list.",
			Level: payloads.Must, Evidence: payloads.Documented, Source: page + ", required",
			Impact: "What Chat does without them is not documented. Most likely it fails open: the event goes " +
				"through for all. (inferred)",
			Fix: "answer this callback with ResultItem, one item for each entry of the request; the three fields are " +
				"not enough here.",
			Bad: ok(Canonical), Run: (*Trial).hasItems,
		},
		{
			ID:    "answer-items-fields",
			Title: "Each item names its entry, and has an integer as code and a string as text.",
			Level: payloads.Must, Evidence: payloads.Documented, Source: page,
			Impact: "Chat cannot read the item. Most likely it fails open: the entry goes through. (inferred)",
			Fix:    `send To_Account as a string, ResultCode as a number and ResultInfo as a string, "" when allowed.`,
			Bad: ok(ahead + `0,"ResultItem":[{"To_Account":"id1","ResultCode":"0","ResultInfo":""},` + id2 +
				`]}`), Run: (*Trial).itemsReadable,
		},
		{
			ID:    "answer-items-each",
			Title: "There is one item for each entry of the request, and no other.",
			Level: payloads.Should, Evidence: payloads.Inferred, Source: page + ": the sample has one for each",
			Impact: "An entry without an item most likely goes through; an item about somebody else decides nothing. " +
				"(inferred)",
			Fix: "make the items from the request's list, one for one, spelt as they are there.",
			Bad: ok(ahead + `0,"ResultItem":[` + id2 + `]}`), Run: (*Trial).itemForEach,
		},
		{
			ID:    "answer-items-range",
			Title: "The code of a refused item is in the documented range.",
			Level: payloads.Should, Evidence: payloads.Documented, Source: page + ": 38000 to 39000 for refusals",
			Impact: "The entry is refused nevertheless; what its code tells the client is not documented. " +
				"(documented that any other value refuses)",
			Fix: "take a code from 38000 to 39000 for each reason.",
			Bad: ok(ahead + `0,"ResultItem":[{"To_Account":"id1","ResultCode":1,"ResultInfo":"no"},` + id2 +
				`]}`), Run: (*Trial).itemsInRange,
		},
	}
	for _, c := range list {
		c.Needs, c.Where, c.Good = NeedsPacket, may(payloads.PerItem), ok(good)
	}
	return append(list, &Check{
		ID:    "answer-reply-text",
		Title: "The reply is there, as a string.",
		Level: payloads.Must, Evidence: payloads.Documented, Needs: NeedsPacket, Where: may(payloads.Reply),
		Source: "response fields on the callback's page: RspData",
		Impact: "The chatbot gets no reply, although ErrorCode is 0. (documented)",
		Fix:    "send the reply as a string; JSON goes into it as text. Without a reply answer ErrorCode 1.",
		Good:   ok(ahead + `0,"RspData":"hello"}`), Bad: ok(Canonical), Run: (*Trial).hasReply,
	})
}

func (t *Trial) items() (*payloads.AnswerField, jsontree.Value) {
	f := t.Command.Answer.FieldThat(payloads.PerItem)
	return f, t.Packet.Get(f.Name)
}

func (t *Trial) decidesInItems() {
	v, n, ok := t.code()
	if ok && n != 0 {
		t.Report(t.becauseOf(at(v.Start(), v.End(), fmt.Sprint(n), "0, and the refusal in ResultItem").in(errorCode),
			"A refusal like this fails open."))
	}
}

func (t *Trial) hasItems() {
	f, list := t.items()
	if !t.withZero() || list.Kind() == jsontree.KindArray {
		return
	}
	want := "a list of an item for each entry of " + f.List
	if list.IsAbsent() {
		t.Report(t.becauseOf(whole(t.nothingLike(f.Name), want).in(f.Name), ""))
		return
	}
	t.Report(t.becauseOf(at(list.Start(), list.End(), t.describe(list), want).in(f.Name), ""))
}

// listed are the items where they are a list beside ErrorCode 0. It is not ok where another check has the cause.
func (t *Trial) listed() (f *payloads.AnswerField, items []jsontree.Member, ok bool) {
	f, list := t.items()
	if !t.withZero() || list.Kind() != jsontree.KindArray {
		t.Skip()
		return f, nil, false
	}
	return f, list.Members(), true
}

func (t *Trial) itemsReadable() {
	f, _, ok := t.listed()
	if !ok {
		return
	}
	if p := t.unusable(f, t.Packet.Get(f.Name)); p != nil {
		t.Report(t.becauseOf(t.atProblem(*p, "a name, an integer as code, a string as text"), ""))
	}
}

// itemForEach leaves items alone whose names cannot be read. An entry that the request has twice may have two items.
func (t *Trial) itemForEach() {
	f, items, ok := t.listed()
	if !ok || t.request.IsAbsent() {
		t.Skip()
		return
	}
	left := map[string]int{}
	for _, name := range t.named(f, t.request.Get(f.List)) {
		left[name]++
	}
	answered := make(map[string]bool, len(items))
	for _, m := range items {
		v := m.Value.Get(f.Member)
		if v.Kind() != jsontree.KindString {
			t.Skip()
			return
		}
		name := t.plain(v.Text())
		_, isAsked := left[name]
		if left[name]--; left[name] < 0 {
			g := at(v.Start(), v.End(), "an item about "+t.quote(v.Text())+", whom the request does not name",
				"one item for each entry of "+f.List).in(f.Name)
			if isAsked {
				g.Got = "one more item about " + t.quote(v.Text())
			}
			t.Report(t.becauseOf(g, ""))
			return
		}
		answered[name] = true
	}
	missing := slices.DeleteFunc(t.asked(f), func(name string) bool { return answered[name] })
	if list := t.Packet.Get(f.Name); len(missing) > 0 {
		g := at(list.Start(), list.End(), "no item about "+few(missing), "one item for each entry of "+f.List)
		t.Report(t.becauseOf(g.in(f.Name), "Who has no item most likely goes through."))
	}
}

func (t *Trial) itemsInRange() {
	f, items, _ := t.listed()
	for _, m := range items {
		v := m.Value.Get(resultCode)
		n, isInteger := v.Int64()
		if _, documented := f.Of(n); isInteger && !documented {
			g := at(v.Start(), v.End(), fmt.Sprint(n), "0, or "+phrase.Or(codesOf(f.Codes))).in(f.Name)
			t.Report(t.becauseOf(g, ""))
			return
		}
	}
}

func (t *Trial) hasReply() {
	f := t.Command.Answer.FieldThat(payloads.Reply)
	v := t.Packet.Get(f.Name)
	switch {
	case !t.withZero() || v.Kind() == jsontree.KindString:
	case v.IsAbsent():
		t.Report(t.becauseOf(whole(t.nothingLike(f.Name), "a string").in(f.Name), ""))
	default:
		t.Report(t.becauseOf(at(v.Start(), v.End(), t.describe(v), "a string").in(f.Name), ""))
	}
}
