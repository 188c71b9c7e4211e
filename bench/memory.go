package main

import (
	"context"
	"fmt"
	"slices"
	"time"
)

// memory prints how much more a long run takes than a short one.
func (e experiment) memory(ctx context.Context, p *peers, rounds int) error {
	s, err := startSink(ctx, e.sink)
	if err != nil {
		return err
	}
	defer s.stop()
	fmt.Printf("\n%s; medians of %d rounds\n", e.name, rounds)
	for _, c := range clients() {
		var short, long, ratios []float64
		for range rounds {
			a, ok, err := measure(ctx, p, c, s, run{url: s.url, connections: 64, count: 10_000, length: time.Minute})
			if err != nil {
				return err
			}
			if !ok {
				break
			}
			b, _, err := measure(ctx, p, c, s, run{url: s.url, connections: 64, count: 400_000, length: time.Minute})
			if err != nil {
				return err
			}
			short, long, ratios = append(short, float64(a.rss)), append(long, float64(b.rss)), append(ratios, float64(b.rss)/float64(a.rss))
		}
		if len(ratios) == 0 {
			continue
		}
		for _, list := range [][]float64{short, long, ratios} {
			slices.Sort(list)
		}
		mid := len(ratios) / 2
		fmt.Printf("  %-8s %6.1f MiB, %6.1f MiB: %.2f\n", c.name, short[mid]/(1<<20), long[mid]/(1<<20), ratios[mid])
	}
	fmt.Println("  goal for timhook: at most 64 MiB, and at most 1.15")
	return nil
}
