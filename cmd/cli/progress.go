package cli

import (
	"fmt"
	"io"
	"sync"
	"time"

	"github.com/timhook/timhook/conformance/judge"
)

// Progress is the line on stderr that tells people how far a run is. On a terminal each text takes the place of the one
// before it; with --progress plain each has a line of its own; otherwise nothing is shown.
type Progress struct {
	w      io.Writer
	redraw bool
	plain  bool

	mu    sync.Mutex
	drawn bool
	last  time.Time // when a text was shown
}

// NewProgress reads the mode of --progress: auto, plain or none.
func (a *App) NewProgress(mode string) *Progress {
	return &Progress{
		w: a.RawErr, redraw: mode == "auto" && IsTerminal(a.RawErr), plain: mode == "plain",
		last: time.Now(),
	}
}

// Show shows a text.
func (p *Progress) Show(text string) {
	if p.plain {
		fmt.Fprintln(p.w, text)
	}
	p.Draw(text)
}

// Draw shows a text on a terminal only.
func (p *Progress) Draw(text string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.last = time.Now(); p.redraw {
		fmt.Fprintf(p.w, "\r\x1b[K%s", text)
		p.drawn = true
	}
}

// IsDue is true on a terminal that has shown the same text for a second.
func (p *Progress) IsDue() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.redraw && time.Since(p.last) >= time.Second
}

// Clear makes room for a line of results.
func (p *Progress) Clear() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.drawn {
		fmt.Fprint(p.w, "\r\x1b[K")
		p.drawn = false
	}
}

// Counter counts what a run has done and shows it from time to time: a run of less than a second is over before.
type Counter struct {
	*Progress
	total int
	start time.Time
	end   func() // of the showing

	mu            sync.Mutex
	count, failed int
}

// StartCounter begins to count towards a total.
func (a *App) StartCounter(mode string, total int) *Counter {
	c := &Counter{Progress: a.NewProgress(mode), total: total, start: time.Now(), end: func() {}}
	switch {
	case c.plain:
		c.showEvery(5 * time.Second)
	case c.redraw:
		c.showEvery(time.Second)
	}
	return c
}

func (c *Counter) showEvery(d time.Duration) {
	ticker := time.NewTicker(d)
	quit := make(chan struct{})
	var showing sync.WaitGroup
	showing.Go(func() {
		for {
			select {
			case <-ticker.C:
				c.Show(c.text())
			case <-quit:
				return
			}
		}
	})
	c.end = func() {
		ticker.Stop()
		close(quit)
		showing.Wait()
	}
}

func (c *Counter) text() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	left := max(0, c.total-c.count)
	rate := float64(c.count) / time.Since(c.start).Seconds()
	return fmt.Sprintf("%d/%d sent, %d left, %.0f/s, %d failed", c.count, c.total, left, rate, c.failed)
}

// Done counts one more, and what came of it.
func (c *Counter) Done(o judge.Outcome) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.count++
	if o == judge.Fail || o == judge.Error {
		c.failed++
	}
}

// Note shows a line that stays, such as what a run waits for.
func (c *Counter) Note(text string) {
	c.Clear()
	fmt.Fprintln(c.w, "note: "+text)
}

// Stop ends the showing and clears the line.
func (c *Counter) Stop() {
	c.end()
	c.Clear()
}
