package cases

import (
	"context"
	"math/big"
	"strings"
	"time"

	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/signer"
	"github.com/timhook/timhook/webhook"
)

// timeTampers date a correctly signed request outside the window of a minute, near its edge, or in no way at all.
func timeTampers() []tamper {
	const (
		window  = "Webhook Authentication (269/32431): one minute"
		seconds = "RequestTime is Unix seconds in decimal (" + judge.Overview + ")"
	)
	list := []tamper{
		must("neg-time-expired-65", "RequestTime is 65 s old", window, dated(-65*time.Second)).expect(refuse),
		must("neg-time-expired-hour", "RequestTime is an hour old", window, dated(-time.Hour)).expect(refuse),
		should("neg-time-future-65", "RequestTime is 65 s ahead", window, dated(65*time.Second)).expect(refuse),
		should("neg-time-future-hour", "RequestTime is an hour ahead", window, dated(time.Hour)).expect(refuse),
		must("edge-time-55-old", "RequestTime is 55 s old, within the window", window, dated(-55*time.Second)),
		should("edge-time-55-future", "RequestTime is 55 s ahead, within the window", window, dated(55*time.Second)),
		must("edge-sign-zero", "a Sign that begins with 0 and, where the minute has one, a Sign that begins with 00",
			judge.Overview+", on authentication: Sign has 64 digits", leadingZeros),
		may("edge-time-60", "RequestTime is exactly 60 s old, where right backends differ", window,
			dated(-time.Minute)).expect(info),
		should("neg-time-ms", "RequestTime in milliseconds", seconds,
			datedAs(func(now string) string { return now + "000" })).expect(refuse),
		must("neg-time-nonnumeric", "RequestTime=abc with the Sign of that text", seconds,
			datedAs(func(string) string { return "abc" })).expect(refuse),
		must("neg-time-negative", "RequestTime=-1 with the Sign of that text", seconds,
			datedAs(func(string) string { return "-1" })).expect(refuse),
		must("neg-time-huge", "RequestTime of 30 digits with the Sign of that text", seconds,
			datedAs(hugeTime)).expect(refuse),
		may("neg-time-leading-zero", "a zero before RequestTime, signed with it", seconds,
			datedAs(func(now string) string { return "0" + now })).expect(info),
	}
	for i := range list {
		list[i].Needs = conformance.NeedsToken
	}
	return list
}

// leadingZeros sends callbacks that are dated so that their Sign begins with zeros. One second in 16 has such a Sign,
// one in 256 a Sign with two zeros.
func leadingZeros(ctx context.Context, run *conformance.CaseRun) {
	token, sent := run.Options.Target.Token, false
	for _, zeros := range []string{"0", "00"} {
		at, found := secondWith(token, zeros, time.Now())
		if !found {
			continue
		}
		p := run.Ordinary()
		a := conformance.Attempt{Label: "a Sign that begins with " + zeros, Packet: p}
		a.Request = run.RequestTo(func(t *webhook.Target) {
			t.Signing, t.At = webhook.SignAuto, webhook.RequestTime{Fixed: true, Unix: at}
		}, p)
		run.Send(ctx, a)
		sent = true
	}
	if !sent {
		run.Skip("no RequestTime of this minute has a Sign that begins with 0")
	}
}

// secondWith is the second nearest to now, at most 50 away and rather before than after, whose Sign begins so. A
// beginning of one zero is followed by another digit.
func secondWith(token, zeros string, now time.Time) (unix int64, found bool) {
	const most = 50
	for _, direction := range []int64{-1, 1} {
		for off := range int64(most) {
			at := now.Unix() + direction*off
			rest, begins := strings.CutPrefix(signer.Sign(token, at), zeros)
			if begins && rest[0] != '0' {
				return at, true
			}
		}
	}
	return 0, false
}

// dated sends a callback that was correctly signed that long from now; before now where by is negative.
func dated(by time.Duration) conformance.RunFunc {
	return addressed(func(t *webhook.Target) { t.Signing, t.At = webhook.SignAuto, webhook.RequestTime{Offset: by} })
}

// datedAs sends a callback with a RequestTime that is spelt otherwise, and the Sign of that text.
func datedAs(spell func(now string) string) conformance.RunFunc {
	return signed(func(x signing) []webhook.Param {
		text := spell(x.at)
		return pair(signer.SignText(x.token, text), text)
	})
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
