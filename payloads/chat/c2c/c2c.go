// Package c2c holds the callbacks of messages between two users (C2C.*), a literal each.
package c2c

import "github.com/timhook/timhook/payloads"

// Callbacks lists them in the order in which they are shown and fired.
func Callbacks() []*payloads.Command {
	return []*payloads.Command{
		beforeSendMsg(), afterSendMsg(), afterMsgReport(), afterMsgWithDraw(), afterC2CMsgExtension(), afterModifyMsg(),
		afterMsgReadAll(), afterMsgReadReceipt(),
	}
}
