package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"sync"
	"time"
)

// answer is what both sinks say to every callback.
const answer = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 50\r\n\r\n" + `{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":0}`

// seen is what a sink has counted since it was last asked to begin anew.
type seen struct {
	Requests int
	Bytes    int64
	// Distances of the arrivals from the best-placed grid of that rate, in microseconds; only where a rate was asked
	// for.
	P50, P99, Max float64
}

// counter keeps the moment of every arrival.
type counter struct {
	mu       sync.Mutex
	arrivals []time.Duration
	bytes    int64
	start    time.Time
}

func (c *counter) add(requests int, bytes int) {
	now := time.Since(c.start)
	c.mu.Lock()
	for range requests {
		c.arrivals = append(c.arrivals, now)
	}
	c.bytes += int64(bytes)
	c.mu.Unlock()
}

// take returns what was counted and begins anew.
func (c *counter) take(rate float64) seen {
	c.mu.Lock()
	defer c.mu.Unlock()
	s := seen{Requests: len(c.arrivals), Bytes: c.bytes}
	if rate > 0 && len(c.arrivals) > 1 {
		s.P50, s.P99, s.Max = distances(c.arrivals, rate)
	}
	c.arrivals, c.bytes = c.arrivals[:0], 0
	return s
}

// distances are how far arrivals lie from start + k/rate, with the start that makes their median smallest.
func distances(arrivals []time.Duration, rate float64) (p50, p99, most float64) {
	off := make([]float64, len(arrivals))
	for k, at := range arrivals {
		off[k] = float64(at)/1e3 - float64(k)*1e6/rate
	}
	middle := slices.Clone(off)
	slices.Sort(middle)
	start := middle[len(middle)/2]
	for k := range off {
		off[k] = max(off[k]-start, start-off[k])
	}
	slices.Sort(off)
	return off[len(off)/2], off[len(off)*99/100], off[len(off)-1]
}

// control answers each line on standard input, a rate or 0, with what was seen since the last one. It ends the sink
// with its input.
func (c *counter) control() {
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		var rate float64
		if _, err := fmt.Sscan(lines.Text(), &rate); err != nil {
			os.Exit(1)
		}
		line, err := json.Marshal(c.take(rate))
		if err != nil {
			os.Exit(1)
		}
		fmt.Println(string(line))
	}
	os.Exit(0)
}
