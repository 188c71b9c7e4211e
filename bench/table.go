package main

import (
	"context"
	"fmt"
	"os"
	"slices"
	"text/tabwriter"
)

// table is what came of an experiment: the runs of each client by name, in the order of the rounds.
type table struct {
	experiment
	rows map[string][]measured
}

// show plays an experiment and prints its table.
func (e experiment) show(ctx context.Context, p *peers, rounds int) error {
	if e.group == "memory" {
		return e.memory(ctx, p, rounds)
	}
	return e.print(ctx, p, rounds)
}

func (e experiment) print(ctx context.Context, p *peers, rounds int) error {
	t, err := e.play(ctx, p, rounds)
	if err != nil {
		return err
	}
	fmt.Printf("\n%s; medians of %d rounds\n", e.name, rounds)
	w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(w, "client\trequests/s\tCPU µs each\tpeak MiB\tsent\tgrid p50 µs\tp99 µs\tmax µs\t")
	for _, c := range clients() {
		rows := t.rows[c.name]
		if len(rows) == 0 {
			continue
		}
		fmt.Fprintf(w, "%s\t%.0f\t%.1f\t%.1f\t%.0f\t%.0f\t%.0f\t%.0f\t\n", c.name,
			median(rows, func(m measured) float64 { return rateOf(m, e.run) }),
			median(rows, measured.cpuEach),
			median(rows, func(m measured) float64 { return float64(m.rss) / (1 << 20) }),
			median(rows, func(m measured) float64 { return float64(m.Requests) }),
			median(rows, func(m measured) float64 { return m.P50 }),
			median(rows, func(m measured) float64 { return m.P99 }),
			median(rows, func(m measured) float64 { return m.Max }))
	}
	if err := w.Flush(); err != nil {
		return err
	}
	for _, g := range e.goals {
		t.judge(g)
	}
	return nil
}

// judge prints how timhook stands to a peer, round by round.
func (t table) judge(g goal) {
	ours, theirs := t.rows["timhook"], t.rows[g.peer]
	var ratios []float64
	for i := range min(len(ours), len(theirs)) {
		if peer := g.figure(theirs[i], t.run); peer > 0 {
			ratios = append(ratios, g.figure(ours[i], t.run)/peer)
		}
	}
	if len(ratios) == 0 {
		fmt.Printf("  %s against %s: not measured\n", g.what, g.peer)
		return
	}
	slices.Sort(ratios)
	got, relation, met := ratios[len(ratios)/2], "at least", "met"
	if g.atMost {
		relation = "at most"
	}
	if g.atMost && got > g.want || !g.atMost && got < g.want {
		met = "MISSED"
	}
	fmt.Printf("  %s against %s: %.2f (%.2f to %.2f), goal %s %.2f: %s\n", g.what, g.peer, got, ratios[0], ratios[len(ratios)-1], relation, g.want, met)
}

func median(rows []measured, figure func(measured) float64) float64 {
	values := make([]float64, len(rows))
	for i, m := range rows {
		values[i] = figure(m)
	}
	slices.Sort(values)
	return values[len(values)/2]
}
