package payloads

import (
	"github.com/timhook/timhook/payloads/jsontree"
)

// SendResultField is SendMsgResult, 0 for a message that was delivered.
func SendResultField() Field {
	return Part("SendMsgResult", Integer(0, 0), "0: delivered; otherwise the error").made(zero)
}

// SendErrorField is ErrorInfo of a request: why a message was not delivered.
func SendErrorField() Field {
	return Part("ErrorInfo", Text(0), "of the request: why it was not delivered").
		made(func(*Gen) Value { return jsontree.String("send msg succeed") })
}

// UnreadField is UnreadMsgNum, how many messages the receiver has not read.
func UnreadField() Field {
	return Part("UnreadMsgNum", Integer(-1, maxUint32), "unread messages of the receiver; -1 when not delivered").
		made(makeUnread)
}

func makeUnread(g *Gen) Value {
	d := g.draw("UnreadMsgNum")
	return jsontree.Int(d.between(0, 40))
}
