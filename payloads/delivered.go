package payloads

import (
	"github.com/timhook/timhook/payloads/jsontree"
)

// What a request says of a message that went out, and of one that did not. No page lists the errors; 80001 is the one
// for filtered words (Error Codes, 1047/34348).
const (
	sendSucceeded = "send msg succeed"
	filteredWords = 80001
)

// SendResultField is SendMsgResult, 0 for a message that was delivered.
func SendResultField() Field {
	return Part("SendMsgResult", Integer(0, 0), "0: delivered; otherwise the error").By(func(g *Gen) Value {
		if d := g.Draw("SendMsgResult"); g.scope == Domain && d.Chance(8) {
			return jsontree.Int(filteredWords)
		}
		return jsontree.Int(0)
	})
}

// SendErrorField is ErrorInfo of a request: why a message was not delivered.
func SendErrorField() Field {
	return Part("ErrorInfo", Text(0), "of the request: why it was not delivered").By(func(g *Gen) Value {
		if g.Int("SendMsgResult") == filteredWords {
			return jsontree.String("message contains filtered words")
		}
		return jsontree.String(sendSucceeded)
	})
}

// UnreadField is UnreadMsgNum, how many messages the receiver has not read.
func UnreadField() Field {
	return Part("UnreadMsgNum", Integer(-1, maxUint32), "unread messages of the receiver; -1 when not delivered").
		By(makeUnread)
}

func makeUnread(g *Gen) Value {
	d := g.Draw("UnreadMsgNum")
	if g.Int("SendMsgResult") > 0 {
		return jsontree.Int(-1)
	}
	return jsontree.Int(d.Between(0, 40))
}

// UnreadRule ties UnreadMsgNum to SendMsgResult.
func UnreadRule() Rule {
	return rule("unread-when-delivered", Should, "field table of 1047/34365: -1 when it failed",
		"UnreadMsgNum is -1 where SendMsgResult is an error, and not where it is 0", unreadWhenDelivered)
}

func unreadWhenDelivered(p Value, report Report) {
	result, isResult := p.Get("SendMsgResult").Int64()
	unread, isUnread := p.Get("UnreadMsgNum").Int64()
	switch {
	case !isResult || !isUnread || result < 0 || unread < -1: // which is a problem of its own
	case result == 0 && unread == -1:
		report(path("UnreadMsgNum"), "is -1 although SendMsgResult is 0, want the number of unread messages")
	case result > 0 && unread >= 0:
		report(path("UnreadMsgNum"), "is %d although SendMsgResult is %d, want -1", unread, result)
	}
}
