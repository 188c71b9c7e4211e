package backend

import (
	"net"
	"net/http"
	"slices"

	"github.com/timhook/timhook/internal/nearest"
	"github.com/timhook/timhook/payloads"
)

// Fault is one way to be wrong.
type Fault struct {
	Name  string                          // kebab-case, never renamed
	Doc   string                          // what the backend does, one sentence
	Trips []string                        // ids of the checks that blame it, in their order; no others may
	Break func(http.Handler) http.Handler // wraps a right backend

	Listen func(net.Listener) net.Listener // wraps what the server listens on; nil: nothing to wrap
	Store  func(*Store)                    // makes what the backend stores wrong; nil: it is right, or not looked at

	// Callback is the short name of one over which the fault shows, where it does not over every one.
	Callback string
	// Case is the id of the case that is there for it, where it shows on an occasion only.
	Case string
	// Blames are words of which each stands in the first finding of a run, in its cause, fix or mismatch.
	Blames []string
}

// blamed is a fault that shows in the case, or everywhere where that is empty, and the words that name its cause.
func blamed(name, doc, at string, blames, trips []string, breaks wrapper) Fault {
	return Fault{Name: name, Doc: doc, Trips: trips, Break: breaks, Case: at, Blames: blames}
}

func fault(name, doc string, trips []string, breaks wrapper) Fault {
	return Fault{Name: name, Doc: doc, Trips: trips, Break: breaks}
}

// Faults lists all faults in the order in which they are shown.
func Faults() []Fault {
	return slices.Concat(
		statusFaults(), bodyFaults(), fieldFaults(), timeFaults(), wireFaults(), endlessFaults(), softFaults(),
		behaviourFaults(), readerFaults(), envelopeFaults(), routeFaults(), trustFaults(), stateFaults(),
		presenceFaults(),
		formulaFaults(), senderFaults(), gateFaults(), fieldReaderFaults(), textFaults(), elementFaults(),
		looseFaults(),
		encoderFaults(), dyingFaults(), decidingFaults(), storeFaults(),
	)
}

// LookupFault finds a fault by its name. The error of an unknown one is a *[payloads.UnknownError] with the nearest
// names.
func LookupFault(name string) (Fault, error) {
	all := Faults()
	known := make([]string, 0, len(all))
	for _, f := range all {
		if f.Name == name {
			return f, nil
		}
		known = append(known, f.Name)
	}
	return Fault{}, &payloads.UnknownError{What: "fault", Name: name, Near: nearest.Names(name, known)}
}
