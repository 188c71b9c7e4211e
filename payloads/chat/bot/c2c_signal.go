package bot

import "github.com/timhook/timhook/payloads"

// onC2CSignalMessage is sent when a client passes data through to a chatbot, and what is answered goes back to that
// (1047/59057). Its name begins Chatbot, not Bot.
func onC2CSignalMessage() *payloads.Command {
	const name = "Chatbot.OnC2CSignalMessage"
	return &payloads.Command{
		Name: name, Short: "bot-signal",
		Title: "a client passes data through to a chatbot",
		URL:   "https://www.tencentcloud.com/document/product/1047/59057",
		Page:  "Chatbot Passthrough Message Callback (1047/59057), updated 2024-02-27",
		Sample: `{"CallbackCommand":"Chatbot.OnC2CSignalMessage","From_Account":"user01",` +
			`"To_Account":"@RBT#chatbot","MsgSeq":5678,"MsgRandom":8765,"MsgKey":"8765_5678_4321",` +
			`"EventTime":1670574414123,"Data":"{\"msg\":\"This is a user-defined passthrough content\"}"}`,
		Request: []payloads.Field{
			payloads.CommandField(name), payloads.SenderField(), chatbot(), payloads.C2CSeqField(),
			payloads.C2CRandomField(), signalKey(), payloads.IntegerEventTimeField(), data(),
		},
		Rules: append(payloads.AccountRules("From_Account", "To_Account"), payloads.MsgKeyRule(),
			toChatbotRule()),
		SampleOffSpec: []string{"/MsgKey"},
		Own:           signalCases(),
		Answer: payloads.Answer{
			Event: "signal", Asker: "chatbot",
			Codes: []payloads.Code{{From: 1, To: 1, Does: payloads.Allow}},
			Fields: []payloads.AnswerField{{
				Field: payloads.Part("RspData", payloads.Text(0), "text that goes back to the chatbot").
					Of("", payloads.IsUserText),
				Does: payloads.Reply, Required: true,
			}},
		},
	}
}
