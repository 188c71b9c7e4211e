package c2c

import (
	"slices"
	"strconv"

	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/jsontree"
)

// The REST API may edit the body or the custom data alone (269/74740). Whether the callback then has both is unknown.

func newData() payloads.Field {
	return payloads.CloudCustomDataField().InCase("the message has some (inferred: or it was edited)")
}

// newBody is there in most packets, and in all that have no CloudCustomData.
func newBody() payloads.Field {
	f := payloads.MsgBodyField()
	makes := f.Make
	return f.Sent(payloads.Conditional).InCase("it was edited (inferred: or in each packet)").
		By(func(g *payloads.Gen) payloads.Value {
			d := g.Draw("MsgBody is edited")
			if g.Scope() == payloads.Domain && d.Chance(30) && !g.Value("CloudCustomData").IsAbsent() {
				return jsontree.Absent()
			}
			return makes(g)
		})
}

// editor is Operator_Account: mostly the sender, and either of the two or an administrator may be.
func editor() payloads.Field {
	f := payloads.OperatorField("UserID of who edited the message: either of the two, or an administrator")
	makes := f.Make
	return f.By(func(g *payloads.Gen) payloads.Value {
		if d := g.Draw("editor"); g.Scope() == payloads.Domain && d.Chance(20) {
			return g.Value("To_Account")
		}
		return makes(g)
	})
}

// modifyRules are those of a message that was sent, but for EventTime, which an edit has long after MsgTime.
func modifyRules() []payloads.Rule {
	afterwards := payloads.Rule{
		ID: "edit-after-message", Level: payloads.Should, Evidence: payloads.Inferred, Source: "inferred",
		Doc: "EventTime is not before MsgTime", Check: editedAfterwards,
	}
	return slices.Concat(
		payloads.AccountRules("Operator_Account", "From_Account", "To_Account"), payloads.ContentRules(),
		[]payloads.Rule{payloads.MessageTimeRule(), payloads.MsgKeyRule(), afterwards},
	)
}

func editedAfterwards(p payloads.Value, report payloads.Report) {
	event, err := strconv.ParseInt(p.Get("EventTime").Text(), 10, 64)
	sent, isInt := p.Get("MsgTime").Int64()
	comparable := err == nil && isInt && payloads.UnitOf(event) == payloads.Milliseconds &&
		payloads.UnitOf(sent) == payloads.Seconds
	if !comparable {
		return // which is a problem of its own
	}
	if early := sent - event/1000; early > 0 {
		report(jsontree.Path{"EventTime"}, "is %d s before MsgTime, want it afterwards", early)
	}
}
