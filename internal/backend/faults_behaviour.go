package backend

import (
	"io"
	"net/http"
	"slices"

	"github.com/timhook/timhook/payloads/jsontree"
)

// behaviourFaults answer ordinary callbacks as documented and show on others.
func behaviourFaults() []Fault {
	refuses := []string{signTrip, staleTrip, identityTrip, bodyTrip, methodTrip}
	survives := []string{survivesTrip}
	form, throws := []string{"behave-refusal-form"}, []string{"behave-refusal-form", survivesTrip}
	crash := func(http.ResponseWriter, request) { panic(http.ErrAbortHandler) }
	status500 := func(w http.ResponseWriter, _ request) { w.WriteHeader(http.StatusInternalServerError) }
	return []Fault{
		fault("accepts-everything", "accepts what is forged, stale or unreadable", refuses, onRefusal(accept)),
		fault("hangs-on-refusal", "never answers what it does not accept", []string{answerTrip, survivesTrip},
			onRefusal(silent)),
		fault("refuses-with-500", "throws an exception where it should refuse", throws, onRefusal(status500)),
		fault("refuses-with-text", "refuses with a plain text under HTTP 200", form,
			onRefusal(func(w http.ResponseWriter, _ request) { _, _ = io.WriteString(w, "invalid sign") })),
		fault("refuses-by-closing", "closes the connection where it should refuse", form, onRefusal(crash)),
		fault("fails-unknown-command", "answers FAIL under HTTP 200 to a command that it does not handle",
			[]string{ignoresTrip},
			spoiling(func(k *keptAnswer, r request) bool {
				c := callOf(r)
				return k.accepts() && c.query.Has("CallbackCommand") && !c.isOf()
			}, func(w http.ResponseWriter, _ request) {
				answer(w, http.StatusOK, (&refusal{reason: "the command is not handled here"}).packet())
			})),
		fault("crashes-on-odd-types", "drops the connection over a field of an unexpected type", survives,
			onOddTypes(crash)),
		fault("errors-on-odd-types", "answers HTTP 500 over a field of an unexpected type", survives,
			onOddTypes(status500)),
	}
}

// onRefusal makes a handler that answers in its own way whenever the right backend would refuse. A path that is not
// served is not refused.
func onRefusal(spoil spoiler) wrapper {
	return spoiling(func(k *keptAnswer, _ request) bool {
		return !k.accepts() && k.status != http.StatusNotFound
	}, spoil)
}

// onOddTypes makes a handler that fails over other values in the place of strings, as a type assertion without a check
// does.
func onOddTypes(spoil spoiler) wrapper {
	return spoiling(func(_ *keptAnswer, r request) bool {
		packet, ok := parse(r.packet)
		return ok && hasOddTypes(packet)
	}, spoil)
}

func hasOddTypes(packet jsontree.Value) bool {
	texts := []string{"CallbackCommand", "GroupId", "Type", "From_Account", "Operator_Account"}
	return slices.ContainsFunc(texts, func(name string) bool {
		v := packet.Get(name)
		return !v.IsAbsent() && v.Kind() != jsontree.KindString
	})
}
