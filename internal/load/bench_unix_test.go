//go:build unix

package load

import (
	"context"
	"fmt"
	"syscall"
	"testing"
	"time"

	"github.com/timhook/timhook/conformance/judge"
)

// BenchmarkLoop is a load as fast as the connections allow, with the CPU time of one callback, the backend's included.
func BenchmarkLoop(b *testing.B) {
	for _, connections := range []int{16, 64} {
		b.Run(fmt.Sprint(connections), func(b *testing.B) {
			s := newSink(b, nil, func(int) []byte { return plainAnswer })
			o := s.toward(b, "http")
			o.Connections, o.Count, o.Payloads = connections, b.N, 10_000
			if err := o.check(); err != nil {
				b.Fatal(err)
			}
			p, err := prepare(context.Background(), &o)
			if err != nil {
				b.Fatal(err)
			}
			b.ReportAllocs()
			b.ResetTimer()
			before := cpu(b)
			sum, err := p.run(b.Context(), o)
			if err != nil {
				b.Fatal(err)
			}
			b.ReportMetric(float64((cpu(b)-before).Nanoseconds())/float64(b.N), "cpu-ns/op")
			if sum.Sent != b.N || sum.All.Count(judge.Pass) != b.N {
				b.Fatalf("got %d sent and %d right, want %d", sum.Sent, sum.All.Count(judge.Pass), b.N)
			}
		})
	}
}

func cpu(b *testing.B) time.Duration {
	b.Helper()
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		b.Fatal(err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}
