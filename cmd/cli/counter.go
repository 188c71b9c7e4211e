package cli

import (
	"fmt"
	"io"
	"sync"
	"sync/atomic"
	"time"

	"github.com/timhook/timhook/conformance/judge"
)

// Counting says what a [Counter] counts.
type Counting struct {
	Done  string // what is done with each: "sent"
	Total int    // 0: not known
	Fails string // what may come of one: "failed"; empty: nothing does
	Bytes int64  // that are read; 0: not known
	Phase string // what goes on, where nothing can be counted but bytes that are written: "writing 40 requests"
}

// Counter counts what a run has done and shows it from time to time: a run of less than a second is over before.
type Counter struct {
	*Progress
	what  Counting
	start time.Time
	end   func() // of the showing
	bytes atomic.Int64

	mu            sync.Mutex
	count, failed int
}

// The time between two texts. On a terminal it is also that before the first.
const (
	redrawEvery = time.Second
	plainEvery  = 5 * time.Second
)

// StartCounter begins to count.
func (a *App) StartCounter(mode string, what Counting) *Counter {
	c := &Counter{Progress: a.NewProgress(mode), what: what, start: time.Now(), end: func() {}}
	switch {
	case c.plain:
		c.showEvery(plainEvery)
	case c.redraw:
		c.showEvery(redrawEvery)
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

// text is what is done, what is left, how fast it goes and what failed: "12/40 sent, 28 left, 6/s, 1 failed".
func (c *Counter) text() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	done, took := c.bytes.Load(), time.Since(c.start).Seconds()
	if c.what.Phase != "" {
		return fmt.Sprintf("%s, %.0f s, %s", c.what.Phase, took, mebibytes(done))
	}
	rate := fmt.Sprintf("%.0f/s", float64(c.count)/took)
	text := fmt.Sprintf("%d %s, %s", c.count, c.what.Done, rate)
	if total := c.what.Total; total > 0 {
		text = fmt.Sprintf("%d/%d %s, %d left, %s", c.count, total, c.what.Done, max(0, total-c.count), rate)
	}
	if all := c.what.Bytes; all > 0 {
		text += fmt.Sprintf(", %d%% of %s", min(100, 100*done/all), mebibytes(all))
	}
	if c.what.Fails != "" {
		text += fmt.Sprintf(", %d %s", c.failed, c.what.Fails)
	}
	return text
}

func mebibytes(n int64) string { return fmt.Sprintf("%.1f MiB", float64(n)/(1<<20)) }

// Done counts one more, and what came of it.
func (c *Counter) Done(o judge.Outcome) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.count++
	if o == judge.Fail || o == judge.Error {
		c.failed++
	}
}

// Add counts more of what nothing can come of.
func (c *Counter) Add(n int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.count += n
}

// Reads counts the bytes that are read from an input.
func (c *Counter) Reads(in io.ReadCloser) io.ReadCloser { return &countedReads{in, c} }

type countedReads struct {
	io.ReadCloser
	c *Counter
}

func (r *countedReads) Read(p []byte) (int, error) {
	n, err := r.ReadCloser.Read(p)
	r.c.bytes.Add(int64(n))
	return n, err
}

// Writes counts the bytes that are written to an output.
func (c *Counter) Writes(out io.Writer) io.Writer { return &countedWrites{out, c} }

type countedWrites struct {
	io.Writer
	c *Counter
}

func (w *countedWrites) Write(p []byte) (int, error) {
	n, err := w.Writer.Write(p)
	w.c.bytes.Add(int64(n))
	return n, err
}

// Note shows a line that stays, such as what a run waits for.
func (c *Counter) Note(text string) {
	c.Clear()
	fmt.Fprintln(c.w, "note: "+text)
}

// Stop ends the showing and clears the line. A second time it does nothing.
func (c *Counter) Stop() {
	c.end()
	c.end = func() {}
	c.Clear()
}
