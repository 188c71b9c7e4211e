package backend

import (
	"io"
	"net/http"

	"github.com/timhook/timhook/payloads/jsontree"
)

// behaviourFaults answer ordinary callbacks rightly and show on others.
func behaviourFaults() []Fault {
	refuses, survives := []string{"behave-refuses"}, []string{"behave-survives"}
	form, throws := []string{"behave-refusal-form"}, []string{"behave-refusal-form", "behave-survives"}
	return []Fault{
		{"accepts-everything", "accepts what is forged, stale or unreadable", refuses, onRefusal(func(w http.ResponseWriter, _ request) {
			answer(w, Event{Status: http.StatusOK})
		})},
		{"hangs-on-refusal", "never answers what it does not accept", []string{"behave-refuses", "behave-survives"}, onRefusal(silent)},
		{"refuses-with-500", "throws an exception where it should refuse", throws, onRefusal(func(w http.ResponseWriter, _ request) {
			w.WriteHeader(http.StatusInternalServerError)
		})},
		{"refuses-with-text", "refuses with a plain text under HTTP 200", form, onRefusal(func(w http.ResponseWriter, _ request) {
			_, _ = io.WriteString(w, "invalid sign")
		})},
		{"refuses-by-closing", "closes the connection where it should refuse", throws, onRefusal(func(http.ResponseWriter, request) {
			panic(http.ErrAbortHandler)
		})},
		{"crashes-on-odd-types", "drops the connection over a field of an unexpected type", survives, onOddTypes(func(http.ResponseWriter) {
			panic(http.ErrAbortHandler)
		})},
		{"errors-on-odd-types", "answers HTTP 500 over a field of an unexpected type", survives, onOddTypes(func(w http.ResponseWriter) {
			w.WriteHeader(http.StatusInternalServerError)
		})},
	}
}

// onRefusal makes a handler that answers in its own way whenever the right backend would refuse.
func onRefusal(spoil func(http.ResponseWriter, request)) func(http.Handler) http.Handler {
	return judged(func(h *held, w http.ResponseWriter, r request) {
		if h.accepts() || h.status == http.StatusNotFound { // what is on no path of its own is not its to refuse
			h.send(w)
			return
		}
		spoil(w, r)
	})
}

// onOddTypes makes a handler that fails over strings that are none, as a type assertion without a check does.
func onOddTypes(fail func(http.ResponseWriter)) func(http.Handler) http.Handler {
	return judged(func(h *held, w http.ResponseWriter, r request) {
		if packet, ok := parse(r.packet); ok && hasOddTypes(packet) {
			fail(w)
			return
		}
		h.send(w)
	})
}

func hasOddTypes(packet jsontree.Value) bool {
	for _, name := range [...]string{"CallbackCommand", "GroupId", "Type", "From_Account", "Operator_Account"} {
		if v := packet.Get(name); !v.IsAbsent() && v.Kind() != jsontree.KindString {
			return true
		}
	}
	return false
}
