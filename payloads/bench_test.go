package payloads_test

import (
	"slices"
	"testing"

	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/chat"
	"github.com/timhook/timhook/payloads/chat/bot"
	"github.com/timhook/timhook/payloads/chat/c2c"
	"github.com/timhook/timhook/payloads/chat/group"
	"github.com/timhook/timhook/payloads/chat/official"
	"github.com/timhook/timhook/payloads/chat/service"
	"github.com/timhook/timhook/payloads/chat/user"
)

// The goal for an ordinary packet is 15 microseconds and 60 allocations on one core, signing and encoding included.
func BenchmarkBuild(b *testing.B) {
	for _, id := range []string{"baseline-minimal", "baseline-maximal", "example"} {
		b.Run(id, func(b *testing.B) {
			c := lookup(b, "send")
			v, err := c.Variant(id)
			if err != nil {
				b.Fatal(err)
			}
			p := payloads.Params{Seed: 7, Now: now}
			b.ReportAllocs()
			for b.Loop() {
				p.Number++
				if _, err := c.Build(v, p); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkValidate(b *testing.B) {
	for _, id := range []string{"baseline-minimal", "baseline-maximal", "text-max"} {
		b.Run(id, func(b *testing.B) {
			c := lookup(b, "send")
			v, err := c.Variant(id)
			if err != nil {
				b.Fatal(err)
			}
			packets, err := c.Build(v, payloads.Params{Seed: 7, Now: now})
			if err != nil {
				b.Fatal(err)
			}
			b.ReportAllocs()
			for b.Loop() {
				c.Validate(packets[0].Body)
			}
		})
	}
}

func TestAnOrdinaryPacketTakesFewAllocations(t *testing.T) {
	const most = 60
	for _, c := range chat.All() {
		p := payloads.Params{Seed: 7, Now: now}
		allocs := testing.AllocsPerRun(200, func() {
			p.Number++
			if _, err := c.Build(nil, p); err != nil {
				t.Fatal(err)
			}
		})
		if allocs > most {
			t.Errorf("%s takes %.0f allocations, want at most %d", c.Name, allocs, most)
		}
	}
}

// Most starts of the program make the list once, so it may cost about a millisecond.
func BenchmarkJoin(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		payloads.Join(slices.Concat(bot.Callbacks(), group.Callbacks(), c2c.Callbacks(), user.Callbacks(),
			official.Callbacks(), service.Callbacks())...)
	}
}
