package conformance_test

import (
	"context"
	"iter"
	"slices"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/timhook/timhook/conformance"
)

// counted tells how many deliveries were asked for.
func counted(list []conformance.Delivery, asked *atomic.Int64) iter.Seq[conformance.Delivery] {
	return func(yield func(conformance.Delivery) bool) {
		for _, d := range list {
			asked.Add(1)
			if !yield(d) {
				return
			}
		}
	}
}

func TestAStreamKeepsTheOrderAndHoldsFewDeliveries(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const jobs = 4
		w := newWitness(func(n int) time.Duration { return time.Duration(7-n%7) * 40 * time.Millisecond })
		runner := conformance.Runner{Client: w.client(), Target: target(t), Jobs: jobs}
		var asked atomic.Int64
		told, most := int64(0), int64(0)
		runner.Stream(t.Context(), counted(singles(t, 400), &asked), func(r conformance.Result) {
			if int64(r.Packet.Number) != told {
				t.Errorf("result %d is of packet %d", told, r.Packet.Number)
			}
			time.Sleep(50 * time.Millisecond) // slower than the backend, so that results pile up
			told++
			most = max(most, asked.Load()-told)
		})
		if told != 400 || asked.Load() != 400 {
			t.Fatalf("got %d results of %d deliveries, want 400", told, asked.Load())
		}
		if bound := int64(16*jobs + 2*jobs + 2); most > bound {
			t.Errorf("%d deliveries were held at once, want %d at most", most, bound)
		}
		if most < jobs {
			t.Errorf("%d deliveries were held at most, so this test sees nothing", most)
		}
	})
}

func TestAStreamAsksForNoMoreWhenItsContextEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		w := newWitness(takes(100 * time.Millisecond))
		var asked atomic.Int64
		told := 0
		start := time.Now()
		conformance.Runner{Client: w.client(), Target: target(t), Jobs: 2}.Stream(ctx,
			counted(singles(t, 1000), &asked), func(conformance.Result) { told++ })
		if took := time.Since(start); took != time.Second {
			t.Errorf("it took %v, want a second", took)
		}
		if asked.Load() > 24 || told < 18 || told > 22 {
			t.Errorf("%d were asked for and %d told, want about 20 of both", asked.Load(), told)
		}
		time.Sleep(time.Minute) // in the bubble: until the backend has seen that nobody waits
	})
}

func TestDeliveriesAreSentWhenTheyAreDue(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWitness(takes(1500 * time.Millisecond))
		list := singles(t, 5)
		due := []time.Duration{0, 10 * time.Millisecond, 10 * time.Millisecond, time.Second, 3 * time.Second}
		for i := range list {
			list[i].Due = due[i]
		}
		conformance.Runner{Client: w.client(), Target: target(t), Jobs: 8}.Stream(t.Context(), slices.Values(list),
			func(conformance.Result) {})
		if diff := cmp.Diff(due, w.starts()); diff != "" {
			t.Errorf("starts (-want +got):\n%s", diff)
		}
		time.Sleep(time.Minute)
	})
}

func TestAnEmptyStreamEnds(t *testing.T) {
	conformance.Runner{Jobs: 3}.Stream(t.Context(), func(func(conformance.Delivery) bool) {},
		func(conformance.Result) { t.Error("got a result") })
}
