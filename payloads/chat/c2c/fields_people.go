package c2c

import (
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/jsontree"
)

const maxAccount = 32 // bytes of a UserID (Use Limits, 1047/34381)

// author is From_Account of a message that was sent before the event, which somebody else may have caused.
func author() payloads.Field {
	f := payloads.SenderField()
	f.Doc, f.Kind.Role = "UserID of the message's sender, who need not have caused the event", 0
	return f
}

// reader is who has read: the receiver of a message.
func reader(name, doc string) payloads.Field {
	return payloads.Part(name, payloads.Text(maxAccount), doc).Of("account", payloads.IsActor).
		By(func(g *payloads.Gen) payloads.Value { return jsontree.String(g.Account("receiver")) })
}

// peer is Peer_Account, the other side of a reader's conversation.
func peer() payloads.Field {
	return payloads.Part("Peer_Account", payloads.Text(maxAccount), "UserID of the other side of the conversation").
		Of("receiver", payloads.IsConversation).
		By(func(g *payloads.Gen) payloads.Value { return jsontree.String(g.Account("sender")) })
}
