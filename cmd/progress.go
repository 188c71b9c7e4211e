package cmd

import (
	"fmt"
	"io"
	"sync"
	"time"

	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/conformance/judge"
)

// progressLine tells people on stderr how far a run is. It is silent for runs of less than a second.
type progressLine struct {
	mu     sync.Mutex
	w      io.Writer
	redraw bool
	total  int
	count  int
	failed int
	start  time.Time
	ticker *time.Ticker
	quit   chan struct{}
	ended  sync.WaitGroup
	drawn  bool
}

func (a *app) startProgress(mode string, total int) *progressLine {
	terminal := isTerminal(a.rawErr)
	p := &progressLine{w: a.rawErr, total: total, start: time.Now(), redraw: mode == "auto" && terminal, quit: make(chan struct{})}
	every := time.Second
	switch {
	case mode == "plain":
		every = 5 * time.Second
	case !p.redraw:
		return p
	}
	p.ticker = time.NewTicker(every)
	p.ended.Go(p.loop)
	return p
}

func (p *progressLine) loop() {
	for {
		select {
		case <-p.ticker.C:
			p.draw()
		case <-p.quit:
			return
		}
	}
}

func (p *progressLine) draw() {
	p.mu.Lock()
	defer p.mu.Unlock()
	elapsed := time.Since(p.start)
	rate := float64(p.count) / elapsed.Seconds()
	line := fmt.Sprintf("%d/%d sent, %d left, %.0f/s, %d failed", p.count, p.total, max(0, p.total-p.count), rate, p.failed)
	if p.redraw {
		fmt.Fprintf(p.w, "\r\x1b[K%s", line)
		p.drawn = true
		return
	}
	fmt.Fprintln(p.w, line)
}

// clear makes room for a line of results.
func (p *progressLine) clear() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.drawn {
		fmt.Fprint(p.w, "\r\x1b[K")
		p.drawn = false
	}
}

func (p *progressLine) done(r conformance.Result) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.count++
	if o := r.Outcome(); o == judge.Fail || o == judge.Error {
		p.failed++
	}
}

func (p *progressLine) stop() {
	if p.ticker != nil {
		p.ticker.Stop()
		close(p.quit)
		p.ended.Wait()
	}
	p.clear()
}
