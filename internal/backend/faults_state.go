package backend

import (
	"cmp"
	"crypto/sha256"
	"net/http"
	"time"
)

// shared is a value that requests change one after the other. Waiting for it is no wait for a lock, so that the time of a test can go on.
type shared[T any] chan T

func sharing[T any](x T) shared[T] {
	s := make(shared[T], 1)
	s <- x
	return s
}

// change gives what was there before.
func (s shared[T]) change(by func(T) T) (was T) {
	was = <-s
	s <- by(was)
	return was
}

// stateFaults do wrong because of what came before, or of what is under way.
func stateFaults() []Fault {
	redelivery, concurrency, steady := []string{"behave-redelivery"}, []string{"behave-concurrency"}, []string{"behave-steady"}
	return []Fault{
		{"unique-index", "throws over an event that it knows, as a unique index does", redelivery, remembering(500, event)},
		{"locked-message", "refuses an event that it knows with 409", redelivery, remembering(409, event)},
		{"remembers-sign", "takes a Sign once and refuses every other callback of that second", []string{"behave-same-sign"}, remembering(403, func(c call) string { return c.query.Get("Sign") })},
		{"index-without-topic", "has a unique index over group and sequence number that knows no topics", []string{statusTrip}, clashing("MsgSeq", "GroupId", "TopicId")},
		{"small-pool", "answers 503 when 30 callbacks are under way", concurrency, crowded(30, 20*time.Millisecond)},
		{"dies-after-forged", "answers 502 to the callback after a forged one, over which its worker has died", []string{"behave-resumes"}, dying},
		{"flaky-third", "fails with every third callback", steady, everyNth(3)},
	}
}

// event is what a unique index knows a callback by.
func event(c call) string {
	sum := sha256.Sum256(c.packet)
	return c.query.Get("CallbackCommand") + string(sum[:])
}

// remembering fails over a key that an accepted callback had before.
func remembering(status int, key func(call) string) func(http.Handler) http.Handler {
	return func(right http.Handler) http.Handler {
		known := sharing(map[string]bool{})
		return failing(status, func(c call) bool {
			k, was := key(c), false
			known.change(func(all map[string]bool) map[string]bool {
				was, all[k] = all[k], true
				return all
			})
			return was && k != ""
		})(right)
	}
}

// clashing fails over a callback that has the same two fields as one before and another third.
func clashing(first, second, third string) func(http.Handler) http.Handler {
	return func(right http.Handler) http.Handler {
		known := sharing(map[string]string{})
		return throws(func(c call) bool {
			k, value, was := string(c.fields[first])+" "+string(c.fields[second]), string(c.fields[third]), ""
			if !c.has(first) || !c.has(second) {
				return false
			}
			known.change(func(all map[string]string) map[string]string {
				was = cmp.Or(all[k], value)
				all[k] = was
				return all
			})
			return was != value
		})(right)
	}
}

// crowded refuses to work on more than so many callbacks at once, each of which takes d.
func crowded(most int, d time.Duration) func(http.Handler) http.Handler {
	return func(right http.Handler) http.Handler {
		under := sharing(0)
		return judged(func(h *held, w http.ResponseWriter, r request) {
			busy := under.change(func(n int) int { return n + 1 }) >= most
			defer under.change(func(n int) int { return n - 1 })
			switch {
			case !h.accepts():
				h.send(w)
			case busy:
				fail(w, http.StatusServiceUnavailable)
			case wait(r, d):
				h.send(w)
			}
		})(right)
	}
}

// dying fails with the callback after one whose Sign or SdkAppid the right backend refuses.
func dying(right http.Handler) http.Handler {
	dead := sharing(false)
	return judged(func(h *held, w http.ResponseWriter, _ request) {
		forged := h.status == http.StatusForbidden
		if was := dead.change(func(bool) bool { return forged }); was && !forged {
			fail(w, http.StatusBadGateway)
			return
		}
		h.send(w)
	})(right)
}

// everyNth fails with every so manyth callback that the right backend accepts.
func everyNth(n int) func(http.Handler) http.Handler {
	return func(right http.Handler) http.Handler {
		count := sharing(1)
		return throws(func(call) bool { return count.change(func(i int) int { return i + 1 })%n == 0 })(right)
	}
}
