package record_test

import (
	"context"
	"net"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"github.com/timhook/timhook/conformance/judge"
	"github.com/timhook/timhook/internal/lint"
	"github.com/timhook/timhook/internal/record"
	"github.com/timhook/timhook/payloads"
	"github.com/timhook/timhook/payloads/chat"
	"github.com/timhook/timhook/webhook"
	"github.com/timhook/timhook/webhook/capture/file"
)

// BenchmarkForward compares callbacks that go through the recorder, which judges them and writes them to a file, with
// callbacks that go straight to the backend.
func BenchmarkForward(b *testing.B) {
	backend := canonicalBackend(b)
	b.Run("direct", func(b *testing.B) { fire(b, backend) })
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan record.Summary)
	client := new(webhook.Client)
	defer client.Close()
	file, err := file.Open(filepath.Join(b.TempDir(), "calls.ndjson"), file.Options{})
	if err != nil {
		b.Fatal(err)
	}
	o := record.Options{Forward: backend, Client: client, Save: file.Append, Check: new(lint.Options)}
	go func() {
		sum, _ := record.New(o).Serve(ctx, l)
		ended <- sum
	}()
	b.Run("recorded", func(b *testing.B) {
		to := *backend
		to.Host, to.Addr = l.Addr().String(), l.Addr().String()
		fire(b, &to)
	})
	stop()
	sum := <-ended
	if err := file.Close(); err != nil || sum.Unsaved > 0 {
		b.Errorf("%d exchanges are not in the file (%v)", sum.Unsaved, err)
	}
	b.Logf("added: p50 %v, p99 %v", sum.AddedP50, sum.AddedP99)
}

// canonicalBackend answers rightly with as little work as can be.
func canonicalBackend(b *testing.B) *webhook.Endpoint {
	b.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = l.Close() })
	ctx, stop := context.WithCancel(context.Background())
	b.Cleanup(stop)
	go func() { _, _ = record.New(record.Options{}).Serve(ctx, l) }()
	to, err := webhook.ParseEndpoint("http://" + l.Addr().String() + "/im")
	if err != nil {
		b.Fatal(err)
	}
	return to
}

// fire sends ordinary callbacks over eight connections.
func fire(b *testing.B, to *webhook.Endpoint) {
	command := chat.All()[0]
	packets, err := command.Build(&command.Variants()[0], payloads.Params{Seed: 1, Now: time.Unix(1741000000, 0)})
	if err != nil {
		b.Fatal(err)
	}
	target := webhook.Target{URL: to, SDKAppID: 1400000000, Token: "k7Qd2mXz9TnB4vRw"}
	request := target.Request(webhook.Callback{Command: command.Name, Body: packets[0].Body}, time.Now())
	client := new(webhook.Client)
	defer client.Close()
	var failed atomic.Int64
	b.SetParallelism(4)
	b.SetBytes(int64(len(packets[0].Body)))
	b.ResetTimer()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			if x := client.Send(context.Background(), request); string(x.Body) != judge.Canonical {
				failed.Add(1)
			}
		}
	})
	if n := failed.Load(); n > 0 {
		b.Errorf("%d answers were altered", n)
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "callbacks/s")
}
