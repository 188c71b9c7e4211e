package backend

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"io"
	"net/http"
	"strings"
	"time"
)

// shared is a value that requests change one after the other. They wait for it at a channel: while a goroutine waits
// for a lock, the time of a synctest bubble stands still.
type shared[T any] chan T

func sharing[T any](x T) shared[T] {
	s := make(shared[T], 1)
	s <- x
	return s
}

// change returns the value before the change.
func (s shared[T]) change(by func(T) T) (was T) {
	was = <-s
	s <- by(was)
	return was
}

// stateFaults are wrong because of a callback before, or of others under way.
func stateFaults() []Fault {
	redelivery, steady := []string{"behave-redelivery"}, []string{"behave-steady"}
	return []Fault{
		fault("unique-index", "throws over an event that it knows, as a unique index does", redelivery,
			remembering(500, event)),
		fault("locked-message", "refuses an event that it knows with 409", redelivery, remembering(409, event)),
		blamed("conflict-on-msgid", "refuses a MsgId that it knows with 409", "elem-custom-data-text",
			[]string{"takes for one", "MsgSeq"}, []string{statusTrip, "behave-redelivery"},
			remembering(409, func(c call) string {
				return strings.Trim(string(c.fields["MsgId"]), `"`)
			})),
		fault("remembers-sign", "accepts each Sign once and refuses the other callbacks of that second",
			[]string{"behave-same-sign"},
			remembering(403, func(c call) string { return c.query.Get("Sign") })),
		fault("index-without-topic", "has a unique index over group and sequence number that knows no topics",
			[]string{statusTrip},
			clashing("MsgSeq", "GroupId", "TopicId")),
		fault("small-pool", "answers 503 when 30 callbacks are under way", []string{"behave-concurrency"},
			crowded(30, 20*time.Millisecond)),
		fault("upload-lock", "accepts no other request while a body is slow to come", []string{"behave-concurrency"},
			uploading(50*time.Millisecond)),
		fault("dies-after-forged", "answers 502 to the callback after a forged one, which has ended its worker",
			[]string{"behave-resumes"},
			dying),
		fault("flaky-third", "fails with every third callback", steady, everyNth(3)),
	}
}

// event is the key of a callback in a unique index. A packet without fields has none.
func event(c call) string {
	if c.fields != nil && len(c.fields) == 0 {
		return ""
	}
	sum := sha256.Sum256(c.packet)
	return c.query.Get("CallbackCommand") + string(sum[:])
}

// remembering fails over a key that an accepted callback had before.
func remembering(status int, key func(call) string) wrapper {
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
func clashing(first, second, third string) wrapper {
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
func crowded(most int, d time.Duration) wrapper {
	return func(right http.Handler) http.Handler {
		under := sharing(0)
		return afterRight(func(kept *keptAnswer, w http.ResponseWriter, r request) {
			busy := under.change(func(n int) int { return n + 1 }) >= most
			defer under.change(func(n int) int { return n - 1 })
			switch {
			case !kept.accepts():
				kept.send(w)
			case busy:
				fail(http.StatusServiceUnavailable)(w, r)
			case wait(r, d):
				kept.send(w)
			}
		})(right)
	}
}

// uploading lets the others wait for a body that has not come within patience.
func uploading(patience time.Duration) wrapper {
	return func(right http.Handler) http.Handler {
		free := sharing(true)
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			read := make(chan []byte, 1)
			go func() {
				packet, _ := io.ReadAll(io.LimitReader(r.Body, 2*defaultMaxBody))
				read <- packet
			}()
			var packet []byte
			select {
			case packet = <-read:
				free <- <-free // wait for a slow one
			case <-time.After(patience):
				is := <-free
				packet = <-read
				free <- is
			}
			again := r.Clone(r.Context())
			again.Body = io.NopCloser(bytes.NewReader(packet))
			right.ServeHTTP(w, again)
		})
	}
}

// dying fails with the callback after one whose Sign or SdkAppid the right backend refuses.
func dying(right http.Handler) http.Handler {
	dead := sharing(false)
	return spoiling(func(k *keptAnswer, _ request) bool {
		forged := k.status == http.StatusForbidden
		return dead.change(func(bool) bool { return forged }) && !forged
	}, fail(http.StatusBadGateway))(right)
}

// everyNth fails with every n-th callback that the right backend accepts.
func everyNth(n int) wrapper {
	return func(right http.Handler) http.Handler {
		count := sharing(1)
		return throws(func(call) bool { return count.change(func(i int) int { return i + 1 })%n == 0 })(right)
	}
}
