package c2c

import "github.com/timhook/timhook/payloads"

// The newer Chinese page of this callback has a MsgId and no UnreadMsgNum, and likely an EventTime. The smallest packet
// and the largest stay the international page's: a seed reproduces the requests of earlier versions.

const chinesePage = "269/2716"

func laterEventTime() payloads.Field {
	f := eventTime(chinesePage)
	f.Doc += " (inferred from the siblings)"
	return f
}

// unreadBefore is UnreadMsgNum, which the Chinese page dropped.
func unreadBefore() payloads.Field {
	return sentIn(onPages(payloads.UnreadField(), "the international page"), payloads.Minimal, payloads.Maximal)
}

// withoutUnread is a packet as the Chinese page has it, and the case that earlier versions had for that.
func withoutUnread() []payloads.Variant {
	const source = "sample of " + chinesePage
	earlier := payloads.Variant{
		ID: "field-absent-unreadmsgnum", Section: "Field types", Level: payloads.May, Expect: payloads.ExpectSurvive,
		Doc: "no UnreadMsgNum", Source: source, Set: []payloads.Change{payloads.Remove("UnreadMsgNum")},
	}
	return []payloads.Variant{
		should("c2c-unread-absent", "no UnreadMsgNum", source, payloads.Remove("UnreadMsgNum")).
			Departing(payloads.ExpectSame),
		earlier,
	}
}
