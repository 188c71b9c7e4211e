package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"syscall"
	"time"
)

// measured is one run of one client, as the sink and the system saw it.
type measured struct {
	seen
	wall time.Duration
	cpu  time.Duration // of the client
	rss  int64         // bytes, the client's peak
}

// perSecond is the rate of requests that arrived.
func (m measured) perSecond(length time.Duration) float64 {
	return float64(m.Requests) / length.Seconds()
}

// cpuEach is the client's CPU time for one request, in microseconds.
func (m measured) cpuEach() float64 {
	if m.Requests == 0 {
		return 0
	}
	return float64(m.cpu.Microseconds()) / float64(m.Requests)
}

// measure runs a client against a sink; ok is false where it is missing or cannot do what is asked.
func measure(ctx context.Context, p *peers, c client, s *sink, r run) (m measured, ok bool, err error) {
	bin := p.bins[c.name]
	args := c.args(p, r)
	if bin == "" || args == nil {
		return m, false, nil
	}
	if _, err := s.take(0); err != nil {
		return m, false, err
	}
	ctx, cancel := context.WithTimeout(ctx, r.length+2*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, bin, args...)
	cmd.Env = append(os.Environ(), "BENCH_TOKEN=k7Qd2mXz9TnB4vRw", "NO_COLOR=1")
	if c.env != nil {
		cmd.Env = append(cmd.Env, c.env(r)...)
	}
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	start := time.Now()
	if err := cmd.Run(); err != nil {
		return m, false, fmt.Errorf("%s %v: %w\n%s", c.name, args, err, tail(out.Bytes()))
	}
	m.wall = time.Since(start)
	m.cpu = cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	if usage, isUsage := cmd.ProcessState.SysUsage().(*syscall.Rusage); isUsage {
		m.rss = usage.Maxrss << 10 // kilobytes on Linux
	}
	m.seen, err = s.take(float64(r.rate))
	return m, true, err
}

func tail(out []byte) []byte { return out[max(0, len(out)-2000):] }
