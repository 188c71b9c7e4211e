package cli

import (
	"fmt"
	"io"
	"sync"
	"time"

	"github.com/timhook/timhook/conformance"
	"github.com/timhook/timhook/conformance/judge"
)

// ProgressLine tells people on stderr how far a run is. It is silent for runs of less than a second.
type ProgressLine struct {
	Mu     sync.Mutex
	w      io.Writer
	redraw bool
	total  int
	Count  int
	Failed int
	start  time.Time
	ticker *time.Ticker
	quit   chan struct{}
	ended  sync.WaitGroup
	drawn  bool
}

func (a *App) StartProgress(mode string, total int) *ProgressLine {
	terminal := IsTerminal(a.RawErr)
	p := &ProgressLine{w: a.RawErr, total: total, start: time.Now(), redraw: mode == "auto" && terminal, quit: make(chan struct{})}
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

func (p *ProgressLine) loop() {
	for {
		select {
		case <-p.ticker.C:
			p.draw()
		case <-p.quit:
			return
		}
	}
}

func (p *ProgressLine) draw() {
	p.Mu.Lock()
	defer p.Mu.Unlock()
	elapsed := time.Since(p.start)
	rate := float64(p.Count) / elapsed.Seconds()
	line := fmt.Sprintf("%d/%d sent, %d left, %.0f/s, %d failed", p.Count, p.total, max(0, p.total-p.Count), rate, p.Failed)
	if p.redraw {
		fmt.Fprintf(p.w, "\r\x1b[K%s", line)
		p.drawn = true
		return
	}
	fmt.Fprintln(p.w, line)
}

// Clear makes room for a line of results.
func (p *ProgressLine) Clear() {
	p.Mu.Lock()
	defer p.Mu.Unlock()
	if p.drawn {
		fmt.Fprint(p.w, "\r\x1b[K")
		p.drawn = false
	}
}

func (p *ProgressLine) Done(r conformance.Result) {
	p.Mu.Lock()
	defer p.Mu.Unlock()
	p.Count++
	if o := r.Outcome(); o == judge.Fail || o == judge.Error {
		p.Failed++
	}
}

func (p *ProgressLine) Stop() {
	if p.ticker != nil {
		p.ticker.Stop()
		close(p.quit)
		p.ended.Wait()
	}
	p.Clear()
}
