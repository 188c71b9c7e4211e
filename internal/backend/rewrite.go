package backend

import (
	"bytes"
	"io"
	"net/http"
	"slices"
	"strings"
)

// keptAnswer is an answer that is kept back, so that a fault can spoil it.
type keptAnswer struct {
	header   http.Header
	status   int
	body     bytes.Buffer
	token    string    // of the right backend, for faults that compute another Sign
	callback *callback // nil where it is not handled
}

func (k *keptAnswer) Header() http.Header { return k.header }

func (k *keptAnswer) WriteHeader(status int) {
	if k.status == 0 {
		k.status = status
	}
}

func (k *keptAnswer) Write(p []byte) (int, error) {
	k.WriteHeader(http.StatusOK)
	return k.body.Write(p)
}

// accepts reports whether the right backend takes the callback. Where its answer decides, it is one of many. Any other
// is the same each time, so that what an inner fault has spoilt already is left as that made it.
func (k *keptAnswer) accepts() bool {
	if k.callback != nil && k.callback.Answer.Decides() {
		return k.status == http.StatusOK && strings.HasPrefix(k.body.String(), `{"ActionStatus":"OK"`)
	}
	return k.status == http.StatusOK && k.body.String() == accepted
}

// refuses reports whether one of the reasons is given.
func (k *keptAnswer) refuses(reasons ...string) bool {
	return slices.ContainsFunc(reasons, func(why string) bool { return strings.Contains(k.body.String(), `"`+why+`"`) })
}

func (k *keptAnswer) send(w http.ResponseWriter) {
	for name, values := range k.header {
		w.Header()[name] = values
	}
	w.WriteHeader(k.status)
	_, _ = k.body.WriteTo(w) // the sender may be gone
}

// request is a request whose body has been read, as net/http notices a departed client only then.
type request struct {
	*http.Request
	packet   []byte
	callback *callback // nil where the right backend does not handle it
}

// spoiler answers instead of the right backend.
type spoiler = func(http.ResponseWriter, request)

// onAcceptance makes a handler that answers in its own way whenever the right backend would accept, and as the right
// one otherwise. So a backend that spells its answer wrongly still refuses forged requests.
func onAcceptance(spoil spoiler) wrapper {
	return spoiling(func(k *keptAnswer, _ request) bool { return k.accepts() }, spoil)
}

// spoiling makes a handler that answers some requests in its own way, and the others as the right backend does.
func spoiling(some func(*keptAnswer, request) bool, spoil spoiler) wrapper {
	return afterRight(func(kept *keptAnswer, w http.ResponseWriter, r request) {
		if some(kept, r) {
			spoil(w, r)
			return
		}
		kept.send(w)
	})
}

// afterRight runs the right backend first and hands its answer to the fault.
func afterRight(fault func(*keptAnswer, http.ResponseWriter, request)) wrapper {
	return func(right http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			packet, _ := io.ReadAll(io.LimitReader(r.Body, 2*defaultMaxBody))
			again := r.Clone(r.Context())
			again.Body = io.NopCloser(bytes.NewReader(packet))
			kept := &keptAnswer{header: make(http.Header)}
			right.ServeHTTP(kept, again)
			fault(kept, w, request{r, packet, kept.callback})
		})
	}
}

// body answers an accepted callback with status 200 and the text as JSON.
func body(text string) wrapper {
	return respond(http.StatusOK, "application/json", text)
}

// respond answers an accepted callback with the status, type and text.
func respond(status int, contentType, text string) wrapper {
	return onAcceptance(func(w http.ResponseWriter, _ request) {
		w.Header().Set("Content-Type", contentType)
		w.WriteHeader(status)
		_, _ = io.WriteString(w, text)
	})
}
