package bot

import (
	"fmt"
	"strings"

	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/jsontree"
)

const botPrefix = "@RBT#" // of a chatbot's UserID (1047/55281)

// chatbot is To_Account, the chatbot that gets the message.
func chatbot() payloads.Field {
	f := payloads.ReceiverField()
	f.Doc = "UserID of the chatbot, which begins " + botPrefix
	return f.By(func(g *payloads.Gen) payloads.Value { return jsontree.String(g.BotAccount("receiver")) })
}

// msgID is MsgId, which the sample of the Chinese page has and that of the English one has not.
func msgID() payloads.Field {
	f := payloads.MsgIDField("the Chinese page has it, 269/90407").Sent(payloads.Conditional).
		InCase("on the Chinese page alone (269/90407)")
	makes := f.Make
	return f.By(func(g *payloads.Gen) payloads.Value {
		if d := g.Draw("MsgId is sent"); !g.Sends(&d, 50) {
			return jsontree.Absent()
		}
		return makes(g)
	})
}

// toChatbotRule is about the receiver, who in the sample of 1047/68952 is an ordinary user.
func toChatbotRule() payloads.Rule {
	return payloads.Rule{
		ID: "to-chatbot", Level: payloads.May, Source: "Chatbots (1047/55281)",
		Doc: "To_Account is a chatbot, whose UserID begins " + botPrefix,
		Check: func(p payloads.Value, report payloads.Report) {
			to := p.Get("To_Account")
			isText := to.Kind() == jsontree.KindString && to.Text() != ""
			if isText && !strings.HasPrefix(to.Text(), botPrefix) {
				report(jsontree.Path{"To_Account"}, "got %q, want a chatbot's, which begins %s", to.Text(), botPrefix)
			}
		},
	}
}

// signalKey is MsgKey in a packet without MsgTime.
func signalKey() payloads.Field {
	f := payloads.MsgKeyField()
	f.Doc = "MsgSeq, MsgRandom and the second in which the message was taken (inferred), joined by underscores; the " +
		"sample has MsgRandom first"
	return f.By(func(g *payloads.Gen) payloads.Value {
		return jsontree.String(fmt.Sprintf("%s_%s_%d", g.Text("MsgSeq"), g.Text("MsgRandom"), g.Now().Unix()))
	})
}

// data is Data, what the client passes through to the chatbot.
func data() payloads.Field {
	return payloads.Part("Data", payloads.Text(0), "what the client passes through, a text that is mostly JSON").
		Of("signal", payloads.IsUserText).By(func(g *payloads.Gen) payloads.Value {
		d := g.Draw("Data")
		ask := g.Lang().Pick(&d, []string{"balance", "opening hours", "a human"}, []string{"余额", "转人工"})
		if g.Sends(&d, 70) {
			return jsontree.String(payloads.Obj("ask", ask, "trace", d.Hex(8)).JSON())
		}
		return jsontree.String(ask + " " + d.Digits(3))
	})
}
