package backend

import (
	"io"
	"net/http"
	"time"
)

// longest is how long a fault keeps a client waiting that never gives up.
const longest = 30 * time.Second

func timeFaults() []Fault {
	trips, silence := []string{"resp-under-2s"}, []string{answerTrip}
	return []Fault{
		fault("slow-3s", "sends the right answer after 3 seconds", silence, slow(3*time.Second)),
		fault("slow-1500ms", "sends the right answer after 1.5 seconds", trips, slow(1500*time.Millisecond)),
		fault("drip", "writes one byte of the answer every 100 ms", trips, onAcceptance(drip)),
		fault("two-segments", "writes head and body apart, so that the body waits for a late acknowledgement",
			[]string{"behave-one-write"}, onAcceptance(inTwoSegments)),
		fault("silent", "takes the callback and never answers", silence, onAcceptance(silent)),
	}
}

func slow(d time.Duration) wrapper {
	return onAcceptance(func(w http.ResponseWriter, r request) {
		if wait(r, d) {
			w.Header().Set("Content-Type", "application/json")
			_, _ = io.WriteString(w, accepted)
		}
	})
}

// wait reports whether the client is still there when the time is over.
func wait(r request, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-r.Context().Done():
		return false
	}
}

// inTwoSegments makes the pause itself: over loopback and in tests acknowledgements come at once.
func inTwoSegments(w http.ResponseWriter, r request) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Content-Length", "50")
	if http.NewResponseController(w).Flush() == nil && wait(r, 40*time.Millisecond) {
		_, _ = io.WriteString(w, accepted)
	}
}

func drip(w http.ResponseWriter, r request) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Content-Length", "50")
	flush := http.NewResponseController(w)
	for _, c := range []byte(accepted) {
		if !wait(r, 100*time.Millisecond) {
			return
		}
		if _, err := w.Write([]byte{c}); err != nil || flush.Flush() != nil {
			return
		}
	}
}

func silent(_ http.ResponseWriter, r request) {
	wait(r, longest)
	panic(http.ErrAbortHandler) // returning would make net/http answer an empty 200
}
