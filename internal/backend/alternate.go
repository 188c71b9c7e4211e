package backend

import (
	"net/http"
	"sync/atomic"
)

// Alternate answers with the handlers in turn, request by request. Breaks that are wrapped around each other do not add
// up, since the outer one hides what the inner one spoils; in turn, each of several faults shows. Without handlers it
// answers 404.
func Alternate(handlers ...http.Handler) http.Handler {
	if len(handlers) == 0 {
		return http.NotFoundHandler()
	}
	var next atomic.Uint64
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		handlers[(next.Add(1)-1)%uint64(len(handlers))].ServeHTTP(w, r)
	})
}
