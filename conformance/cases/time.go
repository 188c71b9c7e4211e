package cases

import (
	"math/big"
	"time"

	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/signer"
	"github.com/timhook/timhook/webhook"
)

// timeTampers date a rightly signed request outside the window of a minute, near its edge, or in no way at all.
func timeTampers() []Tamper {
	const (
		must, should, may    = payloads.Must, payloads.Should, payloads.May
		refuse, accept, info = payloads.ExpectRefuse, payloads.ExpectOK, payloads.ExpectInfo
	)
	shifted := func(id, doc string, level payloads.Level, expect payloads.Expect, by time.Duration) Tamper {
		const window = "Webhook Authentication (269/32431): one minute"
		run := addressed(func(t *webhook.Target) {
			t.Signing, t.At = webhook.SignAuto, webhook.RequestTime{Offset: by}
		})
		return Tamper{ID: id, Doc: doc, Source: window, Level: level, Expect: expect, Run: run}
	}
	spelt := func(id, doc string, level payloads.Level, expect payloads.Expect, spell func(now string) string) Tamper {
		const source = "RequestTime is Unix seconds in decimal (" + judge.Overview + ")"
		run := signed(func(x signing) []webhook.Param {
			text := spell(x.at)
			return pair(signer.SignText(x.token, text), text)
		})
		return Tamper{ID: id, Doc: doc, Source: source, Level: level, Expect: expect, Run: run}
	}
	list := []Tamper{
		shifted("neg-time-expired-65", "RequestTime is 65 s old", must, refuse, -65*time.Second),
		shifted("neg-time-expired-hour", "RequestTime is an hour old", must, refuse, -time.Hour),
		shifted("neg-time-future-65", "RequestTime is 65 s ahead", should, refuse, 65*time.Second),
		shifted("neg-time-future-hour", "RequestTime is an hour ahead", should, refuse, time.Hour),
		shifted("edge-time-55-old", "RequestTime is 55 s old, within the window", must, accept, -55*time.Second),
		shifted("edge-time-55-future", "RequestTime is 55 s ahead, within the window", should, accept, 55*time.Second),
		shifted("edge-time-60", "RequestTime is exactly 60 s old, where right backends differ", may, info,
			-time.Minute),
		spelt("neg-time-ms", "RequestTime in milliseconds", should, refuse,
			func(now string) string { return now + "000" }),
		spelt("neg-time-nonnumeric", "RequestTime=abc with the Sign of that text", must, refuse,
			func(string) string { return "abc" }),
		spelt("neg-time-negative", "RequestTime=-1 with the Sign of that text", must, refuse,
			func(string) string { return "-1" }),
		spelt("neg-time-huge", "RequestTime of 30 digits with the Sign of that text", must, refuse, hugeTime),
		spelt("neg-time-leading-zero", "a zero before RequestTime, signed with it", may, info,
			func(now string) string { return "0" + now }),
	}
	for i := range list {
		list[i].Needs = conformance.NeedsToken
	}
	return list
}

// hugeTime has 30 digits and is the present modulo 2^64, which a reader that overflows in silence takes for now.
func hugeTime(now string) string {
	n, ok := new(big.Int).SetString(now, 10)
	if !ok {
		panic("the present is not a number: " + now)
	}
	wraps := new(big.Int).Lsh(big.NewInt(20_000_000_000), 64)
	return n.Add(n, wraps).String()
}
