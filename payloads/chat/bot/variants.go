package bot

import (
	"strings"

	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/jsontree"
)

const (
	ownPage  = "the command's page"
	inferred = "inferred"
)

func must(id, doc, source string, set ...payloads.Change) payloads.Variant {
	return payloads.MustCase(payloads.PeopleSection, id, doc, source, set...)
}

func should(id, doc, source string, set ...payloads.Change) payloads.Variant {
	return payloads.ShouldCase(payloads.PeopleSection, id, doc, source, set...)
}

func messageCases() []payloads.Variant {
	id := func(g *payloads.Gen) payloads.Value {
		return jsontree.String(payloads.MessageID(g.Text("From_Account"), g.Now().Unix()-1, g.Text("MsgRandom")))
	}
	same := func(name string) payloads.Change {
		return payloads.From(name, func(g *payloads.Gen) payloads.Value { return g.As("bot-c2c").Value(name) })
	}
	message := []payloads.Change{same("To_Account"), same("MsgBody")}
	return []payloads.Variant{
		should("bot-c2c-from-bot", "the sender is itself a chatbot; the backend should not loop",
			"reply loops; "+inferred, payloads.Set("From_Account", "@RBT#standup")),
		must("bot-c2c-failed", "a message that was not delivered", ownPage, payloads.Set("SendMsgResult", 80001)),
		must("bot-c2c-to-plain", "the receiver has an ordinary name, as in the sample", ownPage,
			payloads.Set("To_Account", "otis")).Departing(payloads.ExpectOK, "/To_Account"),
		should("bot-c2c-msgid-present", "MsgId, as on the Chinese page", "269/90407",
			payloads.From("MsgId", id)),
		should("bot-and-c2c-pair", "both callbacks of one message, in both orders",
			"both switches on; "+inferred).Sending(
			payloads.Step{Label: "bot first"},
			payloads.Step{Label: "then the message", Callback: "c2c-after-send", Set: message},
			payloads.Step{Label: "message first", Callback: "c2c-after-send", SameEventAs: 1, Set: message},
			payloads.Step{Label: "then bot", SameEventAs: 1},
		),
	}
}

func signalCases() []payloads.Variant {
	data := func(s string) payloads.Change { return payloads.Set("Data", s) }
	return []payloads.Variant{
		must("signal-json", "JSON as a text", ownPage, data(`{"ask":"balance"}`)).Departing(payloads.ExpectValue),
		must("signal-plain", "a text that is no JSON", "free text", data("balance?")).Departing(payloads.ExpectValue),
		should("signal-empty", "an empty text", inferred, data("")).Departing(payloads.ExpectValue),
		should("signal-large", "8000 bytes", inferred, data(strings.Repeat("0123456789abcde ", 500))).
			Departing(payloads.ExpectValue),
	}
}
