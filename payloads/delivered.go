package payloads

import "github.com/timhook/timhook/payloads/jsontree"

func sendResultField() Field {
	return part("SendMsgResult", integer(0, 0), "0: delivered; otherwise the error").made(zero)
}

func sendErrorField() Field {
	return part("ErrorInfo", text(0), "of the request: why it was not delivered").
		made(func(*Gen) Value { return jsontree.String("send msg succeed") })
}

func unreadField() Field {
	return part("UnreadMsgNum", integer(-1, maxUint32), "unread messages of the receiver; -1 when not delivered").
		made(makeUnread)
}

func makeUnread(g *Gen) Value {
	d := g.draw("UnreadMsgNum")
	return jsontree.Int(d.between(0, 40))
}
