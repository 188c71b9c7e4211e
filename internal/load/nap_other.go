//go:build !linux

package load

import "time"

const canNap = false

// nap sleeps for the rest when a timer has been early.
func nap(d time.Duration) { time.Sleep(d) }
