package replay

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/timhook/timhook/webhook/capture/read"
)

// Pace decides when entries are due. The zero value is at once.
type Pace struct {
	Speed  float64       // 2: in half the time; 0: without any pause
	MaxGap time.Duration // between two callbacks, once scaled; 0: any
}

// fastest bounds a speed from both sides: beyond it a capture has no pauses, or no end.
const fastest = 1e6

// ParseSpeed reads "1x", "0.5x" or "max".
func ParseSpeed(text string) (float64, error) {
	if text == "max" {
		return 0, nil
	}
	speed, err := strconv.ParseFloat(strings.TrimSuffix(text, "x"), 64)
	if err != nil || !(speed >= 1/fastest && speed <= fastest) {
		return 0, fmt.Errorf("got %q, want 1x, 4x, 0.5x or max", text)
	}
	return speed, nil
}

// clock tells when each entry is due.
type clock struct {
	pace  Pace
	last  time.Time // start of the latest entry so far
	input string    // that it is of
	at    time.Duration
	gaps  int
	begin time.Duration // of the round
}

func (p Pace) clock() *clock { return &clock{pace: p} }

// due is when the entry is to be sent, from the start of the run. An entry with an earlier time than those in front of
// it, or with none, follows at once. An input of an earlier time has a pace of its own.
func (c *clock) due(e *read.Entry) time.Duration {
	if c.pace.Speed == 0 || !e.Dated {
		return c.at
	}
	if e.Input != c.input && e.Start.Before(c.last) {
		c.last = e.Start
	}
	c.input = e.Input
	if !c.last.IsZero() {
		if gap := e.Start.Sub(c.last); gap > 0 {
			c.at += c.scaled(gap)
			c.gaps++
		}
	}
	if e.Start.After(c.last) {
		c.last = e.Start
	}
	return c.at
}

func (c *clock) scaled(gap time.Duration) time.Duration {
	gap = time.Duration(float64(gap) / c.pace.Speed)
	if c.pace.MaxGap > 0 {
		gap = min(gap, c.pace.MaxGap)
	}
	return gap
}

// again begins another round, the mean distance of the last one behind its end.
func (c *clock) again() {
	if c.gaps > 0 {
		c.at += (c.at - c.begin) / time.Duration(c.gaps)
	}
	c.begin, c.gaps, c.last = c.at, 0, time.Time{}
}
