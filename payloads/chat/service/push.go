package service

import (
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/jsontree"
)

// bareQuery are the parameters of a query that tells nothing of a client.
func bareQuery() []string { return []string{"SdkAppid", "CallbackCommand", "contenttype"} }

const mostEvents = 100

// eventsField is Events, the batch that is the whole packet. of makes one of its events.
func eventsField(of func(g *payloads.Gen, number int64) payloads.Value, fields ...payloads.Field) payloads.Field {
	return payloads.Part("Events", payloads.Array(payloads.Object(fields...), 1, mostEvents),
		"the events of a batch, each with the command").Of("events", payloads.IsKey).
		By(func(g *payloads.Gen) payloads.Value {
			d := g.Draw("Events")
			list := make([]payloads.Value, g.HowMany(&d, mostEvents, 40, 5))
			for i := range list {
				list[i] = of(g, int64(i))
			}
			return jsontree.Array(list...)
		})
}

func eventTimeField() payloads.Field {
	return seconds("EventTime", "when the event happened, seconds since 1970-01-01 UTC, and not milliseconds as in "+
		"the other callbacks")
}

func seconds(name, doc string) payloads.Field {
	return payloads.Part(name, payloads.Integer(0, 0), doc).Of("", payloads.IsSeconds)
}

func receiverField() payloads.Field {
	return payloads.Part("To_Account", payloads.Text(32), "UserID of the receiver").Of("", payloads.IsConversation)
}

const vendors = "1 Apple, 2 Xiaomi, 3 Huawei, 4 Google, 5 Meizu, 6 OPPO, 7 vivo, 8 Honor; others may come (inferred)"

// vendorField is a number of the vendors.
func vendorField(name, doc string) payloads.Field {
	t := payloads.Integer(0, 8)
	t.Inferred = true // the list grew over the years
	return payloads.Part(name, t, doc+vendors)
}

func stageField() payloads.Field {
	return payloads.Part("PushStage", payloads.Integer(1, 3), "1 sent, 2 reached, 3 clicked").Of("", payloads.IsKey)
}

// resultFields are those of how a push went. They are no answer's: ErrCode is not ErrorCode.
func resultFields() []payloads.Field {
	return []payloads.Field{
		payloads.Part("ErrCode", payloads.Integer(0, 0), "0: the push went well; otherwise the error"),
		payloads.Part("ErrInfo", payloads.Text(0), "the result in words, which may be empty"),
	}
}

// result are the stage of a push and how it went: only what is sent can fail.
func result(g *payloads.Gen, d *payloads.Draw) (stage, code int64, info string) {
	stage = 1
	if g.Scope() == payloads.Domain {
		stage = d.Between(1, 3)
	}
	if stage == 1 && g.Scope() == payloads.Domain && d.Chance(15) {
		return stage, d.Between(100, 9999), "push failed"
	}
	return stage, 0, d.Pick([]string{"OK", "OK", ""})
}

// vendorOf draws one of the known vendors.
func vendorOf(d *payloads.Draw) int64 { return d.Between(1, 8) }

// ofEvent is the stream of choices for one event.
func ofEvent(g *payloads.Gen, number int64) payloads.Draw {
	return g.Draw("Events." + decimal(number))
}

// person is a user of one event, another one than those of the other events.
func person(g *payloads.Gen, role string, number int64) string {
	return g.Account(role+" "+decimal(number)) + decimal(number)
}
