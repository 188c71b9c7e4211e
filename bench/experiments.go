package main

import (
	"context"
	"fmt"
	"time"
)

// experiment is one table: every client does the same against the same sink, in turn.
type experiment struct {
	group, name string
	sink        string
	run         run
	goals       []goal
}

// goal is a ratio of timhook to a peer in the same round; the median over the rounds is what counts.
type goal struct {
	what   string
	peer   string
	figure func(m measured, r run) float64
	want   float64
	atMost bool // otherwise at least
}

func rateOf(m measured, r run) float64 { return m.perSecond(r.length) }

func cpuOf(m measured, _ run) float64 { return m.cpuEach() }

func medianOf(m measured, _ run) float64 { return m.P50 }

func experimentsClosed(length time.Duration) []experiment {
	raw := []goal{
		{"requests/s", "wrk", rateOf, 0.75, false},
		{"requests/s", "hey", rateOf, 3, false},
		{"CPU for each request", "wrk", cpuOf, 1.6, true},
	}
	return []experiment{
		{"closed", "as fast as possible, 64 connections, a sink that answers fixed bytes", "raw", run{connections: 64, length: length}, raw},
		{"closed", "as fast as possible, 16 connections, a sink that answers fixed bytes", "raw", run{connections: 16, length: length}, raw},
		{"closed", "as fast as possible, 64 connections, a Go backend that decodes JSON", "json", run{connections: 64, length: length}, []goal{
			{"requests/s", "wrk", rateOf, 0.70, false},
			{"requests/s", "hey", rateOf, 1.15, false},
			{"requests/s", "k6", rateOf, 2.5, false},
		}},
	}
}

func experiments(length time.Duration) []experiment {
	list := experimentsClosed(length)
	for _, rate := range []int{1000, 5000} {
		list = append(list, experiment{
			"paced", fmt.Sprintf("%d/s, distance of the arrivals from the ideal grid", rate), "raw",
			run{connections: 16, length: 2 * length, rate: rate},
			[]goal{{"median distance", "k6", medianOf, 0.5, true}},
		})
	}
	return append(list, experiment{group: "memory", name: "peak memory, 10,000 and 400,000 requests", sink: "raw", run: run{connections: 64, length: length}})
}

// play runs every client in every round.
func (e experiment) play(ctx context.Context, p *peers, rounds int) (table, error) {
	t := table{experiment: e, rows: map[string][]measured{}}
	s, err := startSink(ctx, e.sink)
	if err != nil {
		return t, err
	}
	defer s.stop()
	e.run.url = s.url
	for range rounds {
		for _, c := range clients() {
			m, ok, err := measure(ctx, p, c, s, e.run)
			if err != nil {
				return t, err
			}
			if ok {
				t.rows[c.name] = append(t.rows[c.name], m)
			}
		}
	}
	return t, nil
}
