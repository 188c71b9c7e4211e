package conformance_test

import (
	"testing"
	"time"

	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/chat"
	"github.com/timhook/timhook/webhook"
)

// BenchmarkBuildSignEncode makes the bytes of one ordinary callback: packet, query, signature, head.
// The goal is 15 µs and 60 allocations on one core (-cpu 1).
func BenchmarkBuildSignEncode(b *testing.B) {
	command, err := chat.Lookup("send")
	if err != nil {
		b.Fatal(err)
	}
	endpoint, err := webhook.ParseEndpoint("http://127.0.0.1:8080/im")
	if err != nil {
		b.Fatal(err)
	}
	target := webhook.Target{URL: endpoint, SDKAppID: 1400000000, Token: "k7Qd2mXz9TnB4vRw"}
	now := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	wire := make([]byte, 0, 4096)
	b.ReportAllocs()
	for n := uint64(0); b.Loop(); n++ {
		packets, err := command.Build(nil, payloads.Params{Seed: 7, Number: n, Now: now})
		if err != nil {
			b.Fatal(err)
		}
		wire = target.Request(conformance.CallbackOf(packets[0]), now).AppendWire(wire[:0])
	}
	b.SetBytes(int64(len(wire)))
}
