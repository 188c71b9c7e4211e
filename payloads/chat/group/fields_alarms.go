package group

import (
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/jsontree"
)

// What Chat tells without anybody's doing: who is online, and how many groups may still be made.

// stateFields are EventType and EventCause, which belong together.
func stateFields() []payloads.Field {
	pair := func(g *payloads.Gen) (event, cause string) {
		d := g.Draw("EventType")
		if n := d.N(4); g.Scope() == payloads.Domain {
			return []string{"Offline", "Offline", "Online", "Online"}[n],
				[]string{"HeartbeatInterrupt", "Quit", "HeartbeatRecover", "Join"}[n]
		}
		return "Offline", "HeartbeatInterrupt"
	}
	causes := payloads.OneOf("HeartbeatInterrupt", "HeartbeatRecover", "Join", "Quit")
	return []payloads.Field{
		payloads.Part("EventType", payloads.OneOf("Offline", "Online"), "what the members are now").
			Of("", payloads.IsKey).By(func(g *payloads.Gen) payloads.Value {
			event, _ := pair(g)
			return jsontree.String(event)
		}),
		payloads.PartWhen("on pages of 2024 and newer", "EventCause", causes, "why: HeartbeatInterrupt, and Quit of "+
			"the last device, for Offline; HeartbeatRecover, and Join of the first, for Online").
			By(func(g *payloads.Gen) payloads.Value {
				d := g.Draw("EventCause")
				if !g.Sends(&d, 75) {
					return payloads.Value{}
				}
				_, cause := pair(g)
				return jsontree.String(cause)
			}),
	}
}

// justAbove70 is the least number above 70 % of a limit, and the limit where there is none below.
func justAbove70(limit int64) int64 { return min(limit, limit*7/10+1) }

// quotaFields are QuotaUsed, above 70 % of Quota.
func quotaFields() []payloads.Field {
	return []payloads.Field{
		payloads.Part("QuotaUsed", payloads.Integer(0, 0), "groups made today, without those disbanded; above 70 % of "+
			"Quota").Of("", payloads.IsKey).By(func(g *payloads.Gen) payloads.Value {
			d := g.Draw("QuotaUsed")
			limit := g.Int("Quota")
			if limit <= 0 {
				limit = 5000
			}
			if g.Scope() == payloads.Maximal {
				return jsontree.Int(limit)
			}
			return jsontree.Int(d.Between(justAbove70(limit), limit))
		}),
		payloads.Part("Quota", payloads.Integer(0, 0), "how many groups the app may make in a day").
			By(func(g *payloads.Gen) payloads.Value {
				d := g.Draw("Quota")
				return jsontree.Int(100 * d.Between(10, 1000))
			}),
	}
}
