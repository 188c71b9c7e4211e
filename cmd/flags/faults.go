package flags

import (
	"net/http"

	"github.com/timhook/timhook/cmd/cli"
	"github.com/timhook/timhook/internal/backend"
)

// Faulty spoils a right backend. Of several faults each spoils an answer in turn: around each other the outer one
// would hide the inner one.
func Faulty(h http.Handler, names []string) (http.Handler, error) {
	if len(names) == 0 {
		return h, nil
	}
	var broken []http.Handler
	for _, name := range names {
		f, err := backend.LookupFault(name)
		if err != nil {
			return nil, cli.Usage(cli.HintOf(err), "--fault: %w", err)
		}
		broken = append(broken, f.Break(h))
	}
	return backend.Alternate(broken...), nil
}
