package backend

import (
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
}

func fault(name, doc string, trips []string, breaks wrapper) Fault {
	return Fault{name, doc, trips, breaks}
}

// Faults lists all faults in the order in which they are shown.
func Faults() []Fault {
	return slices.Concat(
		statusFaults(), bodyFaults(), fieldFaults(), timeFaults(), wireFaults(), endlessFaults(), softFaults(),
		behaviourFaults(), readerFaults(), envelopeFaults(), routeFaults(), trustFaults(), stateFaults(),
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
