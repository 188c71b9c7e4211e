package official

import (
	"strconv"

	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/jsontree"
)

const (
	ownPage  = "the command's page"
	inferred = "inferred"
)

func must(id, doc, source string, set ...payloads.Change) payloads.Variant {
	return payloads.MustCase(payloads.ServiceSection, id, doc, source, set...)
}

func should(id, doc, source string, set ...payloads.Change) payloads.Variant {
	return payloads.ShouldCase(payloads.ServiceSection, id, doc, source, set...)
}

// subscriberCases are about who subscribes or unsubscribes, in requests of clients and of the REST API.
func subscriberCases() []payloads.Variant {
	many := func(g *payloads.Gen) payloads.Value {
		list := make([]payloads.Value, 100)
		for i := range list {
			number := strconv.Itoa(i)
			list[i] = payloads.Obj("Subscriber_Account", g.Account("subscriber "+number)+number)
		}
		return jsontree.Array(list...)
	}
	return []payloads.Variant{
		must("oa-sub-two", "an administrator and two users", ownPage, payloads.Set("Operator_Account", administrator),
			payloads.Set("SubscribeAccountList", payloads.Arr(payloads.Obj("Subscriber_Account", "otis"),
				payloads.Obj("Subscriber_Account", "juno")))),
		must("oa-sub-hundred", "an administrator and 100 users", "the most of the REST API (1047/60760)",
			payloads.Set("Operator_Account", administrator), payloads.From("SubscribeAccountList", many)),
	}
}

// infoCases are about what was changed of a profile: what is empty now was emptied, and what is absent was not changed.
func infoCases() []payloads.Variant {
	all := []payloads.Change{
		payloads.Set("Introduction", "every Friday"), payloads.Set("Name", "Hike News"),
		payloads.Set("FaceUrl", "https://media.example.com/face/1.png"), payloads.Set("Organization", "Alpine Club"),
	}
	return []payloads.Variant{
		must("oa-info-all", "all that may be changed", ownPage, all...),
		must("oa-info-one", "the name alone", ownPage, payloads.Remove("Introduction"), all[1]),
		should("oa-info-emptied", "an introduction that was taken away", inferred,
			payloads.Set("Introduction", "")),
	}
}

func fullCases() []payloads.Variant {
	return []payloads.Variant{
		should("oa-full-repeated", "an account that is full, twice",
			"a subscription that fails may tell it again; "+inferred).
			Sending(payloads.Step{Label: "full"}, payloads.Step{Label: "again"}),
	}
}

func recallCases() []payloads.Variant {
	many := func(g *payloads.Gen) payloads.Value {
		d, list := g.Draw("recalled messages"), make([]payloads.Value, 20)
		for i := range list {
			key := messageKey(g.NextSeq(20)+int64(i), &d, g.Now().Unix()-int64(len(list)-i))
			list[i] = payloads.Obj("MsgKey", key)
		}
		return jsontree.Array(list...)
	}
	return []payloads.Variant{
		must("oa-withdraw-many", "20 messages, all to be handled", ownPage, payloads.From("WithdrawMsgList", many)),
	}
}
