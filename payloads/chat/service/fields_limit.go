package service

import (
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/jsontree"
)

// oneOf makes one of some texts, the first of them for an ordinary packet.
func oneOf(purpose string, known ...string) func(*payloads.Gen) payloads.Value {
	return func(g *payloads.Gen) payloads.Value {
		d := g.Draw(purpose)
		if g.Scope() == payloads.Domain {
			return jsontree.String(d.Pick(known))
		}
		return jsontree.String(known[0])
	}
}

func limit(g *payloads.Gen) payloads.Value {
	if g.Scope() != payloads.Domain {
		return jsontree.Int(200)
	}
	d := g.Draw("Limit")
	return jsontree.Int(100 * d.Between(1, 10))
}

// calls are more than 80 % of the limit, sometimes more than all of it.
func calls(g *payloads.Gen) payloads.Value {
	d, most := g.Draw("Request"), max(100, g.Int("Limit"))
	most = min(most, 1<<32)
	return jsontree.Int(d.Between(most*4/5+1, most*5/2))
}

// nearLimitRule is about the two numbers of the alarm.
func nearLimitRule() payloads.Rule {
	return payloads.Rule{
		ID: "calls-near-limit", Level: payloads.Should, Source: "the page's first paragraph (1047/60256)",
		Doc: "the calls are more than 80 % of their limit",
		Check: func(packet payloads.Value, report payloads.Report) {
			calls, isCalls := packet.Get("Request").Int64()
			limit, isLimit := packet.Get("Limit").Int64()
			if isCalls && isLimit && calls >= 0 && limit >= 0 && float64(calls) <= 0.8*float64(limit) {
				report(jsontree.Path{"Request"}, "got %d of %d calls, want more than 80 %%", calls, limit)
			}
		},
	}
}
