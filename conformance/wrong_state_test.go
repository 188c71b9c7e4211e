package conformance_test

import (
	"net/http"
	"strconv"
	"time"
)

// guardedBy is a value that requests change one after the other; a mutex would keep the time of a bubble from going on.
type guardedBy[T any] chan T

func guarded[T any](x T) guardedBy[T] {
	c := make(guardedBy[T], 1)
	c <- x
	return c
}

func (c guardedBy[T]) change(by func(T) T) (was T) {
	was = <-c
	c <- by(was)
	return was
}

func afterSilence() verdict {
	last := guarded(time.Time{})
	return func(*seen) int {
		was := last.change(func(time.Time) time.Time { return time.Now() })
		if !was.IsZero() && time.Since(was) > slow {
			return 500
		}
		return 0
	}
}

func nth(n int) func() verdict {
	return func() verdict {
		count := guarded(1)
		return func(*seen) int {
			if count.change(func(i int) int { return i + 1 })%n == 0 {
				return 500
			}
			return 0
		}
	}
}

func bySeq(wrong func(last, seq int) bool) func() verdict {
	return func() verdict {
		last := guarded(0)
		return func(v *seen) int {
			seq, _ := strconv.Atoi(v.field("MsgSeq"))
			if wrong(last.change(func(int) int { return seq }), seq) {
				return 500
			}
			return 0
		}
	}
}

// tooMany takes only so many requests at once, each for 100 ms.
func tooMany(most int) func() verdict {
	return func() verdict {
		under := guarded(0)
		return func(*seen) int {
			now := under.change(func(n int) int { return n + 1 })
			time.Sleep(100 * time.Millisecond)
			under.change(func(n int) int { return n - 1 })
			if now >= most {
				return http.StatusServiceUnavailable
			}
			return 0
		}
	}
}

// halfDone leaves a mark when the sender goes away, and fails over it the next time.
func halfDone() verdict {
	marked := guarded("")
	return func(v *seen) int {
		time.Sleep(2 * time.Millisecond) // until an earlier sender has been seen to go away
		if marked.change(func(was string) string { return was }) == string(v.body) {
			return 500
		}
		select {
		case <-time.After(100 * time.Millisecond):
		case <-v.Context().Done():
			marked.change(func(string) string { return string(v.body) })
		}
		return 0
	}
}

// diesOn takes nothing any more after a request of a kind.
func diesOn(kind func(*seen) bool) func() verdict {
	return func() verdict {
		dead := guarded(false)
		return func(v *seen) int {
			if dead.change(func(was bool) bool { return was || kind(v) }) {
				return 500
			}
			return 0
		}
	}
}
