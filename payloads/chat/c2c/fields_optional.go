package c2c

import (
	"slices"

	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/jsontree"
)

// The Chinese pages and the international ones show different fields of one callback. A backend has to do with both, so
// that neither's own are always sent.

// onPages is a field that some pages of the callback have and others do not.
func onPages(f payloads.Field, which string) payloads.Field {
	return f.Sent(payloads.Conditional).InCase("on " + which + " alone")
}

// sentIn is a field that is sent in one scope, and in half of the packets that are drawn from all.
func sentIn(f payloads.Field, scopes ...payloads.Scope) payloads.Field {
	makes := f.Make
	return f.By(func(g *payloads.Gen) payloads.Value {
		d := g.Draw(f.Name + " is sent")
		if !slices.Contains(scopes, g.Scope()) && (g.Scope() != payloads.Domain || !d.Chance(50)) {
			return jsontree.Absent()
		}
		return makes(g)
	})
}

// msgID is MsgId, which the sample of a newer Chinese page has.
func msgID(page string, scopes ...payloads.Scope) payloads.Field {
	f := payloads.MsgIDField("the Chinese page has it, " + page)
	return sentIn(onPages(f, "the Chinese page ("+page+")"), scopes...)
}

// eventTime is EventTime, which a newer Chinese page has.
func eventTime(page string, scopes ...payloads.Scope) payloads.Field {
	return sentIn(onPages(payloads.IntegerEventTimeField(), "the Chinese page ("+page+")"), scopes...)
}

// unread is UnreadMsgNum, how many one-to-one messages somebody has not read.
func unread(whose string) payloads.Field {
	f := payloads.UnreadField()
	f.Type.Min, f.Doc = 0, "one-to-one messages of all conversations that "+whose+" has not read"
	return f
}
