package backend

import (
	"bytes"
	"io"
	"net/http"
)

// held is an answer kept back, so that a fault can spoil it.
type held struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (h *held) Header() http.Header { return h.header }

func (h *held) WriteHeader(status int) {
	if h.status == 0 {
		h.status = status
	}
}

func (h *held) Write(p []byte) (int, error) {
	h.WriteHeader(http.StatusOK)
	return h.body.Write(p)
}

func (h *held) accepts() bool {
	return h.status == http.StatusOK && h.body.String() == accepted
}

func (h *held) send(w http.ResponseWriter) {
	for name, values := range h.header {
		w.Header()[name] = values
	}
	w.WriteHeader(h.status)
	_, _ = h.body.WriteTo(w) // the sender may be gone
}

// request is a request whose body has been read, as net/http notices a departed client only then.
type request struct {
	*http.Request
	packet []byte
}

// onAcceptance makes a handler that answers in its own way whenever the right backend would accept, and rightly otherwise.
// So a backend that spells its answer wrongly still refuses what it has to refuse.
func onAcceptance(spoil func(http.ResponseWriter, request)) func(http.Handler) http.Handler {
	return judged(func(h *held, w http.ResponseWriter, r request) {
		if h.accepts() {
			spoil(w, r)
			return
		}
		h.send(w)
	})
}

// judged runs the right backend first and leaves its answer to the fault.
func judged(fault func(*held, http.ResponseWriter, request)) func(http.Handler) http.Handler {
	return func(right http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			packet, _ := io.ReadAll(io.LimitReader(r.Body, 2*defaultMaxBody))
			again := r.Clone(r.Context())
			again.Body = io.NopCloser(bytes.NewReader(packet))
			h := &held{header: make(http.Header)}
			right.ServeHTTP(h, again)
			fault(h, w, request{r, packet})
		})
	}
}

// body answers an accepted callback with status 200 and the text as JSON.
func body(text string) func(http.Handler) http.Handler {
	return respond(http.StatusOK, "application/json", text)
}

// respond answers an accepted callback with the status, type and text.
func respond(status int, contentType, text string) func(http.Handler) http.Handler {
	return onAcceptance(func(w http.ResponseWriter, _ request) {
		w.Header().Set("Content-Type", contentType)
		w.WriteHeader(status)
		_, _ = io.WriteString(w, text)
	})
}
